// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// What all destinations together may use at once: connections, and bytes under way.
package struct DeliveryBudget: Hashable, Sendable {
    /// Attempts at once.
    package let attemptLimit: Int
    /// Bytes at once.
    package let byteLimit: Int
    /// Attempts under way.
    package private(set) var attempts = 0
    /// Bytes under way.
    package private(set) var bytes = 0
    /// Probes under way.
    package private(set) var probes = 0

    /// Makes a budget; 256 attempts and 256 MiB unless said otherwise.
    package init(attemptLimit: Int = 256, byteLimit: Int = 256 << 20) {
        precondition(attemptLimit > 0 && byteLimit > 0, "a budget lets something through")
        self.attemptLimit = attemptLimit
        self.byteLimit = byteLimit
    }

    /// Whether an attempt fits now.
    ///
    /// An eighth is kept free for the urgent classes. Probes of destinations that are down, each of which may hold its
    /// connection until the time-out, get at most a quarter. Whatever is larger than the whole goes alone.
    package func admits(size: Int, urgency: Urgency, isProbe: Bool) -> Bool {
        let reserved = urgency == .normal ? attemptLimit / 8 : 0
        guard attempts < attemptLimit - reserved else { return false }
        if isProbe && probes >= max(attemptLimit / 4, 1) { return false }
        let byteReserve = urgency == .normal ? byteLimit / 8 : 0
        return bytes == 0 || bytes + size <= byteLimit - byteReserve
    }

    /// An attempt begins.
    package mutating func take(size: Int, isProbe: Bool) {
        attempts += 1
        bytes += size
        if isProbe { probes += 1 }
    }

    /// An attempt ended.
    package mutating func give(size: Int, isProbe: Bool) {
        attempts -= 1
        bytes -= size
        if isProbe { probes -= 1 }
        precondition(attempts >= 0 && bytes >= 0 && probes >= 0, "every attempt ends once")
    }
}
