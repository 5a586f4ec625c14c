// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisRegistry

/// What agencies' systems asked of the registry.
package protocol AgencyRequestStore: Sendable {
    /// Keeps a new request, unless one of the same holder, kind and code is open already.
    ///
    /// - Parameter mostOpen: how many a holder may have open.
    /// - Returns: the request that is open now: the new one or the one from before.
    /// - Throws: `overloaded` when the holder has too many open.
    func keep(_ request: AgencyRequest, mostOpen: Int, audit: [AuditRecord]) async throws(StoreError) -> AgencyRequest

    /// One request.
    func agencyRequest(_ id: AgencyRequestID) async throws(StoreError) -> AgencyRequest?

    /// Requests in a state, or all, newest first.
    ///
    /// - Parameters:
    ///   - after: where the last page ended.
    ///   - limit: 1 to 1,000.
    func agencyRequests(
        in state: AgencyRequest.State?,
        after: AgencyRequestID?,
        limit: Int
    ) async throws(StoreError) -> [AgencyRequest]

    /// Writes a decision down together with all that it does to the registry: all or nothing.
    ///
    /// - Parameter decided: the request as it stands afterwards.
    /// - Returns: false when it is no longer open, and nothing was written.
    /// - Throws: `versionConflict` when the registry moved on.
    func decide(
        _ decided: AgencyRequest,
        events: [RegistryEvent],
        audit: [AuditRecord]
    ) async throws(StoreError) -> Bool
}

extension StoreError {
    /// A holder has as many open requests as it may.
    package static let tooManyOpen = StoreError(.overloaded, "The holder has too many open requests.")
}
