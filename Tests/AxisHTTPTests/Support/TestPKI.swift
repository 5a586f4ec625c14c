// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisSignature
import Foundation
import NIOSSL

@testable import AxisHTTP

/// A throw-away authority, a server's identity and whatever clients a test wants, in a temporary directory.
final class TestPKI: Sendable {
    static let now: Int64 = 1_760_000_000

    let directory: String
    private let authority: CertificateAuthority

    init() throws {
        directory = NSTemporaryDirectory() + "axis-http-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        authority = try CertificateAuthority.makeRoot(
            subject: DistinguishedName(commonName: "Test CA"),
            validity: 0...(Self.now + 1_000_000_000)
        )
        try Certificate.writePEM([authority.certificate], to: path("ca.pem"))
        try write(
            try identity("localhost", hostNames: ["localhost"], purposes: .serverAuthentication),
            as: "server"
        )
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    func path(_ name: String) -> String { "\(directory)/\(name)" }

    func identity(
        _ name: String,
        hostNames: [String] = [],
        purposes: ExtendedKeyUsage = .clientAuthentication,
        validity: ClosedRange<Int64> = 0...(now + 1_000_000_000)
    ) throws -> SigningIdentity {
        try authority.issueIdentity(
            CertificateProfile(
                subject: DistinguishedName(commonName: name),
                validity: validity,
                hostNames: hostNames,
                extendedKeyUsage: purposes
            )
        )
    }

    func write(_ identity: SigningIdentity, as name: String) throws {
        try identity.key.writePEM(to: path("\(name).key"))
        try Certificate.writePEM(identity.certificates, to: path("\(name).pem"))
    }

    func revocationList(_ certificates: [Certificate]) throws -> RevocationList {
        try RevocationList(
            der: try authority.makeRevocationList(
                revoking: certificates.map { ($0, 1) },
                thisUpdate: 1,
                nextUpdate: Self.now + 1_000_000_000
            )
        )
    }

    func trust(revoking certificates: [Certificate] = []) throws -> TrustList {
        try TrustList(
            use: .tls,
            anchors: [authority.certificate],
            revocationLists: certificates.isEmpty ? [] : [try revocationList(certificates)]
        )
    }

    func material(_ trust: TrustList) -> TLSMaterial {
        TLSMaterial(certificateFile: path("server.pem"), keyFile: path("server.key"), trust: trust)
    }

    /// A client's context; the server's certificate is checked against this authority.
    func client(_ identity: SigningIdentity?, named name: String = "client") throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(path("ca.pem")))
        // The test's clock is not the machine's.
        configuration.certificateVerification = .none
        if let identity {
            try? FileManager.default.removeItem(atPath: path("\(name).key"))
            try? FileManager.default.removeItem(atPath: path("\(name).pem"))
            try write(identity, as: name)
            configuration.certificateChain = try NIOSSLCertificate.fromPEMFile(path("\(name).pem")).map {
                .certificate($0)
            }
            configuration.privateKey = .privateKey(try NIOSSLPrivateKey(file: path("\(name).key"), format: .pem))
        }
        return try NIOSSLContext(configuration: configuration)
    }
}
