// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisRegistry

extension Registrar {
    /// Registers a unit; a code that is only an opaque text needs `codeKind: foreign`.
    ///
    /// Without a parent it goes beneath the registered unit whose code begins its own.
    package func addUnit(_ by: AdministratorCaller, _ request: UnitAddRequest) async throws(Refusal) -> UnitView {
        try by.require(.registrar)
        let code = try Registrar.code(request.code, as: request.codeKind)
        let kind = try Registrar.kind(request.kind)
        return try await change(by: by.name) { (draft) throws(Refusal) -> UnitView in
            var registration = UnitRegistration(
                unit: self.identifier(),
                code: code,
                aliases: request.aliases ?? [],
                name: request.name,
                kind: kind,
                adminCode: request.adminCode
            )
            registration.contact = Contact(
                address: request.address,
                email: request.email,
                phone: request.phone,
                website: request.website
            )
            let from = request.effectiveFrom ?? draft.now
            if let parent = request.parent {
                registration.parent = try draft.snapshot.unit(named: parent, at: from, field: "parent").id
            } else {
                registration.parent = draft.snapshot.likelyParent(of: code, at: from)?.id
            }
            try draft.add(.register(registration), from: from, legalBasis: request.legalBasis)
            return try draft.noteUnit("unit.add", registration.unit, before: nil)
        }
    }

    /// Suspends a unit: it takes no documents and sends none until resumed.
    package func suspend(
        _ by: AdministratorCaller,
        _ code: String,
        _ request: UnitStateRequest
    ) async throws(Refusal) -> UnitView {
        guard let reason = request.reason else {
            throw .field("reason", "say why the unit is suspended", "hãy nêu lý do tạm ngừng đơn vị")
        }
        return try await switchState(by, code, request, "unit.suspend") { .suspend(unit: $0, reason: reason) }
    }

    /// Lets a suspended unit take part again.
    package func resume(
        _ by: AdministratorCaller,
        _ code: String,
        _ request: UnitStateRequest
    ) async throws(Refusal) -> UnitView {
        try await switchState(by, code, request, "unit.resume") { .resume(unit: $0) }
    }

    private func switchState(
        _ by: AdministratorCaller,
        _ code: String,
        _ request: UnitStateRequest,
        _ action: String,
        _ makeChange: (UnitID) -> RegistryChange
    ) async throws(Refusal) -> UnitView {
        try by.require(.registrar)
        return try await change(by: by.name) { (draft) throws(Refusal) -> UnitView in
            let from = request.effectiveFrom ?? draft.now
            let unit = try draft.snapshot.unit(named: code, at: from, field: "code")
            let before = draft.snapshot.view(of: unit, at: draft.now)
            try draft.add(makeChange(unit.id), from: from, legalBasis: request.legalBasis)
            return try draft.noteUnit(action, unit.id, before: before)
        }
    }

    /// Reads a code of a named kind, or of the strictest kind but `foreign` that the text has the form of.
    static func code(_ text: String, as kind: AgencyCode.Kind?) throws(Refusal) -> AgencyCode {
        let readings = AgencyCode.readings(of: text)
        let code = kind.map { kind in readings.first { $0.kind == kind } } ?? readings.first { $0.kind != .foreign }
        guard let code else { throw .codeForm(text, field: "code") }
        return code
    }

    /// Reads a unit's kind in English or Vietnamese.
    static func kind(_ text: String) throws(Refusal) -> UnitKind {
        guard let kind = UnitKind.named(text) else {
            let known = UnitKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw .field(
                "kind",
                "no such kind of unit; known are \(known)",
                "không có loại đơn vị này; các loại: \(known)"
            )
        }
        return kind
    }
}

extension RegistryDraft {
    fileprivate mutating func noteUnit(
        _ action: String,
        _ id: UnitID,
        before: UnitView?
    ) throws(Refusal) -> UnitView {
        guard let unit = snapshot.unit(id) else { throw .unknownUnit(id.description) }
        let view = snapshot.view(of: unit, at: now, showsRoute: true)
        note(action, unit.code.text, before: before, after: snapshot.view(of: unit, at: now))
        return view
    }
}

extension Refusal {
    /// A text that can't be a code.
    static func codeForm(_ text: String, field: String) -> Refusal {
        let known = "H24.12, 000.00.12.H24"
        return Refusal(
            .codeInvalid,
            field: field,
            english: "not a code: expected \(known), a registration number, or an opaque one said to be `foreign`",
            vietnamese: "không phải mã: cần dạng \(known), số đăng ký kinh doanh, hoặc mã ngoài ghi rõ là `foreign`"
        )
    }

    static func field(_ field: String, _ english: String, _ vietnamese: String) -> Refusal {
        Refusal(.badRequest, field: field, english: english, vietnamese: vietnamese)
    }
}
