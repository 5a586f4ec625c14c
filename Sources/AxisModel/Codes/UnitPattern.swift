// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// Names one unit by a code, or all units beneath it: `H24`, `H24.*`.
///
/// A branch is every unit below the named one at any depth, by the registry's parents and not by the text of codes;
/// the named unit itself is not part of it.
public struct UnitPattern: Hashable, Sendable, CustomStringConvertible, LosslessStringConvertible, Codable {
    /// The text of the code named, without `.*`.
    public let code: String
    /// Whether the units beneath are meant.
    public let isBranch: Bool

    /// Reads `CODE` or `CODE.*`; nil when the code's text can't be a code of any kind.
    public init?(_ description: String) {
        let isBranch = description.hasSuffix(".*")
        let code = isBranch ? String(description.dropLast(2)) : description
        guard !AgencyCode.readings(of: code).isEmpty else { return nil }
        self.code = code
        self.isBranch = isBranch
    }

    /// `CODE` or `CODE.*`.
    public var description: String { isBranch ? code + ".*" : code }

    /// Decodes the text form.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let pattern = UnitPattern(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "neither a code nor CODE.*")
        }
        self = pattern
    }

    /// Encodes the text form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
