// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import Synchronization

/// How often the deliveries of some recipients have changed: two equal tickets of the same recipients say that nothing
/// of theirs changed in between, so that an answer made of it still holds.
///
/// Taken *before* reading, it never vouches for more than was read. It means nothing to another process.
package struct InboxTicket: Hashable, Sendable {
    private let count: UInt64

    /// Makes a ticket of a count that only grows.
    package init(count: UInt64) {
        self.count = count
    }
}

/// Counts the changes of each recipient's deliveries since the process began.
///
/// A store notes a change after it is committed and before whoever wanted it is answered. Its size is bounded by the
/// number of units.
package final class InboxTickets: Sendable {
    private let counts = Mutex<[UnitID: UInt64]>([:])

    /// Makes a table without changes.
    package init() {}

    /// Notes that deliveries to these recipients changed.
    package func note(_ recipients: some Collection<UnitID> & Sendable) {
        guard !recipients.isEmpty else { return }
        counts.withLock { counts in
            for recipient in recipients { counts[recipient, default: 0] += 1 }
        }
    }

    /// The ticket of recipients, each counted once.
    package func ticket(for recipients: [UnitID]) -> InboxTicket {
        counts.withLock { counts in
            // Each count only grows, so that their sum stays the same only while all of them do.
            InboxTicket(count: Set(recipients).reduce(into: 0) { $0 += counts[$1] ?? 0 })
        }
    }
}
