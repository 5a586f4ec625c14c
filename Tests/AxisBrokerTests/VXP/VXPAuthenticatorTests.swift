// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisSignature
import AxisTestSupport
import Foundation
import Testing

@testable import AxisBroker

@Suite struct VXPAuthenticatorTests {
    @Test func `every captured call of the SDK verifies, and with one changed byte none does`() async throws {
        let world = try await ClientWorld()
        try await world.add("000.00.00.H99", secret: "testsecret")
        let captured = try CapturedRequest.all()
        #expect(captured.count == 27)
        var generator = SeededGenerator(seed: 1)
        for request in captured {
            let (hash, header) = (try #require(request["XroadVnpt-hash-header"]), request.signHeader)
            var call = try world.call("000.00.00.H99", secret: nil)
            (call.signHeader, call.hashHeader) = (header, hash)
            let caller = try world.authenticator.authenticate(call, at: world.desk.clock.now())
            #expect(caller.systemID == "000.00.00.H99" && caller.caller.holderCode == "H24", "\(request.name)")
            #expect(caller.caller.authentication == .hmac && caller.caller.credential == "000.00.00.H99")
            call.hashHeader = hash.uppercased()
            #expect(world.cause(call) == nil)
            call.signHeader[Int.random(in: 0..<header.count, using: &generator)] ^= 1
            #expect(world.cause(call) == .wrongSignature)
            (call.signHeader, call.hashHeader) = (header, String(hash.dropLast()))
            #expect(world.cause(call) == .wrongSignature)
        }
    }

    @Test func `unknown, wrong and from elsewhere sound the same to a stranger, and differ in the audit log`()
        async throws
    {
        let world = try await ClientWorld()
        try await world.add(from: ["10.0.0.0/8", "2001:db8::/32"], secret: "testsecret")
        let calls = [
            try world.call("nobody", secret: "testsecret"), try world.call(secret: "other"),
            try world.call(secret: "testsecret", from: "192.0.2.1"),
        ]
        var answers: Set<String> = []
        for call in calls {
            do throws(VXPRefusal) {
                _ = try world.authenticator.authenticate(call, at: world.desk.clock.now())
                Issue.record("verified")
            } catch { answers.insert(error.english + error.vietnamese) }
        }
        #expect(answers.count == 1 && VXPRefusal.errorCode == 15)
        #expect(answers.allSatisfy { $0.utf8.allSatisfy { $0 < 128 } })
        await world.audit.flush()
        let lines = try await world.desk.audit().filter { $0.action == "client.refused" }
        #expect(
            lines.compactMap(\.after) == [
                #"{"cause":"unknown-system"}"#, #"{"cause":"wrong-signature"}"#, #"{"cause":"wrong-address"}"#,
            ]
        )
        #expect(lines.map(\.actor) == ["10.0.0.1", "10.0.0.1", "192.0.2.1"])
        #expect(try world.cause(world.call(secret: "testsecret", from: "2001:db8::9")) == nil)
        #expect(try world.cause(world.call(secret: "testsecret", from: "::ffff:10.9.9.9")) == nil)
    }

    @Test func `plain HTTP is taken from the machine itself only`() async throws {
        let world = try await ClientWorld()
        try await world.add(secret: "testsecret")
        #expect(try world.cause(world.call(secret: "testsecret", isTLS: false)) == .notEncrypted)
        for own in ["127.0.0.1", "::1"] {
            #expect(try world.cause(world.call(secret: "testsecret", from: own, isTLS: false)) == nil)
        }
    }

    @Test func `a maximum age bounds how long a captured request stays good`() async throws {
        let world = try await ClientWorld()
        try await world.add(secret: "testsecret", maximumAge: 3600)
        let now = world.desk.clock.now()
        func cause(_ signedAt: Timestamp?) throws -> VXPRefusal.Cause? {
            world.cause(try world.call(secret: "testsecret", signedAt: signedAt))
        }
        #expect(try cause(now - .seconds(3600)) == nil)
        #expect(try cause(now - .seconds(3601)) == .wrongAge)
        #expect(try cause(now + .seconds(900)) == nil)
        #expect(try cause(now + .seconds(901)) == .wrongAge)
        #expect(try cause(nil) == .wrongAge)
    }

    @Test func `a holder that is wound up can call no more`() async throws {
        let world = try await ClientWorld()
        try await world.add(secret: "testsecret")
        let wish = UnitCloseRequest(windUpAt: world.desk.clock.now() + .seconds(100), legalBasis: "QĐ 1")
        _ = try await world.desk.registrar.close(world.admin, "H24", wish)
        #expect(try world.cause(world.call(secret: "testsecret")) == nil)
        world.desk.clock.advance(by: .seconds(101))
        #expect(try world.cause(world.call(secret: "testsecret")) == .holderInactive)
    }

    @Test func `however many wrong secrets come, the right one is never refused`() async throws {
        let world = try await ClientWorld()
        try await world.add(secret: "testsecret")
        var limited = 0
        for round in 0..<2000 {
            do throws(VXPRefusal) {
                let call = try? world.call(round % 2 == 0 ? "sys" : "guess\(round)", secret: "wrong")
                guard let call else { continue }
                _ = try world.authenticator.authenticate(call, at: world.desk.clock.now())
            } catch { limited += error.retryAfter == nil ? 0 : 1 }
            #expect(try world.cause(world.call(secret: "testsecret")) == nil)
        }
        #expect(limited >= 1890)
        await world.audit.flush()
        #expect(try await world.desk.audit().filter { $0.action == "client.refused" }.count == 2000 - limited)
    }

