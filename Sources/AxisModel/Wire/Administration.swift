// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// A certificate's binding.
public struct BindingView: Hashable, Sendable, Codable {
    /// Its identity.
    public var id: BindingID
    /// The holder's code.
    public var unit: String
    /// SHA-256 of the certificate.
    public var fingerprint: Digest256
    /// The certificate's subject.
    public var subject: String
    /// `tls`, `sign` or `both`.
    public var use: String
    /// From when it holds.
    public var from: Timestamp
    /// Until when.
    public var until: Timestamp?
    /// When the certificate itself ends.
    public var certificateEnd: Timestamp
    /// Whether it was revoked.
    public var revoked: Bool

    /// Makes one of its parts.
    public init(
        id: BindingID,
        unit: String,
        fingerprint: Digest256,
        subject: String,
        use: String,
        from: Timestamp,
        until: Timestamp? = nil,
        certificateEnd: Timestamp,
        revoked: Bool
    ) {
        self.id = id
        self.unit = unit
        self.fingerprint = fingerprint
        self.subject = subject
        self.use = use
        self.from = from
        self.until = until
        self.certificateEnd = certificateEnd
        self.revoked = revoked
    }
}

/// Binds a certificate to a unit.
public struct BindingAddRequest: Hashable, Sendable, Codable {
    /// The holder's code.
    public var unit: String
    /// The certificate, PEM.
    public var certificate: String
    /// `tls`, `sign` or `both`.
    public var use: String
    /// From when; now when missing.
    public var from: Timestamp?
    /// Until when; without end when missing.
    public var until: Timestamp?
    /// The decision it rests on.
    public var legalBasis: String?

    /// Makes one of its parts.
    public init(
        unit: String,
        certificate: String,
        use: String,
        from: Timestamp? = nil,
        until: Timestamp? = nil,
        legalBasis: String? = nil
    ) {
        self.unit = unit
        self.certificate = certificate
        self.use = use
        self.from = from
        self.until = until
        self.legalBasis = legalBasis
    }
}

/// Ends a binding or a grant.
public struct RevokeRequest: Hashable, Sendable, Codable {
    /// Why.
    public var reason: String

    /// Makes one of its parts.
    public init(reason: String) {
        self.reason = reason
    }
}

/// Rights of a holder over a unit or a branch.
public struct GrantView: Hashable, Sendable, Codable {
    /// Its identity.
    public var id: GrantID
    /// The holder's code.
    public var holder: String
    /// The unit or branch.
    public var over: UnitPattern
    /// Out of `send`, `receive`, `sign`, `submit`.
    public var rights: [String]
    /// From when it holds.
    public var from: Timestamp
    /// Until when.
    public var until: Timestamp?
    /// The decision it rests on.
    public var legalBasis: String?
    /// Whether it was revoked.
    public var revoked: Bool

    /// Makes one of its parts.
    public init(
        id: GrantID,
        holder: String,
        over: UnitPattern,
        rights: [String],
        from: Timestamp,
        until: Timestamp? = nil,
        legalBasis: String? = nil,
        revoked: Bool
    ) {
        self.id = id
        self.holder = holder
        self.over = over
        self.rights = rights
        self.from = from
        self.until = until
        self.legalBasis = legalBasis
        self.revoked = revoked
    }
}

/// Gives a holder rights.
public struct GrantAddRequest: Hashable, Sendable, Codable {
    /// The holder's code.
    public var holder: String
    /// The unit or branch.
    public var over: UnitPattern
    /// Out of `send`, `receive`, `sign`, `submit`.
    public var rights: [String]
    /// The decision it rests on.
    public var legalBasis: String
    /// From when; now when missing.
    public var from: Timestamp?
    /// Until when; without end when missing.
    public var until: Timestamp?

    /// Makes one of its parts.
    public init(
        holder: String,
        over: UnitPattern,
        rights: [String],
        legalBasis: String,
        from: Timestamp? = nil,
        until: Timestamp? = nil
    ) {
        self.holder = holder
        self.over = over
        self.rights = rights
        self.legalBasis = legalBasis
        self.from = from
        self.until = until
    }
}

/// A named administrator.
public struct AdministratorView: Hashable, Sendable, Codable {
    /// The name.
    public var name: String
    /// Out of `registrar`, `operator`, `auditor`.
    public var roles: [String]
    /// The Unix user that may call over the socket.
    public var uid: UInt32?
    /// SHA-256 of the certificate that may call over HTTPS.
    public var fingerprint: Digest256?

    /// Makes one of its parts.
    public init(name: String, roles: [String], uid: UInt32? = nil, fingerprint: Digest256? = nil) {
        self.name = name
        self.roles = roles
        self.uid = uid
        self.fingerprint = fingerprint
    }
}

/// Adds or replaces a named administrator.
public struct AdministratorAddRequest: Hashable, Sendable, Codable {
    /// The name.
    public var name: String
    /// Out of `registrar`, `operator`, `auditor`.
    public var roles: [String]
    /// The Unix user that may call over the socket.
    public var uid: UInt32?
    /// The certificate that may call over HTTPS, PEM.
    public var certificate: String?

    /// Makes one of its parts.
    public init(name: String, roles: [String], uid: UInt32? = nil, certificate: String? = nil) {
        self.name = name
        self.roles = roles
        self.uid = uid
        self.certificate = certificate
    }
}

