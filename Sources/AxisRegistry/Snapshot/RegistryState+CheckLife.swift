// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

/// The rules for what happens to a unit after its registration.
///
/// Whatever the order of recording, no unit changes before it takes effect or from its closing on, nothing lives
/// beneath a unit that is closed or yet to come, and neither parents nor successions form a circle.
extension RegistryState {
    func known(_ id: UnitID, field: String = "unit") throws(Refusal) -> RegisteredUnit {
        guard let unit = units[id] else {
            throw .missing(field, "there is no such unit", "không có đơn vị này")
        }
        return unit
    }

    /// A unit that lives at an event's effective moment.
    @discardableResult
    func living(_ id: UnitID, in event: RegistryEvent) throws(Refusal) -> RegisteredUnit {
        let unit = try existing(id, in: event)
        if let closing = unit.closing, event.effectiveAt >= closing.at {
            throw .invalid(
                "effectiveFrom",
                "\(unit.code.text) is closed from \(closing.at) on; only earlier changes can be recorded",
                "\(unit.code.text) đóng từ \(closing.at); chỉ ghi được thay đổi có hiệu lực trước đó"
            )
        }
        return unit
    }

    /// A unit that is not closed at an event's effective moment; it may be yet to come.
    @discardableResult
    func unclosed(_ id: UnitID, in event: RegistryEvent) throws(Refusal) -> RegisteredUnit {
        let unit = try known(id)
        if let closing = unit.closing, event.effectiveAt >= closing.at { try living(id, in: event) }
        return unit
    }

    /// A unit that has taken effect by an event's effective moment.
    func existing(_ id: UnitID, in event: RegistryEvent, field: String = "unit") throws(Refusal) -> RegisteredUnit {
        let unit = try known(id, field: field)
        guard event.effectiveAt >= unit.effectiveFrom else {
            throw .invalid(
                "effectiveFrom",
                "\(unit.code.text) takes effect only at \(unit.effectiveFrom)",
                "\(unit.code.text) chỉ có hiệu lực từ \(unit.effectiveFrom)"
            )
        }
        return unit
    }

    // MARK: Parents

    func checkMove(of id: UnitID, beneath parent: UnitID?, in event: RegistryEvent) throws(Refusal) {
        let unit = try living(id, in: event)
        let later = unit.facts.changes.filter { change in
            if case .move = change.change { change.effectiveAt > event.effectiveAt } else { false }
        }
        let end = [later.map(\.effectiveAt).min(), unit.closing?.at].compactMap(\.self).min()
        let period = Period(from: event.effectiveAt, until: end)
        if let parent {
            try check(parent, asParentDuring: period)
            guard !isWithin(parent, id, during: period) else {
                throw .invalid(
                    "parent",
                    "its parents would form a circle",
                    "các đơn vị cấp trên sẽ tạo thành vòng tròn"
                )
            }
        }
        try checkLevels(beneath: parent, movedWith: unit, event)
    }

    /// A parent is issued before its children, and outlives their time beneath it.
    func check(_ id: UnitID, asParentDuring period: Period) throws(Refusal) {
        guard let parent = units[id] else {
            throw .missing("parent", "the parent is not registered", "đơn vị cấp trên chưa được đăng ký")
        }
        guard parent.effectiveFrom <= period.from else {
            throw .invalid(
                "effectiveFrom",
                "the parent \(parent.code.text) takes effect later, at \(parent.effectiveFrom)",
                "đơn vị cấp trên \(parent.code.text) có hiệu lực muộn hơn, từ \(parent.effectiveFrom)"
            )
        }
        guard let closing = parent.closing else { return }
        guard let until = period.until, until <= closing.at else {
            throw .invalid(
                "parent",
                "the parent \(parent.code.text) is closed at \(closing.at)",
                "đơn vị cấp trên \(parent.code.text) đóng từ \(closing.at)"
            )
        }
    }

