// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisRegistry

extension Registrar {
    /// Sets a unit's push endpoint, by an administrator.
    package func setEndpoint(
        _ by: AdministratorCaller,
        _ code: String,
        _ request: EndpointRequest
    ) async throws(Refusal) -> EndpointView {
        try by.require(.operator, .registrar)
        return try await setEndpoint(code, request, by: by.name, holder: nil) { _, _, _ throws(Refusal) in }
    }

    /// Sets a unit's push endpoint, by whoever has `receive` over it; for a branch, over all beneath it too.
    package func setEndpoint(
        _ by: Caller,
        _ code: String,
        _ request: EndpointRequest
    ) async throws(Refusal) -> EndpointView {
        try EndpointReach.check(request.url)
        return try await setEndpoint(code, request, by: by.holderCode, holder: by.holder) {
            snapshot,
            unit,
            now throws(Refusal) in
            try by.requireReceive(over: unit, branch: request.branch ?? false, snapshot, now)
        }
    }

    /// Takes a unit's push endpoint away, by an administrator; documents are then fetched.
    package func clearEndpoint(_ by: AdministratorCaller, _ code: String) async throws(Refusal) {
        try by.require(.operator, .registrar)
        try await clearEndpoint(code, by: by.name) { _, _, _ throws(Refusal) in }
    }

    /// Takes a unit's push endpoint away, by whoever has `receive` over it.
    package func clearEndpoint(_ by: Caller, _ code: String) async throws(Refusal) {
        try await clearEndpoint(code, by: by.holderCode) { snapshot, unit, now throws(Refusal) in
            try by.requireReceive(over: unit, branch: false, snapshot, now)
        }
    }

    /// A unit's own push endpoint, for administrators.
    package func endpoint(_ code: String) throws(Refusal) -> EndpointView {
        let snapshot = holder.current
        let unit = try snapshot.unit(named: code, at: clock.now(), field: "code")
        guard let endpoint = snapshot.endpoint(of: unit.id) else {
            throw Refusal(
                .notFound,
                field: "code",
                english: "\(unit.code.text) has no push endpoint of its own",
                vietnamese: "\(unit.code.text) không có điểm nhận riêng"
            )
        }
        return snapshot.view(of: endpoint)
    }

    /// A unit's own push endpoint, for whoever has `receive` over the unit.
    package func endpoint(_ by: Caller, _ code: String) throws(Refusal) -> EndpointView {
        let snapshot = holder.current
        let now = clock.now()
        let unit = try snapshot.unit(named: code, at: now, field: "code")
        try by.requireReceive(over: unit, branch: false, snapshot, now)
        return try endpoint(code)
    }

    /// All push endpoints, by their units' codes.
    package func endpoints() -> [EndpointView] {
        let snapshot = holder.current
        return snapshot.endpoints.map { snapshot.view(of: $0) }.sorted { $0.unit < $1.unit }
    }

    private typealias Permission = (RegistrySnapshot, RegisteredUnit, Timestamp) throws(Refusal) -> Void

    private func setEndpoint(
        _ code: String,
        _ request: EndpointRequest,
        by actor: String,
        holder: UnitID?,
        _ permit: Permission
    ) async throws(Refusal) -> EndpointView {
        try await change(by: actor) { (draft) throws(Refusal) -> EndpointView in
            let unit = try draft.snapshot.unit(named: code, at: draft.now, field: "code")
            try permit(draft.snapshot, unit, draft.now)
            let before = draft.snapshot.endpoint(of: unit.id).map { draft.snapshot.view(of: $0) }
            let endpoint = Endpoint(
                unit: unit.id,
                url: request.url,
                isBranch: request.branch ?? false,
                setBy: holder
            )
            try draft.add(.setEndpoint(endpoint))
            let view = draft.snapshot.view(of: endpoint)
            draft.note("endpoint.set", unit.code.text, before: before, after: view)
            return view
        }
    }

    private func clearEndpoint(_ code: String, by actor: String, _ permit: Permission) async throws(Refusal) {
        try await change(by: actor) { (draft) throws(Refusal) in
            let unit = try draft.snapshot.unit(named: code, at: draft.now, field: "code")
            try permit(draft.snapshot, unit, draft.now)
            let before = draft.snapshot.endpoint(of: unit.id).map { draft.snapshot.view(of: $0) }
            try draft.add(.clearEndpoint(unit: unit.id))
            draft.note("endpoint.clear", unit.code.text, before: before)
        }
    }
}

extension Caller {
    /// Makes sure that the caller may decide how documents reach a unit, and with `branch` all beneath it.
    fileprivate func requireReceive(
        over unit: RegisteredUnit,
        branch: Bool,
        _ snapshot: RegistrySnapshot,
        _ now: Timestamp
    ) throws(Refusal) {
        var isAllowed = snapshot.may(holder, .receive, over: unit.id, at: now)
        if isAllowed && branch {
            let covered = snapshot.units(under: holder, with: .receive, at: now)
            isAllowed = snapshot.descendants(of: unit.id, at: now).allSatisfy { beneath in
                covered.contains(beneath) || snapshot.unit(beneath)?.isWoundUp(at: now) == true
            }
        }
        guard isAllowed else {
            let what = branch ? "\(unit.code.text) and all units beneath it" : unit.code.text
            let whatVietnamese = branch ? "\(unit.code.text) và mọi đơn vị trực thuộc" : unit.code.text
            throw Refusal(
                .notYours,
                field: "code",
                english: "\(holderCode) has no `receive` over \(what)",
                vietnamese: "\(holderCode) không có quyền `receive` đối với \(whatVietnamese)"
            )
        }
    }
}
