// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisCommand
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// A small HTTPS server with mutual TLS that hands pushes to a receiver.
///
/// Bounds: 64 connections at once, 16 KiB of header (NIO's own is larger and is checked here), the receiver's limit for
/// a body, 60 s without a byte.
struct PushServer: Sendable {
    typealias Connection = NIOAsyncChannel<HTTPServerRequestPart, HTTPPart<HTTPResponseHead, ByteBuffer>>

    private let context: NIOSSLContext
    private let clients: Set<[UInt8]>?
    private let receiver: DeliveryReceiver

    private static let mostConnections = 64

    init(
        certificateFile: String,
        keyFile: String,
        authoritiesFile: String,
        clientsFile: String?,
        receiver: DeliveryReceiver
    ) throws(ClientError) {
        do {
            var configuration = TLSConfiguration.makeServerConfigurationWithMTLS(
                certificateChain: try NIOSSLCertificate.fromPEMFile(certificateFile).map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(file: keyFile, format: .pem)),
                trustRoots: .file(authoritiesFile)
            )
            configuration.minimumTLSVersion = .tlsv12
            // As Axis's own listener: forward secrecy and authenticated encryption only.
            configuration.cipherSuites = "ECDH+AESGCM:ECDH+CHACHA20"
            configuration.applicationProtocols = ["http/1.1"]
            context = try NIOSSLContext(configuration: configuration)
            clients = try clientsFile.map { file in
                Set(try NIOSSLCertificate.fromPEMFile(file).map { try $0.toDERBytes() })
            }
        } catch {
            throw ClientError(.file, "The server's certificate, key or the client authorities can't be used: \(error)")
        }
        self.receiver = receiver
    }

    /// Whether only certain certificates may push, not all under the authorities.
    var isPinned: Bool { clients != nil }

    /// Serves until the process ends.
    ///
    /// - Parameter listening: is told the port once connections are taken.
    func run(host: String, port: Int, listening: (Int) -> Void) async throws {
        let server = try await bind(host: host, port: port)
        listening(server.channel.localAddress?.port ?? port)
        try await server.executeThenClose { inbound in
            try await withThrowingDiscardingTaskGroup { group in
                for try await connection in inbound {
                    group.addTask { await serve(connection) }
                }
            }
        }
    }

    private func bind(host: String, port: Int) async throws -> NIOAsyncChannel<Connection, Never> {
        let gate = ConnectionGate(limit: Self.mostConnections)
        do {
            return try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .serverChannelOption(.backlog, value: 64)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.maxMessagesPerRead, value: 4)
                .bind(host: host, port: port) { [context] channel in
                    channel.eventLoop.makeCompletedFuture {
                        guard gate.enter() else { throw ChannelError.connectTimeout(.zero) }
                        channel.closeFuture.whenComplete { _ in gate.leave() }
                        let pipeline = channel.pipeline.syncOperations
                        try pipeline.addHandler(IdleStateHandler(allTimeout: .seconds(60)))
                        try pipeline.addHandler(IdleCloser())
                        try pipeline.addHandler(NIOSSLServerHandler(context: context))
                        try pipeline.configureHTTPServerPipeline(withErrorHandling: true)
                        try pipeline.addHandler(ResponseParts())
                        return try Connection(wrappingChannelSynchronously: channel)
                    }
                }
        } catch {
            throw CommandFailure("Can't listen on \(host):\(port): \(error)")
        }
    }

    /// Serves one connection; whatever breaks it ends this connection only.
    private func serve(_ connection: Connection) async {
        do {
            try await connection.executeThenClose { inbound, outbound in
                var parts = inbound.makeAsyncIterator()
                while let part = try await parts.next() {
                    guard case .head(let head) = part else { continue }
                    guard try await isKnown(connection.channel) else {
                        let refusal = PushRefusal(status: 403, sentence: "Only Axis's own certificate may push here.")
                        return try await answer(refusal, head, outbound, closes: true)
                    }
                    let isLast = try await serve(head, &parts, outbound)
                    if isLast { return }
                }
            }
        } catch {
            // A client that goes away, a broken handshake: it will come again.
        }
    }

    /// Whether the client's certificate is one of those that may push; the handshake has checked its chain.
    private func isKnown(_ channel: any Channel) async throws -> Bool {
        guard let clients else { return true }
        guard let leaf = try await channel.nioSSL_peerCertificate().get() else { return false }
        return clients.contains(try leaf.toDERBytes())
    }

    /// Serves one request; true when the connection ends with it.
    private func serve(
        _ head: HTTPRequestHead,
        _ parts: inout NIOAsyncChannelInboundStream<HTTPServerRequestPart>.AsyncIterator,
        _ outbound: NIOAsyncChannelOutboundWriter<HTTPPart<HTTPResponseHead, ByteBuffer>>
    ) async throws -> Bool {
        let push: PushHead
        do throws(PushRefusal) {
            push = try Self.read(head, limit: receiver.limit)
        } catch {
            // Its body is not read, so the connection can't go on.
            try await answer(error, head, outbound, closes: true)
            return true
        }
        if head.headers["expect"].contains("100-continue") {
            try await outbound.write(.head(HTTPResponseHead(version: head.version, status: .continue)))
        }
        let incoming = receiver.folder.makeIncomingPath(for: push.delivery)
        do throws(PushRefusal) {
            try await receive(into: incoming, &parts)
            try await Blocking.run { [receiver] () throws(PushRefusal) in
                try receiver.accept(push, incoming: incoming)
            }
        } catch {
            unlink(incoming)
            try await answer(error, head, outbound, closes: true)
            return true
        }
        let closes = !head.isKeepAlive
        try await answer(nil, head, outbound, closes: closes)
        await Blocking.run { [receiver] in receiver.saveAttachments(push) }
        return closes
    }

    private static func read(_ head: HTTPRequestHead, limit: Int) throws(PushRefusal) -> PushHead {
        guard head.method == .POST else {
            throw PushRefusal(status: 405, sentence: "Only POST is taken here.")
        }
        guard head.headers.reduce(0, { $0 + $1.name.utf8.count + $1.value.utf8.count }) <= 16_384 else {
            throw PushRefusal(status: 431, sentence: "The header is larger than 16 KiB.")
        }
        if let size = head.headers.first(name: "content-length").flatMap({ Int($0) }), size > limit {
            throw PushRefusal(status: 413, sentence: "The envelope is larger than \(limit) bytes.")
        }
        return try PushHead { head.headers.first(name: $0) }
    }

    /// Writes a body into a file as it comes.
    private func receive(
        into path: String,
        _ parts: inout NIOAsyncChannelInboundStream<HTTPServerRequestPart>.AsyncIterator
    ) async throws(PushRefusal) {
        var size = 0
        while true {
            let part: HTTPServerRequestPart?
            do { part = try await parts.next(isolation: #isolation) } catch { part = nil }
            switch part {
            case .body(let buffer):
                size += buffer.readableBytes
                guard size <= receiver.limit else {
                    throw PushRefusal(status: 413, sentence: "The envelope is larger than \(receiver.limit) bytes.")
                }
                let bytes = [UInt8](buffer.readableBytesView)
                try await Blocking.run { () throws(PushRefusal) in try Self.append(bytes, to: path) }
            case .end:
                // An empty body has a file too.
                return try await Blocking.run { () throws(PushRefusal) in try Self.append([], to: path) }
            case .head, nil: throw PushRefusal(status: 400, sentence: "The body ended early.")
            }
        }
    }

    private static func append(_ bytes: [UInt8], to path: String) throws(PushRefusal) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0o600)
        var written = 0
        var isBroken = descriptor < 0
        while !isBroken, written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            isBroken = count <= 0
            written += max(0, count)
        }
        if descriptor >= 0, close(descriptor) != 0 { isBroken = true }
        guard !isBroken else { throw PushRefusal(status: 503, sentence: "The delivery could not be saved.") }
    }

    private func answer(
        _ refusal: PushRefusal?,
        _ head: HTTPRequestHead,
        _ outbound: NIOAsyncChannelOutboundWriter<HTTPPart<HTTPResponseHead, ByteBuffer>>,
        closes: Bool
    ) async throws {
        let text = refusal.map { $0.sentence + "\n" } ?? ""
        var response = HTTPResponseHead(
            version: head.version,
            status: HTTPResponseStatus(statusCode: refusal?.status ?? 200)
        )
        response.headers.add(name: "Content-Length", value: "\(text.utf8.count)")
        if refusal != nil { response.headers.add(name: "Content-Type", value: "text/plain; charset=utf-8") }
        if closes { response.headers.add(name: "Connection", value: "close") }
        try await outbound.write(.head(response))
        if !text.isEmpty { try await outbound.write(.body(ByteBuffer(string: text))) }
        try await outbound.write(.end(nil))
    }
}

/// Closes a connection that nothing comes over.
private final class IdleCloser: ChannelInboundHandler {
    typealias InboundIn = NIOAny

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }
}

/// Turns responses of byte buffers into NIO's own.
private final class ResponseParts: ChannelOutboundHandler {
    typealias OutboundIn = HTTPPart<HTTPResponseHead, ByteBuffer>
    typealias OutboundOut = HTTPServerResponsePart

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let part: HTTPServerResponsePart =
            switch unwrapOutboundIn(data) {
            case .head(let head): .head(head)
            case .body(let buffer): .body(.byteBuffer(buffer))
            case .end(let trailers): .end(trailers)
            }
        context.write(wrapOutboundOut(part), promise: promise)
    }
}
