// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisRegistry

/// The registry's events.
package protocol RegistryStore: Sendable {
    /// Events after a version, in order, at most `limit`.
    func registryEvents(after version: Int64, limit: Int) async throws(StoreError) -> [RegistryEvent]

    /// Appends events and audit records in one transaction, all or none.
    ///
    /// - Throws: `versionConflict` unless the first event's version follows the stored one.
    func append(_ events: [RegistryEvent], audit: [AuditRecord]) async throws(StoreError)
}
