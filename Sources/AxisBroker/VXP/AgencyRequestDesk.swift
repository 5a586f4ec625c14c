// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisRegistry
package import AxisStore
import AxisVXP

/// Takes what systems ask of the registry, and lets administrators decide: nothing a system says changes it.
package final class AgencyRequestDesk: Sendable {
    /// How many requests a holder may have open.
    package static let mostOpen = 200
    /// The most characters of a name or a contact.
    private static let longestText = 500

    let registrar: Registrar
    let store: any AgencyRequestStore
    let clock: any WallClock

    /// Makes the desk.
    package init(registrar: Registrar, store: any AgencyRequestStore, clock: any WallClock) {
        self.registrar = registrar
        self.store = store
        self.clock = clock
    }

    /// What a system is told.
    package enum Answer: Hashable, Sendable {
        /// An administrator will decide.
        case waiting
        /// It is so already.
        case done

        /// `ErrorDesc`.
        var text: String {
            switch self {
            case .waiting: "Da ghi nhan de nghi, cho quan tri truc quyet dinh / noted, an administrator decides"
            case .done: VXPAnswer.success
            }
        }
    }

    /// Asks for a new unit beneath the caller's own.
    ///
    /// - Throws: what the registry would refuse such a unit with; `not-yours` for a place outside the caller's branch.
    package func askToRegister(_ caller: VXPCaller, _ wish: AgencyWish) async throws(Refusal) -> Answer {
        let snapshot = registrar.holder.current
        let now = clock.now()
        let text = wish.code ?? ""
        let code = try Registrar.code(text, as: nil)
        if let known = known(text, in: snapshot, at: now) {
            try require(known, beneath: caller, in: snapshot, at: now, orItself: true)
            guard known.state(at: now) == .closed else { return .done }
        }
        guard let name = wish.name, name.contains(where: { !$0.isWhitespace }) else {
            throw .field("name", "give the unit's name", "hãy ghi tên đơn vị")
        }
        var request = AgencyRequest(
            id: registrar.identifier(),
            kind: .register,
            systemId: caller.systemID,
            holder: caller.caller.holder,
            holderCode: caller.caller.holderCode,
            code: code.text,
            parent: wish.pcode.flatMap { $0.isEmpty ? nil : $0.bounded(AgencyCode.longestText) },
            name: name.bounded(Self.longestText),
            email: wish.mail.flatMap { $0.isEmpty ? nil : $0.bounded(Self.longestText) },
            phone: wish.mobile.flatMap { $0.isEmpty ? nil : $0.bounded(Self.longestText) },
            requestedAt: now
        )
        // Tried on a copy: what the registry would refuse is said at once, to whoever can mend it.
        var draft = RegistryDraft(of: snapshot, at: now, by: caller.systemID)
        let registration = try draft.registration(request, kind: .other, id: registrar.identifier())
        guard let parent = registration.parent.flatMap({ snapshot.unit($0) }) else { throw Self.elsewhere(caller) }
        try require(parent, beneath: caller, in: snapshot, at: now, orItself: true)
        try draft.add(.register(registration))
        // What was checked is what is granted, though another likely parent may be registered before the decision.
        if request.parent == nil { request.parent = parent.code.text }
        return try await keep(request)
    }

    /// Asks for the end of a unit beneath the caller's own.
    package func askToClose(_ caller: VXPCaller, _ text: String) async throws(Refusal) -> Answer {
        let snapshot = registrar.holder.current
        let now = clock.now()
        guard let unit = known(text, in: snapshot, at: now) else {
            throw .unknownUnit(text.bounded(50), field: "AgencyCode")
        }
        try require(unit, beneath: caller, in: snapshot, at: now, orItself: false)
        guard unit.state(at: now) != .closed else { return .done }
        return try await keep(
            AgencyRequest(
                id: registrar.identifier(),
                kind: .close,
                systemId: caller.systemID,
                holder: caller.caller.holder,
                holderCode: caller.caller.holderCode,
                code: unit.code.text,
                name: unit.name,
                requestedAt: now
            )
        )
    }

    // MARK: - Parts

    private func keep(_ request: AgencyRequest) async throws(Refusal) -> Answer {
        let record = AuditRecord(
            at: request.requestedAt,
            actor: request.systemId,
            action: "agency-request.\(request.kind.rawValue)",
            subject: request.code,
            after: RegistryJSON.text(request)
        )
        do {
            _ = try await store.keep(request, mostOpen: Self.mostOpen, audit: [record])
        } catch {
            guard error == .tooManyOpen else { throw Refusal(error) }
            throw Refusal(
                .rateLimited,
                english: "\(Self.mostOpen) requests of yours wait for a decision already",
                vietnamese: "đơn vị đã có \(Self.mostOpen) đề nghị đang chờ quyết định"
            )
        }
        return .waiting
    }

    private func known(_ text: String, in snapshot: RegistrySnapshot, at now: Timestamp) -> RegisteredUnit? {
        switch snapshot.resolve(text, at: now) {
        case .unit(let unit), .suspended(let unit), .future(let unit), .closed(let unit, successors: _): unit
        case .ambiguous, .unknown: nil
        }
    }

    private func require(
        _ unit: RegisteredUnit,
        beneath caller: VXPCaller,
        in snapshot: RegistrySnapshot,
        at now: Timestamp,
        orItself: Bool
    ) throws(Refusal) {
        let holder = caller.caller.holder
        if orItself, unit.id == holder { return }
        guard snapshot.isBeneath(unit.id, holder, at: now) else { throw Self.elsewhere(caller) }
    }

    private static func elsewhere(_ caller: VXPCaller) -> Refusal {
        Refusal(
            .notYours,
            field: "code",
            english: "\(caller.systemID) may ask for units beneath \(caller.caller.holderCode) only",
            vietnamese: "\(caller.systemID) chỉ được đề nghị cho đơn vị trực thuộc \(caller.caller.holderCode)"
        )
    }
}

extension RegistryDraft {
    /// The unit that a request asks for.
    func registration(_ request: AgencyRequest, kind: UnitKind, id: UnitID) throws(Refusal) -> UnitRegistration {
        let code = try Registrar.code(request.code, as: nil)
        var registration = UnitRegistration(
            unit: id,
            code: code,
            aliases: [],
            name: request.name ?? "",
            kind: kind
        )
        registration.contact = Contact(email: request.email, phone: request.phone)
        if let parent = request.parent {
            registration.parent = try snapshot.unit(named: parent, at: now, field: "pcode").id
        } else {
            registration.parent = snapshot.likelyParent(of: code, at: now)?.id
        }
        return registration
    }
}
