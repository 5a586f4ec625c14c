// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisModel
import Foundation
import Testing

extension Integration {
    /// From 28 June 2025 over the deadline into the night of 1 July, by the clock of that time.
    @Suite struct JulyNightTests {
        private static let midnight = Timestamp("2025-07-01T00:00:00+07:00")!
        private static let noon = Timestamp("2025-06-29T12:00:00+07:00")!
        private static let merged = "H24.ZZ1"
        private static let divided = "H24.ZZ2"
        private static let heirs = ["H24.DEMO001", "H24.DEMO002", "H24.DEMO003"]

        /// The demonstration list, in which one unit succeeds an old one whole and two share another.
        private static var list: [UInt8] {
            get throws {
                var lines = try Demonstration.lines
                for index in lines.indices {
                    let old = [0: "old_code", 1: merged, 2: divided, 3: divided][index] ?? ""
                    lines[index] += "," + old
                }
                return Demonstration.bytes(lines)
            }
        }

        @Test(.enabled(if: FakedClock.isThere))
        func `a list in time is law at midnight, while the daemon runs, and no document is lost over it`() async throws
        {
            let clock = try FakedClock(at: Timestamp("2025-06-28T13:00:00+07:00")!)
            defer { clock.remove() }
            let issued = Date(timeIntervalSince1970: Double(Self.noon.seconds - 10 * 86_400))
            let daemon = try TestDaemon(
                units: ["G22", "H24", Self.merged, Self.divided, Self.heirs[0]],
                environment: clock.environment,
                from: issued
            )
            do {
                try await daemon.start()
                try await prepare(daemon)
                try await handIn(daemon, clock)
                try await liveThroughTheNight(daemon, clock)
                #expect(try await daemon.axisctl("check-store").expectingSuccess().output.contains("ok"))
            } catch {
                let log = daemon.log.suffix(30).joined(separator: "\n")
                await daemon.kill()
                daemon.remove()
                throw TooLate(description: "\(error)\nlog of axisd:\n\(log)")
            }
            await daemon.kill()
            daemon.remove()
        }

        private func prepare(_ daemon: TestDaemon) async throws {
            try await daemon.register(["G22", "H24"], parent: nil)
            try await daemon.register([Self.merged, Self.divided], parent: "H24")
            for campaign in ["cd-101", "cd-102"] {
                _ = try await daemon.axisctl(
                    "campaign",
                    "create",
                    campaign,
                    "--title",
                    "Mã định danh cấp xã",
                    "--deadline",
                    "2025-06-29T12:00+07:00",
                    "--scope",
                    "H24",
                    "--legal-basis",
                    "Công điện thử nghiệm"
                ).expectingSuccess()
            }
        }

        /// Just before noon the list is in time; a second after, it is late by a second.
        private func handIn(_ daemon: TestDaemon, _ clock: FakedClock) async throws {
            let province = try Office("H24", at: daemon)
            try clock.set(to: Self.noon - .seconds(60))
            try await reaches(Self.noon - .seconds(60), daemon)
            let inTime = try await province.client.submitList(try Self.list, to: "cd-101")
            #expect(inTime.timeliness == "on-time" && inTime.receivedAt < Self.noon)
            #expect(Self.noon - inTime.receivedAt < .seconds(60))

            try clock.set(to: Self.noon + .seconds(1))
            try await reaches(Self.noon + .seconds(1), daemon)
            let late = try await province.client.submitList(try Self.list, to: "cd-102")
            #expect(late.timeliness == "late by \(late.lateBySeconds) s" && (1...30).contains(late.lateBySeconds))

            let id = try #require(inTime.submissionId)
            let accept = [
                "submission", "accept", id.description, "--effective", "2025-07-01", "--legal-basis", "NQ thử nghiệm",
                "--forward-until", "2025-12-31",
            ]
            _ = try await daemon.axisctl(accept).expectingSuccess()
        }

        private func liveThroughTheNight(_ daemon: TestDaemon, _ clock: FakedClock) async throws {
            let sender = try Office("G22", at: daemon)
            try clock.set(to: Self.midnight - .seconds(60))
            try await reaches(Self.midnight - .seconds(60), daemon)
            // The last minute of the old order: old codes take documents, new ones are known but not yet in force.
            let first = try await sender.send(1, to: [Self.merged, Self.divided])
            #expect(await sender.refusal { _ = try await $0.code(Self.heirs[0]) } == nil)
            #expect(await refusal { _ = try await sender.send(2, to: [Self.heirs[0]]) } == .recipientUnknown)
            #expect(try await sender.client.code(Self.merged).state == .active)

            // Midnight passes under the running daemon.
            try clock.set(to: Self.midnight - .seconds(2))
            try await reaches(Self.midnight, daemon)
            for number in 1...114 {
                let unit = try await sender.client.code("H24.DEMO" + String(format: "%03d", number))
                #expect(unit.state == .active)
            }
            let second = try await sender.send(3, to: [Self.heirs[0], Self.heirs[1]])
            #expect(second.receipt.recipients.count == 2)
            // One successor: forwarded, and the sender is told. Several: refused, all of them named.
            let third = try await sender.send(4, to: [Self.merged]).receipt
            #expect(third.warnings.contains { $0.code == "recipient-succeeded" && $0.english.contains(Self.heirs[0]) })
            do {
                _ = try await sender.send(5, to: [Self.divided])
                Issue.record("a document to a divided unit was accepted")
            } catch {
                let problem = (error as? ClientError)?.problem
                #expect(problem?.code == RefusalCode.recipientClosed.rawValue)
                #expect(problem?.recipients?.first?.successors.sorted() == [Self.heirs[1], Self.heirs[2]])
            }
            // What was sent before midnight is fetched and acknowledged by the units as they were.
            for code in [Self.merged, Self.divided] {
                let office = try Office(code, at: daemon)
                let item = try #require(try await office.client.inbox().items.first)
                #expect(try await office.client.fetch(item.deliveryId).bytes == first.bytes)
                try await office.client.acknowledge(item.deliveryId, AcknowledgeRequest(outcome: .done))
                try await sender.wait(for: .acknowledged, of: first.receipt.envelopeId, to: code)
            }
            // The old order can still be asked for.
            let before = try await sender.client.code(Self.divided, at: Self.midnight - .seconds(1))
            #expect(before.state == .active && before.successors.isEmpty)
            #expect(try await sender.client.code(Self.divided).successors.count == 2)
        }

        /// Waits until the daemon's clock has reached a moment.
        private func reaches(_ moment: Timestamp, _ daemon: TestDaemon) async throws {
            let admin = try daemon.admin()
            try await eventually(
                within: .seconds(30),
                "\(moment) on the daemon's clock",
                holds: {
                    let shown = try await admin.board(of: "cd-101").at
                    return shown >= moment && shown < moment + .seconds(3600)
                }
            )
            await admin.shutdown()
        }
    }
}
