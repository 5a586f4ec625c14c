// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
import NIOSSL

/// A client that sends exactly the bytes it is told to, so that framing can be got wrong on purpose.
struct RawClient {
    typealias Stream = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    /// A parsed answer.
    struct Answer: Equatable {
        var status: Int
        var head: String
        var body: String

        func field(_ name: String) -> String? {
            for line in head.split(separator: "\r\n").dropFirst() {
                let parts = line.split(separator: ":", maxSplits: 1)
                if parts.count == 2, parts[0].lowercased() == name.lowercased() {
                    return String(parts[1].drop { $0 == " " })
                }
            }
            return nil
        }
    }

    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private let channel: any Channel
    private var iterator: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private var buffer = ""

    /// Connects, runs `body` and closes.
    static func connect<Result>(
        port: Int,
        path: String? = nil,
        tls: NIOSSLContext? = nil,
        body: (inout RawClient) async throws -> Result
    ) async throws -> Result {
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(ChannelOptions.allowRemoteHalfClosure, value: true)
        let initialise: @Sendable (any Channel) -> EventLoopFuture<Stream> = { channel in
            channel.eventLoop.makeCompletedFuture {
                if let tls {
                    try channel.pipeline.syncOperations.addHandler(
                        NIOSSLClientHandler(context: tls, serverHostname: "localhost")
                    )
                }
                return try Stream(
                    wrappingChannelSynchronously: channel,
                    configuration: .init(isOutboundHalfClosureEnabled: true)
                )
            }
        }
        let stream =
            if let path {
                try await bootstrap.connect(unixDomainSocketPath: path, channelInitializer: initialise)
            } else {
                try await bootstrap.connect(host: "127.0.0.1", port: port, channelInitializer: initialise)
            }
        return try await stream.executeThenClose { inbound, outbound in
            var client = RawClient(
                outbound: outbound,
                channel: stream.channel,
                iterator: inbound.makeAsyncIterator()
            )
            return try await body(&client)
        }
    }

    func send(_ text: String) async throws {
        try await outbound.write(ByteBuffer(string: text))
    }

    func send(_ bytes: [UInt8]) async throws {
        try await outbound.write(ByteBuffer(bytes: bytes))
    }

    func halfClose() { outbound.finish() }

    /// Reads one answer, the informational ones included; nil when the connection ends first.
    mutating func answer() async throws -> Answer? {
        while true {
            if let answer = parse() { return answer }
            guard let chunk = try await iterator.next(isolation: #isolation) else { return nil }
            buffer += String(buffer: chunk)
        }
    }

    /// Whether the peer ends the connection, with nothing more said.
    mutating func isClosedByPeer() async -> Bool {
        do {
            return try await iterator.next(isolation: #isolation) == nil
        } catch {
            return true
        }
    }

    private mutating func parse() -> Answer? {
        guard let end = buffer.firstRange(of: "\r\n\r\n") else { return nil }
        let head = String(buffer[..<end.lowerBound])
        let status = head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        var answer = Answer(status: status, head: head, body: "")
        let size = answer.field("content-length").flatMap { Int($0) } ?? 0
        let rest = buffer[end.upperBound...].utf8
        guard rest.count >= size else { return nil }
        answer.body = String(rest.prefix(size)) ?? ""
        buffer = String(rest.dropFirst(size)) ?? ""
        return answer
    }
}
