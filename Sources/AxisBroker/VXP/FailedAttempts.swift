// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisSignature

/// Counts failed attempts: few are answered in full, more only briefly. Pure, on a given clock, of bounded size.
///
/// It is asked about failures only, so it can't keep a right secret out, whoever fails beside it.
struct FailedAttempts: Sendable {
    /// A bucket of attempts that fills again with time.
    struct Allowance: Hashable, Sendable {
        /// Attempts at once.
        var burst: Double
        /// Attempts that come back in a second.
        var rate: Double
    }

    private struct Key: Hashable, Sendable {
        let network: IPAddress
        let systemID: String
    }

    private struct Bucket: Sendable {
        var tokens: Double
        var last: Timestamp

        /// Takes a token; nil when there was one, else the seconds until there is.
        mutating func take(_ allowance: Allowance, at moment: Timestamp) -> Double? {
            // A clock set back gives nothing back.
            let elapsed = Double(max(0, moment.milliseconds - last.milliseconds)) / 1000
            tokens = min(allowance.burst, tokens + elapsed * allowance.rate)
            last = max(last, moment)
            guard tokens < 1 else {
                tokens -= 1
                return nil
            }
            return (1 - tokens) / allowance.rate
        }
    }

    /// Of one address with one system id: 10, then one in ten seconds.
    var ofPair = Allowance(burst: 10, rate: 0.1)
    /// Of one address with any system ids: 100, then one a second.
    var ofAddress = Allowance(burst: 100, rate: 1)

    private var pairs: LRUCache<Key, Bucket>
    private var addresses: LRUCache<IPAddress, Bucket>

    /// Starts with none.
    ///
    /// - Parameter capacity: addresses, and pairs, that are told apart; the one that failed longest ago is forgotten.
    init(capacity: Int = 20_000) {
        pairs = LRUCache(capacity: capacity)
        addresses = LRUCache(capacity: capacity)
    }

    /// How many buckets it holds.
    var count: Int { pairs.count + addresses.count }

    /// Counts a failure; nil when it is answered in full, else the seconds until the next one is.
    mutating func fail(_ address: IPAddress, _ systemID: String, at moment: Timestamp) -> Int? {
        // One machine has a whole IPv6 network of 64 bits.
        let network = address.prefix(address.isIPv4 ? 32 : 64)
        let key = Key(network: network, systemID: systemID.bounded(64))
        var one = pairs.value(for: key) ?? Bucket(tokens: ofPair.burst, last: moment)
        var all = addresses.value(for: network) ?? Bucket(tokens: ofAddress.burst, last: moment)
        let waits = [one.take(ofPair, at: moment), all.take(ofAddress, at: moment)].compactMap { $0 }
        pairs.insert(one, for: key)
        addresses.insert(all, for: network)
        return waits.max().map { max(1, Int($0.rounded(.up))) }
    }
}
