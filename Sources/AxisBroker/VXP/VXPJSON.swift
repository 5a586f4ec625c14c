// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

/// Writes the JSON that the VXP SDK reads: ASCII alone, since the SDK reads some answers as US-ASCII, and no member that
/// is null, since one of these loses it a whole list.
struct VXPJSON {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    init(reserving count: Int = 256) {
        bytes.reserveCapacity(count)
    }

    /// The common members of every answer, inside an object that is still open.
    init(code: Int, text: String, reserving count: Int = 256) {
        self.init(reserving: count)
        open("{")
        member("status", code == 0 ? "OK" : "FAIL")
        member("ErrorCode", "\(code)")
        member("ErrorDesc", text)
    }

    mutating func open(_ bracket: Unicode.Scalar) {
        comma()
        bytes.append(UInt8(ascii: bracket))
        needsComma = false
    }

    mutating func close(_ bracket: Unicode.Scalar) {
        bytes.append(UInt8(ascii: bracket))
        needsComma = true
    }

    /// Begins a member whose value follows.
    mutating func key(_ name: StaticString) {
        comma()
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    mutating func member(_ name: StaticString, _ text: String) {
        key(name)
        string(text)
    }

    mutating func member(_ name: StaticString, _ number: Int) {
        key(name)
        raw("\(number)")
    }

    mutating func member(_ name: StaticString, _ flag: Bool) {
        key(name)
        raw(flag ? "true" : "false")
    }

    mutating func string(_ text: String) {
        comma()
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { utf8 in
            // Nearly all texts need no escape; the rest is walked by scalars.
            if utf8.allSatisfy({ (0x20..<0x7f).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
                bytes.append(contentsOf: utf8)
            } else {
                escape(String(decoding: utf8, as: UTF8.self))
            }
        }
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    private mutating func raw(_ text: String) {
        bytes.append(contentsOf: text.utf8)
        needsComma = true
    }

    private mutating func comma() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }

    private mutating func escape(_ text: String) {
        for unit in text.utf16 {
            switch unit {
            case 0x22, 0x5c: bytes += [UInt8(ascii: "\\"), UInt8(unit)]
            case 0x20..<0x7f: bytes.append(UInt8(unit))
            default:
                bytes += [UInt8(ascii: "\\"), UInt8(ascii: "u")]
                for shift in [12, 8, 4, 0] {
                    let digit = UInt8(unit >> UInt16(shift) & 0xf)
                    bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
                }
            }
        }
    }
}