    /// Codes stay under the level-1 code that begins them, so a unit that leaves it is closed and succeeded instead.
    private func checkLevels(beneath parent: UnitID?, movedWith unit: RegisteredUnit, _ event: RegistryEvent)
        throws(Refusal)
    {
        let above = parent.flatMap { levelOne(of: $0, at: event.effectiveAt) }
        guard above != unit.facts.parent(at: event.effectiveAt).flatMap({ levelOne(of: $0, at: event.effectiveAt) })
        else { return }
        var waiting = [unit.id]
        while let current = waiting.popLast() {
            guard let known = units[current] else { continue }
            for code in [known.code] + known.aliases {
                guard let level = code.levelOne, level != above, !(code.isLevelOne && above == nil) else { continue }
                throw Refusal(
                    .codeInvalid,
                    field: "parent",
                    english: "\(code.text) is not under the level-1 code \(above ?? "-") of the new parent; "
                        + "close the unit and let a new one succeed it",
                    vietnamese: "\(code.text) không thuộc mã cấp 1 \(above ?? "-") của đơn vị cấp trên mới; "
                        + "hãy đóng mã và cấp mã mới kế thừa"
                )
            }
            waiting += children(of: current, since: event.effectiveAt)
        }
    }

    // MARK: Closing

    func checkClosing(
        of id: UnitID,
        successors: [UnitID],
        windUpAt: Timestamp,
        in event: RegistryEvent
    ) throws(Refusal) {
        let unit = try known(id)
        if let closing = unit.closing {
            throw .invalid(
                "unit",
                "\(unit.code.text) is closed already, from \(closing.at) on",
                "\(unit.code.text) đã được đóng, từ \(closing.at)"
            )
        }
        guard event.effectiveAt > unit.effectiveFrom, windUpAt >= event.effectiveAt else {
            throw .invalid(
                event.effectiveAt > unit.effectiveFrom ? "windUpAt" : "effectiveFrom",
                "a unit takes effect, is closed, and is wound up, in this order",
                "đơn vị phải có hiệu lực, rồi đóng, rồi mới kết thúc xử lý"
            )
        }
        try checkNothingFollows(event.effectiveAt, unit)
        try checkNothingBeneath(unit, from: event.effectiveAt)
        for predecessor in predecessors[id] ?? [] {
            let links = units[predecessor]?.facts.timeline?.successions ?? []
            guard links.contains(where: { $0.successor == id && $0.from >= event.effectiveAt }) else { continue }
            throw .invalid(
                "effectiveFrom",
                "\(unit.code.text) succeeds \(units[predecessor]?.code.text ?? "?") later than that",
                "\(unit.code.text) kế thừa \(units[predecessor]?.code.text ?? "?") sau thời điểm đó"
            )
        }
        guard successors.count <= UnitRules.mostSuccessors, Set(successors).count == successors.count else {
            throw .invalid(
                "successors",
                "a successor may be named once, and at most \(UnitRules.mostSuccessors) of them",
                "mỗi đơn vị kế thừa chỉ nêu một lần, nhiều nhất \(UnitRules.mostSuccessors) đơn vị"
            )
        }
        for successor in successors { try checkLink(from: unit, to: successor, field: "successors", event) }
    }

    /// A closing lies behind all other changes: a later one would fall on a closed unit.
    private func checkNothingFollows(_ moment: Timestamp, _ unit: RegisteredUnit) throws(Refusal) {
        let last = unit.facts.changes.filter { event in
            switch event.change {
            case .link, .unlink, .setForwarding, .close, .withdrawClosing: false
            default: event.effectiveAt >= moment
            }
        }.map(\.effectiveAt).max()
        guard let last else { return }
        throw .invalid(
            "effectiveFrom",
            "a change of \(unit.code.text) is recorded for \(last); close it after that",
            "đã ghi một thay đổi của \(unit.code.text) có hiệu lực từ \(last); hãy đóng mã sau thời điểm đó"
        )
    }

