// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import HummingbirdCore
package import Logging
package import NIOCore
import ServiceLifecycle
import Synchronization

/// Where a listener listens.
package enum ListenerAddress: Sendable, Hashable {
    /// A host name or address, and a port; port 0 takes a free one.
    case network(host: String, port: Int)
    /// A Unix socket.
    case local(UnixSocket)
}

/// One listener: accepts, answers, and on shutdown stops accepting and lets requests in flight finish within a bound.
package struct ListenerService: Service {
    /// What the listener is called in the log.
    package let name: String
    private let address: ListenerAddress
    private let channel: ConnectionChannel
    private let group: any EventLoopGroup
    private let logger: Logger
    private let onReady: @Sendable (SocketAddress?) -> Void

    /// Makes a listener.
    ///
    /// - Parameter onReady: called once with the address it really listens on.
    package init(
        name: String,
        address: ListenerAddress,
        protection: Protection,
        limits: HTTPLimits,
        answering: any RequestAnswering,
        group: any EventLoopGroup,
        logger: Logger,
        onReady: @escaping @Sendable (SocketAddress?) -> Void = { _ in }
    ) {
        self.name = name
        self.address = address
        self.group = group
        self.onReady = onReady
        var logger = logger
        logger[metadataKey: "listener"] = "\(name)"
        self.logger = logger
        let isLocal = if case .local = address { true } else { false }
        channel = ConnectionChannel(
            protection: protection,
            isLocal: isLocal,
            limits: limits,
            table: ConnectionTable(limits: limits),
            answering: answering
        )
    }

    package func run() async throws {
        let bind: BindAddress
        switch address {
        case .network(let host, let port):
            bind = .hostname(host, port: port)
        case .local(let socket):
            try socket.prepare()
            bind = .unixDomainSocket(path: socket.path)
        }
        let (address, onReady) = (self.address, self.onReady)
        let opening = Mutex<(any Error)?>(nil)
        let server = Server(
            childChannelSetup: channel,
            configuration: ServerConfiguration(address: bind, backlog: 1024),
            onServerRunning: { listening in
                if case .local(let socket) = address {
                    do {
                        try socket.open()
                    } catch {
                        opening.withLock { $0 = error }
                        listening.close(promise: nil)
                        return
                    }
                }
                onReady(listening.localAddress)
            },
            eventLoopGroup: group,
            logger: logger
        )
        let (table, drain) = (channel.table, channel.limits.times.drain)
        try await withThrowingTaskGroup(of: Bool.self) { tasks in
            tasks.addTask {
                try await server.run()
                return true
            }
            tasks.addTask {
                try await gracefulShutdown()
                try await Task.sleep(for: drain)
                table.closeAll()
                return false
            }
            while let isServerDone = try await tasks.next() {
                if isServerDone { break }
            }
            tasks.cancelAll()
        }
        if case .local(let socket) = address { socket.remove() }
        if let error = opening.withLock({ $0 }) { throw error }
    }
}

extension ListenerService: CustomStringConvertible {
    /// The name alone: the service group logs its services.
    package var description: String { "listener \(name)" }
}
