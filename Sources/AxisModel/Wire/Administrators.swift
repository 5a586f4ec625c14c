// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

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
