// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisSignature
import AxisStore
import AxisStoreMemory
import AxisTestSupport
import AxisVXP
import Foundation
import Testing

@testable import AxisBroker

@Suite struct VXPAgencyTests {
    private func wish(_ code: String, _ parent: String = "H24") -> [UInt8] {
        Array(
            #"{"id":"","pcode":"\#(parent)","code":"\#(code)","name":"Sở thử","mail":"a@b.vn","mobile":"","fax":""}"#
                .utf8
        )
    }

    @Test func `the lists have both forms of a code`() async throws {
        let world = try VXPWorld()
        let all = try await world.ask(.getAgenciesList, as: "H24").items
        #expect(all.count == IntakeWorld.codes.count)
        let province = try #require(all.first { $0["code"] == "H24" })
        #expect(province["oldCode"] == "000.00.00.H24")
        let ward = try #require(all.first { $0["code"] == "H24.TEST01" })
        #expect(ward["pid"] == province["id"])
        #expect(ward["oldCode"] == "")

        let first = try await world.ask(.getAgenciesListQD20, as: "H24", ["level": "1"]).items
        #expect(Set(first.compactMap { $0["code"] }) == ["G22", "H24"])
        #expect(first.first { $0["code"] == "H24" }?["code102"] == "000.00.00.H24")
        #expect(try await world.ask(.getAgenciesListQD20, as: "H24").items.count == all.count)
        let synchronized = try await world.ask(.getSynchronizeUnit, as: "H24").items
        #expect(synchronized.allSatisfy { $0["centerCode"] == "G22" })
    }

    @Test func `a list is made once a version and follows the registry`() async throws {
        let world = try VXPWorld()
        #expect(try await world.ask(.getAgenciesList, as: "H24").items.count == 4)
        let unit = world.world.units["H24.TEST02"]!
        try world.world.apply(.close(unit: unit, successors: [], windUpAt: world.world.clock.now() + .seconds(1)))
        #expect(try await world.ask(.getAgenciesList, as: "H24").items.count == 3)
        let deleted = try await world.ask(.getSynchronizeUnit, as: "H24").items.filter { $0["deleted"] != "0" }
        #expect(deleted.filter { $0["deleted"] == "true" || $0["deleted"] == "1" }.map { $0["code"] } == ["H24.TEST02"])
    }

    @Test func `asking for a unit changes nothing until an administrator decides`() async throws {
        let world = try VXPWorld()
        try await world.storeRegistry()
        for _ in 0..<3 { #expect(try await world.ask(.registerAgency, as: "H24", body: wish("H24.77")).code == "0") }
        let lan = VXPWorld.registrarRole
        let open = try await world.requests.list(lan, state: .open, after: nil, limit: 10).items
        let request = try #require(open.first)
        #expect(open.count == 1 && request.code == "H24.77" && request.systemId == "H24")
        #expect(try await world.ask(.getAgenciesList, as: "H24").items.count == 4)

        let wish = AgencyRequestAcceptRequest(legalBasis: "QĐ 1/QĐ-UBND", kind: "department")
        let done = try await world.requests.accept(lan, request.id, wish)
        #expect(done.state == .accepted && done.decidedBy == "lan")
        let unit = try world.world.holder.current.unit(named: "H24.77", at: world.world.clock.now())
        #expect(unit.name == "Sở thử" && unit.parent == world.world.units["H24"] && unit.kind == .department)
        await #expect(throws: Refusal.self) { try await world.requests.accept(lan, request.id, wish) }
        // Asked for again, it is there.
        #expect(try await world.ask(.registerAgency, as: "H24", body: self.wish("H24.77")).text == VXPAnswer.success)
        #expect(try await world.requests.list(lan, state: .open, after: nil, limit: 10).items.isEmpty)
    }

    @Test func `a unit's end is a closing with a legal basis, never a deletion`() async throws {
        let world = try VXPWorld()
        try await world.storeRegistry()
        let lan = VXPWorld.registrarRole
        #expect(try await world.ask(.deleteAgency, as: "H24", ["AgencyCode": "H24.TEST02"]).code == "0")
        let request = try #require(try await world.requests.list(lan, state: nil, after: nil, limit: 10).items.first)
        await #expect(throws: Refusal.self) {
            try await world.requests.accept(lan, request.id, AgencyRequestAcceptRequest())
        }
        _ = try await world.requests.accept(lan, request.id, AgencyRequestAcceptRequest(legalBasis: "NQ 2"))
        let unit = try world.world.holder.current.unit(named: "H24.TEST02", at: world.world.clock.now())
        #expect(unit.state(at: world.world.clock.now()) == .closed)
        #expect(world.world.holder.current.history(of: unit.id).count == 2)
    }

    @Test func `only the caller's own branch may be asked for, by the registry's rules`() async throws {
        let world = try VXPWorld()
        #expect(try await world.ask(.deleteAgency, as: "H24", ["AgencyCode": "G22"]).code != "0")
        #expect(try await world.ask(.deleteAgency, as: "H24.TEST01", ["AgencyCode": "H24"]).code != "0")
        #expect(try await world.ask(.deleteAgency, as: "H24", ["AgencyCode": "H24"]).code != "0")
        #expect(try await world.ask(.registerAgency, as: "H24", body: wish("G22.5", "G22")).code != "0")
        #expect(try await world.ask(.registerAgency, as: "H24", body: wish("không phải mã")).code != "0")
        #expect(try await world.ask(.registerAgency, as: "H24", body: Array("[]".utf8)).code == "21")
        #expect(try await world.requests.list(VXPWorld.registrarRole, state: nil, after: nil, limit: 9).items.isEmpty)
    }

    @Test func `a unit asked for without a parent is granted beneath the one that was checked`() async throws {
        let world = try VXPWorld()
        #expect(try await world.ask(.registerAgency, as: "H24", body: wish("H24.79", "")).code == "0")
        let request = try #require(
            try await world.requests.list(VXPWorld.registrarRole, state: .open, after: nil, limit: 10).items.first
        )
        #expect(request.parent == "H24")
    }

    @Test func `a code that was closed once can't be asked for again`() async throws {
        let world = try VXPWorld()
        let closed = world.world.units["H24.TEST02"]!
        try world.world.apply(.close(unit: closed, successors: [], windUpAt: IntakeWorld.start + .seconds(60)))
        let again = try await world.ask(.registerAgency, as: "H24", body: wish("H24.TEST02"))
        #expect(again.code == "21")
        #expect(try await world.requests.list(VXPWorld.registrarRole, state: nil, after: nil, limit: 9).items.isEmpty)
    }

    @Test func `a refused request is kept with its reason`() async throws {
        let world = try VXPWorld()
        let lan = VXPWorld.registrarRole
        _ = try await world.ask(.registerAgency, as: "H24", body: wish("H24.78"))
        let request = try #require(try await world.requests.list(lan, state: .open, after: nil, limit: 10).items.first)
        let refused = try await world.requests.refuse(lan, request.id, reason: "chưa có quyết định")
        #expect(refused.state == .refused && refused.reason == "chưa có quyết định")
        let auditor = AdministratorCaller(name: "mai", roles: [.auditor])
        #expect(try await world.requests.list(auditor, state: .refused, after: nil, limit: 10).items == [refused])
        await #expect(throws: Refusal.self) { try await world.requests.refuse(auditor, request.id, reason: "x") }
    }
}
