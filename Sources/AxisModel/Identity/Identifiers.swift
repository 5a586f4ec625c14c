// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// An identifier of one kind of thing, a UUIDv7 inside.
///
/// The tag type makes a delivery's id unusable where an envelope's is meant.
public struct Identifier<Tag>: Hashable, Comparable, Sendable, CustomStringConvertible, LosslessStringConvertible,
    Codable
{
    /// The identifier itself.
    public let uuid: UUIDv7

    /// Wraps an identifier.
    public init(_ uuid: UUIDv7) {
        self.uuid = uuid
    }

    /// Makes a new identifier at a moment.
    public init(at moment: Timestamp, using generator: inout some RandomNumberGenerator) {
        uuid = UUIDv7(at: moment, using: &generator)
    }

    /// Reads the 36-character form.
    public init?(_ description: String) {
        guard let uuid = UUIDv7(description) else { return nil }
        self.uuid = uuid
    }

    /// Reads 16 bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard let uuid = UUIDv7(bytes: bytes) else { return nil }
        self.uuid = uuid
    }

    /// The 16 bytes, most significant first.
    public var bytes: [UInt8] { uuid.bytes }

    /// The 36-character lower-case form.
    public var description: String { uuid.description }

    /// Identifiers sort by their time first.
    public static func < (left: Self, right: Self) -> Bool { left.uuid < right.uuid }

    /// Decodes the 36-character form.
    public init(from decoder: any Decoder) throws {
        uuid = try UUIDv7(from: decoder)
    }

    /// Encodes the 36-character form.
    public func encode(to encoder: any Encoder) throws {
        try uuid.encode(to: encoder)
    }
}

/// The tags of ``Identifier``.
public enum IdentifierTag {
    /// Of a unit in the registry.
    public enum Unit {}
    /// Of an accepted envelope.
    public enum Envelope {}
    /// Of one envelope's way to one recipient.
    public enum Delivery {}
    /// Of one lease of a delivery: a fencing token.
    public enum Lease {}
    /// Of a certificate's binding to a unit.
    public enum Binding {}
    /// Of a right given to a holder over a unit or a branch.
    public enum Grant {}
    /// Of one version of a list handed in.
    public enum Submission {}
    /// Of one drill.
    public enum Drill {}
    /// Of what an agency's system asked of the registry.
    public enum AgencyRequest {}
}

/// A unit's internal identity: its codes may change, this never does.
public typealias UnitID = Identifier<IdentifierTag.Unit>
/// An accepted envelope.
public typealias EnvelopeID = Identifier<IdentifierTag.Envelope>
/// One envelope's way to one recipient.
public typealias DeliveryID = Identifier<IdentifierTag.Delivery>
/// The fencing token of one lease.
public typealias LeaseToken = Identifier<IdentifierTag.Lease>
/// A certificate's binding to a unit.
public typealias BindingID = Identifier<IdentifierTag.Binding>
/// A right given to a holder.
public typealias GrantID = Identifier<IdentifierTag.Grant>
/// One version of a list handed in.
public typealias SubmissionID = Identifier<IdentifierTag.Submission>
/// One drill.
public typealias DrillID = Identifier<IdentifierTag.Drill>
/// What an agency's system asked of the registry.
public typealias AgencyRequestID = Identifier<IdentifierTag.AgencyRequest>
