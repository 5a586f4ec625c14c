// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import Foundation
import Glibc
import Testing

@testable import AxisSignature

@Suite struct SecretTests {
    private static func hex(_ text: Substring) throws -> [UInt8] {
        text == "-" ? [] : try #require(Hex.decode(String(text)))
    }

    @Test func `AES-256-GCM gives what its authors published`() throws {
        let text = String(decoding: try Vectors.bytes("aes-256-gcm.txt"), as: UTF8.self)
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(lines.count == 4)
        for line in lines {
            let parts = try line.split(separator: " ").map(Self.hex)
            let key = SecretBytes(copying: parts[0])
            let sealed = key.withBytes { key in
                Result { () throws(SignatureError) in
                    try AES256GCM.seal(parts[2], key: key, nonce: parts[1], authenticating: parts[3])
                }
            }
            #expect(try sealed.get() == parts[4])
            let opened = key.withBytes { key in
                Result { () throws(SignatureError) in
                    try AES256GCM.open(parts[4][...], key: key, nonce: parts[1], authenticating: parts[3])
                }
            }
            #expect(try opened.get() == parts[2])
        }
    }

    @Test func `one changed bit, another owner or another key opens nothing`() throws {
        let scratch = try Scratch()
        let keys = try KeyFile.addKey(to: scratch.file("keys"))
        let others = try KeyFile.addKey(to: scratch.file("others"))
        let secret = SecretBytes(copying: "một bí mật".utf8)
        let sealed = try keys.seal(secret, for: "000.00.00.H24")
        #expect(try #require(try keys.open(sealed, for: "000.00.00.H24")).equals(secret))
        for bit in 0..<sealed.box.count * 8 {
            var changed = sealed
            changed.box[bit / 8] ^= 1 << (bit % 8)
            #expect(try keys.open(changed, for: "000.00.00.H24") == nil, "bit \(bit)")
        }
        for length in 0..<sealed.box.count {
            let cut = SealedSecret(keyID: sealed.keyID, box: Array(sealed.box.prefix(length)))
            #expect(try keys.open(cut, for: "000.00.00.H24") == nil)
        }
        #expect(try keys.open(sealed, for: "000.00.00.H25") == nil)
        #expect(try others.open(sealed, for: "000.00.00.H24") == nil)
        #expect(try others.open(SealedSecret(keyID: others.current, box: sealed.box), for: "000.00.00.H24") == nil)
        #expect(try keys.seal(secret, for: "000.00.00.H24").box != sealed.box, "the same nonce twice")
    }

    @Test(.enabled(if: Command.exists("python3")))
    func `another implementation opens what was sealed`() throws {
        guard try Command("python3", "-c", "import cryptography").status == 0 else { return }
        let scratch = try Scratch()
        let keys = try KeyFile.addKey(to: scratch.file("keys"))
        for text in ["testsecret", String(repeating: "dài ", count: 200)] {
            let sealed = try keys.seal(SecretBytes(copying: text.utf8), for: "vxp.saas.03")
            let run = try Command(
                "python3",
                Vectors.oracle("open_sealed_secret.py"),
                scratch.file("keys"),
                sealed.keyID,
                Base64.encode(sealed.box),
                "vxp.saas.03"
            )
            #expect(run.status == 0 && run.output == text, "\(run.output)")
        }
    }

    @Test func `HMAC with secret bytes is that of RFC 4231`() {
        let key = SecretBytes(copying: [UInt8](repeating: 0x0b, count: 20))
        let code = Hex.encode(key.authenticationCode(of: Array("Hi There".utf8)))
        #expect(code == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
        let long = SecretBytes(copying: [UInt8](repeating: 0xaa, count: 131))
        let message = Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8)
        #expect(
            Hex.encode(long.authenticationCode(of: message))
                == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        )
    }

    @Test func `no description and no mirror shows a secret`() throws {
        let scratch = try Scratch()
        let keys = try KeyFile.addKey(to: scratch.file("keys"))
        let key = String(decoding: try scratch.read("keys"), as: UTF8.self).split(whereSeparator: { " \n".contains($0) }
        )[1]
        var dumped = ""
        dump(keys, to: &dumped)
        dump(SecretBytes(copying: "testsecret".utf8), to: &dumped)
        dump(SecretText("testsecret"), to: &dumped)
        dumped += "\(keys) \(SecretBytes(copying: "testsecret".utf8)) \(SecretText("testsecret")) "
        dumped += String(reflecting: SecretText("testsecret"))
        #expect(!dumped.contains("testsecret") && !dumped.contains(key), "\(dumped)")
    }
}

@Suite struct KeyFileTests {
    private static func refusal(_ body: () throws(SignatureError) -> Void) -> SignatureError? {
        do { try body() } catch { return error }
        return nil
    }

    private static let line = "k1 " + Base64.encode([UInt8](repeating: 7, count: 32)) + "\n"

    private static func write(_ text: String, in scratch: Scratch, mode: mode_t = 0o600) throws -> String {
        let path = try scratch.write(Array(text.utf8), to: "keys")
        #expect(chmod(path, mode) == 0)
        return path
    }

