// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// JSON as the interfaces write it.
package enum JSONText {
    /// The bytes of a value, keys sorted.
    package static func encode(_ value: some Encodable, pretty: Bool = false) throws(ClientError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting =
            pretty ? [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted] : [.sortedKeys, .withoutEscapingSlashes]
        do { return [UInt8](try encoder.encode(value)) } catch {
            throw ClientError(.argument, "The request can't be written as JSON: \(error)")
        }
    }

    /// The value that bytes hold.
    package static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws(ClientError) -> Value {
        do { return try JSONDecoder().decode(type, from: Data(bytes)) } catch {
            throw ClientError(.unexpected, "The text is not the JSON that is expected here: \(summary(of: error))")
        }
    }

    /// Where the fault is, without the text itself.
    private static func summary(of error: any Error) -> String {
        guard let error = error as? DecodingError else { return "it can't be read" }
        let context: DecodingError.Context
        switch error {
        case .keyNotFound(let key, let where_):
            return "\(path(where_.codingPath + [key])) is missing"
        case .typeMismatch(_, let found), .valueNotFound(_, let found), .dataCorrupted(let found): context = found
        @unknown default: return "it can't be read"
        }
        return context.codingPath.isEmpty ? "it is no JSON" : "\(path(context.codingPath)) has a wrong value"
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
    }
}
