// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// What a request asks for: read from the signed header alone, after it was verified, and with the case of its names.
///
/// The SDK keeps the headers of earlier calls, so a request is full of stale ones: a method looks only at what it needs.
/// An HTTP header map would join `docId` and `docid`, which come together, or take the wrong one.
package struct VXPParameters: Hashable, Sendable {
    private let members: [String: String]

    /// The prefix of all names.
    private static let prefix = "XroadVnpt-"

    /// Reads the parameters of a signed header.
    ///
    /// - Parameter signHeader: the bytes that the signature covers; nothing in them is to be believed before it is
    ///   verified.
    /// - Throws: VXPError when they are no JSON object of texts, or were damaged on the way.
    package init(signHeader: [UInt8]) throws(VXPError) {
        if let damage = VXPError.damage(in: signHeader) { throw damage }
        guard let object = SignedObject(parsing: signHeader) else { throw .unreadableHeader }
        members = object.members
    }

    /// A parameter, as long as it is there and not empty.
    private func value(_ name: String) -> String? {
        guard let value = members[Self.prefix + name], !value.isEmpty else { return nil }
        return value
    }

    /// What the header says who signs; must be the system id that was looked up.
    package var systemID: String? { value("systemid") }

    /// When the caller's SDK was started, by its clock; nil when unreadable.
    package var signedAt: Timestamp? { value("timestamp").flatMap(VXPTime.timestamp) }

    /// Whether status packages are meant, and not documents; documents when nothing is said.
    package var messageType: VXPMessageType? {
        guard let text = value("messagetype") else { return .document }
        return VXPMessageType(text: text)
    }

    /// The item of the queue that is meant, e.g. by getEdoc: `docId`, else `docid`.
    package var documentID: String? { value("docId") ?? value("docid") }

    /// The items that updateStatus may mean: one, or two when both spellings came and differ. Then the one that waits
    /// and was fetched last is meant.
    package var documentIDs: [String] {
        let both = [value("docId"), value("docid")].compactMap { $0 }
        return both.count == 2 && both[0] == both[1] ? [both[0]] : both
    }

    /// What updateStatus reports.
    package var status: VXPItemStatus? { value("status").flatMap { VXPItemStatus(rawValue: $0.lowercased()) } }

    /// Why, in free text.
    package var description: String? { value("description") }

    /// The sender of sendEdoc as the header names it.
    package var from: String? { value("from") }

    /// The recipients of sendEdoc as the header names them; empty when it names none.
    ///
    /// - Throws: VXPError when there are more than documents may have.
    package func recipients(atMost most: Int) throws(VXPError) -> [String] {
        let codes = RecipientText.codes(in: value("to") ?? "")
        guard codes.count <= most else { throw .tooManyRecipients(most) }
        return codes
    }

    /// SHA-256 of the document as the SDK writes it.
    package var fileHash: String? { value("hash-file") }

    /// From when items are listed; an unreadable one is ignored, as its form is nowhere laid down.
    package var fromDate: Timestamp? { value("fromDate").flatMap { VXPTime.moment($0, endOfDay: false) } }

    /// Up to when items are listed.
    package var toDate: Timestamp? { value("toDate").flatMap { VXPTime.moment($0, endOfDay: true) } }

    /// How many items a page has, when pages are asked for; at most `most`.
    package func pageSize(atMost most: Int) -> Int? {
        value("pageSize").flatMap(Int.init).flatMap { $0 > 0 ? min($0, most) : nil }
    }

    /// Which page, from 1; 0 is the first as well.
    package var pageIndex: Int { max(1, value("pageIndex").flatMap(Int.init) ?? 1) }

    /// The level of agencies asked for.
    package var level: Int? { value("level").flatMap(Int.init) }

    /// The agency that deleteAgency means.
    package var agencyCode: String? { value("AgencyCode") }
}

/// What kind of message is meant (`messagetype`).
package enum VXPMessageType: String, Hashable, Sendable {
    /// A document.
    case document = "edoc"
    /// A status package.
    case status

    /// Reads the text, in any case.
    package init?(text: String) { self.init(rawValue: text.lowercased()) }
}

/// What a recipient says about an item of its queue; not to be confused with status packages.
package enum VXPItemStatus: String, Hashable, Sendable {
    /// It has it; the item leaves the list.
    case done
    /// It could not take it; the item stays, a few times.
    case fail
    /// It is at work; the item stays.
    case processing
}
