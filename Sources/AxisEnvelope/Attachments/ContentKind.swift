// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// What bytes are, told from the bytes: what an envelope claims in `ContentType` is wrong in every combination.
package enum ContentKind: String, Sendable, CaseIterable {
    /// PDF.
    case pdf = "application/pdf"
    /// A ZIP archive that is none of the office formats.
    case zip = "application/zip"
    /// Word, Office Open XML.
    case wordDocument = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    /// Excel, Office Open XML.
    case spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    /// PowerPoint, Office Open XML.
    case presentation = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    /// OpenDocument of any kind.
    case openDocument = "application/vnd.oasis.opendocument"
    /// The old compound file of Word, Excel, PowerPoint and Outlook.
    case compoundFile = "application/x-ole-storage"
    /// RTF.
    case richText = "application/rtf"
    /// XML.
    case xml = "application/xml"
    /// JPEG.
    case jpeg = "image/jpeg"
    /// PNG.
    case png = "image/png"
    /// GIF.
    case gif = "image/gif"
    /// TIFF.
    case tiff = "image/tiff"
    /// RAR.
    case rar = "application/vnd.rar"
    /// 7z.
    case sevenZip = "application/x-7z-compressed"
    /// None of these.
    case unknown = "application/octet-stream"

    /// Sniffs bytes; only the first kilobytes are looked at.
    package init(sniffing bytes: [UInt8]) {
        let head = bytes.prefix(Self.headBytes)
        self = Self.signatures.first { head.starts(with: $0.bytes) }?.kind ?? .unknown
        switch self {
        case .zip: self = Self.archiveKind(head)
        // Readers of PDF take a header anywhere in the first kilobyte (ISO 32000-1, annex H.3.4.1).
        case .unknown where head.prefix(1024).contains(sequence: Array("%PDF-".utf8)): self = .pdf
        default: break
        }
    }

    private static let headBytes = 4096

    private static let signatures: [(bytes: [UInt8], kind: ContentKind)] = [
        (Array("%PDF-".utf8), .pdf),
        ([0x50, 0x4B, 0x03, 0x04], .zip),
        // An empty archive.
        ([0x50, 0x4B, 0x05, 0x06], .zip),
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], .compoundFile),
        (Array("{\\rtf".utf8), .richText),
        ([0xFF, 0xD8, 0xFF], .jpeg),
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], .png),
        (Array("GIF87a".utf8), .gif),
        (Array("GIF89a".utf8), .gif),
        ([0x49, 0x49, 0x2A, 0x00], .tiff),
        ([0x4D, 0x4D, 0x00, 0x2A], .tiff),
        (Array("Rar!\u{1A}\u{07}".utf8), .rar),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], .sevenZip),
        (Array("<?xml".utf8), .xml),
        ([0xEF, 0xBB, 0xBF] + Array("<?xml".utf8), .xml),
    ]

    /// Tells office files from plain archives by the names of the first entries.
    private static func archiveKind(_ head: ArraySlice<UInt8>) -> ContentKind {
        if head.contains(sequence: Array("mimetypeapplication/vnd.oasis.opendocument".utf8)) { return .openDocument }
        guard
            head.contains(sequence: Array("[Content_Types].xml".utf8))
                || head.contains(sequence: Array("_rels/.rels".utf8))
        else { return .zip }
        if head.contains(sequence: Array("word/".utf8)) { return .wordDocument }
        if head.contains(sequence: Array("xl/".utf8)) { return .spreadsheet }
        if head.contains(sequence: Array("ppt/".utf8)) { return .presentation }
        return .zip
    }
}

extension ArraySlice<UInt8> {
    /// Whether a short sequence occurs; the slice is at most a few kilobytes.
    fileprivate func contains(sequence: [UInt8]) -> Bool {
        guard let first = sequence.first, count >= sequence.count else { return false }
        var index = startIndex
        while index <= endIndex - sequence.count {
            if self[index] == first, self[index..<(index + sequence.count)].elementsEqual(sequence) { return true }
            index += 1
        }
        return false
    }
}
