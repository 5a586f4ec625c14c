// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisScheduling
import AxisStore
import Logging
import Metrics
import Synchronization

extension Dispatcher {
    /// After how long a store that is busy is asked again.
    private static let storePause: Duration = .seconds(1)
    /// How often a result is offered to a busy store before delivering stops.
    private static let recordTries = 60
    /// Pages of a closed unit's queue that are moved at once.
    private static let movedPages = 20
    /// Beyond an exchange's time-out, how long its lease holds.
    private static let leaseMargin: Duration = .seconds(60)

    /// Reads what is ready for a destination.
    func refill(_ owner: UnitID, limit: Int) async {
        let now = timer.now()
        let snapshot = registry.current
        let members = core.withLock { $0.destinations.members(of: owner, in: snapshot, at: now) }
        do {
            let ready = members.isEmpty ? [] : try await store.ready(for: members, at: now, limit: limit)
            // Only when nothing is ready is the next due time one that lies ahead.
            let nextDue = ready.isEmpty && !members.isEmpty ? try await store.nextDue(for: members) : nil
            let items = ready.map {
                DestinationQueue.Item(
                    id: $0.id,
                    sender: $0.sender,
                    urgency: $0.urgency,
                    size: $0.size,
                    attempts: $0.attempts
                )
            }
            core.withLock {
                $0.scheduler.refilled(owner, items, mayHaveMore: ready.count >= limit, nextDue: nextDue)
            }
        } catch {
            switch error.code {
            case .failed, .closed, .unusable: fail(error)
            default: logger.error("a queue could not be read", metadata: ["error": "\(error)"])
            }
            core.withLock { $0.scheduler.refillFailed(owner, retryAt: now + Self.storePause * 5) }
        }
        ring()
    }

    /// Attempts one delivery, in this order:
    /// 1. attempt, next due time and lease are on disk,
    /// 2. the bytes are read and checked against their hash,
    /// 3. the endpoint is dialled,
    /// 4. the result is on disk,
    /// 5. the destination learns of it.
    func attempt(_ candidate: FairShare.Candidate) async {
        let end = await endOfAttempt(candidate)
        let now = timer.now()
        let (isChanged, state, down, underWay) = core.withLock { core in
            let isChanged = core.scheduler.finished(candidate, end, at: now, using: &core.generator)
            let state = core.scheduler.queue(of: candidate.owner)?.circuit.state
            // Counting the open ones walks over all destinations: only when one changed.
            let down = isChanged ? core.scheduler.openCircuits : 0
            return (isChanged, state, down, core.scheduler.budget.attempts)
        }
        Gauge(label: RelayMetrics.pushesUnderWay).record(underWay)
        if isChanged {
            Gauge(label: RelayMetrics.openCircuits).record(down)
            logger.warning(
                "a destination's circuit changed",
                metadata: ["unit": "\(code(of: candidate.owner))", "circuit": "\(state?.word ?? "-")"]
            )
        }
        ring()
    }

