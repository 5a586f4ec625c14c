// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisXML

extension Refusal {
    /// What the XML itself is refused for.
    init(_ error: XMLError) {
        switch error.code {
        case .guardViolation(let violation): self.init(violation)
        case .malformed(let line, let column):
            let english = line > 0 ? " at line \(line), column \(column)" : ""
            let vietnamese = line > 0 ? " tại dòng \(line), cột \(column)" : ""
            self.init(
                .malformedXML,
                english: "The body is not well-formed XML\(english); send the file exactly as the software wrote it.",
                vietnamese: "Nội dung không phải XML đúng cú pháp\(vietnamese); hãy gửi nguyên tệp do phần mềm tạo ra."
            )
        case .canonicalization:
            self.init(
                .malformedXML,
                english: "The body holds a namespace name that is not absolute; write it as a full URI.",
                vietnamese: "Nội dung có không gian tên không tuyệt đối; hãy ghi bằng URI đầy đủ."
            )
        case .outOfMemory:
            self.init(
                .overloaded,
                english: "There is no memory for this envelope now; send it again later.",
                vietnamese: "Hiện không đủ bộ nhớ để xử lý gói tin này; hãy gửi lại sau.",
                retryAfter: 10
            )
        }
    }

    private init(_ violation: GuardViolation) {
        let field = violation.bound.rawValue
        switch violation.bound {
        case .truncated:
            self.init(
                .malformedXML,
                english: "The body ends before the XML does; it was cut off on its way, send the whole file.",
                vietnamese:
                    "Nội dung kết thúc trước khi XML đóng hết; tệp bị cắt trên đường truyền, hãy gửi lại cả tệp."
            )
        case .syntax, .character, .declaration:
            self.init(
                .malformedXML,
                field: violation.bound == .syntax ? nil : field,
                english: "The body is not well-formed XML near byte \(violation.offset); "
                    + "send the file exactly as the software wrote it.",
                vietnamese: "Nội dung không phải XML đúng cú pháp gần byte \(violation.offset); "
                    + "hãy gửi nguyên tệp do phần mềm tạo ra."
            )
        case .bytes:
            self.init(
                .tooLarge,
                field: field,
                english: "The body is larger than any XML that can be read here; send fewer or smaller files.",
                vietnamese: "Nội dung lớn hơn mức XML có thể đọc; hãy gửi ít tệp hơn hoặc tệp nhỏ hơn."
            )
        default:
            let words = Self.words(for: violation.bound)
            self.init(
                .guardBound,
                field: field,
                english: "\(words.english) (near byte \(violation.offset)).",
                vietnamese: "\(words.vietnamese) (gần byte \(violation.offset))."
            )
        }
    }

    private static func words(for bound: GuardViolation.Bound) -> (english: String, vietnamese: String) {
        switch bound {
        case .encoding: ("The body is not UTF-8; save it as UTF-8", "Nội dung không phải UTF-8; hãy lưu dạng UTF-8")
        case .doctype:
            (
                "The body holds a DTD or an entity declaration; leave it out",
                "Nội dung có DTD hoặc khai báo thực thể; hãy bỏ phần đó"
            )
        case .startTagBytes: ("A tag is too long; shorten its attributes", "Một thẻ quá dài; hãy rút gọn thuộc tính")
        case .attributes: ("A tag has too many attributes", "Một thẻ có quá nhiều thuộc tính")
        case .namespaces:
            (
                "There are too many namespace declarations; declare each namespace once",
                "Có quá nhiều khai báo không gian tên; hãy khai báo mỗi không gian tên một lần"
            )
        case .depth: ("Elements are nested too deeply", "Các phần tử lồng nhau quá sâu")
        case .elements:
            (
                "There are too many elements; split the envelope",
                "Có quá nhiều phần tử; hãy chia nhỏ gói tin"
            )
        case .sections:
            ("There are too many comments or CDATA sections", "Có quá nhiều chú thích hoặc đoạn CDATA")
        case .comment:
            (
                "The body holds a comment, which a signature would not cover; leave it out",
                "Nội dung có chú thích, phần mà chữ ký số không bao phủ; hãy bỏ đi"
            )
        case .processingInstruction:
            (
                "The body holds a processing instruction; leave it out",
                "Nội dung có chỉ thị xử lý; hãy bỏ đi"
            )
        case .character, .declaration, .bytes, .truncated, .syntax:
            ("The body is not well-formed XML", "Nội dung không phải XML đúng cú pháp")
        }
    }
}

extension Refusal {
    static func notEdXML(_ element: String) -> Refusal {
        Refusal(
            .schema,
            field: element,
            english: "The body is not edXML: the root edXML and its edXMLEnvelope must be in the namespace "
                + "\(EdXML.namespace).",
            vietnamese: "Nội dung không phải edXML: phần tử gốc edXML và edXMLEnvelope phải thuộc không gian tên "
                + "\(EdXML.namespace)."
        )
    }

    static func missing(_ field: String) -> Refusal {
        Refusal(
            .schema,
            field: field,
            english: "\(field) is missing or empty; without it the envelope can't be routed.",
            vietnamese: "Thiếu \(field) hoặc phần tử này rỗng; không thể chuyển gói tin."
        )
    }

    static func ambiguous(_ field: String) -> Refusal {
        Refusal(
            .schema,
            field: field,
            english: "\(field) occurs more than once; write it once, so that all read the same.",
            vietnamese: "\(field) xuất hiện nhiều lần; chỉ ghi một lần để mọi bên đọc giống nhau."
        )
    }

    /// `<OrganId>H24<x/>.12</OrganId>` is one code to a reader that joins the texts, and another to one that does not.
    static func notPlain(_ field: String) -> Refusal {
        Refusal(
            .schema,
            field: field,
            english: "\(field) holds more than plain text; write the code alone, so that all read the same.",
            vietnamese: "\(field) không phải là chữ thuần; chỉ ghi mã để mọi bên đọc giống nhau."
        )
    }

    static var senderTooLong: Refusal {
        Refusal(
            .schema,
            field: "From/OrganId",
            english: "From/OrganId is longer than \(AgencyCode.longestText) characters; write the code alone.",
            vietnamese: "From/OrganId dài hơn \(AgencyCode.longestText) ký tự; chỉ ghi mã định danh."
        )
    }

    static var tooManyRecipients: Refusal {
        Refusal(
            .schema,
            field: "To",
            english: "There are more than \(EnvelopeReader.mostRecipients) recipients; send several envelopes.",
            vietnamese: "Có hơn \(EnvelopeReader.mostRecipients) nơi nhận; hãy gửi thành nhiều gói tin."
        )
    }

    static func textTooLong(_ element: String) -> Refusal {
        Refusal(
            .schema,
            field: element,
            english:
                "A text is longer than \(EnvelopeReader.longestText / 1024) KiB; send long content as an attachment.",
            vietnamese:
                "Một trường dài hơn \(EnvelopeReader.longestText / 1024) KiB; hãy gửi nội dung dài dưới dạng tệp đính kèm."
        )
    }
}
