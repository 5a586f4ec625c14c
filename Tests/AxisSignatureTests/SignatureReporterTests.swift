// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisXML
import Foundation
import Testing

@testable import AxisSignature

/// What a signature is worth where none is demanded.
@Suite struct SignatureReporterTests {
    private static let sha1Method = "http://www.w3.org/2000/09/xmldsig#rsa-sha1"
    private static let sha1Digest = "http://www.w3.org/2000/09/xmldsig#sha1"

    private func report(
        _ text: String,
        trust: TrustList,
        at seconds: Int64 = now,
        isOverTime: () -> Bool = { false }
    ) throws -> SignatureFinding {
        let document = try XMLDocument(parsing: text.bytes, limits: .lenient)
        return SignatureReporter.report(
            document,
            trust: trust,
            at: seconds,
            certificates: CertificateCache(capacity: 8),
            isOverTime: isOverTime
        )
    }

    private func signed(_ identity: SigningIdentity) throws -> String {
        text(try EnvelopeSigner(identity: identity).sign(Vectors.bytes("document.xml")))
    }

    /// Lets xmlsec1 sign, so that a form is the engine's and not ours.
    private func signedByEngine(_ template: String, key: String, certificate: String, _ scratch: Scratch) throws
        -> String
    {
        let emptied = template.replacing(#/<ds:(DigestValue|SignatureValue|X509Certificate)>[^<]*/#) {
            "<ds:\($0.output.1)>"
        }
        let signed = try Command(
            "xmlsec1",
            "--sign",
            "--privkey-pem",
            "\(key),\(certificate)",
            "--output",
            scratch.file("signed.xml"),
            scratch.write(emptied.utf8, to: "template.xml")
        )
        try #require(signed.status == 0, "\(signed.output)")
        return text(try scratch.read("signed.xml"))
    }

    @Test func `a trusted signature is valid and names its signer, also with white space, ids and hints around it`()
        throws
    {
        let authority = try Authority()
        let identity = try authority.leaf()
        let plain = try signed(identity)
        for form in [
            plain,
            try plain.replacing(first: "<ds:X509Data>", with: "<ds:KeyName>H98</ds:KeyName><ds:X509Data>"),
            try plain.replacing(first: "<ds:SignatureValue>", with: "<ds:SignatureValue Id=\"v\">\n"),
        ] {
            let finding = try report(form, trust: authority.trust())
            #expect(finding.standing == .valid)
            #expect(finding.signer == identity.certificate)
            #expect(finding.reason == nil)
        }
    }

    @Test func `nothing, an empty DigitalSignature and the samples' copies are told apart`() throws {
        let trust = try Authority().trust()
        let plain = text(try Vectors.bytes("document.xml"))
        #expect(try report(plain, trust: trust).standing == .none)
        let dotnet = try plain.replacing(
            first: "</edXML:edXMLHeader>",
            with: "<edXML:DigitalSignature /></edXML:edXMLHeader>"
        )
        #expect(try report(dotnet, trust: trust).standing == .none)
        let sample = "<Signature><SignedInfo/><SignatureValue>AAAA</SignatureValue></Signature></edXML:edXMLHeader>"
        let decorated = try plain.replacing(first: "</edXML:edXMLHeader>", with: sample)
        #expect(try report(decorated, trust: trust).standing == .decoration)
    }

