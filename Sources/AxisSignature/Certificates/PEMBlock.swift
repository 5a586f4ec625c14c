// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

/// One block of a PEM text (RFC 7468): a label and the bytes it encloses.
struct PEMBlock {
    let label: String
    let der: [UInt8]

    var isCertificate: Bool { label == "CERTIFICATE" || label == "X509 CERTIFICATE" }
    var isRevocationList: Bool { label == "X509 CRL" }

    /// The well-formed blocks of a text in their order; what stands between them is explanatory text.
    static func blocks(in bytes: [UInt8]) -> [PEMBlock] {
        var blocks: [PEMBlock] = []
        var label: String?
        var body = ""
        for line in bytes.split(whereSeparator: { $0 == 0x0a || $0 == 0x0d }) {
            let text = String(decoding: line, as: UTF8.self)
            let trimmed = text.trimmingTrailingSpace()
            if let begun = trimmed.enclosed(by: "-----BEGIN ") {
                label = begun
                body = ""
            } else if let ended = trimmed.enclosed(by: "-----END ") {
                if ended == label, let der = Base64.decode(body, as: .spaced) {
                    blocks.append(PEMBlock(label: ended, der: der))
                }
                label = nil
            } else if label != nil {
                body += trimmed
            }
        }
        return blocks
    }

    /// The PEM text of `der`, 64 characters to a line.
    static func encode(_ der: [UInt8], label: String) -> String {
        var text = "-----BEGIN \(label)-----\n"
        var line = Base64.encode(der)[...]
        while !line.isEmpty {
            text += line.prefix(64) + "\n"
            line = line.dropFirst(64)
        }
        return text + "-----END \(label)-----\n"
    }
}

extension String {
    fileprivate func trimmingTrailingSpace() -> String {
        guard let last = unicodeScalars.last, last == " " || last == "\t" else { return self }
        return String(String(unicodeScalars.dropLast()).trimmingTrailingSpace())
    }

    fileprivate func enclosed(by prefix: String) -> String? {
        guard hasPrefix(prefix), hasSuffix("-----") else { return nil }
        return String(dropFirst(prefix.count).dropLast(5))
    }
}
