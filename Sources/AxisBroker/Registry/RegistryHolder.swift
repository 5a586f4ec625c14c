// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisRegistry
import Synchronization

/// The registry's snapshot in force, shared by all services.
///
/// Readers take a copy, which costs one reference count, and answer a whole request from it.
package final class RegistryHolder: Sendable {
    private let snapshot: Mutex<RegistrySnapshot>
    private let observers = Mutex<[@Sendable () -> Void]>([])

    /// Makes a holder of a first snapshot.
    package init(_ snapshot: RegistrySnapshot) {
        self.snapshot = Mutex(snapshot)
    }

    /// The registry as of now.
    package var current: RegistrySnapshot { snapshot.withLock { $0 } }

    /// Puts a newer snapshot in force and tells the observers; an older one than the present is ignored.
    package func publish(_ next: RegistrySnapshot) {
        let isNewer = snapshot.withLock { present in
            guard next.version > present.version else { return false }
            present = next
            return true
        }
        guard isNewer else { return }
        for observer in observers.withLock({ $0 }) { observer() }
    }

    /// Has a cheap, non-blocking closure called after each change, for as long as the holder lives.
    package func observe(_ observer: @escaping @Sendable () -> Void) {
        observers.withLock { $0.append(observer) }
    }
}
