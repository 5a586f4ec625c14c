// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import AxisStore
import AxisStoreMemory
import Foundation
import Logging
import NIOCore
import ServiceLifecycle
import Testing

@testable import AxisHTTP

@Suite struct AxisServerTests {
    @Test func `all listeners start, answer and stop together`() async throws {
        let world = try await ServicesWorld()
        let directory = "/tmp/axis-\(UUID().uuidString.prefix(8))"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        var configuration = ListenerConfiguration()
        configuration.host = "127.0.0.1"
        configuration.port = 0
        configuration.operationsPort = 0
        configuration.socket = try UnixSocket(path: "\(directory)/axisd.sock")
        let (ready, signal) = AsyncStream.makeStream(of: (AxisServer.Name, Int?).self)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let server = AxisServer(
            configuration: configuration,
            services: world.services,
            tls: try TLSContextBox(world.pki.material(try world.pki.trust()), clock: world.clock),
            metrics: PrometheusFactory(),
            logger: logger,
            onReady: { signal.yield(($0, $1?.port)) }
        )
        let group = ServiceGroup(configuration: .init(services: server.services, logger: logger))
        let path = "\(directory)/axisd.sock"
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            var ports: [AxisServer.Name: Int?] = [:]
            for await (name, port) in ready {
                ports[name] = port
                if ports.count == 3 { break }
            }
            let operations = try #require(ports[.operations] ?? nil)
            try await RawClient.connect(port: operations) { client in
                try await client.send("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try await client.answer()?.status == 200)
                try await client.send("GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try await client.answer()?.status == 503)
                world.services.health.start()
                try await client.send("GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try await client.answer()?.status == 200)
                try await client.send("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n")
                let metrics = try #require(try await client.answer())
                #expect(metrics.body.contains(#"axis_http_requests_total{route="/readyz",status="200"} 1"#))
            }
            try await RawClient.connect(port: 0, path: path) { client in
                try await client.send("GET /admin/v1/units HTTP/1.1\r\nHost: a\r\n\r\n")
                let refused = try #require(try await client.answer())
                #expect(refused.status == 403)
                #expect(refused.body.contains("axisctl admin add --uid"))
                try await client.send("GET /v1/inbox HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try await client.answer()?.status == 404)
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
        let records = try await world.store.auditRecords(after: 0, limit: 1000)
        #expect(records.contains { $0.action == "request.refused" && $0.subject == "/admin/v1/units" })
    }
}
