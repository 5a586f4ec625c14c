// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisModel
import Foundation
import Testing

extension Integration {
    @Suite struct StatisticsTests {
        /// Sends a document that bears a date so many days from now.
        private func send(
            _ office: Office,
            _ number: Int,
            to recipients: [String],
            days: Int,
            urgency: Urgency = .normal,
            isSigned: Bool = true
        ) async throws -> (bytes: [UInt8], receipt: Receipt) {
            var document = Documents.document(from: office.code, to: recipients, number: number)
            document.urgency = urgency
            let now = Timestamp(seconds: Int64(Date().timeIntervalSince1970))
            document.date = CivilTime(now + .seconds(days * 86_400))
            let signed = try document.signed(by: office.key)
            let bytes = isSigned ? signed : try Self.unsigned(signed)
            return (bytes, try await office.client.submit(bytes).receipt)
        }

        private static func unsigned(_ bytes: [UInt8]) throws -> [UInt8] {
            let text = String(decoding: bytes, as: UTF8.self)
            let start = try #require(text.range(of: "<ds:Signature") ?? text.range(of: "<Signature"))
            let end = try #require(text.range(of: "</ds:Signature>") ?? text.range(of: "</Signature>"))
            return Array((text[..<start.lowerBound] + text[end.upperBound...]).utf8)
        }

        @Test func `the figures of a day are those counted by hand`() async throws {
            try await World.run { daemon in
                let sender = try Office(World.sender, at: daemon)
                let (first, second, third) = (World.wards[0], World.wards[1], World.wards[2])
                let reader = try Office(first, at: daemon)
                let refuser = try Office(second, at: daemon)

                // Three of today's, one of them for information; one late, one urgent and late, one dated ahead.
                let today = try await send(sender, 1, to: [first, second], days: 0)
                _ = try await send(sender, 2, to: [third], days: 0)
                _ = try await send(sender, 3, to: [third], days: 0, isSigned: false)
                _ = try await send(sender, 4, to: [first], days: -30)
                _ = try await send(sender, 5, to: [first], days: -30, urgency: .immediate)
                _ = try await send(sender, 6, to: [first], days: 30)
                // One from beneath H24.
                _ = try await send(reader, 7, to: [World.sender], days: 0)

                // The first ward takes and confirms one, the second refuses it by status 02.
                let item = try #require(
                    try await reader.client.inbox().items.first { $0.envelopeId == today.receipt.envelopeId }
                )
                _ = try await reader.client.fetch(item.deliveryId)
                try await reader.client.acknowledge(item.deliveryId, AcknowledgeRequest(outcome: .done))
                _ = try await reader.send(Documents.status(.accepted, to: today.bytes, from: first))
                _ = try await refuser.send(Documents.status(.rejected, to: today.bytes, from: second))

                // Refused at the door: two of the sender's, one of a ward's.
                let broken = Array("<a><b></a>".utf8)
                for office in [sender, sender, reader] {
                    #expect(await office.refusal { _ = try await $0.submit(broken) } == .malformedXML)
                }

                let from = CivilDay(number: CivilDay(of: today.receipt.acceptedAt).number - 1)
                let to = from.next.next
                let admin = try daemon.admin()
                let report = try await eventually("the refusals' lines") {
                    let report = try await admin.report(from: from, to: to, by: .unit)
                    return report.total.sent.refusedByAxis == 3 ? report : nil
                }
                let figures = Dictionary(
                    report.rows.map { ("\($0.level) \($0.unit)", $0.figures) },
                    uniquingKeysWith: { first, _ in first }
                )
                let sent = try #require(figures["unit G22"]).sent
                #expect(sent.documents == 6 && sent.signed == 5 && sent.informationOnly == 1)
                #expect(sent.byUrgency.normal == 5 && sent.byUrgency.immediate == 1)
                #expect(sent.sending.inTime == 3 && sent.sending.late == 2 && sent.sending.notMeasurable == 1)
                #expect(sent.deliveries.total == 7 && sent.deliveries.acknowledged == 1)
                #expect(sent.deliveries.rejected == 1 && sent.deliveries.waiting == 5)
                #expect(sent.refusedByCode == ["malformed-xml": 2] && sent.statuses == 0)

                let ward = try #require(figures["unit \(first)"])
                #expect(ward.sent.documents == 1 && ward.sent.statuses == 1 && ward.sent.refusedByAxis == 1)
                #expect(ward.received.deliveries.total == 4 && ward.received.arrived == 1)
                #expect(ward.received.receipt.inTime == 1 && ward.received.confirmation.inTime == 1)
                #expect(ward.received.confirmation.pending == 3)
                let other = try #require(figures["unit \(second)"])
                #expect(other.received.deliveries.rejected == 1 && other.received.confirmation.inTime == 1)

                let province = try #require(figures["agency H24"])
                #expect(province.sent.documents == 1 && province.sent.statuses == 2)
                #expect(province.received.deliveries.total == 7 && province.received.confirmation.pending == 5)
                #expect(report.total.sent.documents == 7 && report.total.received.deliveries.total == 8)

                // The command says the same.
                let run = try await daemon.axisctl(
                    "report",
                    "--from",
                    "\(from)",
                    "--to",
                    "\(to)",
                    "--by",
                    "unit",
                    "--output",
                    "json"
                ).expectingSuccess()
                var again = try JSONDecoder().decode(StatisticsReport.self, from: Data(run.output.utf8))
                again.at = report.at
                #expect(again == report)
                let table = try await daemon.axisctl("report", "--from", "\(from)", "--to", "\(to)").expectingSuccess()
                #expect(table.output.contains("ĐÚNG HẠN") && table.output.contains("malformed-xml 3"))
                #expect(table.complaint.isEmpty)
                let csv = try await daemon.axisctl("report", "--from", "\(from)", "--to", "\(to)", "--csv")
                    .expectingSuccess()
                #expect(csv.output.contains("Xác nhận đúng hạn") && csv.output.contains("Tổng cộng"))
                let empty = try await daemon.axisctl("report", "--quarter", "2020-Q4", "--output", "json")
                    .expectingSuccess()
                let before = try JSONDecoder().decode(StatisticsReport.self, from: Data(empty.output.utf8))
                #expect(before.total == StatisticsFigures() && before.rows.isEmpty)
                #expect("\(before.from) \(before.to)" == "2020-10-01 2020-12-31")
                let wrong = try await daemon.axisctl("report", "--quarter", "2020-Q5")
                #expect(wrong.status == 64)
                await admin.shutdown()
            }
        }
    }
}
