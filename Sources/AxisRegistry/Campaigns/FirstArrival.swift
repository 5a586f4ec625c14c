// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// A line of the journal of hand-ins, on disk before any check of the list begins.
package struct ArrivalLine: Hashable, Sendable, Codable {
    /// How a hand-in ended.
    package enum End: Hashable, Sendable, Codable {
        /// Kept as a version.
        case stored(SubmissionID)
        /// Refused for what the sender sent.
        case refused
        /// Refused for a reason of Axis's own: no room, no store, stopping.
        case refusedByAxis(RefusalCode)
        /// The sender broke off before the last byte.
        case brokenOff
    }

    /// The campaign.
    package var campaign: String
    /// The unit that hands in.
    package var unit: UnitID
    /// When the first byte was read.
    package var beganAt: Timestamp
    /// SHA-256 of the file: as its header declares, until the last byte was read; then as it is.
    package var sha256: Digest256?
    /// When the last byte was read; nil when it never was.
    package var readAt: Timestamp?
    /// How it ended; nil when Axis was stopped before it noted that.
    package var end: End?

    /// Makes a line.
    package init(
        campaign: String,
        unit: UnitID,
        beganAt: Timestamp,
        sha256: Digest256?,
        readAt: Timestamp? = nil,
        end: End? = nil
    ) {
        self.campaign = campaign
        self.unit = unit
        self.beganAt = beganAt
        self.sha256 = sha256
        self.readAt = readAt
        self.end = end
    }

    /// Whether it failed for Axis's own reasons: lost, or refused by it.
    package var failedByAxis: Bool {
        switch end {
        case nil, .refusedByAxis: true
        case .stored, .refused, .brokenOff: false
        }
    }

    /// The moment that counts: the last byte's, or the first's when Axis fell over in between.
    package var arrivedAt: Timestamp { readAt ?? beganAt }
}

/// The rule of the first arrival (thời điểm nộp lần đầu): who came in time shall not be late by Axis's fault.
package enum FirstArrival {
    /// Within which time after the first arrival the same bytes must come again: 15 minutes.
    package static let grace: Duration = .seconds(15 * 60)

    /// The moment that counts for a hand-in.
    ///
    /// The earliest one of the same unit, campaign and bytes that Axis lost or refused for its own reasons lends its
    /// time, when it lies no more than 15 minutes back. A chain of failures does not stretch that: the first counts.
    ///
    /// - Parameters:
    ///   - lastByte: when this hand-in's last byte was read.
    ///   - journal: the lines before it, in any order.
    package static func moment(
        lastByte: Timestamp,
        sha256: Digest256,
        campaign: String,
        unit: UnitID,
        journal: some Sequence<ArrivalLine>
    ) -> Timestamp {
        var earliest = lastByte
        for line in journal
        where line.campaign == campaign && line.unit == unit && line.sha256 == sha256 && line.failedByAxis {
            let first = line.arrivedAt
            if first < earliest, lastByte - first <= grace { earliest = first }
        }
        return earliest
    }
}

extension RefusalCode {
    /// Whether a hand-in refused with it was refused for a reason of Axis's own.
    package var isOfAxis: Bool { self == .overloaded || self == .storageUnavailable }
}
