// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import AxisClient
import AxisCommand

struct ListenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "listen",
        abstract: "Receives by push: saves what Axis brings into a folder.",
        discussion: """
            A small HTTPS server that takes only clients with a certificate under --client-ca, and of those only the \
            certificates in --client-cert: name Axis's there unless the authorities certify nobody else, or every agency \
            with a certificate of theirs can push in Axis's name. Each delivery is on disk before it is answered, and one \
            that comes twice is kept once. Register its address with axisctl endpoint set.

            Example:
              axis listen --port 9443 -o ./received --cert server.pem --key server.key --client-ca ca.pem \
                --client-cert axis-client.pem
            """
    )

    @Option(help: "The address to listen on.")
    var host = "0.0.0.0"

    @Option(help: "The port to listen on.")
    var port = 9443

    @Option(name: [.customShort("o"), .customLong("directory")], help: "The folder to save into.")
    var directory = "./received"

    @Option(help: ArgumentHelp("PEM file of the server's certificate (or AXIS_CERT).", valueName: "file"))
    var cert: String?

    @Option(help: ArgumentHelp("PEM file of its key, mode 0600 (or AXIS_KEY).", valueName: "file"))
    var key: String?

    @Option(help: ArgumentHelp("PEM file of the authorities that vouch for Axis (or AXIS_CA).", valueName: "file"))
    var clientCa: String?

    @Option(
        help: ArgumentHelp("PEM file of the certificates that Axis pushes with (or AXIS_CLIENT).", valueName: "file")
    )
    var clientCert: String?

    @Option(help: "The largest envelope taken, in bytes.")
    var limit = 128 << 20

    @Flag(inversion: .prefixedNo, help: "Saves the attachments too, each under a safe name.")
    var attachments = true

    @OptionGroup var output: OutputOptions

    func run() async throws {
        guard let certificate = cert ?? Environment["AXIS_CERT"], let key = key ?? Environment["AXIS_KEY"] else {
            throw ValidationError("Name the server's certificate and key: --cert FILE --key FILE.")
        }
        guard let authorities = clientCa ?? Environment["AXIS_CA"] else {
            throw ValidationError("Name the authorities that vouch for Axis: --client-ca FILE.")
        }
        let folder = try DeliveryFolder(directory: directory)
        folder.sweepIncoming()
        let receiver = DeliveryReceiver(
            folder: folder,
            limit: limit,
            savesAttachments: attachments,
            isJSON: output.isJSON,
            clock: SystemClock()
        )
        let server = try PushServer(
            certificateFile: certificate,
            keyFile: key,
            authoritiesFile: authorities,
            clientsFile: clientCert ?? Environment["AXIS_CLIENT"],
            receiver: receiver
        )
        try await server.run(host: host, port: port) { port in
            Output.complain("Listening on https://\(host):\(port), saving into \(directory)")
            if !server.isPinned {
                Output.complain(
                    "Whoever has a certificate under \(authorities) can push here; --client-cert narrows it."
                )
            }
        }
    }
}
