// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import Synchronization

/// A bucket that tokens drip into (token bucket): pure, on a given clock.
struct TokenBucket: Sendable {
    private(set) var tokens: Double
    private var last: Timestamp

    init(full burst: Double, at moment: Timestamp) {
        tokens = burst
        last = moment
    }

    /// Takes a token; nil when there was one, else the seconds until there will be.
    mutating func take(rate: Double, burst: Double, at moment: Timestamp) -> Double? {
        // A clock set back drips nothing.
        let elapsed = Double(max(0, moment.milliseconds - last.milliseconds)) / 1000
        tokens = min(burst, tokens + elapsed * rate)
        last = moment
        guard tokens < 1 else {
            tokens -= 1
            return nil
        }
        return (1 - tokens) / rate
    }

    /// Whether it holds as much as a new one would.
    func isFull(rate: Double, burst: Double, at moment: Timestamp) -> Bool {
        tokens + Double(max(0, moment.milliseconds - last.milliseconds)) / 1000 * rate >= burst
    }
}

/// Limits the requests of holders.
typealias RateLimiter = CallLimiter<UnitID>

/// Limits how fast each caller may begin requests, and how many of its requests are answered at once.
final class CallLimiter<Key: Hashable & Sendable>: Sendable {
    /// Callers that are told apart; more than the registry's units would ever be connected at once.
    static var mostHolders: Int { 50_000 }

    private let rate: Double
    private let burst: Double
    private let mostInFlight: Int
    private let buckets = Mutex<[Key: TokenBucket]>([:])
    private let inFlight = Mutex<[Key: Int]>([:])

    init(limits: HTTPLimits) {
        rate = max(0.001, limits.requestsPerSecond)
        burst = max(1, limits.requestBurst)
        mostInFlight = max(1, limits.requestsInFlightPerHolder)
    }

    /// A caller's place among the requests being answered; given back when it is let go.
    final class Place: Sendable {
        private let limiter: CallLimiter
        private let holder: Key

        fileprivate init(limiter: CallLimiter, holder: Key) {
            self.limiter = limiter
            self.holder = holder
        }

        deinit {
            limiter.inFlight.withLock { counts in
                let left = counts[holder, default: 1] - 1
                counts[holder] = left > 0 ? left : nil
            }
        }
    }

    /// Takes a place, without which one holder's waiting calls would leave none for the others.
    ///
    /// - Throws: ``Refusal`` with `rate-limited`.
    func place(for holder: Key) throws(Refusal) -> Place {
        let isTaken = inFlight.withLock { counts in
            guard counts[holder, default: 0] < mostInFlight else { return false }
            counts[holder, default: 0] += 1
            return true
        }
        guard isTaken else { throw .tooManyRequests(retryAfter: 1) }
        return Place(limiter: self, holder: holder)
    }

    /// Lets a caller's request begin.
    ///
    /// - Throws: ``Refusal`` with `rate-limited`.
    func check(_ holder: Key, at moment: Timestamp) throws(Refusal) {
        let wait = buckets.withLock { buckets -> Double? in
            if buckets[holder] == nil, buckets.count >= Self.mostHolders {
                buckets = buckets.filter { !$0.value.isFull(rate: rate, burst: burst, at: moment) }
                guard buckets.count < Self.mostHolders else { return 1 }
            }
            return buckets[holder, default: TokenBucket(full: burst, at: moment)]
                .take(rate: rate, burst: burst, at: moment)
        }
        if let wait { throw .tooManyRequests(retryAfter: max(1, Int(wait.rounded(.up)))) }
    }
}
