// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import Foundation
import Testing

@testable import AxisSignature

@Suite struct TrustListTests {
    @Test func `a certificate says what was put into it, as openssl reads it too`() throws {
        let authority = try Authority()
        let certificate = try authority.leaf("H98", usage: [.digitalSignature, .contentCommitment]).certificate
        #expect(certificate.subject == "CN=H98,O=Ủy ban thử,C=VN")
        #expect(certificate.commonName == "H98")
        #expect(certificate.issuer == authority.root.certificate.subject)
        #expect(certificate.notBefore == now - 60)
        #expect(certificate.notAfter == now + year)
        #expect(certificate.keyKind == .ec(.p256))
        #expect(certificate.keyUsage == [.digitalSignature, .contentCommitment])
        #expect(!certificate.isAuthority)
        #expect(try Certificate(der: certificate.der) == certificate)
        let scratch = try Scratch()
        let path = try scratch.write(certificate.pem.utf8, to: "a.pem")
        let told = try Command("openssl", "x509", "-in", path, "-noout", "-fingerprint", "-sha256", "-serial").output
        let plain = told.replacingOccurrences(of: ":", with: "").lowercased()
        #expect(plain.contains(certificate.fingerprintText))
        #expect(plain.contains(Hex.encode(certificate.serialNumber)))
    }

    @Test func `several certificates come out of one text, with words between them`() throws {
        let authority = try Authority()
        let certificates = [authority.root.certificate, try authority.leaf().certificate]
        let pem = "Chuỗi:\r\n" + certificates.map(\.pem).joined(separator: "words\n")
        #expect(try Certificate.load(pem.bytes) == certificates)
        #expect(refusal { _ = try Certificate.load(pem.bytes, limit: 1) } == .certificateUnreadable)
        #expect(refusal { _ = try Certificate.load("nothing".bytes) } == .certificateUnreadable)
        #expect(refusal { _ = try Certificate(der: certificates[0].der + [0]) } == .certificateUnreadable)
    }

    @Test func `a chain goes from the leaf to the anchor, also when it is remembered`() throws {
        let authority = try Authority()
        let trust = try authority.trust()
        let leaf = try authority.leaf().certificate
        for _ in 0..<3 {
            let chain = try trust.verify(leaf: leaf, at: now)
            #expect(chain.certificates == [leaf, authority.root.certificate])
            #expect(chain.warnings == [.missing(issuer: authority.root.certificate.subject)])
        }
    }

    @Test func `an intermediate may be sent along or configured`() throws {
        let authority = try Authority()
        let profile = CertificateProfile(
            subject: DistinguishedName(commonName: "Sub CA"),
            validity: (now - 60)...(now + year),
            keyUsage: CertificateProfile.authorityUsage,
            isAuthority: true
        )
        let middle = CertificateAuthority(identity: try authority.root.issueIdentity(profile))
        let leaf = try middle.issueIdentity(
            CertificateProfile(subject: DistinguishedName(commonName: "H1"), validity: (now - 60)...(now + year))
        )
        #expect(leaf.certificates.count == 2)
        let expected = leaf.certificates + [authority.root.certificate]
        let alone = try authority.trust()
        #expect(refusal { _ = try alone.verify(leaf: leaf.certificate, at: now) } == .untrusted)
        let sent = try alone.verify(leaf: leaf.certificate, intermediates: [middle.certificate], at: now)
        #expect(sent.certificates == expected)
        let configured = try TrustList(
            use: .sign,
            anchors: [authority.root.certificate],
            intermediates: [middle.certificate]
        )
        #expect(try configured.verify(leaf: leaf.certificate, at: now).certificates == expected)
        let anchored = try TrustList(use: .sign, anchors: [middle.certificate])
        #expect(try anchored.verify(leaf: leaf.certificate, at: now).certificates == leaf.certificates)
    }

