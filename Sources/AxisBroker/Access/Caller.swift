// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisRegistry

/// Who is connected: an agency's system, by its holder unit.
///
/// It answers the first of the three questions only (who is connected); for whom it may act, and who signed, is asked
/// of the registry at each call.
package struct Caller: Hashable, Sendable {
    /// The unit that the certificate or system id is bound to.
    package let holder: UnitID
    /// The holder's code, for logs and audit.
    package let holderCode: String
    /// How the caller proved itself.
    package let authentication: SenderAuthentication
    /// SHA-256 of the certificate in hexadecimal, or the system id.
    package let credential: String

    /// Makes a caller.
    package init(holder: UnitID, holderCode: String, authentication: SenderAuthentication, credential: String) {
        self.holder = holder
        self.holderCode = holderCode
        self.authentication = authentication
        self.credential = credential
    }
}

/// A named administrator who is connected (quản trị viên).
package struct AdministratorCaller: Hashable, Sendable {
    /// The name, as the audit log writes it.
    package let name: String
    /// The roles.
    package let roles: Set<AdministratorRole>

    /// Makes an administrator.
    package init(name: String, roles: Set<AdministratorRole>) {
        self.name = name
        self.roles = roles
    }

    /// Makes sure that the administrator has one of some roles.
    ///
    /// - Throws: ``Refusal`` with `forbidden`.
    package func require(_ allowed: AdministratorRole...) throws(Refusal) {
        guard roles.isDisjoint(with: allowed) else { return }
        let names = allowed.map(\.rawValue).joined(separator: ", ")
        throw Refusal(
            .forbidden,
            english: "this needs the role \(names); \(name) does not have it",
            vietnamese: "việc này cần vai trò \(names); \(name) không có vai trò đó"
        )
    }
}
