// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisRegistry
import AxisStore

extension Registrar {
    /// Which units to list, in the words of the interfaces.
    package struct UnitListRequest: Hashable, Sendable {
        /// Beginnings of words of the name or of a code.
        package var text: String?
        /// Directly beneath `CODE`, or anywhere beneath with `CODE.*`.
        package var parent: String?
        /// Of this kind.
        package var kind: String?
        /// `active`, `suspended`, `future` or `closed`.
        package var state: String?
        /// What the last page said to pass.
        package var after: String?
        /// At most so many, 1 to 1,000; 100 when missing.
        package var limit: Int?
        /// Whether to say how documents reach the units, for administrators.
        package var showsRoutes = false

        /// Makes a request for all units.
        package init() {}
    }

    /// A page of units, by code.
    package func units(_ request: UnitListRequest) throws(Refusal) -> UnitPage {
        let snapshot = holder.current
        let now = clock.now()
        var query = UnitQuery(at: now)
        query.text = request.text
        query.after = request.after
        query.limit = try Registrar.pageLimit(request.limit)
        if let kind = request.kind { query.kind = try Registrar.kind(kind) }
        if let text = request.state {
            guard let state = UnitState(rawValue: text) else {
                let known = "active, suspended, future, closed"
                throw .field("state", "no such state; known are \(known)", "không có trạng thái này; gồm: \(known)")
            }
            query.state = state
        }
        if let text = request.parent {
            guard let pattern = UnitPattern(text) else { throw .codeForm(text, field: "parent") }
            query.parent = try snapshot.unit(named: pattern.code, at: now, field: "parent").id
            query.isBranch = pattern.isBranch
        }
        let limit = query.limit
        // One more than asked for tells whether there is a next page.
        if limit < 1000 { query.limit = limit + 1 }
        let found = snapshot.search(query)
        let items = found.prefix(limit).map { snapshot.view(of: $0, at: now, showsRoute: request.showsRoutes) }
        let hasMore = found.count > limit || (limit == 1000 && found.count == 1000)
        return UnitPage(items: items, next: hasMore ? items.last?.code.text : nil)
    }

    /// The unit behind a code in any form, at a moment; statistical codes with `admin:` in front.
    ///
    /// - Throws: `not-found`, or `recipient-ambiguous` when the text names several.
    package func unit(
        _ code: String,
        at moment: Timestamp? = nil,
        showsRoute: Bool = false
    ) throws(Refusal) -> UnitView {
        let snapshot = holder.current
        let moment = moment ?? clock.now()
        let unit = try snapshot.unit(lookedUp: code, at: moment)
        return snapshot.view(of: unit, at: moment, showsRoute: showsRoute)
    }

    /// A page of the audit log, oldest first.
    ///
    /// - Parameter after: what the last page said to pass.
    package func audit(after: String? = nil, limit: Int? = nil) async throws(Refusal) -> AuditPage {
        guard let sequence = after.map({ Int64($0) }) ?? 0, sequence >= 0 else {
            throw .field("after", "pass what the last page gave as `next`", "hãy dùng giá trị `next` của trang trước")
        }
        let limit = try Registrar.pageLimit(limit)
        do {
            let records = try await store.auditRecords(after: sequence, limit: limit)
            let items = records.map { record in
                AuditView(
                    sequence: record.sequence,
                    at: record.at,
                    actor: record.actor,
                    action: record.action,
                    subject: record.subject,
                    before: record.before,
                    after: record.after
                )
            }
            return AuditPage(items: items, next: items.count == limit ? items.last.map { String($0.sequence) } : nil)
        } catch {
            throw Refusal(error)
        }
    }

    static func pageLimit(_ limit: Int?) throws(Refusal) -> Int {
        guard (1...1000).contains(limit ?? 100) else {
            throw .field("limit", "a page has 1 to 1000 items", "mỗi trang có từ 1 đến 1000 mục")
        }
        return limit ?? 100
    }
}
