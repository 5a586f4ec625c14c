// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// Reads the JSON of a receipt as every other reader does.
enum ReceiptForm {
    /// Decodes a receipt; nil when it is none, or an object in it names a member twice.
    ///
    /// Of two members of one name some readers take the first and some the last (RFC 8259, section 4), so a receipt
    /// with two would be proven as one of them and shown as the other.
    static func read<Value: Decodable>(_ type: Value.Type, from json: [UInt8]) -> Value? {
        guard let value = try? JSONDecoder().decode(type, from: Data(json)), namesAreUnique(json) else { return nil }
        return value
    }

    /// Whether no object names a member twice, in JSON that was read without a fault.
    ///
    /// Axis escapes nothing in a name, so a name with an escape is refused as well; so is another encoding than UTF-8.
    private static func namesAreUnique(_ json: [UInt8]) -> Bool {
        let (quote, backslash) = (UInt8(ascii: "\""), UInt8(ascii: "\\"))
        var names: [Set<ArraySlice<UInt8>>] = []
        var place = 0
        while place < json.count {
            switch json[place] {
            case 0: return false
            case UInt8(ascii: "{"): names.append([])
            case UInt8(ascii: "}"): names.removeLast()
            case quote:
                let start = place + 1
                var end = start
                while end < json.count, json[end] != quote { end += json[end] == backslash ? 2 : 1 }
                guard end < json.count else { return false }
                place = end
                // In JSON only a name has a colon behind it.
                let next = json[(end + 1)...].first { ![9, 10, 13, 32].contains($0) }
                if next == UInt8(ascii: ":") {
                    let name = json[start..<end]
                    guard !names.isEmpty, !name.contains(backslash),
                        names[names.count - 1].insert(name).inserted
                    else { return false }
                }
            default: break
            }
            place += 1
        }
        return true
    }
}

extension String {
    /// Whether both are the same bytes: `==` takes canonically equivalent texts for one, as K and the sign of kelvin.
    func hasBytes(of other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
