// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisTransfer
import Glibc

/// The way to one server: addresses, header fields, repetition, and problems read back into errors.
package final class ServerConnection: Sendable {
    private let client: TransferClient
    private let base: String
    private let unixSocket: String?
    private let language: String
    private let retries: RetryPolicy
    private let pause: @Sendable (Duration) async throws -> Void

    /// Opens the way to a server over HTTPS.
    package convenience init(_ configuration: ClientConfiguration) throws(ClientError) {
        var transfer = TransferConfiguration(
            maximumConnections: configuration.maximumConnections,
            maximumConnectionsPerHost: configuration.maximumConnections,
            userAgent: "AxisClient"
        )
        if let file = configuration.authoritiesFile { transfer.trust = .file(file) }
        switch (configuration.certificateFile, configuration.keyFile) {
        case (let certificate?, let key?):
            try Self.checkClosed(key)
            transfer.identity = .files(certificate: certificate, key: key)
        case (nil, nil): break
        default: throw ClientError(.argument, "A client certificate needs its key, and a key its certificate.")
        }
        var base = configuration.server
        while base.hasSuffix("/") { base.removeLast() }
        try self.init(
            transfer,
            base: base,
            unixSocket: nil,
            language: configuration.language,
            retries: configuration.retries
        )
    }

    /// Opens the way to a server behind a Unix socket.
    package convenience init(
        unixSocket: String,
        language: String = "en",
        retries: RetryPolicy = RetryPolicy(),
        pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) throws(ClientError) {
        let transfer = TransferConfiguration(maximumConnectionsPerHost: 4, userAgent: "AxisClient")
        try self.init(
            transfer,
            base: "http://axisd",
            unixSocket: unixSocket,
            language: language,
            retries: retries,
            pause: pause
        )
    }

    private init(
        _ transfer: TransferConfiguration,
        base: String,
        unixSocket: String?,
        language: String,
        retries: RetryPolicy,
        pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) throws(ClientError) {
        do { client = try TransferClient(transfer) } catch { throw ClientError(error) }
        self.base = base
        self.unixSocket = unixSocket
        self.language = language
        self.retries = retries
        self.pause = pause
    }

    /// Closes all connections.
    package func shutdown() async { await client.shutdown() }

    /// Makes a call and gives its `2xx` answer; a call that may be repeated is, by the policy.
    ///
    /// - Throws: the problem that the server answered with, or why there is no answer.
    func perform(_ call: Call) async throws(ClientError) -> TransferResponse {
        try await perform(call) { response throws(ClientError) in response }
    }

    /// Makes a call and reads its `2xx` answer; one that can't be read counts as none.
    func perform<Value>(
        _ call: Call,
        reading read: (TransferResponse) throws(ClientError) -> Value
    ) async throws(ClientError) -> Value {
        var attempt = 1
        while true {
            do throws(ClientError) {
                let response = try await performOnce(call)
                // libcurl takes a connection that ends within the header for a complete answer without a body.
                do throws(ClientError) { return try read(response) } catch {
                    var error = error
                    error.isRetriable = true
                    throw error
                }
            } catch {
                // A refusal says that nothing was done, so such a call may be repeated whatever it does.
                guard call.mayRepeat || error.kind == .refused, let rest = retries.pause(after: attempt, error) else {
                    throw error
                }
                do { try await pause(rest) } catch { throw ClientError(.cancelled, "The call was cancelled.") }
                attempt += 1
            }
        }
    }

    /// Makes a call and reads its JSON answer.
    func value<Value: Decodable>(of call: Call, as type: Value.Type = Value.self) async throws(ClientError) -> Value {
        try await perform(call) { response throws(ClientError) in try JSONText.decode(type, from: response.body) }
    }

    private func performOnce(_ call: Call) async throws(ClientError) -> TransferResponse {
        let request = TransferRequest(
            method: call.method,
            url: base + call.target,
            headers: call.headers + [("Accept-Language", language)],
            body: call.body,
            timeout: call.timeout,
            responseLimit: call.responseLimit,
            unixSocket: unixSocket,
            responseFile: call.responseFile
        )
        let response: TransferResponse
        do { response = try await client.perform(request) } catch { throw ClientError(error) }
        if (200...299).contains(response.status) { return response }
        if call.takesNotModified && response.status == 304 { return response }
        let retryAfter = response.headers["retry-after"].flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
        if let problem = try? JSONText.decode(Problem.self, from: response.body) {
            throw ClientError(problem, retryAfter: retryAfter)
        }
        throw ClientError(
            .unexpected,
            "The server answered \(call.method) \(call.target) with status \(response.status) and no problem.",
            retryAfter: retryAfter,
            isRetriable: (502...504).contains(response.status)
        )
    }

    /// Refuses a key file that its group or others may use.
    private static func checkClosed(_ path: String) throws(ClientError) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw ClientError(.file, "\(path): \(String(cString: strerror(errno))).")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw ClientError(.file, "The private key \(path) is open to others; run: chmod 600 \(path)")
        }
    }
}
