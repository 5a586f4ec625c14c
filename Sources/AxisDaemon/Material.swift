// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisEvidence
import AxisHTTP
import AxisModel
import AxisSignature
import AxisTransfer

/// Keys, certificates and trust lists as the configuration names them; read at start and again on SIGHUP.
struct Material: Sendable {
    let trust: TrustLists
    let sealing: SigningIdentity
    let server: TLSMaterial
    /// What the VXP listener shows itself with; nil when it is off, or plain.
    let vxp: TLSMaterial?
    let push: TransferConfiguration
    /// The keys of the key file, when one is configured.
    let sealingKeys: SealingKeys?

    /// Reads and checks everything.
    ///
    /// - Throws: `SignatureError` with a sentence that names the file and the mend.
    init(_ configuration: DaemonConfiguration) throws(SignatureError) {
        let policy: RevocationPolicy = configuration.revocationIsHard ? .hard : .soft
        trust = TrustLists(
            tls: try TrustList.load(configuration.trustConnecting, use: .tls, revocationPolicy: policy),
            sign: try TrustList.load(configuration.trustSigning, use: .sign, revocationPolicy: policy)
        )
        sealing = try SigningIdentity(
            keyFile: configuration.sealing.key,
            certificateFile: configuration.sealing.certificate
        )
        // Read here for its checks alone: the mode of the file, and that key and certificate belong together.
        _ = try SigningIdentity(
            keyFile: configuration.server.key,
            certificateFile: configuration.server.certificate
        )
        _ = try SigningIdentity(keyFile: configuration.push.key, certificateFile: configuration.push.certificate)
        server = TLSMaterial(
            certificateFile: configuration.server.certificate,
            keyFile: configuration.server.key,
            trust: trust.tls
        )
        if configuration.vxpPort != nil, let identity = configuration.vxpIdentity {
            _ = try SigningIdentity(keyFile: identity.key, certificateFile: identity.certificate)
            vxp = TLSMaterial(certificateFile: identity.certificate, keyFile: identity.key, trust: nil)
        } else {
            vxp = nil
        }
        var transfer = TransferConfiguration(
            trust: .file(configuration.trustEndpoints),
            identity: .files(certificate: configuration.push.certificate, key: configuration.push.key)
        )
        transfer.maximumConnections = configuration.pushConnections
        transfer.maximumConnectionsPerHost = configuration.pushWindow
        push = transfer
        sealingKeys = try configuration.vxpKeyFile.map { path throws(SignatureError) in
            try KeyFile.read(path, outside: configuration.dataDirectory)
        }
    }
}
