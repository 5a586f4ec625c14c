// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// What `getReceivedEdocList` and the counts ask for, read tolerantly.
package struct VXPQuestion: Hashable, Sendable {
    /// Status packages instead of documents.
    package var asksStatus: Bool
    /// Accepted from this moment.
    package var from: Timestamp?
    /// Accepted before this moment.
    package var until: Timestamp?
    /// Items of one page; nil for all at once, as the SDK asks.
    package var pageSize: Int?
    /// Which page, from 0.
    package var page = 0

    /// The most items of one answer.
    package static let mostItems = 10_000

    /// Reads the parameters of a call; what can't be read is ignored, as the national axis's callers expect.
    ///
    /// - Parameter parameter: the value of a verified parameter, by its exact name.
    package init(_ parameter: (String) -> String?) {
        asksStatus = parameter("messagetype")?.lowercased() == "status"
        from = VXPTime.from(parameter("fromDate"))
        until = VXPTime.until(parameter("toDate"))
        if let size = parameter("pageSize").flatMap({ Int($0) }), size > 0 {
            pageSize = min(size, Self.mostItems)
            // Nobody says whether pages count from 0 or 1. The first page answers to both, so that none is ever missed.
            page = min(max((parameter("pageIndex").flatMap { Int($0) } ?? 1) - 1, 0), 1_000_000)
        }
    }

    /// Asks for everything of one kind.
    package init(asksStatus: Bool) {
        self.asksStatus = asksStatus
    }

    /// The kinds of envelope that it is about; notices are JSON and no VXP system reads them.
    var kinds: [EnvelopeKind] { asksStatus ? [.status] : [.document, .drill] }

    /// Whether an item falls within the dates.
    func covers(_ delivery: Delivery) -> Bool {
        if let from, delivery.acceptedAt < from { return false }
        if let until, delivery.acceptedAt >= until { return false }
        return true
    }
}
