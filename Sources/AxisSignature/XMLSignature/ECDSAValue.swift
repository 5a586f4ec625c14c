// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// An ECDSA signature's two forms: `r‖s` of fixed length in XML (RFC 4050, 3.3), a DER sequence in OpenSSL.
enum ECDSAValue {
    /// The DER sequence of `r‖s`; nil unless both halves have exactly the curve's length.
    static func der(from value: [UInt8], curve: EllipticCurve) -> [UInt8]? {
        let half = curve.coordinateByteCount
        guard value.count == half * 2 else { return nil }
        let body = integer(value[..<half]) + integer(value[half...])
        // At most 2 * (2 + 49) bytes: lengths stay in their short form.
        return [0x30, UInt8(body.count)] + body
    }

    /// `r‖s` of a DER sequence, nil when it is none for this curve.
    static func value(from der: [UInt8], curve: EllipticCurve) -> [UInt8]? {
        guard der.count > 2, der[0] == 0x30, Int(der[1]) == der.count - 2 else { return nil }
        var rest = der[2...]
        guard let first = takeInteger(from: &rest, length: curve.coordinateByteCount),
            let second = takeInteger(from: &rest, length: curve.coordinateByteCount), rest.isEmpty
        else { return nil }
        return first + second
    }

    private static func integer(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var digits = Array(bytes.drop { $0 == 0 })
        if digits.first.map({ $0 >= 0x80 }) ?? true { digits.insert(0, at: 0) }
        return [0x02, UInt8(digits.count)] + digits
    }

    private static func takeInteger(from rest: inout ArraySlice<UInt8>, length: Int) -> [UInt8]? {
        guard rest.popFirst() == 0x02, let count = rest.popFirst(), Int(count) <= rest.count else { return nil }
        let digits = rest.prefix(Int(count)).drop { $0 == 0 }
        rest = rest.dropFirst(Int(count))
        guard digits.count <= length else { return nil }
        return [UInt8](repeating: 0, count: length - digits.count) + digits
    }
}
