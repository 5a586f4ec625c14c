// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
package import AxisClient
import Glibc

/// What every command of an administrator takes.
package struct AdminOptions: ParsableArguments, Sendable {
    @Option(help: ArgumentHelp("PEM file of the administrator's certificate, with --server.", valueName: "file"))
    package var cert: String?

    @OptionGroup var common: CommonAdminOptions

    package init() {}

    /// Whether programs read the output.
    package var isJSON: Bool { common.output == .json }

    /// Does work with a client and closes it afterwards.
    package func withClient<Value>(_ work: (AdminClient) async throws -> Value) async throws -> Value {
        try await common.withClient(certificate: cert, work)
    }
}

/// The same for a command whose own `--cert` is something else.
package struct AdminOptionsWithoutCert: ParsableArguments, Sendable {
    @Option(help: ArgumentHelp("PEM file of the caller's own certificate, with --server.", valueName: "file"))
    package var clientCert: String?

    @OptionGroup var common: CommonAdminOptions

    package init() {}

    /// Whether programs read the output.
    package var isJSON: Bool { common.output == .json }

    /// Does work with a client and closes it afterwards.
    package func withClient<Value>(_ work: (AdminClient) async throws -> Value) async throws -> Value {
        try await common.withClient(certificate: clientCert, work)
    }
}

/// What both have in common.
struct CommonAdminOptions: ParsableArguments, Sendable {
    @Option(help: ArgumentHelp("The daemon's Unix socket (or AXIS_SOCKET).", valueName: "path"))
    var socket: String?

    @Option(help: ArgumentHelp("The server, in place of the socket.", valueName: "url"))
    var server: String?

    @Option(help: ArgumentHelp("PEM file of the certificate's key, mode 0600.", valueName: "file"))
    var key: String?

    @Option(help: ArgumentHelp("PEM file of the authorities that vouch for the server.", valueName: "file"))
    var ca: String?

    @Option(help: "table for people, json for programs.")
    var output: OutputFormat = .table

    func validate() throws {
        guard socket == nil || server == nil else { throw ValidationError("Give --socket or --server, not both.") }
    }

    func withClient<Value>(
        certificate: String?,
        _ work: (AdminClient) async throws -> Value
    ) async throws -> Value {
        let client = try makeClient(certificate)
        do {
            let value = try await work(client)
            await client.shutdown()
            return value
        } catch {
            await client.shutdown()
            throw error
        }
    }

    private func makeClient(_ certificate: String?) throws -> AdminClient {
        // AXIS_SERVER is not looked at: it is an agency's, and the socket stays the default beside it.
        if let server {
            return try AdminClient(
                configuration: ClientConfiguration(
                    server: server,
                    authoritiesFile: ca ?? Environment["AXIS_CA"],
                    certificateFile: certificate ?? Environment["AXIS_CERT"],
                    keyFile: key ?? Environment["AXIS_KEY"],
                    language: Environment.language
                )
            )
        }
        let path = socket ?? Environment["AXIS_SOCKET"] ?? AdminClient.defaultSocket
        guard access(path, F_OK) == 0 else {
            throw CommandFailure(
                "There is no daemon's socket at \(path). Is axisd running? Name its socket with --socket PATH."
            )
        }
        return try AdminClient(socket: path, language: Environment.language)
    }
}
