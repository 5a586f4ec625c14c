// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// A network of IP addresses in CIDR form (RFC 4632), e.g. `10.20.0.0/16` or `2001:db8::/32`; an address alone is the
/// network of that one address.
public struct AddressRange: Hashable, Sendable, LosslessStringConvertible, Codable {
    /// The first address; the bits behind the prefix are clear.
    public let network: IPAddress
    /// How many leading bits its addresses share.
    public let prefixLength: Int

    /// Reads the CIDR form; nil when it is not, or when a bit behind the prefix is set, since nobody can tell whether
    /// the address or the length is the slip.
    public init?(_ description: String) {
        let parts = description.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let network = IPAddress(String(parts[0])) else { return nil }
        guard parts.count == 2 else {
            self.init(network: network, prefixLength: network.bitCount)
            return
        }
        let digits = parts[1].utf8
        guard (1...3).contains(digits.count), digits.allSatisfy({ (48...57).contains($0) }),
            var length = Int(parts[1])
        else { return nil }
        // A mapped address counts its bits as IPv6 does.
        if network.isIPv4, parts[0].contains(":") { length -= 96 }
        guard (0...network.bitCount).contains(length), network.prefix(length) == network else { return nil }
        self.init(network: network, prefixLength: length)
    }

    private init(network: IPAddress, prefixLength: Int) {
        self.network = network
        self.prefixLength = prefixLength
    }

    /// Whether an address is in the network.
    public func contains(_ address: IPAddress) -> Bool {
        address.isIPv4 == network.isIPv4 && address.prefix(prefixLength) == network
    }

    /// The CIDR form, always with its length.
    public var description: String { "\(network)/\(prefixLength)" }

    /// Decodes the CIDR form.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let range = AddressRange(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a network such as 10.0.0.0/8")
        }
        self = range
    }

    /// Encodes the CIDR form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
