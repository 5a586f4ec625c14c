// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// Is told that deliveries became ready: the dispatcher for push, the waiting long polls for pull.
///
/// A signal may be lost without harm beyond time: whoever takes it looks into the store, never into the signal.
package protocol DeliverySignal: Sendable {
    /// Deliveries to these recipients became ready; cheap, never blocks.
    func delivered(to recipients: [UnitID])
}

/// Passes a signal on to several.
package struct SignalFan: DeliverySignal {
    private let signals: [any DeliverySignal]

    /// Makes a fan.
    package init(_ signals: [any DeliverySignal]) {
        self.signals = signals
    }

    /// Tells all of them.
    package func delivered(to recipients: [UnitID]) {
        for signal in signals { signal.delivered(to: recipients) }
    }
}
