// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

/// What a unit of a campaign still owes (đơn vị còn nợ danh sách).
package enum OwedList: Hashable, Sendable {
    /// It handed nothing in.
    case notHandedIn
    /// Its latest list was rejected.
    case rejected

    /// What a unit owes; nil when its latest list stands.
    ///
    /// - Parameter versions: all that it handed in for the campaign.
    package init?(_ versions: some Sequence<SubmissionVersion>) {
        switch versions.latest?.state {
        case nil: self = .notHandedIn
        case .rejected: self = .rejected
        default: return nil
        }
    }
}

extension Sequence<SubmissionVersion> {
    /// The latest version that no other one replaced.
    package var latest: SubmissionVersion? {
        filter { $0.state != .superseded }.max { $0.number < $1.number }
    }
}
