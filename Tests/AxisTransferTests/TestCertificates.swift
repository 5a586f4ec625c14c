// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Throw-away certificates made by the `openssl` command in a directory of their own.
struct TestCertificates {
    let directory: String

    var authority: String { directory + "/ca.pem" }
    var foreignAuthority: String { directory + "/foreign.pem" }
    var clientCertificate: String { directory + "/client.pem" }
    var clientKey: String { directory + "/client.key" }
    var bundle: String { directory + "/both.pem" }

    init() throws {
        directory = NSTemporaryDirectory() + "axis-transfer-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        try Self.makeAuthority("ca", in: directory)
        try Self.makeAuthority("foreign", in: directory)
        try Self.makeLeaf("server", extensions: "subjectAltName=IP:127.0.0.1,DNS:server.test", in: directory)
        try Self.makeLeaf("client", extensions: "extendedKeyUsage=clientAuth", in: directory)
    }

    private static func makeAuthority(_ name: String, in directory: String) throws {
        try openssl(
            ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
                + ["-keyout", "\(name).key", "-out", "\(name).pem", "-subj", "/CN=\(name) test"],
            in: directory
        )
    }

    private static func makeLeaf(_ name: String, extensions: String, in directory: String) throws {
        try openssl(
            ["req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
                + ["-keyout", "\(name).key", "-out", "\(name).csr", "-subj", "/CN=\(name).test"],
            in: directory
        )
        try extensions.write(toFile: "\(directory)/\(name).ext", atomically: true, encoding: .utf8)
        try openssl(
            ["x509", "-req", "-in", "\(name).csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial"]
                + ["-days", "2", "-extfile", "\(name).ext", "-out", "\(name).pem"],
            in: directory
        )
    }

    private static func openssl(_ arguments: [String], in directory: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.currentDirectoryURL = URL(fileURLWithPath: directory)
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
    }
}
