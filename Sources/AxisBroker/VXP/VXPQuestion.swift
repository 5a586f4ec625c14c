// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisVXP

/// What the lists of items and the counts ask for.
struct VXPQuestion: Hashable, Sendable {
    /// Status packages instead of documents.
    var asksStatus: Bool
    /// Accepted from this moment.
    var from: Timestamp?
    /// Accepted until this moment, itself included.
    var until: Timestamp?
    /// Items of one page; nil for all at once, as the SDK asks.
    var pageSize: Int?
    /// Which page, from 0.
    var page = 0

    /// The most items of one answer.
    static let mostItems = 10_000
    /// The most items of a backlog that are walked for one answer.
    static let mostWalked = 100_000

    /// Asks for everything of one kind.
    init(asksStatus: Bool) {
        self.asksStatus = asksStatus
    }

    /// Reads the parameters of a call.
    init(_ parameters: VXPParameters) throws(VXPError) {
        guard let type = parameters.messageType else {
            throw VXPError(
                .processing,
                english: "`messagetype` is edoc or status",
                vietnamese: "`messagetype` phải là edoc hoặc status"
            )
        }
        asksStatus = type == .status
        from = parameters.fromDate
        until = parameters.toDate
        pageSize = parameters.pageSize(atMost: Self.mostItems)
        // Nobody says whether pages count from 0 or 1. The first page answers to both, so that none is ever missed.
        if pageSize != nil { page = min(parameters.pageIndex - 1, Self.mostWalked) }
    }

    /// The kinds of envelope that it is about; notices are JSON and no VXP system reads them.
    var kinds: [EnvelopeKind] { asksStatus ? [.status] : [.document, .drill] }

    /// Whether something accepted at a moment falls within the dates.
    func covers(_ acceptedAt: Timestamp) -> Bool {
        if let from, acceptedAt < from { return false }
        if let until, acceptedAt > until { return false }
        return true
    }
}
