// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// A file name that came from outside, made safe to keep, show and save.
///
/// No path (`/` and `\` both separate: .NET senders put whole Windows paths into `AttachmentName`), NFC, no control
/// or format character (a right-to-left override shows `exe.pdf` for `fdp.exe`), nothing that Windows or a shell
/// takes specially, no leading dot, no device name, at most ``longest`` bytes with the extension kept.
package struct SafeFileName: Hashable, Sendable, CustomStringConvertible {
    /// The most bytes of UTF-8: file systems take 255, and recipients put prefixes in front.
    package static let longest = 150

    /// The name when nothing of the original remains.
    package static let fallback = "attachment"

    /// The safe name.
    package let text: String

    /// Makes a name safe; a name that is safe already stays as it is.
    package init(_ name: String) {
        // Far more than any system's limit, so that a name of megabytes costs no more than a path does.
        let tail = String(String.UnicodeScalarView(name.unicodeScalars.suffix(Self.readScalars)))
        let last = tail.unicodeScalars.split(omittingEmptySubsequences: true) { $0 == "/" || $0 == "\\" }.last
        let composed = String(String.UnicodeScalarView(last ?? Substring.UnicodeScalarView())).normalizedNFC
        var cleaned = String.UnicodeScalarView()
        for scalar in composed.unicodeScalars { Self.append(scalar, to: &cleaned) }
        let trimmed = Self.trimmed(cleaned)
        text = Self.shortened(Self.withoutDeviceName(trimmed.isEmpty ? Self.fallback : trimmed))
    }

    /// The safe name.
    package var description: String { text }

    /// The extension in lower case without its dot; empty when there is none.
    package var pathExtension: String { Self.split(text).suffix.dropFirst().lowercased() }

    /// The name with ` (2)`, ` (3)` … before its extension.
    func numbered(_ number: Int) -> SafeFileName {
        let (stem, suffix) = Self.split(text)
        let mark = " (\(number))"
        let room = Self.longest - mark.utf8.count - suffix.utf8.count
        return SafeFileName(safe: Self.prefix(stem, bytes: room) + mark + suffix)
    }

    private static let readScalars = 4096

    /// The longest part behind the last dot that counts as an extension.
    private static let longestExtension = 16

    private init(safe text: String) {
        self.text = text
    }

    private static func append(_ scalar: Unicode.Scalar, to name: inout String.UnicodeScalarView) {
        switch scalar {
        case ":", "*", "?", "\"", "<", ">", "|": name.append("_")
        case _ where scalar.value < 0x7F && scalar.value >= 0x20: name.append(scalar)
        default:
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned: break
            case .lineSeparator, .paragraphSeparator, .spaceSeparator: name.append(" ")
            default: name.append(scalar)
            }
        }
    }

    /// Without leading dots and spaces, and without trailing ones, which Windows drops when it opens a file.
    private static func trimmed(_ name: String.UnicodeScalarView) -> String {
        let isEdge = { (scalar: Unicode.Scalar) in scalar == "." || scalar == " " }
        guard let start = name.firstIndex(where: { !isEdge($0) }), let end = name.lastIndex(where: { !isEdge($0) })
        else { return "" }
        return String(name[start...end])
    }

    /// `CON`, `nul.txt`, `COM1` …: Windows opens a device under these, whatever the extension.
    private static func withoutDeviceName(_ name: String) -> String {
        let stem = name.prefix { $0 != "." }.uppercased().filter { $0 != " " }
        guard deviceNames.contains(stem) else { return name }
        return "_" + name
    }

    private static let deviceNames: Set<String> = {
        var names: Set<String> = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"]
        for port in ["COM", "LPT"] {
            for number in ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "¹", "²", "³"] {
                names.insert(port + number)
            }
        }
        return names
    }()

    private static func shortened(_ name: String) -> String {
        guard name.utf8.count > longest else { return name }
        let (stem, suffix) = split(name)
        return prefix(stem, bytes: longest - suffix.utf8.count) + suffix
    }

    /// Stem and extension, the dot with the latter.
    private static func split(_ name: String) -> (stem: String, suffix: String) {
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex,
            (2...longestExtension).contains(name[dot...].utf8.count)
        else { return (name, "") }
        return (String(name[..<dot]), String(name[dot...]))
    }

    /// As many whole characters as fit into a number of bytes, without a space or dot at the end.
    private static func prefix(_ text: String, bytes: Int) -> String {
        var kept = ""
        var size = 0
        for character in text {
            size += character.utf8.count
            guard size <= bytes else { break }
            kept.append(character)
        }
        while let last = kept.last, last == " " || last == "." { kept.removeLast() }
        return kept.isEmpty ? fallback : kept
    }
}

/// Makes the file names of one document distinct, also where case and diacritics' form don't count.
struct FileNameSet {
    private var taken: Set<String> = []
    private var nextNumbers: [String: Int] = [:]

    /// The safe name, with a number when an earlier attachment has it.
    mutating func take(_ name: String) -> SafeFileName {
        let safe = SafeFileName(name)
        let key = safe.text.lowercased()
        if taken.insert(key).inserted { return safe }
        var number = nextNumbers[key, default: 2]
        var candidate = safe.numbered(number)
        while !taken.insert(candidate.text.lowercased()).inserted {
            number += 1
            candidate = safe.numbered(number)
        }
        nextNumbers[key] = number + 1
        return candidate
    }
}
