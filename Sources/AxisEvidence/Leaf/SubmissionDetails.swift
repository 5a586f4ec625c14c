// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisSignature
import FoundationEssentials

/// What a list's leaf says of its receipt besides hash and time, so that no field of a receipt can be changed.
package struct SubmissionDetails: Hashable, Sendable {
    /// How many units the province has.
    package var expected: Int
    /// What the file was.
    package var format: String
    /// SHA-256 of the warnings, see ``digest(of:)``; nil without warnings.
    package var warnings: Digest256?
    /// How far Axis's clock may have been off, in milliseconds, where that was over a second.
    package var clockOffsetMilliseconds: Int64?
    /// Whether Axis's clock was not known to be synchronised.
    package var clockIsUnsynchronised: Bool
    /// What the applicant's own clock said.
    package var applicantDate: Timestamp?

    /// Takes them from a receipt.
    package init(of receipt: SubmissionReceipt) {
        expected = receipt.expected
        format = receipt.format
        warnings = Self.digest(of: receipt.warnings)
        clockOffsetMilliseconds = receipt.clockOffsetMilliseconds
        clockIsUnsynchronised = receipt.clockUnsynchronised == true
        applicantDate = receipt.applicantDate
    }

    /// SHA-256 of the warnings as the receipt's JSON has them: an array, keys sorted, without white space.
    package static func digest(of warnings: [SubmissionFault]) -> Digest256? {
        guard !warnings.isEmpty else { return nil }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let bytes = try? encoder.encode(warnings) else { preconditionFailure("warnings are always JSON") }
        return SHA256.digest(of: [UInt8](bytes))
    }

    /// `expected`, `format`, `warnings`, `clock-offset` (ms), `clock-unsynchronised` and `applicant-date`; `-` for none.
    func lines() throws(EvidenceFault) -> [String] {
        try LeafContent.check(format, field: "format")
        return [
            "expected: \(expected)",
            "format: \(format)",
            "warnings: \(warnings?.description ?? "-")",
            "clock-offset: \(clockOffsetMilliseconds?.description ?? "-")",
            "clock-unsynchronised: \(clockIsUnsynchronised)",
            "applicant-date: \(applicantDate?.description ?? "-")",
        ]
    }

    init(_ lines: inout LeafLines) throws(EvidenceFault) {
        expected = try lines.value("expected") { Int($0) }
        format = try lines.value("format") { $0 }
        warnings = try lines.optional("warnings") { Digest256($0) }
        clockOffsetMilliseconds = try lines.optional("clock-offset") { Int64($0) }
        clockIsUnsynchronised = try lines.value("clock-unsynchronised") { Bool($0) }
        applicantDate = try lines.optional("applicant-date") { Timestamp($0) }
    }
}

extension LeafLines {
    /// A line's value; nil for `-`.
    fileprivate mutating func optional<Value>(
        _ name: String,
        _ read: (String) -> Value?
    ) throws(EvidenceFault) -> Value? {
        try value(name) { text -> Value?? in
            if text == "-" { return .some(nil) }
            return read(text).map { .some($0) }
        }
    }
}
