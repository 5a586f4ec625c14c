// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisRegistry
package import AxisSignature
import Synchronization

/// Answers who is connected, separately for every request and against the registry as of now.
///
/// The TLS handshake has checked only that the chain ends in an anchor. Dates, revocation and binding are looked at
/// here from the leaf's bytes, because a kept-alive connection outlives a revocation and a resumed session never
/// calls the handshake's verification.
package final class Authenticator: Sendable {
    private let registry: RegistryHolder
    private let trust: Mutex<TrustLists>
    private let certificates: CertificateCache

    /// Makes an authenticator.
    package init(registry: RegistryHolder, trust: TrustLists, certificates: CertificateCache) {
        self.registry = registry
        self.trust = Mutex(trust)
        self.certificates = certificates
    }

    /// The trust lists in force.
    package var trustLists: TrustLists { trust.withLock { $0 } }

    /// Puts newly read trust lists in force (SIGHUP), for connections that stand too.
    package func replaceTrust(_ lists: TrustLists) {
        trust.withLock { current in
            lists.tls.succeed(current.tls)
            current = lists
        }
    }

    /// The agency's system behind a client certificate.
    ///
    /// - Parameters:
    ///   - leafDER: the certificate that the connection presented.
    ///   - at: the moment of the request.
    /// - Throws: ``Refusal`` with `certificate-expired`, `certificate-revoked`, `certificate-untrusted` or
    ///   `certificate-unbound`.
    package func agency(leafDER: [UInt8], at: Timestamp) throws(Refusal) -> Caller {
        let certificate = try certificate(leafDER)
        try check(certificate, at: at)
        let fingerprint = certificate.digest
        let snapshot = registry.current
        let binding = try snapshot.binding(fingerprint: fingerprint, use: .tls, at: at).binding(for: "connecting")
        guard let holder = snapshot.unit(binding.holder) else { throw BindingAnswer.unboundRefusal(for: "connecting") }
        return Caller(
            holder: holder.id,
            holderCode: holder.code.text,
            authentication: .mtls,
            credential: fingerprint.description
        )
    }

    /// The administrator behind a client certificate.
    ///
    /// - Throws: ``Refusal`` with `certificate-expired`, `certificate-revoked`, `certificate-untrusted` or `forbidden`.
    package func administrator(leafDER: [UInt8], at: Timestamp) throws(Refusal) -> AdministratorCaller {
        let certificate = try certificate(leafDER)
        try check(certificate, at: at)
        guard let administrator = registry.current.administrator(fingerprint: certificate.digest) else {
            throw Refusal(
                .forbidden,
                english: "this certificate belongs to no administrator; add it with `axisctl admin add --cert`",
                vietnamese: "chứng thư này không thuộc quản trị viên nào; thêm bằng `axisctl admin add --cert`"
            )
        }
        return AdministratorCaller(name: administrator.name, roles: administrator.roles)
    }

    /// The administrator behind a Unix user on the local socket.
    ///
    /// - Throws: ``Refusal`` with `forbidden`.
    package func administrator(uid: UInt32) throws(Refusal) -> AdministratorCaller {
        guard let administrator = registry.current.administrator(uid: uid) else {
            throw Refusal(
                .forbidden,
                english: "the Unix user \(uid) is no administrator; add it with `axisctl admin add --uid \(uid)`",
                vietnamese:
                    "người dùng Unix \(uid) không phải quản trị viên; thêm bằng `axisctl admin add --uid \(uid)`"
            )
        }
        return AdministratorCaller(name: administrator.name, roles: administrator.roles)
    }

    private func certificate(_ der: [UInt8]) throws(Refusal) -> Certificate {
        do {
            return try certificates.certificate(der: der)
        } catch {
            throw Refusal(error, field: "TLS")
        }
    }

    private func check(_ certificate: Certificate, at: Timestamp) throws(Refusal) {
        guard certificate.isInForce(at: at.seconds) else {
            throw Refusal(
                .certificateExpired,
                field: "TLS",
                english: "the client certificate is not valid at this time; connect with a valid one",
                vietnamese:
                    "chứng thư máy khách không còn hoặc chưa có hiệu lực; hãy kết nối bằng chứng thư còn hiệu lực"
            )
        }
        let trust = trustLists.tls
        guard !trust.isRevoked(certificate, at: at.seconds) else {
            throw Refusal(
                .certificateRevoked,
                field: "TLS",
                english: "the client certificate was revoked; connect with another one",
                vietnamese: "chứng thư máy khách đã bị thu hồi; hãy kết nối bằng chứng thư khác"
            )
        }
        // The authorities above too: one may have been revoked, or an anchor withdrawn, since the handshake.
        do {
            _ = try trust.verify(leaf: certificate, at: at.seconds)
        } catch {
            throw Refusal(error, field: "TLS")
        }
    }
}

/// The trust lists, one for each use.
package struct TrustLists: Sendable {
    /// Whom Axis lets connect.
    package var tls: TrustList
    /// Whose signatures Axis accepts inside envelopes.
    package var sign: TrustList

    /// Makes the lists.
    package init(tls: TrustList, sign: TrustList) {
        self.tls = tls
        self.sign = sign
    }
}
