// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisRegistry
package import AxisScheduling
package import AxisStore
package import Logging
import Metrics
import ServiceLifecycle
import Synchronization

/// Pushes deliveries to endpoints (bộ điều phối): the thin shell around ``RelayScheduler``.
///
/// Its memory of what is to be done is the store alone: after a restart it asks once per destination with work. When
/// results can't be recorded it stops delivering and ``run()`` throws, so that nothing is pushed that is not known.
package final class Dispatcher: Service, DeliverySignal {
    /// What it needs.
    package typealias Store = DeliveryStore & EnvelopeStore

    /// Its values.
    package struct Configuration: Sendable {
        /// The destinations' values.
        package var queue = DestinationQueue.Configuration()
        /// Attempts and bytes at once.
        package var budget = DeliveryBudget()
        /// When a delivery is tried again.
        package var backoff = Backoff()
        /// How often every recipient with queued deliveries is looked at again: a net under the signals.
        package var reconcileInterval: Duration = .seconds(600)

        /// Makes the values of the design.
        package init() {}
    }

    /// What was told from outside and not looked at yet.
    private struct Inbox {
        var recipients: Set<UnitID> = []
        var retries: Set<UnitID> = []
        var looksAtAll = true
        var registryChanged = false
        var isDraining = false
        var failure: StoreError?
    }

    struct Core {
        var scheduler: RelayScheduler
        var destinations = Destinations()
        /// The endpoints in use, to notice a changed one.
        var urls: [UnitID: String] = [:]
        var generator = SystemRandomNumberGenerator()
    }

    /// Recipients named one by one; with more, all are looked at.
    private static let recipientLimit = 20_000

    let store: any Store
    let registry: RegistryHolder
    let courier: Courier
    let timer: any AsyncTimer
    let identifiers: any IdentifierSource
    let moved: any DeliverySignal
    let contacts: ContactBook
    let configuration: Configuration
    let logger: Logger
    let core: Mutex<Core>
    private let inbox = Mutex(Inbox())
    private let bell = Doorbell()

    /// Makes a dispatcher; ``run()`` starts it.
    ///
    /// - Parameters:
    ///   - moved: is told, besides the dispatcher itself, who got what a closed unit's route failed to take.
    ///   - contacts: where it notes which endpoints answer.
    package init(
        store: any Store,
        registry: RegistryHolder,
        courier: Courier,
        timer: any AsyncTimer,
        identifiers: any IdentifierSource = SystemIdentifiers(),
        moved: any DeliverySignal = SignalFan([]),
        contacts: ContactBook = ContactBook(),
        configuration: Configuration = Configuration(),
        logger: Logger
    ) {
        self.store = store
        self.registry = registry
        self.courier = courier
        self.timer = timer
        self.identifiers = identifiers
        self.moved = moved
        self.contacts = contacts
        self.configuration = configuration
        self.logger = logger
        core = Mutex(Core(scheduler: RelayScheduler(configuration.queue, budget: configuration.budget)))
    }

    // MARK: - Told from outside

    /// Deliveries to recipients became ready: very cheap, never blocks.
    package func wake(_ recipients: [UnitID]) {
        tell { inbox in
            guard inbox.recipients.count + recipients.count <= Self.recipientLimit else {
                inbox.recipients = []
                inbox.looksAtAll = true
                return
            }
            inbox.recipients.formUnion(recipients)
        }
    }

    /// Deliveries to recipients became ready.
    package func delivered(to recipients: [UnitID]) { wake(recipients) }

    /// An endpoint was set or cleared, or a unit suspended or resumed.
    package func registryChanged() {
        tell { $0.registryChanged = true }
    }

    /// Attempts to recipients are wanted now: pauses end, open circuits probe.
    package func retryNow(_ recipients: [UnitID]) {
        tell { $0.retries.formUnion(recipients.prefix(Self.recipientLimit)) }
    }

    func fail(_ error: StoreError) {
        tell { $0.failure = $0.failure ?? error }
    }

    func ring() { bell.ring() }

    private func tell(_ change: @Sendable (inout Inbox) -> Void) {
        inbox.withLock { change(&$0) }
        bell.ring()
    }

    // MARK: - Service

    /// Pushes until shut down; attempts under way are finished first.
    ///
    /// - Throws: ``StoreError`` when results can't be recorded.
    package func run() async throws {
        try await withGracefulShutdownHandler {
            try await returnInterrupted()
            try await dispatch()
        } onGracefulShutdown: {
            self.tell { $0.isDraining = true }
        }
    }

    /// Returns what was under way when the process ended; pages are bounded, and end when one changes nothing.
    private func returnInterrupted() async throws {
        while !Task.isCancelled {
            let page = try await store.interruptedPushes(limit: 500)
            guard !page.isEmpty else { return }
            let now = timer.now()
            let outcomes = try await store.apply(page.map { DeliveryChange($0, .pushInterrupted, at: now) })
            let returned = outcomes.count { if case .applied = $0 { true } else { false } }
            Counter(label: RelayMetrics.interrupted).increment(by: returned)
            logger.info("deliveries under way at the end were queued again", metadata: ["count": "\(returned)"])
            guard returned > 0 else { return }
        }
    }

    private func dispatch() async throws {
        let failure: StoreError? = await withDiscardingTaskGroup { group in
            var reconcileAt = timer.now()
            while !Task.isCancelled {
                let told = inbox.withLock { inbox in
                    let told = inbox
                    inbox = Inbox()
                    inbox.looksAtAll = false
                    inbox.isDraining = told.isDraining
                    return told
                }
                if let failure = told.failure {
                    logger.critical("delivering stops: the store can't record", metadata: ["error": "\(failure)"])
                    group.cancelAll()
                    return failure
                }
                if told.isDraining { return nil }
                if told.registryChanged { followRegistry() }
                let now = timer.now()
                if now >= reconcileAt || told.looksAtAll || told.registryChanged {
                    reconcileAt = now + configuration.reconcileInterval
                    core.withLock { $0.destinations.forget() }
                    group.addTask { await self.lookAtAll() }
                }
                route(told.recipients, retries: told.retries)
                let (actions, next) = core.withLock { core in
                    (core.scheduler.actions(at: now), core.scheduler.nextTimer())
                }
                for action in actions {
                    switch action {
                    case .refill(let owner, let limit): group.addTask { await self.refill(owner, limit: limit) }
                    case .start(let candidate): group.addTask { await self.attempt(candidate) }
                    }
                }
                _ = await bell.wait(until: min(next ?? reconcileAt, reconcileAt), on: timer)
            }
            group.cancelAll()
            return nil
        }
        if let failure = failure ?? inbox.withLock({ $0.failure }) { throw failure }
    }

    private func lookAtAll() async {
        do {
            wakeEach(try await store.recipientsWithQueuedDeliveries())
        } catch  where error.isRetriable || error.code == .corrupt {
            logger.warning("recipients with work could not be read; they are at the next round")
        } catch {
            fail(error)
        }
    }

    /// Wakes any number of recipients without the bound of ``wake(_:)``, which falls back on this.
    private func wakeEach(_ recipients: [UnitID]) {
        route(Set(recipients), retries: [])
        bell.ring()
    }

    private func route(_ recipients: Set<UnitID>, retries: Set<UnitID>) {
        guard !recipients.isEmpty || !retries.isEmpty else { return }
        let snapshot = registry.current
        let now = timer.now()
        core.withLock { core in
            for recipient in recipients {
                guard let endpoint = Destinations.endpoint(for: recipient, in: snapshot, at: now) else { continue }
                core.urls[endpoint.unit] = endpoint.url
                core.scheduler.wake(endpoint.unit)
            }
            for recipient in retries {
                guard let endpoint = Destinations.endpoint(for: recipient, in: snapshot, at: now) else { continue }
                core.urls[endpoint.unit] = endpoint.url
                core.scheduler.retryNow(endpoint.unit, at: now)
            }
        }
    }

    /// Drops destinations that are none any more; an endpoint with a new address starts afresh.
    private func followRegistry() {
        let snapshot = registry.current
        let now = timer.now()
        core.withLock { core in
            core.destinations.forget()
            for (owner, url) in core.urls {
                let isServed = !core.destinations.members(of: owner, in: snapshot, at: now).isEmpty
                let present = isServed ? snapshot.endpoint(of: owner)?.url : nil
                guard present != url else { continue }
                core.scheduler.remove(owner)
                core.urls[owner] = present
                if present != nil { core.scheduler.wake(owner) }
            }
        }
    }
}
