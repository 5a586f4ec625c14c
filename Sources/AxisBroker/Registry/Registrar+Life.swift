// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisRegistry

extension Registrar {
    /// Gives a unit another name.
    package func rename(
        _ by: AdministratorCaller,
        _ code: String,
        _ request: UnitRenameRequest
    ) async throws(Refusal) -> UnitView {
        let wish = LifeWish(code, "unit.rename", request.legalBasis, request.effectiveFrom)
        return try await live(by, wish) { unit, _, _ throws(Refusal) in
            [LifeStep(.rename(unit: unit.id, name: request.name))]
        }
    }

    /// Puts a unit beneath another parent.
    package func move(
        _ by: AdministratorCaller,
        _ code: String,
        _ request: UnitMoveRequest
    ) async throws(Refusal) -> UnitView {
        let wish = LifeWish(code, "unit.move", request.legalBasis, request.effectiveFrom)
        return try await live(by, wish) { unit, snapshot, from throws(Refusal) in
            let parent = try snapshot.unit(named: request.parent, at: from, field: "parent").id
            return [LifeStep(.move(unit: unit.id, parent: parent))]
        }
    }

    /// Makes a unit one of another kind under the same codes.
    package func changeKind(
        _ by: AdministratorCaller,
        _ code: String,
        _ request: UnitKindRequest
    ) async throws(Refusal) -> UnitView {
        let kind = try Registrar.kind(request.kind)
        let wish = LifeWish(code, "unit.change-kind", request.legalBasis, request.effectiveFrom)
        return try await live(by, wish) { unit, _, _ throws(Refusal) in
            [LifeStep(.changeKind(unit: unit.id, kind: kind))]
        }
    }

    /// Puts clerical errors right, each from the moment of the wrong entry unless the request says from when.
    package func correct(
        _ by: AdministratorCaller,
        _ code: String,
        _ request: UnitCorrectionRequest
    ) async throws(Refusal) -> UnitView {
        let kind = try request.kind.map { text throws(Refusal) in try Registrar.kind(text) }
        let wish = LifeWish(code, "unit.correct", request.legalBasis, request.effectiveFrom)
        return try await live(by, wish) { unit, snapshot, from throws(Refusal) in
            let corrections = request.corrections(of: unit, kind: kind)
            guard !corrections.isEmpty else {
                throw .field("name", "say what is to be corrected", "hãy nêu nội dung cần đính chính")
            }
            let history = snapshot.history(of: unit.id)
            return corrections.map { correction in
                let entered = history.moment(ofEntryThat: correction, at: from)
                let change = RegistryChange.correct(unit: unit.id, correction: correction, reason: request.reason)
                return LifeStep(change, from: request.effectiveFrom ?? entered)
            }
        }
    }

    /// Says until when documents for a closed unit go to its only successor.
    package func forward(
        _ by: AdministratorCaller,
        _ code: String,
        _ request: UnitForwardRequest
    ) async throws(Refusal) -> UnitView {
        let wish = LifeWish(code, "unit.forward", request.legalBasis, request.effectiveFrom)
        return try await live(by, wish) { unit, snapshot, from throws(Refusal) in
            if request.until != nil {
                let moment = max(from, unit.closing?.at ?? from)
                let successors = snapshot.successors(of: unit.id, at: moment)
                try Registrar.checkForwarding(from: unit, to: successors.count, field: "until")
            }
            return [LifeStep(.setForwarding(unit: unit.id, until: request.until))]
        }
    }

    /// Takes back a closing that is still to come.
    package func withdrawClosing(
        _ by: AdministratorCaller,
        _ code: String,
        _ request: UnitStateRequest
    ) async throws(Refusal) -> UnitView {
        guard let reason = request.reason else {
            throw .field("reason", "say why the closing is taken back", "hãy nêu lý do rút lại việc đóng mã")
        }
        let wish = LifeWish(code, "unit.withdraw-closing", request.legalBasis, request.effectiveFrom)
        return try await live(by, wish) { unit, _, _ throws(Refusal) in
            [LifeStep(.withdrawClosing(unit: unit.id, reason: reason))]
        }
    }

