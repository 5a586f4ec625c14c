// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// A secret on its way between a command and Axis: shown by no description, and in JSON a plain text.
public struct SecretText: Hashable, Sendable, Codable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// The secret itself; its UTF-8 bytes are the key of the HMAC.
    public let text: String

    /// Wraps a secret.
    public init(_ text: String) { self.text = text }

    /// A word in its place.
    public var description: String { "(secret)" }
    /// A word in its place.
    public var debugDescription: String { "(secret)" }
    /// Shows no part of it.
    public var customMirror: Mirror { Mirror(self, children: []) }

    /// Decodes a text.
    public init(from decoder: any Decoder) throws {
        text = try decoder.singleValueContainer().decode(String.self)
    }

    /// Encodes the text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

/// A system id (mã hệ thống) of the VXP interface and who holds it; never its secrets.
public struct ClientView: Hashable, Sendable, Codable {
    /// The system id.
    public var systemId: String
    /// The holder's code.
    public var unit: String
    /// `active` or `revoked`.
    public var state: String
    /// The secrets that verify now, the older first; two while one replaces the other.
    public var secrets: [ClientSecretView]
    /// Where requests may come from; nil for anywhere.
    public var from: [AddressRange]?
    /// How old a request's timestamp may be, in seconds; nil for any age.
    public var maximumAge: Int64?
    /// The decision it rests on.
    public var legalBasis: String?
    /// A remark for administrators.
    public var note: String?
    /// When it was added.
    public var addedAt: Timestamp
    /// By whom.
    public var addedBy: String
    /// When it was revoked, if it was.
    public var revokedAt: Timestamp?
    /// Why.
    public var reason: String?

    /// Makes one of its parts.
    public init(
        systemId: String,
        unit: String,
        state: String,
        secrets: [ClientSecretView],
        from: [AddressRange]? = nil,
        maximumAge: Int64? = nil,
        legalBasis: String? = nil,
        note: String? = nil,
        addedAt: Timestamp,
        addedBy: String,
        revokedAt: Timestamp? = nil,
        reason: String? = nil
    ) {
        self.systemId = systemId
        self.unit = unit
        self.state = state
        self.secrets = secrets
        self.from = from
        self.maximumAge = maximumAge
        self.legalBasis = legalBasis
        self.note = note
        self.addedAt = addedAt
        self.addedBy = addedBy
        self.revokedAt = revokedAt
        self.reason = reason
    }
}

/// What may be told of a secret.
public struct ClientSecretView: Hashable, Sendable, Codable {
    /// Its number among all that the system id ever had, from 1.
    public var number: Int
    /// When it was made or taken over.
    public var createdAt: Timestamp
    /// By whom.
    public var createdBy: String
    /// `generated`, or `taken-over` from the agency.
    public var origin: String
    /// Until when it verifies; nil without end.
    public var until: Timestamp?
    /// The key of the key file that it is sealed under.
    public var key: String

    /// Makes one of its parts.
    public init(
        number: Int,
        createdAt: Timestamp,
        createdBy: String,
        origin: String,
        until: Timestamp? = nil,
        key: String
    ) {
        self.number = number
        self.createdAt = createdAt
        self.createdBy = createdBy
        self.origin = origin
        self.until = until
        self.key = key
    }
}

/// Registers a system id.
public struct ClientAddRequest: Hashable, Sendable, Codable {
    /// The system id, 1 to 64 letters, digits and `. _ - : @`.
    public var systemId: String
    /// The holder's code.
    public var unit: String
    /// Where requests may come from.
    public var from: [AddressRange]?
    /// Said in place of `from`: requests may come from anywhere.
    public var anyAddress: Bool?
    /// How old a request's timestamp may be, in seconds; any age when missing.
    public var maximumAge: Int64?
    /// The agency's existing secret, when it is taken over; one is generated when missing.
    public var secret: SecretText?
    /// The decision it rests on.
    public var legalBasis: String?
    /// A remark for administrators.
    public var note: String?

    /// Makes one of its parts.
    public init(
        systemId: String,
        unit: String,
        from: [AddressRange]? = nil,
        anyAddress: Bool? = nil,
        maximumAge: Int64? = nil,
        secret: SecretText? = nil,
        legalBasis: String? = nil,
        note: String? = nil
    ) {
        self.systemId = systemId
        self.unit = unit
        self.from = from
        self.anyAddress = anyAddress
        self.maximumAge = maximumAge
        self.secret = secret
        self.legalBasis = legalBasis
        self.note = note
    }
}

/// What registering or rotating did. The secret is shown here and never again.
public struct ClientSecretReport: Hashable, Sendable, Codable {
    /// The system id.
    public var client: ClientView
    /// The new secret, when Axis generated it.
    public var secret: SecretText?
    /// What the administrator should know, e.g. that a secret taken over is short.
    public var warnings: [String]

    /// Makes one of its parts.
    public init(client: ClientView, secret: SecretText? = nil, warnings: [String] = []) {
        self.client = client
        self.secret = secret
        self.warnings = warnings
    }
}

/// Gives a system id a new secret.
public struct ClientRotateRequest: Hashable, Sendable, Codable {
    /// How long the present secret still verifies, in seconds, up to 90 days; it ends at once when missing.
    public var overlap: Int64?
    /// The agency's own new secret; one is generated when missing.
    public var secret: SecretText?

    /// Makes one of its parts.
    public init(overlap: Int64? = nil, secret: SecretText? = nil) {
        self.overlap = overlap
        self.secret = secret
    }
}

/// Says anew where a system id's requests may come from, and how old they may be.
public struct ClientAddressesRequest: Hashable, Sendable, Codable {
    /// Where requests may come from.
    public var from: [AddressRange]?
    /// Said in place of `from`: requests may come from anywhere.
    public var anyAddress: Bool?
    /// How old a request's timestamp may be, in seconds, 0 for any age; as it was when missing.
    public var maximumAge: Int64?

    /// Makes one of its parts.
    public init(from: [AddressRange]? = nil, anyAddress: Bool? = nil, maximumAge: Int64? = nil) {
        self.from = from
        self.anyAddress = anyAddress
        self.maximumAge = maximumAge
    }
}

/// What sealing one batch of secrets anew did.
public struct ClientRewrapReport: Hashable, Sendable, Codable {
    /// The key that they are sealed under now.
    public var key: String
    /// System ids looked at.
    public var examined: Int
    /// Secrets sealed anew.
    public var rewrapped: Int
    /// System ids with a secret that no key of the file opens; their secrets stay as they were.
    public var unreadable: [String]
    /// What to pass as `after` for the next batch; nil after the last.
    public var next: String?

    /// Makes one of its parts.
    public init(key: String, examined: Int, rewrapped: Int, unreadable: [String] = [], next: String? = nil) {
        self.key = key
        self.examined = examined
        self.rewrapped = rewrapped
        self.unreadable = unreadable
        self.next = next
    }
}
