// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import AxisRegistry
import AxisStore
import AxisStoreMemory
import AxisTestSupport
import Foundation
import Testing

@Suite struct RegistrarTests {
    @Test func `a first start ships the level-1 codes, Axis's own unit and the first administrator, once`() async throws
    {
        let desk = try await Desk()
        #expect(desk.registry.unitCount == 160)
        #expect(desk.registry.unit(desk.axis)?.kind == .system)
        #expect(desk.registry.administrator(uid: 1000)?.name == "an")
        #expect(try await desk.audit().map(\.action) == ["reference.load", "unit.add", "administrator.add"])
        let again = try await Desk(store: desk.store)
        #expect(again.axis == desk.axis)
        #expect(again.registry.version == desk.registry.version)
        #expect(try await again.audit().count == 3)
    }

    @Test func `a change is durable, audited with before and after, and the same after a restart`() async throws {
        let desk = try await Desk()
        let added = try await desk.add("H24.12")
        #expect(added.parent == "H24")
        #expect(added.route == "pull")
        desk.clock.advance(by: .seconds(60))
        let state = UnitStateRequest(reason: "sắp xếp lại", legalBasis: "QĐ 1/QĐ-UBND")
        #expect(try await desk.registrar.suspend(desk.admin, "H24.12", state).state == .suspended)
        let line = try #require(try await desk.audit().last)
        #expect(line.actor == "an")
        #expect(line.action == "unit.suspend")
        #expect(line.subject == "H24.12")
        #expect(line.before?.contains("\"state\":\"active\"") == true)
        #expect(line.after?.contains("\"state\":\"suspended\"") == true)
        let again = try await Registrar.load(from: desk.store)
        #expect(again.version == desk.registry.version)
        #expect(again.resolve("H24.12", at: desk.clock.now()) == desk.registry.resolve("H24.12", at: desk.clock.now()))
        #expect(try await desk.registrar.resume(desk.admin, "H24.12", UnitStateRequest()).state == .active)
    }

    @Test func `what the store refuses is not seen by anyone`() async throws {
        let desk = try await Desk()
        let version = desk.registry.version
        desk.store.fail(with: StoreError(.full, "no space"))
        #expect(await refusal { try await desk.add("H24.12") }?.code == .storageUnavailable)
        #expect(desk.registry.version == version)
        desk.store.fail(with: nil)
        try await desk.add("H24.12")
    }

    @Test func `changes at once, through one registrar and through another on the same store, are all kept`()
        async throws
    {
        let desk = try await Desk()
        let other = try await Desk(store: desk.store)
        try await withThrowingTaskGroup { group in
            for number in 1...60 {
                let through = number % 2 == 0 ? desk : other
                group.addTask { try await through.add("H24.\(number)") }
            }
            try await group.waitForAll()
        }
        let replayed = try await Registrar.load(from: desk.store)
        #expect(replayed.unitCount == 160 + 60)
        #expect(try await desk.audit().count { $0.action == "unit.add" } == 61)
        let taken = await refusal {
            try await desk.add("H24.1")
        }
        #expect(taken?.code == .codeTaken)
    }

