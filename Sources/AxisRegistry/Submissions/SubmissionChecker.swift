// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

/// Walks over the rows of a list and keeps every fault and warning.
struct SubmissionChecker {
    let province: RegisteredUnit
    let registry: RegistrySnapshot
    let reference: ReferenceList
    let moment: Timestamp

    /// The rows; what the statistical list knows better is replaced while they are checked.
    var rows: [CodeListDraft.Row]
    var faults: [ImportFault]
    var warnings: [ImportFault] = []

    private let headerLine: Int
    /// Which row is which unit of the statistical list.
    private var rowOfReference: [Int: Int] = [:]
    /// Where the list keeps a unit of today under its code.
    var lineOfUnit: [UnitID: Int] = [:]
    /// Where a unit of today is named as a predecessor.
    var predecessors: Set<UnitID> = []

    init(
        draft: CodeListDraft,
        province: RegisteredUnit,
        registry: RegistrySnapshot,
        reference: ReferenceList,
        moment: Timestamp
    ) {
        rows = draft.rows
        faults = draft.faults
        headerLine = draft.headerLine
        self.province = province
        self.registry = registry
        self.reference = reference
        self.moment = moment
    }

    mutating func run() {
        for row in rows.indices {
            match(row)
            checkParent(row)
            checkBounds(row)
        }
        for row in rows.indices { checkCodes(row) }
        for row in rows.indices { checkOldCodes(row) }
        for row in rows.indices { checkTodaysCode(row) }
        // A file of which nothing could be read has one fault, not one for each unit that it lacks.
        if !rows.isEmpty { nameMissing() }
        if faults.isEmpty { nameClosing() }
    }

    // MARK: - Against the statistical list

    private mutating func match(_ row: Int) {
        let content = rows[row]
        guard let name = content.name else {
            // The unit is there all the same.
            if let index = content.adminCode.flatMap({ reference.index(adminCode: $0) }) { claim(index, row) }
            return
        }
        let (worded, rest) = NameForm.parts(name)
        if let kind = content.kind, let worded, worded != kind {
            fault(
                row,
                .kind,
                .kindDiffers,
                ("the name says \(worded.vietnamese), the kind \(kind.vietnamese)", "make them agree"),
                ("tên ghi là \(worded.vietnamese), loại ghi là \(kind.vietnamese)", "hãy sửa cho khớp")
            )
        }
        if let adminCode = content.adminCode {
            match(row, adminCode: adminCode, name: name, rest: rest, worded: worded)
        } else {
            match(row, name: name, rest: rest, worded: worded)
        }
    }

    private mutating func match(_ row: Int, adminCode: String, name: String, rest: String, worded: UnitKind?) {
        guard let index = reference.index(adminCode: adminCode) else {
            let likely = reference.likely(rest: rest)
            fault(
                row,
                .adminCode,
                .unitUnknown,
                (
                    "the province has no unit with the statistical code \(adminCode)",
                    likely.map { "\($0.name) has \($0.adminCode)" } ?? "take the row out or mend the code"
                ),
                (
                    "tỉnh, thành phố không có đơn vị nào mang mã đơn vị hành chính \(adminCode)",
                    likely.map { "\($0.name) có mã \($0.adminCode)" } ?? "hãy bỏ dòng này hoặc sửa mã"
                )
            )
            // What the name means is accounted for, lest one slip is named twice.
            if let likely, let index = reference.index(adminCode: likely.adminCode), rowOfReference[index] == nil {
                rowOfReference[index] = row
            }
            return
        }
        claim(index, row)
        let unit = reference.units[index]
        if NameForm.parts(unit.name).rest != rest {
            fault(
                row,
                .name,
                .nameDiffers,
                ("\(adminCode) is \(unit.name)", "write this name, or mend the statistical code"),
                ("\(adminCode) là \(unit.name)", "hãy ghi đúng tên này hoặc sửa mã đơn vị hành chính")
            )
        } else if worded == nil || worded == unit.kind {
            adopt(unit, row, name: name, worded: worded)
        }
        if let kind = rows[row].kind, kind != unit.kind, worded == nil || worded == kind {
            fault(
                row,
                .kind,
                .kindDiffers,
                ("\(unit.name) is a \(unit.kind.rawValue) (\(unit.kind.vietnamese))", "write this kind"),
                ("\(unit.name) là \(unit.kind.vietnamese)", "hãy ghi đúng loại")
            )
        }
    }

    /// A row without a statistical code: name and kind must be those of one unit.
    private mutating func match(_ row: Int, name: String, rest: String, worded: UnitKind?) {
        // A faulty or unreadable code was named already; its row still stands for the unit of its name.
        guard let kind = worded ?? rows[row].kind else { return }
        if let index = reference.index(kind: kind, rest: rest) {
            let unit = reference.units[index]
            claim(index, row)
            adopt(unit, row, name: name, worded: worded)
            rows[row].adminCode = unit.adminCode
            warn(
                row,
                .adminCode,
                .adminCodeFilled,
                ("no statistical code is given", "\(unit.adminCode) is taken for \(unit.name)"),
                ("không ghi mã đơn vị hành chính", "lấy mã \(unit.adminCode) cho \(unit.name)")
            )
            return
        }
        let likely = reference.likely(rest: rest)
        fault(
            row,
            .name,
            .unitUnknown,
            (
                "the province has no unit of this name and kind",
                likely.map { "\($0.name) (\($0.adminCode)) may be meant" } ?? "take the row out or mend the name"
            ),
            (
                "tỉnh, thành phố không có đơn vị nào mang tên và loại này",
                likely.map { "có thể là \($0.name) (\($0.adminCode))" } ?? "hãy bỏ dòng này hoặc sửa tên"
            )
        )
        if let likely, let index = reference.index(adminCode: likely.adminCode), rowOfReference[index] == nil {
            rowOfReference[index] = row
        }
    }

