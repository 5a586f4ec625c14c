// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisSignature
import Foundation

/// A key and a certificate beside the usual ones, as files.
struct Issued: Sendable {
    let certificateFile: String
    let keyFile: String
    let certificate: Certificate

    init(_ name: String, by authority: CertificateAuthority, validity: ClosedRange<Int64>, in directory: URL) throws {
        let identity = try authority.issueIdentity(
            CertificateProfile(
                subject: DistinguishedName(commonName: name),
                validity: validity,
                extendedKeyUsage: [.clientAuthentication, .serverAuthentication]
            )
        )
        let base = directory.appendingPathComponent("\(name)-\(UUID().uuidString.prefix(8))").path
        certificateFile = base + ".pem"
        keyFile = base + ".key"
        certificate = identity.certificate
        try identity.key.writePEM(to: keyFile)
        try Certificate.writePEM(identity.certificates, to: certificateFile)
    }

    /// It signs with this.
    var key: EnvelopeSigningKey {
        get throws { try EnvelopeSigningKey(keyFile: keyFile, certificateFile: certificateFile) }
    }
}

/// A certificate of the development authority over a key that is too short; `openssl` makes what Axis will not.
enum WeakCertificate {
    static func make(in directory: URL, pki: String) async throws -> String {
        let key = directory.appendingPathComponent("weak.key").path
        let request = directory.appendingPathComponent("weak.csr").path
        let certificate = directory.appendingPathComponent("weak.pem").path
        for arguments in [
            ["req", "-newkey", "rsa:1024", "-nodes", "-keyout", key, "-out", request, "-subj", "/CN=weak"],
            [
                "x509", "-req", "-in", request, "-CA", pki + "/ca.pem", "-CAkey", pki + "/ca.key", "-CAcreateserial",
                "-CAserial", directory.appendingPathComponent("weak.srl").path, "-out", certificate, "-days", "30",
            ],
        ] {
            let run = try await CommandRun.run("/usr/bin/openssl", arguments)
            guard run.status == 0 else { throw TooLate(description: run.complaint) }
        }
        return try String(contentsOfFile: certificate, encoding: .utf8)
            .split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined()
    }
}
