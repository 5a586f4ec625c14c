// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird

/// Which methods a path is known under, for `405` with `Allow`; asked only when no route matched.
struct RouteIndex: Sendable {
    private let routes: [(segments: [Substring], method: HTTPRequest.Method)]

    /// Takes the routes that a router has by now.
    init(_ router: Router<AxisRequestContext>) {
        routes = router.routes.map { ("\($0.path)".split(separator: "/").map { Substring($0) }, $0.method) }
    }

    func methods(at path: String) -> [HTTPRequest.Method] {
        let segments = path.split(separator: "/")
        let found = routes.filter { route in
            route.segments.count == segments.count
                && zip(route.segments, segments).allSatisfy { $0 == $1 || isParameter($0) }
        }
        return found.map(\.method).sorted { $0.rawValue < $1.rawValue }
    }

    private func isParameter(_ segment: Substring) -> Bool { segment.hasPrefix(":") || segment.hasPrefix("{") }
}

/// Nothing is routed here; carried past the router, which would answer it itself.
struct Unrouted: Error {}

/// Stands before the router's own "not found" only.
struct UnroutedMiddleware: RouterMiddleware {
    typealias Context = AxisRequestContext

    @concurrent func handle(
        _ request: Request,
        context: AxisRequestContext,
        next: @concurrent (Request, AxisRequestContext) async throws -> Response
    ) async throws -> Response {
        throw Unrouted()
    }
}
