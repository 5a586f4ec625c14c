// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisStore
import GRDB
import Logging
import Synchronization

/// Free space, and what a crash left behind.
extension SQLiteStore {
    /// Refuses with `full` when free space is short; looks at the disk at most once a second.
    func requireSpace() async throws(StoreError) {
        let now = clock.now().milliseconds
        let next = nextSpaceCheck.load(ordering: .relaxed)
        // More than a second ahead means that the clock was set back.
        if now >= next || next > now + 1000 || isFull.load(ordering: .relaxed) {
            nextSpaceCheck.store(now + 1000, ordering: .relaxed)
            _ = await payloads.perform { [self] in lookAtSpace() }
        }
        if isFull.load(ordering: .relaxed) {
            throw StoreError(.full, "Less than \(Int(configuration.minimumFreeShare * 100)) % of the disk is free.")
        }
    }

    /// Looks at the disk; blocks. A look that fails counts as no space.
    func lookAtSpace() {
        let share = (try? payloads.files.freeShare(directory.path)) ?? 0
        isFull.store(share < configuration.minimumFreeShare, ordering: .relaxed)
    }

    /// Removes what a crash left in `incoming/`, and objects that no row names; blocks, at start.
    func sweep() throws {
        try payloads.sweepIncoming()
        let oldest = clock.now().seconds - configuration.orphanGrace.components.seconds
        var orphans = 0
        try payloads.forEachObject { path, envelope in
            if let envelope, try pool.read({ try Self.isObject(envelope, in: $0) }) { return }
            guard let facts = try payloads.files.facts(path), facts.modified < oldest else { return }
            try payloads.files.remove(path)
            orphans += 1
        }
        if orphans > 0 { logger.notice("swept payload files without rows", metadata: ["files": "\(orphans)"]) }
    }

    private static func isObject(_ envelope: EnvelopeID, in db: Database) throws -> Bool {
        try EnvelopeRow.find(envelope, in: db)?.place == .file
    }
}
