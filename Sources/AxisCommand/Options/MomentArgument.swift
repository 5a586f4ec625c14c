// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
package import AxisModel
import Glibc

/// A moment on the command line: `2025-07-01` (midnight in Vietnam) or ISO 8601 with a zone.
package struct MomentArgument: ExpressibleByArgument, Hashable, Sendable {
    /// The moment.
    package var moment: Timestamp

    /// Reads the text form.
    package init?(argument: String) {
        if let date = DateArgument(argument: argument) {
            moment = date.date.moment()
        } else if let moment = Timestamp(argument) {
            self.moment = moment
        } else {
            return nil
        }
    }
}

/// A calendar date on the command line: `2025-07-01` or `2025/07/01`.
package struct DateArgument: ExpressibleByArgument, Hashable, Sendable {
    /// The date, at midnight.
    package var date: CivilTime

    /// Reads the text form.
    package init?(argument: String) {
        let separator: Character = argument.contains("/") ? "/" : "-"
        let parts = argument.split(separator: separator, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].utf8.count == 4,
            parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } && (1...4).contains($0.utf8.count) }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        date = CivilTime(year: year, month: month, day: day)
        guard date.isValid else { return nil }
    }
}

/// The system's clock.
package struct SystemClock: WallClock {
    /// The system's clock.
    package init() {}

    /// The present moment.
    package func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
