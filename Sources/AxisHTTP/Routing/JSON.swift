// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import Foundation
import NIOCore
import NIOFoundationCompat

/// JSON in and out.
enum JSON {
    /// Encodes a value; the same value always gives the same bytes.
    static func encode(_ value: some Encodable) throws -> ByteBuffer {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return ByteBuffer(data: try encoder.encode(value))
    }

    /// Decodes a request's body; a member that the call does not know is refused, so that a slip of the pen is not
    /// taken for a wish.
    static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws(Refusal) -> Value {
        let data = Data(bytes)
        do {
            let value = try JSONDecoder().decode(type, from: data)
            let known = Set(Mirror(reflecting: value).children.compactMap(\.label))
            let given = try JSONDecoder().decode(MemberNames.self, from: data).names
            if let unknown = given.first(where: { !known.contains($0) }) {
                throw Refusal.badRequest(
                    String(unknown.prefix(64)),
                    english: "the body has a member that this call does not know",
                    vietnamese: "nội dung có thành phần mà lời gọi này không biết"
                )
            }
            return value
        } catch let refusal as Refusal {
            throw refusal
        } catch let error as DecodingError {
            throw .badRequest(
                error.field,
                english: "the body is not the JSON that this call takes: \(error.kind)",
                vietnamese: "nội dung không phải JSON mà lời gọi này nhận"
            )
        } catch {
            throw .badRequest("body", english: "the body is not JSON", vietnamese: "nội dung không phải JSON")
        }
    }

    /// The member names of an object.
    private struct MemberNames: Decodable {
        struct Name: CodingKey {
            var stringValue: String
            var intValue: Int? { nil }
            init?(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        let names: [String]

        init(from decoder: any Decoder) throws {
            names = try decoder.container(keyedBy: Name.self).allKeys.map(\.stringValue).sorted()
        }
    }
}

extension DecodingError {
    /// The member at fault, in the words of the interface.
    fileprivate var field: String {
        let (path, last): ([any CodingKey], String?) =
            switch self {
            case .keyNotFound(let key, let context): (context.codingPath, key.stringValue)
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
                (context.codingPath, nil)
            @unknown default: ([], nil)
            }
        let names = path.map { $0.intValue.map(String.init) ?? $0.stringValue } + (last.map { [$0] } ?? [])
        return names.isEmpty ? "body" : names.joined(separator: ".")
    }

    /// What is wrong, without any of the input.
    fileprivate var kind: String {
        switch self {
        case .keyNotFound: "a member is missing"
        case .typeMismatch: "a member is of another type"
        case .valueNotFound: "a member is null"
        case .dataCorrupted: "a value does not have its form"
        @unknown default: "it can't be read"
        }
    }
}
