// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisRegistry
import AxisStore

/// Indicators that Axis can't measure, declared by administrators and by the provinces themselves (tự khai).
extension CampaignDesk {
    /// Keeps what an administrator declares of a province.
    package func declare(
        _ by: AdministratorCaller,
        _ id: String,
        _ request: IndicatorDeclareRequest
    ) async throws(Refusal) -> BoardView {
        try by.require(.registrar)
        let campaign = try await campaign(id)
        guard let code = request.unit else {
            throw .field("unit", "name the province", "hãy nêu tỉnh, thành phố")
        }
        let unit = try registry.current.unit(named: code, at: clock.now(), field: "unit")
        try await keep(request, of: unit, in: campaign, by: by.name)
        return try await board(id)
    }

    /// Keeps what a province, or who may hand in for it, declares of it.
    ///
    /// - Returns: the province's row of the board.
    /// - Throws: `forbidden` without `submit` over the unit, or when it does not take part.
    package func declare(
        _ caller: Caller,
        _ id: String,
        _ request: IndicatorDeclareRequest
    ) async throws(Refusal) -> BoardRow {
        let campaign = try await campaign(id)
        let now = clock.now()
        let snapshot = registry.current
        let unit = try snapshot.unit(named: request.unit ?? caller.holderCode, at: now, field: "unit")
        guard snapshot.may(caller.holder, .submit, over: unit.id, at: now) else {
            throw Refusal(
                .forbidden,
                field: "unit",
                english: "\(caller.holderCode) may not declare for \(unit.code.text); it needs a grant of `submit`",
                vietnamese:
                    "\(caller.holderCode) không có quyền khai thay \(unit.code.text); cần được cấp quyền `submit`"
            )
        }
        try await keep(request, of: unit, in: campaign, by: caller.holderCode)
        if let row = try await sharedBoard(id).rows.first(where: { $0.unit == unit.code.text }) { return row }
        // It takes part for less than a second.
        guard let row = try await board(of: campaign, only: unit.id).rows.first else {
            throw .notInScope(unit, of: campaign, field: "unit")
        }
        return row
    }

    private func keep(
        _ request: IndicatorDeclareRequest,
        of unit: RegisteredUnit,
        in campaign: Campaign,
        by declarant: String
    ) async throws(Refusal) {
        let now = clock.now()
        guard try campaign.participants(in: registry.current, at: now).contains(where: { $0.id == unit.id }) else {
            throw .notInScope(unit, of: campaign, field: "unit")
        }
        let declaration = try Declaration(request, of: unit.id, in: campaign, by: declarant, at: now)
        let record = AuditRecord(
            at: now,
            actor: declarant,
            action: "campaign.declare",
            subject: "\(campaign.id) \(unit.code.text)",
            after: RegistryJSON.text(request)
        )
        try await asking { () throws(StoreError) in try await store.declare(declaration, audit: [record]) }
        shared.put(declaration, of: unit.code.text)
    }
}