    private func checkNothingBeneath(_ unit: RegisteredUnit, from moment: Timestamp) throws(Refusal) {
        let left = children(of: unit.id, since: moment)
        guard !left.isEmpty else { return }
        let codes = left.prefix(5).compactMap { units[$0]?.code.text }.joined(separator: ", ")
        throw .invalid(
            "unit",
            "\(left.count) units are still beneath \(unit.code.text) then, such as \(codes); close or move them first",
            "khi đó còn \(left.count) đơn vị thuộc \(unit.code.text), như \(codes); hãy đóng hoặc chuyển trước"
        )
    }

    /// The units that live beneath one at a moment or later.
    private func children(of unit: UnitID, since moment: Timestamp) -> [UnitID] {
        let rest = Period(from: moment)
        return (children[unit] ?? []).filter { child in
            units[child]?.facts.parents.contains {
                $0.parent == unit && $0.period.intersection(rest) != nil
            } == true
        }
    }

    func checkWithdrawal(of id: UnitID, reason: String, in event: RegistryEvent) throws(Refusal) {
        try UnitRules.checkReason(reason)
        let unit = try known(id)
        guard let closing = unit.closing, event.recordedAt < closing.at else {
            throw .invalid(
                "unit",
                "only a closing that is still to come can be taken back",
                "chỉ có thể rút lại việc đóng mã chưa có hiệu lực"
            )
        }
        for above in unit.facts.parents where above.period.until == closing.at {
            try check(above.parent, asParentDuring: Period(from: above.period.from))
        }
        // Its bindings hold on; another holder may have got the certificate for the time after the winding up.
        for id in bindingsOfHolder[id] ?? [] {
            guard var known = bindings[id] else { continue }
            known.windUpAt = nil
            if let span = known.span { try checkSole(known.binding, during: span) }
        }
    }

    // MARK: Succession

    func checkLink(
        from predecessor: RegisteredUnit,
        to successor: UnitID,
        field: String,
        _ event: RegistryEvent
    ) throws(Refusal) {
        let next = try existing(successor, in: event, field: field)
        if let closing = next.closing, event.effectiveAt >= closing.at {
            throw .invalid(
                field,
                "\(next.code.text) is closed itself from \(closing.at) on",
                "chính \(next.code.text) cũng đóng từ \(closing.at)"
            )
        }
        guard !succeeds(predecessor.id, successor, since: event.effectiveAt) else {
            throw .invalid(
                field,
                "\(next.code.text) can't succeed \(predecessor.code.text): the succession would be a circle",
                "\(next.code.text) không thể kế thừa \(predecessor.code.text): quan hệ kế thừa sẽ thành vòng tròn"
            )
        }
    }

    func checkLink(predecessor: UnitID, successor: UnitID, in event: RegistryEvent) throws(Refusal) {
        let unit = try existing(predecessor, in: event)
        let links = unit.facts.timeline?.successions ?? []
        guard !links.contains(where: { $0.successor == successor && $0.until == nil }) else {
            throw .invalid("successor", "this link exists already", "quan hệ kế thừa này đã có")
        }
        guard links.count < UnitRules.mostSuccessors else {
            throw .invalid(
                "successor",
                "a unit has at most \(UnitRules.mostSuccessors) successors",
                "mỗi đơn vị có nhiều nhất \(UnitRules.mostSuccessors) đơn vị kế thừa"
            )
        }
        try checkLink(from: unit, to: successor, field: "successor", event)
    }

    func checkUnlink(
        predecessor: UnitID,
        successor: UnitID,
        reason: String,
        in event: RegistryEvent
    ) throws(Refusal) {
        try UnitRules.checkReason(reason)
        let links = try known(predecessor).facts.timeline?.successions ?? []
        guard
            links.contains(where: {
                $0.successor == successor && $0.until == nil && $0.from <= event.effectiveAt
            })
        else {
            throw .missing("successor", "there is no such link then", "khi đó không có quan hệ kế thừa này")
        }
    }
}
