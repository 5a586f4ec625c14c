// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import AxisRegistry
import AxisTestSupport
import Testing

@Suite struct UnitLifeTests {
    @Test func `each change is one append with its legal basis and an audit line with before and after`() async throws {
        let desk = try await Desk()
        try await desk.add("H24.12")
        try await desk.add("H24.13")
        let version = desk.registry.version
        desk.clock.advance(by: .seconds(60))
        let registrar = desk.registrar
        let renamed = try await registrar.rename(
            desk.admin,
            "H24.12",
            UnitRenameRequest(name: "Phường Mới", legalBasis: "NQ 1")
        )
        #expect(renamed.name == "Phường Mới")
        let moved = try await registrar.move(desk.admin, "H24.13", UnitMoveRequest(parent: "H24.12"))
        #expect(moved.parent == "H24.12")
        let kind = try await registrar.changeKind(desk.admin, "H24.12", UnitKindRequest(kind: "xã"))
        #expect(kind.kind == "commune")
        #expect(desk.registry.version == version + 3)
        let lines = try await desk.audit().suffix(3)
        #expect(lines.map(\.action) == ["unit.rename", "unit.move", "unit.change-kind"])
        #expect(lines.first?.before?.contains("Đơn vị H24.12") == true)
        #expect(lines.first?.after?.contains("Phường Mới") == true)
        let history = try registrar.history("H24.12")
        #expect(history.items.map(\.kind) == [.registered, .renamed, .kindChanged])
        #expect(history.items[1].legalBasis == "NQ 1")
    }

    @Test func `a change ahead of time is answered as it will be, and the present stays until then`() async throws {
        let desk = try await Desk()
        try await desk.add("H24.12")
        let later = desk.clock.now() + .seconds(86_400)
        let request = UnitRenameRequest(name: "Phường Mai", effectiveFrom: later)
        #expect(try await desk.registrar.rename(desk.admin, "H24.12", request).name == "Phường Mai")
        #expect(try desk.registrar.unit("H24.12").name == "Đơn vị H24.12")
        #expect(try desk.registrar.unit("H24.12", at: later).name == "Phường Mai")
        let line = try #require(try await desk.audit().last)
        #expect(line.before?.contains("Đơn vị H24.12") == true && line.after?.contains("Phường Mai") == true)
    }