    @Test func `a secret rotates under load without one failed call`() async throws {
        let world = try await ClientWorld()
        let old = try #require(try await world.add().secret?.text)
        let authenticator = world.authenticator
        let now = world.desk.clock.now()
        let before = try world.call(secret: old)
        let failures = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    var failures = 0
                    for _ in 0..<5000 {
                        do { _ = try authenticator.authenticate(before, at: now) } catch { failures += 1 }
                    }
                    return failures
                }
            }
            let report = try await world.clients.rotate(world.admin, "sys", ClientRotateRequest(overlap: 3600))
            let after = try world.call(secret: report.secret?.text)
            group.addTask {
                var failures = 0
                for _ in 0..<5000 {
                    do { _ = try authenticator.authenticate(after, at: now) } catch { failures += 1 }
                }
                return failures
            }
            return try await group.reduce(0, +)
        }
        #expect(failures == 0)
    }

    @Test func `use from two networks raises one alarm an hour`() async throws {
        let world = try await ClientWorld()
        try await world.add(secret: "testsecret")
        func alarms() async throws -> Int {
            await world.audit.flush()
            return try await world.desk.audit().filter { $0.action == "client.two-networks" }.count
        }
        for address in ["10.0.0.1", "10.0.0.200"] {
            _ = try world.cause(world.call(secret: "testsecret", from: address))
        }
        #expect(try await alarms() == 0)
        for address in ["10.0.1.1", "10.0.0.1", "10.0.1.1"] {
            _ = try world.cause(world.call(secret: "testsecret", from: address))
        }
        #expect(try await alarms() == 1)
        world.desk.clock.advance(by: .seconds(3600))
        for address in ["10.0.0.1", "10.0.1.1"] { _ = try world.cause(world.call(secret: "testsecret", from: address)) }
        #expect(try await alarms() == 2)
        // A move, with an hour between, is none.
        world.desk.clock.advance(by: .seconds(7200))
        _ = try world.cause(world.call(secret: "testsecret", from: "10.0.9.1"))
        #expect(try await alarms() == 2)
    }

    @Test func `a system with addresses of both versions is reported once, and a stranger beside it again`() throws {
        var watch = NetworkWatch()
        var now = Timestamp(seconds: 1_800_000_000)
        let (four, six) = (try #require(IPAddress("203.0.113.7")), try #require(IPAddress("2001:db8:1::7")))
        func alarms(_ addresses: [IPAddress], hours: Int) -> Int {
            (0..<(hours * 6)).count { step in
                now = now + .seconds(600)
                return watch.saw("sys", from: addresses[step % addresses.count], at: now) != nil
            }
        }
        #expect(alarms([four, six], hours: 72) == 1)
        // Not used for a night, and then again: the same system.
        now = now + .seconds(12 * 3600)
        #expect(alarms([six, four], hours: 24) == 0)
        for text in ["198.51.100.9", "2001:db8:2::9"] {
            let stranger = try #require(IPAddress(text))
            #expect(alarms([four, six, stranger], hours: 1) == 1, "\(text)")
            now = now + .seconds(7200)
            #expect(alarms([four, six], hours: 4) == 0, "\(text)")
        }
        // A pair that was not seen for a month is as good as new.
        now = now + .seconds(31 * 86_400)
        #expect(alarms([four, six], hours: 24) == 1)
    }
}

@Suite struct FailedAttemptsTests {
    @Test func `a pair is bounded, an address higher, and both recover with time`() throws {
        var attempts = FailedAttempts()
        let start = Timestamp(seconds: 1_800_000_000)
        let address = try #require(IPAddress("192.0.2.1"))
        let full = (0..<50).filter { _ in attempts.fail(address, "a", at: start) == nil }.count
        #expect(full == 10)
        let other = try #require(IPAddress("192.0.2.2"))
        #expect(attempts.fail(other, "a", at: start) == nil, "another address is another matter")
        var wide = FailedAttempts()
        #expect((0..<500).filter { wide.fail(address, "id\($0)", at: start) == nil }.count == 100)
        #expect(attempts.fail(address, "a", at: start + .seconds(5)) != nil)
        #expect(attempts.fail(address, "a", at: start + .seconds(15)) == nil)
    }

    @Test func `it never grows past its bound, whatever addresses and ids come`() throws {
        var attempts = FailedAttempts(capacity: 100)
        var generator = SeededGenerator(seed: 3)
        let start = Timestamp(seconds: 1_800_000_000)
        for round in 0..<10_000 {
            let words = (0..<7).map { _ in String(UInt16.random(in: 0...0xffff, using: &generator), radix: 16) }
            let address = try #require(IPAddress("2001:" + words.joined(separator: ":")))
            let id = String(repeating: "x", count: Int.random(in: 0...500, using: &generator)) + "\(round)"
            let wait = attempts.fail(address, id, at: start + .seconds(Int64(round)))
            #expect(wait.map { $0 >= 1 } ?? true)
        }
        #expect(attempts.count <= 200)
    }

    @Test func `an IPv6 network counts as one machine, and a clock set back gives nothing`() throws {
        var attempts = FailedAttempts()
        let start = Timestamp(seconds: 1_800_000_000)
        for number in 0..<10 {
            #expect(attempts.fail(try #require(IPAddress("2001:db8::\(number)")), "a", at: start) == nil)
        }
        let last = try #require(IPAddress("2001:db8::ffff"))
        #expect(attempts.fail(last, "a", at: start) != nil)
        #expect(attempts.fail(last, "a", at: start - .seconds(1000)) != nil)
        #expect(attempts.fail(last, "a", at: start + .seconds(1)) != nil)
    }
}
