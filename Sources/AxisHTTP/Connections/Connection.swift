// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import Glibc
import NIOCore
import NIOSSL
import Synchronization

/// An accepted connection, as requests that come over it see it.
package final class Connection: Sendable {
    /// Who is at the other end, as far as the transport knows.
    package enum Peer: Sendable, Hashable {
        /// An Internet address, without the port.
        case address(String)
        /// A process on this machine, by its user.
        case local(uid: UInt32)
    }

    private enum Leaf {
        case unread
        case read([UInt8]?)
    }

    let channel: any Channel
    let isEncrypted: Bool
    private let table: ConnectionTable?
    private let storedPeer: Mutex<Peer>
    private let leaf = Mutex(Leaf.unread)
    private let place = Mutex<RateLimiter.Place?>(nil)

    init(channel: any Channel, isEncrypted: Bool, table: ConnectionTable? = nil) {
        self.channel = channel
        self.isEncrypted = isEncrypted
        self.table = table
        storedPeer = Mutex(.address(channel.remoteAddress?.ipAddress ?? "-"))
    }

    /// Who is at the other end.
    package var peer: Peer { storedPeer.withLock { $0 } }

    /// The peer in a word, for limits and the audit log.
    package var source: String {
        switch peer {
        case .address(let text): text
        case .local(let uid): "uid \(uid)"
        }
    }

    /// The peer's certificate, DER; nil without TLS. Read once: it can't change while the connection stands.
    package func leafCertificate() async -> [UInt8]? {
        if case .read(let der) = leaf.withLock({ $0 }) { return der }
        guard isEncrypted else { return nil }
        let certificate = try? await channel.nioSSL_peerCertificate().get()
        let der = try? certificate?.toDERBytes()
        leaf.withLock { $0 = .read(der) }
        return der
    }

    /// Asks the kernel whose process is at the other end of a Unix socket (`SO_PEERCRED`).
    func readPeerCredentials() -> EventLoopFuture<Void> {
        guard let provider = channel as? any SocketOptionProvider else {
            return channel.eventLoop.makeFailedFuture(ChannelError.operationUnsupported)
        }
        let credentials: EventLoopFuture<PeerCredentials> = provider.unsafeGetSocketOption(
            level: .socket,
            name: NIOBSDSocket.Option(rawValue: SO_PEERCRED)
        )
        return credentials.map { credentials in
            self.storedPeer.withLock { $0 = .local(uid: credentials.uid) }
        }
    }

    /// Whether connections like this one are so many that none should be left idle.
    var isCrowded: Bool { table?.isCrowded(by: channel.remoteAddress) ?? false }

    /// Keeps the caller's place until the request under way is answered; a connection answers one at a time.
    func hold(_ place: RateLimiter.Place) { self.place.withLock { $0 = place } }

    /// Gives the caller's place back.
    func letGo() { place.withLock { $0 = nil } }

    /// Tells a peer that asked with `Expect: 100-continue` to send the body.
    func sendContinue() {
        channel.triggerUserOutboundEvent(ConnectionGuard.ContinueEvent(), promise: nil)
    }

    /// Waits until all of the response under way has been handed to the transport; false if it never will be.
    func isResponseHandedOver() async -> Bool {
        let promise = channel.eventLoop.makePromise(of: Void.self)
        // On a closed connection nobody takes the event, and nobody else would answer.
        let taken = channel.eventLoop.makePromise(of: Void.self)
        taken.futureResult.whenFailure { promise.fail($0) }
        channel.triggerUserOutboundEvent(ConnectionGuard.HandOverEvent(promise: promise), promise: taken)
        do {
            try await promise.futureResult.get()
            return true
        } catch {
            return false
        }
    }
}

/// `struct ucred` of Linux (unix(7)), which Swift's view of glibc leaves out.
private struct PeerCredentials: Sendable {
    let pid: Int32
    let uid: UInt32
    let gid: UInt32
}

/// Counts the open connections, in all and per address.
package final class ConnectionTable: Sendable {
    private struct State {
        var channels: [ObjectIdentifier: any Channel] = [:]
        var counts: [String: Int] = [:]
    }

    private let most: Int
    private let mostPerAddress: Int
    private let state = Mutex(State())

    package init(limits: HTTPLimits) {
        most = limits.connections
        mostPerAddress = limits.connectionsPerAddress
    }

    /// How many connections are open.
    package var count: Int { state.withLock { $0.channels.count } }

    /// Takes a connection in, or says that it is one too many.
    func admit(_ channel: any Channel) -> Bool {
        let address = channel.remoteAddress.flatMap(Self.origin)
        let admitted = state.withLock { state in
            guard state.channels.count < most else { return false }
            if let address {
                guard state.counts[address, default: 0] < mostPerAddress else { return false }
                state.counts[address, default: 0] += 1
            }
            state.channels[ObjectIdentifier(channel)] = channel
            return true
        }
        if admitted {
            channel.closeFuture.whenComplete { _ in self.release(channel, address: address) }
        }
        return admitted
    }

    /// Whether more than half of the places are taken, of all or of those that an address may have.
    func isCrowded(by address: SocketAddress?) -> Bool {
        let address = address.flatMap(Self.origin)
        return state.withLock { state in
            state.channels.count > most / 2 || address.map { state.counts[$0, default: 0] > mostPerAddress / 2 } == true
        }
    }

    /// Whose connections are counted together: an IPv4 address, or an IPv6 network of 64 bits, since one machine has all
    /// addresses of such a one.
    static func origin(_ address: SocketAddress) -> String? {
        guard let text = address.ipAddress, text.utf8.contains(UInt8(ascii: ":")) else { return address.ipAddress }
        var bytes = [UInt8](repeating: 0, count: 16)
        guard inet_pton(AF_INET6, text, &bytes) == 1 else { return text }
        let isMapped = bytes.starts(with: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF])
        return isMapped ? text : bytes.prefix(8).map { String($0, radix: 16) }.joined(separator: ":")
    }

    /// Closes whatever is still open.
    func closeAll() {
        for channel in state.withLock({ Array($0.channels.values) }) { channel.close(promise: nil) }
    }

    private func release(_ channel: any Channel, address: String?) {
        state.withLock { state in
            guard state.channels.removeValue(forKey: ObjectIdentifier(channel)) != nil, let address else { return }
            let left = state.counts[address, default: 1] - 1
            state.counts[address] = left > 0 ? left : nil
        }
    }
}
