// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import AxisSignature

/// Every deviation from the one form, and every way of wrapping a signature.
@Suite struct SignatureFormTests {
    /// What is replaced in a signed document, by what, and a word that the refusal has to say.
    struct Deviation: Sendable, CustomStringConvertible {
        let old: String
        let new: String
        let word: String
        var description: String { "\(old) -> \(new)" }

        init(_ old: String, _ new: String, _ word: String) { (self.old, self.new, self.word) = (old, new, word) }
    }

    static let more = "http://www.w3.org/2001/04/xmldsig-more#"
    static let dsig = "http://www.w3.org/2000/09/xmldsig#"

    static let deviations = [
        Deviation("<ds:SignedInfo>", "<ds:SignedInfo Id=\"a\">", "SignedInfo has an attribute"),
        Deviation("<ds:Signature ", "<ds:Signature Id=\"a\" ", "Signature has an attribute"),
        Deviation("<ds:KeyInfo>", "<ds:KeyInfo Id=\"a\">", "KeyInfo has an attribute"),
        Deviation("<ds:SignatureValue>", "<ds:SignatureValue Id=\"a\">", "SignatureValue has an attribute"),
        Deviation("URI=\"\"", "URI=\"#a\"", "URI"),
        Deviation("URI=\"\"", "URI=\"\" Id=\"a\"", "Reference has an attribute"),
        Deviation("URI=\"\"", "URI=\"\" Type=\"a\"", "Reference has an attribute"),
        Deviation("<ds:Reference URI=\"\">", "<ds:Reference>", "lacks the attribute URI"),
        Deviation("\(more)ecdsa-sha256", "\(dsig)hmac-sha1", "SignatureMethod"),
        Deviation("\(more)ecdsa-sha256", "\(more)hmac-sha256", "SignatureMethod"),
        Deviation("\(more)ecdsa-sha256", "\(more)ecdsa-sha1", "SignatureMethod"),
        Deviation("\(more)ecdsa-sha256", "\(dsig)rsa-sha1", "SignatureMethod"),
        Deviation("\(more)ecdsa-sha256", "\(dsig)dsa-sha1", "SignatureMethod"),
        Deviation("\(more)ecdsa-sha256", "\(more)rsa-sha256", "does not fit"),
        Deviation("http://www.w3.org/2001/04/xmlenc#sha256", "\(dsig)sha1", "DigestMethod"),
        Deviation("http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2001/04/xmlenc#sha512", "DigestValue"),
        Deviation(
            "CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"",
            "CanonicalizationMethod Algorithm=\"http://www.w3.org/TR/2001/REC-xml-c14n-20010315\"",
            "CanonicalizationMethod"
        ),
        Deviation(
            "CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"",
            "CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#WithComments\"",
            "CanonicalizationMethod"
        ),
        Deviation("#enveloped-signature\"/>", "#base64\"/>", "Transform"),
        Deviation(
            "#enveloped-signature\"/>",
            "#enveloped-signature\"><ds:XPath>true()</ds:XPath></ds:Transform>",
            "Transform is not empty"
        ),
        Deviation("</ds:Transforms>", "<ds:Transform Algorithm=\"x\"/></ds:Transforms>", "does not belong"),
        Deviation(
            "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>",
            """
            <ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"><InclusiveNamespaces \
            xmlns="http://www.w3.org/2001/10/xml-exc-c14n#" PrefixList="x"/></ds:Transform>
            """,
            "Transform is not empty"
        ),
        Deviation("<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>", "", "lacks Transform"),
        Deviation("</ds:SignedInfo>", "<ds:Reference URI=\"\"/></ds:SignedInfo>", "Reference"),
        Deviation("</ds:Signature>", "<ds:Object/></ds:Signature>", "Object"),
        Deviation("<ds:X509Data>", "<ds:KeyValue/><ds:X509Data>", "KeyValue"),
        Deviation("<ds:X509Data>", "<ds:X509Data><ds:X509SKI>AAAA</ds:X509SKI>", "X509SKI"),
        Deviation("</ds:X509Data>", "</ds:X509Data><ds:X509Data/>", "X509Data"),
        Deviation("<ds:KeyInfo>", "<ds:KeyInfo>text", "text"),
        Deviation("<ds:SignedInfo>", "<ds:SignedInfo>text", "text"),
        Deviation("<ds:DigestValue>", "<ds:DigestValue>*", "base64"),
        Deviation("<ds:SignatureValue>", "<ds:SignatureValue>AAAA", "r‖s"),
        Deviation("<ds:SignatureValue>", "<ds:SignatureValue><ds:a/>", "child"),
        Deviation("<ds:X509Certificate>", "<ds:X509Certificate>AAAA", "X509Certificate"),
        Deviation("<ds:SignatureValue>", "<ds:SignatureValue xmlns:ds=\"urn:x\">", "SignatureValue"),
        Deviation("</edXML:edXMLHeader>", "<edXML:After/></edXML:edXMLHeader>", "last element"),
    ]

