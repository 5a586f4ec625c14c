// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisHTTP
import Logging
import ServiceLifecycle
import UnixSignals

/// Reads certificates and trust lists again on SIGHUP; what can't be read leaves the old in force.
///
/// The sealing identity and the listeners' addresses change by a restart only.
struct Reloader: Service {
    let configurationFile: String?
    let environment: [String: String]
    let authenticator: Authenticator
    let tls: TLSContextBox
    /// Of the VXP listener, when it is encrypted.
    let vxpTLS: TLSContextBox?
    let push: PushClient
    let clients: ClientDesk
    let logger: Logger

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
            await reload()
        }
    }

    private func reload() async {
        do {
            let configuration = try DaemonConfiguration(file: configurationFile, environment: environment)
            let material = try Material(configuration)
            try tls.reload(material.server)
            if let vxpTLS, let vxp = material.vxp { try vxpTLS.reload(vxp) }
            authenticator.replaceTrust(material.trust)
            try await push.replace(material.push)
            try await clients.reload(keys: material.sealingKeys)
            clients.logFaults(logger)
            logger.notice("certificates and trust lists were read again")
        } catch {
            logger.error("reloading failed; the old certificates and trust lists stay", metadata: ["error": "\(error)"])
        }
    }
}

extension Reloader: CustomStringConvertible {
    /// The word alone: the service group logs its services, and the environment may hold secrets.
    var description: String { "reloader" }
}
