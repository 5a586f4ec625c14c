// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// An electronic identification code (mã định danh điện tử) of one kind.
///
/// Two codes are equal when kind and exact text are: `000.00.00.H24` and `H24` may name the same unit, but only the
/// registry's alias table says so (QĐ 20/2020/QĐ-TTg; law and practice keep both forms in use).
public struct AgencyCode: Hashable, Sendable, CustomStringConvertible {
    /// Which rule book a code follows.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// QĐ 20/2020/QĐ-TTg, Art. 4: at most 35 characters in dotted groups, e.g. `H24.12`.
        case qd20
        /// QCVN 102:2016/BTTTT: thirteen characters read right to left, e.g. `000.00.00.H24`.
        case qcvn102
        /// QĐ 20/2020/QĐ-TTg, Art. 5: a business, co-operative or household registration number.
        case enterprise
        /// An opaque text that an administrator registered: system ids, centre codes, irregular old codes.
        case foreign
    }

    /// The rule book.
    public let kind: Kind
    /// The exact text.
    public let text: String

    /// Reads a text as a code of one kind.
    ///
    /// - Throws: ``CodeFault`` when the text does not have the kind's form.
    public init(_ text: String, as kind: Kind) throws(CodeFault) {
        guard AgencyCode.fits(text, kind) else { throw CodeFault(kind: kind, text: text) }
        self.kind = kind
        self.text = text
    }

    /// Every kind a text has the form of, the strictest first; empty when it can't be a code at all.
    public static func readings(of text: String) -> [AgencyCode] {
        Kind.allCases.compactMap { try? AgencyCode(text, as: $0) }
    }

    /// The text alone; the kind shows in its form.
    public var description: String { text }
}

extension AgencyCode {
    /// The most characters any kind of code has: a bound for whoever reads codes from outside.
    public static let longestText = 50

    /// The level-1 group, e.g. `H24` of `H24.12` and of `000.01.12.H24`; nil for numbers and foreign codes.
    public var levelOne: String? {
        switch kind {
        case .qd20: String(text.prefix(3))
        case .qcvn102: String(text.suffix(3))
        case .enterprise, .foreign: nil
        }
    }

    private static func fits(_ text: String, _ kind: Kind) -> Bool {
        let bytes = Array(text.utf8)
        switch kind {
        case .qd20:
            guard (3...35).contains(bytes.count), isLevelOne(bytes[0..<3]) else { return false }
            return bytes.count == 3 || bytes[3] == dot && areGroups(bytes[4...])
        case .qcvn102:
            guard bytes.count == 13, isLevelOne(bytes[10..<13]) else { return false }
            return (0..<10).allSatisfy { index in
                index == 3 || index == 6 || index == 9 ? bytes[index] == dot : isDigit(bytes[index])
            }
        case .enterprise:
            // Ten digits, a branch as ten and three, twelve for households (an identity number), thirteen unhyphened.
            switch bytes.count {
            case 10, 12, 13: return bytes.allSatisfy(isDigit)
            case 14: return bytes[10] == 45 && bytes[..<10].allSatisfy(isDigit) && bytes[11...].allSatisfy(isDigit)
            default: return false
            }
        case .foreign:
            return (1...longestText).contains(bytes.count)
                && bytes.allSatisfy { byte in
                    isDigit(byte) || isUpper(byte) || (97...122).contains(byte) || byte == dot || byte == 45
                        || byte == 95
                }
        }
    }

    private static let dot: UInt8 = 46

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    private static func isUpper(_ byte: UInt8) -> Bool { (65...90).contains(byte) }

    /// One letter A to K and two digits (annex of QĐ 20/2020 and QCVN 102:2016).
    private static func isLevelOne(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let letter = bytes.first else { return false }
        return bytes.count == 3 && (65...75).contains(letter) && bytes.dropFirst().allSatisfy(isDigit)
    }

    /// Non-empty groups of digits and capitals, separated by single dots.
    private static func areGroups(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.split(separator: dot, omittingEmptySubsequences: false).allSatisfy { group in
            !group.isEmpty && group.allSatisfy { isDigit($0) || isUpper($0) }
        }
    }
}

extension AgencyCode: Codable {
    private enum Key: String, CodingKey {
        case kind
        case text
    }

    /// Decodes `{"kind": …, "text": …}` and checks the form.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        try self.init(
            try container.decode(String.self, forKey: .text),
            as: try container.decode(Kind.self, forKey: .kind)
        )
    }

    /// Encodes `{"kind": …, "text": …}`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(kind, forKey: .kind)
        try container.encode(text, forKey: .text)
    }
}

/// A text does not have the form of a code.
public struct CodeFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind it was read as.
    public let kind: AgencyCode.Kind
    /// The text.
    public let text: String

    /// What is wrong, in a sentence.
    public var description: String {
        let form =
            switch kind {
            case .qd20: "a letter A-K and two digits, then groups of 0-9 and A-Z behind dots, at most 35 characters"
            case .qcvn102: "000.00.00.H24: three, two and two digits, then the level-1 group"
            case .enterprise: "a registration number of 10, 12 or 13 digits, or 10-3 digits for a branch"
            case .foreign: "1 to 50 characters of A-Z, a-z, 0-9, dot, hyphen, underscore"
            }
        return "not a code of kind \(kind.rawValue): expected \(form)"
    }
}
