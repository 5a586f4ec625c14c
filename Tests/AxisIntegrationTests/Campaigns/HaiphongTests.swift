// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisCommand
import AxisEvidence
import AxisModel
import AxisSignature
import Foundation
import Testing

extension Integration {
    /// Haiphong's case: from the list to the codes, and what is refused on the way.
    @Suite struct HaiphongTests {
        private static let province = "H24"
        private static let other = "H31"

        private static func with(_ body: (TestDaemon) async throws -> Void) async throws {
            let daemon = try TestDaemon(units: [province, other])
            do {
                try await daemon.start()
                try await daemon.register([province, other], parent: nil)
                try await body(daemon)
            } catch {
                let log = daemon.log.suffix(30).joined(separator: "\n")
                await daemon.kill()
                daemon.remove()
                throw TooLate(description: "\(error)\nlog of axisd:\n\(log)")
            }
            await daemon.kill()
            daemon.remove()
        }

        private static func faults(_ call: () async throws -> Void) async -> [ImportFault]? {
            do {
                try await call()
                return nil
            } catch {
                return (error as? ClientError)?.problem?.faults ?? []
            }
        }

        private func create(_ id: String, _ deadline: Timestamp, at daemon: TestDaemon) async throws {
            let run = try await daemon.axisctl(
                "campaign",
                "create",
                id,
                "--title",
                "Mã định danh cấp xã",
                "--deadline",
                deadline.description,
                "--scope",
                Self.province,
                Self.other,
                "--legal-basis",
                "Công điện thử nghiệm"
            )
            _ = run.expectingSuccess()
        }

        @Test func `a faulty list is refused whole, the mended one is in time, and its codes go live`() async throws {
            try await Self.with { daemon in
                let now = SystemClock().now()
                try await create("cd-101", now + .seconds(3600), at: daemon)
                let good = try Demonstration.lines
                #expect(good.count == 115)

                var planted = good
                planted[2] = planted[2].replacing("H24.DEMO002", with: "H24.DEMO001")
                planted[3] = planted[3].replacing("Lê Thanh Nghị", with: "Lê Thanh Nghỉ")
                planted[4] = planted[4].replacing(",phường,", with: ",xã,")
                planted[5] = planted[5].replacing(",H24", with: ",H31")
                planted.removeLast()
                let office = try Office(Self.province, at: daemon)
                let faults = await Self.faults {
                    _ = try await office.client.submitList(Demonstration.bytes(planted), to: "cd-101")
                }
                let named = Set((faults ?? []).map { "\($0.line) \($0.code)" })
                #expect(
                    named == [
                        "3 code-repeated", "4 name-differs", "5 kind-differs", "6 parent-elsewhere", "1 unit-missing",
                    ]
                )
                let admin = try daemon.admin()
                #expect(try await admin.submissions().items.isEmpty)

                // Another province can't hand it in, and that is written down.
                let stranger = try Office(Self.other, at: daemon)
                let refused = await stranger.refusal {
                    _ = try await $0.submitList(Demonstration.bytes(good), to: "cd-101")
                }
                #expect(refused == .forbidden)
                let trail = try await daemon.axisctl("audit", "list", "--output", "json").expectingSuccess().output
                #expect(trail.contains("submission.forbidden"))

                let file = daemon.directory.appendingPathComponent("haiphong.csv")
                try Data(Demonstration.bytes(good)).write(to: file)
                let arguments = ["submit", file.path, "--campaign", "cd-101", "--output", "json"]
                let dry: SubmissionReceipt = try await daemon.axis(as: Self.province, arguments + ["--dry-run"])
                    .expectingSuccess().json()
                #expect(dry.submissionId == nil && dry.leaf == nil && dry.count == 114)
                let receipt: SubmissionReceipt = try await daemon.axis(as: Self.province, arguments)
                    .expectingSuccess().json()
                #expect(receipt.timeliness == "on-time" && receipt.count == 114 && receipt.expected == 114)
                let verified = try ReceiptVerifier.verify(
                    receipt,
                    trust: try TrustList.load([daemon.pki + "/ca.pem"], use: .sealing),
                    listBytes: Demonstration.bytes(good)
                )
                #expect(verified.leaf.provinceCode == Self.province)
                let again: SubmissionReceipt = try await daemon.axis(as: Self.province, arguments)
                    .expectingSuccess().json()
                #expect(again == receipt)

                let id = try #require(receipt.submissionId)
                #expect(try await admin.submission(id).changes?.count { $0.changes == [.new] } == 114)
                // Two at once: one wins whole, the other is told.
                let basis = ["QĐ thử 1", "QĐ thử 2"]
                let outcomes = await withTaskGroup(of: RefusalCode?.self) { group in
                    for basis in basis {
                        group.addTask {
                            await refusal {
                                let wish = SubmissionAcceptRequest(effective: now, legalBasis: basis)
                                _ = try await admin.acceptSubmission(id, wish)
                            }
                        }
                    }
                    var outcomes: [RefusalCode?] = []
                    for await outcome in group { outcomes.append(outcome) }
                    return outcomes
                }
                #expect(outcomes.count { $0 == nil } == 1 && outcomes.count { $0 == .duplicateConflict } == 1)

                for line in good.dropFirst() {
                    let code = String(line.prefix { $0 != "," })
                    let unit = try await office.client.code(code)
                    #expect(unit.state == .active && unit.parent == Self.province)
                }
                let view = try await office.client.submission(id)
                #expect(view.state == .accepted)
                #expect(await stranger.refusal { _ = try await $0.submission(id) } == .notYours)
                let board = try await office.client.board(of: "cd-101")
                let texts = Dictionary(uniqueKeysWithValues: board.totals.map { ($0.indicator, $0.text) })
                #expect(texts[.listHandedIn] == "1/2" && texts[.listAccepted] == "1/2")
                #expect(texts[.codesPublished] == "1/2")
                let row = try #require(board.rows.first { $0.unit == Self.province })
                let published = row.values.first { $0.indicator == .codesPublished }
                #expect(published?.done == 114 && published?.of == 114)
                #expect(row.values.first { $0.indicator == .portalClosed }?.source == .unmeasured)
                let csv = try await daemon.axisctl("campaign", "board", "cd-101", "--csv").expectingSuccess().output
                #expect(csv.contains("114/114") && csv.contains("1/2"))
                try await drill(daemon, office)
                await admin.shutdown()
            }
        }

