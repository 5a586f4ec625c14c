// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import AxisClient
import AxisCommand
public import AxisModel
import AxisSignature

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

/// Reads a certificate's file.
enum CertificateFile {
    /// The first certificate, PEM: those behind it are its issuers'.
    static func read(_ path: String) throws -> String {
        do throws(SignatureError) {
            if let certificate = try Certificate.load(file: path).first { return certificate.pem }
        } catch {
            throw CommandFailure(error.english)
        }
        throw CommandFailure("\(path) holds no certificate.")
    }
}

extension ExportFormat: ExpressibleByArgument {}

extension AddressRange: ExpressibleByArgument {}