    @Test func `a correction holds from the wrong entry of each field on, and keeps other contact fields`() async throws
    {
        let desk = try await Desk()
        let request = UnitAddRequest(code: "H24.12", name: "Phưòng", kind: "ward", email: "a@example.vn", phone: "1")
        let start = try await desk.registrar.addUnit(desk.admin, request).effectiveFrom
        desk.clock.advance(by: .seconds(60))
        let renamedAt = desk.clock.now()
        _ = try await desk.registrar.rename(desk.admin, "H24.12", UnitRenameRequest(name: "Phường Haii"))
        desk.clock.advance(by: .seconds(60))
        let correction = UnitCorrectionRequest(name: "Phường Hai", email: "b@example.vn", reason: "lỗi đánh máy")
        let corrected = try await desk.registrar.correct(desk.admin, "H24.12", correction)
        #expect(corrected.name == "Phường Hai" && corrected.email == "b@example.vn" && corrected.phone == "1")
        #expect(try desk.registrar.unit("H24.12", at: renamedAt).name == "Phường Hai")
        #expect(try desk.registrar.unit("H24.12", at: start).name == "Phưòng")
        #expect(try desk.registrar.unit("H24.12", at: start).email == "b@example.vn")
        let unit = try desk.registry.unit(named: "H24.12", at: desk.clock.now())
        #expect(unit.otherNames == ["Phưòng"])
        #expect(
            await refusal {
                _ = try await desk.registrar.correct(desk.admin, "H24.12", UnitCorrectionRequest(reason: "?"))
            }?.code == .badRequest
        )
    }

    @Test func `a dry run of a closing names certificates, grants and endpoints and changes nothing`() async throws {
        let desk = try await Desk()
        try await desk.add("H24.12")
        try await desk.add("H24.13")
        let print = try #require(Digest256(bytes: [UInt8](repeating: 9, count: 32)))
        let facts = CertificateFacts(
            fingerprint: print,
            subject: "CN=máy chủ",
            notAfter: desk.clock.now() + .seconds(86_400)
        )
        let binding = BindingAddRequest(unit: "H24.12", certificate: "", use: "both")
        _ = try await desk.registrar.addBinding(desk.admin, binding, facts)
        let over = try #require(UnitPattern("H24.12"))
        let grant = GrantAddRequest(holder: "H24", over: over, rights: ["receive"], legalBasis: "QĐ 2")
        _ = try await desk.registrar.addGrant(desk.admin, grant)
        let endpoint = EndpointRequest(url: "https://h24.example.vn/axis")
        _ = try await desk.registrar.setEndpoint(desk.admin, "H24.12", endpoint)
        desk.clock.advance(by: .seconds(60))
        let version = desk.registry.version
        let audited = try await desk.audit().count
        let request = UnitCloseRequest(successors: ["H24.13"])
        let report = try await desk.registrar.close(desk.admin, "H24.12", request, dryRun: true)
        let closing = try #require(report.items.first)
        #expect(report.dryRun && report.registryVersion == version)
        #expect(closing.successors == ["H24.13"] && closing.waiting.isEmpty)
        #expect(closing.certificates.map(\.subject) == ["CN=máy chủ"])
        #expect(closing.grants.map(\.holder) == ["H24"])
        #expect(closing.endpoints.map(\.url) == [endpoint.url])
        #expect(closing.windUpAt == desk.clock.now() + .seconds(90 * 86_400))
        #expect(desk.registry.version == version)
        #expect(try await desk.audit().count == audited)
        let auditor = AdministratorCaller(name: "b", roles: [.auditor])
        #expect(await refusal { _ = try await desk.registrar.close(auditor, "H24.12", request) }?.code == .forbidden)
    }

    @Test func `a merger closes all or none, and a closed code answers with its successor`() async throws {
        let desk = try await Desk()
        for code in ["H24.1", "H24.2", "H24.3"] { try await desk.add(code) }
        desk.clock.advance(by: .seconds(60))
        let version = desk.registry.version
        let registrar = desk.registrar
        let wrong = UnitMergeRequest(units: ["H24.1", "H24.99"], into: "H24.3")
        #expect(await refusal { _ = try await registrar.merge(desk.admin, wrong) }?.code == .notFound)
        let itself = UnitMergeRequest(units: ["H24.1", "H24.3"], into: "H24.3")
        #expect(await refusal { _ = try await registrar.merge(desk.admin, itself) }?.field == "into")
        #expect(desk.registry.version == version)
        let until = desk.clock.now() + .seconds(30 * 86_400)
        let request = UnitMergeRequest(
            units: ["H24.1", "H24.2"],
            into: "H24.3",
            forwardUntil: until,
            legalBasis: "NQ 1669/NQ-UBTVQH15"
        )
        let report = try await registrar.merge(desk.admin, request)
        #expect(report.items.map(\.unit.code.text) == ["H24.1", "H24.2"])
        #expect(report.items.allSatisfy { $0.unit.state == .closed && $0.unit.successors == ["H24.3"] })
        #expect(desk.registry.version == version + 4)
        let closed = try registrar.unit("H24.1")
        #expect(closed.state == .closed && closed.successors == ["H24.3"])
        #expect(try registrar.unit("H24.3").successors.isEmpty)
        #expect(try desk.registry.unit(named: "H24.1", at: until).forwardsUntil(at: desk.clock.now()) == until)
        let before = desk.clock.now() - .seconds(1)
        #expect(try registrar.unit("H24.1", at: before).state == .active)
        #expect(try await desk.audit().suffix(2).map(\.action) == ["unit.merge", "unit.merge"])
        let again = try await Registrar.load(from: desk.store)
        #expect(again.codeRecords() == desk.registry.codeRecords())
    }

    @Test func `documents are never forwarded to one of several`() async throws {
        let desk = try await Desk()
        for code in ["H24.1", "H24.2", "H24.3", "H24.4"] { try await desk.add(code) }
        desk.clock.advance(by: .seconds(60))
        let registrar = desk.registrar
        let until = desk.clock.now() + .seconds(86_400)
        let one = UnitSplitRequest(into: ["H24.2"])
        #expect(await refusal { _ = try await registrar.split(desk.admin, "H24.1", one) }?.field == "into")
        let both = UnitCloseRequest(successors: ["H24.2", "H24.3"], forwardUntil: until)
        #expect(await refusal { _ = try await registrar.close(desk.admin, "H24.1", both) }?.field == "forwardUntil")
        let split = UnitSplitRequest(into: ["H24.3", "H24.2"])
        _ = try await registrar.split(desk.admin, "H24.1", split)
        #expect(try registrar.unit("H24.1").successors == ["H24.2", "H24.3"])
        let forward = UnitForwardRequest(until: until)
        #expect(await refusal { _ = try await registrar.forward(desk.admin, "H24.1", forward) }?.field == "until")
        _ = try await registrar.close(desk.admin, "H24.4", UnitCloseRequest(successors: ["H24.3"]))
        _ = try await registrar.forward(desk.admin, "H24.4", forward)
        let unit = try desk.registry.unit(named: "H24.4", at: desk.clock.now())
        #expect(desk.registry.forwardTarget(of: unit.id, at: desk.clock.now())?.code.text == "H24.3")
        _ = try await registrar.forward(desk.admin, "H24.4", UnitForwardRequest(until: nil))
        #expect(desk.registry.forwardTarget(of: unit.id, at: desk.clock.now()) == nil)
    }

    @Test func `a closing still to come is taken back, one in effect is not`() async throws {
        let desk = try await Desk()
        try await desk.add("H24.12")
        let later = desk.clock.now() + .seconds(86_400)
        let close = UnitCloseRequest(effectiveFrom: later)
        _ = try await desk.registrar.close(desk.admin, "H24.12", close)
        #expect(try desk.registrar.unit("H24.12", at: later).state == .closed)
        let request = UnitStateRequest(reason: "hoãn sắp xếp")
        _ = try await desk.registrar.withdrawClosing(desk.admin, "H24.12", request)
        #expect(try desk.registrar.unit("H24.12", at: later).state == .active)
        _ = try await desk.registrar.close(desk.admin, "H24.12", close)
        desk.clock.advance(by: .seconds(86_400))
        #expect(
            await refusal { _ = try await desk.registrar.withdrawClosing(desk.admin, "H24.12", request) }?.code
                == .badRequest
        )
    }

    @Test func `an administrator's list may be larger than a province's`() async throws {
        let desk = try await Desk()
        let rows = (1...20_500).map { "H24.\($0),Đơn vị \($0),other\n" }
        let bytes = Array(("code,name,kind\n" + rows.joined()).utf8)
        #expect(try await desk.registrar.importUnits(desk.admin, bytes: bytes, dryRun: true).added == 20_500)
    }

    @Test func `a list from a workbook's text in UTF-16 is imported`() async throws {
        let desk = try await Desk()
        let text = "mã định danh\ttên\tloại\r\nH24.21\tPhường Hoà Bình\tphường\r\n"
        let bytes: [UInt8] = [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(try await desk.registrar.importUnits(desk.admin, bytes: bytes, dryRun: false).added == 1)
        #expect(try desk.registrar.unit("H24.21").kind == "ward")
        let json = Array(#"[{"code":"H24.22","name":"Xã Hai","kind":"xã"}]"#.utf8)
        #expect(try await desk.registrar.importUnits(desk.admin, bytes: json, dryRun: false).added == 1)
    }
}