        /// A test document to each of the 114, up to the last one's acknowledgement.
        private func drill(_ daemon: TestDaemon, _ office: Office) async throws {
            let grant = [
                "grant", "add", Self.province, "--over", "H24.*", "--right", "receive", "--legal-basis", "thử",
            ]
            _ = try await daemon.axisctl(grant).expectingSuccess()
            let start = ["drill", "start", "--campaign", "cd-101", "--units", "H24.*", "--output", "json"]
            let drill: DrillView = try await daemon.axisctl(start).expectingSuccess().json()
            #expect(drill.total == 114)
            var acknowledged: Set<DeliveryID> = []
            while acknowledged.count < 114 {
                let items = try await office.client.claim(
                    ClaimRequest(unit: "H24.*", kind: .drill, limit: 100, wait: 10)
                )
                .items
                guard !items.isEmpty else { throw TooLate(description: "\(acknowledged.count) test documents came") }
                for item in items {
                    #expect(item.kind == .drill && item.subject.hasPrefix("[DIỄN TẬP]") && item.signature == .valid)
                    let done = AcknowledgeRequest(outcome: .done, leaseToken: item.leaseToken)
                    try await office.client.acknowledge(item.deliveryId, done)
                    acknowledged.insert(item.deliveryId)
                }
            }
            let report: DrillView = try await daemon.axisctl(
                "drill",
                "report",
                drill.id.description,
                "--output",
                "json"
            )
            .expectingSuccess().json()
            #expect(report.text == "114/114" && report.missing?.isEmpty == true)
            let board = try await daemon.admin().board(of: "cd-101")
            let row = try #require(board.rows.first { $0.unit == Self.province })
            let tested = row.values.first { $0.indicator == .unitsTested }
            #expect(tested?.done == 114 && tested?.of == 114)
        }

