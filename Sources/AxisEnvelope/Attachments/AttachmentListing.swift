// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisXML

/// The files of an envelope: the attachments and, for what they leave out, the manifest; tied by content id.
struct AttachmentListing {
    /// One file.
    struct Entry {
        /// What the envelope says of it, the attachment's word before the manifest's.
        var parts: AttachmentParts
        /// Its safe name, distinct within the document.
        var name: SafeFileName
    }

    /// Files whose content is there, in order.
    private(set) var present: [Entry] = []
    /// Files that only the manifest names.
    private(set) var missing: [Entry] = []
    /// Whether there is more than one `AttachmentEncoded`; only the first counts.
    private(set) var isListRepeated = false

    /// Lists the files of an envelope whose body is given.
    init(root: XMLElement, body: XMLElement?) {
        let references = Self.references(in: body)
        var referenceByID: [String: AttachmentParts] = [:]
        for reference in references where referenceByID[reference.contentID] == nil {
            referenceByID[reference.contentID] = reference
        }
        var names = FileNameSet()
        var list: XMLElement?
        for child in root.children where child.hasLocalName("AttachmentEncoded") && child.isEdXMLPart {
            if list == nil { list = child } else { isListRepeated = true }
        }
        var found: Set<String> = []
        list?.forEachPart { name, element in
            guard name == "Attachment" else { return }
            var parts = AttachmentParts(element)
            found.insert(parts.contentID)
            if let reference = referenceByID[parts.contentID] { parts.fill(from: reference) }
            present.append(Entry(parts: parts, name: names.take(parts.name)))
        }
        for reference in references where !found.contains(reference.contentID) {
            missing.append(Entry(parts: reference, name: names.take(reference.name)))
        }
    }

    private static func references(in body: XMLElement?) -> [AttachmentParts] {
        var references: [AttachmentParts] = []
        body?.firstPart("edXMLManifest")?.forEachPart { name, element in
            if name == "Reference" { references.append(AttachmentParts(element)) }
        }
        return references
    }
}

/// The children of one `Attachment` or `Reference`, in whatever order.
struct AttachmentParts {
    /// `ContentId` without `cid:`.
    var contentID = ""
    /// `AttachmentName` as written.
    var name = ""
    /// `ContentType` as claimed.
    var contentType = ""
    /// `Description`.
    var description: String?
    /// `ContentTransferEncoded`.
    var content: XMLElement?

    init(_ element: XMLElement) {
        element.forEachPart { part, child in
            switch part {
            case "ContentId": contentID = child.field.withoutContentIDScheme
            case "AttachmentName": name = child.field
            case "ContentType": contentType = child.field
            case "Description": description = child.optionalField
            case "ContentTransferEncoded": content = child
            default: break
            }
        }
    }

    /// Takes from the manifest what the attachment itself doesn't say.
    mutating func fill(from reference: AttachmentParts) {
        if name.isEmpty { name = reference.name }
        if contentType.isEmpty { contentType = reference.contentType }
        if description == nil { description = reference.description }
    }
}

extension String {
    /// A content id without `cid:`, which .NET leaves out on one of the two sides.
    var withoutContentIDScheme: String {
        guard utf8.count >= 4, prefix(4).lowercased() == "cid:" else { return self }
        return String(dropFirst(4))
    }
}
