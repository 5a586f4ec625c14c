// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import AxisClient
import AxisCommand
import AxisModel

/// Reads `TEXT` or `kind:TEXT` as a code.
enum AliasArgument {
    static func read(_ text: String) throws -> AgencyCode {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        if parts.count == 2, let kind = AgencyCode.Kind(rawValue: parts[0]) {
            do { return try AgencyCode(parts[1], as: kind) } catch { throw ValidationError(error.description) }
        }
        guard let code = AgencyCode.readings(of: text).first else {
            throw ValidationError("“\(text)” does not have the form of a code.")
        }
        return code
    }
}

/// Reads a certificate's PEM file.
enum CertificateFile {
    static func read(_ path: String) throws -> String {
        let text = String(decoding: try DurableFile.read(path, limit: 1 << 20), as: UTF8.self)
        guard text.contains("-----BEGIN CERTIFICATE-----") else {
            throw CommandFailure("\(path) holds no PEM certificate.")
        }
        guard !text.contains("PRIVATE KEY-----") else {
            throw CommandFailure("\(path) holds a private key; give the certificate alone.")
        }
        return text
    }
}

extension ExportFormat: ExpressibleByArgument {}
