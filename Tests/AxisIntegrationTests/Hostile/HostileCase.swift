// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisModel
import AxisSignature
import Foundation

/// A body that is refused, and with which code.
struct HostileCase: Sendable {
    var name: String
    var code: RefusalCode
    var body: [UInt8]

    init(_ name: String, _ code: RefusalCode, _ body: [UInt8]) {
        self.name = name
        self.code = code
        self.body = body
    }

    init(_ name: String, _ code: RefusalCode, _ text: String) { self.init(name, code, Array(text.utf8)) }

    /// What is no document at all, or asks a parser for too much.
    static func malformed(from sender: String, to recipient: String) -> [HostileCase] {
        let good = text(from: sender, to: recipient)
        func inside(_ insertion: String) -> String {
            good.replacingOccurrences(of: "<edXML:Subject>", with: "<edXML:Subject>" + insertion)
        }
        func ahead(_ insertion: String) -> String {
            let root = good.range(of: "<edXML ")?.lowerBound ?? good.startIndex
            return good[..<root] + insertion + good[root...]
        }
        let bomb =
            "<!DOCTYPE edXML [<!ENTITY a0 \"ha\">"
            + (1...9).map { "<!ENTITY a\($0) \"" + String(repeating: "&a\($0 - 1);", count: 10) + "\">" }.joined()
            + "]>"
        let nested = (0..<10_000).map { "<a xmlns:n\($0)=\"u\($0)\">" }.joined()
        let attributes = (0..<100_000).map { " a\($0)=\"\"" }.joined()
        return [
            HostileCase("nothing", .malformedXML, ""),
            HostileCase("not XML", .malformedXML, "Kính gửi Văn phòng"),
            HostileCase("JSON", .malformedXML, #"{"from":"G22"}"#),
            HostileCase("truncated", .malformedXML, Array(Array(good.utf8).dropLast(100))),
            HostileCase("NUL in a name", .guardBound, inside("a\u{0}b")),
            HostileCase("DTD", .guardBound, ahead("<!DOCTYPE edXML SYSTEM \"file:///etc/passwd\">")),
            HostileCase("entity bomb", .guardBound, bomb + "<edXML>&a9;</edXML>"),
            HostileCase("1,000,000 levels", .guardBound, String(repeating: "<a>", count: 1_000_000)),
            HostileCase("100,000 attributes", .guardBound, "<a\(attributes)/>"),
            HostileCase(
                "5,000,000 empty elements",
                .guardBound,
                "<a>" + String(repeating: "<b/>", count: 5_000_000) + "</a>"
            ),
            HostileCase("10,000 nested namespaces", .guardBound, nested),
            HostileCase("UTF-16", .guardBound, [0xff, 0xfe] + Array("<a/>".utf16.flatMap { [UInt8($0 & 255), 0] })),
            HostileCase(
                "wrong namespace",
                .schema,
                good.replacingOccurrences(of: "http://www.mic.gov.vn/TBT/QCVN_102_2016", with: "urn:other")
            ),
            HostileCase("another document", .schema, "<html xmlns=\"http://www.w3.org/1999/xhtml\"/>"),
            HostileCase("no From", .schema, without("edXML:From", in: good)),
            HostileCase("no recipient", .schema, without("edXML:To", in: good)),
            HostileCase("a state secret", .stateSecret, inside("[TUYỆT MẬT] ")),
        ]
    }

    /// Signatures that were forged, moved, doubled or weakened.
    static func forged(
        from sender: String,
        to recipient: String,
        signed key: EnvelopeSigningKey,
        weakCertificate: String
    ) throws -> [HostileCase] {
        let good = String(decoding: try key.sign(Array(text(from: sender, to: recipient).utf8)), as: UTF8.self)
        guard let start = good.range(of: "<ds:Signature ")?.lowerBound,
            let end = good.range(of: "</ds:Signature>")?.upperBound
        else { throw CocoaError(.fileReadCorruptFile) }
        let signature = String(good[start..<end])
        let bare = good.replacingOccurrences(of: signature, with: "")
        func changed(_ old: String, _ new: String) -> String { good.replacingOccurrences(of: old, with: new) }
        func moved(before tag: String) -> String { bare.replacingOccurrences(of: tag, with: signature + tag) }
        let changedText = changed("<edXML:Subject>", "<edXML:Subject>Không ")
        let more = "http://www.w3.org/2001/04/xmldsig-more#"
        let old = "http://www.w3.org/2000/09/xmldsig#"
        let element = String(good[(good.range(of: "<edXML ")?.lowerBound ?? good.startIndex)...])
        let keyBytes = try NSRegularExpression(pattern: "<ds:X509Certificate>[^<]*")
        let weak = keyBytes.stringByReplacingMatches(
            in: changed("\(more)ecdsa-sha256", "\(more)rsa-sha256"),
            range: NSRange(location: 0, length: good.utf16.count - 2),
            withTemplate: "<ds:X509Certificate>" + weakCertificate
        )
        return [
            HostileCase("changed after signing", .signatureInvalid, changedText),
            HostileCase("a comment inside", .guardBound, changed("<edXML:Subject>", "<edXML:Subject><!-- -->")),
            HostileCase("an instruction inside", .guardBound, changed("<edXML:Subject>", "<edXML:Subject><?a b?>")),
            HostileCase(
                "two signatures",
                .signatureForm,
                moved(before: "</edXML:edXMLHeader>").replacingOccurrences(
                    of: signature,
                    with: signature + signature
                )
            ),
            HostileCase("moved to the body", .signatureForm, moved(before: "</edXML:edXMLBody>")),
            HostileCase("moved into the message header", .signatureForm, moved(before: "</edXML:MessageHeader>")),
            HostileCase(
                "not last in its header",
                .signatureForm,
                changed(
                    "</edXML:edXMLHeader>",
                    "<edXML:More/></edXML:edXMLHeader>"
                )
            ),
            HostileCase(
                "the original wrapped as an object",
                .signatureForm,
                changedText.replacingOccurrences(
                    of: "</ds:Signature>",
                    with: "<ds:Object>" + element + "</ds:Object></ds:Signature>"
                )
            ),
            HostileCase(
                "the original wrapped beside a forgery",
                .signatureForm,
                changedText.replacingOccurrences(
                    of: "</edXML:edXMLBody>",
                    with: element + "</edXML:edXMLBody>"
                )
            ),
            HostileCase("SHA-1 signature", .signatureForm, changed("\(more)ecdsa-sha256", "\(old)rsa-sha1")),
            HostileCase(
                "SHA-1 digest",
                .signatureForm,
                changed("http://www.w3.org/2001/04/xmlenc#sha256", "\(old)sha1")
            ),
            HostileCase("HMAC", .signatureForm, changed("\(more)ecdsa-sha256", "\(more)hmac-sha256")),
            HostileCase("RSA-1024", .certificateUntrusted, weak),
        ]
    }

    /// An unsigned envelope as text.
    static func text(from sender: String, to recipient: String) -> String {
        String(decoding: Documents.document(from: sender, to: [recipient], number: 1).encoded(), as: UTF8.self)
    }

    /// A text without the first element of a name.
    private static func without(_ name: String, in text: String) -> String {
        guard let start = text.range(of: "<\(name)>")?.lowerBound, let end = text.range(of: "</\(name)>")?.upperBound
        else { return text }
        return String(text[..<start] + text[end...])
    }
}
