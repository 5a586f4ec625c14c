// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// The check of a province's list (kiểm tra danh sách mã định danh): all faults at once, each with what to mend.
///
/// Pure: the same rows, registry, list and moment give the same answer.
package struct SubmissionCheck: Sendable {
    /// What makes the list unacceptable, by line.
    package let faults: [ImportFault]
    /// What the province may want to look at, by line.
    package let warnings: [ImportFault]
    /// The list as it would be applied, when there are no faults: statistical codes filled in, names as the decision
    /// writes them, the province as every parent.
    package let list: CodeList?
    /// The level-1 code that all codes of the list have, when it is not the province's: a list of another province,
    /// which whoever hands it in may not.
    package let otherProvince: String?
    /// How many rows the file has.
    package let count: Int
    /// How many units the province's statistical list has.
    package let expected: Int

    /// Whether the list may be handed in.
    package var isAcceptable: Bool { faults.isEmpty }

    /// Checks a table that was read from a file.
    ///
    /// - Parameters:
    ///   - table: the rows of the file.
    ///   - province: the unit that hands it in, of level 1.
    ///   - registry: the registry of today.
    ///   - reference: all commune-level units of the province.
    ///   - moment: when the list is to hold.
    package init(
        of table: RawTable,
        from province: RegisteredUnit,
        against registry: RegistrySnapshot,
        reference: [ReferenceUnit],
        at moment: Timestamp
    ) {
        let draft = CodeListDraft(table)
        var checker = SubmissionChecker(
            draft: draft,
            province: province,
            registry: registry,
            reference: ReferenceList(reference),
            moment: moment
        )
        checker.run()
        let levels = Set(draft.rows.compactMap { $0.code?.levelOne })
        otherProvince = levels.count == 1 ? levels.first { $0 != province.code.levelOne } : nil
        count = draft.rows.count
        expected = reference.count
        faults = ListFaults(checker.faults).faults
        warnings = ListFaults(checker.warnings).faults
        list = faults.isEmpty ? CodeList(rows: checker.rows.compactMap(\.complete)) : nil
    }
}
