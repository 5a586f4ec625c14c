// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import COpenSSL
import Synchronization

/// What a trust list is for. Each use has its own anchors (`architecture.md`, Trust).
package enum TrustUse: String, Sendable, Hashable, CaseIterable {
    /// Clients of the TLS listener.
    case tls
    /// Signers of documents.
    case sign
    /// Axis's own seal on checkpoints.
    case sealing
}

/// What happens when an issuer's revocation list is missing or overdue.
package enum RevocationPolicy: String, Sendable, Hashable, CaseIterable {
    /// The chain is accepted and carries a warning.
    case soft
    /// The chain is refused.
    case hard
}

/// A chain that reached an anchor, was in force and not revoked at the time asked for.
package struct VerifiedChain: Sendable {
    /// The certificates from the leaf to the anchor, both included.
    package let certificates: [Certificate]
    /// What an operator should know: revocation lists that are missing or overdue.
    package let warnings: [RevocationWarning]
}

/// A gap in the knowledge about revocations.
package enum RevocationWarning: Sendable, Hashable {
    /// There is no revocation list of this issuer.
    case missing(issuer: String)
    /// The issuer's next list was due at `nextUpdate` (seconds since 1970).
    case overdue(issuer: String, nextUpdate: Int64)
}

/// The anchors, intermediate certificates and revocation lists for one use. Immutable: a reload makes a new one.
///
/// Chains that verified are kept by the leaf's fingerprint for as long as the list lives; dates and revocations are
/// looked at each time. `@unchecked Sendable`: OpenSSL's store has its own lock and is not changed after `init`.
package final class TrustList: @unchecked Sendable {
    /// The most certificates in a chain, the leaf and the anchor included.
    package static let longestChain = 10
    /// The most bytes that a presented chain may have.
    package static let largestChain = 64 * 1024

    /// What the list is for.
    package let use: TrustUse
    /// What happens when an issuer's revocation list is missing or overdue.
    package let revocationPolicy: RevocationPolicy
    /// The certificates that every chain must end in.
    package let anchors: [Certificate]
    /// Known certificates between leaf and anchor, for peers that do not send theirs.
    package let intermediates: [Certificate]
    /// The revocation lists, each signed by one of the anchors or intermediates.
    package let revocationLists: [RevocationList]

    let store: OpaquePointer
    private let listsByIssuer: [UInt: [RevocationList]]
    private let authorities: [[UInt8]: Certificate]
    private let chains: Mutex<LRUCache<[UInt8], [Certificate]>>
    private let earlier = Mutex<TrustList?>(nil)

    /// Makes a list.
    ///
    /// - Throws: `revocation-list-unusable` for a revocation list that none of the certificates given signed.
    package init(
        use: TrustUse,
        anchors: [Certificate],
        intermediates: [Certificate] = [],
        revocationLists: [RevocationList] = [],
        revocationPolicy: RevocationPolicy = .soft,
        cachedChains: Int = 16_384
    ) throws(SignatureError) {
        let authorities = anchors + intermediates
        for list in revocationLists where !authorities.contains(where: list.isSigned(by:)) {
            throw SignatureError(
                .revocationListUnusable,
                "The revocation list of \(list.issuer) is signed by none of the configured certificates.",
                "Danh sách thu hồi của \(list.issuer) không do chứng thư nào đã cấu hình ký."
            )
        }
        guard let store = X509_STORE_new() else { throw .library("make a store of anchors") }
        for anchor in anchors where X509_STORE_add_cert(store, anchor.handle) != 1 {
            X509_STORE_free(store)
            throw .library("add an anchor")
        }
        self.store = store
        self.use = use
        self.revocationPolicy = revocationPolicy
        self.anchors = anchors
        self.intermediates = intermediates
        self.revocationLists = revocationLists
        self.listsByIssuer = Dictionary(grouping: revocationLists, by: \.issuerNameHash)
        self.authorities = Dictionary(authorities.map { ($0.fingerprint, $0) }) { first, _ in first }
        self.chains = Mutex(LRUCache(capacity: cachedChains))
    }

    deinit { X509_STORE_free(store) }

    // MARK: - Loading

    /// Reads a list from a PEM or DER file, or from a directory of such files.
    ///
    /// Certificates that are their own issuer become anchors, the others intermediates; `X509 CRL` blocks and files
    /// named `*.crl` become revocation lists. Other files of a directory are passed over (keys above all).
    package static func load(
        _ path: String,
        use: TrustUse,
        revocationPolicy: RevocationPolicy = .soft
    ) throws(SignatureError) -> TrustList {
        try load([path], use: use, revocationPolicy: revocationPolicy)
    }

    /// Reads a list from several files or directories, see ``load(_:use:revocationPolicy:)-(String,_,_)``.
    package static func load(
        _ paths: [String],
        use: TrustUse,
        revocationPolicy: RevocationPolicy = .soft
    ) throws(SignatureError) -> TrustList {
        var certificates: [Certificate] = []
        var lists: [RevocationList] = []
        for path in paths {
            guard SmallFile.isDirectory(path) else {
                try read(path, certificates: &certificates, lists: &lists)
                continue
            }
            for name in try SmallFile.names(in: path) where isTrustFile(name) {
                try read("\(path)/\(name)", certificates: &certificates, lists: &lists)
            }
        }
        let anchors = certificates.filter(\.isSelfIssued)
        guard !anchors.isEmpty else {
            throw SignatureError(
                .certificateUnreadable,
                "There is no self-issued certificate to anchor trust in: \(paths.joined(separator: ", ")).",
                "Không có chứng thư gốc nào để làm điểm tin cậy: \(paths.joined(separator: ", "))."
            )
        }
        return try TrustList(
            use: use,
            anchors: anchors,
            intermediates: certificates.filter { !$0.isSelfIssued },
            revocationLists: lists,
            revocationPolicy: revocationPolicy
        )
    }

    private static func isTrustFile(_ name: String) -> Bool {
        [".pem", ".crt", ".cer", ".der", ".crl"].contains { name.hasSuffix($0) }
    }

    private static func read(
        _ path: String,
        certificates: inout [Certificate],
        lists: inout [RevocationList]
    ) throws(SignatureError) {
        let bytes = try SmallFile.read(path, atMost: SmallFile.largestListFile)
        do {
            if path.hasSuffix(".crl") {
                lists += try RevocationList.load(bytes)
            } else if bytes.first == 0x30 {
                certificates.append(try Certificate(der: bytes))
            } else {
                for block in PEMBlock.blocks(in: bytes) {
                    if block.isCertificate { certificates.append(try Certificate(der: block.der)) }
                    if block.isRevocationList { lists.append(try RevocationList(der: block.der)) }
                }
            }
        } catch {
            throw SignatureError(error.code, "\(path): \(error.english)", "\(path): \(error.vietnamese)")
        }
    }

    // MARK: - Verifying

    /// Finds the chain from `leaf` to an anchor and judges it for this list's use.
    ///
    /// - Parameters:
    ///   - presented: what the peer sent along, in any order; at most nine certificates and, with the leaf, 64 KiB.
    ///   - seconds: the moment to judge for, in seconds since 1970.
    /// - Throws: `certificate-untrusted`, `certificate-expired` (also: not yet valid) or `certificate-revoked`.
    package func verify(
        leaf: Certificate,
        intermediates presented: [Certificate] = [],
        at seconds: Int64
    ) throws(SignatureError) -> VerifiedChain {
        if let chain = chains.withLock({ $0.value(for: leaf.fingerprint) }),
            chain.allSatisfy({ $0.isInForce(at: seconds) })
        {
            return VerifiedChain(certificates: chain, warnings: try checkRevocation(chain, at: seconds))
        }
        guard presented.count < Self.longestChain,
            presented.reduce(leaf.der.count, { $0 + $1.der.count }) <= Self.largestChain
        else {
            throw SignatureError(
                .untrusted,
                "The certificate chain is longer than \(Self.longestChain) certificates or 64 KiB.",
                "Chuỗi chứng thư dài hơn \(Self.longestChain) chứng thư hoặc 64 KiB."
            )
        }
        try checkPurpose(of: leaf)
        let known = presented.isEmpty ? certificatesPresentedEarlier(with: leaf) : presented
        let chain = try buildChain(from: leaf, with: known, at: seconds)
        // Kept even when something in it is revoked, so that whoever asks again without what the peer presented is
        // told that and nothing else.
        chains.withLock { $0.insert(chain, for: leaf.fingerprint) }
        return VerifiedChain(certificates: chain, warnings: try checkRevocation(chain, at: seconds))
    }

    /// Takes over what peers presented to the list that this one replaces, so that a connection that outlives a reload
    /// can still be judged. Nothing of it is trusted: chains are built and checked anew, up to this list's anchors.
    package func succeed(_ predecessor: TrustList) {
        guard predecessor !== self else { return }
        // One step back only: what was asked about since the last reload.
        predecessor.earlier.withLock { $0 = nil }
        earlier.withLock { $0 = predecessor }
    }

    private func certificatesPresentedEarlier(with leaf: Certificate) -> [Certificate] {
        guard let predecessor = earlier.withLock({ $0 }) else { return [] }
        let chain = predecessor.chains.withLock { $0.value(for: leaf.fingerprint) } ?? []
        return Array(chain.dropFirst())
    }

    /// The configured certificate with these bytes, or a new one.
    func certificate(copying handle: OpaquePointer, known: [Certificate]) throws(SignatureError) -> Certificate {
        let der = Certificate.encode(handle)
        if let one = known.first(where: { $0.der == der }) { return one }
        if let one = authorities[SHA256.hash(der)] { return one }
        return try Certificate(der: der)
    }

    // MARK: - Revocation

    /// True when a revocation list says that `certificate` was revoked at or before `seconds` (since 1970).
    ///
    /// One look-up by issuer and one by serial number. It knows nothing of the certificates above;
    /// ``verify(leaf:intermediates:at:)`` looks at the whole chain, and is as cheap once it knows it.
    package func isRevoked(_ certificate: Certificate, at seconds: Int64) -> Bool {
        guard let lists = listsByIssuer[certificate.issuerNameHash] else { return false }
        return lists.contains { list in
            guard let since = list.revocations[certificate.serialNumber] else { return false }
            return since <= seconds && list.covers(certificate)
        }
    }

    /// The revocation lists that are overdue at `seconds` (since 1970), for the operator's attention.
    package func overdueRevocationLists(at seconds: Int64) -> [RevocationList] {
        let current = Set(revocationLists.filter { !$0.isStale(at: seconds) }.map(\.issuer))
        return revocationLists.filter { !current.contains($0.issuer) }
    }

    private func checkRevocation(
        _ chain: [Certificate],
        at seconds: Int64
    ) throws(SignatureError) -> [RevocationWarning] {
        var warnings: [RevocationWarning] = []
        for certificate in chain.dropLast() {
            if isRevoked(certificate, at: seconds) {
                throw SignatureError(
                    .revoked,
                    "The certificate of \(certificate.subject) has been revoked.",
                    "Chứng thư của \(certificate.subject) đã bị thu hồi."
                )
            }
            guard let warning = gap(for: certificate, at: seconds) else { continue }
            guard revocationPolicy == .soft else {
                throw SignatureError(
                    .untrusted,
                    "No revocation list in force tells whether the certificate of \(certificate.subject) still holds.",
                    "Không có danh sách thu hồi còn hiệu lực cho chứng thư của \(certificate.subject)."
                )
            }
            warnings.append(warning)
        }
        return warnings
    }

    private func gap(for certificate: Certificate, at seconds: Int64) -> RevocationWarning? {
        let lists = (listsByIssuer[certificate.issuerNameHash] ?? []).filter { $0.covers(certificate) }
        guard let newest = lists.max(by: { $0.thisUpdate < $1.thisUpdate }) else {
            return .missing(issuer: certificate.issuer)
        }
        guard lists.allSatisfy({ $0.isStale(at: seconds) }) else { return nil }
        return .overdue(issuer: certificate.issuer, nextUpdate: newest.nextUpdate ?? newest.thisUpdate)
    }
}