    @Test func `a new key comes first, and the old ones stay`() throws {
        let scratch = try Scratch()
        let path = scratch.file("keys")
        let first = try KeyFile.addKey(to: path)
        let sealed = try first.seal(SecretBytes(copying: "secret".utf8), for: "a")
        let second = try KeyFile.addKey(to: path)
        #expect(second.ids.count == 2 && second.ids[1] == first.current && second.current != first.current)
        #expect(try second.open(sealed, for: "a") != nil)
        var status = stat()
        #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
        #expect(try KeyFile.read(path, outside: scratch.file("data")).ids == second.ids)
        for _ in 2..<SealingKeys.mostKeys { _ = try KeyFile.addKey(to: path) }
        #expect(Self.refusal { () throws(SignatureError) in _ = try KeyFile.addKey(to: path) }?.code == .file)
        #expect(try KeyFile.read(path, outside: nil).ids.count == SealingKeys.mostKeys)
    }

    @Test(.enabled(if: geteuid() == 0, "only root gives files away"))
    func `a new key leaves the file to whom it belongs, behind a link too`() throws {
        let scratch = try Scratch()
        let path = scratch.file("keys")
        let first = try KeyFile.addKey(to: path)
        #expect(KeyFile.belongsToRoot(path))
        #expect(chown(path, 4711, 4712) == 0 && symlink(path, scratch.file("link")) == 0)
        let second = try KeyFile.addKey(to: scratch.file("link"))
        #expect(second.ids == [second.current, first.current])
        var status = stat()
        #expect(lstat(path, &status) == 0 && status.st_uid == 4711 && status.st_gid == 4712)
        #expect(status.st_mode & 0o777 == 0o600 && !KeyFile.belongsToRoot(path))
        #expect(try KeyFile.read(path, outside: nil).ids == second.ids)
    }

    @Test func `a file of another user is refused with whose it is and the mend`() {
        let error = SmallFile.forbidden("/etc/axis/vxp.keys", owner: 0, mode: 0o100600, reader: 4711)
        #expect(
            error.english == "Cannot read /etc/axis/vxp.keys: it belongs to root (mode 0600), and this process runs as "
                + "the user 4711; run: chown 4711 /etc/axis/vxp.keys"
        )
        #expect(error.vietnamese.contains("chown 4711 /etc/axis/vxp.keys"))
    }

    @Test(arguments: [0o640, 0o604, 0o660, 0o666])
    func `a file that others can read is refused with the mend`(mode: mode_t) throws {
        let scratch = try Scratch()
        let path = try Self.write(Self.line, in: scratch, mode: mode)
        let error = Self.refusal { () throws(SignatureError) in _ = try KeyFile.read(path, outside: nil) }
        #expect(error?.code == .keyPermissions && error?.english.contains("chmod 600") == true)
    }

    @Test func `a file inside the data directory is refused, through links too`() throws {
        let scratch = try Scratch()
        let path = try Self.write(Self.line, in: scratch)
        #expect(symlink(scratch.path, scratch.file("link")) == 0)
        for directory in [
            scratch.path, scratch.path + "/", scratch.file("link"),
            scratch.path + "/../" + (scratch.path as NSString).lastPathComponent,
        ] {
            let error = Self.refusal { () throws(SignatureError) in _ = try KeyFile.read(path, outside: directory) }
            #expect(error?.code == .file && error?.english.contains("data directory") == true, "\(directory)")
        }
        #expect(
            Self.refusal { () throws(SignatureError) in _ = try KeyFile.read(path, outside: scratch.path + "x") } == nil
        )
    }

    @Test(
        arguments: [
            "", "# nothing\n", "k1\n", "k1 AAAA\n", "k1 " + Base64.encode([UInt8](repeating: 1, count: 33)),
            line + line, "mã " + Base64.encode([UInt8](repeating: 1, count: 32)), line + "rubbish",
        ]
    )
    func `what is no key file is refused without showing it`(text: String) throws {
        let scratch = try Scratch()
        let path = try Self.write(text, in: scratch)
        let error = try #require(Self.refusal { () throws(SignatureError) in _ = try KeyFile.read(path, outside: nil) })
        #expect(error.code == .file && !error.english.contains(Base64.encode([UInt8](repeating: 7, count: 32))))
    }

    @Test func `comments, blank lines and foreign line ends say nothing`() throws {
        let scratch = try Scratch()
        let path = try Self.write("# kho\n\n" + Self.line.replacing("\n", with: "\r\n") + "  ", in: scratch)
        #expect(try KeyFile.read(path, outside: nil).ids == ["k1"])
    }

    @Test func `a secret's file is one line`() throws {
        let scratch = try Scratch()
        for text in ["testsecret", "testsecret\n", "testsecret\r\n", "\u{feff}testsecret\n"] {
            #expect(try KeyFile.readLine(try scratch.write(Array(text.utf8), to: "s")) == "testsecret")
        }
        for text in ["", "\n", "two\nlines\n"] {
            let path = try scratch.write(Array(text.utf8), to: "s")
            #expect(Self.refusal { () throws(SignatureError) in _ = try KeyFile.readLine(path) } != nil)
        }
    }
}
