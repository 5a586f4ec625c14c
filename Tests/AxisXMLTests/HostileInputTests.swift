// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import AxisXML

/// Inputs that cost a parser much more than they cost their sender.
@Suite(.serialized) struct HostileInputTests {
    /// Processor time allowed to this thread; the issue's 50 ms hold for the release build.
    private static let allowedSeconds: Double = {
        #if DEBUG
            5
        #else
            0.05
        #endif
    }()

    private static func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private func expectRefusal(_ text: String, _ bound: GuardViolation.Bound, limits: GuardLimits = .native) {
        let bytes = Array(text.utf8)
        let start = Self.processorSeconds()
        do throws(XMLError) {
            _ = try XMLDocument(parsing: bytes, limits: limits)
            Issue.record("accepted")
        } catch {
            guard case .guardViolation(let violation) = error.code else {
                Issue.record("\(error)")
                return
            }
            #expect(violation.bound == bound)
        }
        #expect(Self.processorSeconds() - start < Self.allowedSeconds)
    }

    @Test func `a million levels`() {
        expectRefusal(String(repeating: "<a>", count: 1_000_000), .depth)
        expectRefusal(
            String(repeating: "<a>", count: 1_000_000) + String(repeating: "</a>", count: 1_000_000),
            .depth,
            limits: .lenient
        )
    }

    @Test func `a hundred thousand attributes in one tag`() {
        expectRefusal("<a" + (0..<100_000).map { " b\($0)='1'" }.joined() + "/>", .attributes)
    }

    @Test func `five million empty elements`() {
        expectRefusal("<a>" + String(repeating: "<b/>", count: 5_000_000) + "</a>", .elements)
    }

    @Test func `ten thousand nested namespace declarations`() {
        let open = (0..<10_000).map { "<a xmlns:n\($0)='urn:\($0)'>" }.joined()
        expectRefusal(open + String(repeating: "</a>", count: 10_000), .depth)
        let flat = (0..<10_000).map { "<a xmlns:n\($0)='urn:\($0)'/>" }.joined()
        expectRefusal("<r>" + flat + "</r>", .namespaces)
    }

    @Test func `an entity bomb and an external entity`() {
        let levels = (1...9).map { "<!ENTITY l\($0) \"" + String(repeating: "&l\($0 - 1);", count: 10) + "\">" }
        expectRefusal("<!DOCTYPE a [<!ENTITY l0 \"lol\">" + levels.joined() + "]><a>&l9;</a>", .doctype)
        expectRefusal("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><a>&x;</a>", .doctype, limits: .lenient)
    }

    @Test func `a tag, a value, a section that never ends`() {
        let filler = String(repeating: "x", count: 10_000_000)
        expectRefusal("<a b='" + filler, .startTagBytes)
        expectRefusal("<" + filler, .startTagBytes)
        expectRefusal("<a><![CDATA[" + filler, .truncated)
        expectRefusal("<a><![CDATA[" + String(repeating: "]>", count: 1_000_000), .truncated)
        expectRefusal("<a>" + filler, .truncated)
    }

    @Test func `a body of errors costs one`() {
        for piece in ["&a;", "&", "&#1;", "]]>", "<b c='&d;'/>"] {
            let bytes = Array(("<a>" + String(repeating: piece, count: 1_000_000) + "</a>").utf8)
            let start = Self.processorSeconds()
            #expect(throws: XMLError(.malformed(line: 1, column: piece.first == "<" ? 10 : 4))) {
                try XMLDocument(parsing: bytes, limits: .native)
            }
            #expect(Self.processorSeconds() - start < Self.allowedSeconds)
        }
    }
}
