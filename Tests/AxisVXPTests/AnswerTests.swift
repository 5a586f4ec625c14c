// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import Foundation
import Testing

@testable import AxisVXP

/// The rules of the reference, section 4.5, by their numbers: each follows from how the SDK reads replies.
@Suite struct AnswerTests {
    private static let item = ReceivedItem(
        documentID: "d1",
        messageType: .document,
        createdTime: "2026/11/23 18:52:17",
        updatedTime: "2026/11/23 18:52:17",
        from: "G22",
        to: "H24",
        status: "initial"
    )
    private static let sentItem = SentItem(
        messageType: .document,
        senderDocumentID: "e1",
        receiverDocumentID: "d1",
        from: "G22",
        to: "H24",
        title: "Về việc \"thử\" \\ 😀",
        notation: "1/VPCP",
        sentTime: "2026/11/23 18:52:17",
        sendStatus: "delivered"
    )
    private static let rows = [
        AgencyRow(
            id: "1",
            code: "H24",
            name: "Thành phố Hải Phòng",
            mail: "",
            form: .agencies(parentID: "", oldCode: "")
        ),
        AgencyRow(id: "1", code: "H24", name: "Hải Phòng", mail: "", form: .qd20(code102: "000.00.00.H24")),
        AgencyRow(
            id: "1",
            code: "H24",
            name: "Hải Phòng",
            mail: "",
            form: .synchronized(parentID: "", version: 1, centerCode: "", isDeleted: false, modified: "2026/11/23")
        ),
    ]

    private static let successes: [[UInt8]] =
        [
            VXPAnswer.done(), VXPAnswer.sent("e1", "Đã bỏ qua: X"), VXPAnswer.count(12),
            VXPAnswer.received([item, item]),
            VXPAnswer.received([]), VXPAnswer.sent([sentItem]), VXPAnswer.sent([SentItem]()),
            VXPAnswer.documentFrame.before + Array("PD94".utf8) + VXPAnswer.documentFrame.after,
        ] + rows.map { VXPAnswer.agencies([$0]) }

    private static let failures: [(VXPMethod?, [UInt8])] = ([nil] + VXPMethod.allCases.map(Optional.some)).flatMap {
        method in
        [VXPError.unknownMethod, .missing("docId"), .hashDiffers, .unreadableHeader].map {
            (method, VXPAnswer.failure($0, of: method))
        }
    }

    private func members(_ reply: [UInt8]) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(reply)) as? [String: Any])
    }

    @Test func `1 the common members are always there and never null`() throws {
        for reply in Self.successes + Self.failures.map(\.1) {
            let members = try members(reply)
            for name in ["status", "ErrorCode", "ErrorDesc"] {
                #expect((members[name] as? String)?.isEmpty == false)
            }
        }
        for reply in Self.successes { #expect(try members(reply)["status"] as? String == "OK") }
        for (_, reply) in Self.failures { #expect(try members(reply)["status"] as? String == "FAIL") }
    }

    @Test func `2 sendEdoc always has a DocId`() throws {
        #expect(try members(VXPAnswer.sent("e1"))["DocId"] as? String == "e1")
        for (method, reply) in Self.failures where method == .sendEdoc || method == nil {
            #expect(try members(reply)["DocId"] as? String == "")
        }
    }

    @Test func `3 lists always have an array`() throws {
        for reply in [VXPAnswer.received([]), VXPAnswer.sent([SentItem]()), VXPAnswer.agencies([AgencyRow]())] {
            #expect((try members(reply)["data"] as? [Any])?.isEmpty == true)
        }
        #expect((try members(VXPAnswer.received([Self.item, Self.item]))["data"] as? [Any])?.count == 2)
    }

    @Test func `4 no item has a null, whatever is not known`() {
        for reply in Self.successes + Self.failures.map(\.1) {
            #expect(!String(decoding: reply, as: UTF8.self).contains("null"))
        }
    }

    @Test func `5 getEdoc has its data also when it fails`() throws {
        #expect(try members(Self.successes[7])["data"] as? String == "PD94")
        for (method, reply) in Self.failures where method == .getEdoc || method == nil {
            #expect(try members(reply)["data"] as? String == "")
        }
    }

    @Test func `6 and 10 every reply is ASCII on one line, and says what it said`() throws {
        for reply in Self.successes + Self.failures.map(\.1) {
            #expect(reply.allSatisfy { (0x20...0x7E).contains($0) })
        }
        let items = try #require(try members(VXPAnswer.sent([Self.sentItem]))["data"] as? [[String: Any]])
        #expect(items.first?["title"] as? String == Self.sentItem.title)
    }

    @Test func `the words of a failure are Vietnamese without accents, and English`() throws {
        let error = VXPError(.format, english: "mend it", vietnamese: "Đơn vị không tồn tại, hãy sửa – ngay")
        #expect(error.text == "Don vi khong ton tai, hay sua ? ngay / mend it")
        #expect(try members(VXPAnswer.failure(error, of: .sendEdoc))["ErrorCode"] as? String == "22")
        #expect(PlainText.unaccented("Nguyễn Ước Ỹ") == "Nguyen Uoc Y")
        #expect(PlainText.unaccented("Đ\u{1EA1}i h\u{1ECD}c".decomposedStringWithCanonicalMapping) == "Dai hoc")
    }

    @Test func `every refusal of Axis has one of the published codes`() {
        for code in RefusalCode.allCases {
            let error = VXPError(Refusal(code, english: "e", vietnamese: "v"))
            #expect([10, 15, 18, 19, 20, 21, 22, 23].contains(error.code.rawValue))
            #expect(error.cause == code)
        }
        #expect(VXPError.Code(.recipientUnknown) == .recipientUnknown)
        #expect(VXPError.Code(.recipientClosed) == .recipientLocked)
        #expect(VXPError.Code(.senderMismatch) == .senderUnknown)
        #expect(VXPError.Code(.malformedXML) == .format)
    }
}
