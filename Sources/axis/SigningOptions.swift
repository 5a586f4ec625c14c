// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import AxisClient
import AxisCommand

/// The key that signs documents; the one to connect with when none is named.
struct SigningOptions: ParsableArguments {
    @Option(help: ArgumentHelp("PEM file of the certificate to sign with; --cert when missing.", valueName: "file"))
    var signCert: String?

    @Option(help: ArgumentHelp("PEM file of its key; --key when missing.", valueName: "file"))
    var signKey: String?

    @Option(
        help: ArgumentHelp(
            "Where signed envelopes and receipts are kept; ~/.axis when missing.",
            valueName: "directory"
        )
    )
    var stateDir: String?

    func key(_ connection: ConnectionOptions) throws -> EnvelopeSigningKey {
        guard let certificate = signCert ?? connection.certificateFile, let key = signKey ?? connection.keyFile else {
            throw ValidationError("Name the signing key: --sign-key and --sign-cert, or --key and --cert.")
        }
        return try EnvelopeSigningKey(keyFile: key, certificateFile: certificate)
    }

    func outbox() throws -> Outbox {
        try Outbox(directory: stateDir ?? Environment["AXIS_STATE_DIR"] ?? Outbox.defaultDirectory)
    }
}
