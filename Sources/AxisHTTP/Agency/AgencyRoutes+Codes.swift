// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import HTTPTypes
import Hummingbird
import NIOCore

extension AgencyRoutes {
    func addCodes(to router: Router<AxisRequestContext>) {
        router.get("/v1/codes") { request, context in
            _ = try await caller(context)
            return try Response(try services.registrar.units(try UnitListQuery.read(request)))
        }
        router.get("/v1/codes/changes") { request, context in
            _ = try await caller(context)
            let query = try Query(request, knows: ["after", "limit"])
            let after = try query.number("after", 0...Int.max) ?? 0
            let limit = try query.number("limit", 1...1000)
            return try Response(try services.registrar.codeChanges(after: Int64(after), limit: limit))
        }
        router.get("/v1/codes/snapshot") { request, context in
            _ = try await caller(context)
            return try await snapshot(request)
        }
        router.get("/v1/codes/:code/history") { request, context in
            _ = try await caller(context)
            let query = try Query(request, knows: ["at"])
            return try Response(
                try services.registrar.history(try context.text("code"), at: try query.moment("at"))
            )
        }
        router.get("/v1/codes/:code") { request, context in
            _ = try await caller(context)
            let query = try Query(request, knows: ["at"])
            return try Response(
                try services.registrar.unit(try context.text("code"), at: try query.moment("at"))
            )
        }
        router.get("/v1/units/:code/endpoint") { _, context in
            let caller = try await caller(context)
            return try Response(try services.registrar.endpoint(caller, try context.text("code")))
        }
        router.put("/v1/units/:code/endpoint") { request, context in
            let caller = try await caller(context)
            let code = try context.text("code")
            let wish = try await decode(EndpointRequest.self, from: request, context)
            return try Response(try await services.registrar.setEndpoint(caller, code, wish))
        }
        router.delete("/v1/units/:code/endpoint") { _, context in
            let caller = try await caller(context)
            try await services.registrar.clearEndpoint(caller, try context.text("code"))
            return Response(status: .noContent)
        }
    }

    /// The whole registry of codes, or that it is what the caller has (RFC 9110, section 13.1.2).
    private func snapshot(_ request: Request) async throws -> Response {
        let asked = request.headers[.ifNoneMatch]
        let present = SnapshotTag(services.registrar.codesVersion)
        if present.isNamed(in: asked) { return present.answer(.notModified) }
        let whole = try await services.registrar.codeSnapshot()
        // Weak: another release of Axis may write the same version out in another way.
        var response = SnapshotTag(whole.version).answer(.ok)
        response.headers[.contentType] = "application/json"
        response.body = ResponseBody(byteBuffer: ByteBuffer(bytes: whole.bytes))
        return response
    }
}

/// The entity tag of a snapshot of the codes: its version.
struct SnapshotTag {
    private let text: String

    init(_ version: Int64) {
        text = "\"codes-\(version)\""
    }

    /// Whether an `If-None-Match` field names it; compared weakly.
    func isNamed(in field: String?) -> Bool {
        guard let field else { return false }
        return field.split(separator: ",").contains { tag in
            let tag = tag.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" }
            return tag == "*" || tag == text || tag == "W/" + text
        }
    }

    fileprivate func answer(_ status: HTTPResponse.Status) -> Response {
        Response(status: status, headers: [.eTag: "W/" + text, .cacheControl: "no-cache"])
    }
}

/// The query that lists of units take on both interfaces.
enum UnitListQuery {
    static func read(_ request: Request) throws(Refusal) -> Registrar.UnitListRequest {
        let query = try Query(request, knows: ["q", "parent", "kind", "state", "after", "limit"])
        var wish = Registrar.UnitListRequest()
        wish.text = query.text("q")
        wish.parent = query.text("parent")
        wish.kind = query.text("kind")
        wish.state = query.text("state")
        wish.after = query.text("after")
        wish.limit = try query.number("limit", 1...1000)
        return wish
    }
}