        @Test func `a list a second late says so, and is taken only with a reason`() async throws {
            try await Self.with { daemon in
                let deadline = SystemClock().now() + .seconds(2)
                try await create("cd-102", deadline, at: daemon)
                let office = try Office(Self.province, at: daemon)
                try await eventually(
                    within: .seconds(20),
                    "the deadline",
                    holds: {
                        SystemClock().now().seconds > deadline.seconds
                    }
                )
                let receipt = try await office.client.submitList(
                    Demonstration.bytes(try Demonstration.lines),
                    to: "cd-102"
                )
                #expect(receipt.lateBySeconds == receipt.receivedAt.seconds - deadline.seconds)
                #expect(receipt.lateBySeconds >= 1 && receipt.timeliness.hasPrefix("late by "))
                let id = try #require(receipt.submissionId)
                let accept = [
                    "submission", "accept", id.description, "--effective", SystemClock().now().description,
                    "--legal-basis", "QĐ thử",
                ]
                let plain = try await daemon.axisctl(accept)
                #expect(plain.status == 1 && plain.complaint.contains("deadline-passed"))
                _ = try await daemon.axisctl(accept + ["--accept-late", "--reason", "mất điện"]).expectingSuccess()
                let shown = try await daemon.axisctl(["submission", "show", id.description]).expectingSuccess().output
                #expect(shown.contains("accepted") && shown.contains("mất điện"))
            }
        }

        @Test(.enabled(if: System.has("python3")))
        func `a list that was under way when the daemon was killed keeps the time of its first arrival`() async throws {
            try await Self.with { daemon in
                let deadline = SystemClock().now() + .seconds(4)
                try await create("cd-104", deadline, at: daemon)
                let list = Demonstration.bytes(try Demonstration.lines)
                let head = [
                    "POST /v1/campaigns/cd-104/submissions HTTP/1.1", "Host: localhost", "Content-Type: text/csv",
                    "Content-Length: \(list.count)", "Expect: 100-continue",
                    "Content-Digest: \(ContentDigest.field(SHA256.digest(of: list)))", "", "",
                ]
                var wire = daemon.wire(as: Self.province)
                wire.tellsContinues = true
                let first = try wire.start(
                    [
                        .send(Array(head.joined(separator: "\r\n").utf8)), .read(name: "killed"),
                    ],
                    in: daemon.directory
                )
                // The server asks for the body once the line stands in the journal.
                try await eventually(
                    within: .seconds(20),
                    "the journal's line",
                    holds: {
                        Wire.answers(first).first?.status == 100
                    }
                )
                await daemon.kill()
                _ = await first.waitForEnd()
                try await daemon.start()
                try await eventually(
                    within: .seconds(20),
                    "the deadline",
                    holds: {
                        SystemClock().now().seconds > deadline.seconds
                    }
                )
                let office = try Office(Self.province, at: daemon)
                let receipt = try await office.client.submitList(list, to: "cd-104")
                #expect(receipt.timeliness == "on-time" && receipt.receivedAt < deadline)
                let repeated = try #require(receipt.repeatedAt)
                #expect(repeated > deadline)
                #expect(try await daemon.axisctl("check-store").expectingSuccess().output.contains("ok"))
            }
        }

        @Test func `a rejected list comes back with the reason, and the next one is another version`() async throws {
            try await Self.with { daemon in
                try await create("cd-103", SystemClock().now() + .seconds(3600), at: daemon)
                let office = try Office(Self.province, at: daemon)
                let good = try Demonstration.lines
                let admin = try daemon.admin()
                let first = try await office.client.submitList(Demonstration.bytes(good), to: "cd-103")
                let id = try #require(first.submissionId)
                _ = try await admin.rejectSubmission(id, reason: "thiếu quyết định")
                #expect(try await office.client.submission(id).reason == "thiếu quyết định")
                var query = InboxQuery()
                query.kind = .notice
                let item = try #require(try await office.client.inbox(query).items.first)
                let notice = String(decoding: try await office.client.fetch(item.deliveryId).bytes, as: UTF8.self)
                #expect(notice.contains("submission-rejected") && notice.contains("thiếu quyết định"))
                let second = try await office.client.submitList(Demonstration.bytes(good), to: "cd-103")
                let third = try await office.client.submitList(Demonstration.bytes(good) + [10], to: "cd-103")
                #expect([second.version, third.version] == [2, 3])
                let states = try await admin.submissions(campaign: "cd-103").items.map(\.state)
                #expect(states == [.received, .superseded, .rejected])
                // Four eyes: the same administrator can't do both parts.
                let last = try #require(third.submissionId)
                let wish = SubmissionAcceptRequest(
                    effective: SystemClock().now(),
                    legalBasis: "QĐ thử",
                    requireSecond: true
                )
                #expect(try await admin.acceptSubmission(last, wish).preparedBy == "first")
                #expect(await refusal { _ = try await admin.acceptSubmission(last, wish) } == .forbidden)
                await admin.shutdown()
            }
        }
    }
}
