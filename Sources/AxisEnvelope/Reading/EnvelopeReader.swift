// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisXML

/// Reads edXML envelopes (QCVN 102:2016/BTTTT) of every builder in use, and changes none.
///
/// Elements are found by local name, in the namespace of edXML or in none. Refused is only what can't be routed or is
/// unsafe to route; everything else that is wrong becomes a warning.
package enum EnvelopeReader {
    /// The most recipients of one document.
    package static let mostRecipients = 5_000

    /// The most bytes of any text but an attachment's content.
    package static let longestText = 64 * 1024

    /// Checks bytes with the guard, parses and reads them.
    ///
    /// - Parameter leniently: see ``read(_:leniently:)``.
    /// - Throws: `malformed-xml`, `guard` with the bound as field, `too-large`, `overloaded`, or what
    ///   ``read(_:leniently:)`` throws.
    package static func parse(
        _ bytes: UnsafeRawBufferPointer,
        limits: GuardLimits,
        leniently: Bool = false
    ) throws(Refusal) -> (XMLDocument, ReadEnvelope) {
        let document: XMLDocument
        do throws(XMLError) {
            document = try XMLDocument(parsing: bytes, limits: limits)
        } catch {
            throw Refusal(error)
        }
        return (document, try read(document, leniently: leniently))
    }

    /// Reads a parsed document.
    ///
    /// - Parameter leniently: the VXP interface, where a header may name the recipients: an envelope that names none is
    ///   read with a warning, and in a status package `OrganId` and `Code` of `ResponseFor` may have changed places.
    /// - Throws: `schema` with the element at fault: not an edXML envelope, no or two senders, no recipient, more than
    ///   ``mostRecipients``, a status package without `StatusCode` or without `ResponseFor/OrganId`, a text over
    ///   ``longestText``.
    package static func read(_ document: XMLDocument, leniently: Bool = false) throws(Refusal) -> ReadEnvelope {
        let root = document.root
        guard root.hasLocalName("edXML"), root.isIn(namespace: EdXML.namespace) || root.isIn(namespace: nil) else {
            throw .notEdXML("edXML")
        }
        try refuseLongTexts(below: root)
        let frame = try EnvelopeFrame(root)
        var header = MessageHeaderReading(isLenient: leniently)
        try header.read(frame.messageHeader)
        if let list = frame.traceHeaderList { header.readTraceHeaderList(list) }
        if header.isStatus(hasBody: frame.body != nil, hasTrace: frame.traceHeaderList != nil) {
            return try header.finishStatus()
        }
        header.readAttachments(frame.attachments)
        return try header.finishDocument()
    }

    /// Bounds what is kept of an envelope beside its bytes.
    private static func refuseLongTexts(below root: XMLElement) throws(Refusal) {
        for element in root.descendants where element.textBytesCount > longestText {
            guard !element.hasLocalName("ContentTransferEncoded") else { continue }
            // A name that is a sender's invention is not repeated.
            let name = element.localName
            throw .textTooLong(element.isEdXMLPart && name.utf8.count <= 40 ? name : "edXML")
        }
    }
}

/// The parts of an envelope that the rest is found in.
struct EnvelopeFrame {
    let messageHeader: XMLElement
    let traceHeaderList: XMLElement?
    let body: XMLElement?
    let attachments: AttachmentListing

    init(_ root: XMLElement) throws(Refusal) {
        var envelopes: [XMLElement] = []
        for child in root.children where child.hasLocalName("edXMLEnvelope") { envelopes.append(child) }
        guard let envelope = envelopes.first else { throw .missing("edXMLEnvelope") }
        guard envelopes.count == 1 else { throw .ambiguous("edXMLEnvelope") }
        guard envelope.isIn(namespace: EdXML.namespace) else { throw .notEdXML("edXMLEnvelope") }
        let header = try Self.one("edXMLHeader", in: envelope)
        messageHeader = try Self.one("MessageHeader", in: header)
        traceHeaderList = header.firstPart("TraceHeaderList")
        body = envelope.firstPart("edXMLBody")
        attachments = AttachmentListing(root: root, body: body)
    }

    /// The one child of a name: two headers would let two readers see two senders.
    private static func one(_ name: String, in parent: XMLElement) throws(Refusal) -> XMLElement {
        var found: XMLElement?
        for child in parent.children where child.hasLocalName(name) && child.isEdXMLPart {
            guard found == nil else { throw .ambiguous(name) }
            found = child
        }
        guard let found else { throw .missing(name) }
        return found
    }
}
