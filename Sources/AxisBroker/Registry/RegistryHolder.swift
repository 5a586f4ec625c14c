// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisRegistry
import Synchronization

/// Holds the registry as of now; whoever asks gets one consistent snapshot for the whole of a request.
package final class RegistryHolder: Sendable {
    private let snapshot: Mutex<RegistrySnapshot>

    /// Makes a holder of a first snapshot.
    package init(_ snapshot: RegistrySnapshot) {
        self.snapshot = Mutex(snapshot)
    }

    /// The registry as of now.
    package var current: RegistrySnapshot { snapshot.withLock { $0 } }

    /// Puts a newer snapshot in force; an older one than the present is ignored.
    package func publish(_ next: RegistrySnapshot) {
        snapshot.withLock { present in
            if next.version > present.version { present = next }
        }
    }
}
