// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisRegistry
package import AxisStore
package import Logging
import ServiceLifecycle
import Synchronization

/// Reminds the units that still owe a list, at the campaign's times (nhắc việc): with a document from Axis itself.
///
/// Each reminder is sent once for ever, since its letter has a key of its own. When it was sent, or found nobody to
/// remind, that is noted in the store together with its line of the audit log; a process that ended in between finds
/// the letter under its key and notes it then. A reminder that lies before a noted one is never caught up with.
package final class Reminders: Service {
    /// The longest time between two looks: a net under the bell and the clock.
    private static let longestPause: Duration = .seconds(600)
    /// After how long a store that is busy is asked again.
    private static let retryPause: Duration = .seconds(60)
    /// Campaigns that are looked at, the newest.
    private static let mostCampaigns = 1000
    /// How long after the deadline what was sent before is still noted.
    private static let aftermath: Duration = .seconds(86_400)

    private let store: any CampaignStore
    private let registry: RegistryHolder
    private let own: OwnDocuments
    private let actor: String
    private let timer: any AsyncTimer
    private let bell: Doorbell
    private let logger: Logger
    private let isStopping = Atomic<Bool>(false)
    /// Of each campaign that is looked at: the reminders that need nothing more.
    private let settled = Mutex<[String: Set<Int64>]>([:])

    /// Makes it; ``run()`` starts it.
    ///
    /// - Parameters:
    ///   - actor: Axis's own code, for the audit log.
    ///   - bell: rings when a campaign was created.
    package init(
        store: any CampaignStore,
        registry: RegistryHolder,
        own: OwnDocuments,
        actor: String,
        timer: any AsyncTimer,
        bell: Doorbell,
        logger: Logger
    ) {
        self.store = store
        self.registry = registry
        self.own = own
        self.actor = actor
        self.timer = timer
        self.bell = bell
        self.logger = logger
    }

    /// Reminds until shut down.
    package func run() async throws {
        await withGracefulShutdownHandler {
            while !isStopping.load(ordering: .relaxed), !Task.isCancelled {
                let next = await remind()
                _ = await bell.wait(until: min(next, timer.now() + Self.longestPause), on: timer)
            }
        } onGracefulShutdown: {
            self.isStopping.store(true, ordering: .relaxed)
            self.bell.ring()
        }
    }

    /// Sends what is due now.
    ///
    /// - Returns: when to look again, at the latest.
    @discardableResult
    package func remind() async -> Timestamp {
        let now = timer.now()
        let campaigns: [Campaign]
        do {
            campaigns = try await store.campaigns(limit: Self.mostCampaigns).filter {
                $0.deadline + Self.aftermath > now
            }
        } catch {
            logger.warning("reminders are put off", metadata: ["error": "\(error)"])
            return now + Self.retryPause
        }
        let open = Set(campaigns.map(\.id))
        settled.withLock { settled in settled = settled.filter { open.contains($0.key) } }
        var next = now + Self.longestPause
        for campaign in campaigns {
            do {
                if let due = try await remind(of: campaign, at: now) { next = min(next, due) }
            } catch {
                // One campaign's trouble is not the others'.
                logger.warning(
                    "a reminder is put off",
                    metadata: ["campaign": "\(campaign.id)", "error": "\(error)"]
                )
                next = min(next, now + Self.retryPause)
            }
        }
        return next
    }

    // MARK: - Parts

    /// The name of a reminder for ever.
    private static func key(_ campaign: Campaign, _ seconds: Int64) -> String { "reminder/\(campaign.id)/\(seconds)" }

    /// Sends a campaign's reminder that is due, if one is; when the next one will be.
    private func remind(of campaign: Campaign, at now: Timestamp) async throws(Refusal) -> Timestamp? {
        let plan = ReminderPlan(of: campaign)
        var known = try await settled(of: campaign, plan)
        var due = plan.due(at: now, settled: known)
        for reminder in due.passed + [due.send].compactMap({ $0 }) {
            guard let sent = try await own.sent(under: Self.key(campaign, reminder)) else { continue }
            try await settle(Note(reminder, sent), of: campaign, at: now)
            known.formUnion(plan.settled(bySent: [reminder]))
        }
        due = plan.due(at: now, settled: known)
        for passed in due.passed {
            logger.notice(
                "a reminder's time passed while Axis did not run: it is not sent",
                metadata: ["campaign": "\(campaign.id)", "secondsBefore": "\(passed)"]
            )
        }
        if let send = due.send {
            try await settle(try await self.send(send, of: campaign, at: now), of: campaign, at: now)
            known.insert(send)
        }
        known.formUnion(due.passed)
        settled.withLock { $0[campaign.id] = known }
        return plan.next(after: now, settled: known)
    }

    /// The reminders that need nothing more, as this process knows or else as the store does.
    private func settled(of campaign: Campaign, _ plan: ReminderPlan) async throws(Refusal) -> Set<Int64> {
        if let known = settled.withLock({ $0[campaign.id] }) { return known }
        return plan.settled(
            bySent: try await asking { () throws(StoreError) in try await store.settledReminders(of: campaign.id) }
        )
    }

    /// Sends a reminder to who owes a list; whom it reached.
    private func send(_ reminder: Int64, of campaign: Campaign, at now: Timestamp) async throws(Refusal) -> Note {
        let participants = try campaign.participants(in: registry.current, at: now)
        let versions = try await asking { () throws(StoreError) in try await store.standingVersions(of: campaign.id) }
        let byUnit = Dictionary(grouping: versions, by: \.unit)
        let owing = participants.compactMap { unit in OwedList(byUnit[unit.id] ?? []).map { (unit: unit, owes: $0) } }
        guard !owing.isEmpty else { return Note(secondsBefore: reminder, reached: [], leftOut: []) }
        let letter = ReminderLetter(of: campaign, to: owing, at: now)
        var own = OwnLetter(
            key: Self.key(campaign, reminder),
            subject: letter.subject,
            text: letter.text,
            recipients: owing.map(\.unit)
        )
        own.urgency = letter.urgency
        own.dueDate = campaign.deadline
        do throws(Refusal) { return Note(reminder, try await self.own.send(own)) } catch {
            // Nobody of them takes documents now; whoever does by the next reminder gets that one.
            guard error.code.isOfRecipients else { throw error }
            return Note(secondsBefore: reminder, reached: [], leftOut: owing.map(\.unit.code.text))
        }
    }

    /// What the audit log says of a reminder.
    private struct Note: Encodable {
        var secondsBefore: Int64
        var reached: [String]
        var leftOut: [String]

        init(secondsBefore: Int64, reached: [String], leftOut: [String]) {
            self.secondsBefore = secondsBefore
            self.reached = reached
            self.leftOut = leftOut
        }

        init(_ reminder: Int64, _ sent: SealedAcceptance) {
            self.init(
                secondsBefore: reminder,
                reached: sent.deliveries.map(\.recipientCode),
                leftOut: sent.envelope.refused.map(\.recipient)
            )
        }
    }

    /// Notes that a reminder needs nothing more, once, with its line of the audit log.
    private func settle(_ note: Note, of campaign: Campaign, at now: Timestamp) async throws(Refusal) {
        let record = AuditRecord(
            at: now,
            actor: actor,
            action: "campaign.remind",
            subject: campaign.id,
            after: RegistryJSON.text(note)
        )
        let isNew = try await asking { () throws(StoreError) in
            try await store.settle(reminder: note.secondsBefore, of: campaign.id, audit: [record])
        }
        guard isNew else { return }
        logger.notice(
            "reminded of a campaign",
            metadata: [
                "campaign": "\(campaign.id)", "secondsBefore": "\(note.secondsBefore)",
                "units": "\(note.reached.count)", "leftOut": "\(note.leftOut.count)",
            ]
        )
    }
}

extension RefusalCode {
    /// Whether it says that a document's recipients can't be reached.
    fileprivate var isOfRecipients: Bool {
        switch self {
        case .recipientUnknown, .recipientClosed, .recipientAmbiguous, .recipientSuspended: true
        default: false
        }
    }
}
