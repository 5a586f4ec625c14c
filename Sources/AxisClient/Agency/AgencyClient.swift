// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

/// An agency's way to Axis: sends signed envelopes, receives by pull, follows states, keeps proofs.
///
/// ```swift
/// let axis = try AgencyClient(configuration: ClientConfiguration(
///     server: "https://axis.example.vn:8443",
///     authoritiesFile: "ca.pem",
///     certificateFile: "agency.pem",
///     keyFile: "agency.key"
/// ))
/// let submission = try await axis.submit(signedBytes)
/// print(submission.receipt.envelopeId)
/// await axis.shutdown()
/// ```
///
/// Calls that change nothing, and those that the interface makes idempotent, are repeated by the configuration's
/// ``RetryPolicy`` when the server can't be reached or asks for patience; all others are made once.
public final class AgencyClient: Sendable {
    let connection: ServerConnection

    /// Opens the way to a server; connections are made when the first call needs one.
    ///
    /// - Throws: ``ClientError/Kind/argument`` or ``ClientError/Kind/file`` when the certificate, the key or the
    ///   authorities can't be used.
    public convenience init(configuration: ClientConfiguration) throws(ClientError) {
        self.init(connection: try ServerConnection(configuration))
    }

    package init(connection: ServerConnection) {
        self.connection = connection
    }

    /// Closes all connections; calls under way fail.
    public func shutdown() async { await connection.shutdown() }
}
