// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisRegistry
import AxisStore

extension Registrar {
    /// How many units one merger closes at most.
    static let mostMerged = 500
    /// How many deliveries to a unit are counted at most.
    static let mostCounted = 100_000

    /// Closes a unit, with or without successors; a dry run only says what that would concern.
    package func close(
        _ by: AdministratorCaller,
        _ code: String,
        _ request: UnitCloseRequest,
        dryRun: Bool = false
    ) async throws(Refusal) -> UnitClosingReport {
        try await close(
            by,
            ClosingWish(action: "unit.close", field: "successors", codes: [code], successors: request.successors ?? []),
            request,
            dryRun
        )
    }

    /// Merges units into one: they are closed in one append, and it succeeds them.
    package func merge(
        _ by: AdministratorCaller,
        _ request: UnitMergeRequest,
        dryRun: Bool = false
    ) async throws(Refusal) -> UnitClosingReport {
        guard (1...Registrar.mostMerged).contains(request.units.count) else {
            throw .field(
                "units",
                "name 1 to \(Registrar.mostMerged) units that are merged",
                "hãy nêu từ 1 đến \(Registrar.mostMerged) đơn vị được sáp nhập"
            )
        }
        let closing = UnitCloseRequest(
            windUpAt: request.windUpAt,
            forwardUntil: request.forwardUntil,
            legalBasis: request.legalBasis,
            effectiveFrom: request.effectiveFrom
        )
        let wish = ClosingWish(action: "unit.merge", field: "into", codes: request.units, successors: [request.into])
        return try await close(by, wish, closing, dryRun)
    }

    /// Splits a unit into several: it is closed, and they succeed it.
    package func split(
        _ by: AdministratorCaller,
        _ code: String,
        _ request: UnitSplitRequest,
        dryRun: Bool = false
    ) async throws(Refusal) -> UnitClosingReport {
        guard request.into.count >= 2 else {
            throw .field(
                "into",
                "a unit is split into two or more; to a single successor it is closed or merged",
                "chia tách phải có từ hai đơn vị kế thừa; nếu chỉ có một, hãy đóng mã hoặc sáp nhập"
            )
        }
        let closing = UnitCloseRequest(
            windUpAt: request.windUpAt,
            legalBasis: request.legalBasis,
            effectiveFrom: request.effectiveFrom
        )
        let wish = ClosingWish(action: "unit.split", field: "into", codes: [code], successors: request.into)
        return try await close(by, wish, closing, dryRun)
    }

    private func close(
        _ by: AdministratorCaller,
        _ wish: ClosingWish,
        _ request: UnitCloseRequest,
        _ dryRun: Bool
    ) async throws(Refusal) -> UnitClosingReport {
        try by.require(.registrar)
        var report: UnitClosingReport
        if dryRun {
            var draft = RegistryDraft(of: holder.current, at: clock.now(), by: by.name)
            let version = draft.snapshot.version
            report = UnitClosingReport(items: try draft.close(wish, request), dryRun: true, registryVersion: version)
        } else {
            report = try await change(by: by.name) { (draft) throws(Refusal) -> UnitClosingReport in
                let items = try draft.close(wish, request)
                return UnitClosingReport(items: items, dryRun: false, registryVersion: draft.snapshot.version)
            }
        }
        for place in report.items.indices {
            let waiting = try await waiting(for: report.items[place].unit.id)
            report.items[place].waiting = waiting.counts
            report.items[place].hasMoreWaiting = waiting.hasMore
        }
        return report
    }

    /// What waits for a unit, by state.
    private func waiting(
        for unit: UnitID
    ) async throws(Refusal) -> (counts: [WaitingDeliveries], hasMore: Bool) {
        var filter = DeliveryFilter()
        filter.recipients = [unit]
        filter.limit = 1000
        var counts: [DeliveryState: Int] = [:]
        var hasMore = true
        var seen = 0
        while hasMore && seen < Registrar.mostCounted {
            let page: [Delivery]
            do { page = try await store.deliveries(filter) } catch { throw Refusal(error) }
            for delivery in page { counts[delivery.state, default: 0] += 1 }
            seen += page.count
            filter.after = page.last?.id
            hasMore = page.count == filter.limit
        }
        let states = DeliveryState.allCases.compactMap { state in
            counts[state].map { WaitingDeliveries(state: state, count: $0) }
        }
        return (states, hasMore)
    }
}