    @Test(arguments: deviations)
    func `the first deviation from the form is named`(deviation: Deviation) throws {
        let (signed, _) = try EnvelopeSignatureTests.signed()
        let document = try signed.replacing(first: deviation.old, with: deviation.new)
        let error = #expect(throws: SignatureError.self) { try verify(document.bytes) }
        #expect(error?.code == .form)
        #expect(error?.english.contains(deviation.word) == true, "\(error?.english ?? "")")
        #expect(error?.vietnamese.isEmpty == false)
    }

    @Test func `white space between the parts of a signature is free`() throws {
        let (signed, _) = try EnvelopeSignatureTests.signed()
        let document =
            signed
            .replacingOccurrences(of: "<ds:KeyInfo>", with: "\r\n  <ds:KeyInfo>\n\t")
            .replacingOccurrences(of: "</ds:X509Certificate>", with: "\n</ds:X509Certificate>\n")
        #expect(refusal { _ = try verify(document.bytes) } == nil)
    }

    /// The eight shapes of wrapping a signature, fitted to a signature over the whole document: each shows a forged
    /// document to a reader and keeps what was signed, and the signature, for the verifier.
    struct Wrapping: Sendable, CustomStringConvertible {
        let description: String
        /// Makes the forgery of the forged unsigned document, the signed root and its signature.
        let make: @Sendable (_ forged: String, _ signed: String, _ signature: String) throws -> String
    }

    static let headerEnd = "</edXML:edXMLHeader>"

    static func object(_ content: String, in signature: String) throws -> String {
        try signature.replacing(first: "</ds:Signature>", with: "<ds:Object>\(content)</ds:Object></ds:Signature>")
    }