    @Test func `only a registrar changes the registry`() async throws {
        let desk = try await Desk()
        let auditor = AdministratorCaller(name: "b", roles: [.auditor, .operator])
        let request = UnitAddRequest(code: "H24.1", name: "x", kind: "ward")
        #expect(await refusal { _ = try await desk.registrar.addUnit(auditor, request) }?.code == .forbidden)
        #expect(
            await refusal { _ = try await desk.registrar.importUnits(auditor, bytes: [], dryRun: true) }?.code
                == .forbidden
        )
        #expect(
            await refusal {
                _ = try await desk.registrar.addAdministrator(
                    auditor,
                    AdministratorAddRequest(name: "b", roles: ["registrar"], uid: 5),
                    fingerprint: nil
                )
            }?.code == .forbidden
        )
    }

    @Test func `an opaque code is registered only when it is said to be one`() async throws {
        let desk = try await Desk()
        var request = UnitAddRequest(code: "h24.12", name: "Nhầm", kind: "ward")
        #expect(await refusal { _ = try await desk.registrar.addUnit(desk.admin, request) }?.code == .codeInvalid)
        request.codeKind = .foreign
        #expect(try await desk.registrar.addUnit(desk.admin, request).code.kind == .foreign)
    }

    @Test func `bindings and grants begin, answer and end`() async throws {
        let desk = try await Desk()
        try await desk.add("H24.12")
        let print = try #require(Digest256(bytes: [UInt8](repeating: 9, count: 32)))
        let facts = CertificateFacts(
            fingerprint: print,
            subject: "CN=máy chủ",
            notAfter: desk.clock.now() + .seconds(86_400)
        )
        let request = BindingAddRequest(unit: "H24", certificate: "", use: "both")
        let binding = try await desk.registrar.addBinding(desk.admin, request, facts)
        #expect(try desk.registrar.bindings(unit: "H24") == [binding])
        #expect(try desk.registrar.bindings(unit: "H26").isEmpty)
        let over = try #require(UnitPattern("H24.*"))
        let grantRequest = GrantAddRequest(holder: "H24", over: over, rights: ["send", "receive"], legalBasis: "QĐ 2")
        let grant = try await desk.registrar.addGrant(desk.admin, grantRequest)
        #expect(grant.over == over)
        let city = try desk.registry.unit(named: "H24", at: desk.clock.now()).id
        let ward = try desk.registry.unit(named: "H24.12", at: desk.clock.now()).id
        #expect(desk.registry.may(city, .receive, over: ward, at: desk.clock.now()))
        desk.clock.advance(by: .seconds(1))
        let reason = RevokeRequest(reason: "hết hạn ủy quyền")
        #expect(try await desk.registrar.revokeGrant(desk.admin, grant.id, reason).revoked)
        #expect(try await desk.registrar.revokeBinding(desk.admin, binding.id, reason).revoked)
        #expect(!desk.registry.may(city, .receive, over: ward, at: desk.clock.now()))
        #expect(try desk.registrar.grants().map(\.revoked) == [true])
        #expect(await refusal { _ = try await desk.registrar.revokeGrant(desk.admin, grant.id, reason) } != nil)
        desk.clock.advance(by: .seconds(86_400))
        #expect(
            await refusal { _ = try await desk.registrar.addBinding(desk.admin, request, facts) }?.code
                == .certificateExpired
        )
    }

    @Test func `an agency sets the endpoint of what it receives for, a branch only with right over all of it`()
        async throws
    {
        let desk = try await Desk()
        try await desk.add("H24.12")
        let city = try desk.caller("H24")
        let request = EndpointRequest(url: "https://lgsp.example.vn/axis", branch: true)
        #expect(await refusal { _ = try await desk.registrar.setEndpoint(city, "H24", request) }?.code == .notYours)
        let own = EndpointRequest(url: "https://lgsp.example.vn/axis")
        #expect(try await desk.registrar.setEndpoint(city, "H24", own).branch == false)
        #expect(await refusal { _ = try await desk.registrar.setEndpoint(city, "H24.12", own) }?.code == .notYours)
        let over = try #require(UnitPattern("H24.*"))
        let grant = GrantAddRequest(holder: "H24", over: over, rights: ["receive"], legalBasis: "QĐ 2")
        _ = try await desk.registrar.addGrant(desk.admin, grant)
        #expect(try await desk.registrar.setEndpoint(city, "H24", request).branch)
        #expect(try desk.registrar.unit("H24.12", showsRoute: true).route == "H24")
        #expect(try desk.registrar.endpoint(city, "H24").url == request.url)
        try await desk.registrar.clearEndpoint(city, "H24")
        #expect(await refusal { _ = try desk.registrar.endpoint("H24") }?.code == .notFound)
        #expect(try await desk.audit().last?.actor == "H24")
    }

    @Test func `an agency's endpoint serves only units that it may receive for at the moment`() async throws {
        let desk = try await Desk()
        let city = try desk.caller("H24")
        // Nothing is beneath H24 yet, so nothing forbids a branch endpoint; it must not catch what comes later.
        let branch = EndpointRequest(url: "https://lgsp.example.vn/axis", branch: true)
        _ = try await desk.registrar.setEndpoint(city, "H24", branch)
        try await desk.add("H24.12")
        #expect(try desk.registrar.unit("H24", showsRoute: true).route == "H24")
        #expect(try desk.registrar.unit("H24.12", showsRoute: true).route == "pull")
        let over = try #require(UnitPattern("H24.12"))
        let request = GrantAddRequest(holder: "H24", over: over, rights: ["receive"], legalBasis: "QĐ 2")
        let grant = try await desk.registrar.addGrant(desk.admin, request)
        #expect(try desk.registrar.unit("H24.12", showsRoute: true).route == "H24")
        let own = EndpointRequest(url: "https://lgsp.example.vn/phuong")
        _ = try await desk.registrar.setEndpoint(city, "H24.12", own)
        #expect(try desk.registrar.unit("H24.12", showsRoute: true).route == "H24.12")
        desk.clock.advance(by: .seconds(1))
        _ = try await desk.registrar.revokeGrant(desk.admin, grant.id, RevokeRequest(reason: "hết ủy quyền"))
        #expect(try desk.registrar.unit("H24.12", showsRoute: true).route == "pull")
        // The administrator's branch endpoint is next in line, and its destination counts the ward in.
        _ = try await desk.registrar.setEndpoint(desk.admin, "H24", branch)
        #expect(try desk.registrar.unit("H24.12", showsRoute: true).route == "H24")
        let ward = try desk.registry.unit(named: "H24.12", at: desk.clock.now()).id
        #expect(desk.registry.destinationMembers(of: city.holder, at: desk.clock.now()).contains(ward))
    }

    @Test func `a suspended holder acts for nobody but itself`() async throws {
        let desk = try await Desk()
        try await desk.add("H24.12")
        let over = try #require(UnitPattern("H24.*"))
        let grant = GrantAddRequest(holder: "H24", over: over, rights: ["send", "receive"], legalBasis: "QĐ 2")
        _ = try await desk.registrar.addGrant(desk.admin, grant)
        let city = try desk.registry.unit(named: "H24", at: desk.clock.now()).id
        let ward = try desk.registry.unit(named: "H24.12", at: desk.clock.now()).id
        desk.clock.advance(by: .seconds(1))
        _ = try await desk.registrar.suspend(desk.admin, "H24", UnitStateRequest(reason: "sự cố", legalBasis: "QĐ 3"))
        let now = desk.clock.now()
        #expect(!desk.registry.may(city, .send, over: ward, at: now))
        #expect(desk.registry.may(city, .receive, over: city, at: now))
        #expect(desk.registry.units(under: city, with: .receive, at: now) == [city])
    }

    @Test(arguments: [
        "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0.0.0.0", "169.254.169.254", "224.0.0.1",
        "localhost", "a.localhost", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[fe80::1]", "[ff02::1]",
        "[64:ff9b::7f00:1]",
    ])
    func `an agency can't have Axis connect to Axis's own machine or network segment`(host: String) async throws {
        let desk = try await Desk()
        let city = try desk.caller("H24")
        let request = EndpointRequest(url: "https://\(host):8443/latest")
        #expect(await refusal { _ = try await desk.registrar.setEndpoint(city, "H24", request) }?.code == .badRequest)
    }

    @Test(arguments: ["10.1.2.3", "192.168.1.9", "h24.example.vn", "1.vn", "[fd00::1]", "[2001:db8::1]"])
    func `an agency's endpoint may be in a private network`(host: String) async throws {
        let desk = try await Desk()
        let request = EndpointRequest(url: "https://\(host)/axis")
        _ = try await desk.registrar.setEndpoint(try desk.caller("H24"), "H24", request)
    }

    @Test func `administrators are added, listed and removed`() async throws {
        let desk = try await Desk()
        let request = AdministratorAddRequest(name: "bình", roles: ["auditor"], uid: 1001)
        _ = try await desk.registrar.addAdministrator(desk.admin, request, fingerprint: nil)
        #expect(desk.registrar.administrators().map(\.name) == ["an", "bình"])
        #expect(await refusal { try await desk.registrar.removeAdministrator(desk.admin, "an") }?.code == .forbidden)
        try await desk.registrar.removeAdministrator(desk.admin, "bình")
        #expect(desk.registrar.administrators().map(\.name) == ["an"])
    }

    @Test func `units are listed in pages, and found by statistical code when asked so`() async throws {
        let desk = try await Desk()
        var request = Registrar.UnitListRequest()
        request.kind = "hội đồng nhân dân"
        request.state = "active"
        request.limit = 20
        let first = try desk.registrar.units(request)
        request.after = first.next
        let second = try desk.registrar.units(request)
        #expect(first.items.count == 20)
        #expect(second.items.count == 14)
        #expect(second.next == nil)
        #expect(try desk.registrar.unit("admin:31").code.text == "H24")
        #expect(await refusal { _ = try desk.registrar.unit("31") }?.code == .notFound)
    }

    @Test func `a list is imported whole or not at all, and a dry run changes nothing`() async throws {
        let desk = try await Desk()
        let version = desk.registry.version
        let good = Array("code,name,kind,code102\nH24.1,Một,phường,000.00.01.H24\nH24.2,Hai,xã,\n".utf8)
        let dry = try await desk.registrar.importUnits(desk.admin, bytes: good, dryRun: true)
        #expect(dry == ImportReport(added: 2, unchanged: 0, dryRun: true, registryVersion: version))
        let bad = Array("code,name,kind\nH24.3,Ba,xã\nH99.1,Bốn,xã\nH24.4,Năm,thôn\n".utf8)
        do {
            _ = try await desk.registrar.importUnits(desk.admin, bytes: bad, dryRun: false)
            Issue.record("imported")
        } catch {
            #expect(error.refusal.code == .submissionInvalid)
            #expect(error.faults.map(\.line) == [4])
        }
        #expect(desk.registry.version == version)
        let done = try await desk.registrar.importUnits(desk.admin, bytes: good, dryRun: false)
        #expect(done.added == 2)
        let again = try await desk.registrar.importUnits(desk.admin, bytes: good, dryRun: false)
        #expect(again == ImportReport(added: 0, unchanged: 2, dryRun: false, registryVersion: version + 2))
        #expect(try await desk.audit().last?.action == "unit.import")
        let exported = try await desk.registrar.importUnits(
            desk.admin,
            bytes: try desk.registrar.export(.csv),
            dryRun: true
        )
        #expect(exported.added == 0)
        #expect(exported.unchanged == 97)
        let json = try JSONDecoder().decode(UnitPage.self, from: Data(desk.registrar.export(.json)))
        #expect(json.items.count == 97 + 65)
    }

    /// The national list beside the repository, or where the environment says.
    static let communes: URL = {
        let repository = (0..<4).reduce(URL(filePath: #filePath)) { path, _ in path.deletingLastPathComponent() }
        let folder = ProcessInfo.processInfo.environment["AXIS_TEST_DATA"].map { URL(filePath: $0) }
        return (folder ?? repository.deletingLastPathComponent().appending(path: "shared/data"))
            .appending(path: "communes_3321_QD19_2025.csv")
    }()

    @Test(.enabled(if: FileManager.default.fileExists(atPath: communes.path)), .timeLimit(.minutes(1)))
    func `all 3,321 communes are imported with aliases under synthetic codes`() async throws {
        let desk = try await Desk()
        let lines = try String(contentsOf: Self.communes, encoding: .utf8).split(whereSeparator: \.isNewline)
            .dropFirst()
        var list = "Mã định danh;Mã QCVN 102;Tên;Loại;Mã đơn vị hành chính\r\n"
        var numbers: [Substring: Int] = [:]
        for line in lines {
            let fields = line.split(separator: ",")
            let level = fields[5]
            let number = numbers[level, default: 0]
            numbers[level] = number + 1
            let group = String(100 + number % 100).dropFirst()
            let alias = "9\(10 + number / 100).\(group).01.\(level)"
            list += "\(level).\(fields[0]);\(alias);\(fields[2]);\(fields[1]);\(fields[0])\r\n"
        }
        let bytes = Array(list.utf8)
        let elapsed = try await ContinuousClock().measure {
            let report = try await desk.registrar.importUnits(desk.admin, bytes: bytes, dryRun: false)
            #expect(report.added == 3321)
        }
        print("import of 3,321 units: \(elapsed)")
        let city = try desk.registry.unit(named: "H24", at: desk.clock.now())
        #expect(desk.registry.children(of: city.id, at: desk.clock.now()).count == 114)
    }
}
