// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// Whether a list came in time (đúng hạn, muộn).
package enum Timeliness: Hashable, Sendable {
    /// Up to and including the deadline's whole second: at 12:00:00.999 for 12:00.
    case onTime
    /// So many whole seconds after the deadline's second, at least 1.
    case late(seconds: Int64)

    /// Compares an arrival with a deadline, second by second.
    package init(of arrival: Timestamp, deadline: Timestamp) {
        let late = arrival.seconds - deadline.seconds
        self = late <= 0 ? .onTime : .late(seconds: late)
    }

    /// Whole seconds late; 0 on time.
    package var lateBySeconds: Int64 {
        switch self {
        case .onTime: 0
        case .late(let seconds): seconds
        }
    }

    /// `on-time`, or `late by 1 d 2 h 3 min 4 s`.
    package var english: String {
        switch self {
        case .onTime: "on-time"
        case .late(let seconds): "late by " + Timeliness.text(seconds, units: ["d", "h", "min", "s"])
        }
    }

    /// `đúng hạn`, or `muộn 1 ngày 2 giờ 3 phút 4 giây`.
    package var vietnamese: String {
        switch self {
        case .onTime: "đúng hạn"
        case .late(let seconds): "muộn " + Timeliness.text(seconds, units: ["ngày", "giờ", "phút", "giây"])
        }
    }

    private static func text(_ seconds: Int64, units: [String]) -> String {
        let parts = [seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60, seconds % 60]
        return zip(parts, units).filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: " ")
    }
}
