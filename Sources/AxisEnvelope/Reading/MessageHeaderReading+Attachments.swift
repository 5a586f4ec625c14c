// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisXML

extension MessageHeaderReading {
    /// Takes over the list of files.
    mutating func readAttachments(_ listing: AttachmentListing) {
        if listing.isListRepeated { warnings.addRepeated("AttachmentEncoded") }
        for entry in listing.present { add(entry) }
        for entry in listing.missing {
            add(entry)
            warnings.add(
                "attachment-missing",
                at: "edXMLBody/edXMLManifest/Reference",
                "The manifest names a file that is not in the envelope.",
                "Danh mục nêu một tệp không có trong gói tin."
            )
        }
    }

    private mutating func add(_ entry: AttachmentListing.Entry) {
        summary.attachments.append(
            AttachmentSummary(
                contentID: entry.parts.contentID,
                name: entry.name.text,
                contentType: entry.parts.contentType,
                encodedSize: entry.parts.content?.textBytesCount ?? 0
            )
        )
        warnings.check(
            length: entry.parts.name,
            atMost: 500,
            at: "AttachmentEncoded/Attachment[\(summary.attachments.count)]/AttachmentName"
        )
    }
}
