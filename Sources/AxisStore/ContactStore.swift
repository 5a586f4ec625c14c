// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisRegistry

/// When units last pulled, and when their endpoints last answered or failed.
package protocol ContactStore: Sendable {
    /// All that was kept; the first call begins the journal.
    ///
    /// - Parameter moment: when it begins, unless it was begun before.
    func contactJournal(beginningAt moment: Timestamp) async throws(StoreError) -> ContactJournal

    /// Keeps contacts, each in place of what was kept of its unit.
    func keep(_ contacts: [LastContact]) async throws(StoreError)
}
