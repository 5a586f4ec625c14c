// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import AxisSignature

@Suite(.enabled(if: Command.exists("openssl"))) struct KeyTests {
    static let specifications: [PrivateKey.Specification] = [.rsa(bits: 2048), .ec(.p256), .ec(.p384)]

    @Test(arguments: specifications)
    func `a key that was written is read again, and openssl reads it too`(
        specification: PrivateKey.Specification
    ) throws {
        let scratch = try Scratch()
        let key = try PrivateKey.generate(specification)
        try key.writePEM(to: scratch.file("a.key"))
        let mode = try FileManager.default.attributesOfItem(atPath: scratch.file("a.key"))[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try PrivateKey(pemFile: scratch.file("a.key")).kind == key.kind)
        #expect(try Command("openssl", "pkey", "-in", scratch.file("a.key"), "-noout", "-check").status == 0)
        #expect(refusal { try key.writePEM(to: scratch.file("a.key")) } == .fileExists)
    }

    @Test(arguments: [0o644, 0o640, 0o604, 0o660, 0o601])
    func `a key file that others can use is refused with the mend`(mode: Int) throws {
        let scratch = try Scratch()
        let path = scratch.file("a.key")
        try PrivateKey.generate(.ec(.p256)).writePEM(to: path)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        let error = #expect(throws: SignatureError.self) { try PrivateKey(pemFile: path) }
        #expect(error?.code == .keyPermissions)
        #expect(error?.english.contains("chmod 600 \(path)") == true)
        #expect(error?.vietnamese.contains("chmod 600 \(path)") == true)
    }

    @Test(arguments: [
        "-algorithm RSA -pkeyopt rsa_keygen_bits:1024", "-algorithm ED25519",
        "-algorithm EC -pkeyopt ec_paramgen_curve:P-521", "-algorithm EC -pkeyopt ec_paramgen_curve:secp256k1",
    ])
    func `a key of another kind is refused`(arguments: String) throws {
        let scratch = try Scratch()
        let path = scratch.file("a.key")
        let made = try Command(["openssl", "genpkey", "-out", path] + arguments.split(separator: " ").map(String.init))
        try #require(made.status == 0, "\(made.output)")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        #expect(refusal { _ = try PrivateKey(pemFile: path) } == .keyUnsupported)
    }

    @Test func `an encrypted key needs its password and never a prompt`() throws {
        let scratch = try Scratch()
        try PrivateKey.generate(.ec(.p256)).writePEM(to: scratch.file("plain.key"))
        let path = scratch.file("a.key")
        let made = try Command(
            "openssl",
            "pkcs8",
            "-topk8",
            "-in",
            scratch.file("plain.key"),
            "-out",
            path,
            "-passout",
            "pass:mật khẩu"
        )
        try #require(made.status == 0, "\(made.output)")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        #expect(try PrivateKey(pemFile: path, password: "mật khẩu").kind == .ec(.p256))
        #expect(refusal { _ = try PrivateKey(pemFile: path, password: "other") } == .keyUnreadable)
        #expect(refusal { _ = try PrivateKey(pemFile: path) } == .keyUnreadable)
    }

    @Test func `PKCS#12 gives the key with its certificate first`() throws {
        let scratch = try Scratch()
        let authority = try Authority()
        let identity = try authority.leaf()
        try identity.key.writePEM(to: scratch.file("a.key"))
        try Certificate.writePEM([identity.certificate], to: scratch.file("a.pem"))
        try Certificate.writePEM([authority.root.certificate], to: scratch.file("ca.pem"))
        let path = scratch.file("a.p12")
        let made = try Command(
            "openssl",
            "pkcs12",
            "-export",
            "-inkey",
            scratch.file("a.key"),
            "-in",
            scratch.file("a.pem"),
            "-certfile",
            scratch.file("ca.pem"),
            "-out",
            path,
            "-passout",
            "pass:bí mật"
        )
        try #require(made.status == 0, "\(made.output)")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        let read = try SigningIdentity(pkcs12File: path, password: "bí mật")
        #expect(read.certificates == [identity.certificate, authority.root.certificate])
        #expect(refusal { _ = try SigningIdentity(pkcs12File: path, password: "x") } == .keyUnreadable)
    }

    @Test func `a key and another key's certificate are refused`() throws {
        let authority = try Authority()
        let (one, other) = (try authority.leaf(), try authority.leaf(key: .rsa(bits: 2048)))
        #expect(refusal { _ = try SigningIdentity(key: one.key, certificates: other.certificates) } == .keyMismatch)
    }

    @Test func `what is no key is refused`() throws {
        #expect(refusal { _ = try PrivateKey(pem: "no key".bytes) } == .keyUnreadable)
        #expect(refusal { _ = try PrivateKey(pem: []) } == .keyUnreadable)
        #expect(refusal { _ = try PrivateKey(pemFile: "/nowhere/a.key") } == .file)
    }
}
