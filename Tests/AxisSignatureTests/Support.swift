// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisXML
import Foundation
import Testing

@testable import AxisSignature

/// The moment that the tests take for the present, in seconds since 1970. The oracles use the real clock, so the
/// certificates have to hold now.
let now = Int64(Date().timeIntervalSince1970)
let year: Int64 = 365 * 86_400

/// A directory that goes when the test ends.
final class Scratch {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "axis-signature-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    @discardableResult
    func write(_ bytes: some Collection<UInt8>, to name: String) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
        return file(name)
    }

    func read(_ name: String) throws -> [UInt8] { try [UInt8](Data(contentsOf: URL(fileURLWithPath: file(name)))) }
}

/// A foreign program and what it said.
struct Command {
    let status: Int32
    let output: String

    init(_ arguments: String...) throws { try self.init(arguments) }

    init(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        status = process.terminationStatus
    }

    static func exists(_ name: String) -> Bool {
        ["/usr/bin", "/usr/local/bin", "/bin"].contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
        }
    }
}

/// The files beside the tests.
enum Vectors {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

    static func bytes(_ name: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: folder.appendingPathComponent("Vectors/\(name)")))
    }

    static func oracle(_ name: String) -> String { folder.appendingPathComponent("Oracles/\(name)").path }
}

/// A root with some leaves under it.
struct Authority {
    let root: CertificateAuthority

    init(_ name: String = "Thử nghiệm CA", key: PrivateKey.Specification = .ec(.p256)) throws {
        root = try CertificateAuthority.makeRoot(
            subject: DistinguishedName(commonName: name, organization: "Cơ quan thử"),
            validity: (now - year)...(now + 10 * year),
            key: key
        )
    }

    func leaf(
        _ name: String = "H98",
        key: PrivateKey.Specification = .ec(.p256),
        from: Int64 = now - 60,
        until: Int64 = now + year,
        usage: KeyUsage = .digitalSignature,
        purposes: ExtendedKeyUsage = []
    ) throws -> SigningIdentity {
        let profile = CertificateProfile(
            subject: DistinguishedName(commonName: name, organization: "Ủy ban thử"),
            validity: from...until,
            keyUsage: usage,
            extendedKeyUsage: purposes
        )
        return try root.issueIdentity(profile, key: key)
    }

    func trust(
        _ use: TrustUse = .sign,
        revoking revoked: [(Certificate, Int64)]? = nil,
        nextUpdate: Int64 = now + year,
        policy: RevocationPolicy = .soft
    ) throws -> TrustList {
        let lists = try revoked.map { revoked in
            try RevocationList(
                der: root.makeRevocationList(revoking: revoked, thisUpdate: now - year, nextUpdate: nextUpdate)
            )
        }
        return try TrustList(
            use: use,
            anchors: [root.certificate],
            revocationLists: lists.map { [$0] } ?? [],
            revocationPolicy: policy
        )
    }
}

/// The code of the refusal that `body` throws, nil when it throws none.
func refusal(_ body: () throws -> Void) -> SignatureError.Code? {
    do {
        try body()
        return nil
    } catch let error as SignatureError {
        return error.code
    } catch {
        Issue.record("Not a SignatureError: \(error)")
        return nil
    }
}

/// Verifies a document's bytes as the native interface does.
func verify(_ bytes: [UInt8]) throws -> SignatureVerdict {
    let document = try XMLDocument(parsing: bytes, limits: .native)
    return try EnvelopeSignature.verify(document, certificates: CertificateCache(capacity: 8))
}

func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

extension String {
    var bytes: [UInt8] { Array(utf8) }

    /// This text with the first `old` replaced; fails the test when there is none.
    func replacing(first old: String, with new: String) throws -> String {
        let found = try #require(self.range(of: old), "“\(old)” is not there to be replaced.")
        return replacingCharacters(in: found, with: new)
    }
}