    /// Documents are forwarded to an only successor, never to one of several by a guess.
    static func checkForwarding(from unit: RegisteredUnit, to count: Int, field: String) throws(Refusal) {
        guard count != 1 else { return }
        throw .field(
            field,
            "\(unit.code.text) has \(count) successors; documents are forwarded only to a single one",
            "\(unit.code.text) có \(count) đơn vị kế thừa; chỉ chuyển tiếp văn bản khi có đúng một đơn vị kế thừa"
        )
    }

    private typealias Steps = (RegisteredUnit, RegistrySnapshot, Timestamp) throws(Refusal) -> [LifeStep]

    private func live(
        _ by: AdministratorCaller,
        _ wish: LifeWish,
        _ makeSteps: Steps
    ) async throws(Refusal) -> UnitView {
        try by.require(.registrar)
        return try await change(by: by.name) { (draft) throws(Refusal) -> UnitView in
            let from = wish.effectiveFrom ?? draft.now
            let unit = try draft.snapshot.unit(named: wish.code, at: from, field: "code")
            let before = draft.snapshot.view(of: unit, at: from)
            for step in try makeSteps(unit, draft.snapshot, from) {
                try draft.add(step.change, from: step.from ?? from, legalBasis: wish.legalBasis)
            }
            guard let changed = draft.snapshot.unit(unit.id) else { throw .unknownUnit(wish.code, field: "code") }
            let after = draft.snapshot.view(of: changed, at: from)
            draft.note(wish.action, unit.code.text, before: before, after: after)
            return draft.snapshot.view(of: changed, at: max(from, draft.now), showsRoute: true)
        }
    }
}

/// What is asked of one unit's life.
private struct LifeWish {
    let code: String
    let action: String
    let legalBasis: String?
    let effectiveFrom: Timestamp?

    init(_ code: String, _ action: String, _ legalBasis: String?, _ effectiveFrom: Timestamp?) {
        self.code = code
        self.action = action
        self.legalBasis = legalBasis
        self.effectiveFrom = effectiveFrom
    }
}

/// One event of an append, from a moment of its own or the request's.
private struct LifeStep {
    let change: RegistryChange
    let from: Timestamp?

    init(_ change: RegistryChange, from: Timestamp? = nil) {
        self.change = change
        self.from = from
    }
}

extension UnitCorrectionRequest {
    /// One correction for each field, because wrong entries of several fields may have begun at several moments.
    fileprivate func corrections(of unit: RegisteredUnit, kind: UnitKind?) -> [Correction] {
        var corrections: [Correction] = []
        if let name { corrections.append(Correction(name: name)) }
        if let kind { corrections.append(Correction(kind: kind)) }
        if let adminCode { corrections.append(Correction(adminCode: adminCode)) }
        if address != nil || email != nil || phone != nil || website != nil {
            let known = unit.contact
            let contact = Contact(
                address: address ?? known.address,
                email: email ?? known.email,
                phone: phone ?? known.phone,
                website: website ?? known.website
            )
            corrections.append(Correction(contact: contact))
        }
        return corrections
    }
}

extension [RegistryEvent] {
    /// When the entry took effect that holds at a moment for the field that a correction puts right.
    fileprivate func moment(ofEntryThat correction: Correction, at moment: Timestamp) -> Timestamp {
        let entries = filter { $0.effectiveAt <= moment && $0.change.enters(correction) }
        let last = entries.max { ($0.effectiveAt, $0.version) < ($1.effectiveAt, $1.version) }
        guard let last else { return moment }
        // Contact fields may be recorded before the unit takes effect.
        return Swift.max(last.effectiveAt, first?.effectiveAt ?? last.effectiveAt)
    }
}

extension RegistryChange {
    /// Whether it says something of the field that a correction puts right.
    fileprivate func enters(_ correction: Correction) -> Bool {
        switch self {
        case .register: true
        case .rename: correction.name != nil
        case .changeKind: correction.kind != nil
        case .setAdminCode: correction.adminCode != nil
        case .updateContact: correction.contact != nil
        case .correct(_, let other, _):
            (other.name != nil && correction.name != nil) || (other.kind != nil && correction.kind != nil)
                || (other.adminCode != nil && correction.adminCode != nil)
                || (other.contact != nil && correction.contact != nil)
        default: false
        }
    }
}
