// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

extension SubmissionChecker {
    /// The codes of a row: of the province, and free or the unit's own already.
    mutating func checkCodes(_ row: Int) {
        if let code = rows[row].code {
            check(code, .code, row)
            if let owner = registry.owner(of: code, at: moment), isSameUnit(owner, row) {
                lineOfUnit[owner.id] = rows[row].line
            }
        }
        if let code = rows[row].code102 { check(code, .code102, row) }
    }

    private mutating func check(_ code: AgencyCode, _ column: CodeListColumn, _ row: Int) {
        let level = province.code.levelOne ?? province.code.text
        guard code.kind == .qd20 || code.kind == .qcvn102, code.levelOne == level, !code.isLevelOne else {
            fault(
                row,
                column,
                .codeElsewhere,
                ("\(code.text) is not a code beneath \(level)", "give the unit one that begins with \(level)."),
                ("\(code.text) không thuộc \(level)", "hãy cấp cho đơn vị một mã bắt đầu bằng \(level).")
            )
            return
        }
        guard let owner = registry.owner(of: code, at: moment), !isSameUnit(owner, row) else { return }
        if owner.hasEverClosed {
            fault(
                row,
                column,
                .codeReused,
                (
                    "\(code.text) belonged to \(owner.name), which is closed",
                    "a code is never given out again: take another"
                ),
                ("\(code.text) từng thuộc \(owner.name), đã đóng", "mã đã đóng không được cấp lại: hãy dùng mã khác")
            )
        } else {
            fault(
                row,
                column,
                .codeTaken,
                ("\(code.text) belongs to \(owner.name) (\(owner.code.text))", "give this unit another code"),
                ("\(code.text) thuộc về \(owner.name) (\(owner.code.text))", "hãy cấp mã khác cho đơn vị này")
            )
        }
    }

    /// Whether a row says on what a unit of today is: the province's own, with the row's statistical code or, as long
    /// as it has none, with nothing that speaks against it.
    private func isSameUnit(_ owner: RegisteredUnit, _ row: Int) -> Bool {
        guard owner.parent == province.id, !owner.hasEverClosed, owner.kind.isCommuneLevel else { return false }
        guard let known = owner.adminCode, let given = rows[row].adminCode else { return true }
        return known == given
    }

    /// The predecessors of a row: registered at some time, and not kept by the list.
    mutating func checkOldCodes(_ row: Int) {
        for text in rows[row].oldCodes {
            guard let unit = registry.resolve(text, at: moment).named else {
                fault(
                    row,
                    .oldCode,
                    .oldCodeUnknown,
                    ("\(text) was never registered", "take it out or mend it"),
                    ("\(text) chưa từng được đăng ký", "hãy bỏ hoặc sửa mã này")
                )
                continue
            }
            if let line = lineOfUnit[unit.id] {
                fault(
                    row,
                    .oldCode,
                    .oldCodeKept,
                    ("\(text) goes on as a unit on line \(line)", "a unit that goes on has no successor: take one out"),
                    (
                        "\(text) vẫn là đơn vị ở dòng \(line)",
                        "đơn vị còn tồn tại thì không có đơn vị kế thừa: hãy bỏ một"
                    )
                )
                continue
            }
            predecessors.insert(unit.id)
            if !unit.hasEverClosed,
                unit.id == province.id || !registry.isBeneath(unit.id, province.id, at: moment)
            {
                warn(
                    row,
                    .oldCode,
                    .oldCodeElsewhere,
                    ("\(text) is \(unit.name), which is not beneath the province", "whoever accepts the list decides"),
                    ("\(text) là \(unit.name), không thuộc tỉnh, thành phố này", "người duyệt danh sách sẽ quyết định")
                )
            }
        }
    }

    /// A unit of today that has the row's statistical code under another code must be named as its predecessor.
    mutating func checkTodaysCode(_ row: Int) {
        guard let adminCode = rows[row].adminCode, let code = rows[row].code else { return }
        for unit in registry.units(adminCode: adminCode, at: moment)
        where unit.id != province.id && unit.kind.isCommuneLevel && registry.owner(of: code, at: moment)?.id != unit.id
        {
            guard lineOfUnit[unit.id] == nil, !predecessors.contains(unit.id),
                registry.isBeneath(unit.id, province.id, at: moment)
            else { continue }
            fault(
                row,
                .code,
                .unitCoded,
                (
                    "\(unit.name) has the statistical code \(adminCode) under the code \(unit.code.text)",
                    "keep that code, or name it in old_code if this unit follows it"
                ),
                (
                    "\(unit.name) đang mang mã đơn vị hành chính \(adminCode) với mã định danh \(unit.code.text)",
                    "hãy giữ mã đó, hoặc ghi vào cột mã cũ nếu đơn vị này kế thừa nó"
                )
            )
        }
    }

    /// Units of today that the list neither keeps nor names as predecessors.
    mutating func nameClosing() {
        let closing = registry.communes(of: province.id, at: moment).filter {
            lineOfUnit[$0.id] == nil && !predecessors.contains($0.id)
        }
        for unit in closing {
            warnings.append(
                .list(
                    1,
                    "\(unit.name) (\(unit.code.text)) is on no line; accepting closes it without a successor",
                    "\(unit.name) (\(unit.code.text)) không có ở dòng nào; khi duyệt sẽ đóng mà không có đơn vị kế thừa",
                    column: CodeListColumn.oldCode.rawValue,
                    value: unit.code.text,
                    code: .unitClosing
                )
            )
        }
    }
}
