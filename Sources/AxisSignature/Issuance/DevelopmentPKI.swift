// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Throw-away keys and certificates for development, demonstration and tests; never for public duty.
///
/// In a directory of mode 0700: `ca.pem`, `ca.key`, `ca.crl`; `server`, `sealing`, `axis-client` and `admin`, each as
/// `.pem` and `.key`; and `agency/CODE.pem`, `agency/CODE.key` for each unit, good for TLS and for signing. All keys
/// are P-256 with mode 0600.
package struct DevelopmentPKI: Sendable {
    /// A unit that gets a certificate.
    package struct Unit: Sendable, Hashable {
        /// The unit's code, which becomes the common name and the file's name.
        package let code: String
        /// The unit's name, which becomes the organisation.
        package let name: String

        /// A unit with its code and name.
        package init(code: String, name: String) {
            self.code = code
            self.name = name
        }
    }

    /// How long the certificates hold, in seconds: 825 days, the most that TLS clients put up with.
    package static let lifetime: Int64 = 825 * 86_400
    /// How long the revocation list holds, in seconds: as long as the certificates, for nobody renews it.
    package static let revocationListLifetime = lifetime

    /// The directory that holds everything.
    package let directory: String
    private let authority: CertificateAuthority

    /// Opens what ``write(to:units:hostNames:addresses:now:)`` made.
    package init(directory: String) throws(SignatureError) {
        self.directory = directory
        authority = CertificateAuthority(
            identity: try SigningIdentity(keyFile: "\(directory)/ca.key", certificateFile: "\(directory)/ca.pem")
        )
    }

    private init(directory: String, authority: CertificateAuthority) {
        self.directory = directory
        self.authority = authority
    }

    /// Makes a new authority with all its certificates; a directory that holds anything is refused.
    ///
    /// - Parameters:
    ///   - units: the units that get a certificate.
    ///   - hostNames: names of the server.
    ///   - addresses: internet addresses of the server.
    ///   - now: the present, in seconds since 1970.
    @discardableResult
    package static func write(
        to directory: String,
        units: [Unit],
        hostNames: [String] = ["localhost"],
        addresses: [String] = ["127.0.0.1", "::1"],
        now: Int64
    ) throws(SignatureError) -> DevelopmentPKI {
        let made = try SmallFile.makeDirectory(directory)
        if !made {
            guard try SmallFile.names(in: directory).isEmpty else {
                throw SignatureError(
                    .fileExists,
                    "\(directory) is not empty; a development PKI is never written over anything.",
                    "\(directory) không trống; PKI thử nghiệm không bao giờ ghi đè."
                )
            }
        }
        let validity = (now - 3600)...(now + lifetime)
        let root = try CertificateAuthority.makeRoot(
            subject: DistinguishedName(commonName: "Axis development CA", organization: "Axis development"),
            validity: validity
        )
        let infrastructure = DevelopmentPKI(directory: directory, authority: root)
        try root.identity.key.writePEM(to: "\(directory)/ca.key")
        try Certificate.writePEM([root.certificate], to: "\(directory)/ca.pem")
        try infrastructure.issueOwn(hostNames: hostNames, addresses: addresses, now: now)
        _ = try SmallFile.makeDirectory("\(directory)/agency")
        for unit in units { try infrastructure.issue(unit, now: now) }
        try infrastructure.writeRevocationList(revoking: [], now: now)
        return infrastructure
    }

    private func issueOwn(hostNames: [String], addresses: [String], now: Int64) throws(SignatureError) {
        let both: ExtendedKeyUsage = [.serverAuthentication, .clientAuthentication]
        try issue(
            "server",
            subject: DistinguishedName(commonName: hostNames.first ?? "localhost", organization: "Axis development"),
            hostNames: hostNames,
            addresses: addresses,
            purposes: both,
            now: now
        )
        let others: [(String, String, ExtendedKeyUsage)] = [
            ("sealing", "Axis development sealing", []),
            ("axis-client", "Axis development client", .clientAuthentication),
            ("admin", "Axis development administrator", .clientAuthentication),
        ]
        for (file, name, purposes) in others {
            let subject = DistinguishedName(commonName: name, organization: "Axis development")
            try issue(file, subject: subject, purposes: purposes, now: now)
        }
    }

    /// Issues a key and certificate for one more unit, as `agency/CODE.key` and `agency/CODE.pem`.
    ///
    /// A name longer than the 64 characters of a certificate's organisation is cut there.
    package func issue(_ unit: Unit, now: Int64) throws(SignatureError) {
        let isFileName = unit.code.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        guard isFileName, !unit.code.isEmpty, !unit.code.hasPrefix("."), unit.code.utf8.count <= 64 else {
            throw SignatureError(
                .argument,
                "“\(unit.code)” cannot name a certificate's file.",
                "“\(unit.code)” không thể làm tên tệp chứng thư."
            )
        }
        var name = unit.name
        while name.unicodeScalars.count > 64 { name.removeLast() }
        try issue(
            "agency/\(unit.code)",
            subject: DistinguishedName(commonName: unit.code, organization: name.isEmpty ? nil : name),
            hostNames: ["localhost"],
            addresses: ["127.0.0.1", "::1"],
            purposes: [.clientAuthentication, .serverAuthentication],
            now: now
        )
    }

    /// Replaces `ca.crl` in one step by a list of these certificates.
    package func writeRevocationList(revoking certificates: [Certificate], now: Int64) throws(SignatureError) {
        let der = try authority.makeRevocationList(
            revoking: certificates.map { ($0, now) },
            thisUpdate: now,
            nextUpdate: now + Self.revocationListLifetime
        )
        let path = "\(directory)/ca.crl"
        let fresh = "\(path).\(getpid()).new"
        let pem = Array(PEMBlock.encode(der, label: "X509 CRL").utf8)
        try SmallFile.create(fresh, mode: 0o644, contents: pem)
        guard rename(fresh, path) == 0 else {
            let why = String(cString: strerror(errno))
            unlink(fresh)
            throw SignatureError(.file, "Cannot replace \(path): \(why).", "Không thay được \(path): \(why).")
        }
    }

    private func issue(
        _ file: String,
        subject: DistinguishedName,
        hostNames: [String] = [],
        addresses: [String] = [],
        purposes: ExtendedKeyUsage,
        now: Int64
    ) throws(SignatureError) {
        let profile = CertificateProfile(
            subject: subject,
            validity: (now - 3600)...(now + Self.lifetime),
            hostNames: hostNames,
            addresses: addresses,
            extendedKeyUsage: purposes
        )
        let identity = try authority.issueIdentity(profile)
        try identity.key.writePEM(to: "\(directory)/\(file).key")
        try Certificate.writePEM(identity.certificates, to: "\(directory)/\(file).pem")
    }
}
