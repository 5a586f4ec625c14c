// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisStore
import AxisVXP

extension VXPDesk {
    /// `updateStatus`: what the recipient says of an item.
    ///
    /// `done` acknowledges it; `fail` returns it, and the fifth time holds it with its reason; `processing` keeps it. On
    /// an item that ended nothing changes, and the answer is the same.
    ///
    /// - Parameters:
    ///   - docIDs: `docId` and `docid` as the verified header has them. The SDK keeps both spellings once either was
    ///     used, so that two different items may stand in one call; see ``current(_:of:)``.
    ///   - description: why, in free text.
    func update(
        _ caller: VXPCaller,
        docIDs: [String],
        status: VXPItemStatus?,
        description: String?
    ) async throws(VXPError) -> [UInt8] {
        guard let status else {
            throw VXPError(
                .processing,
                english: "`status` is one of done, fail, processing",
                vietnamese: "`status` phải là done, fail hoặc processing"
            )
        }
        let item = try await current(docIDs, of: caller)
        let now = clock.now()
        guard !item.state.isFinal else { return VXPAnswer.done() }
        let causes: [DeliveryCause] =
            switch status {
            case .done: [.acknowledged(token: nil)]
            case .fail: [.failedByRecipient(token: nil, reason: Self.reason(description))]
            // Whoever is at work on it has its bytes.
            case .processing: [.fetched, .processing(token: nil, until: now + Mailbox.usualLease)]
            }
        let outcomes = try await reading { () throws(StoreError) in
            try await self.store.apply(causes.map { DeliveryChange(item.id, $0, at: now) })
        }
        switch outcomes.last {
        case .applied(let after):
            if after.state == .queued { signal.delivered(to: [after.recipient]) }
            return VXPAnswer.done()
        // It ended meanwhile.
        case .refused(.notAllowed(let state)) where state.isFinal: return VXPAnswer.done()
        case .refused(.leaseLost):
            throw VXPError(
                .systemError,
                english: "another session holds this item; try again later",
                vietnamese: "văn bản đang được một phiên khác giữ; hãy thử lại sau"
            )
        case .refused(.notAllowed), .unknown, .none:
            throw VXPError(
                .systemError,
                english: "Axis holds this item for now; try again later or ask the administrators",
                vietnamese: "Trục đang tạm giữ văn bản này; hãy thử lại sau hoặc liên hệ quản trị trục"
            )
        }
    }

    private static func reason(_ text: String?) -> String? {
        guard let text, text.contains(where: { !$0.isWhitespace }) else { return nil }
        return text.bounded(500)
    }

    /// The item that a call means.
    ///
    /// Of two different ones it is the one that is pending; of two pending the one that this system fetched last, since
    /// every known client acknowledges what it has just fetched.
    func current(_ docIDs: [String], of caller: VXPCaller) async throws(VXPError) -> Delivery {
        var own: [Delivery] = []
        for text in docIDs.prefix(2) where !own.contains(where: { $0.id.description == text }) {
            if let item = try await ownItem(text, of: caller) { own.append(item) }
        }
        let pending = own.filter { !$0.state.isFinal }
        if pending.count == 2 {
            if let last = lastFetched.item(of: caller.systemID), let item = pending.first(where: { $0.id == last }) {
                return item
            }
            let fetched = pending.filter { $0.state == .delivered }.max { $0.changedAt < $1.changedAt }
            return fetched ?? pending[0]
        }
        guard let item = pending.first ?? own.first else { throw Self.unknownItem }
        return item
    }

    /// An item that the caller may receive; nil for somebody else's and for one that is not there alike.
    func ownItem(_ docID: String, of caller: VXPCaller) async throws(VXPError) -> Delivery? {
        guard let id = DeliveryID(docID.lowercased()) else { return nil }
        let item = try await reading { () throws(StoreError) in try await self.store.delivery(id) }
        guard let item, item.kind != .notice,
            registry.current.may(caller.caller.holder, .receive, over: item.recipient, at: clock.now())
        else { return nil }
        return item
    }

    static let unknownItem = VXPError(
        .systemError,
        english: "there is no such docId among the items that you may receive",
        vietnamese: "không có docId này trong số văn bản đơn vị được nhận"
    )
}