    @Test func `a leaf that issues others is no authority`() throws {
        let authority = try Authority()
        let false_ = CertificateAuthority(
            identity: try authority.leaf(usage: [.digitalSignature, .certificateSigning])
        )
        let leaf = try false_.issueIdentity(
            CertificateProfile(subject: DistinguishedName(commonName: "H1"), validity: (now - 60)...(now + year))
        )
        let trust = try authority.trust()
        #expect(
            refusal {
                _ = try trust.verify(leaf: leaf.certificate, intermediates: [false_.certificate], at: now)
            } == .untrusted
        )
    }

    @Test func `dates are looked at each time, before and after a chain is remembered`() throws {
        let authority = try Authority()
        let trust = try authority.trust()
        let leaf = try authority.leaf(from: now, until: now + 100).certificate
        for _ in 0..<2 {
            #expect(refusal { _ = try trust.verify(leaf: leaf, at: now - 1) } == .expired)
            #expect(refusal { _ = try trust.verify(leaf: leaf, at: now + 100) } == .expired)
            #expect(refusal { _ = try trust.verify(leaf: leaf, at: now + 99) } == nil)
        }
    }

    @Test func `a foreign authority of the same name is not trusted`() throws {
        let (own, foreign) = (try Authority(), try Authority())
        let leaf = try foreign.leaf().certificate
        let trust = try own.trust()
        #expect(refusal { _ = try trust.verify(leaf: leaf, at: now) } == .untrusted)
        let sent = [foreign.root.certificate]
        #expect(refusal { _ = try trust.verify(leaf: leaf, intermediates: sent, at: now) } == .untrusted)
    }

    @Test func `a revoked certificate is refused from the second of its revocation on`() throws {
        let authority = try Authority()
        let (leaf, other) = (try authority.leaf().certificate, try authority.leaf().certificate)
        let trust = try authority.trust(revoking: [(leaf, now)])
        #expect(refusal { _ = try trust.verify(leaf: leaf, at: now - 1) } == nil)
        #expect(refusal { _ = try trust.verify(leaf: leaf, at: now) } == .revoked)
        #expect(trust.isRevoked(leaf, at: now))
        #expect(!trust.isRevoked(leaf, at: now - 1))
        #expect(!trust.isRevoked(other, at: now))
        #expect(try trust.verify(leaf: other, at: now).warnings.isEmpty)
    }

    @Test func `an overdue revocation list is a warning, or a refusal when that is the policy`() throws {
        let authority = try Authority()
        let leaf = try authority.leaf().certificate
        let soft = try authority.trust(revoking: [], nextUpdate: now - 10)
        let issuer = authority.root.certificate.subject
        #expect(try soft.verify(leaf: leaf, at: now).warnings == [.overdue(issuer: issuer, nextUpdate: now - 10)])
        #expect(soft.overdueRevocationLists(at: now).count == 1)
        #expect(soft.overdueRevocationLists(at: now - 11).isEmpty)
        let hard = try authority.trust(revoking: [], nextUpdate: now - 10, policy: .hard)
        #expect(refusal { _ = try hard.verify(leaf: leaf, at: now) } == .untrusted)
        let without = try authority.trust(policy: .hard)
        #expect(refusal { _ = try without.verify(leaf: leaf, at: now) } == .untrusted)
    }

    @Test func `a revocation list that nobody trusted signed is refused`() throws {
        let (own, foreign) = (try Authority(), try Authority())
        let der = try foreign.root.makeRevocationList(revoking: [], thisUpdate: now, nextUpdate: now + year)
        let list = try RevocationList(der: der)
        #expect(
            refusal {
                _ = try TrustList(use: .sign, anchors: [own.root.certificate], revocationLists: [list])
            } == .revocationListUnusable
        )
        #expect(refusal { _ = try RevocationList(der: [0x30, 0x00]) } == .revocationListUnusable)
    }

    @Test func `each use asks for its own purposes`() throws {
        let authority = try Authority()
        let encrypts = try authority.leaf(usage: .keyEncipherment).certificate
        let commits = try authority.leaf(usage: .contentCommitment).certificate
        let serves = try authority.leaf(purposes: .serverAuthentication).certificate
        let calls = try authority.leaf(purposes: .clientAuthentication).certificate
        let (sign, tls) = (try authority.trust(.sign), try authority.trust(.tls))
        #expect(refusal { _ = try sign.verify(leaf: encrypts, at: now) } == .untrusted)
        #expect(refusal { _ = try sign.verify(leaf: commits, at: now) } == nil)
        #expect(refusal { _ = try tls.verify(leaf: commits, at: now) } == .untrusted)
        #expect(refusal { _ = try tls.verify(leaf: serves, at: now) } == .untrusted)
        #expect(refusal { _ = try tls.verify(leaf: calls, at: now) } == nil)
    }

    @Test func `a presented chain is bounded`() throws {
        let authority = try Authority()
        let leaf = try authority.leaf().certificate
        let many = [Certificate](repeating: authority.root.certificate, count: 10)
        let trust = try authority.trust()
        #expect(refusal { _ = try trust.verify(leaf: leaf, intermediates: many, at: now) } == .untrusted)
    }

    @Test(
        .enabled(if: Command.exists("openssl")),
        arguments: ["rsa:1024 -sha256", "rsa:2048 -sha1", "ed25519 -sha256"]
    )
    func `weak certificates are refused`(choice: String) throws {
        let scratch = try Scratch()
        let authority = try Authority()
        try authority.root.identity.key.writePEM(to: scratch.file("ca.key"))
        try scratch.write(authority.root.certificate.pem.utf8, to: "ca.pem")
        let words = choice.split(separator: " ").map(String.init)
        let request = try Command(
            "openssl",
            "req",
            "-new",
            "-newkey",
            words[0],
            "-nodes",
            "-keyout",
            scratch.file("a.key"),
            "-subj",
            "/CN=H1",
            "-out",
            scratch.file("a.csr")
        )
        try #require(request.status == 0, "\(request.output)")
        let issued = try Command(
            "openssl",
            "x509",
            "-req",
            "-in",
            scratch.file("a.csr"),
            "-CA",
            scratch.file("ca.pem"),
            "-CAkey",
            scratch.file("ca.key"),
            words[1],
            "-set_serial",
            "77",
            "-out",
            scratch.file("a.pem")
        )
        try #require(issued.status == 0, "\(issued.output)")
        let leaf = try Certificate.load(file: scratch.file("a.pem"))[0]
        let trust = try authority.trust()
        let error = #expect(throws: SignatureError.self) { try trust.verify(leaf: leaf, at: now) }
        #expect(error?.code == .untrusted)
    }

    @Test func `a directory gives anchors, intermediates and revocation lists, and passes keys over`() throws {
        let scratch = try Scratch()
        let authority = try Authority()
        let leaf = try authority.leaf().certificate
        let list = try authority.root.makeRevocationList(revoking: [(leaf, now)], thisUpdate: now, nextUpdate: now + 9)
        try scratch.write(authority.root.certificate.der, to: "ca.der")
        try scratch.write(list, to: "ca.crl")
        try scratch.write("not for here".utf8, to: "ca.key")
        let trust = try TrustList.load(scratch.path, use: .sign)
        #expect(trust.anchors == [authority.root.certificate])
        #expect(refusal { _ = try trust.verify(leaf: leaf, at: now) } == .revoked)
        try FileManager.default.removeItem(atPath: scratch.file("ca.der"))
        #expect(refusal { _ = try TrustList.load(scratch.path, use: .sign) } == .certificateUnreadable)
    }

    @Test func `decoded certificates are kept by fingerprint, a bounded number of them`() throws {
        let authority = try Authority()
        let certificates = try (0..<5).map { _ in try authority.leaf().certificate }
        let cache = CertificateCache(capacity: 3)
        for certificate in certificates {
            let first = try cache.certificate(der: certificate.der)
            #expect(try cache.certificate(der: certificate.der) === first)
        }
        #expect(cache.count == 3)
        #expect(cache.certificate(fingerprint: certificates[0].fingerprint) == nil)
        #expect(cache.certificate(fingerprint: certificates[4].fingerprint) == certificates[4])
    }
}
