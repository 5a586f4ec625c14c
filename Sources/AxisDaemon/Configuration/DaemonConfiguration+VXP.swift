// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

extension DaemonConfiguration {
    /// Where document systems connect when only the key file is named.
    static let usualVXPPort = 8480

    /// Whom the VXP listener shows itself as; nil for plain HTTP, which is for document systems on the same machine.
    ///
    /// Everywhere else a request that somebody reads on its way would open an inbox for ever, since its signature
    /// covers neither method nor moment: there is no setting for plain HTTP, and without an identity of its own the
    /// listener takes the agency listener's.
    package var vxpIdentity: Identity? {
        if let vxpCertificate, let vxpKey { return Identity(certificate: vxpCertificate, key: vxpKey) }
        return Self.isLoopback(vxpHost) ? nil : server
    }

    /// What is wrong with the settings of the VXP listener, in the words of its keys.
    package var vxpFault: (key: String, reason: String)? {
        if (vxpCertificate == nil) != (vxpKey == nil) {
            let missing = vxpKey == nil ? "vxp.key" : "vxp.certificate"
            return (missing, "vxp.certificate and vxp.key belong together; give both or neither")
        }
        guard vxpKeyFile == nil, vxpPort != nil || vxpCertificate != nil else { return nil }
        return (
            "vxp.keyFile",
            "\(vxpPort == nil ? "vxp.certificate" : "vxp.port") is set, but no system can sign in without a key file; "
                + "make one with `axisctl client new-key /etc/axis/vxp.keys` and name it here"
        )
    }

    /// Whether a host names the machine itself.
    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || IPAddress(host)?.isLoopback == true
    }
}
