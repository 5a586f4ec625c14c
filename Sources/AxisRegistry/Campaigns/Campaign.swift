// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// A campaign (chiến dịch): who must hand in a list, until when, and what is followed.
package struct Campaign: Hashable, Sendable, Codable {
    /// Which units must answer.
    package enum Scope: Hashable, Sendable, Codable {
        /// All provinces and centrally run cities in effect.
        case provinces
        /// These units and branches.
        case units([UnitPattern])
    }

    /// Its id: a slug such as `cd-101`.
    package let id: String
    /// Its title.
    package let title: String
    /// The decision or telegram it rests on.
    package let legalBasis: String?
    /// Which units must answer.
    package let scope: Scope
    /// The deadline; a list is in time up to and including its whole second.
    package let deadline: Timestamp
    /// What is followed, in the order of the board's columns.
    package let indicators: [Indicator]
    /// When reminders go out: seconds before the deadline, the longest first.
    package let reminders: [Int64]
    /// Whether another administrator than the preparing one must accept a list (bốn mắt).
    package let requiresSecond: Bool
    /// When it was created.
    package let createdAt: Timestamp
    /// By which administrator.
    package let createdBy: String

    /// When reminders go out unless said otherwise: a day, three hours and one hour before the deadline.
    package static let usualReminders: [Int64] = [86_400, 10_800, 3_600]

    /// Makes a campaign of what was asked for.
    ///
    /// - Throws: ``Refusal`` that names the field.
    package init(_ request: CampaignCreateRequest, by administrator: String, at moment: Timestamp) throws(Refusal) {
        try Campaign.check(id: request.id)
        try Campaign.check(title: request.title)
        try UnitRules.check(legalBasis: request.legalBasis)
        guard request.deadline > moment else {
            throw .invalid("deadline", "the deadline has passed already", "thời hạn đã qua")
        }
        let indicators = request.indicators ?? Indicator.allCases
        guard !indicators.isEmpty, Set(indicators).count == indicators.count else {
            throw .invalid(
                "indicators",
                "name at least one indicator, each once",
                "hãy nêu ít nhất một chỉ tiêu, mỗi chỉ tiêu một lần"
            )
        }
        let reminders = request.reminders ?? Campaign.usualReminders
        guard reminders.count <= 10, Set(reminders).count == reminders.count,
            reminders.allSatisfy({ (60...Campaign.longestReminder).contains($0) })
        else {
            throw .invalid(
                "reminders",
                "at most 10 different times, each a minute to 90 days before the deadline",
                "nhiều nhất 10 thời điểm khác nhau, mỗi thời điểm trước thời hạn từ một phút đến 90 ngày"
            )
        }
        id = request.id
        title = request.title
        legalBasis = request.legalBasis
        scope = try Campaign.scope(request.scope)
        deadline = request.deadline
        self.indicators = indicators
        self.reminders = reminders.sorted(by: >)
        requiresSecond = request.requiresSecond ?? false
        createdAt = moment
        createdBy = administrator
    }

    /// Units of a campaign at most: more than the country has provinces and commune-level units. A reminder is one
    /// document to all of them, which has 5,000 recipients at most.
    package static let mostParticipants = 4_000

    private static let longestReminder: Int64 = 90 * 86_400

    private static func check(id: String) throws(Refusal) {
        let isSlug = id.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
        guard (1...40).contains(id.utf8.count), isSlug, id.first != "-", id.last != "-" else {
            throw .invalid(
                "id",
                "an id has 1 to 40 of a-z, 0-9 and hyphens inside",
                "định danh có từ 1 đến 40 ký tự a-z, 0-9 và dấu gạch nối ở giữa"
            )
        }
    }

    private static func check(title: String) throws(Refusal) {
        guard (1...300).contains(title.unicodeScalars.count), title.contains(where: { !$0.isWhitespace }),
            title.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else {
            throw .invalid(
                "title",
                "a title has 1 to 300 characters and no control characters",
                "tiêu đề có từ 1 đến 300 ký tự và không có ký tự điều khiển"
            )
        }
    }

    private static func scope(_ texts: [String]?) throws(Refusal) -> Scope {
        guard let texts, texts != ["provinces"] else { return .provinces }
        let patterns = texts.compactMap { UnitPattern($0) }
        guard (1...1000).contains(texts.count), patterns.count == texts.count else {
            throw .invalid(
                "scope",
                "a scope is \"provinces\" or 1 to 1,000 codes and branches such as H24 and H24.*",
                "phạm vi là \"provinces\" hoặc từ 1 đến 1.000 mã và nhánh như H24 và H24.*"
            )
        }
        return .units(patterns)
    }
}

extension Campaign {
    /// The units that must answer, as the registry stands at a moment, by code.
    ///
    /// - Throws: `not-found` or `recipient-ambiguous` when the scope names a unit that is not one.
    package func participants(
        in registry: RegistrySnapshot,
        at moment: Timestamp
    ) throws(Refusal) -> [RegisteredUnit] {
        var found: [RegisteredUnit] = []
        switch scope {
        case .provinces:
            // Their codes stay what they are, so that the many others need not be looked at as of the moment.
            found = registry.units.filter { $0.code.levelOne == $0.code.text }.map { $0.at(moment) }
                .filter { $0.isProvince && $0.state(at: moment).takesPart }
        case .units(let patterns):
            var ids: Set<UnitID> = []
            for pattern in patterns { ids.formUnion(try registry.units(matching: pattern, at: moment)) }
            found = ids.compactMap { registry.unit($0)?.at(moment) }.filter { $0.state(at: moment).takesPart }
        }
        return found.sorted { $0.code.text < $1.code.text }
    }

    /// The campaign as the interfaces show it.
    package func view(participants: Int) -> CampaignView {
        let scope =
            switch scope {
            case .provinces: ["provinces"]
            case .units(let patterns): patterns.map(\.description)
            }
        return CampaignView(
            id: id,
            title: title,
            legalBasis: legalBasis,
            scope: scope,
            deadline: deadline,
            indicators: indicators,
            reminders: reminders,
            requiresSecond: requiresSecond,
            createdAt: createdAt,
            createdBy: createdBy,
            participants: participants
        )
    }
}

extension RegisteredUnit {
    /// Whether it is a province's People's Committee: kind and level-1 code of group H (QCVN 102:2016).
    package var isProvince: Bool {
        (kind == .province || kind == .city) && code.levelOne == code.text && code.text.hasPrefix("H")
    }
}

extension UnitState {
    /// Whether a unit in this state can be asked for anything.
    fileprivate var takesPart: Bool { self == .active || self == .suspended }
}
