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
