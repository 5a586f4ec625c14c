// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisXML

/// The first visible sheet of a workbook (ECMA-376, part 1, section 18), as a table of texts.
enum Workbook {
    /// Reads a workbook.
    static func read(_ bytes: [UInt8], limits: ListLimits) throws(ListFaults) -> RawTable {
        try Archive.read(bytes, limits: limits) { archive throws(ListFaults) in
            let main = try mainPart(of: archive, limits)
            let links = try relationships(of: main, in: archive, limits)
            let sheet = try sheetPart(of: main, links, in: archive, limits)
            var strings: [String] = []
            if let name = links.first(where: { $0.type.hasSuffix("/sharedStrings") })?.target,
                let part = try archive.part(name)
            {
                strings = try sharedStrings(try document(part, limits), limits)
            }
            guard let part = try archive.part(sheet) else { throw .damaged }
            var reader = SheetReader(strings: strings, limits: limits)
            return try reader.table(of: try document(part, limits))
        }
    }

    /// A link from one part to another.
    private struct Relationship {
        var id: String
        var type: String
        var target: String
    }

    private static func mainPart(of archive: borrowing Archive, _ limits: ListLimits) throws(ListFaults) -> String {
        let links = try relationships(of: "", in: archive, limits)
        return links.first { $0.type.hasSuffix("/officeDocument") }?.target ?? "xl/workbook.xml"
    }

    /// The links of a part, in the part beside it (ECMA-376, part 2, section 8.3).
    ///
    /// The package's own for the empty name.
    private static func relationships(
        of part: String,
        in archive: borrowing Archive,
        _ limits: ListLimits
    ) throws(ListFaults) -> [Relationship] {
        let folder = part.lastIndex(of: "/").map { String(part[...$0]) } ?? ""
        let file = part.dropFirst(folder.count)
        guard let bytes = try archive.part("\(folder)_rels/\(file).rels") else { return [] }
        return try document(bytes, limits).root.all("Relationship").compactMap { element in
            guard let id = element.attribute("Id"), let type = element.attribute("Type"),
                let target = element.attribute("Target")
            else { return nil }
            return Relationship(id: id, type: type, target: resolved(target, from: folder))
        }
    }

    /// A target as a part's name: from the root, or from the folder of the part that links.
    private static func resolved(_ target: String, from folder: String) -> String {
        if target.hasPrefix("/") { return String(target.dropFirst()) }
        var parts = folder.split(separator: "/")
        for step in target.split(separator: "/") where step != "." {
            if step == ".." { _ = parts.popLast() } else { parts.append(step) }
        }
        return parts.joined(separator: "/")
    }

    private static func sheetPart(
        of main: String,
        _ links: [Relationship],
        in archive: borrowing Archive,
        _ limits: ListLimits
    ) throws(ListFaults) -> String {
        guard let bytes = try archive.part(main) else { throw .damaged }
        let sheets = try document(bytes, limits).root.first("sheets")?.all("sheet") ?? []
        let visible = sheets.first { ($0.attribute("state") ?? "visible") == "visible" }
        let id = (visible ?? sheets.first)?.attributes.first { $0.localName == "id" && $0.namespaceURI != nil }?.value
        guard let target = links.first(where: { $0.id == id })?.target else { throw .damaged }
        return target
    }

    private static func sharedStrings(
        _ document: XMLDocument,
        _ limits: ListLimits
    ) throws(ListFaults) -> [String] {
        var strings: [String] = []
        for item in document.root.children where item.hasLocalName("si") {
            strings.append(try RichText.text(of: item, limits))
        }
        return strings
    }

    private static func document(_ bytes: [UInt8], _ limits: ListLimits) throws(ListFaults) -> XMLDocument {
        var guarding = GuardLimits.lenient
        guarding.elements = limits.elements
        guarding.attributes = limits.elements * 2
        guarding.depth = 32
        do throws(XMLError) {
            return try XMLDocument(parsing: bytes, limits: guarding)
        } catch {
            guard case .guardViolation(let violation) = error.code else { throw .damaged }
            throw .file(
                .fileTooLarge,
                "the workbook is not one that a spreadsheet writes for a list (\(violation.bound)); "
                    + "copy the list into a new workbook, or send CSV",
                "bảng tính không phải dạng thường dùng cho danh sách (\(violation.bound)); "
                    + "hãy chép danh sách sang bảng tính mới hoặc gửi CSV"
            )
        }
    }
}

/// The text of a string item or of an inline string (ECMA-376, part 1, section 18.4.8).
enum RichText {
    /// The text, its runs joined, without the readings of phonetic runs.
    static func text(of item: XMLElement, _ limits: ListLimits) throws(ListFaults) -> String {
        var text = ""
        for child in item.children {
            if child.hasLocalName("t") {
                text += child.text
            } else if child.hasLocalName("r") {
                for piece in child.children where piece.hasLocalName("t") { text += piece.text }
            }
            guard text.utf8.count <= limits.table.fieldBytes else {
                throw .file(
                    .fileTooLarge,
                    "a cell has more than \(limits.table.fieldBytes) bytes",
                    "một ô có nhiều hơn \(limits.table.fieldBytes) byte"
                )
            }
        }
        return text
    }
}
