// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// An attachment as it travels: wrapped or not, with its ids.
struct PackedAttachment {
    let contentID: String
    let name: String
    let description: String
    let contentType: String
    let bytes: [UInt8]

    /// Applies the Java library's rule: some extensions travel raw, all others in a one-entry archive.
    init(_ attachment: AttachmentContent, using generator: inout some RandomNumberGenerator) {
        contentID = "cid:" + RandomUUID(using: &generator).text
        name = attachment.name
        description = attachment.description ?? attachment.name
        let suffix = attachment.name.split(separator: ".", omittingEmptySubsequences: false).dropFirst().last ?? ""
        if let type = Self.rawTypes[suffix.lowercased()] {
            contentType = type
            bytes = attachment.bytes
        } else {
            contentType = "application/zip"
            let stem = RandomUUID(using: &generator).text
            // An entry's name is not the place for a sender's odd characters.
            let safe = suffix.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
            }
            let entryName = suffix.isEmpty || !safe || suffix.utf8.count > 16 ? stem : "\(stem).\(suffix)"
            bytes = OneEntryArchive.wrap(attachment.bytes, entryName: entryName)
        }
    }

    /// Extensions that travel raw; `xsl` and `xslx` are the library's own slips for xls and xlsx, which it wraps.
    private static let rawTypes = [
        "pdf": "application/pdf",
        "doc": "application/doc",
        "docx": "application/docx",
        "xsl": "application/xsl",
        "xslx": "application/xslx",
        "zip": "application/zip",
    ]

    /// `Reference` in the manifest; its `ContentType` is always the archive's, as the library has it.
    func writeReference(to writer: inout EdXMLWriter) {
        writer.element("edXML:Reference") { writer in
            writer.leaf("edXML:ContentId", contentID)
            writer.leaf("edXML:ContentType", "application/zip")
            writer.leaf("edXML:Description", description)
            writer.leaf("edXML:AttachmentName", name)
        }
    }

    /// `Attachment` with the content.
    func writeAttachment(to writer: inout EdXMLWriter) {
        writer.element("Attachment") { writer in
            writer.leaf("ContentId", contentID)
            writer.leaf("AttachmentName", name)
            writer.leaf("Description", description)
            writer.leaf("ContentType", contentType)
            writer.leaf(
                "edXML:ContentTransferEncoded",
                attributes: EdXMLWriter.prefixDeclaration,
                base64: bytes
            )
        }
    }
}

/// A random UUID (RFC 9562, version 4) in lower case.
struct RandomUUID {
    let text: String

    init(using generator: inout some RandomNumberGenerator) {
        let high = (generator.next() & 0xFFFF_FFFF_FFFF_0FFF) | 0x4000
        let low = (generator.next() & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000
        let digits = Array("0123456789abcdef".utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(36)
        for index in 0..<32 {
            if [8, 12, 16, 20].contains(index) { bytes.append(UInt8(ascii: "-")) }
            let word = index < 16 ? high : low
            bytes.append(digits[Int(word >> UInt64(60 - index % 16 * 4) & 15)])
        }
        text = String(decoding: bytes, as: UTF8.self)
    }
}