    private func endOfAttempt(_ candidate: FairShare.Candidate) async -> DestinationQueue.End {
        let id = candidate.item.id
        do {
            guard core.withLock({ $0.urls[candidate.owner] }) != nil else { return .abandoned(nextDue: nil) }
            // 1
            let started = timer.now()
            let token = LeaseToken(identifiers.next(at: started))
            let length = Courier.timeout(for: candidate.item.size)
            let nextDue = started + length + delay(afterAttempt: candidate.item.attempts + 1, candidate.item.urgency)
            let start = DeliveryCause.pushStarted(
                token: token,
                until: started + length + Self.leaseMargin,
                nextDue: nextDue
            )
            guard case .applied(let delivery) = try await record(id, start) else {
                // The recipient fetched it meanwhile, or it was held or recalled: nothing is left to push.
                RelayMetrics.pushEnded("abandoned")
                return .abandoned(nextDue: nil)
            }
            // Since it was given out the recipient may have got a route of its own, or have been suspended.
            let endpoint = Destinations.endpoint(for: delivery.recipient, in: registry.current, at: started)
            guard let endpoint, endpoint.unit == candidate.owner else {
                RelayMetrics.pushEnded("abandoned")
                let reason = "the recipient's route changed before the attempt"
                try await record(id, .pushFailed(token: token, reason: reason, nextDue: started))
                wake([delivery.recipient])
                return .abandoned(nextDue: nil)
            }
            // 2
            let envelope: EnvelopeRecord
            let payload: StoredPayload
            do {
                guard let found = try await store.envelopes([delivery.envelope])[delivery.envelope] else {
                    throw StoreError(.notFound, "no envelope")
                }
                envelope = found
                payload = try await store.payload(of: delivery.envelope)
            } catch let error as StoreError {
                return try await unreadable(delivery, token, error)
            }
            // 3
            let dialled = timer.now()
            let exchange = await courier.push(delivery, of: envelope, payload: payload, to: endpoint.url)
            let answered = timer.now()
            Timer(label: RelayMetrics.pushDuration)
                .recordNanoseconds((answered - dialled).wholeMilliseconds * 1_000_000)
            let answer = PushAnswer.classify(exchange)
            note(answer, of: candidate.owner, at: answered)
            // 4
            return try await settle(delivery, token, answer, at: answered)
        } catch {
            let error = (error as? StoreError) ?? StoreError(.failed, "an attempt ended in an unknown way")
            // A row that can't be read or written is the matter of one delivery; the store goes on.
            if error.code == .corrupt {
                logger.critical("a delivery can't be recorded", metadata: ["delivery": "\(id)", "error": "\(error)"])
            } else {
                fail(error)
            }
            return .abandoned(nextDue: nil)
        }
    }

    private func note(_ answer: PushAnswer, of owner: UnitID, at moment: Timestamp) {
        switch answer {
        case .delivered, .refused: contacts.answered(owner, at: moment)
        case .endpointFailure: contacts.failed(owner, at: moment)
        case .localFailure: break
        }
    }

    private func settle(
        _ delivery: Delivery,
        _ token: LeaseToken,
        _ answer: PushAnswer,
        at moment: Timestamp
    ) async throws -> DestinationQueue.End {
        switch answer {
        case .delivered:
            RelayMetrics.pushEnded("delivered")
            try await record(delivery.id, .pushDelivered(token: token))
            return .answered
        case .refused(let reason):
            RelayMetrics.pushEnded("refused")
            try await record(delivery.id, .pushRefused(token: token, reason: reason))
            return .answered
        case .endpointFailure(let failure):
            let rule = SuccessionRule(registry: registry.current, moment: moment)
            if let fate = rule.fate(of: delivery) {
                RelayMetrics.pushEnded("failed")
                let failed = DeliveryCause.pushFailed(token: token, reason: failure.reason, nextDue: moment)
                try await record(delivery.id, [failed] + fate.causes)
                if let next = fate.recipient { tellMoved([next]) }
                if failure.isConnectionLevel { try await moveRest(to: delivery.recipient, by: rule) }
                return .failed(failure, nextDue: nil)
            }
            if configuration.backoff.isExhausted(firstAttemptAt: delivery.firstAttemptAt, at: moment) {
                RelayMetrics.pushEnded("exhausted")
                let reason = "push attempts went on for 72 hours; the last time because \(failure.reason)"
                try await record(delivery.id, .pushExhausted(token: token, reason: reason))
                return .failed(failure, nextDue: nil)
            }
            RelayMetrics.pushEnded("failed")
            let due = moment + wait(after: failure, delivery)
            try await record(delivery.id, .pushFailed(token: token, reason: failure.reason, nextDue: due))
            return .failed(failure, nextDue: due)
        case .localFailure(let reason):
            RelayMetrics.pushEnded("abandoned")
            if Task.isCancelled {
                try await record(delivery.id, .pushInterrupted)
                return .abandoned(nextDue: nil)
            }
            logger.error("a push could not be made", metadata: ["delivery": "\(delivery.id)", "reason": "\(reason)"])
            let due = moment + delay(afterAttempt: delivery.attempts, delivery.urgency)
            try await record(delivery.id, .pushFailed(token: token, reason: reason, nextDue: due))
            return .abandoned(nextDue: due)
        }
    }

