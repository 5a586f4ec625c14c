// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisTestSupport
import CoreMetrics
import Hummingbird
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

@testable import AxisHTTP

/// A listener on a free loopback port, for as long as a test needs it.
struct TestListener {
    /// Runs a listener with routes, hands its port to `body`, then shuts it down gracefully and waits for its end.
    static func run(
        protection: Protection = .none,
        address: ListenerAddress = .network(host: "127.0.0.1", port: 0),
        limits: HTTPLimits = quickLimits(),
        clock: any WallClock = HandClock(),
        routes: (Router<AxisRequestContext>) -> Void,
        body: @escaping @Sendable (Int, ServiceGroup) async throws -> Void
    ) async throws {
        let router = Router(context: AxisRequestContext.self)
        routes(router)
        try await run(
            protection: protection,
            address: address,
            limits: limits,
            clock: clock,
            router: router,
            body: body
        )
    }

    /// The same, with a router that has its routes.
    static func run(
        protection: Protection = .none,
        address: ListenerAddress = .network(host: "127.0.0.1", port: 0),
        limits: HTTPLimits = quickLimits(),
        clock: any WallClock = HandClock(),
        router: Router<AxisRequestContext>,
        body: @escaping @Sendable (Int, ServiceGroup) async throws -> Void
    ) async throws {
        let metrics = HTTPMetrics(factory: PrometheusFactory())
        let answering = Answering(router: router, limits: limits, metrics: metrics, log: nil, clock: clock)
        try await run(protection: protection, address: address, limits: limits, answering: answering, body: body)
    }

    /// The same, with whatever answers.
    static func run(
        protection: Protection = .none,
        address: ListenerAddress = .network(host: "127.0.0.1", port: 0),
        limits: HTTPLimits,
        answering: any RequestAnswering,
        body: @escaping @Sendable (Int, ServiceGroup) async throws -> Void
    ) async throws {
        let (ready, signal) = AsyncStream.makeStream(of: Int.self)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let listener = ListenerService(
            name: "test",
            address: address,
            protection: protection,
            limits: limits,
            answering: answering,
            group: MultiThreadedEventLoopGroup.singleton,
            logger: logger,
            onReady: { signal.yield($0?.port ?? 0) }
        )
        let group = ServiceGroup(configuration: .init(services: [listener], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { signal.finish() }
                try await group.run()
            }
            tasks.addTask {
                var ports = ready.makeAsyncIterator()
                guard let port = await ports.next() else { return }
                do {
                    try await body(port, group)
                } catch {
                    await group.triggerGracefulShutdown()
                    throw error
                }
                await group.triggerGracefulShutdown()
            }
            try await tasks.waitForAll()
        }
    }

    /// Limits short enough for tests.
    static func quickLimits() -> HTTPLimits {
        var limits = HTTPLimits()
        limits.times.bodyPause = .milliseconds(300)
        limits.times.bodyGrace = .milliseconds(300)
        limits.times.linger = .milliseconds(300)
        limits.times.drain = .seconds(2)
        return limits
    }
}