/// What waits for one destination, why, and until when.
public struct QueueView: Hashable, Sendable, Codable {
    /// The code of the unit that the destination belongs to.
    public var unit: String
    /// Its name.
    public var name: String
    /// `pull`, or the push endpoint's URL.
    public var route: String
    /// Deliveries queued or under way.
    public var waiting: Int
    /// The same by age: under 5 min, 1 h, 4 h, 1 d, 3 d, older.
    public var ages: [Int]
    /// Deliveries held.
    public var held: Int
    /// Deliveries quarantined.
    public var quarantined: Int
    /// When the oldest was accepted.
    public var oldest: Timestamp?
    /// Why it waits, in a sentence.
    public var why: String
    /// Until when, if that is known.
    public var until: Timestamp?
    /// `closed`, `open` or `half-open`; `-` for pull.
    public var circuit: String
    /// Deliveries that may be under way at once; 0 for pull.
    public var window: Int
    /// Deliveries under way.
    public var inFlight: Int
    /// The last error of the endpoint.
    public var lastError: String?

    /// Makes one of its parts.
    public init(
        unit: String,
        name: String,
        route: String,
        waiting: Int,
        ages: [Int],
        held: Int,
        quarantined: Int,
        oldest: Timestamp? = nil,
        why: String,
        until: Timestamp? = nil,
        circuit: String,
        window: Int,
        inFlight: Int,
        lastError: String? = nil
    ) {
        self.unit = unit
        self.name = name
        self.route = route
        self.waiting = waiting
        self.ages = ages
        self.held = held
        self.quarantined = quarantined
        self.oldest = oldest
        self.why = why
        self.until = until
        self.circuit = circuit
        self.window = window
        self.inFlight = inFlight
        self.lastError = lastError
    }
}

/// All queues.
public struct QueueList: Hashable, Sendable, Codable {
    /// The queues, the fullest first.
    public var items: [QueueView]

    /// Makes one of its parts.
    public init(items: [QueueView]) {
        self.items = items
    }
}

/// Asks for something to be done with deliveries.
public struct QueueActionRequest: Hashable, Sendable, Codable {
    /// All of a unit's or branch's; or
    public var unit: String?
    /// these.
    public var deliveries: [DeliveryID]?
    /// Why, for the histories; asked for by hold and purge.
    public var note: String?
    /// At most so many in one call, 1 to 1,000.
    public var limit: Int?

    /// Makes one of its parts.
    public init(unit: String? = nil, deliveries: [DeliveryID]? = nil, note: String? = nil, limit: Int? = nil) {
        self.unit = unit
        self.deliveries = deliveries
        self.note = note
        self.limit = limit
    }
}

/// What was done.
public struct QueueActionResult: Hashable, Sendable, Codable {
    /// Deliveries changed.
    public var changed: Int
    /// Deliveries that the action does not apply to.
    public var skipped: Int
    /// Whether more are left: call again.
    public var more: Bool

    /// Makes one of its parts.
    public init(changed: Int, skipped: Int, more: Bool) {
        self.changed = changed
        self.skipped = skipped
        self.more = more
    }
}

/// One line of the audit log.
public struct AuditView: Hashable, Sendable, Codable {
    /// Its place in the log.
    public var sequence: Int64
    /// When.
    public var at: Timestamp
    /// Who.
    public var actor: String
    /// What was done.
    public var action: String
    /// What it was done to.
    public var subject: String
    /// The state before, JSON.
    public var before: String?
    /// The state after, JSON.
    public var after: String?

    /// Makes one of its parts.
    public init(
        sequence: Int64,
        at: Timestamp,
        actor: String,
        action: String,
        subject: String,
        before: String? = nil,
        after: String? = nil
    ) {
        self.sequence = sequence
        self.at = at
        self.actor = actor
        self.action = action
        self.subject = subject
        self.before = before
        self.after = after
    }
}

/// A page of the audit log.
public struct AuditPage: Hashable, Sendable, Codable {
    /// The lines, oldest first.
    public var items: [AuditView]
    /// What to pass as `after` for the next page; nil on the last.
    public var next: String?

    /// Makes one of its parts.
    public init(items: [AuditView], next: String? = nil) {
        self.items = items
        self.next = next
    }
}

/// Asks for a backup.
public struct BackupRequest: Hashable, Sendable, Codable {
    /// A new directory on the daemon's machine.
    public var directory: String

    /// Makes one of its parts.
    public init(directory: String) {
        self.directory = directory
    }
}

/// What a backup holds.
public struct BackupReport: Hashable, Sendable, Codable {
    /// The directory.
    public var directory: String
    /// Leaves in its evidence log.
    public var logSize: Int64
    /// Payload files copied.
    public var objects: Int
    /// Bytes in all.
    public var bytes: Int64

    /// Makes one of its parts.
    public init(directory: String, logSize: Int64, objects: Int, bytes: Int64) {
        self.directory = directory
        self.logSize = logSize
        self.objects = objects
        self.bytes = bytes
    }
}

/// One finding of `check-store` or `doctor`.
public struct CheckFinding: Hashable, Sendable, Codable {
    /// What was looked at.
    public var subject: String
    /// `ok`, `warning` or `fault`.
    public var level: String
    /// What was found, and what to do.
    public var detail: String

    /// Makes one of its parts.
    public init(subject: String, level: String, detail: String) {
        self.subject = subject
        self.level = level
        self.detail = detail
    }
}

/// The findings of `check-store` or `doctor`.
public struct CheckReport: Hashable, Sendable, Codable {
    /// The findings.
    public var findings: [CheckFinding]

    /// Makes one of its parts.
    public init(findings: [CheckFinding]) {
        self.findings = findings
    }
}
