// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import AxisVXP
import HTTPTypes

/// The head of a VXP request as far as it says who calls and what for.
///
/// Only three headers are looked at: all else is read from what was signed.
struct VXPHead {
    /// Who says to call.
    let call: VXPSignedCall
    /// What is asked for; to be believed once the call is.
    let parameters: VXPParameters

    /// Reads the head of a request.
    init(_ fields: HTTPFields, over connection: Connection) throws(VXPError) {
        // The bytes as they came: the signature was made over UTF-8, and no text of them is the same for certain.
        let signHeader = try fields.only(.vxpSignHeader).withUnsafeBytesOfValue { Array($0) }
        let systemID = try fields.only(.vxpSystemID).value
        let hashHeader = try fields.only(.vxpHashHeader).value
        parameters = try VXPParameters(signHeader: signHeader)
        guard parameters.systemID == systemID else { throw .otherSystem }
        guard let address = IPAddress(connection.source) else {
            throw VXPError(.systemError, english: "unknown address", vietnamese: "không rõ địa chỉ")
        }
        call = VXPSignedCall(
            systemID: systemID,
            signHeader: signHeader,
            hashHeader: hashHeader,
            signedAt: parameters.signedAt,
            address: address,
            isTLS: connection.isEncrypted
        )
    }
}

extension HTTPFields {
    /// The only field of a name; twice would leave open which one was signed.
    fileprivate func only(_ name: HTTPField.Name) throws(VXPError) -> HTTPField {
        let fields = self[fields: name]
        guard fields.count == 1, let field = fields.first else { throw .oneHeader(name.rawName) }
        return field
    }
}

extension HTTPField.Name {
    private static func known(_ name: String) -> Self {
        guard let field = Self(name) else { preconditionFailure("\(name) is no field name") }
        return field
    }

    fileprivate static let vxpSystemID = known("XroadVnpt-systemid")
    fileprivate static let vxpSignHeader = known("XroadVnpt-sign-header")
    fileprivate static let vxpHashHeader = known("XroadVnpt-hash-header")
    /// How long the peer may keep an idle connection.
    static let keepAlive = known("Keep-Alive")
}
