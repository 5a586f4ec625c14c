// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisRegistry
import Synchronization

/// Where every way in and out of Axis notes whom it heard of (sổ liên hệ): the campaigns' boards and operators read it.
///
/// Noting is a look into a dictionary under a lock, to the minute, and never waits for the disk: a ``ContactKeeper``
/// writes what changed in batches. What a crash takes with it is the last half minute.
package final class ContactBook: Sendable {
    private let journal: Mutex<ContactJournal>

    /// Opens a book.
    ///
    /// - Parameter journal: what was kept; nothing, for parts that are used alone.
    package init(_ journal: ContactJournal = ContactJournal()) {
        self.journal = Mutex(journal)
    }

    /// Documents of these units were listed, claimed or fetched by somebody who may receive for them; whether there
    /// were any does not matter.
    package func pulled(_ units: some Sequence<UnitID>, at moment: Timestamp) {
        journal.withLock { journal in
            for unit in units { journal.note(.pulled, of: unit, at: moment) }
        }
    }

    /// The endpoint of a unit answered a push as a recipient does.
    package func answered(_ owner: UnitID, at moment: Timestamp) {
        journal.withLock { $0.note(.answered, of: owner, at: moment) }
    }

    /// The endpoint of a unit failed a push.
    package func failed(_ owner: UnitID, at moment: Timestamp) {
        journal.withLock { $0.note(.failed, of: owner, at: moment) }
    }

    /// What is known of a unit; nil when it was never heard of.
    package func contact(of unit: UnitID) -> LastContact? { journal.withLock { $0.contacts[unit] } }

    /// What is known of a unit, as the interfaces show it.
    package func view(of unit: UnitID) -> LastContactView? {
        contact(of: unit).map {
            LastContactView(pulledAt: $0.pulledAt, answeredAt: $0.answeredAt, failedAt: $0.failedAt)
        }
    }

    /// All that is known.
    package var current: ContactJournal { journal.withLock { $0 } }

    func takeChanged(atMost limit: Int) -> [LastContact] { journal.withLock { $0.takeChanged(atMost: limit) } }

    func putBack(_ contacts: [LastContact]) { journal.withLock { $0.putBack(contacts) } }
}