    @Test func `a certificate that nobody can decode makes a signature decoration`() throws {
        let authority = try Authority()
        let signed = try signed(authority.leaf())
        let dummy = signed.replacing(#/<ds:X509Certificate>[^<]*/#) { _ in "<ds:X509Certificate>MIIAAAAABBB" }
        #expect(try report(dummy, trust: authority.trust()).standing == .decoration)
    }

    @Test func `a changed document or value is invalid, and a stranger's signature too, with its reason`() throws {
        let authority = try Authority()
        let signed = try signed(authority.leaf())
        let forged = try signed.replacing(first: "V/v thử nghiệm", with: "V/v thử nghiêm")
        let finding = try report(forged, trust: authority.trust())
        #expect(finding.standing == .invalid)
        #expect(finding.reason == "signature-invalid")
        #expect(finding.signer == nil)
        let stranger = try report(signed, trust: Authority("Khác").trust())
        #expect(stranger.standing == .invalid)
        #expect(stranger.reason == "certificate-untrusted")
        let late = try report(signed, trust: authority.trust(), at: now + 2 * year)
        #expect(late.standing == .invalid)
        #expect(late.reason == "certificate-expired")
    }

    /// Deviations that are never executed, on an otherwise valid document.
    static let foreignForms: [(String, String)] = [
        // Inclusive C14N, in either place, and the samples' name that is none.
        (
            "CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#",
            "CanonicalizationMethod Algorithm=\"http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
        ),
        (
            "Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#",
            "Transform Algorithm=\"http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
        ),
        (
            "Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#",
            "Transform Algorithm=\"http://www.w3.org/TR/xml-exc-c14n#"
        ),
        ("<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>", ""),
        (
            "</ds:Transforms>",
            "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\"/></ds:Transforms>"
        ),
        ("#enveloped-signature\"/>", "#enveloped-signature\"><ds:XPath>1</ds:XPath></ds:Transform>"),
        ("<ds:Reference URI=\"\">", "<ds:Reference URI=\"http://example.invalid/\">"),
        ("</ds:SignedInfo>", "<ds:Reference URI=\"\"/></ds:SignedInfo>"),
        ("</ds:Signature>", "<ds:Object><x/></ds:Object></ds:Signature>"),
        ("<ds:X509Data>", "<To><OrganId>H24</OrganId></To><ds:X509Data>"),
        ("#ecdsa-sha256", "#hmac-sha256"),
        ("</ds:Signature>", "</ds:Signature><ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"/>"),
        ("<edXML:Subject>", "<!-- c --><edXML:Subject>"),
    ]

    @Test(arguments: foreignForms.indices)
    func `a form that is not executed stays unchecked`(place: Int) throws {
        let authority = try Authority()
        let (old, new) = Self.foreignForms[place]
        let changed = try signed(authority.leaf()).replacing(first: old, with: new)
        let finding = try report(changed, trust: authority.trust())
        #expect(finding.standing == .unchecked)
        #expect(finding.reason == "signature-form")
    }

    @Test func `over time it gives up at the next step, whichever that is`() throws {
        let authority = try Authority()
        let signed = try signed(authority.leaf())
        for steps in 0..<4 {
            var asked = 0
            let finding = try report(signed, trust: authority.trust()) {
                asked += 1
                return asked > steps
            }
            #expect(finding.standing == .unchecked, "\(steps)")
            #expect(finding.reason == "over-time")
        }
    }

    @Test(.enabled(if: Command.exists("xmlsec1"))) func `SHA-1 that fits is weak, and when it does not it is invalid`()
        throws
    {
        let scratch = try Scratch()
        let authority = try Authority()
        let identity = try authority.leaf(key: .rsa(bits: 2048))
        try identity.key.writePEM(to: scratch.file("key"))
        try scratch.write(identity.certificate.pem.utf8, to: "pem")
        let strong = try signed(identity)
        let (method, digest) = (SignatureMethod.rsaSHA256.uri, DigestAlgorithm.sha256.uri)
        for (old, new) in [(method, Self.sha1Method), (digest, Self.sha1Digest)] {
            let weak = try signedByEngine(
                strong.replacing(first: old, with: new),
                key: scratch.file("key"),
                certificate: scratch.file("pem"),
                scratch
            )
            let finding = try report(weak, trust: authority.trust())
            #expect(finding.standing == .weak)
            #expect(finding.reason == "weak-algorithm")
            #expect(finding.signer == identity.certificate)
            let forged = try weak.replacing(first: "V/v thử nghiệm", with: "V/v thử nghiêm")
            #expect(try report(forged, trust: authority.trust()).standing == .invalid)
        }
    }

    @Test(.enabled(if: Command.exists("xmlsec1") && Command.exists("openssl")))
    func `RSA below 2048 bits that fits is weak`() throws {
        let scratch = try Scratch()
        let made = try Command(
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:1024",
            "-nodes",
            "-subj",
            "/CN=old",
            "-keyout",
            scratch.file("key"),
            "-out",
            scratch.file("pem")
        )
        try #require(made.status == 0, "\(made.output)")
        let template = try signed(Authority().leaf(key: .rsa(bits: 2048)))
        let weak = try signedByEngine(template, key: scratch.file("key"), certificate: scratch.file("pem"), scratch)
        let finding = try report(weak, trust: try Authority().trust())
        #expect(finding.standing == .weak)
    }

    @Test func `signxml's signature is understood`() throws {
        let signed = text(try Vectors.bytes("signxml.xml"))
        let finding = try report(signed, trust: try Authority().trust())
        #expect(finding.standing == .invalid)
        #expect(finding.reason == "certificate-untrusted")
        #expect(finding.signer != nil)
    }

    @Test func `hostile documents cost bounded processor time`() throws {
        let authority = try Authority()
        let trust = try authority.trust()
        let signed = try signed(authority.leaf())
        let decoration = String(
            repeating: "<Signature><X509Certificate>MIIA</X509Certificate></Signature>",
            count: 1_000
        )
        let nested = String(repeating: "<a>", count: 50) + String(repeating: "</a>", count: 50)
        let many = String(repeating: "<a b='1' c='2'/>", count: 9_000)
        let content = String(repeating: "QUJD", count: 16 * 1024 * 1024)
        let spaces = (0..<50).map { "<n xmlns:p\($0)='urn:\($0)'>" }.joined() + String(repeating: "</n>", count: 50)
        let crowded =
            (0..<50).map { "<n xmlns:p\($0)='urn:\($0)'>" }.joined()
            + (0..<15_000).map { "<p\($0 % 50):a p\(($0 + 7) % 50):b=''/>" }.joined()
            + String(repeating: "</n>", count: 50)
        let clock = ContinuousClock()
        for (name, part) in [
            ("1,000 decorations", decoration), ("nested", nested), ("many attributes", many), ("64 MB", content),
            ("namespaces", spaces), ("elements under namespaces", crowded),
        ] {
            let document = try signed.replacing(first: "</edXML>", with: "<x>\(part)</x></edXML>")
            let bytes = document.bytes
            let parsed = try XMLDocument(parsing: bytes, limits: .lenient)
            var finding: SignatureFinding?
            let time = clock.measure {
                finding = SignatureReporter.report(
                    parsed,
                    trust: trust,
                    at: now,
                    certificates: CertificateCache(capacity: 8)
                )
            }
            #expect(finding?.standing == .invalid, "\(name)")
            print("reporting on \(name): \(time)")
            #expect(time < .seconds(10), "\(name): \(time)")
        }
    }
}
