// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisCommand
import AxisModel
import Foundation
import Testing

extension Integration {
    /// What provinces and mirrors can prove years later, with the commands as they are used.
    @Suite struct ProofTests {
        private static let province = "H24"

        private static func with(_ body: (TestDaemon) async throws -> Void) async throws {
            let daemon = try TestDaemon(units: [province])
            do {
                try await daemon.start()
                try await daemon.register([province], parent: nil)
                let deadline = SystemClock().now() + .seconds(3600)
                _ = try await daemon.axisctl(
                    "campaign",
                    "create",
                    "cd-101",
                    "--title",
                    "Mã định danh",
                    "--deadline",
                    deadline.description,
                    "--scope",
                    province,
                    "--legal-basis",
                    "Công điện thử nghiệm"
                ).expectingSuccess()
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

        private static func file(_ path: String) -> URL {
            URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(path).standardized
        }

        private static func demonstration() throws -> URL { file("../../../config/reference/haiphong-demo.csv") }

        /// `axis verify` with Axis's own sealing certificate, away from the daemon.
        private func verify(_ path: URL, _ more: [String] = [], at daemon: TestDaemon) async throws -> CommandRun {
            let seal = ["--ca", daemon.pki + "/ca.pem", "--seal", daemon.pki + "/sealing.pem"]
            return try await CommandRun.run(
                Binaries.path("axis"),
                ["verify", path.path] + seal + more,
                directory: daemon.directory
            )
        }

        @Test func `a list's receipt is proof without the daemon, and no changed copy of it is`() async throws {
            try await Self.with { daemon in
                let list = try Self.demonstration()
                let run = try await daemon.axis(
                    as: Self.province,
                    ["submit", list.path, "--campaign", "cd-101", "--output", "json"]
                ).expectingSuccess()
                let receipt = daemon.directory.appendingPathComponent("list-receipt.json")
                try Data(run.output.utf8).write(to: receipt)
                await daemon.kill()

                let table = try await verify(receipt, ["--list", list.path], at: daemon).expectingSuccess()
                #expect(table.output.contains("on-time") && table.output.contains("The receipt holds."))
                #expect(table.output.contains("114 units") && !table.output.contains("✗"))
                let findings: ReceiptCheck.Findings = try await verify(
                    receipt,
                    ["--list", list.path, "--output", "json"],
                    at: daemon
                ).expectingSuccess().json()
                #expect(findings.kind == .list && findings.isProof && findings.submission?.count == 114)

                let other = daemon.directory.appendingPathComponent("other.csv")
                try Data("code,name\n".utf8).write(to: other)
                let mismatch = try await verify(receipt, ["--list", other.path], at: daemon)
                #expect(mismatch.status == 1 && mismatch.complaint.contains("list-mismatch"))
                #expect(try await verify(receipt, ["--envelope", other.path], at: daemon).status == 64)

                let good = try #require(
                    try JSONSerialization.jsonObject(with: Data(contentsOf: receipt)) as? [String: Any]
                )
                let changes: [String: Any] = [
                    "count": 113, "receivedAt": "2025-06-29T11:59:59.000+07:00", "unit": "H31",
                    "timeliness": "late by 1 s",
                    "expected": 115, "deadline": "2025-06-29T12:00:00.000+07:00", "format": "xlsx", "leafIndex": 7,
                ]
                for (field, value) in changes {
                    var forged = good
                    forged[field] = value
                    let copy = daemon.directory.appendingPathComponent("forged.json")
                    try JSONSerialization.data(withJSONObject: forged).write(to: copy)
                    let run = try await verify(copy, ["--list", list.path], at: daemon)
                    #expect(run.status == 1 && run.output.contains("✗"), "\(field)")
                }
            }
        }

        @Test func `a snapshot of the codes is the same after a restart, and proof of when it was published`()
            async throws
        {
            try await Self.with { daemon in
                let agency = try daemon.agency(Self.province)
                let first = try #require(try await agency.codeSnapshot())
                await agency.shutdown()
                await daemon.kill()
                try await daemon.start()
                let again = try daemon.agency(Self.province)
                let second = try #require(try await again.codeSnapshot())
                await again.shutdown()
                #expect(second == first)
                await daemon.kill()

                let file = daemon.directory.appendingPathComponent("snapshot.json")
                try Data(first.bytes).write(to: file)
                let run = try await verify(file, at: daemon).expectingSuccess()
                #expect(run.output.contains("at version \(first.snapshot.version)"))
                let text = String(decoding: first.bytes, as: UTF8.self)
                try Data(text.replacing(Self.province, with: "H25").utf8).write(to: file)
                let forged = try await verify(file, at: daemon)
                #expect(forged.status == 1 && forged.complaint.contains("snapshot-mismatch"))
            }
        }

        @Test func `a workbook is handed in as a list is, and a broken one gets one clear fault`() async throws {
            try await Self.with { daemon in
                let folder = Self.file("../../AxisListsTests/Vectors")
                let cases = [
                    ("formula.xlsx", "cell-formula"), ("bomb-ratio.xlsx", "file-too-large"),
                    ("bomb-entities.xlsx", "file-too-large"), ("bomb-depth.xlsx", "file-too-large"),
                    ("bomb-entries.xlsx", "file-too-large"), ("cut.xlsx", "file-format"), ("old.xls", "file-binary"),
                ]
                let office = try Office(Self.province, at: daemon)
                for (name, code) in cases {
                    let path = folder.appendingPathComponent(name)
                    let bytes = Array(try Data(contentsOf: path))
                    do {
                        _ = try await office.client.submitList(bytes, to: "cd-101", isWorkbook: true)
                        Issue.record("\(name) was taken")
                    } catch let error as ClientError {
                        #expect(error.problem?.code == "submission-invalid", "\(name)")
                        let faults = error.problem?.faults ?? []
                        #expect(faults.contains { $0.code == code }, "\(name): \(faults.map(\.code))")
                        #expect(faults.allSatisfy { !$0.english.isEmpty && !$0.vietnamese.isEmpty })
                    }
                    let run = try await daemon.axis(as: Self.province, ["submit", path.path, "--campaign", "cd-101"])
                    #expect(run.status == 1 && run.complaint.contains("submission-invalid"), "\(name)")
                }

                let book = daemon.directory.appendingPathComponent("haiphong.xlsx")
                let made = try await CommandRun.run(
                    "/usr/bin/env",
                    ["python3", "-c", Self.workbook, try Self.demonstration().path, book.path]
                )
                _ = made.expectingSuccess()
                let receipt: SubmissionReceipt = try await daemon.axis(
                    as: Self.province,
                    ["submit", book.path, "--campaign", "cd-101", "--output", "json"]
                ).expectingSuccess().json()
                #expect(receipt.count == 114 && receipt.format == "xlsx" && receipt.timeliness == "on-time")
                #expect(try await daemon.admin().submissions().items.count == 1)
            }
        }

        /// Writes a CSV as a workbook, with Python's own ZIP.
        private static let workbook = """
            import csv, sys, zipfile
            from xml.sax.saxutils import escape
            main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
            office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
            package = 'http://schemas.openxmlformats.org/package/2006/relationships'
            with open(sys.argv[1], encoding='utf-8-sig', newline='') as file:
                rows = list(csv.reader(file))
            def cell(text, column, line):
                return f'<c r="{chr(65 + column)}{line}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
            lines = ''.join(
                f'<row r="{n}">' + ''.join(cell(t, c, n) for c, t in enumerate(row)) + '</row>'
                for n, row in enumerate(rows, 1))
            with zipfile.ZipFile(sys.argv[2], 'w', zipfile.ZIP_DEFLATED) as book:
                book.writestr('_rels/.rels', f'<Relationships xmlns="{package}"><Relationship Id="r1" '
                    f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
                book.writestr('xl/_rels/workbook.xml.rels', f'<Relationships xmlns="{package}"><Relationship Id="r1" '
                    f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>')
                book.writestr('xl/workbook.xml', f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
                    '<sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>')
                book.writestr('xl/worksheets/sheet1.xml', f'<worksheet xmlns="{main}"><sheetData>{lines}'
                    '</sheetData></worksheet>')
            """
    }
}
