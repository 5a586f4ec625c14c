// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisCommand
import AxisModel
import AxisSignature
import Foundation

/// A directory with everything that one daemon needs: certificates, configuration, store.
struct BenchDirectory: Sendable {
    let path: String
    let agencyPort: Int
    let operationsPort: Int
    let vxpPort: Int
    private let servesVXP: Bool

    var pki: String { path + "/pki" }
    var data: String { path + "/data" }
    var socket: String { data + "/run/axisd.sock" }
    var configuration: String { path + "/axis.yaml" }
    var log: String { path + "/axisd.log" }

    /// Makes the directory.
    ///
    /// - Parameter servesVXP: whether the daemon is to serve document systems too.
    init(below parent: String, servesVXP: Bool = false) throws {
        // A Unix socket's path holds 107 bytes, so it stays short.
        let full = URL(fileURLWithPath: parent).standardizedFileURL.path
        path = "\(full)/axis-bench-\(ProcessInfo.processInfo.processIdentifier)"
        agencyPort = try Machine.freePort()
        operationsPort = try Machine.freePort()
        vxpPort = try Machine.freePort()
        self.servesVXP = servesVXP
        try DurableFile.makeDirectory(path)
        try DurableFile.makeDirectory(data)
        let units = [
            DevelopmentPKI.Unit(code: "G22", name: "Văn phòng Chính phủ"),
            DevelopmentPKI.Unit(code: "H24", name: "Thành phố Hải Phòng"),
        ]
        do throws(SignatureError) {
            try DevelopmentPKI.write(to: pki, units: units, now: SystemClock().now().seconds)
            if servesVXP { _ = try KeyFile.addKey(to: path + "/vxp.keys") }
        } catch { throw CommandFailure(error.english) }
        try DurableFile.write(Array(configurationText.utf8), to: configuration)
    }

    private var configurationText: String {
        """
        axis:
          code: AXIS
          data: \(data)
        agency:
          host: 127.0.0.1
          port: \(agencyPort)
          certificate: \(pki)/server.pem
          key: \(pki)/server.key
        operations:
          host: 127.0.0.1
          port: \(operationsPort)
        trust:
          tls: [\(pki)/ca.pem, \(pki)/ca.crl]
          sign: [\(pki)/ca.pem, \(pki)/ca.crl]
          endpoints: \(pki)/ca.pem
        sealing:
          certificate: \(pki)/sealing.pem
          key: \(pki)/sealing.key
        push:
          certificate: \(pki)/axis-client.pem
          key: \(pki)/axis-client.key
        intake:
          requireSignature: true
        limits:
          requestsPerSecond: 1000000
          connectionsPerAddress: 2048

        """ + (servesVXP ? vxpText : "")
    }

    private var vxpText: String {
        """
        vxp:
          host: 127.0.0.1
          port: \(vxpPort)
          keyFile: \(path)/vxp.keys

        """
    }

    /// The end of what the daemon said.
    var lastLogLines: [String] {
        guard let bytes = FileManager.default.contents(atPath: log) else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").suffix(20).map { "axisd: \($0)" }
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
