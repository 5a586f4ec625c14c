// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisXML

/// How far attachments may unpack.
package struct AttachmentLimits: Hashable, Sendable {
    /// The most bytes of one unpacked attachment.
    package var unpackedBytes = 128 * 1024 * 1024
    /// How many times its packed size an attachment above ``freeBytes`` may unpack to; deflate itself can do 1032.
    package var ratio = 200
    /// Up to this size the ratio doesn't count: a page of blanks packs very well.
    package var freeBytes = 4 * 1024 * 1024

    /// The default limits.
    package init() {}

    /// The most bytes that an archive of a size may unpack to.
    func unpackedBytes(ofPacked size: Int) -> Int {
        let (product, overflow) = size.multipliedReportingOverflow(by: ratio)
        return min(unpackedBytes, max(freeBytes, overflow ? .max : product))
    }
}

/// One attachment with its content.
package struct Attachment: Hashable, Sendable {
    /// `ContentId` without `cid:`.
    package var contentID: String
    /// The name, safe and distinct within its document.
    package var name: String
    /// `ContentType` as claimed.
    package var claimedType: String
    /// `Description`, when there is one.
    package var description: String?
    /// What the content is, told from its bytes.
    package var kind: ContentKind
    /// The content, taken out of the one-entry archive when it came in one.
    package var bytes: [UInt8]
    /// Whether it came in a one-entry archive.
    package var wasWrapped: Bool
}

/// Takes the attachments out of a parsed document, one at a time: only one is decoded in memory at once.
package struct AttachmentReader: ~Copyable {
    private var remaining: IndexingIterator<[AttachmentListing.Entry]>
    private let limits: AttachmentLimits

    /// Starts at the first attachment of a document, which need not be a valid edXML envelope.
    package init(_ document: XMLDocument, limits: AttachmentLimits = AttachmentLimits()) {
        let root = document.root
        let body = root.firstPart("edXMLEnvelope")?.firstPart("edXMLBody")
        remaining = AttachmentListing(root: root, body: body).present.makeIterator()
        self.limits = limits
    }

    /// The next attachment; nil after the last. Names are those of ``EnvelopeSummary/attachments``.
    ///
    /// - Throws: `schema` when the content is not base64, `too-large` when an archive unpacks beyond the limits. The
    ///   next call goes on behind the attachment at fault.
    package mutating func next() throws(Refusal) -> Attachment? {
        guard let entry = remaining.next() else { return nil }
        guard let bytes = entry.parts.content?.withTextBytes({ Base64.decode($0, as: .lenient) }) else {
            throw .notBase64
        }
        var attachment = Attachment(
            contentID: entry.parts.contentID,
            name: entry.name.text,
            claimedType: entry.parts.contentType,
            description: entry.parts.description,
            kind: ContentKind(sniffing: bytes),
            bytes: bytes,
            wasWrapped: false
        )
        // Not by the kind: an archive of one xlsx shows that file's inner names too, and the Java library wraps those.
        guard entry.name.pathExtension != "zip", bytes.starts(with: OneEntryArchive.signature) else {
            return attachment
        }
        if let unwrapped = try OneEntryArchive.unwrap(bytes, limits: limits) {
            attachment.bytes = unwrapped.bytes
            attachment.kind = ContentKind(sniffing: unwrapped.bytes)
            attachment.wasWrapped = true
        }
        return attachment
    }
}

extension Refusal {
    fileprivate static var notBase64: Refusal {
        Refusal(
            .schema,
            field: "AttachmentEncoded/Attachment/ContentTransferEncoded",
            english: "The content of an attachment is missing or not base64; encode the file again.",
            vietnamese: "Nội dung của một tệp đính kèm bị thiếu hoặc không phải base64; hãy mã hóa lại tệp."
        )
    }
}
