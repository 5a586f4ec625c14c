// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisSignature
import AxisStore
import AxisStoreMemory
import AxisTestSupport
import Testing

@testable import AxisBroker

@Suite struct ClientDeskTests {
    @Test func `a generated secret is shown once and stands nowhere in the clear`() async throws {
        let world = try await ClientWorld()
        let report = try await world.add("000.00.00.H24", from: ["10.0.0.0/8"])
        let secret = try #require(report.secret?.text)
        #expect(secret.utf8.count == 64 && Hex.decode(secret)?.count == 32)
        #expect(report.client.unit == "H24" && report.client.state == "active" && report.client.secrets.count == 1)
        let stored = try #require(try await world.desk.store.client("000.00.00.H24"))
        let audit = try await world.desk.audit()
        #expect(audit.last?.action == "client.add" && audit.last?.subject == "000.00.00.H24")
        var text = ""
        dump(stored, to: &text)
        dump(audit, to: &text)
        dump(world.clients, to: &text)
        dump(report, to: &text)
        #expect(!text.contains(secret))
        #expect(world.cause(try world.call("000.00.00.H24", secret: secret)) == nil)
        #expect(world.clients.systemIDs(of: stored.holder) == ["000.00.00.H24"])
    }

    @Test func `an existing secret is taken over, a short one with a warning, a shorter one not`() async throws {
        let world = try await ClientWorld()
        let report = try await world.add("old", secret: "testsecret")
        #expect(report.secret == nil && report.warnings.contains { $0.contains("10 bytes") })
        #expect(report.client.secrets.first?.origin == "taken-over")
        #expect(world.cause(try world.call("old", secret: "testsecret")) == nil)
        for bad in ["1234567", "", "two\nlines of it", String(repeating: "x", count: 1025)] {
            #expect(await refusal { try await world.add("bad", secret: bad) }?.field == "secret")
        }
        #expect(try await world.add("good", from: ["10.0.0.0/8"], secret: "sixteen-bytes-16").warnings.isEmpty)
    }

