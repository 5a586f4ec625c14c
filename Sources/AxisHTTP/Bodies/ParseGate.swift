// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import Synchronization

/// Admits envelopes to being read and parsed, by weight: the memory that parsing may take.
///
/// An envelope weighs four times its size. Large ones share what is left over a reserve that only small ones may use,
/// so that a small one never waits behind a large one. One holder gets at most half of either, so that a single client
/// that dribbles its bodies does not keep everybody else out. There is no queue: when the gate is full the caller is
/// told so before its body is read.
package final class ParseGate: Sendable {
    /// What the gate holds.
    struct Load: Sendable, Equatable {
        var all = 0
        var large = 0
        /// By holder; those of nobody are left out.
        var shares: [UnitID: Share] = [:]
    }

    /// What one holder has of it.
    struct Share: Sendable, Equatable {
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
    /// - Parameter holder: who sends it.
    /// - Throws: ``Refusal`` with `overloaded`.
    func admit(size: Int, for holder: UnitID? = nil) throws(Refusal) -> Admission {
        let weight = max(1, size) * Self.factor
        let isLarge = size > largestSmall
        let isAdmitted = load.withLock { load in
            // One too large for its lane still gets through alone.
            let fits =
                isLarge
                ? load.large == 0 || (load.large + weight <= forLarge && load.all + weight <= capacity)
                : load.all + weight <= capacity
            guard fits else { return false }
            if let holder {
                var share = load.shares[holder, default: Share()]
                let isFair =
                    isLarge
                    ? share.large == 0 || share.large + weight <= forLarge / 2
                    : share.all + weight <= capacity / 2 || share.all == share.large
                guard isFair else { return false }
                share.all += weight
                if isLarge { share.large += weight }
                load.shares[holder] = share
            }
            load.all += weight
            if isLarge { load.large += weight }
            return true
        }
        guard isAdmitted else { throw .gateFull() }
        return Admission(gate: self, weight: weight, isLarge: isLarge, holder: holder)
    }

    fileprivate func release(_ weight: Int, isLarge: Bool, of holder: UnitID?) {
        load.withLock { load in
            load.all -= weight
            if isLarge { load.large -= weight }
            guard let holder, var share = load.shares[holder] else { return }
            share.all -= weight
            if isLarge { share.large -= weight }
            load.shares[holder] = share.all > 0 ? share : nil
        }
    }

    /// The right to be parsed; given back when it goes out of scope.
    struct Admission: ~Copyable, Sendable {
        private let gate: ParseGate
        private let weight: Int
        private let isLarge: Bool
        private let holder: UnitID?

        fileprivate init(gate: ParseGate, weight: Int, isLarge: Bool, holder: UnitID?) {
            self.gate = gate
            self.weight = weight
            self.isLarge = isLarge
            self.holder = holder
        }

        deinit { gate.release(weight, isLarge: isLarge, of: holder) }
    }
}