    /// Takes the decision's spelling of a name that means the same.
    private mutating func adopt(_ unit: ReferenceUnit, _ row: Int, name: String, worded: UnitKind?) {
        // `Thành Đông` for `Phường Thành Đông` is no other spelling.
        let isSame = sameScalars(name, unit.name) || worded == nil && unit.name.hasSuffix(" " + name)
        rows[row].name = unit.name
        guard !isSame else { return }
        warn(
            row,
            .name,
            .nameSpelling,
            ("the decision writes \(unit.name)", "this spelling is taken"),
            ("quyết định ghi \(unit.name)", "lấy cách viết này")
        )
    }

    /// Swift's `==` holds composed and decomposed text for equal; here the spelling itself counts.
    private func sameScalars(_ left: String, _ right: String) -> Bool {
        left.unicodeScalars.elementsEqual(right.unicodeScalars)
    }

    private mutating func claim(_ index: Int, _ row: Int) {
        guard let other = rowOfReference[index] else {
            rowOfReference[index] = row
            return
        }
        let unit = reference.units[index]
        let line = rows[other].line
        fault(
            row,
            .adminCode,
            .unitRepeated,
            ("\(unit.name) (\(unit.adminCode)) stands on line \(line) already", "leave one row"),
            ("\(unit.name) (\(unit.adminCode)) đã có ở dòng \(line)", "hãy để lại một dòng")
        )
    }

    private mutating func nameMissing() {
        for (index, unit) in reference.units.enumerated() where rowOfReference[index] == nil {
            faults.append(
                .list(
                    headerLine,
                    "\(unit.name) (\(unit.adminCode)) is missing; add its row",
                    "thiếu \(unit.name) (\(unit.adminCode)); hãy thêm dòng cho đơn vị này",
                    column: CodeListColumn.adminCode.rawValue,
                    value: unit.adminCode,
                    code: .unitMissing
                )
            )
        }
    }

    // MARK: - A row by itself

    private mutating func checkParent(_ row: Int) {
        guard let text = rows[row].parent else {
            rows[row].parent = province.code.text
            return
        }
        guard registry.resolve(text, at: moment).named?.id != province.id else { return }
        fault(
            row,
            .parent,
            .parentElsewhere,
            (
                "the parent \(text) is not \(province.name) (\(province.code.text))",
                "write \(province.code.text) or leave it empty"
            ),
            (
                "cấp trên \(text) không phải \(province.name) (\(province.code.text))",
                "hãy ghi \(province.code.text) hoặc để trống"
            )
        )
    }

    private mutating func checkBounds(_ row: Int) {
        let content = rows[row]
        do throws(Refusal) {
            if let name = content.name { try UnitRules.check(name: name) }
            try UnitRules.check(content.contact)
        } catch {
            let column = error.field.flatMap { CodeListColumn(rawValue: $0) } ?? .name
            fault(row, column, .cellInvalid, (error.english, "shorten it"), (error.vietnamese, "hãy rút gọn"))
        }
    }

    // MARK: - Saying it

    mutating func fault(
        _ row: Int,
        _ column: CodeListColumn,
        _ code: ListFaultCode,
        _ english: (reason: String, mend: String),
        _ vietnamese: (reason: String, mend: String)
    ) {
        guard faults.count < ListFaults.most else { return }
        faults.append(line(row, column, code, english, vietnamese))
    }

    mutating func warn(
        _ row: Int,
        _ column: CodeListColumn,
        _ code: ListFaultCode,
        _ english: (reason: String, mend: String),
        _ vietnamese: (reason: String, mend: String)
    ) {
        guard warnings.count < ListFaults.most else { return }
        warnings.append(line(row, column, code, english, vietnamese))
    }

    private func line(
        _ row: Int,
        _ column: CodeListColumn,
        _ code: ListFaultCode,
        _ english: (reason: String, mend: String),
        _ vietnamese: (reason: String, mend: String)
    ) -> ImportFault {
        let value = rows[row].text(of: column)
        return .list(
            rows[row].line,
            "\(english.reason); \(english.mend)",
            "\(vietnamese.reason); \(vietnamese.mend)",
            column: column.rawValue,
            value: value.isEmpty ? nil : value,
            code: code
        )
    }
}

extension CodeListDraft.Row {
    func text(of column: CodeListColumn) -> String {
        switch column {
        case .code: code?.text ?? ""
        case .name: name ?? ""
        case .kind: kind?.rawValue ?? ""
        case .adminCode: adminCode ?? ""
        case .parent: parent ?? ""
        case .code102: code102?.text ?? ""
        case .oldCode: oldCodes.joined(separator: "|")
        case .email: contact.email ?? ""
        case .phone: contact.phone ?? ""
        case .website: contact.website ?? ""
        case .address: contact.address ?? ""
        }
    }
}

extension UnitKind {
    /// The kind's Vietnamese word.
    package var vietnamese: String {
        switch self {
        case .ministry: "bộ, cơ quan ngang bộ"
        case .province: "tỉnh"
        case .city: "thành phố"
        case .council: "hội đồng nhân dân"
        case .department: "sở, cục, vụ"
        case .ward: "phường"
        case .commune: "xã"
        case .specialZone: "đặc khu"
        case .enterprise: "doanh nghiệp"
        case .system: "hệ thống"
        case .other: "đơn vị khác"
        }
    }

    /// Whether it is of the lowest level of government: phường, xã, đặc khu.
    package var isCommuneLevel: Bool { self == .ward || self == .commune || self == .specialZone }
}
