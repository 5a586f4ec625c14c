// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import Hummingbird
package import Logging
package import NIOCore
import NIOPosix
package import ServiceLifecycle

/// All listeners of the daemon, as services.
package struct AxisServer: Sendable {
    /// What the listeners are called in the log and to `onReady`.
    package enum Name: String, Sendable {
        case agency
        case administration
        case operations
        case vxp
    }

    /// The services, in the order to start them in, after all that they call; the refusal log is first, so that in a
    /// service group it ends after the listeners.
    package let services: [any Service]

    /// Builds the listeners.
    ///
    /// - Parameters:
    ///   - tls: the TLS context of the agency interface; the daemon keeps it to reload it.
    ///   - factory: where metrics are collected, and what `/metrics` shows.
    ///   - onReady: called for each listener with the address that it listens on.
    package init(
        configuration: ListenerConfiguration,
        services: AxisServices,
        tls: TLSContextBox,
        metrics factory: PrometheusFactory,
        group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
        logger: Logger,
        onReady: @escaping @Sendable (Name, SocketAddress?) -> Void = { _, _ in }
    ) {
        let limits = configuration.limits
        let metrics = HTTPMetrics(factory: factory)
        let log = RefusalLog(store: services.store, clock: services.clock, logger: logger)
        func listener(
            _ name: Name,
            _ address: ListenerAddress,
            _ protection: Protection,
            _ answering: any RequestAnswering,
            limits: HTTPLimits
        ) -> ListenerService {
            ListenerService(
                name: name.rawValue,
                address: address,
                protection: protection,
                limits: limits,
                answering: answering,
                group: group,
                logger: logger,
                onReady: { onReady(name, $0) }
            )
        }
        func routing(_ router: Router<AxisRequestContext>, log: RefusalLog?) -> Answering {
            Answering(router: router, limits: limits, metrics: metrics, log: log, clock: services.clock)
        }
        let routers = Routers(services: services, limits: limits, metrics: factory)
        var all: [any Service] = [
            log,
            listener(
                .agency,
                .network(host: configuration.host, port: configuration.port),
                .tls(tls),
                routing(routers.agency(), log: log),
                limits: limits
            ),
        ]
        if let socket = configuration.socket {
            let answering = routing(routers.administration(), log: log)
            all.append(listener(.administration, .local(socket), .none, answering, limits: limits))
        }
        if let port = configuration.operationsPort {
            let address = ListenerAddress.network(host: configuration.operationsHost, port: port)
            all.append(listener(.operations, address, .none, routing(routers.operations(), log: nil), limits: limits))
        }
        if let vxp = configuration.vxp, let service = services.vxp {
            let limits = limits.forVXP
            let answering = VXPResponder(
                service: service,
                bodies: BodyReader(store: services.store, limits: limits, gate: routers.bodies.gate),
                limits: limits,
                metrics: metrics,
                log: log,
                clock: services.clock
            )
            let address = ListenerAddress.network(host: vxp.host, port: vxp.port)
            all.append(listener(.vxp, address, vxp.tls.map { .tls($0) } ?? .none, answering, limits: limits))
        }
        self.services = all
    }
}

/// The routers, one for each listener.
struct Routers: Sendable {
    private let services: AxisServices
    private let limits: HTTPLimits
    private let metrics: PrometheusFactory
    let bodies: BodyReader

    init(services: AxisServices, limits: HTTPLimits, metrics: PrometheusFactory) {
        self.services = services
        self.limits = limits
        self.metrics = metrics
        let gate = ParseGate(capacity: limits.gate, largestSmall: limits.inlineEnvelope)
        bodies = BodyReader(store: services.store, limits: limits, gate: gate)
    }

    /// What certificates open: agencies' and administrators' calls.
    func agency() -> Router<AxisRequestContext> {
        let router = Router(context: AxisRequestContext.self)
        let rate = RateLimiter(limits: limits)
        AgencyRoutes(services: services, limits: limits, bodies: bodies, rate: rate).add(to: router)
        AdministrationRoutes(services: services, limits: limits, bodies: bodies).add(to: router)
        return router
    }

    /// What the Unix socket opens.
    func administration() -> Router<AxisRequestContext> {
        let router = Router(context: AxisRequestContext.self)
        AdministrationRoutes(services: services, limits: limits, bodies: bodies).add(to: router)
        return router
    }

    /// What loopback opens.
    func operations() -> Router<AxisRequestContext> {
        let router = Router(context: AxisRequestContext.self)
        OperationsRoutes(health: services.health, metrics: metrics).add(to: router)
        return router
    }
}
