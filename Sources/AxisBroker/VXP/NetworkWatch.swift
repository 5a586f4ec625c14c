// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

/// Notices when one system id is used from two networks within a while: a secret, or one captured request, that
/// somebody else has. Pure, on a given clock; it holds one entry for each system id that was verified.
struct NetworkWatch: Sendable {
    /// A system id seen in two networks.
    struct Alarm: Hashable, Sendable {
        /// The network before.
        let earlier: AddressRange
        /// The network now.
        let now: AddressRange
    }

    private struct Entry: Sendable {
        /// The networks seen last, each with the last time; two at most.
        var seen: [(network: IPAddress, at: Timestamp)]
        var alarmedAt: Timestamp?
    }

    /// How close together two networks are suspicious.
    var window: Duration = .seconds(3600)
    /// The shortest time between two alarms about one system id.
    var silence: Duration = .seconds(3600)

    private var entries: [String: Entry] = [:]

    /// Notes a verified request.
    mutating func saw(_ systemID: String, from address: IPAddress, at moment: Timestamp) -> Alarm? {
        let network = Self.network(of: address)
        var entry = entries[systemID] ?? Entry(seen: [])
        if let last = entry.seen.last, last.network == network, entry.seen.count == 1 {
            // What nearly every request is.
            if last.at != moment { entries[systemID]?.seen[0].at = moment }
            return nil
        }
        let other = entry.seen.last { $0.network != network && moment - $0.at < window }
        entry.seen.removeAll { $0.network == network || moment - $0.at >= window }
        entry.seen = entry.seen.suffix(1) + [(network, moment)]
        defer { entries[systemID] = entry }
        guard let other, entry.alarmedAt.map({ moment - $0 >= silence }) ?? true else { return nil }
        entry.alarmedAt = moment
        guard let earlier = Self.range(of: other.network), let now = Self.range(of: network) else { return nil }
        return Alarm(earlier: earlier, now: now)
    }

    /// 24 bits of an IPv4 address, 48 of an IPv6 one.
    private static func network(of address: IPAddress) -> IPAddress { address.prefix(address.isIPv4 ? 24 : 48) }

    private static func range(of network: IPAddress) -> AddressRange? {
        AddressRange("\(network)/\(network.isIPv4 ? 24 : 48)")
    }
}
