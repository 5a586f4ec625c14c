// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

extension RegistryState {
    /// Checks every rule for the next event, without changing anything.
    func check(_ event: RegistryEvent) throws(Refusal) {
        guard event.version == version + 1 else {
            throw Refusal(
                .storageUnavailable,
                english: "the registry's events have a gap: \(event.version) after \(version)",
                vietnamese: "chuỗi sự kiện của danh mục bị đứt: \(event.version) sau \(version)"
            )
        }
        try UnitRules.check(legalBasis: event.legalBasis)
        switch event.change {
        case .register(let registration): try check(registration, in: event)
        case .addAlias(let id, let code):
            let unit = try unclosed(id, in: event)
            try checkFree(code, field: "alias")
            let parent = unit.facts.parent(at: event.effectiveAt)
            try checkLevels(of: [unit.code] + unit.aliases + [code], parent: parent, adding: [code], event)
        case .updateContact(let id, let contact):
            try unclosed(id, in: event)
            try UnitRules.check(contact)
        case .suspend(let id, let reason):
            try UnitRules.checkReason(reason)
            try checkSwitch(of: id, to: .suspended, at: event.effectiveAt)
        case .resume(let id): try checkSwitch(of: id, to: .active, at: event.effectiveAt)
        case .rename, .move, .changeKind, .setAdminCode, .correct: try checkAttribute(in: event)
        case .close, .withdrawClosing, .link, .unlink, .setForwarding: try checkEnd(in: event)
        case .bind(let binding): try check(binding)
        case .revokeBinding(let id, let reason):
            try checkRevocation(of: bindings[id]?.revocation, bindings[id] != nil, reason)
        case .grant(let grant): try check(grant)
        case .revokeGrant(let id, let reason):
            try checkRevocation(of: grants[id]?.revocation, grants[id] != nil, reason)
        case .setEndpoint(let endpoint):
            try checkNotWoundUp(endpoint.unit, at: event.effectiveAt)
            try EndpointRules.check(url: endpoint.url)
            guard event.effectiveAt <= event.recordedAt else {
                throw .invalid("from", "an endpoint takes effect at once", "điểm nhận có hiệu lực ngay")
            }
        case .clearEndpoint(let id):
            let unit = try known(id)
            guard endpoints[id] != nil else {
                throw .missing(
                    "unit",
                    "\(unit.code.text) has no push endpoint of its own",
                    "\(unit.code.text) không có điểm nhận riêng"
                )
            }
        case .addAdministrator(let administrator): try check(administrator)
        case .removeAdministrator(let name):
            guard administrators[name] != nil else {
                throw .missing("name", "there is no such administrator", "không có quản trị viên này")
            }
            try checkRegistrarRemains(without: name)
        }
    }

    private func checkAttribute(in event: RegistryEvent) throws(Refusal) {
        switch event.change {
        case .rename(let id, let name):
            try living(id, in: event)
            try UnitRules.check(name: name)
        case .move(let id, let parent): try checkMove(of: id, beneath: parent, in: event)
        case .changeKind(let id, _): try living(id, in: event)
        case .setAdminCode(let id, let code, let until):
            try living(id, in: event)
            try UnitRules.check(adminCode: code)
            if let until { try UnitRules.check(Period(from: event.effectiveAt, until: until)) }
        case .correct(let id, let correction, let reason):
            try living(id, in: event)
            try UnitRules.checkReason(reason)
            try UnitRules.check(correction)
        default: return
        }
    }

    private func checkEnd(in event: RegistryEvent) throws(Refusal) {
        switch event.change {
        case .close(let id, let successors, let windUpAt):
            try checkClosing(of: id, successors: successors, windUpAt: windUpAt, in: event)
        case .withdrawClosing(let id, let reason): try checkWithdrawal(of: id, reason: reason, in: event)
        case .link(let predecessor, let successor):
            try checkLink(predecessor: predecessor, successor: successor, in: event)
        case .unlink(let predecessor, let successor, let reason):
            try checkUnlink(predecessor: predecessor, successor: successor, reason: reason, in: event)
        case .setForwarding(let id, let until):
            _ = try existing(id, in: event)
            if let until { try UnitRules.check(Period(from: event.effectiveAt, until: until)) }
        default: return
        }
    }

    private func checkSwitch(of id: UnitID, to state: UnitState, at moment: Timestamp) throws(Refusal) {
        let unit = try known(id)
        let present = unit.state(at: moment)
        guard present == (state == .active ? .suspended : .active) else {
            throw .invalid(
                "effectiveFrom",
                "\(unit.code.text) is \(present.rawValue) at that moment",
                "tại thời điểm đó \(unit.code.text) đang ở trạng thái \(present.rawValue)"
            )
        }
    }

