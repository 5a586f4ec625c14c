// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisRegistry
import AxisSignature
package import AxisStore
package import Logging
import Metrics
import ServiceLifecycle
import Synchronization

/// Does what time alone brings: leases that ran out, units wound up, notices to senders, retention (dọn dẹp định kỳ).
package final class Sweeper: Service {
    /// What it needs.
    package typealias Store = DeliveryStore & EnvelopeStore & CampaignStore & MaintenanceStore

    /// Its values.
    package struct Configuration: Sendable {
        /// How often it looks.
        package var interval: Duration = .seconds(15)
        /// How long payload bytes are kept after the last delivery ended.
        package var retention: Duration = .seconds(400 * 86400)
        /// Rows taken at once.
        package var page = 200
        /// Pages taken of one kind of work before the others get their turn.
        package var pages = 50

        /// Makes the values of the design.
        package init() {}
    }

    /// Axis itself, the sender of notices.
    package struct Origin: Hashable, Sendable {
        /// Axis's own unit.
        package var unit: UnitID
        /// Its code, `axis.code` of the configuration.
        package var code: String
        /// SHA-256 of its sealing certificate, in hexadecimal.
        package var credential: String

        /// Makes an origin.
        package init(unit: UnitID, code: String, credential: String) {
            self.unit = unit
            self.code = code
            self.credential = credential
        }
    }

    let store: any Store
    let registry: RegistryHolder
    let signal: any DeliverySignal
    let origin: Origin
    private let letters: FinalLetters?
    let timer: any AsyncTimer
    private let identifiers: any IdentifierSource
    let configuration: Configuration
    private let logger: Logger
    private let bell = Doorbell()
    let windUps = Mutex(WindUps())
    let arrivalWalk = Mutex(ArrivalWalk())

    /// Makes a sweeper; ``run()`` starts it.
    ///
    /// - Parameters:
    ///   - signal: is told of deliveries that became ready.
    ///   - letters: tells senders on the VXP interface what they can't read as notices.
    package init(
        store: any Store,
        registry: RegistryHolder,
        signal: any DeliverySignal,
        origin: Origin,
        letters: FinalLetters? = nil,
        timer: any AsyncTimer,
        identifiers: any IdentifierSource = SystemIdentifiers(),
        configuration: Configuration = Configuration(),
        logger: Logger
    ) {
        self.store = store
        self.registry = registry
        self.signal = signal
        self.origin = origin
        self.letters = letters
        self.timer = timer
        self.identifiers = identifiers
        self.configuration = configuration
        self.logger = logger
    }

    /// Sweeps until shut down.
    ///
    /// - Throws: ``StoreError`` when the store failed for good.
    package func run() async throws {
        try await withGracefulShutdownHandler {
            while !Task.isCancelled {
                do {
                    try await sweep()
                } catch let error as StoreError where error.isRetriable || error.code == .corrupt {
                    logger.warning("sweeping is put off", metadata: ["error": "\(error)"])
                }
                if await bell.wait(until: timer.now() + configuration.interval, on: timer) { return }
            }
        } onGracefulShutdown: {
            self.bell.ring()
        }
    }

    /// Does everything that is due now, in bounded pages.
    package func sweep() async throws {
        var putOff: StoreError?
        // What one of them can't do now must not keep the others from their work.
        let works = [
            returnExpiredLeases, settleWindUps, sendNotices, acknowledgeOwnMail, removePayloads, removeArrivals,
        ]
        for work in works {
            do {
                try await pages(work)
            } catch let error as StoreError where error.isRetriable || error.code == .corrupt {
                putOff = putOff ?? error
            }
        }
        if let putOff { throw putOff }
    }

    /// Repeats a page of work while it is full.
    private func pages(_ work: () async throws -> Bool) async throws {
        for _ in 0..<configuration.pages where !Task.isCancelled {
            guard try await work() else { return }
        }
    }

    // MARK: - Leases

    private func returnExpiredLeases() async throws -> Bool {
        let now = timer.now()
        let expired = try await store.expiredLeases(at: now, limit: configuration.page)
        guard !expired.isEmpty else { return false }
        let outcomes = try await store.apply(expired.map { DeliveryChange($0, .leaseExpired, at: now) })
        var returned: [Delivery] = []
        for case .applied(let delivery) in outcomes { returned.append(delivery) }
        Counter(label: RelayMetrics.expiredLeases).increment(by: returned.count)
        signal.delivered(to: returned.map(\.recipient))
        return expired.count == configuration.page && !returned.isEmpty
    }

    // MARK: - Notices

    private func sendNotices() async throws -> Bool {
        let now = timer.now()
        let due = try await store.dueNotices(at: now, limit: configuration.page)
        guard !due.isEmpty else { return false }
        let envelopes = try await store.envelopes(due.map(\.envelope))
        let snapshot = registry.current
        var notices: [NewNotice] = []
        for delivery in due {
            guard let expecting = delivery.noticeDue else { continue }
            let isPushed = Destinations.endpoint(for: delivery.recipient, in: snapshot, at: now) != nil
            let decision = NoticeRule.decide(delivery, isPushed: isPushed, at: now)
            guard try await isToldByLetter(delivery, decision, envelopes[delivery.envelope], at: now) else { continue }
            notices.append(try makeNotice(decision, delivery, expecting, envelopes[delivery.envelope], at: now))
        }
        // All of a page at once, so that they share the store's group commits.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for notice in notices { group.addTask { try await self.store.post(notice) } }
            try await group.waitForAll()
        }
        let told = notices.compactMap { $0.delivery?.recipient }
        signal.delivered(to: told)
        return due.count == configuration.page
    }

    /// Sends the letter that goes instead of a notice, if one does.
    ///
    /// - Returns: false when it is to be tried again; the delivery's notice then stays due.
    private func isToldByLetter(
        _ delivery: Delivery,
        _ decision: NoticeRule.Decision,
        _ envelope: EnvelopeRecord?,
        at now: Timestamp
    ) async throws -> Bool {
        guard case .send = decision, let letters, let envelope, let listener = listener(for: delivery.sender, at: now),
            letters.concerns(envelope, listener)
        else { return true }
        do {
            try await letters.tell(delivery, of: envelope, to: listener)
        } catch let refusal as Refusal {
            if refusal.retryAfter != nil { return false }
            logger.warning(
                "a sender could not be told of the end of a delivery",
                metadata: ["delivery": "\(delivery.id)", "reason": "\(refusal.code.rawValue)"]
            )
        }
        return true
    }

    private func makeNotice(
        _ decision: NoticeRule.Decision,
        _ about: Delivery,
        _ expecting: Timestamp,
        _ envelope: EnvelopeRecord?,
        at now: Timestamp
    ) throws -> NewNotice {
        let type: NoticePayload.Kind
        let nextDue: Timestamp?
        var isSent = true
        switch decision {
        case .send(let kind, let next):
            type = kind
            nextDue = next
        case .wait(let until):
            // Only the time is set; the record that goes along is not stored.
            type = .delay
            nextDue = until
            isSent = false
        }
        let payload = try NoticePayload(
            type: type,
            envelopeId: about.envelope,
            deliveryId: about.id,
            documentId: envelope?.documentID,
            recipient: about.recipientCode,
            successor: about.move?.code,
            state: about.state,
            reason: type == .successor ? Self.explanation(of: about) : about.reason,
            since: type == .delay ? about.acceptedAt : about.changedAt,
            at: now
        ).bytes()
        let record = record(type, about: about.id, payload, at: now)
        let listener = listener(for: about.sender, at: now)
        let tellsMove = isSent && type == .successor
        // When nobody is left to be told, or it is told otherwise, only the time is set.
        if listener == nil || letters?.concerns(envelope, listener) == true { isSent = false }
        if isSent { RelayMetrics.noticeSent(type.rawValue) }
        return NewNotice(
            about: about.id,
            expecting: expecting,
            nextDue: nextDue,
            envelope: record,
            payload: payload,
            delivery: isSent
                ? Delivery(
                    id: DeliveryID(identifiers.next(at: now)),
                    envelope: record.id,
                    kind: .notice,
                    sender: origin.unit,
                    recipient: listener?.id ?? about.sender,
                    recipientCode: listener?.code.description ?? envelope?.senderCode ?? "",
                    urgency: .normal,
                    size: payload.count,
                    acceptedAt: now
                ) : nil,
            tellsMove: tellsMove
        )
    }

    private static func explanation(of moved: Delivery) -> String {
        "it goes to \(moved.move?.code ?? "another unit") instead of \(moved.recipientCode)"
    }

    private func record(
        _ type: NoticePayload.Kind,
        about: DeliveryID,
        _ payload: [UInt8],
        at now: Timestamp
    ) -> EnvelopeRecord {
        EnvelopeRecord(
            id: EnvelopeID(identifiers.next(at: now)),
            kind: .notice,
            sender: origin.unit,
            senderCode: origin.code,
            senderAuth: .mtls,
            senderCredential: origin.credential,
            signer: nil,
            signature: .none,
            legalValue: .informationOnly,
            documentID: nil,
            numberAndNotation: "",
            promulgationDate: "",
            subject: type.rawValue,
            urgency: .normal,
            action: .new,
            statusCode: nil,
            about: about,
            sha256: SHA256.digest(of: payload),
            size: payload.count,
            acceptedAt: now,
            registryVersion: registry.current.version,
            warnings: [],
            refused: []
        )
    }

    // MARK: - Retention

    private func removePayloads() async throws -> Bool {
        let before = timer.now() - configuration.retention
        let removed = try await store.removePayloads(endedBefore: before, limit: configuration.page)
        guard removed > 0 else { return false }
        Counter(label: RelayMetrics.removedPayloads).increment(by: removed)
        return removed == configuration.page
    }
}
