// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisSignature
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// What a listener needs for TLS; read again on every reload.
package struct TLSMaterial: Sendable {
    /// The server's certificate and those above it, PEM.
    package var certificateFile: String
    /// The server's key, PEM.
    package var keyFile: String
    /// Whom the listener lets connect; nil when clients show no certificates.
    package var trust: TrustList?

    /// Names the material.
    package init(certificateFile: String, keyFile: String, trust: TrustList?) {
        self.certificateFile = certificateFile
        self.keyFile = keyFile
        self.trust = trust
    }
}

/// The TLS context that new connections take; reloading swaps it, connections that stand go on with theirs.
///
/// Each context has ticket keys of its own, so that no session from before a reload is resumed after it.
package final class TLSContextBox: Sendable {
    struct Loaded: Sendable {
        let context: NIOSSLContext
        let trust: TrustList?
    }

    private let loaded: Mutex<Loaded>
    private let clock: any WallClock

    /// Reads the material.
    ///
    /// - Throws: an error of NIOSSL for a certificate or key that can't be used.
    package init(_ material: TLSMaterial, clock: any WallClock) throws {
        self.clock = clock
        loaded = Mutex(try Self.load(material))
    }

    /// Reads the material anew (SIGHUP); on an error the old context stays.
    package func reload(_ material: TLSMaterial) throws {
        let fresh = try Self.load(material)
        loaded.withLock { $0 = fresh }
    }

    /// A handler for one new connection.
    func makeHandler() -> NIOSSLServerHandler {
        let (loaded, clock) = (self.loaded.withLock { $0 }, self.clock)
        guard let trust = loaded.trust else { return NIOSSLServerHandler(context: loaded.context) }
        return NIOSSLServerHandler(context: loaded.context) { chain, promise in
            // Building a chain takes public-key operations: not on the event loop.
            NIOThreadPool.singleton.runIfActive(eventLoop: promise.futureResult.eventLoop) {
                let ders = try chain.map { try $0.toDERBytes() }
                return trust.admitsToHandshake(ders, at: clock.now()) ? .certificateVerified : .failed
            }.cascade(to: promise)
        }
    }

    private static func load(_ material: TLSMaterial) throws -> Loaded {
        let chain = try NIOSSLCertificate.fromPEMFile(material.certificateFile)
        let key = try NIOSSLPrivateKey(file: material.keyFile, format: .pem)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(key)
        )
        // The library's default is TLS 1.0.
        configuration.minimumTLSVersion = .tlsv12
        // The library's default for TLS 1.2 still has RSA key exchange, without forward secrecy, and CBC.
        configuration.cipherSuites = "ECDH+AESGCM:ECDH+CHACHA20"
        if let trust = material.trust {
            // A certificate is required; what it is worth, the callback in `makeHandler` says in BoringSSL's place.
            configuration.certificateVerification = .noHostnameVerification
            configuration.trustRoots = .certificates(
                try trust.anchors.map { try NIOSSLCertificate(bytes: $0.der, format: .der) }
            )
            configuration.sendCANameList = true
        }
        configuration.applicationProtocols = ["http/1.1"]
        // Many clients never answer the end of an idle connection; the last response has long been handed over.
        configuration.shutdownTimeout = .seconds(1)
        return Loaded(context: try NIOSSLContext(configuration: configuration), trust: material.trust)
    }
}

extension TrustList {
    /// Whether a chain, the leaf first, ends in an anchor, leaving aside whether its leaf is expired or revoked.
    ///
    /// Those two are said per request, with their codes, so their holder must get as far as a request. The chain is
    /// judged for the moment nearest to now at which the leaf was in force.
    func admitsToHandshake(_ chain: [[UInt8]], at now: Timestamp) -> Bool {
        guard let first = chain.first, chain.count <= Self.longestChain,
            chain.reduce(0, { $0 + $1.count }) <= Self.largestChain
        else { return false }
        do throws(SignatureError) {
            let leaf = try Certificate(der: first)
            var above: [Certificate] = []
            for der in chain.dropFirst() { above.append(try Certificate(der: der)) }
            guard leaf.notBefore <= leaf.notAfter else { return false }
            // OpenSSL counts the very last second as too late.
            let moment = min(max(now.seconds, leaf.notBefore), max(leaf.notBefore, leaf.notAfter - 1))
            _ = try verify(leaf: leaf, intermediates: above, at: moment)
            return true
        } catch {
            // Revocation is looked at only after the chain has reached its anchor.
            return error.code == .revoked
        }
    }
}
