// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// A request on the VXP interface as far as it says who calls: raw, nothing of it is trusted yet.
package struct VXPSignedCall: Sendable {
    /// The system id that the request names.
    package var systemID: String
    /// The raw bytes of the header that is signed (`XroadVnpt-sign-header`).
    package var signHeader: [UInt8]
    /// The signature (`XroadVnpt-hash-header`): an HMAC-SHA256 in hexadecimal of either case.
    package var hashHeader: String
    /// The signed timestamp, made when the caller's SDK started; nil when it can't be read.
    package var signedAt: Timestamp?
    /// Who connected.
    package var address: IPAddress
    /// Whether the connection is encrypted.
    package var isTLS: Bool

    /// Makes a call of its parts.
    package init(
        systemID: String,
        signHeader: [UInt8],
        hashHeader: String,
        signedAt: Timestamp?,
        address: IPAddress,
        isTLS: Bool
    ) {
        self.systemID = systemID
        self.signHeader = signHeader
        self.hashHeader = hashHeader
        self.signedAt = signedAt
        self.address = address
        self.isTLS = isTLS
    }
}

/// Why a request on the VXP interface was not believed.
///
/// What a stranger is told is the same for an unknown system id, a wrong secret and a wrong address; the audit log has
/// the cause.
package struct VXPRefusal: Error, Hashable, Sendable {
    /// What was wrong, for the audit log and the metrics.
    package enum Cause: String, Sendable, CaseIterable {
        /// No such system id, or no secret of it verifies any more.
        case unknownSystem = "unknown-system"
        /// No live secret of the system id made the signature.
        case wrongSignature = "wrong-signature"
        /// The right signature, from an address that is not in the list.
        case wrongAddress = "wrong-address"
        /// The right signature, over a timestamp that is older than the system id allows, to come, or not there.
        case wrongAge = "wrong-age"
        /// The right signature, but the holder does not take part at the moment.
        case holderInactive = "holder-inactive"
        /// Plain HTTP from another machine.
        case notEncrypted = "not-encrypted"
    }

    /// What was wrong.
    package let cause: Cause
    /// Seconds until a failed attempt is looked at more closely again; nil while attempts are few.
    ///
    /// A listener then answers briefly and closes the connection. It never keeps a right secret out.
    package let retryAfter: Int?

    /// The SDK's code: wrong system id or secret.
    package static let errorCode = 15

    /// What the caller is told, in English.
    package var english: String {
        if retryAfter != nil { return "too many failed attempts; try again later" }
        switch cause {
        case .unknownSystem, .wrongSignature, .wrongAddress:
            return "wrong system id or secret, or an address that is not registered for it; ask the administrators of "
                + "the axis"
        case .wrongAge: return "the timestamp is too old or to come; set the clock and restart the document system"
        case .holderInactive: return "the unit that holds this system id does not take part at present"
        case .notEncrypted: return "use https: plain HTTP is taken from the same machine only"
        }
    }

    /// What the caller is told, in Vietnamese without accents, as the SDK shows it.
    package var vietnamese: String {
        if retryAfter != nil { return "Sai qua nhieu lan; hay thu lai sau" }
        switch cause {
        case .unknownSystem, .wrongSignature, .wrongAddress:
            return "Sai ma he thong hoac khoa bi mat, hoac dia chi chua dang ky; hay lien he quan tri truc lien thong"
        case .wrongAge: return "Thoi gian ky qua cu hoac chua toi; hay chinh dong ho va khoi dong lai phan mem"
        case .holderInactive: return "Don vi giu ma he thong nay hien khong tham gia truc"
        case .notEncrypted: return "Hay dung https: chi chap nhan http tu cung may chu"
        }
    }
}