/// Which units are closed, and what succeeds all of them.
private struct ClosingWish {
    let action: String
    /// The request's member that names the successors.
    let field: String
    let codes: [String]
    let successors: [String]
}

extension RegistryDraft {
    fileprivate mutating func close(
        _ wish: ClosingWish,
        _ request: UnitCloseRequest
    ) throws(Refusal) -> [UnitClosing] {
        let from = request.effectiveFrom ?? now
        let windUpAt = request.windUpAt ?? (from + Closing.usualWindUp)
        var successors: [RegisteredUnit] = []
        for code in wish.successors {
            let known = try snapshot.unit(named: code, at: from, field: wish.field)
            guard !successors.contains(where: { $0.id == known.id }) else {
                throw .field(
                    wish.field,
                    "\(known.code.text) is named twice",
                    "\(known.code.text) bị nêu hai lần"
                )
            }
            successors.append(known)
        }
        var closings: [UnitClosing] = []
        for code in wish.codes {
            let field = wish.codes.count > 1 ? "units" : "code"
            let unit = try snapshot.unit(named: code, at: from, field: field)
            guard !successors.contains(where: { $0.id == unit.id }) else {
                throw .field(
                    wish.field,
                    "\(unit.code.text) can't succeed itself; to take others in, it stays and only they are closed",
                    "\(unit.code.text) không thể kế thừa chính mình; nếu nhận sáp nhập thì chỉ đóng các mã kia"
                )
            }
            if request.forwardUntil != nil {
                try Registrar.checkForwarding(from: unit, to: successors.count, field: "forwardUntil")
            }
            closings.append(
                try close(unit, from: from, windUpAt: windUpAt, to: successors, wish.action, request)
            )
        }
        return closings
    }

    private mutating func close(
        _ unit: RegisteredUnit,
        from: Timestamp,
        windUpAt: Timestamp,
        to successors: [RegisteredUnit],
        _ action: String,
        _ request: UnitCloseRequest
    ) throws(Refusal) -> UnitClosing {
        let basis = request.legalBasis
        let before = snapshot.view(of: unit, at: now)
        var closing = UnitClosing(
            unit: snapshot.view(of: unit, at: now, showsRoute: true),
            closedAt: from,
            windUpAt: windUpAt,
            successors: successors.map(\.code.text),
            forwardUntil: request.forwardUntil,
            certificates: snapshot.bindings
                .filter { $0.binding.holder == unit.id && $0.holdsAtOrAfter(now) }
                .map { snapshot.view(of: $0, at: now) },
            grants: snapshot.grants
                .filter { ($0.grant.holder == unit.id || $0.grant.over == unit.id) && $0.holdsAtOrAfter(now) }
                .map { snapshot.view(of: $0, at: now) },
            endpoints: snapshot.endpoint(of: unit.id).map { [snapshot.view(of: $0)] } ?? []
        )
        try add(
            .close(unit: unit.id, successors: successors.map(\.id), windUpAt: windUpAt),
            from: from,
            legalBasis: basis
        )
        if let until = request.forwardUntil {
            try add(.setForwarding(unit: unit.id, until: until), from: from, legalBasis: basis)
        }
        guard let closed = snapshot.unit(unit.id) else { throw .unknownUnit(unit.code.text) }
        note(action, unit.code.text, before: before, after: snapshot.view(of: closed, at: from))
        closing.unit = snapshot.view(of: closed, at: now, showsRoute: true)
        return closing
    }
}

extension RegisteredBinding {
    fileprivate func holdsAtOrAfter(_ moment: Timestamp) -> Bool {
        !isRevoked(at: moment) && binding.period.until.map { moment < $0 } ?? true
    }
}

extension RegisteredGrant {
    fileprivate func holdsAtOrAfter(_ moment: Timestamp) -> Bool {
        !isRevoked(at: moment) && grant.period.until.map { moment < $0 } ?? true
    }
}
