// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisStore

extension Sweeper {
    /// Acknowledges what Axis itself is told about its own documents: status packages and notices.
    ///
    /// What they say stands in the history of those documents already. All else stays for whoever may receive for
    /// Axis's unit: documents, and what is said about documents of others, e.g. that a sender wants one back that was
    /// sent to Axis's unit (13, lấy lại).
    func acknowledgeOwnMail() async throws -> Bool {
        let now = timer.now()
        for kind in [EnvelopeKind.status, .notice] {
            var last: Delivery?
            for _ in 0..<configuration.pages where !Task.isCancelled {
                let page = try await store.inbox(
                    of: [origin.unit],
                    kind: kind,
                    after: last,
                    limit: configuration.page
                )
                let own = try await aboutOwn(page.filter { !$0.isLeased(at: now) })
                if !own.isEmpty {
                    _ = try await store.apply(own.map { DeliveryChange($0.id, .acknowledged(token: nil), at: now) })
                }
                guard page.count == configuration.page else { break }
                last = page.last
            }
        }
        return false
    }

    /// Those that are about a delivery of a document that Axis itself sent.
    private func aboutOwn(_ mail: [Delivery]) async throws -> [Delivery] {
        if mail.isEmpty { return [] }
        let envelopes = try await store.envelopes(mail.map(\.envelope))
        var own: [Delivery] = []
        for item in mail {
            guard let about = envelopes[item.envelope]?.about, let delivery = try await store.delivery(about),
                delivery.sender == origin.unit
            else { continue }
            own.append(item)
        }
        return own
    }
}
