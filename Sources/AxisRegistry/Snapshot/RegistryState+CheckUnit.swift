// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

extension RegistryState {
    /// The rules for a new unit (QĐ 20/2020/QĐ-TTg, Art. 3 and 4).
    func check(_ registration: UnitRegistration, in event: RegistryEvent) throws(Refusal) {
        guard units[registration.unit] == nil else { throw .invalid("id", "this id is in use", "định danh đã dùng") }
        try UnitRules.check(name: registration.name)
        try UnitRules.check(registration.contact)
        try UnitRules.check(adminCode: registration.adminCode)
        let codes = [registration.code] + registration.aliases
        guard codes.count <= UnitRules.mostCodes, Set(codes).count == codes.count else {
            throw .invalid(
                "aliases",
                "a code may be named once, and at most \(UnitRules.mostCodes) codes",
                "mỗi mã chỉ nêu một lần, nhiều nhất \(UnitRules.mostCodes) mã"
            )
        }
        for code in codes { try checkFree(code, field: code == registration.code ? "code" : "alias") }
        if let parent = registration.parent {
            try check(parent, asParentDuring: Period(from: event.effectiveAt))
        }
        try checkLevels(of: codes, parent: registration.parent, adding: codes, event)
    }

    /// Codes are unique over all units and all time: a code once given is never free again.
    func checkFree(_ code: AgencyCode, field: String) throws(Refusal) {
        guard let owner = owner(of: code), let unit = units[owner.unit] else { return }
        throw unit.closing != nil
            ? Refusal(
                .codeReused,
                field: field,
                english: "\(code.text) belonged to a unit that is closed; a code is never given out again",
                vietnamese: "\(code.text) từng thuộc một đơn vị đã đóng; mã đã đóng không được cấp lại"
            )
            : Refusal(
                .codeTaken,
                field: field,
                english: "\(code.text) belongs to \(unit.name) (\(unit.code.text))",
                vietnamese: "\(code.text) thuộc về \(unit.name) (\(unit.code.text))"
            )
    }

    /// A level-1 code that a decision closed is not given out again, even where the registry never knew its unit.
    private func checkNotClosedByDecision(_ level: String, field: String, _ event: RegistryEvent) throws(Refusal) {
        guard let closing = ReferenceData.closing(ofLevelOne: level), event.effectiveAt >= closing else { return }
        throw Refusal(
            .codeReused,
            field: field,
            english: "\(level) was closed at \(closing); a code is never given out again",
            vietnamese: "\(level) đã đóng từ \(closing); mã đã đóng không được cấp lại"
        )
    }

    /// Level-1 codes come from the annex; all below stays under its parent's level-1 code.
    func checkLevels(
        of codes: [AgencyCode],
        parent: UnitID?,
        adding added: [AgencyCode],
        _ event: RegistryEvent
    ) throws(Refusal) {
        let above =
            parent.flatMap { levelOne(of: $0, at: event.effectiveAt) } ?? codes.lazy.compactMap(\.levelOne).first
        for code in added {
            guard let level = code.levelOne else { continue }
            let field = code == codes.first ? "code" : "alias"
            if code.isLevelOne {
                try checkNotClosedByDecision(level, field: field, event)
                guard event.actor == RegistryEvent.axisActor || ReferenceData.isLevelOne(level, at: event.effectiveAt)
                else {
                    throw Refusal(
                        .codeInvalid,
                        field: field,
                        english: "\(level) is not in the annex of level-1 codes (QĐ 09/2025/QĐ-TTg)",
                        vietnamese: "\(level) không có trong phụ lục mã cấp 1 (QĐ 09/2025/QĐ-TTg)"
                    )
                }
            } else if parent == nil {
                throw Refusal(
                    .codeInvalid,
                    field: "parent",
                    english: "\(code.text) is below level 1 and needs a parent",
                    vietnamese: "\(code.text) ở dưới cấp 1 nên phải có đơn vị cấp trên"
                )
            }
            guard let above, above == level else {
                throw Refusal(
                    .codeInvalid,
                    field: field,
                    english: "\(code.text) is not under the level-1 code \(above ?? "-") of its parent",
                    vietnamese: "\(code.text) không thuộc mã cấp 1 \(above ?? "-") của đơn vị cấp trên"
                )
            }
        }
    }
}

extension RegistryEvent {
    /// The actor of what ships with Axis.
    package static let axisActor = "axis"
}

extension AgencyCode {
    /// Whether it is the code of a level-1 organ itself: `H24`, `000.00.00.H24`.
    var isLevelOne: Bool {
        switch kind {
        case .qd20: text.utf8.count == 3
        case .qcvn102: text.hasPrefix("000.00.00.")
        case .enterprise, .foreign: false
        }
    }
}
