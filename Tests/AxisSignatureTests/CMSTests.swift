// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import AxisSignature

@Suite struct CMSTests {
    static let content = "axis-checkpoint/1\nH98\n42\n".bytes

    @Test(arguments: KeyTests.specifications)
    func `what Axis signs, Axis and openssl verify`(specification: PrivateKey.Specification) throws {
        let authority = try Authority()
        let identity = try authority.leaf("Niêm phong", key: specification)
        let der = try CMSSigner(identity: identity).signDetached(Self.content, at: now - 5)
        let trust = try authority.trust(.sealing)
        let signer = try CMSVerifier.verifyDetached(der, content: Self.content, trust: trust, at: now)
        #expect(signer == identity.certificate)

        guard Command.exists("openssl") else { return }
        let scratch = try Scratch()
        let verified = try Command(
            "openssl",
            "cms",
            "-verify",
            "-binary",
            "-cades",
            "-inform",
            "DER",
            "-in",
            scratch.write(der, to: "a.p7s"),
            "-content",
            scratch.write(Self.content, to: "a.txt"),
            "-CAfile",
            scratch.write(authority.root.certificate.pem.utf8, to: "ca.pem"),
            "-purpose",
            "any",
            "-out",
            scratch.file("out")
        )
        #expect(verified.status == 0, "\(verified.output)")
        let printed = try Command("openssl", "cms", "-cmsout", "-print", "-inform", "DER", "-in", scratch.file("a.p7s"))
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "GMT")
        formatter.dateFormat = "HH:mm:ss yyyy 'GMT'"
        let stated = formatter.string(from: Date(timeIntervalSince1970: TimeInterval(now - 5)))
        #expect(printed.output.contains(stated), "The signing time is the one handed in.")
    }

    @Test(.enabled(if: Command.exists("openssl"))) func `what openssl signs, Axis verifies`() throws {
        let scratch = try Scratch()
        let authority = try Authority()
        let identity = try authority.leaf()
        try identity.key.writePEM(to: scratch.file("a.key"))
        try scratch.write(identity.certificate.pem.utf8, to: "a.pem")
        try scratch.write(Self.content, to: "a.txt")
        let trust = try authority.trust()
        func sign(_ options: String...) throws -> [UInt8] {
            let made = try Command(
                [
                    "openssl", "cms", "-sign", "-binary", "-in", scratch.file("a.txt"), "-signer",
                    scratch.file("a.pem"),
                    "-inkey", scratch.file("a.key"), "-outform", "DER", "-out", scratch.file("a.p7s"),
                ] + options
            )
            try #require(made.status == 0, "\(made.output)")
            return try scratch.read("a.p7s")
        }
        func judge(_ der: [UInt8]) -> SignatureError.Code? {
            refusal { _ = try CMSVerifier.verifyDetached(der, content: Self.content, trust: trust, at: now) }
        }
        #expect(judge(try sign("-md", "sha256")) == nil)
        #expect(judge(try sign("-md", "sha512")) == nil)
        #expect(judge(try sign("-md", "sha1")) == .form)
        #expect(judge(try sign("-md", "sha256", "-noattr")) == .form)
        #expect(judge(try sign("-md", "sha256", "-nodetach")) == .form)
        #expect(judge(try sign("-md", "sha256", "-nocerts")) == .invalid)
    }

    @Test func `another content, a stranger, a revoked and an expired signer are told apart`() throws {
        let authority = try Authority()
        let identity = try authority.leaf()
        let der = try CMSSigner(identity: identity).signDetached(Self.content, at: now)
        let trust = try authority.trust()
        func judge(_ content: [UInt8], _ trust: TrustList, at seconds: Int64 = now) -> SignatureError.Code? {
            refusal { _ = try CMSVerifier.verifyDetached(der, content: content, trust: trust, at: seconds) }
        }
        #expect(judge(Self.content, trust) == nil)
        #expect(judge(Self.content + [10], trust) == .invalid)
        #expect(judge(Self.content, try Authority().trust()) == .untrusted)
        #expect(judge(Self.content, try authority.trust(revoking: [(identity.certificate, now)])) == .revoked)
        #expect(judge(Self.content, trust, at: now + 2 * year) == .expired)
        #expect(refusal { _ = try CMSVerifier.verifyDetached([], content: [], trust: trust, at: now) } == .form)
        #expect(refusal { _ = try CMSVerifier.verifyDetached(der + [0], content: [], trust: trust, at: now) } == .form)
    }
}
