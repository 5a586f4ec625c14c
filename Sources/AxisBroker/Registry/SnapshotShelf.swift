// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import Synchronization

/// Keeps the newest snapshot of all codes, and lets one be made at a time.
final class SnapshotShelf: Sendable {
    private let newest = Mutex<EncodedCodeSnapshot?>(nil)
    private let gate = SerialGate(mostWaiting: 64)

    /// The snapshot of a version or a later one, made if there is none.
    func value(
        for version: Int64,
        _ make: () async throws(Refusal) -> EncodedCodeSnapshot
    ) async throws(Refusal) -> EncodedCodeSnapshot {
        if let known = known(version) { return known }
        try await gate.enter()
        defer { gate.leave() }
        // Another caller may have made it meanwhile.
        if let known = known(version) { return known }
        let made = try await make()
        newest.withLock { $0 = made }
        return made
    }

    private func known(_ version: Int64) -> EncodedCodeSnapshot? {
        newest.withLock { newest in newest.flatMap { $0.version >= version ? $0 : nil } }
    }
}