    static let wrappings = [
        Wrapping(description: "1: the signed document inside the signature, as an object") {
            forged,
            signed,
            signature in
            let inner = try signed.replacing(first: signature, with: "")
            return try forged.replacing(first: headerEnd, with: object(inner, in: signature) + headerEnd)
        },
        Wrapping(description: "2: the signed document before the detached signature") { forged, signed, signature in
            let inner = try signed.replacing(first: signature, with: "")
            return try forged.replacing(first: headerEnd, with: inner + signature + headerEnd)
        },
        Wrapping(description: "3: a forged header before the signed one") { forged, signed, _ in
            let start = try #require(forged.range(of: "<edXML:edXMLHeader>"))
            let end = try #require(forged.range(of: headerEnd))
            let header = String(forged[start.lowerBound..<end.upperBound])
            return try signed.replacing(first: "<edXML:edXMLHeader>", with: header + "<edXML:edXMLHeader>")
        },
        Wrapping(description: "4: the signed document, with its signature, below the forged one") { forged, signed, _ in
            try forged.replacing(first: headerEnd, with: signed + headerEnd)
        },
        Wrapping(description: "5: the signature in the forged header, the signed document at the end") {
            forged,
            signed,
            signature in
            let inner = try signed.replacing(first: signature, with: "")
            let moved = try forged.replacing(first: headerEnd, with: signature + headerEnd)
            return try moved.replacing(first: "</edXML>", with: inner + "</edXML>")
        },
        Wrapping(description: "6: the whole signed document, signature included, inside its own copy") {
            forged,
            signed,
            signature in
            try forged.replacing(first: headerEnd, with: object(signed, in: signature) + headerEnd)
        },
        Wrapping(description: "7: the signed document in an extension element before the forged one") {
            forged,
            signed,
            _ in
            try forged.replacing(first: "<edXML:edXMLHeader>", with: "<x>\(signed)</x><edXML:edXMLHeader>")
        },
        Wrapping(description: "8: the signed document in an object of a signature of the forger's") {
            forged,
            signed,
            signature in
            let hollow = signature.replacing(#/<ds:KeyInfo>.*</ds:KeyInfo>/#, with: "")
            return try forged.replacing(first: headerEnd, with: object(signed, in: hollow) + headerEnd)
        },
    ]

    @Test(arguments: wrappings) func `a wrapped signature is refused`(wrapping: Wrapping) throws {
        let (signed, _) = try EnvelopeSignatureTests.signed()
        let start = try #require(signed.range(of: "<ds:Signature "))
        let end = try #require(signed.range(of: "</ds:Signature>"))
        let signature = String(signed[start.lowerBound..<end.upperBound])
        let rootStart = try #require(signed.range(of: "<edXML "))
        let root = String(signed[rootStart.lowerBound...])
        let forged = text(try Vectors.bytes("document.xml"))
            .replacingOccurrences(of: "000.00.00.H98", with: "000.00.00.H66")
        let document = try wrapping.make(forged, root, signature)
        let code = refusal { _ = try verify(document.bytes) }
        #expect(code == .form || code == .invalid)
    }

    @Test(arguments: ["<Signature xmlns=\"\"/>", "<x:Signature xmlns:x=\"urn:x\">a</x:Signature>"])
    func `whatever else claims to be a signature is refused, with a good one and without`(claim: String) throws {
        let unsigned = text(try Vectors.bytes("document.xml"))
        let marked = try unsigned.replacing(first: "<edXML:MessageHeader>", with: claim + "<edXML:MessageHeader>")
        #expect(refusal { _ = try verify(marked.bytes) } == .form)
        let (signed, _) = try EnvelopeSignatureTests.signed()
        let both = try signed.replacing(first: "<edXML:MessageHeader>", with: claim + "<edXML:MessageHeader>")
        #expect(refusal { _ = try verify(both.bytes) } == .form)
    }

    @Test func `two signatures are refused wherever the second stands`() throws {
        let (signed, _) = try EnvelopeSignatureTests.signed()
        let empty = "<s:Signature xmlns:s=\"\(Self.dsig)\"/>"
        for place in [
            "<edXML:MessageHeader>", "<ds:KeyInfo>", "<AttachmentEncoded>", "<edXML:edXMLBody>", "</ds:Signature>",
        ] {
            let document = try signed.replacing(first: place, with: place + empty)
            let error = #expect(throws: SignatureError.self) { try verify(document.bytes) }
            #expect(error?.english.contains("more than one Signature") == true)
        }
    }

    @Test(arguments: ["<edXML:MessageHeader>", "<edXML:edXMLBody>", "<edXML:edXMLHeader>", "</edXML:edXMLHeader>"])
    func `a signature that was moved is refused`(place: String) throws {
        let (signed, _) = try EnvelopeSignatureTests.signed()
        let start = try #require(signed.range(of: "<ds:Signature "))
        let end = try #require(signed.range(of: "</ds:Signature>"))
        let signature = String(signed[start.lowerBound..<end.upperBound])
        let without = try signed.replacing(first: signature, with: "")
        let document = try without.replacing(first: place, with: place + signature)
        #expect(refusal { _ = try verify(document.bytes) } == .form)
    }
}
