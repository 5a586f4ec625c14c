// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisVXP
import Foundation

extension VXPDesk {
    /// `getAgenciesList`, `getAgenciesListQD20`, `getSynchronizeUnit`: all units, encoded once for each version of the
    /// registry.
    func agencies(_ kind: AgencyLists.Kind) async throws(VXPError) -> [UInt8] {
        try await refusing { () throws(Refusal) in try await self.lists.list(kind) }
    }

    /// `registerAgency`: asks for a new unit; an administrator decides.
    ///
    /// - Parameter body: the SDK's JSON, `{"id","pcode","code","name","mail","mobile","fax"}`.
    func register(_ caller: VXPCaller, body: [UInt8]) async throws(VXPError) -> [UInt8] {
        let wish: AgencyWish
        do {
            guard body.count <= 64 * 1024 else { throw Self.unreadableAgency }
            wish = try JSONDecoder().decode(AgencyWish.self, from: Data(body))
        } catch {
            throw Self.unreadableAgency
        }
        let answer = try await refusing { () throws(Refusal) in
            try await self.requests.askToRegister(caller, wish)
        }
        return VXPAnswer.done(answer.text)
    }

    /// `deleteAgency`: asks for a unit's end; granted, it is closed and never deleted.
    func delete(_ caller: VXPCaller, code: String?) async throws(VXPError) -> [UInt8] {
        let answer = try await refusing { () throws(Refusal) in try await self.requests.askToClose(caller, code ?? "") }
        return VXPAnswer.done(answer.text)
    }

    private static let unreadableAgency = VXPError(
        .processing,
        english: "the body is the JSON {\"code\",\"name\",\"pcode\",\"mail\",\"mobile\"}",
        vietnamese: "nội dung đăng ký phải là JSON {\"code\",\"name\",\"pcode\",\"mail\",\"mobile\"}"
    )
}

/// The body of `registerAgency`; other members are ignored.
package struct AgencyWish: Hashable, Sendable, Decodable {
    /// The new unit's code.
    package var code: String?
    /// Its name.
    package var name: String?
    /// The code of the unit above.
    package var pcode: String?
    /// Its e-mail address.
    package var mail: String?
    /// Its telephone.
    package var mobile: String?
}