    @Test func `a system id is never given to another, and a revoked one comes back for its holder`() async throws {
        let world = try await ClientWorld()
        let first = try #require(try await world.add("Sys.1").secret?.text)
        #expect(await refusal { try await world.add("Sys.1") }?.code == .codeTaken)
        #expect(await refusal { try await world.add("sys.1", unit: "G22") }?.code == .codeTaken)
        #expect(
            await refusal { _ = try await world.clients.revoke(world.admin, "Sys.1", reason: " ") }?.field == "reason"
        )
        let revoked = try await world.clients.revoke(world.admin, "Sys.1", reason: "lộ khóa")
        #expect(revoked.state == "revoked" && revoked.secrets.isEmpty && revoked.reason == "lộ khóa")
        #expect(world.cause(try world.call("Sys.1", secret: first)) == .unknownSystem)
        #expect(
            await refusal { _ = try await world.clients.rotate(world.admin, "Sys.1", ClientRotateRequest()) } != nil
        )
        #expect(await refusal { try await world.add("Sys.1", unit: "G22") }?.code == .codeReused)
        #expect(await refusal { try await world.add("sys.1") }?.code == .codeReused)
        let again = try await world.add("Sys.1")
        #expect(again.client.state == "active" && again.client.secrets.map(\.number) == [2])
        #expect(world.cause(try world.call("Sys.1", secret: first)) == .wrongSignature)
        #expect(world.cause(try world.call("Sys.1", secret: again.secret?.text)) == nil)
    }

    @Test func `an overlap keeps both secrets, a third is refused, and the old one ends on time`() async throws {
        let world = try await ClientWorld()
        let old = try #require(try await world.add().secret?.text)
        let overlap = ClientRotateRequest(overlap: 7 * 86_400)
        let new = try #require(try await world.clients.rotate(world.admin, "sys", overlap).secret?.text)
        #expect(try world.cause(world.call(secret: old)) == nil && world.cause(world.call(secret: new)) == nil)
        #expect(await refusal { _ = try await world.clients.rotate(world.admin, "sys", overlap) }?.field == "overlap")
        world.desk.clock.advance(by: .seconds(7 * 86_400 - 1))
        #expect(try world.cause(world.call(secret: old)) == nil)
        world.desk.clock.advance(by: .seconds(1))
        #expect(try world.cause(world.call(secret: old)) == .wrongSignature)
        #expect(try world.cause(world.call(secret: new)) == nil)
        let third = try #require(try await world.clients.rotate(world.admin, "sys", ClientRotateRequest()).secret?.text)
        #expect(try world.cause(world.call(secret: new)) == .wrongSignature)
        #expect(try world.cause(world.call(secret: third)) == nil)
        let same = ClientRotateRequest(secret: SecretText(third))
        #expect(await refusal { _ = try await world.clients.rotate(world.admin, "sys", same) }?.field == "secret")
        let endless = ClientRotateRequest(overlap: 91 * 86_400)
        #expect(await refusal { _ = try await world.clients.rotate(world.admin, "sys", endless) }?.field == "overlap")
    }

    @Test func `what was written is read again after a restart, and rewrapped under a new key`() async throws {
        let world = try await ClientWorld()
        for number in 0..<450 { try await world.add("sys.\(number)", secret: "secret of \(number)") }
        let keys = try KeyFile.addKey(to: world.keyFile.path)
        try await world.clients.reload(keys: keys)
        var (examined, rewrapped) = (0, 0)
        var next: String?
        repeat {
            let report = try await world.clients.rewrap(world.admin, after: next)
            #expect(
                report.examined <= ClientDesk.rewrapBatch && report.unreadable.isEmpty && report.key == keys.current
            )
            examined += report.examined
            rewrapped += report.rewrapped
            next = report.next
        } while next != nil
        #expect(examined == 450 && rewrapped == 450)
        #expect(try await world.clients.rewrap(world.admin, after: nil).rewrapped == 0)
        // Only the new key is needed now.
        let other = try await ClientWorld()
        let restarted = ClientDesk(
            store: world.desk.store,
            registry: world.desk.registrar.holder,
            keys: keys,
            clock: world.desk.clock
        )
        try await restarted.load()
        #expect(restarted.unreadable.isEmpty)
        #expect(restarted.directory.client("sys.7")?.secrets(at: world.desk.clock.now()).count == 1)
        try await restarted.reload(keys: other.keyFile.keys)
        #expect(restarted.unreadable.count == 450)
        #expect(try await restarted.rewrap(world.admin, after: "sys.9").unreadable.count == 10)
    }

    @Test func `without a key file the verbs say what to configure, and looking works`() async throws {
        let world = try await ClientWorld(withKeys: false)
        let refused = await refusal { try await world.add() }
        #expect(refused?.field == "vxp.keyFile" && refused?.english.contains("new-key") == true)
        #expect(await refusal { _ = try await world.clients.rewrap(world.admin, after: nil) }?.field == "vxp.keyFile")
        #expect(try await world.clients.list(world.admin).isEmpty)
        let auditor = AdministratorCaller(name: "x", roles: [.auditor])
        #expect(await refusal { _ = try await world.clients.revoke(auditor, "sys", reason: "x") }?.code == .forbidden)
        #expect(await refusal { _ = try await world.clients.show(auditor, "sys") }?.code == .notFound)
    }

    @Test func `addresses must be said, one way or the other`() async throws {
        let world = try await ClientWorld()
        let ranges = [try #require(AddressRange("10.0.0.0/8"))]
        for (from, any) in [(nil, nil), ([], false), (ranges, true), ([try #require(AddressRange("0.0.0.0/0"))], nil)]
            as [([AddressRange]?, Bool?)]
        {
            let request = ClientAddRequest(systemId: "sys", unit: "H24", from: from, anyAddress: any)
            #expect(await refusal { _ = try await world.clients.add(world.admin, request) }?.field == "from")
        }
        for bad in ["", "a b", "hệ", String(repeating: "a", count: 65), "a/b", "a\n"] {
            #expect(await refusal { try await world.add(bad) }?.field == "systemId")
        }
    }

    @Test func `a unit is served by its own system, else by its nearest receiver's`() async throws {
        let world = try await ClientWorld()
        let now = world.desk.clock.now()
        for code in ["H24.1", "H24.2"] {
            let request = UnitAddRequest(code: code, name: code, kind: "ward", parent: "H24")
            _ = try await world.desk.registrar.addUnit(world.admin, request)
        }
        let ids = try ["H24", "H24.1", "H24.2"].map { try world.desk.registry.unit(named: $0, at: now).id }
        try await world.add("province")
        #expect(world.clients.unitsServedByVXP(ids) == [ids[0]])
        func grant(_ holder: String, _ over: String) async throws {
            let pattern = try #require(UnitPattern(over))
            let request = GrantAddRequest(holder: holder, over: pattern, rights: ["receive"], legalBasis: "QĐ 1")
            _ = try await world.desk.registrar.addGrant(world.admin, request)
        }
        try await grant("H24", "H24.*")
        #expect(world.clients.unitsServedByVXP(ids) == Set(ids))
        // G22 is nearer to H24.2 and has no system.
        try await grant("G22", "H24.2")
        #expect(world.clients.unitsServedByVXP(ids) == Set(ids[..<2]))
        let endpoint = EndpointRequest(url: "https://h24-1.example/in")
        _ = try await world.desk.registrar.setEndpoint(world.admin, "H24.1", endpoint)
        #expect(!world.clients.isServedByVXP(ids[1]))
        try await world.add("ward", unit: "H24.1")
        #expect(world.clients.isServedByVXP(ids[1]))
        _ = try await world.clients.revoke(world.admin, "province", reason: "hết dùng")
        #expect(world.clients.unitsServedByVXP(ids) == [ids[1]])
        world.desk.clock.advance(by: .seconds(1))
        let closing = try await world.desk.registrar.close(world.admin, "H24.1", UnitCloseRequest(), dryRun: true)
        #expect(try await world.clients.completed(closing).items[0].clients.map(\.systemId) == ["ward"])
    }
}
