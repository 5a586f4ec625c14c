// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// What Axis knows of one province at a moment, from which the board's measured values follow.
///
/// Nil is "not measured", which is not "no": a board that shows the one for the other misleads who reads it.
package struct ProvinceFacts: Hashable, Sendable {
    /// The latest version of its list that was not replaced; nil when it handed none in.
    package var latest: SubmissionVersion?
    /// The version that was accepted, which may be an earlier one.
    package var accepted: SubmissionVersion?
    /// How many commune-level units it has.
    package var units = 0
    /// How many of them have a code in the published registry.
    package var published: Int?
    /// How many have a valid certificate, their own or that of whoever receives for them.
    package var certified: Int?
    /// Days until the first of these certificates ends.
    package var daysLeft: Int?
    /// How many answered a push or pulled within the time set; nil when nobody knows of any.
    package private(set) var reachable: Int?
    /// Of how many nobody knows whether they would.
    package private(set) var notKnown = 0
    /// The time set.
    package private(set) var reachableWithin: Duration = .seconds(86_400)
    /// How far the province itself is with a test document; nil when none was sent to it.
    package var test: Drill.Participant?
    /// How many units acknowledged one; nil without a drill.
    package var tested: Int?

    /// Makes the facts of a province of which nothing is known yet.
    package init(units: Int = 0) {
        self.units = units
    }

    /// Notes which of its units were reached within a time.
    package mutating func note(_ units: [Reachability], within time: Duration) {
        notKnown = units.count { $0 == .unknown }
        reachable = notKnown == units.count ? nil : units.count { $0 == .reached }
        reachableWithin = time
    }

    /// The value of a measured indicator.
    func value(of indicator: Indicator, at moment: Timestamp) -> IndicatorValue {
        switch indicator {
        case .listHandedIn:
            return IndicatorValue(
                indicator: indicator,
                source: .measured,
                met: latest.map { $0.state != .rejected } ?? false,
                detail: latest?.timeliness.english,
                at: latest?.receivedAt ?? moment
            )
        case .listAccepted:
            return IndicatorValue(
                indicator: indicator,
                source: .measured,
                met: accepted != nil,
                by: accepted?.decidedBy,
                at: accepted?.decidedAt ?? moment
            )
        case .codesPublished: return counted(indicator, published, at: moment)
        case .certificatesValid:
            var value = counted(indicator, certified, at: moment)
            if value.source == .measured { value.daysLeft = daysLeft }
            return value
        case .unitsReachable:
            var value = counted(indicator, reachable, at: moment)
            if value.source == .measured { value.detail = reachableDetail }
            return value
        case .testAcknowledged:
            guard let test else { break }
            return IndicatorValue(
                indicator: indicator,
                source: .measured,
                met: test.state == .acknowledged,
                detail: test.state.lack,
                at: test.since ?? moment
            )
        case .unitsTested: return counted(indicator, tested, at: moment)
        case .portalClosed, .singleSignOn, .onlinePayment, .dossiersSynchronised, .proceduresAnnounced, .staffTrained,
            .hotlineOpen:
            break
        }
        return IndicatorValue(indicator: indicator, source: .unmeasured)
    }

    /// `within 24 h, 3 not known`.
    private var reachableDetail: String {
        let seconds = reachableWithin.components.seconds
        let time = seconds % 3600 == 0 ? "\(seconds / 3600) h" : "\(max(seconds / 60, 1)) min"
        return "within \(time)" + (notKnown > 0 ? ", \(notKnown) not known" : "")
    }

    /// Met when all units have it; of no units nothing is measured.
    private func counted(_ indicator: Indicator, _ done: Int?, at moment: Timestamp) -> IndicatorValue {
        guard let done, units > 0 else { return IndicatorValue(indicator: indicator, source: .unmeasured) }
        return IndicatorValue(
            indicator: indicator,
            source: .measured,
            met: done >= units,
            done: done,
            of: units,
            at: moment
        )
    }
}

/// For how long each unit has a certificate to connect with (chứng thư còn hiệu lực): its own, or that of a holder
/// that receives for it.
package struct CertificateCover: Sendable {
    private let ends: [UnitID: Timestamp]
    private let moment: Timestamp

    /// Looks at all bindings at a moment.
    package init(of registry: RegistrySnapshot, at moment: Timestamp) {
        var holders: [UnitID: Timestamp] = [:]
        for known in registry.bindings where known.holds(at: moment) && known.binding.use.covers(.tls) {
            let binding = known.binding
            let revoked = known.revocation?.from ?? binding.notAfter
            let end = min(binding.notAfter, binding.period.until ?? binding.notAfter, revoked)
            guard end > moment else { continue }
            holders[binding.holder] = max(holders[binding.holder] ?? end, end)
        }
        var ends: [UnitID: Timestamp] = [:]
        for (holder, end) in holders {
            for unit in registry.units(under: holder, with: .receive, at: moment) {
                ends[unit] = max(ends[unit] ?? end, end)
            }
        }
        self.ends = ends
        self.moment = moment
    }

    /// How many of these units are covered, and the whole days until the first of them no longer is.
    package func count(of units: some Sequence<UnitID>) -> (certified: Int, daysLeft: Int?) {
        let covered = units.compactMap { ends[$0] }
        let days = covered.min().map { Int(($0 - moment).components.seconds / 86_400) }
        return (covered.count, days)
    }
}
