// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisRegistry
package import AxisStore

extension MemoryStore {
    package func add(_ campaign: Campaign, audit: [AuditRecord]) async throws(StoreError) -> Bool {
        try perform { state in
            guard !state.campaigns.contains(where: { $0.id == campaign.id }) else { return false }
            state.campaigns.append(campaign)
            state.appendAudit(audit)
            return true
        }
    }

    package func campaign(_ id: String) async throws(StoreError) -> Campaign? {
        try perform { state in state.campaigns.first { $0.id == id } }
    }

    package func campaigns(limit: Int) async throws(StoreError) -> [Campaign] {
        try perform { Array($0.campaigns.reversed().prefix(max(limit, 0))) }
    }

    package func begin(_ arrival: ArrivalLine) async throws(StoreError) -> Int64 {
        try perform { state in
            state.arrivals.append(arrival)
            return Int64(state.arrivals.count)
        }
    }

    package func update(_ arrival: ArrivalLine, at place: Int64) async throws(StoreError) {
        try perform { (state: inout MemoryState) throws(StoreError) in try state.update(arrival, at: place) }
    }

    package func arrivals(
        campaign: String,
        unit: UnitID,
        since: Timestamp
    ) async throws(StoreError) -> [StoredArrival] {
        try perform { state in
            let all = state.arrivals.enumerated().compactMap { offset, line in
                line.map { StoredArrival(place: Int64(offset) + 1, line: $0) }
            }
            let found = all.filter {
                $0.line.campaign == campaign && $0.line.unit == unit && $0.line.beganAt >= since
            }
            return Array(found.sorted { ($0.line.beganAt, $0.place) < ($1.line.beganAt, $1.place) }.prefix(1000))
        }
    }

    package func submit(_ submission: NewSubmission) async throws(StoreError) -> StoredSubmission {
        try perform { (state: inout MemoryState) throws(StoreError) in
            var changed = state
            let stored = try changed.submit(submission, sealer: sealer)
            state = changed
            return stored
        }
    }

    package func submission(_ id: SubmissionID) async throws(StoreError) -> StoredSubmission? {
        try perform { state in state.submissions.first { $0.version.id == id } }
    }

    package func submissions(_ filter: SubmissionFilter) async throws(StoreError) -> [StoredSubmission] {
        try perform { state in
            let found = state.submissions.reversed().filter { stored in
                (filter.campaign.map { $0 == stored.version.campaign } ?? true)
                    && (filter.unit.map { $0 == stored.version.unit } ?? true)
            }
            return Array(found.prefix(min(max(filter.limit, 1), 10_000)))
        }
    }

    package func list(of submission: SubmissionID) async throws(StoreError) -> [UInt8] {
        try perform { (state: inout MemoryState) throws(StoreError) in
            guard let bytes = state.lists[submission] else {
                throw StoreError(.notFound, "There is no such list.")
            }
            return bytes
        }
    }

    package func decide(_ decision: NewDecision) async throws(StoreError) -> Bool {
        try perform { (state: inout MemoryState) throws(StoreError) in
            var changed = state
            guard changed.take(decision.step) else { return false }
            try changed.append(decision.events)
            changed.appendAudit(decision.audit)
            if let notice = decision.notice {
                changed.insert(notice.envelope, payload: .bytes(notice.payload), deliveries: [notice.delivery])
            }
            state = changed
            return true
        }
    }

    package func declare(_ declaration: Declaration, audit: [AuditRecord]) async throws(StoreError) {
        try perform { state in
            state.declarations.removeAll {
                $0.campaign == declaration.campaign && $0.unit == declaration.unit
                    && $0.indicator == declaration.indicator
            }
            state.declarations.append(declaration)
            state.appendAudit(audit)
        }
    }

    package func declarations(of campaign: String) async throws(StoreError) -> [Declaration] {
        try perform { state in Array(state.declarations.filter { $0.campaign == campaign }.prefix(10_000)) }
    }
}

extension MemoryState {
    fileprivate mutating func update(_ arrival: ArrivalLine, at place: Int64) throws(StoreError) {
        guard (1...Int64(arrivals.count + 1)).contains(place), place <= arrivals.count,
            arrivals[Int(place) - 1] != nil
        else {
            throw StoreError(.notFound, "There is no such line of the journal.")
        }
        arrivals[Int(place) - 1] = arrival
    }

    /// Writes a version's new standing; false when it is not as expected.
    fileprivate mutating func take(_ step: SubmissionStep) -> Bool {
        guard let index = submissions.firstIndex(where: { $0.version == step.before }) else { return false }
        submissions[index].version = step.after
        return true
    }

    fileprivate mutating func submit(
        _ new: NewSubmission,
        sealer: any GroupSealer
    ) throws(StoreError) -> StoredSubmission {
        let earlier = submissions.filter {
            $0.version.campaign == new.version.campaign && $0.version.unit == new.version.unit
        }
        guard earlier.count == new.version.number - 1 else {
            throw StoreError(.versionConflict, "The province handed in another version meanwhile.")
        }
        for step in new.replaced {
            guard take(step) else {
                throw StoreError(.versionConflict, "An earlier version was decided meanwhile.")
            }
        }
        let evidence = try seal(new.leaf, with: sealer)
        let stored = StoredSubmission(version: new.version, receipt: new.receipt, evidence: evidence)
        submissions.append(stored)
        lists[new.version.id] = new.bytes
        try update(new.arrival.line, at: new.arrival.place)
        appendAudit(new.audit)
        return stored
    }
}

extension MemoryStore {
    package func removeArrivals(
        beganBefore moment: Timestamp,
        after place: Int64,
        limit: Int
    ) async throws(StoreError) -> RemovedArrivals {
        try perform { state in
            let kept = state.submissions.map { ($0.version.campaign, $0.version.unit, $0.version.sha256) }
            var removed = RemovedArrivals(count: 0, last: nil)
            var looked = 0
            for index in state.arrivals.indices where index >= place && looked < limit {
                guard let line = state.arrivals[index], line.beganAt < moment else { continue }
                looked += 1
                removed.last = Int64(index) + 1
                if case .stored = line.end { continue }
                if kept.contains(where: { $0 == line.campaign && $1 == line.unit && $2 == line.sha256 }) { continue }
                state.arrivals[index] = nil
                removed.count += 1
            }
            return removed
        }
    }
}
