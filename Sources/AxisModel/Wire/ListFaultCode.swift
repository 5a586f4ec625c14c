// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// The stable codes of what is wrong, or worth a look, in a list of codes: ``ImportFault/code``.
public enum ListFaultCode: String, Sendable, Codable, CaseIterable {
    // MARK: The file

    /// Nothing in it, or a header alone.
    case fileEmpty = "file-empty"
    /// Not text, not a spreadsheet, not JSON.
    case fileBinary = "file-binary"
    /// Text in an encoding that can't be told.
    case fileEncoding = "file-encoding"
    /// Over a limit: bytes, rows, columns, cells, or what it unpacks to.
    case fileTooLarge = "file-too-large"
    /// Broken: an archive that can't be unpacked, a quote never closed, JSON that is none.
    case fileFormat = "file-format"

    // MARK: The header

    /// A column that no list has.
    case columnUnknown = "column-unknown"
    /// A column that stands twice.
    case columnDuplicate = "column-duplicate"
    /// A column that every list needs.
    case columnMissing = "column-missing"

    // MARK: A row by itself

    /// More or fewer cells than the header.
    case rowShape = "row-shape"
    /// A cell that must be filled.
    case cellEmpty = "cell-empty"
    /// A formula instead of a value.
    case cellFormula = "cell-formula"
    /// A text, such as a name, outside its bounds.
    case cellInvalid = "cell-invalid"
    /// Not of the form of a code.
    case codeInvalid = "code-invalid"
    /// Not of the form of a statistical code.
    case adminCodeInvalid = "admin-code-invalid"
    /// No such kind of unit.
    case kindUnknown = "kind-unknown"

    // MARK: A row among the others and against the registry

    /// The code stands on another line too.
    case codeRepeated = "code-repeated"
    /// The statistical code stands on another line too, or two lines are the same unit.
    case unitRepeated = "unit-repeated"
    /// The code belongs to another unit.
    case codeTaken = "code-taken"
    /// The code belonged to a unit that is closed, and is never given out again.
    case codeReused = "code-reused"
    /// The code does not begin with the province's.
    case codeElsewhere = "code-elsewhere"
    /// The parent is not the province.
    case parentElsewhere = "parent-elsewhere"
    /// The parent, or another unit named, is not registered.
    case notFound = "not-found"
    /// A code of a predecessor that was never registered.
    case oldCodeUnknown = "old-code-unknown"
    /// A code of a predecessor that the same list keeps.
    case oldCodeKept = "old-code-kept"
    /// The unit has another code in the registry already.
    case unitCoded = "unit-coded"
    /// Another rule of the registry.
    case registryRule = "registry-rule"

    // MARK: The list against the province's statistical list

    /// The name is another one than the list's of this statistical code.
    case nameDiffers = "name-differs"
    /// The kind is another one than the list's of this statistical code.
    case kindDiffers = "kind-differs"
    /// A unit of the province that the file does not have.
    case unitMissing = "unit-missing"
    /// A unit that the province does not have.
    case unitUnknown = "unit-unknown"

    // MARK: Warnings

    /// The name is written otherwise in the decision: tone marks, capitals, spaces.
    case nameSpelling = "name-spelling"
    /// The statistical code was left out and is filled in.
    case adminCodeFilled = "admin-code-filled"
    /// A predecessor is not one of the province's own units.
    case oldCodeElsewhere = "old-code-elsewhere"
    /// A unit of today that accepting closes without a successor.
    case unitClosing = "unit-closing"
}

extension ListFaultCode {
    /// The code that a refusal of the registry has in a list.
    public init(_ refusal: RefusalCode) {
        switch refusal {
        case .codeInvalid: self = .codeInvalid
        case .codeTaken: self = .codeTaken
        case .codeReused: self = .codeReused
        case .notFound: self = .notFound
        default: self = .registryRule
        }
    }
}
