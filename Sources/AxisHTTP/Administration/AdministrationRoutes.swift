// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import AxisRegistry
import AxisSignature
import HTTPTypes
import Hummingbird

/// The administration, `/admin/v1`: on the Unix socket and, for certificates of administrators, over TLS.
struct AdministrationRoutes: Sendable {
    let services: AxisServices
    let limits: HTTPLimits
    let bodies: BodyReader

    /// Adds all routes.
    func add(to router: Router<AxisRequestContext>) {
        addUnits(to: router)
        addUnitLife(to: router)
        addAccess(to: router)
        addEndpoints(to: router)
        addCare(to: router)
        addCampaigns(to: router)
        addReport(to: router)
        addDrills(to: router)
        addClients(to: router)
        addAgencyRequests(to: router)
    }

    /// Who calls: the certificate's administrator, or the Unix user's.
    func administrator(_ context: AxisRequestContext) async throws(Refusal) -> AdministratorCaller {
        switch context.connection.peer {
        case .local(let uid):
            return try services.authenticator.administrator(uid: uid)
        case .address:
            guard let leaf = await context.connection.leafCertificate() else { throw .noClientCertificate() }
            return try services.authenticator.administrator(leafDER: leaf, at: services.clock.now())
        }
    }

    /// A request's body as a value.
    func decode<Value: Decodable>(
        _ type: Value.Type,
        from request: Request,
        _ context: AxisRequestContext
    ) async throws(Refusal) -> Value {
        try JSON.decode(type, from: try await bodies.read(request, over: context.connection, limit: limits.document))
    }

    /// The one certificate in a PEM text.
    func certificate(_ pem: String) throws(Refusal) -> Certificate {
        do {
            let found = try Certificate.load(Array(pem.utf8), limit: 1)
            if let certificate = found.first { return certificate }
        } catch {
            throw Self.notACertificate
        }
        throw Self.notACertificate
    }

    private static let notACertificate = Refusal.badRequest(
        "certificate",
        english: "this must be one certificate in PEM",
        vietnamese: "giá trị phải là một chứng thư dạng PEM"
    )
}
