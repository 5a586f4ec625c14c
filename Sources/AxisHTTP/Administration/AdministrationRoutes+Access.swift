// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import AxisRegistry
import AxisSignature
import Hummingbird

extension AdministrationRoutes {
    /// Certificates, grants and administrators.
    func addAccess(to router: Router<AxisRequestContext>) {
        router.get("/admin/v1/certificates") { request, context in
            _ = try await administrator(context)
            let query = try Query(request, knows: ["unit"])
            return try Response(ListView(items: try services.registrar.bindings(unit: query.text("unit"))))
        }
        router.post("/admin/v1/certificates") { request, context in
            let by = try await administrator(context)
            let wish = try await decode(BindingAddRequest.self, from: request, context)
            let certificate = try certificate(wish.certificate)
            let facts = CertificateFacts(
                fingerprint: certificate.digest,
                subject: certificate.subject,
                notAfter: Timestamp(seconds: certificate.notAfter)
            )
            return try Response(try await services.registrar.addBinding(by, wish, facts), status: .created)
        }
        router.post("/admin/v1/certificates/:id/revoke") { request, context in
            let by = try await administrator(context)
            let id = try context.identifier(as: BindingID.self)
            let wish = try await decode(RevokeRequest.self, from: request, context)
            return try Response(try await services.registrar.revokeBinding(by, id, wish))
        }
        router.get("/admin/v1/grants") { request, context in
            _ = try await administrator(context)
            let query = try Query(request, knows: ["holder"])
            return try Response(ListView(items: try services.registrar.grants(holder: query.text("holder"))))
        }
        router.post("/admin/v1/grants") { request, context in
            let by = try await administrator(context)
            let wish = try await decode(GrantAddRequest.self, from: request, context)
            return try Response(try await services.registrar.addGrant(by, wish), status: .created)
        }
        router.post("/admin/v1/grants/:id/revoke") { request, context in
            let by = try await administrator(context)
            let id = try context.identifier(as: GrantID.self)
            let wish = try await decode(RevokeRequest.self, from: request, context)
            return try Response(try await services.registrar.revokeGrant(by, id, wish))
        }
        router.get("/admin/v1/administrators") { _, context in
            _ = try await administrator(context)
            return try Response(ListView(items: services.registrar.administrators()))
        }
        router.post("/admin/v1/administrators") { request, context in
            let by = try await administrator(context)
            let wish = try await decode(AdministratorAddRequest.self, from: request, context)
            let fingerprint = try wish.certificate.map { pem throws(Refusal) in try certificate(pem).digest }
            let view = try await services.registrar.addAdministrator(by, wish, fingerprint: fingerprint)
            return try Response(view, status: .created)
        }
        router.delete("/admin/v1/administrators/:name") { _, context in
            let by = try await administrator(context)
            try await services.registrar.removeAdministrator(by, try context.text("name"))
            return Response(status: .noContent)
        }
    }

    /// Push endpoints.
    func addEndpoints(to router: Router<AxisRequestContext>) {
        router.get("/admin/v1/endpoints") { _, context in
            _ = try await administrator(context)
            return try Response(ListView(items: services.registrar.endpoints()))
        }
        router.get("/admin/v1/endpoints/:code") { _, context in
            _ = try await administrator(context)
            return try Response(try services.registrar.endpoint(try context.text("code")))
        }
        router.put("/admin/v1/endpoints/:code") { request, context in
            let by = try await administrator(context)
            let code = try context.text("code")
            let wish = try await decode(EndpointRequest.self, from: request, context)
            return try Response(try await services.registrar.setEndpoint(by, code, wish))
        }
        router.delete("/admin/v1/endpoints/:code") { _, context in
            let by = try await administrator(context)
            try await services.registrar.clearEndpoint(by, try context.text("code"))
            return Response(status: .noContent)
        }
        router.post("/admin/v1/endpoints/:code/test") { _, context in
            let by = try await administrator(context)
            try by.require(.operator)
            let endpoint = try services.registrar.endpoint(try context.text("code"))
            return try Response(await services.testEndpoint(endpoint))
        }
    }
}
