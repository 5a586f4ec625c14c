// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// An IP address, of version 4 or 6 (RFC 791, RFC 4291).
///
/// An IPv4 address that is written as IPv6 (`::ffff:192.0.2.1`) is the IPv4 address: a socket that takes both shows
/// callers that way.
public struct IPAddress: Hashable, Sendable, LosslessStringConvertible {
    /// The first eight bytes, most significant first; 0 for version 4.
    let high: UInt64
    /// The last eight bytes, most significant first; the address itself for version 4.
    let low: UInt64
    /// Whether it is of version 4.
    public let isIPv4: Bool

    init(high: UInt64, low: UInt64, isIPv4: Bool) {
        let isMapped = !isIPv4 && high == 0 && low >> 32 == 0xffff
        self.high = high
        self.low = isMapped ? low & 0xffff_ffff : low
        self.isIPv4 = isIPv4 || isMapped
    }

    /// Reads dotted decimals, or the forms of RFC 4291, section 2.2, without a zone.
    public init?(_ description: String) {
        let text = Array(description.utf8.prefix(64))
        if let four = Self.readIPv4(text[...]) {
            self.init(high: 0, low: UInt64(four), isIPv4: true)
        } else if let groups = Self.readIPv6(text) {
            let halves = [groups[..<4], groups[4...]].map { $0.reduce(0) { $0 << 16 | UInt64($1) } }
            self.init(high: halves[0], low: halves[1], isIPv4: false)
        } else {
            return nil
        }
    }

    /// Bits in all: 32 or 128.
    public var bitCount: Int { isIPv4 ? 32 : 128 }

    /// Whether it names the machine itself (RFC 1122, section 3.2.1.3; RFC 4291, section 2.5.3).
    public var isLoopback: Bool { isIPv4 ? low >> 24 == 127 : high == 0 && low == 1 }

    /// The address with all bits behind the first `count` cleared.
    public func prefix(_ count: Int) -> IPAddress {
        let count = min(max(count, 0), bitCount)
        if isIPv4 { return IPAddress(high: 0, low: low & Self.mask(count + 32) & 0xffff_ffff, isIPv4: true) }
        return IPAddress(
            high: high & Self.mask(count),
            low: low & Self.mask(count - 64),
            isIPv4: false
        )
    }

    /// The canonical text (RFC 5952).
    public var description: String {
        if isIPv4 { return [24, 16, 8, 0].map { String(low >> UInt64($0) & 255) }.joined(separator: ".") }
        let groups = (0..<8).map { place in
            let half = place < 4 ? high : low
            return half >> UInt64((3 - place % 4) * 16) & 0xffff
        }
        let run = Self.longestZeros(groups)
        let words = groups.map { String($0, radix: 16) }
        guard run.count > 1 else { return words.joined(separator: ":") }
        return words[..<run.lowerBound].joined(separator: ":") + "::"
            + words[run.upperBound...].joined(separator: ":")
    }

    /// So many leading ones of 64 bits; none for a negative count, all for more than 64.
    private static func mask(_ count: Int) -> UInt64 {
        if count <= 0 { return 0 }
        return count >= 64 ? .max : ~(UInt64.max >> UInt64(count))
    }

    private static func longestZeros(_ groups: [UInt64]) -> Range<Int> {
        var best = 0..<0
        var start = 0
        for place in 0...groups.count where place == groups.count || groups[place] != 0 {
            if place - start > best.count { best = start..<place }
            start = place + 1
        }
        return best
    }

    private static func readIPv4(_ text: ArraySlice<UInt8>) -> UInt32? {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var value: UInt32 = 0
        for part in parts {
            // A leading zero means octal to some programs, so it means nothing here.
            guard (1...3).contains(part.count), part.count == 1 || part.first != UInt8(ascii: "0"),
                part.allSatisfy({ (48...57).contains($0) })
            else { return nil }
            let number = part.reduce(UInt32(0)) { $0 * 10 + UInt32($1 - 48) }
            guard number < 256 else { return nil }
            value = value << 8 | number
        }
        return value
    }

    /// Eight groups of 16 bits.
    private static func readIPv6(_ text: [UInt8]) -> [UInt16]? {
        let colon = UInt8(ascii: ":")
        let gap = text.indices.dropLast().first { text[$0] == colon && text[$0 + 1] == colon }
        guard let gap else {
            return readGroups(text[...], endsAddress: true).flatMap { $0.count == 8 ? $0 : nil }
        }
        let behind = text[(gap + 2)...]
        guard let head = readGroups(text[..<gap], endsAddress: false),
            let tail = readGroups(behind, endsAddress: true), head.count + tail.count < 8
        else { return nil }
        return head + [UInt16](repeating: 0, count: 8 - head.count - tail.count) + tail
    }

    /// Groups with colons between them; the last two of an address may be dotted decimals.
    private static func readGroups(_ text: ArraySlice<UInt8>, endsAddress: Bool) -> [UInt16]? {
        if text.isEmpty { return [] }
        var groups: [UInt16] = []
        let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        for (place, part) in parts.enumerated() {
            if endsAddress, place == parts.count - 1, let four = readIPv4(part) {
                groups += [UInt16(four >> 16), UInt16(truncatingIfNeeded: four)]
                continue
            }
            guard (1...4).contains(part.count) else { return nil }
            var value: UInt16 = 0
            for byte in part {
                guard let digit = Hex.value(of: byte) else { return nil }
                value = value << 4 | UInt16(digit)
            }
            groups.append(value)
        }
        return groups.count <= 8 ? groups : nil
    }
}
