// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

/// Where an agency may have Axis connect to: not to Axis's own machine, nor to what only its machine reaches.
///
/// Private networks are allowed, since that is where agencies' systems stand. A name may still resolve to such an
/// address: the endpoint's certificate, which must be for that name, then keeps anything from being sent there
/// (`docs/threat-model.md`). Administrators are not bound by this.
enum EndpointReach {
    static func check(_ url: String) throws(Refusal) {
        let authority = url.dropFirst("https://".count).prefix { $0 != "/" && $0 != "?" }
        guard isOwnMachine(host(of: authority).lowercased()) else { return }
        throw Refusal(
            .badRequest,
            field: "url",
            english: "an endpoint may not be on a loopback, link-local, unspecified or multicast address; name the "
                + "machine that is to receive",
            vietnamese: "điểm nhận không được là địa chỉ loopback, link-local, không xác định hoặc multicast; hãy ghi "
                + "máy chủ sẽ nhận"
        )
    }

    private static func host(of authority: Substring) -> Substring {
        guard authority.first == "[" else { return authority.prefix { $0 != ":" } }
        return authority.dropFirst().prefix { $0 != "]" }
    }

    private static func isOwnMachine(_ host: String) -> Bool {
        if host == "localhost" || host.hasSuffix(".localhost") { return true }
        if host.contains(":") { return isOwnIPv6(host) }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        // A resolver reads `127.1`, `2130706433` and `0x7f000001` as addresses: of numbers only the plain four count.
        guard parts.last.map(isNumeric) ?? false else { return false }
        let numbers = parts.compactMap { part in part.count > 1 && part.first == "0" ? nil : UInt8(part) }
        guard parts.count == 4, numbers.count == 4 else { return true }
        return numbers[0] == 0 || numbers[0] == 127 || (numbers[0] == 169 && numbers[1] == 254) || numbers[0] >= 224
    }

    private static func isNumeric(_ part: Substring) -> Bool {
        if part.hasPrefix("0x") { return part.dropFirst(2).allSatisfy(\.isHexDigit) }
        return !part.isEmpty && part.allSatisfy { ("0"..."9").contains($0) }
    }

    /// Only global unicast (2000::/3) and unique local addresses (fc00::/7) are another machine's without doubt.
    private static func isOwnIPv6(_ host: String) -> Bool {
        guard let first = host.split(separator: ":", omittingEmptySubsequences: false).first,
            let group = UInt16(first, radix: 16)
        else { return true }
        let isGlobal = group & 0xE000 == 0x2000
        let isLocal = group & 0xFE00 == 0xFC00
        // 64:ff9b::/96 and 2002::/16 carry IPv4 addresses, loopback among them.
        return !(isGlobal || isLocal) || group == 0x2002
    }
}
