// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import Foundation
import Testing

@testable import AxisSignature

@Suite struct DevelopmentPKITests {
    static let units = [
        DevelopmentPKI.Unit(code: "H98", name: "Ủy ban nhân dân thử"),
        DevelopmentPKI.Unit(code: "000.00.01.H98", name: String(repeating: "Sở thử rất dài ", count: 9)),
    ]

    @Test func `everything is laid out, closed to others, and fits together`() throws {
        let scratch = try Scratch()
        let directory = scratch.file("pki")
        try DevelopmentPKI.write(to: directory, units: Self.units, now: now)
        let names = ["ca", "server", "sealing", "axis-client", "admin", "agency/H98", "agency/000.00.01.H98"]
        let trust = try TrustList.load(
            ["\(directory)/ca.pem", "\(directory)/ca.crl"],
            use: .sign,
            revocationPolicy: .hard
        )
        for name in names {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(directory)/\(name).key")
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            let identity = try SigningIdentity(
                keyFile: "\(directory)/\(name).key",
                certificateFile: "\(directory)/\(name).pem"
            )
            guard name != "ca" else { continue }
            #expect(try trust.verify(leaf: identity.certificate, at: now).warnings.isEmpty)
        }
        for folder in [directory, "\(directory)/agency"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder)
            #expect(attributes[.posixPermissions] as? Int == 0o700)
        }
        let tls = try TrustList.load("\(directory)/ca.pem", use: .tls)
        let agency = try Certificate.load(file: "\(directory)/agency/H98.pem")[0]
        #expect(agency.commonName == "H98")
        #expect(refusal { _ = try tls.verify(leaf: agency, at: now) } == nil)
    }

    @Test func `what is there is never written over`() throws {
        let scratch = try Scratch()
        try DevelopmentPKI.write(to: scratch.file("pki"), units: [], now: now)
        let key = try scratch.read("pki/ca.key")
        #expect(refusal { try DevelopmentPKI.write(to: scratch.file("pki"), units: [], now: now) } == .fileExists)
        #expect(try scratch.read("pki/ca.key") == key)
        let pki = try DevelopmentPKI(directory: scratch.file("pki"))
        try pki.issue(Self.units[0], now: now)
        #expect(refusal { try pki.issue(Self.units[0], now: now) } == .fileExists)
    }

    @Test(arguments: ["../evil", "", ".", "..", "a/b", "a b", "é", String(repeating: "a", count: 65)])
    func `a code that is no file name is refused`(code: String) throws {
        let scratch = try Scratch()
        let pki = try DevelopmentPKI.write(to: scratch.file("pki"), units: [], now: now)
        #expect(refusal { try pki.issue(DevelopmentPKI.Unit(code: code, name: "x"), now: now) } == .argument)
    }

    @Test func `a host name cannot smuggle configuration in`() throws {
        let scratch = try Scratch()
        for name in ["a,DNS:evil", "a\nb", "", "é"] {
            let code = refusal {
                let directory = scratch.file("pki-\(Hex.encode(name.utf8))")
                try DevelopmentPKI.write(to: directory, units: [], hostNames: [name], now: now)
            }
            #expect(code == .argument)
        }
    }

    @Test(.enabled(if: Command.exists("openssl")))
    func `openssl accepts the certificates and honours the revocation list`() throws {
        let scratch = try Scratch()
        let directory = scratch.file("pki")
        let pki = try DevelopmentPKI.write(to: directory, units: Self.units, now: now)
        func judge(_ name: String, purpose: String) throws -> Command {
            try Command(
                "openssl",
                "verify",
                "-x509_strict",
                "-crl_check",
                "-CAfile",
                "\(directory)/ca.pem",
                "-CRLfile",
                "\(directory)/ca.crl",
                "-purpose",
                purpose,
                "\(directory)/\(name).pem"
            )
        }
        for (name, purpose) in [("server", "sslserver"), ("axis-client", "sslclient"), ("agency/H98", "sslclient")] {
            let verdict = try judge(name, purpose: purpose)
            #expect(verdict.status == 0, "\(verdict.output)")
        }
        try pki.writeRevocationList(revoking: Certificate.load(file: "\(directory)/agency/H98.pem"), now: now)
        let revoked = try judge("agency/H98", purpose: "sslclient")
        #expect(revoked.status != 0)
        #expect(revoked.output.contains("certificate revoked"))
        let server = try Command(
            "openssl",
            "x509",
            "-in",
            "\(directory)/server.pem",
            "-noout",
            "-ext",
            "subjectAltName"
        )
        #expect(server.output.contains("DNS:localhost, IP Address:127.0.0.1"))
    }
}
