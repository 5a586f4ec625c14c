// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisTestSupport
import Foundation
import Testing

@testable import AxisVXP

/// The JSON that the SDK signs, from names without the prefix.
func signHeader(_ members: KeyValuePairs<String, String>) -> [UInt8] {
    let parts = members.map { name, value in
        let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"XroadVnpt-\(name)\":\"\(escaped)\""
    }
    return Array("{\(parts.joined(separator: ","))}".utf8)
}

@Suite struct ParametersTests {
    private func parameters(_ members: KeyValuePairs<String, String>) throws -> VXPParameters {
        try VXPParameters(signHeader: signHeader(members))
    }

    @Test func `names count with their case, and both spellings of the id are told apart`() throws {
        let both = try parameters(["docId": "item2", "docid": "item1"])
        #expect(both.documentID == "item2")
        #expect(both.documentIDs == ["item2", "item1"])
        #expect(try parameters(["docid": "item1"]).documentID == "item1")
        #expect(try parameters(["docId": "a", "docid": "a"]).documentIDs == ["a"])
        #expect(try parameters(["DOCID": "a"]).documentID == nil)
        #expect(try parameters(["docId": "", "docid": "a"]).documentIDs == ["a"])
    }

    @Test(arguments: [
        "", "[]", "{", "{}x", "null", "{\"a\":\"b\",}", "{\"a\":{}}", "{\"a\":[\"b\"]}", "{\"a\":\"b\" \"c\":\"d\"}",
        "{\"a\":\"b\",\"a\":\"c\"}", "{\"a\":\"\\x\"}", "{\"a\":\"\\ud800\"}", "{\"a\":\"\\u12\"}",
        "{\"a\":}", "{a:\"b\"}", "\u{FEFF}{}",
    ])
    func `what is not one object of texts is refused whole`(text: String) {
        #expect(throws: VXPError.unreadableHeader) { try VXPParameters(signHeader: Array(text.utf8)) }
    }

    @Test func `text that is no UTF-8 or has controls is refused: it can't be what was signed`() {
        var bytes = signHeader(["description": "x"])
        for byte: UInt8 in [0xE1, 0x0A, 0x00] {
            bytes[bytes.count - 3] = byte
            #expect(SignedObject(parsing: bytes) == nil)
            #expect(throws: VXPError.damagedHeader) { try VXPParameters(signHeader: bytes) }
        }
    }

    @Test func `real UTF-8, escapes and numbers without quotes are read`() throws {
        #expect(try parameters(["description": "đã nhận"]).description == "đã nhận")
        let text = "{ \"XroadVnpt-description\" : \"\\u0111\\ud83d\\ude00\\/\\t\" , \"XroadVnpt-docId\":17 }"
        let read = try VXPParameters(signHeader: Array(text.utf8))
        #expect(read.description == "đ😀/\t" && read.documentID == "17")
        let null = try VXPParameters(signHeader: Array("{\"XroadVnpt-docId\":null,\"XroadVnpt-docid\":7}".utf8))
        #expect(null.documentIDs == ["7"])
    }

    @Test func `more members or bytes than any SDK sends are refused`() {
        let many = (0...SignedObject.mostMembers).map { "\"a\($0)\":\"\"" }.joined(separator: ",")
        #expect(throws: VXPError.unreadableHeader) { try VXPParameters(signHeader: Array("{\(many)}".utf8)) }
        let long = "{\"a\":\"" + String(repeating: "x", count: SignedObject.longest) + "\"}"
        #expect(throws: VXPError.unreadableHeader) { try VXPParameters(signHeader: Array(long.utf8)) }
    }

