// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

/// Bounds on what a registration may say.
enum UnitRules {
    /// The most codes that one unit is registered with at once.
    static let mostCodes = 32
    /// QĐ 20 and Decree 30/2020, App. VI: OrganName has at most 200 characters.
    static let longestName = 200
    static let longestField = 500
    /// The most units that succeed one.
    static let mostSuccessors = 500

    static func check(name: String) throws(Refusal) {
        guard isText(name, longest: longestName), name.contains(where: { !$0.isWhitespace }) else {
            throw .invalid(
                "name",
                "a name has 1 to \(longestName) characters and no control characters",
                "tên có từ 1 đến \(longestName) ký tự và không có ký tự điều khiển"
            )
        }
    }

    static func check(_ contact: Contact) throws(Refusal) {
        let fields = [
            ("address", contact.address), ("email", contact.email), ("phone", contact.phone),
            ("website", contact.website),
        ]
        for (field, value) in fields {
            guard value.map({ isText($0, longest: longestField) }) ?? true else {
                throw .invalid(
                    field,
                    "at most \(longestField) characters and no control characters",
                    "nhiều nhất \(longestField) ký tự và không có ký tự điều khiển"
                )
            }
        }
    }

    static func check(adminCode: String?) throws(Refusal) {
        guard let adminCode else { return }
        guard [2, 3, 5].contains(adminCode.utf8.count), adminCode.utf8.allSatisfy({ (48...57).contains($0) }) else {
            throw .invalid(
                "adminCode",
                "a statistical code has 5 digits, a province's 2 (QĐ 19/2025/QĐ-TTg)",
                "mã đơn vị hành chính có 5 chữ số, của tỉnh có 2 (QĐ 19/2025/QĐ-TTg)"
            )
        }
    }

    static func check(_ correction: Correction) throws(Refusal) {
        guard correction != Correction() else {
            throw .invalid("correction", "say what is to be corrected", "hãy nêu nội dung cần đính chính")
        }
        if let name = correction.name { try check(name: name) }
        if let contact = correction.contact { try check(contact) }
        try check(adminCode: correction.adminCode)
    }

    static func check(legalBasis: String?) throws(Refusal) {
        guard legalBasis.map({ isText($0, longest: longestField) }) ?? true else {
            throw .invalid(
                "legalBasis",
                "at most \(longestField) characters and no control characters",
                "nhiều nhất \(longestField) ký tự và không có ký tự điều khiển"
            )
        }
    }

    static func checkReason(_ reason: String) throws(Refusal) {
        guard isText(reason, longest: longestField), reason.contains(where: { !$0.isWhitespace }) else {
            throw .invalid("reason", "say why, in at most \(longestField) characters", "hãy nêu lý do")
        }
    }

    static func checkName(ofAdministrator name: String) throws(Refusal) {
        guard (1...64).contains(name.unicodeScalars.count), isText(name, longest: 64),
            name != RegistryEvent.axisActor, name != "-", name.first?.isWhitespace == false,
            name.last?.isWhitespace == false, !name.contains("/")
        else {
            throw .invalid(
                "name",
                "a name has 1 to 64 characters, no slash or control characters, and is not `axis`",
                "tên có từ 1 đến 64 ký tự, không có gạch chéo hay ký tự điều khiển, và khác `axis`"
            )
        }
    }

    static func check(_ period: Period) throws(Refusal) {
        guard period.until.map({ $0 > period.from }) ?? true else {
            throw .invalid(
                "until",
                "the end is not after the beginning",
                "thời điểm kết thúc không sau thời điểm bắt đầu"
            )
        }
    }

    private static func isText(_ text: String, longest: Int) -> Bool {
        text.utf8.count <= longest * 4 && text.unicodeScalars.count <= longest
            && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }
}
