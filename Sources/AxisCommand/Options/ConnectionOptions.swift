// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
package import AxisClient
import Glibc

/// What every command of an agency takes.
package struct ConnectionOptions: ParsableArguments, Sendable {
    @Option(help: ArgumentHelp("The server, e.g. https://axis.example.vn:8443 (or AXIS_SERVER).", valueName: "url"))
    package var server: String?

    @Option(
        help: ArgumentHelp("PEM file of the authorities that vouch for the server (or AXIS_CA).", valueName: "file")
    )
    package var ca: String?

    @Option(help: ArgumentHelp("PEM file of the certificate to connect with (or AXIS_CERT).", valueName: "file"))
    package var cert: String?

    @Option(help: ArgumentHelp("PEM file of its key, mode 0600 (or AXIS_KEY).", valueName: "file"))
    package var key: String?

    package init() {}

    /// The configuration that options and environment give.
    package var configuration: ClientConfiguration {
        get throws {
            guard let server = server ?? Environment["AXIS_SERVER"] else {
                throw ValidationError("Name the server: --server URL, or AXIS_SERVER in the environment.")
            }
            return ClientConfiguration(
                server: server,
                authoritiesFile: ca ?? Environment["AXIS_CA"],
                certificateFile: certificateFile,
                keyFile: keyFile,
                language: Environment.language
            )
        }
    }

    /// The certificate to connect with.
    package var certificateFile: String? { cert ?? Environment["AXIS_CERT"] }

    /// Its key.
    package var keyFile: String? { key ?? Environment["AXIS_KEY"] }

    /// Does work with a client and closes it afterwards.
    package func withClient<Value>(_ work: (AgencyClient) async throws -> Value) async throws -> Value {
        let client = try AgencyClient(configuration: configuration)
        do {
            let value = try await work(client)
            await client.shutdown()
            return value
        } catch {
            await client.shutdown()
            throw error
        }
    }
}

/// How every command writes.
package struct OutputOptions: ParsableArguments, Sendable {
    @Option(help: "table for people, json for programs.")
    package var output: OutputFormat = .table

    package init() {}

    /// Whether programs read the output.
    package var isJSON: Bool { output == .json }
}

/// What every command of an administrator takes.
package struct AdminOptions: ParsableArguments, Sendable {
    @Option(help: ArgumentHelp("The daemon's Unix socket (or AXIS_SOCKET).", valueName: "path"))
    package var socket: String?

    @Option(help: ArgumentHelp("The server, in place of the socket (or AXIS_SERVER).", valueName: "url"))
    package var server: String?

    @Option(help: ArgumentHelp("PEM file of the administrator's certificate, with --server.", valueName: "file"))
    package var cert: String?

    @Option(help: ArgumentHelp("PEM file of its key, mode 0600.", valueName: "file"))
    package var key: String?

    @Option(help: ArgumentHelp("PEM file of the authorities that vouch for the server.", valueName: "file"))
    package var ca: String?

    @Option(help: "table for people, json for programs.")
    package var output: OutputFormat = .table

    package init() {}

    /// Whether programs read the output.
    package var isJSON: Bool { output == .json }

    /// Does work with a client and closes it afterwards.
    package func withClient<Value>(_ work: (AdminClient) async throws -> Value) async throws -> Value {
        let client = try makeClient()
        do {
            let value = try await work(client)
            await client.shutdown()
            return value
        } catch {
            await client.shutdown()
            throw error
        }
    }

    private func makeClient() throws -> AdminClient {
        if socket == nil, let server = server ?? Environment["AXIS_SERVER"] {
            return try AdminClient(
                configuration: ClientConfiguration(
                    server: server,
                    authoritiesFile: ca ?? Environment["AXIS_CA"],
                    certificateFile: cert ?? Environment["AXIS_CERT"],
                    keyFile: key ?? Environment["AXIS_KEY"],
                    language: Environment.language
                )
            )
        }
        guard server == nil else { throw ValidationError("Give either --socket or --server, not both.") }
        let path = socket ?? Environment["AXIS_SOCKET"] ?? AdminClient.defaultSocket
        guard access(path, F_OK) == 0 else {
            throw CommandFailure(
                "There is no daemon's socket at \(path). Is axisd running? Name its socket with --socket PATH."
            )
        }
        return try AdminClient(socket: path, language: Environment.language)
    }
}
