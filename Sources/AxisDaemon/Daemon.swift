// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisEnvelope
import AxisEvidence
package import AxisHTTP
import AxisModel
import AxisRegistry
import AxisScheduling
import AxisSignature
import AxisStore
import AxisStoreSQLite
import Foundation
package import Logging
import NIOCore
import ServiceLifecycle
import Synchronization
import UnixSignals

/// The daemon, put together: the only place that knows all rooms.
package struct Daemon: Sendable {
    let configuration: DaemonConfiguration
    private let configurationFile: String?
    private let environment: [String: String]
    private let metrics: PrometheusFactory
    private let logger: Logger

    /// Makes a daemon of a checked configuration; opens nothing yet.
    package init(
        configuration: DaemonConfiguration,
        configurationFile: String?,
        environment: [String: String],
        metrics: PrometheusFactory,
        logger: Logger
    ) {
        self.configuration = configuration
        self.configurationFile = configurationFile
        self.environment = environment
        self.metrics = metrics
        self.logger = logger
    }

    /// Runs until a signal asks it to stop, or until something fails that only a restart mends.
    package func run() async throws {
        let timer = SystemTimer()
        let material = try Material(configuration)
        let watch = FailureWatch(logger: logger)
        let store = try await openStore(material, watch: watch, clock: timer)
        do {
            try await serve(store: store, material: material, watch: watch, timer: timer)
        } catch {
            await store.close()
            throw error
        }
        await store.close()
        logger.notice("axisd has stopped")
    }

    private func openStore(
        _ material: Material,
        watch: FailureWatch,
        clock: any WallClock
    ) async throws -> SQLiteStore {
        try await SQLiteStore.open(
            StoreConfiguration(
                directory: configuration.dataDirectory,
                retention: configuration.retention,
                minimumFreeShare: configuration.minimumFreeShare,
                onFailure: { watch.report($0) }
            ),
            sealer: EvidenceSealer(
                signer: CheckpointSigner(identity: material.sealing),
                origin: "axis/\(configuration.axisCode)",
                clock: clock
            ),
            clock: clock,
            logger: logger
        )
    }

    private func serve(store: SQLiteStore, material: Material, watch: FailureWatch, timer: SystemTimer) async throws {
        let (registrar, axis) = try await Registrar.start(
            store: store,
            clock: timer,
            axis: try Registrar.OwnUnit(code: configuration.axisCode, name: configuration.axisName),
            firstAdministrator: firstAdministrator
        )
        let registry = registrar.holder
        let certificates = CertificateCache()
        let authenticator = Authenticator(registry: registry, trust: material.trust, certificates: certificates)
        let clients = ClientDesk(store: store, registry: registry, keys: material.sealingKeys, clock: timer)
        try await clients.load()
        clients.logFaults(logger)
        let auditQueue = AuditQueue(store: store, logger: logger)
        let push = try PushClient(material.push)
        let waiters = InboxWaiters(timer: timer)
        let contacts = try await ContactKeeper.open(store, at: timer.now())
        let dispatcher = Dispatcher(
            store: store,
            registry: registry,
            courier: Courier(transport: push, clock: timer),
            timer: timer,
            moved: waiters,
            contacts: contacts,
            configuration: dispatcherConfiguration,
            logger: logger
        )
        registry.observe { dispatcher.registryChanged() }
        let signal = SignalFan([dispatcher, waiters])
        let health = Health(store: store, clock: timer, destinationsDown: { dispatcher.destinationsDown })
        let clockWatch = ClockWatch(timer: timer, logger: logger)
        let diagnosis = Diagnosis(
            health: health,
            store: store,
            registry: registry,
            authenticator: authenticator,
            clients: clients,
            ownCertificates: [("sealing certificate", material.sealing.certificate)],
            clock: timer,
            clockHealth: clockWatch
        )
        let origin = Sweeper.Origin(
            unit: axis,
            code: configuration.axisCode,
            credential: material.sealing.certificate.fingerprintText
        )
        let campaignBell = Doorbell()
        let own = OwnDocuments(
            store: store,
            registry: registry,
            origin: origin,
            signer: try EnvelopeSigner(identity: material.sealing),
            clock: timer,
            signal: signal
        )
        let follower = DrillFollower(store: store, registry: registry, own: own, clock: timer, logger: logger)
        let drills = DrillRunner(follower: follower, timer: timer, logger: logger)
        var services = AxisServices(
            authenticator: authenticator,
            intake: Intake(
                store: store,
                registry: registry,
                authenticator: authenticator,
                examiner: EnvelopeExaminer(
                    markings: SecretMarkings(configuration.markings),
                    certificates: certificates
                ),
                policy: IntakePolicy(
                    requiresSignature: configuration.requiresSignature,
                    requiresValidFrom: configuration.requiresValidFrom
                ),
                clock: timer,
                identifiers: SystemIdentifiers(),
                signal: signal
            ),
            mailbox: Mailbox(
                store: store,
                registry: registry,
                clock: timer,
                waiters: waiters,
                signal: signal,
                contacts: contacts
            ),
            tracking: Tracking(store: store, registry: registry, clock: timer, signal: signal),
            registrar: registrar,
            clients: clients,
            systems: VXPAuthenticator(desk: clients, audit: auditQueue, logger: logger),
            campaigns: CampaignDesk(
                store: store,
                registry: registry,
                clock: timer,
                contacts: contacts,
                reachableWithin: configuration.reachableWithin,
                bell: campaignBell
            ),
            submissions: SubmissionDesk(
                store: store,
                registrar: registrar,
                origin: origin,
                signal: signal,
                clock: timer,
                clockHealth: clockWatch
            ),
            reports: ReportDesk(
                store: store,
                registry: registry,
                calendar: WorkingCalendar(
                    holidays: configuration.holidays,
                    makeUpDays: configuration.makeUpDays
                ),
                axis: axis,
                clock: timer
            ),
            drills: DrillDesk(
                store: store,
                follower: follower,
                origin: origin,
                clock: timer,
                behindVXP: { clients.unitsServedByVXP($0) },
                wake: { drills.wake() }
            ),
            desk: QueueDesk(
                store: store,
                registry: registry,
                dispatcher: dispatcher,
                signal: signal,
                clock: timer,
                contacts: contacts
            ),
            backup: BackupDesk(store: store, identity: material.sealing, clock: timer, logger: logger),
            store: store,
            clock: timer,
            health: health,
            contacts: contacts,
            testEndpoint: { await EndpointProbe(push: push).test($0) },
            diagnose: { await diagnosis.report() }
        )
        services.vxp = vxpDesk(over: services, signal: signal)
        let tls = try TLSContextBox(material.server, clock: timer)
        let vxpTLS = try material.vxp.map { try TLSContextBox($0, clock: timer) }
        let listeners = try listenerConfiguration(vxpTLS: vxpTLS)
        let hasVXP = listeners.vxp != nil && services.vxp != nil
        let starting = Starting(listeners: hasVXP ? 4 : 3, health: health, logger: logger)
        let server = AxisServer(
            configuration: listeners,
            services: services,
            tls: tls,
            metrics: metrics,
            logger: logger,
            onReady: { name, address in starting.listens(name.rawValue, at: address.map { "\($0)" }) }
        )
        let sweeper = Sweeper(
            store: store,
            registry: registry,
            signal: signal,
            origin: origin,
            letters: FinalLetters(own: own, store: store, isServedByVXP: { clients.isServedByVXP($0) }),
            timer: timer,
            configuration: sweeperConfiguration,
            logger: logger
        )
        let reminders = Reminders(
            store: store,
            registry: registry,
            own: own,
            actor: configuration.axisCode,
            timer: timer,
            bell: campaignBell,
            logger: logger
        )
        let keeper = ContactKeeper(book: contacts, store: store, timer: timer, logger: logger)
        let reports = SignatureReports(
            store: store,
            registry: registry,
            authenticator: authenticator,
            certificates: certificates,
            timer: timer,
            logger: logger
        )
        let reloader = Reloader(
            configurationFile: configurationFile,
            environment: environment,
            authenticator: authenticator,
            tls: tls,
            vxpTLS: vxpTLS,
            push: push,
            clients: clients,
            logger: logger
        )
        let background: [any Service] = [
            watch, auditQueue, keeper, reloader, clockWatch, sweeper, reports, reminders, drills, dispatcher,
        ]
        // They stop in reverse: first the listeners drain, then delivering ends, last the watch over the store.
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: (background + server.services + [Draining(health: health)]).map {
                    ServiceGroupConfiguration.ServiceConfiguration(service: $0)
                },
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger
            )
        )
        do {
            try await group.run()
        } catch {
            await push.shutdown()
            throw error
        }
        await push.shutdown()
    }

    // MARK: - Parts of the configuration

    /// Who may administer an empty store: the daemon's own user unless the configuration names another.
    private var firstAdministrator: Administrator {
        Administrator(
            name: "first",
            roles: Set(AdministratorRole.allCases),
            uid: configuration.adminFirstUser ?? geteuid()
        )
    }

    private var dispatcherConfiguration: Dispatcher.Configuration {
        var values = Dispatcher.Configuration()
        values.queue.windowMaximum = configuration.pushWindow
        values.queue.windowStart = min(values.queue.windowStart, configuration.pushWindow)
        values.budget = DeliveryBudget(attemptLimit: configuration.pushConnections)
        return values
    }

    private var sweeperConfiguration: Sweeper.Configuration {
        var values = Sweeper.Configuration()
        values.retention = configuration.retention
        return values
    }

    private func listenerConfiguration(vxpTLS: TLSContextBox?) throws -> ListenerConfiguration {
        var values = ListenerConfiguration()
        values.host = configuration.agencyHost
        values.port = configuration.agencyPort
        values.operationsHost = configuration.operationsHost
        values.operationsPort = configuration.operationsPort
        values.socket = try UnixSocket(
            path: configuration.adminSocket ?? configuration.dataDirectory + "/run/axisd.sock",
            group: configuration.adminGroup
        )
        values.limits.envelope = configuration.envelopeLimit
        values.limits.gate = configuration.parsingLimit
        values.limits.connections = configuration.connectionLimit
        values.limits.connectionsPerAddress = configuration.connectionsPerAddress
        values.limits.requestsPerSecond = Double(configuration.requestRate)
        values.limits.requestBurst = Double(configuration.requestRate) * 2
        values.limits.times.bodyGrace = .nanoseconds(configuration.bodyTime.wholeMilliseconds * 1_000_000)
        values.limits.times.idle = .nanoseconds(configuration.idleTime.wholeMilliseconds * 1_000_000)
        values.limits.times.drain = configuration.drainTime
        values.vxp = configuration.vxpPort.map { VXPListener(host: configuration.vxpHost, port: $0, tls: vxpTLS) }
        return values
    }
}

/// Says, before the listeners begin to drain, that the daemon is no longer ready.
private struct Draining: Service {
    let health: Health

    func run() async throws {
        try await gracefulShutdown()
        health.degrade(.draining, "the daemon was asked to stop")
    }
}

/// Says once that all listeners are up.
private final class Starting: Sendable {
    private let missing: Mutex<Int>
    private let health: Health
    private let logger: Logger

    init(listeners: Int, health: Health, logger: Logger) {
        missing = Mutex(listeners)
        self.health = health
        self.logger = logger
    }

    func listens(_ name: String, at address: String?) {
        logger.info("listening", metadata: ["listener": "\(name)", "address": "\(address ?? "-")"])
        let isLast = missing.withLock { count in
            count -= 1
            return count == 0
        }
        guard isLast else { return }
        health.start()
        logger.notice("axisd is ready")
    }
}
