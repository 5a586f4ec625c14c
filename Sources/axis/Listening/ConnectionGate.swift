// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Bounds how many connections are open.
final class ConnectionGate: Sendable {
    private let limit: Int
    private let open = Mutex(0)

    init(limit: Int) {
        self.limit = limit
    }

    /// Counts one more; false when there are as many as there may be.
    func enter() -> Bool {
        open.withLock { open in
            guard open < limit else { return false }
            open += 1
            return true
        }
    }

    /// Counts one less.
    func leave() {
        open.withLock { $0 -= 1 }
    }
}
