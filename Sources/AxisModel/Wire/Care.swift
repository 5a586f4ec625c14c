// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

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
