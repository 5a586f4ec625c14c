// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import AxisSignature

/// Axis against the two engines that agencies use, in both directions.
@Suite struct SignatureOracleTests {
    struct Choice: Sendable, CustomStringConvertible {
        let key: PrivateKey.Specification
        let digest: DigestAlgorithm
        var description: String { "\(key) \(digest)" }
        var isRSA: Bool { if case .rsa = key { true } else { false } }
        var method: SignatureMethod {
            SignatureMethod(key: isRSA ? .rsa(bits: 2048) : .ec(.p256), digest: digest)!
        }
    }

    static let choices = [
        Choice(key: .rsa(bits: 2048), digest: .sha256), Choice(key: .rsa(bits: 3072), digest: .sha384),
        Choice(key: .rsa(bits: 4096), digest: .sha512), Choice(key: .ec(.p256), digest: .sha256),
        Choice(key: .ec(.p256), digest: .sha384), Choice(key: .ec(.p384), digest: .sha384),
    ]

    /// A scratch with `N.key`, `N.pem`, `N.xml` (signed by Axis) for each choice, `plain.xml` and `ca.pem`.
    private func prepare() throws -> Scratch {
        let scratch = try Scratch()
        let authority = try Authority()
        let document = try Vectors.bytes("document.xml")
        try scratch.write(document, to: "plain.xml")
        try scratch.write(authority.root.certificate.pem.utf8, to: "ca.pem")
        for (number, choice) in Self.choices.enumerated() {
            let identity = try authority.leaf(key: choice.key)
            try identity.key.writePEM(to: scratch.file("\(number).key"))
            try scratch.write(identity.certificate.pem.utf8, to: "\(number).pem")
            let signed = try EnvelopeSigner(identity: identity, digest: choice.digest).sign(document)
            try scratch.write(signed, to: "\(number).xml")
        }
        return scratch
    }

    /// One of Axis's documents with its text changed after signing.
    private func forge(_ scratch: Scratch) throws -> String {
        let signed = text(try scratch.read("3.xml"))
        return try scratch.write(
            signed.replacing(first: "V/v thử nghiệm", with: "V/v thử nghiêm").utf8,
            to: "forged.xml"
        )
    }

    @Test(.enabled(if: Command.exists("xmlsec1"))) func `xmlsec1 verifies what Axis signs`() throws {
        let scratch = try prepare()
        func judge(_ path: String) throws -> Command {
            try Command(
                "xmlsec1",
                "--verify",
                "--enabled-key-data",
                "x509",
                "--enabled-reference-uris",
                "empty",
                "--trusted-pem",
                scratch.file("ca.pem"),
                path
            )
        }
        for (number, choice) in Self.choices.enumerated() {
            let verdict = try judge(scratch.file("\(number).xml"))
            #expect(verdict.status == 0, "\(choice): \(verdict.output)")
        }
        #expect(try judge(forge(scratch)).status != 0)
    }

    @Test(.enabled(if: Command.exists("xmlsec1"))) func `Axis verifies what xmlsec1 signs`() throws {
        let scratch = try prepare()
        for (number, choice) in Self.choices.enumerated() {
            let template = text(try scratch.read("\(number).xml"))
                .replacing(#/<ds:(DigestValue|SignatureValue|X509Certificate)>[^<]*/#) { "<ds:\($0.output.1)>" }
            let signed = try Command(
                "xmlsec1",
                "--sign",
                "--privkey-pem",
                "\(scratch.file("\(number).key")),\(scratch.file("\(number).pem"))",
                "--output",
                scratch.file("signed.xml"),
                scratch.write(template.utf8, to: "template.xml")
            )
            try #require(signed.status == 0, "\(choice): \(signed.output)")
            let verdict = try verify(scratch.read("signed.xml"))
            #expect(verdict.leaf == (try Certificate.load(file: scratch.file("\(number).pem")))[0])
            #expect(verdict.signatureMethod == choice.method)
        }
    }

    @Test(.enabled(if: Command.exists("java"))) func `the JDK verifies what Axis signs`() throws {
        let scratch = try prepare()
        let files = Self.choices.indices.map { scratch.file("\($0).xml") } + [try forge(scratch)]
        let told = try Command(["java", Vectors.oracle("XMLSignatureOracle.java"), "verify"] + files)
        let verdicts = told.output.split(separator: "\n").filter { $0.hasPrefix("verdict ") }
        #expect(verdicts.map { $0 == "verdict true" } == Self.choices.map { _ in true } + [false], "\(told.output)")
    }

    @Test(.enabled(if: Command.exists("java"))) func `Axis verifies what the JDK signs`() throws {
        let scratch = try prepare()
        var words = ["java", Vectors.oracle("XMLSignatureOracle.java"), "sign"]
        for (number, choice) in Self.choices.enumerated() {
            words += [
                scratch.file("plain.xml"), scratch.file("java-\(number).xml"), scratch.file("\(number).key"),
                scratch.file("\(number).pem"), choice.isRSA ? "RSA" : "EC", choice.method.uri, choice.digest.uri,
            ]
        }
        let told = try Command(words)
        try #require(told.status == 0, "\(told.output)")
        for (number, choice) in Self.choices.enumerated() {
            let verdict = try verify(scratch.read("java-\(number).xml"))
            #expect(verdict.leaf == (try Certificate.load(file: scratch.file("\(number).pem")))[0])
            #expect(verdict.signatureMethod == choice.method)
            #expect(verdict.digestAlgorithm == choice.digest)
        }
    }

    @Test func `Axis verifies what signxml signs`() throws {
        // Made with signxml 5.2 by the call in docs/signing.md, with a throw-away certificate.
        let signed = try Vectors.bytes("signxml.xml")
        #expect(try verify(signed).leaf.subject == "CN=H98,O=Synthetic,C=VN")
        let forged = try text(signed).replacing(first: "V/v thử nghiệm", with: "V/v thử nghiêm")
        #expect(refusal { _ = try verify(forged.bytes) } == .invalid)
    }
}
