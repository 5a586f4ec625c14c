// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// JSON for the audit log and for exports: keys sorted, so that equal states read equal.
enum RegistryJSON {
    static func text(_ value: any Encodable) -> String? {
        bytes(value).map { String(decoding: $0, as: UTF8.self) }
    }

    static func bytes(_ value: any Encodable) -> [UInt8]? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(value)).map { [UInt8]($0) }
    }
}
