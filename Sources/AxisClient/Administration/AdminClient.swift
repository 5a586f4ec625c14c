// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

/// An administrator's way to Axis: one call per verb of `axisctl`.
///
/// Over the daemon's Unix socket the caller is known by its Unix user, over HTTPS by its certificate; both must belong
/// to a named administrator with the role that a call needs.
public final class AdminClient: Sendable {
    let connection: ServerConnection

    /// Where a daemon's socket lies when its data directory is `./data`.
    public static let defaultSocket = "./data/run/axisd.sock"

    /// Opens the way over a daemon's Unix socket.
    ///
    /// - Parameter language: the language of the server's sentences: `en` or `vi`.
    public convenience init(socket: String = AdminClient.defaultSocket, language: String = "en") throws(ClientError) {
        self.init(connection: try ServerConnection(unixSocket: socket, language: language))
    }

    /// Opens the way over HTTPS with an administrator's certificate.
    public convenience init(configuration: ClientConfiguration) throws(ClientError) {
        self.init(connection: try ServerConnection(configuration))
    }

    package init(connection: ServerConnection) {
        self.connection = connection
    }

    /// Closes all connections; calls under way fail.
    public func shutdown() async { await connection.shutdown() }
}

/// A list as the administration interface writes it: `{"items": […]}`.
struct ItemList<Item: Decodable>: Decodable {
    var items: [Item]
}
