// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisSignature
import AxisStore
import AxisStoreMemory
import AxisTestSupport
import Logging
import Testing

@testable import AxisBroker

/// Three provinces, and a campaign whose deadline is two days away.
private struct ReminderWorld {
    let timer = ManualTimer()
    let store = MemoryStore(sealer: CountingSealer())
    let registrar: Registrar
    let campaigns: CampaignDesk
    let desk: SubmissionDesk
    let own: OwnDocuments
    let axis: UnitID
    let bell = Doorbell()
    let deadline: Timestamp
    let admin = AdministratorCaller(name: "an", roles: [.registrar])

    init() async throws {
        let now = timer.now()
        let validity = now.seconds - 60...now.seconds + 365 * 86_400
        let authority = try CertificateAuthority.makeRoot(
            subject: DistinguishedName(commonName: "Test root"),
            validity: validity
        )
        let sealing = try authority.issueIdentity(
            CertificateProfile(subject: DistinguishedName(commonName: "axis"), validity: validity)
        )
        (registrar, axis) = try await Registrar.start(
            store: store,
            clock: timer,
            axis: try Registrar.OwnUnit(code: "AXIS.TEST", name: "Trục liên thông"),
            firstAdministrator: Administrator(name: "an", roles: [.registrar], uid: 1000)
        )
        let origin = Sweeper.Origin(unit: axis, code: "AXIS.TEST", credential: sealing.certificate.fingerprintText)
        own = OwnDocuments(
            store: store,
            registry: registrar.holder,
            origin: origin,
            signer: try EnvelopeSigner(identity: sealing),
            clock: timer,
            signal: SignalFan([])
        )
        campaigns = CampaignDesk(store: store, registry: registrar.holder, clock: timer, bell: bell)
        desk = SubmissionDesk(
            store: store,
            registrar: registrar,
            origin: origin,
            signal: SignalFan([]),
            clock: timer,
            clockHealth: HandClockHealth()
        )
        deadline = now + .seconds(2 * 86_400)
    }

    func create(scope: [String] = ["H24", "H26", "H31"]) async throws {
        let request = CampaignCreateRequest(
            id: "cd-101",
            title: "Thử",
            scope: scope,
            deadline: deadline
        )
        _ = try await campaigns.create(admin, request)
    }

    /// Another process: it knows what is stored and nothing else.
    func start() -> Reminders {
        Reminders(
            store: store,
            registry: registrar.holder,
            own: own,
            actor: "AXIS.TEST",
            timer: timer,
            bell: bell,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        )
    }

    func advance(toBeforeDeadline seconds: Int64) {
        timer.advance(by: deadline - .seconds(seconds) - timer.now())
    }

    /// Whom each letter went to, oldest first.
    func letters() async throws -> [[String]] {
        var letters: [[String]] = []
        for envelope in try await store.envelopes(EnvelopeFilter()).sorted(by: { $0.acceptedAt < $1.acceptedAt }) {
            guard envelope.sender == axis, envelope.kind == .document else { continue }
            let sealed = try #require(try await store.acceptance(envelope.id))
            letters.append(sealed.deliveries.map(\.recipientCode).sorted())
        }
        return letters
    }

    func audited() async throws -> [String] {
        try await store.auditRecords(after: 0, limit: 1000).filter { $0.action == "campaign.remind" }
            .compactMap(\.after)
    }

    func handIn() async throws -> SubmissionID {
        let unit = try registrar.holder.current.unit(named: "H24", at: timer.now())
        let caller = Caller(holder: unit.id, holderCode: "H24", authentication: .mtls, credential: "00")
        let handIn = try await desk.begin(caller, campaign: "cd-101", unit: nil, declared: nil)
        let rows = ReferenceData.communes(of: "H24").enumerated().map { place, unit in
            "H24.Z\(place),\(unit.name),\(unit.kind.rawValue),\(unit.adminCode),H24"
        }
        let list = Array((["code,name,kind,admin_code,parent"] + rows).joined(separator: "\n").utf8)
        let result = try await desk.complete(handIn, bytes: list, hint: nil, readAt: timer.now())
        return try #require(result.receipt.submissionId)
    }
}

@Suite struct RemindersTests {
    @Test func `each reminder goes out once, at its time, to those who still owe a list`() async throws {
        let world = try await ReminderWorld()
        try await world.create()
        let reminders = world.start()
        #expect(await reminders.remind() <= world.timer.now() + .seconds(600))
        #expect(try await world.letters() == [])
        world.advance(toBeforeDeadline: 86_400)
        await reminders.remind()
        await reminders.remind()
        #expect(try await world.letters() == [["H24", "H26", "H31"]])
        let submission = try await world.handIn()
        world.advance(toBeforeDeadline: 10_800)
        await reminders.remind()
        #expect(try await world.letters().last == ["H26", "H31"], "who handed in is left alone")
        _ = try await world.desk.reject(world.admin, submission, SubmissionRejectRequest(reason: "Sai"))
        await reminders.remind()
        #expect(try await world.letters().count == 2)
        world.advance(toBeforeDeadline: 3600)
        await reminders.remind()
        #expect(try await world.letters().last == ["H24", "H26", "H31"], "a rejected list is owed again")
        world.advance(toBeforeDeadline: 0)
        await reminders.remind()
        #expect(try await world.letters().count == 3)
        #expect(try await world.audited().count == 3)
        let newest = try await world.store.envelopes(EnvelopeFilter()).filter { $0.kind == .document }
            .max { $0.acceptedAt < $1.acceptedAt }
        #expect(newest?.signature == .valid && newest?.urgency == .immediate && newest?.senderCode == "AXIS.TEST")
    }

