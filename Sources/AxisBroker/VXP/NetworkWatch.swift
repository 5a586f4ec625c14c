// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

/// Notices when one system id is used from two networks within a while: a secret, or one captured request, that
/// somebody else has. Pure, on a given clock; it holds one entry of bounded size for each system id that was verified.
///
/// A system with an IPv4 and an IPv6 address goes from one to the other all day. So of two networks of different
/// versions it tells once, and takes them for one system as long as both are used again within ``twinMemory``; two
/// networks of one version stay suspicious.
struct NetworkWatch: Sendable {
    /// A system id seen in two networks.
    struct Alarm: Hashable, Sendable {
        /// The network before.
        let earlier: AddressRange
        /// The network now.
        let now: AddressRange
    }

    private struct Sight: Sendable {
        let network: IPAddress
        var at: Timestamp
    }

    /// An IPv4 and an IPv6 network that were told of.
    private struct Twins: Sendable {
        let networks: Set<IPAddress>
        var at: Timestamp
    }

    private struct Entry: Sendable {
        /// The networks seen within the window, each with the last time, the latest last.
        var seen: [Sight]
        var twins: [Twins] = []
        var alarmedAt: Timestamp?
    }

    /// How close together two networks are suspicious.
    var window: Duration = .seconds(3600)
    /// The shortest time between two alarms about one system id.
    var silence: Duration = .seconds(3600)
    /// How long two networks of different versions stay told of when they are not seen together again.
    var twinMemory: Duration = .seconds(30 * 86_400)

    /// The most networks, and pairs of them, that are remembered of one system id.
    private static let most = 4

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
        defer { entries[systemID] = entry }
        entry.seen.removeAll { $0.network == network || moment - $0.at >= window }
        entry.twins.removeAll { moment - $0.at >= twinMemory }
        var strange: [IPAddress] = []
        for other in entry.seen {
            let pair: Set = [network, other.network]
            if let place = entry.twins.firstIndex(where: { $0.networks == pair }) {
                entry.twins[place].at = moment
            } else {
                strange.append(other.network)
            }
        }
        entry.seen = entry.seen.suffix(Self.most - 1) + [Sight(network: network, at: moment)]
        // One of the same version says more.
        guard let other = strange.last(where: { $0.isIPv4 == network.isIPv4 }) ?? strange.last,
            entry.alarmedAt.map({ moment - $0 >= silence }) ?? true,
            let earlier = Self.range(of: other), let now = Self.range(of: network)
        else { return nil }
        entry.alarmedAt = moment
        if other.isIPv4 != network.isIPv4 {
            entry.twins = entry.twins.suffix(Self.most - 1) + [Twins(networks: [network, other], at: moment)]
        }
        return Alarm(earlier: earlier, now: now)
    }

    /// 24 bits of an IPv4 address, 48 of an IPv6 one.
    private static func network(of address: IPAddress) -> IPAddress { address.prefix(address.isIPv4 ? 24 : 48) }

    private static func range(of network: IPAddress) -> AddressRange? {
        AddressRange("\(network)/\(network.isIPv4 ? 24 : 48)")
    }
}
