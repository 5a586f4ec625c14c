// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// A list of codes as provinces and administrators hand it in (danh sách mã định danh): the rows of a CSV file.
package struct CodeList: Hashable, Sendable {
    /// One unit of the list.
    package struct Row: Hashable, Sendable {
        /// The line it begins on, from 1; the header is a line too.
        package var line: Int
        /// Its code, of the first kind that the text has the form of.
        package var code: AgencyCode
        /// Its name.
        package var name: String
        /// Its kind.
        package var kind: UnitKind
        /// Its statistical code.
        package var adminCode: String?
        /// Its parent's code in any form.
        package var parent: String?
        /// Its QCVN 102 code.
        package var code102: AgencyCode?
        /// The codes of its predecessors.
        package var oldCodes: [String] = []
        /// Its contact fields.
        package var contact = Contact()

        /// Makes a row.
        package init(line: Int, code: AgencyCode, name: String, kind: UnitKind) {
            self.line = line
            self.code = code
            self.name = name
            self.kind = kind
        }
    }

    /// The rows in the order of the file.
    package var rows: [Row]

    /// Makes a list.
    package init(rows: [Row]) {
        self.rows = rows
    }
}

/// All that is wrong with a list.
package struct ListFaults: Error, Hashable, Sendable {
    /// The faults by line; at most ``most`` are named.
    package var faults: [ImportFault]

    /// How many faults are named at most.
    package static let most = 20_000

    /// Sorts faults by line and bounds their number.
    package init(_ faults: [ImportFault]) {
        let sorted = faults.enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }
        self.faults = sorted.prefix(ListFaults.most).map(\.element)
    }
}

extension UnitKind {
    /// The kind that a word names in English or Vietnamese, with or without diacritics, in any case.
    package static func named(_ word: String) -> UnitKind? {
        byWord[Folding.words(of: word).joined(separator: "-")]
    }

    private var words: [String] {
        switch self {
        case .ministry: ["bo", "co-quan-ngang-bo", "co-quan-thuoc-chinh-phu"]
        case .province: ["tinh"]
        case .city: ["thanh-pho", "thanh-pho-truc-thuoc-trung-uong"]
        case .council: ["hoi-dong-nhan-dan", "hdnd"]
        case .department: ["so", "cuc", "vu"]
        case .ward: ["phuong"]
        case .commune: ["xa"]
        case .specialZone: ["dac-khu"]
        case .enterprise: ["doanh-nghiep", "hop-tac-xa", "ho-kinh-doanh"]
        case .system: ["he-thong"]
        case .other: ["khac", "don-vi-khac"]
        }
    }

    private static let byWord: [String: UnitKind] = {
        var table: [String: UnitKind] = [:]
        for kind in allCases {
            for word in kind.words + [kind.rawValue] { table[word] = kind }
        }
        return table
    }()
}
