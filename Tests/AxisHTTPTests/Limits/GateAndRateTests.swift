// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import NIOCore
import Testing

@testable import AxisHTTP

@Suite struct GateAndRateTests {
    @Test func `an envelope weighs four times its size until it is let go`() throws {
        let gate = ParseGate(capacity: 8_000, largestSmall: 100)
        do {
            let admission = try gate.admit(size: 1_000)
            #expect(gate.weight == 4_000)
            _ = consume admission
        }
        #expect(gate.weight == 0)
    }

    @Test func `large envelopes leave a reserve that small ones use`() throws {
        let gate = ParseGate(capacity: 8_000, largestSmall: 100)
        let large = try gate.admit(size: 1_700)
        let refusal = #expect(throws: Refusal.self) { _ = try gate.admit(size: 101) }
        #expect(refusal?.code == .overloaded)
        #expect(refusal?.retryAfter == 2)
        let small = try gate.admit(size: 100)
        #expect(gate.weight == 7_200)
        _ = consume small
        _ = consume large
    }

    @Test func `an envelope larger than the gate gets through alone`() throws {
        let gate = ParseGate(capacity: 1_000, largestSmall: 10)
        let large = try gate.admit(size: 5_000)
        #expect(throws: Refusal.self) { _ = try gate.admit(size: 11) }
        _ = consume large
        #expect(gate.weight == 0)
    }

    @Test func `one holder that dribbles its bodies leaves room for the others`() throws {
        let gate = ParseGate(capacity: 8_000, largestSmall: 100)
        let (first, second) = (UnitID(UUIDv7(high: 1, low: 1)), UnitID(UUIDv7(high: 2, low: 2)))
        let slow = try gate.admit(size: 800, for: first)
        #expect(throws: Refusal.self) { _ = try gate.admit(size: 800, for: first) }
        let other = try gate.admit(size: 800, for: second)
        _ = consume slow
        let again = try gate.admit(size: 800, for: first)
        _ = consume again
        _ = consume other
        #expect(gate.weight == 0)
    }

    @Test func `one holder's small envelopes leave room for the others'`() throws {
        let gate = ParseGate(capacity: 800, largestSmall: 100)
        let (first, second) = (UnitID(UUIDv7(high: 1, low: 1)), UnitID(UUIDv7(high: 2, low: 2)))
        let one = try gate.admit(size: 100, for: first)
        #expect(throws: Refusal.self) { _ = try gate.admit(size: 100, for: first) }
        let other = try gate.admit(size: 100, for: second)
        _ = consume one
        _ = consume other
    }

    @Test func `a bucket gives its burst, then its rate, and nothing for a clock set back`() {
        let start = Timestamp(seconds: 1_000)
        var bucket = TokenBucket(full: 3, at: start)
        for _ in 0..<3 { #expect(bucket.take(rate: 2, burst: 3, at: start) == nil) }
        #expect(bucket.take(rate: 2, burst: 3, at: start) == 0.5)
        #expect(bucket.take(rate: 2, burst: 3, at: start - .seconds(60)) == 0.5)
        #expect(bucket.take(rate: 2, burst: 3, at: start + .seconds(1)) == nil)
    }

    @Test func `a holder's waiting calls leave places for the others`() throws {
        var limits = HTTPLimits()
        limits.requestsInFlightPerHolder = 1
        let limiter = RateLimiter(limits: limits)
        let (first, second) = (UnitID(UUIDv7(high: 1, low: 1)), UnitID(UUIDv7(high: 2, low: 2)))
        var place: RateLimiter.Place? = try limiter.place(for: first)
        #expect(place != nil)
        #expect(throws: Refusal.self) { _ = try limiter.place(for: first) }
        _ = try limiter.place(for: second)
        place = nil
        _ = try limiter.place(for: first)
    }

    @Test func `an IPv6 network counts as one origin, and a mapped address as its own`() throws {
        func origin(_ text: String) throws -> String? {
            ConnectionTable.origin(try SocketAddress(ipAddress: text, port: 1))
        }
        #expect(try origin("2001:db8:1:2::1") == origin("2001:db8:1:2:ffff::9"))
        #expect(try origin("2001:db8:1:2::1") != origin("2001:db8:1:3::1"))
        #expect(try origin("::ffff:10.0.0.1") != origin("::ffff:10.0.0.2"))
        #expect(try origin("10.0.0.1") == "10.0.0.1")
    }

    @Test func `each holder has a bucket of its own`() throws {
        var limits = HTTPLimits()
        (limits.requestsPerSecond, limits.requestBurst) = (1, 1)
        let limiter = RateLimiter(limits: limits)
        let now = Timestamp(seconds: 1_000)
        let (first, second) = (UnitID(UUIDv7(high: 1, low: 1)), UnitID(UUIDv7(high: 2, low: 2)))
        try limiter.check(first, at: now)
        let refusal = #expect(throws: Refusal.self) { try limiter.check(first, at: now) }
        #expect(refusal?.code == .rateLimited)
        #expect(refusal?.retryAfter == 1)
        try limiter.check(second, at: now)
        try limiter.check(first, at: now + .seconds(1))
    }
}
