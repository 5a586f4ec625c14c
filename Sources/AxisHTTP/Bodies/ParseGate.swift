// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import Synchronization

/// Admits envelopes to being read and parsed, by weight: the memory that parsing may take.
///
/// An envelope weighs four times its size. Large ones share what is left over a reserve that only small ones may use,
/// so that a small one never waits behind a large one. There is no queue: when the gate is full the caller is told so
/// before its body is read.
package final class ParseGate: Sendable {
    /// What the gate holds.
    struct Load: Sendable, Equatable {
        var all = 0
        var large = 0
    }

    /// What an envelope weighs per byte.
    static let factor = 4

    private let capacity: Int
    private let forLarge: Int
    private let largestSmall: Int
    private let load = Mutex(Load())

    /// Makes a gate.
    ///
    /// - Parameters:
    ///   - capacity: the weight that it admits at once, in bytes; an eighth is kept for small envelopes.
    ///   - largestSmall: the size up to which an envelope is small.
    package init(capacity: Int, largestSmall: Int) {
        self.capacity = capacity
        self.forLarge = capacity - capacity / 8
        self.largestSmall = largestSmall
    }

    /// The weight admitted now, in bytes.
    package var weight: Int { load.withLock { $0.all } }

    /// Admits an envelope of a size, until the admission goes out of scope.
    ///
    /// - Throws: ``Refusal`` with `overloaded`.
    func admit(size: Int) throws(Refusal) -> Admission {
        let weight = max(1, size) * Self.factor
        let isLarge = size > largestSmall
        let isAdmitted = load.withLock { load in
            // One too large for its lane still gets through alone.
            let fits =
                isLarge
                ? load.large == 0 || (load.large + weight <= forLarge && load.all + weight <= capacity)
                : load.all + weight <= capacity
            guard fits else { return false }
            load.all += weight
            if isLarge { load.large += weight }
            return true
        }
        guard isAdmitted else { throw .gateFull() }
        return Admission(gate: self, weight: weight, isLarge: isLarge)
    }

    fileprivate func release(_ weight: Int, isLarge: Bool) {
        load.withLock { load in
            load.all -= weight
            if isLarge { load.large -= weight }
        }
    }

    /// The right to be parsed; given back when it goes out of scope.
    struct Admission: ~Copyable, Sendable {
        private let gate: ParseGate
        private let weight: Int
        private let isLarge: Bool

        fileprivate init(gate: ParseGate, weight: Int, isLarge: Bool) {
            self.gate = gate
            self.weight = weight
            self.isLarge = isLarge
        }

        deinit { gate.release(weight, isLarge: isLarge) }
    }
}
