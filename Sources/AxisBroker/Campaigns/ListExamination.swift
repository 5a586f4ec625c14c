// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisLists
import AxisModel
import AxisRegistry

/// A list that was read and checked.
struct ListExamination: Sendable {
    var format: ListFile.Format
    var check: SubmissionCheck

    /// Reads and checks a list, off the connections' threads.
    ///
    /// - Throws: ``ImportRefusal`` with every fault; `forbidden` for a list of another province.
    @concurrent static func examine(
        _ bytes: [UInt8],
        hint: String?,
        from province: RegisteredUnit,
        against registry: RegistrySnapshot,
        at moment: Timestamp
    ) async throws(ImportRefusal) -> ListExamination {
        try examineNow(bytes, hint: hint, from: province, against: registry, at: moment)
    }

    static func examineNow(
        _ bytes: [UInt8],
        hint: String?,
        from province: RegisteredUnit,
        against registry: RegistrySnapshot,
        at moment: Timestamp
    ) throws(ImportRefusal) -> ListExamination {
        let file: ListFile
        do throws(ListFaults) { file = try ListFile.read(bytes, hint: hint) } catch {
            throw ImportRefusal(handedIn: error)
        }
        let level = province.code.levelOne ?? province.code.text
        let check = SubmissionCheck(
            of: file.table,
            from: province,
            against: registry,
            reference: ReferenceData.communes(of: level).map {
                ReferenceUnit(adminCode: $0.adminCode, kind: $0.kind, name: $0.name)
            },
            at: moment
        )
        if let other = check.otherProvince {
            throw ImportRefusal(
                Refusal(
                    .forbidden,
                    field: "code",
                    english: "the list is of \(other); here \(province.name) (\(level)) hands in its own",
                    vietnamese: "danh sách là của \(other); ở đây \(province.name) (\(level)) nộp danh sách của mình"
                )
            )
        }
        guard check.isAcceptable else { throw ImportRefusal(handedIn: ListFaults(check.faults)) }
        return ListExamination(format: file.format, check: check)
    }
}

extension ImportRefusal {
    /// A list that has faults.
    init(handedIn list: ListFaults) {
        self.init(
            Refusal(
                .submissionInvalid,
                english: "the list has \(list.faults.count) faults; nothing was handed in",
                vietnamese: "danh sách có \(list.faults.count) lỗi; danh sách chưa được nộp"
            ),
            faults: list.faults
        )
    }
}
