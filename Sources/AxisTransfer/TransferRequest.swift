// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// One HTTP/1.1 request: what to send where, and how long and how much to wait for.
package struct TransferRequest: Sendable {
    /// The request's body.
    package enum Body: Sendable {
        /// No body.
        case none
        /// These bytes.
        case bytes([UInt8])
        /// A file's first `size` bytes, read while they are sent.
        case file(path: String, size: Int64)

        /// How many bytes the body has; nil when there is none.
        var size: Int64? {
            switch self {
            case .none: nil
            case .bytes(let bytes): Int64(bytes.count)
            case .file(_, let size): size
            }
        }
    }

    /// Below this speed, in both directions together, for this long, a transfer is given up as timed out.
    ///
    /// Waiting for an answer counts as speed 0, so a long poll must not set it.
    package struct SpeedLimit: Sendable {
        /// Bytes per second.
        package var bytesPerSecond: Int
        /// How long, in whole seconds.
        package var seconds: Int

        /// Makes a limit.
        package init(bytesPerSecond: Int, seconds: Int) {
            self.bytesPerSecond = bytesPerSecond
            self.seconds = seconds
        }
    }

    /// The method, an HTTP token in capitals.
    package var method: String
    /// The address: `https`, or `http` where ``TransferConfiguration/allowsPlainLoopback`` or a Unix socket allows it.
    package var url: String
    /// Header fields in order. `Host`, `Content-Length` and `Expect` are the client's own business.
    package var headers: [(String, String)]
    /// The body.
    package var body: Body
    /// How long making the connection may take, TLS included.
    package var connectTimeout: Duration
    /// How long the whole request may take, from asking for it to the last byte.
    package var timeout: Duration
    /// The slowest bearable speed; nil for none.
    package var speedLimit: SpeedLimit?
    /// The most bytes of response body that are taken, in memory or in a file.
    package var responseLimit: Int
    /// The path of a Unix socket to connect to in place of the address's host.
    package var unixSocket: String?
    /// Where the body of a `2xx` answer goes: a file made (0600) or overwritten; other answers stay in memory.
    package var responseFile: String?

    /// Makes a request.
    package init(
        method: String = "GET",
        url: String,
        headers: [(String, String)] = [],
        body: Body = .none,
        connectTimeout: Duration = .seconds(10),
        timeout: Duration = .seconds(60),
        speedLimit: SpeedLimit? = nil,
        responseLimit: Int = 1 << 20,
        unixSocket: String? = nil,
        responseFile: String? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.connectTimeout = connectTimeout
        self.timeout = timeout
        self.speedLimit = speedLimit
        self.responseLimit = responseLimit
        self.unixSocket = unixSocket
        self.responseFile = responseFile
    }
}
