// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Hummingbird
import Testing

@testable import AxisHTTP

@Suite struct OpenAPITests {
    /// Paths and methods of the document: keys at two and four spaces under `paths`.
    private static func documented() throws -> Set<String> {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../../docs/openapi.yaml").standardized
        let text = try String(contentsOf: file, encoding: .utf8)
        let methods: Set<Substring> = ["get", "put", "post", "delete", "patch", "head", "options"]
        var calls: Set<String> = []
        var path: Substring?
        var isInPaths = false
        for line in text.split(separator: "\n") {
            if !line.hasPrefix(" ") { isInPaths = line == "paths:" }
            guard isInPaths, line.hasSuffix(":") else { continue }
            if line.hasPrefix("  /") {
                path = line.dropFirst(2).dropLast()
            } else if line.hasPrefix("    "), !line.hasPrefix("     "), let path {
                let word = line.dropFirst(4).dropLast()
                if methods.contains(word) { calls.insert("\(word.uppercased()) \(path)") }
            }
        }
        return calls
    }

    private static func calls(_ router: Router<AxisRequestContext>) -> Set<String> {
        Set(
            router.routes.map { route in
                let segments = "\(route.path)".split(separator: "/").map { segment in
                    segment.hasPrefix(":") ? "{\(segment.dropFirst())}" : String(segment)
                }
                return "\(route.method.rawValue) /\(segments.joined(separator: "/"))"
            }
        )
    }

    @Test func `every route is documented, and every documented call is routed`() async throws {
        let world = try await ServicesWorld()
        let routers = Routers(services: world.services, limits: HTTPLimits(), metrics: PrometheusFactory())
        let real = Self.calls(routers.agency()).union(Self.calls(routers.operations()))
        let documented = try Self.documented()
        #expect(real.subtracting(documented) == [])
        #expect(documented.subtracting(real) == [])
        #expect(documented.count > 40)
    }

    @Test func `the socket serves the administration that certificates open, and no more`() async throws {
        let world = try await ServicesWorld()
        let routers = Routers(services: world.services, limits: HTTPLimits(), metrics: PrometheusFactory())
        let overTLS = Self.calls(routers.agency()).filter { $0.contains(" /admin/v1/") }
        #expect(Self.calls(routers.administration()) == overTLS)
    }
}
