// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisStore

extension Sweeper {
    /// Acknowledges what Axis itself is told about its own documents: status packages and notices.
    ///
    /// What they say stands in the history of those documents already. Documents to Axis's unit stay for whoever
    /// may receive for it.
    func acknowledgeOwnMail() async throws -> Bool {
        let now = timer.now()
        var isFull = false
        for kind in [EnvelopeKind.status, .notice] {
            let items = try await store.inbox(of: [origin.unit], kind: kind, after: nil, limit: configuration.page)
            let free = items.filter { !$0.isLeased(at: now) }
            guard !free.isEmpty else { continue }
            _ = try await store.apply(free.map { DeliveryChange($0.id, .acknowledged(token: nil), at: now) })
            isFull = isFull || free.count == configuration.page
        }
        return isFull
    }
}