    /// Nothing is bound or granted to what is wound up; until then it may still be needed.
    private func checkNotWoundUp(_ id: UnitID, at moment: Timestamp) throws(Refusal) {
        let unit = try known(id)
        guard unit.isWoundUp(at: moment) else { return }
        throw .invalid(
            "unit",
            "\(unit.code.text) is closed and wound up",
            "\(unit.code.text) đã đóng và kết thúc xử lý"
        )
    }

    private func check(_ binding: Binding) throws(Refusal) {
        try checkNotWoundUp(binding.holder, at: binding.period.from)
        guard bindings[binding.id] == nil else { throw .invalid("id", "this id is in use", "định danh đã dùng") }
        try UnitRules.check(binding.period)
        try checkSole(binding, during: binding.period)
    }

    /// A certificate speaks for one holder at a time.
    func checkSole(_ binding: Binding, during period: Period) throws(Refusal) {
        for id in bindingsOfFingerprint[binding.fingerprint] ?? [] {
            guard let other = bindings[id], other.binding.holder != binding.holder,
                other.binding.use.overlaps(binding.use), period.overlaps(other.span)
            else { continue }
            let code = units[other.binding.holder]?.code.text ?? "?"
            throw .invalid(
                "certificate",
                "this certificate is bound to \(code) for the same use at the same time; revoke that binding first",
                "chứng thư này đang gắn với \(code) cho cùng mục đích, cùng thời gian; hãy thu hồi liên kết đó trước"
            )
        }
    }

    private func check(_ grant: Grant) throws(Refusal) {
        try checkNotWoundUp(grant.holder, at: grant.period.from)
        try checkNotWoundUp(grant.over, at: grant.period.from)
        guard grants[grant.id] == nil else { throw .invalid("id", "this id is in use", "định danh đã dùng") }
        guard !grant.rights.isEmpty else {
            throw .invalid("rights", "name at least one right", "hãy nêu ít nhất một quyền")
        }
        guard grant.holder != grant.over || grant.isBranch else {
            throw .invalid("over", "a unit has all rights over itself", "đơn vị vốn có mọi quyền đối với chính mình")
        }
        try UnitRules.check(grant.period)
    }

    private func checkRevocation(
        of revocation: Revocation?,
        _ exists: Bool,
        _ reason: String
    ) throws(Refusal) {
        guard exists else {
            throw .missing("id", "there is nothing with this id", "không có mục nào mang định danh này")
        }
        guard revocation == nil else { throw .invalid("id", "it is revoked already", "mục này đã bị thu hồi") }
        try UnitRules.checkReason(reason)
    }

    private func check(_ administrator: Administrator) throws(Refusal) {
        try UnitRules.checkName(ofAdministrator: administrator.name)
        guard !administrator.roles.isEmpty else {
            throw .invalid("roles", "name at least one role", "hãy nêu ít nhất một vai trò")
        }
        guard administrator.uid != nil || administrator.fingerprint != nil else {
            throw .invalid(
                "uid",
                "an administrator needs a Unix user or a certificate",
                "quản trị viên cần một người dùng Unix hoặc một chứng thư"
            )
        }
        for other in administrators.values where other.name != administrator.name {
            if let uid = administrator.uid, other.uid == uid {
                throw .invalid("uid", "this Unix user is \(other.name)", "người dùng Unix này là \(other.name)")
            }
            if let fingerprint = administrator.fingerprint, other.fingerprint == fingerprint {
                throw .invalid("certificate", "this certificate is \(other.name)'s", "chứng thư này của \(other.name)")
            }
        }
        if !administrator.roles.contains(.registrar) { try checkRegistrarRemains(without: administrator.name) }
    }

    /// Nobody could mend a registry without a registrar.
    private func checkRegistrarRemains(without name: String) throws(Refusal) {
        guard administrators[name]?.roles.contains(.registrar) == true else { return }
        guard administrators.values.contains(where: { $0.name != name && $0.roles.contains(.registrar) }) else {
            throw Refusal(
                .forbidden,
                field: "name",
                english: "\(name) is the last registrar; add another first",
                vietnamese: "\(name) là người đăng ký cuối cùng; hãy thêm người khác trước"
            )
        }
    }
}

extension RegisteredBinding {
    /// The time in which it holds, its revocation taken into account; nil when it never does.
    var span: Period? {
        let ends = [binding.period.until, revocation?.from, windUpAt].compactMap(\.self)
        guard let end = ends.min() else { return binding.period }
        return end > binding.period.from ? Period(from: binding.period.from, until: end) : nil
    }
}

extension CertificateUse {
    /// Whether there is a use that both cover.
    func overlaps(_ other: CertificateUse) -> Bool { covers(other) || other.covers(self) }
}

extension Period {
    /// Whether there is a moment inside both.
    func overlaps(_ other: Period?) -> Bool {
        guard let other else { return false }
        return (until.map { other.from < $0 } ?? true) && (other.until.map { from < $0 } ?? true)
    }
}