    @Test func `a seeded storm of damaged headers is refused or read, and never crashes`() {
        var generator = SeededGenerator(seed: 7)
        let original = signHeader(["docId": "1", "to": "[\"A\",\"B\"]", "description": "đ"])
        for _ in 0..<20_000 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.remove(at: place)
                default: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
                }
            }
            guard let ours = SignedObject(parsing: bytes) else { continue }
            // What is read is read as another reader reads it, wherever that one reads it at all.
            guard let others = try? JSONDecoder().decode([String: String].self, from: Data(bytes)) else { continue }
            #expect(ours.members == others)
        }
    }

    @Test(arguments: [
        ("[\"A1\",\"B2\"]", ["A1", "B2"]), ("\"[\\\"A1\\\",\\\"B2\\\"]\"", ["A1", "B2"]),
        ("\"[\"A1\",\"B2\"]\"", ["A1", "B2"]),
        ("[ \"A1\" , 'B2' ]", ["A1", "B2"]), ("A1", ["A1"]), ("\"A1\"", ["A1"]), ("A1,B2", ["A1", "B2"]), ("[]", []),
        ("[\"\"]", []), (" ", []), ("[", ["["]), ("\"", ["\""]),
    ])
    func `recipients are read in every form that the SDK's callers give them`(text: String, codes: [String]) throws {
        #expect(RecipientText.codes(in: text) == codes)
        #expect(try parameters(["to": text]).recipients(atMost: 5) == codes)
    }

    @Test func `more recipients than a document may have are refused`() throws {
        let read = try parameters(["to": "A,B,C"])
        #expect(throws: VXPError.self) { try read.recipients(atMost: 2) }
        #expect(try parameters([:]).recipients(atMost: 0).isEmpty)
    }

    @Test func `message types and item states are read in any case, unknown ones are not guessed`() throws {
        #expect(try parameters([:]).messageType == .document)
        #expect(try parameters(["messagetype": "eDoc"]).messageType == .document)
        #expect(try parameters(["messagetype": "STATUS"]).messageType == .status)
        #expect(try parameters(["messagetype": "mail"]).messageType == nil)
        #expect(try parameters(["status": "Done"]).status == .done)
        #expect(try parameters(["status": "finished"]).status == nil)
    }

    @Test func `what follows the plus in a timestamp are milliseconds, not a zone`() throws {
        let read = try parameters(["timestamp": "23112026T185217+0831"])
        #expect(read.signedAt == Timestamp("2026-11-23T18:52:17.831+07:00"))
        #expect(try parameters(["timestamp": "31022026T185217+0831"]).signedAt == nil)
        #expect(try parameters(["timestamp": "2026-11-23"]).signedAt == nil)
    }

    @Test(arguments: [
        ("23/11/2026 18:52:17", "2026-11-23T18:52:17+07:00"), ("2026/11/23", "2026-11-23T00:00:00+07:00"),
        ("2026/11/23 07:05", "2026-11-23T07:05:00+07:00"), ("23/11/2026", "2026-11-23T00:00:00+07:00"),
    ])
    func `dates of lists are read in both forms of the wild`(text: String, moment: String) throws {
        #expect(try parameters(["fromDate": text]).fromDate == Timestamp(moment))
    }

    @Test(arguments: ["30/02/2026", "yesterday", "2026", "1/1/1/1", "2026/11/23 25:00", "-1/11/2026", "23/11/26"])
    func `a date that can't be read is ignored`(text: String) throws {
        #expect(try parameters(["fromDate": text, "toDate": text]).fromDate == nil)
        #expect(try parameters(["toDate": text]).toDate == nil)
    }

    @Test func `a last day without a time is meant whole`() throws {
        #expect(try parameters(["toDate": "23/11/2026"]).toDate == Timestamp("2026-11-23T23:59:59.999+07:00"))
        // What was accepted within the last second or minute named is still meant.
        let second = try parameters(["toDate": "23/11/2026 18:52:17"]).toDate
        #expect(second == Timestamp("2026-11-23T18:52:17.999+07:00"))
        let minute = try parameters(["toDate": "2026/11/23 18:52"]).toDate
        #expect(minute == Timestamp("2026-11-23T18:52:59.999+07:00"))
    }

    @Test func `pages are bounded and begin with 1`() throws {
        let read = try parameters(["pageSize": "5000", "pageIndex": "0"])
        #expect(read.pageSize(atMost: 1000) == 1000 && read.pageIndex == 1)
        #expect(try parameters(["pageSize": "-1"]).pageSize(atMost: 10) == nil)
    }

    @Test func `methods are found under both bases, and nothing else is`() {
        #expect(VXPMethod(path: "/getEdoc") == .getEdoc)
        #expect(VXPMethod(path: "/XrdAdapter/adapter/sendEdoc?x=1") == .sendEdoc)
        #expect(VXPMethod(path: "/countReceiveEdoc/") == .countReceiveEdoc)
        #expect(VXPMethod(path: "//getEdoc") == .getEdoc)
        #expect(VXPMethod(path: "/XrdAdapter/adapter//sendEdoc") == .sendEdoc)
        // As it is sent to a proxy (RFC 9112, section 3.2.2).
        #expect(VXPMethod(path: "http://axis.example:8480/XrdAdapter/adapter/getEdoc?to=http://x/") == .getEdoc)
        #expect(VXPMethod(path: "https://axis.example/getEdoc") == .getEdoc)
        let others = ["/", "", "getEdoc", "/downloadEdoc2", "/getedoc", "/XrdAdapter/getEdoc", "http://getEdoc"]
        for path in others {
            #expect(VXPMethod(path: path) == nil)
        }
        #expect(VXPMethod.allCases.count == 13)
    }
}
