// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import CoreMetrics
import Testing

@testable import AxisHTTP

@Suite struct SmallPartsTests {
    @Test(
        arguments: [
            (nil, false), ("vi", true), ("en", false), ("vi-VN,vi;q=0.9,en;q=0.8", true), ("en, vi;q=0.5", false),
            ("fr, vi;q=0.2", true), ("en;q=0.1, vi;q=0.2", true), ("vi;q=0", false), (";;,,q=", false),
        ] as [(String?, Bool)]
    )
    func `the language asked for most is spoken`(field: String?, isVietnamese: Bool) {
        #expect((Language(acceptLanguage: field) == .vietnamese) == isVietnamese)
    }

    @Test(
        arguments: [
            (nil, .whole), ("bytes=0-0", .part(0..<1)), ("bytes=5-", .part(5..<10)), ("bytes=-3", .part(7..<10)),
            ("bytes=-30", .part(0..<10)), ("bytes=2-300", .part(2..<10)), ("bytes=10-", .unsatisfiable),
            ("bytes=-0", .unsatisfiable), ("bytes=3-2", .whole), ("bytes=0-1,3-4", .whole), ("bytes=a-b", .whole),
            ("bytes=-", .whole), ("lines=0-1", .whole), ("bytes=99999999999999999999-", .whole),
            ("bytes=0-9223372036854775807", .part(0..<10)),
        ] as [(String?, ByteRange)]
    )
    func `one range is served, anything else is the whole`(field: String?, range: ByteRange) {
        #expect(ByteRange(field, size: 10) == range)
    }

    @Test func `dates are written as HTTP wants them`() {
        #expect(HTTPDate.text(Timestamp(seconds: 784_111_777)) == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(HTTPDate.text(Timestamp(seconds: 0)) == "Thu, 01 Jan 1970 00:00:00 GMT")
    }

    @Test func `tags match weakly and in lists`() throws {
        let digest = try #require(Digest256(bytes: Array(repeating: 7, count: 32)))
        #expect(ETagList.matches("\"x\", W/\"\(digest)\" ", digest))
        #expect(ETagList.matches("*", digest))
        #expect(!ETagList.matches("\(digest)", digest))
    }

    @Test func `bodies are read strictly`() throws {
        let refusal = #expect(throws: Refusal.self) {
            _ = try JSON.decode(ResendRequest.self, from: Array(#"{"recipients":[1]}"#.utf8))
        }
        #expect(refusal?.field == "recipients.0")
        let missing = #expect(throws: Refusal.self) { _ = try JSON.decode(ResendRequest.self, from: Array("{}".utf8)) }
        #expect(missing?.field == "recipients")
        for text in ["", "[", "nul", String(repeating: "[", count: 100_000)] {
            let broken = #expect(throws: Refusal.self) {
                _ = try JSON.decode(ResendRequest.self, from: Array(text.utf8))
            }
            #expect(broken?.code == .badRequest)
        }
    }

    @Test func `measurements are written as Prometheus text`() {
        let factory = PrometheusFactory()
        Counter(label: "axis_a_total", dimensions: [("code", "x\"\n\\")], factory: factory).increment(by: 2)
        Counter(label: "axis_a_total", dimensions: [("code", "y")], factory: factory).increment()
        Gauge(label: "axis.depth", factory: factory).record(5)
        let timer = CoreMetrics.Timer(label: "axis_seconds", factory: factory)
        timer.recordNanoseconds(2_000_000)
        timer.recordNanoseconds(120_000_000_000)
        let text = factory.text()
        #expect(text.contains("# TYPE axis_a_total counter\n"))
        #expect(text.contains(#"axis_a_total{code="x\"\n\\"} 2"#))
        #expect(text.contains("axis_depth 5.0\n"))
        #expect(text.contains("axis_seconds_bucket{le=\"0.0025\"} 1\n"))
        #expect(text.contains("axis_seconds_bucket{le=\"60.0\"} 1\n"))
        #expect(text.contains("axis_seconds_bucket{le=\"+Inf\"} 2\n"))
        #expect(text.contains("axis_seconds_count 2\n"))
    }
}