    @Test func `after an outage only the latest goes out, and another process catches up with none`() async throws {
        let world = try await ReminderWorld()
        try await world.create()
        world.advance(toBeforeDeadline: 3000)
        await world.start().remind()
        #expect(try await world.letters().count == 1)
        // It ended before it noted anything of that, and another one starts.
        for seconds: Int64 in [2900, 600] {
            world.advance(toBeforeDeadline: seconds)
            let reminders = world.start()
            await reminders.remind()
            await reminders.remind()
        }
        #expect(try await world.letters().count == 1)
    }

    @Test func `a reminder that found nobody owing is over, for another process too`() async throws {
        let world = try await ReminderWorld()
        try await world.create(scope: ["H24"])
        let submission = try await world.handIn()
        world.advance(toBeforeDeadline: 86_400)
        await world.start().remind()
        _ = try await world.desk.reject(world.admin, submission, SubmissionRejectRequest(reason: "Sai"))
        world.advance(toBeforeDeadline: 50_000)
        await world.start().remind()
        #expect(try await world.letters() == [])
        #expect(try await world.audited() == [#"{"leftOut":[],"reached":[],"secondsBefore":86400}"#])
        world.advance(toBeforeDeadline: 10_800)
        await world.start().remind()
        #expect(try await world.letters() == [["H24"]])
    }

    @Test func `what was sent and not noted before the process ended is noted by the next, even after the deadline`()
        async throws
    {
        let world = try await ReminderWorld()
        try await world.create(scope: ["H24"])
        let province = try world.registrar.holder.current.unit(named: "H24", at: world.timer.now())
        for seconds: Int64 in [86_400, 3600] {
            world.advance(toBeforeDeadline: seconds)
            let key = "reminder/cd-101/\(seconds)"
            let letter = OwnLetter(key: key, subject: "Nhắc", text: ["Nhắc"], recipients: [province])
            _ = try await world.own.send(letter)
            if seconds == 3600 { world.advance(toBeforeDeadline: -600) }
            for _ in 0..<2 { await world.start().remind() }
        }
        #expect(try await world.letters() == [["H24"], ["H24"]])
        let noted = [86_400, 3600].map { #"{"leftOut":[],"reached":["H24"],"secondsBefore":\#($0)}"# }
        #expect(try await world.audited() == noted)
    }

    @Test func `a daemon that was away until the deadline sends nothing`() async throws {
        let world = try await ReminderWorld()
        try await world.create()
        world.advance(toBeforeDeadline: 0)
        await world.start().remind()
        #expect(try await world.letters() == [])
    }

    @Test func `what the store could not take is sent soon after, still once`() async throws {
        let world = try await ReminderWorld()
        try await world.create()
        let reminders = world.start()
        world.advance(toBeforeDeadline: 86_400)
        world.store.fail(with: StoreError(.overloaded, "busy"))
        let again = await reminders.remind()
        #expect(again <= world.timer.now() + .seconds(60))
        world.store.fail(with: nil)
        await reminders.remind()
        await reminders.remind()
        #expect(try await world.letters().count == 1)
    }

    @Test func `with nobody left to remind, that is noted and nothing sent; the suspended are left out`() async throws {
        let world = try await ReminderWorld()
        try await world.create()
        let reminders = world.start()
        _ = try await world.handIn()
        for code in ["H26", "H31"] {
            _ = try await world.registrar.suspend(world.admin, code, UnitStateRequest(reason: "thử"))
        }
        world.advance(toBeforeDeadline: 86_400)
        await reminders.remind()
        #expect(try await world.letters() == [])
        #expect(try await world.audited() == [#"{"leftOut":["H26","H31"],"reached":[],"secondsBefore":86400}"#])
        _ = try await world.registrar.resume(world.admin, "H26", UnitStateRequest(reason: "thử"))
        await reminders.remind()
        #expect(try await world.letters() == [], "that reminder's time is over")
        world.advance(toBeforeDeadline: 10_800)
        await reminders.remind()
        #expect(try await world.letters() == [["H26"]])
    }

    @Test func `the service wakes when a campaign is created and at each reminder's time`() async throws {
        let world = try await ReminderWorld()
        let reminders = world.start()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await reminders.run() }
            #expect(await eventually { world.timer.isWaitedFor })
            try await world.create()
            for (count, seconds) in [(1, Int64(86_400)), (2, 10_800), (3, 3600)] {
                world.advance(toBeforeDeadline: seconds)
                #expect(try await eventually { try await world.letters().count == count })
            }
            group.cancelAll()
            try await group.waitForAll()
        }
    }
}
