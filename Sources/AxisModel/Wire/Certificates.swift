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
