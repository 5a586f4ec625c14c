// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// The JSON object that the SDK signs: names and texts, nothing nested.
///
/// A small reader of its own, because names count with their case (`docId` and `docid` come together) and because what
/// is believed must be read in just one way: the same name twice, trailing bytes, or text that is no UTF-8 refuse all.
struct SignedObject {
    /// The members, in order.
    private(set) var members: [String: String] = [:]

    /// The longest object, in bytes; a list of recipients may stand in it twice.
    static let longest = 256 * 1024
    /// The most members: the SDK keeps all headers of earlier calls.
    static let mostMembers = 200

    /// Reads an object; nil when it is none of that form.
    init?(parsing bytes: [UInt8]) {
        guard bytes.count <= Self.longest else { return nil }
        var scan = Scan(bytes: bytes)
        guard scan.take("{") else { return nil }
        if !scan.take("}") {
            repeat {
                guard members.count < Self.mostMembers, let name = scan.text(), scan.take(":"),
                    let value = scan.value(), members.updateValue(value, forKey: name) == nil
                else { return nil }
            } while scan.take(",")
            guard scan.take("}") else { return nil }
        }
        guard scan.isAtEnd else { return nil }
    }
}

/// A walk over the object's bytes; white space between its parts is passed over.
private struct Scan {
    let bytes: [UInt8]
    var place = 0

    mutating func skipSpace() {
        while place < bytes.count, [9, 10, 13, 32].contains(bytes[place]) { place += 1 }
    }

    mutating func take(_ sign: Unicode.Scalar) -> Bool {
        skipSpace()
        guard place < bytes.count, bytes[place] == UInt8(ascii: sign) else { return false }
        place += 1
        return true
    }

    var isAtEnd: Bool {
        mutating get {
            skipSpace()
            return place == bytes.count
        }
    }

    /// A text, or a number or word as it is written: some programs leave the quotes out. A null is an empty text.
    mutating func value() -> String? {
        skipSpace()
        guard place < bytes.count, bytes[place] != UInt8(ascii: "\"") else { return text() }
        let start = place
        while place < bytes.count, bytes[place].isBare { place += 1 }
        let word = String(decoding: bytes[start..<place], as: UTF8.self)
        return word.isEmpty ? nil : word == "null" ? "" : word
    }

    mutating func text() -> String? {
        guard take("\"") else { return nil }
        var text: [UInt8] = []
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            switch byte {
            case UInt8(ascii: "\""): return String(validating: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let part = escaped() else { return nil }
                text += part
            case ..<0x20: return nil
            default: text.append(byte)
            }
        }
        return nil
    }

    private mutating func escaped() -> [UInt8]? {
        guard place < bytes.count else { return nil }
        let byte = bytes[place]
        place += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [8]
        case UInt8(ascii: "f"): return [12]
        case UInt8(ascii: "n"): return [10]
        case UInt8(ascii: "r"): return [13]
        case UInt8(ascii: "t"): return [9]
        case UInt8(ascii: "u"):
            guard let first = unit() else { return nil }
            var units = [first]
            if UTF16.isLeadSurrogate(first) {
                guard place + 1 < bytes.count, bytes[place] == UInt8(ascii: "\\"),
                    bytes[place + 1] == UInt8(ascii: "u")
                else { return nil }
                place += 2
                guard let second = unit() else { return nil }
                units.append(second)
            }
            return String(validating: units, as: UTF16.self).map { Array($0.utf8) }
        default: return nil
        }
    }

    private mutating func unit() -> UInt16? {
        guard place + 4 <= bytes.count else { return nil }
        let digits = bytes[place..<place + 4]
        guard digits.allSatisfy(\.isHexDigit) else { return nil }
        place += 4
        return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}

extension UInt8 {
    /// Part of a number or a word without quotes.
    fileprivate var isBare: Bool {
        (48...57).contains(self) || (65...90).contains(self) || (97...122).contains(self) || self == 45 || self == 46
            || self == 43
    }

    fileprivate var isHexDigit: Bool {
        (48...57).contains(self) || (65...70).contains(self) || (97...102).contains(self)
    }
}
