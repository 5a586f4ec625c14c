// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// Where a client connects to, whom it trusts and who it is.
public struct ClientConfiguration: Hashable, Sendable {
    /// The server, e.g. `https://axis.example.vn:8443`; a path in it is put before every call's own.
    public var server: String
    /// A PEM file with the authorities that may vouch for the server; the system's when nil.
    public var authoritiesFile: String?
    /// A PEM file with the client's certificate and its intermediates.
    public var certificateFile: String?
    /// A PEM file with the certificate's unencrypted key, closed to others (mode 0600).
    public var keyFile: String?
    /// The language of the server's sentences: `en` or `vi`.
    public var language: String
    /// How often, and after what pauses, a call that may be repeated is repeated.
    public var retries: RetryPolicy
    /// How many calls may have a connection of their own at once.
    public var maximumConnections: Int

    /// Makes a configuration.
    public init(
        server: String,
        authoritiesFile: String? = nil,
        certificateFile: String? = nil,
        keyFile: String? = nil,
        language: String = "en",
        retries: RetryPolicy = RetryPolicy(),
        maximumConnections: Int = 16
    ) {
        self.server = server
        self.authoritiesFile = authoritiesFile
        self.certificateFile = certificateFile
        self.keyFile = keyFile
        self.language = language
        self.retries = retries
        self.maximumConnections = maximumConnections
    }
}

/// How a call that is safe to repeat is repeated: pauses that double, or what the server asks for.
///
/// | after attempt | 1 | 2 | 3 | 4 |
/// |---|---|---|---|---|
/// | pause by default | 0.5 s | 1 s | 2 s | the failure is reported |
public struct RetryPolicy: Hashable, Sendable {
    /// The most attempts, the first included.
    public var attempts: Int
    /// The pause after the first attempt.
    public var firstPause: Duration
    /// The longest pause; a server that asks for a longer one ends the attempts.
    public var longestPause: Duration

    /// Makes a policy.
    public init(attempts: Int = 4, firstPause: Duration = .milliseconds(500), longestPause: Duration = .seconds(30)) {
        self.attempts = attempts
        self.firstPause = firstPause
        self.longestPause = longestPause
    }

    /// One attempt only.
    public static let never = RetryPolicy(attempts: 1)

    /// The pause before the next attempt, or nil when there is none.
    ///
    /// - Parameters:
    ///   - attempt: the attempt that failed, from 1.
    ///   - error: how it failed.
    func pause(after attempt: Int, _ error: ClientError) -> Duration? {
        guard error.isRetriable, attempt < attempts else { return nil }
        if let seconds = error.retryAfter {
            let asked = Duration.seconds(seconds)
            return asked <= longestPause ? asked : nil
        }
        return min(firstPause * (1 << min(attempt - 1, 16)), longestPause)
    }
}
