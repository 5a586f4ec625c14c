// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// A document system whose signed header was verified: who calls on the VXP interface.
///
/// Like ``Caller`` it answers only who is connected; for whom it may act is asked of the registry at each call.
package struct VXPCaller: Hashable, Sendable {
    /// The system id (mã hệ thống) that signed, exactly as it was registered.
    package let systemID: String
    /// The holder of the system id, with authentication `hmac` and the system id as credential.
    package let caller: Caller

    /// Makes a caller of a verified system id.
    package init(systemID: String, holder: UnitID, holderCode: String) {
        self.systemID = systemID
        caller = Caller(holder: holder, holderCode: holderCode, authentication: .hmac, credential: systemID)
    }
}