    /// Moves or holds all else that waits for a closed unit whose endpoint can't be talked to any more.
    ///
    /// Bounded; what is left follows at the next probe.
    private func moveRest(to recipient: UnitID, by rule: SuccessionRule) async throws {
        var filter = DeliveryFilter()
        filter.recipients = [recipient]
        filter.states = [.queued]
        filter.limit = 500
        for _ in 0..<Self.movedPages {
            let page: [Delivery]
            do {
                page = try await store.deliveries(filter)
                let fates = page.compactMap { delivery in rule.fate(of: delivery).map { (delivery.id, $0) } }
                guard !fates.isEmpty else { return }
                _ = try await store.apply(fates.flatMap { $1.changes(of: $0, at: rule.moment) })
                tellMoved(Array(Set(fates.compactMap(\.1.recipient))))
            } catch {
                // A store that is busy now is asked again at the next probe.
                guard error.isRetriable || error.code == .corrupt else { throw error }
                return
            }
            guard page.count == filter.limit, let last = page.last else { return }
            filter.after = last.id
        }
    }

    private func tellMoved(_ recipients: [UnitID]) {
        wake(recipients)
        moved.delivered(to: recipients)
    }

    /// How long a delivery waits after the endpoint failed it.
    ///
    /// When nobody could be talked to, the circuit decides when the endpoint is tried again, and the delivery is not
    /// to blame: it is ready again by the time of the first probe, so that it is there when the endpoint is back.
    private func wait(after failure: PushAnswer.EndpointFailure, _ delivery: Delivery) -> Duration {
        let attempt = failure.isConnectionLevel ? 1 : delivery.attempts
        let backoff = delay(afterAttempt: attempt, delivery.urgency)
        let own = failure.isConnectionLevel ? backoff / 2 : backoff
        return max(own, min(failure.retryAfter ?? .zero, configuration.queue.retryAfterCap))
    }

    private func delay(afterAttempt attempt: Int, _ urgency: Urgency) -> Duration {
        core.withLock { core in
            configuration.backoff.delay(afterAttempt: attempt, urgency: urgency, using: &core.generator)
        }
    }

    /// What can't be read is not sent: a mismatch is quarantined, a busy store is asked again later.
    private func unreadable(
        _ delivery: Delivery,
        _ token: LeaseToken,
        _ error: StoreError
    ) async throws -> DestinationQueue.End {
        switch error.code {
        case .corrupt, .notFound:
            RelayMetrics.pushEnded("quarantined")
            logger.critical(
                "a stored payload does not match its hash: quarantined",
                metadata: ["delivery": "\(delivery.id)", "envelope": "\(delivery.envelope)"]
            )
            let reason =
                error.code == .corrupt ? "the stored bytes don't match their hash" : "the stored bytes are missing"
            try await record(delivery.id, .quarantined(reason: reason))
            return .abandoned(nextDue: nil)
        case .failed, .closed, .unusable:
            throw error
        case .full, .overloaded, .unsealed, .versionConflict:
            let due = timer.now() + delay(afterAttempt: 1, delivery.urgency)
            let reason = "the stored bytes could not be read for now"
            try await record(delivery.id, .pushFailed(token: token, reason: reason, nextDue: due))
            return .abandoned(nextDue: due)
        }
    }

    /// Writes one change; a busy store is offered it again for a minute.
    ///
    /// - Throws: ``StoreError`` when it can't be recorded.
    @discardableResult
    private func record(_ id: DeliveryID, _ cause: DeliveryCause) async throws -> DeliveryChangeOutcome {
        try await record(id, [cause])
    }

    /// Writes changes of one delivery together; what became of the last one.
    @discardableResult
    private func record(_ id: DeliveryID, _ causes: [DeliveryCause]) async throws -> DeliveryChangeOutcome {
        var tries = 0
        while true {
            do {
                let now = timer.now()
                return try await store.apply(causes.map { DeliveryChange(id, $0, at: now) }).last ?? .unknown
            } catch {
                tries += 1
                guard error.isRetriable, tries < Self.recordTries else { throw error }
            }
            await timer.wait(until: timer.now() + Self.storePause)
        }
    }

    func code(of unit: UnitID) -> String { registry.current.unit(unit)?.code.description ?? unit.description }
}
