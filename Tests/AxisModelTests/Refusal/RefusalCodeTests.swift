// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import Foundation
import Testing

@Suite struct RefusalCodeTests {
    @Test func `every code of the interface exists with its status, and no other`() throws {
        let lines = try vectors("refusal-codes")
        for line in lines {
            let code = try #require(RefusalCode(rawValue: line[0]), "\(line[0])")
            #expect(String(code.httpStatus) == line[1], "\(line[0])")
        }
        #expect(Set(lines.map { $0[0] }) == Set(RefusalCode.allCases.map(\.rawValue)))
    }

    @Test func `codes are words with hyphens, titles the same words`() {
        for code in RefusalCode.allCases {
            #expect(code.rawValue.allSatisfy { ($0.isASCII && $0.isLowercase) || $0 == "-" })
            #expect(code.title == code.rawValue.replacingOccurrences(of: "-", with: " "))
        }
    }

    @Test func `a refusal describes itself by code and English sentence`() {
        let refusal = Refusal(.schema, field: "From", english: "From is missing", vietnamese: "thiếu From")
        #expect(refusal.description == "schema: From is missing")
        #expect(refusal.recipients.isEmpty && refusal.retryAfter == nil)
    }

    @Test func `a recipient's refusal in JSON carries its stable code`() throws {
        let refusal = RecipientRefusal(recipient: "H23", code: .recipientClosed, successors: ["H24"])
        let data = try JSONEncoder().encode(refusal)
        let members = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(members["code"] as? String == "recipient-closed")
        #expect(try JSONDecoder().decode(RecipientRefusal.self, from: data) == refusal)
    }
}
