// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import AxisSignature
import AxisStore
import AxisStoreMemory
import AxisTestSupport
import AxisVXP
import Foundation
import Logging
import Synchronization

@testable import AxisHTTP

/// Verifies with one secret, remembers what it was asked, and answers what a test says.
final class ScriptedVXP: VXPAnswering {
    /// What was asked.
    struct Asked: Equatable {
        var method: VXPMethod
        var parameters: VXPParameters
        var body: [UInt8]?
        var isFile = false
        var sha256: Digest256?
    }

    private static let holder: UnitID = {
        var generator = SeededGenerator(seed: 7)
        return UnitID(at: Timestamp(seconds: 0), using: &generator)
    }()

    private let asked = Mutex<[Asked]>([])
    private let reply: @Sendable (VXPRequest) async throws(VXPError) -> VXPReply

    init(_ reply: @escaping @Sendable (VXPRequest) async throws(VXPError) -> VXPReply = ScriptedVXP.usual) {
        self.reply = reply
    }

    var requests: [Asked] { asked.withLock { $0 } }

    func authenticate(_ call: VXPSignedCall) async -> Result<VXPCaller, VXPError> {
        let code = SecretBytes(copying: "testsecret".utf8).authenticationCode(of: call.signHeader)
        guard Hex.encode(code) == call.hashHeader, call.signedAt != nil else {
            return .failure(VXPError(.notAuthenticated, english: "wrong secret", vietnamese: "sai khóa"))
        }
        return .success(VXPCaller(systemID: call.systemID, holder: Self.holder, holderCode: "H99"))
    }

    func answer(_ request: VXPRequest) async throws(VXPError) -> VXPReply {
        var entry = Asked(method: request.method, parameters: request.parameters)
        switch request.body {
        case .bytes(let bytes): entry.body = bytes
        case .file(let file, _, let sha256):
            entry.body = FileManager.default.contents(atPath: file.path).map { Array($0) }
            entry.isFile = true
            entry.sha256 = sha256
        case nil: break
        }
        let done = entry
        asked.withLock { $0.append(done) }
        return try await reply(request)
    }

    /// What the SDK expects of each method.
    static let usual: @Sendable (VXPRequest) async throws(VXPError) -> VXPReply = { request in
        let document = VXPDocument(payload: .bytes(Array("<edXML/>".utf8)), copy: nil) {}
        switch request.method {
        case .sendEdoc: return .json(VXPAnswer.sent("d1"))
        case .getEdoc: return .encoded(document)
        case .downloadEdoc: return .raw(document)
        case .countReceiveEdoc, .countReceiveStatus: return .json(VXPAnswer.count(3))
        case .getReceivedEdocList: return .json(VXPAnswer.received([]))
        case .getSentEdocList: return .json(VXPAnswer.sent([SentItem]()))
        case .getAgenciesList, .getAgenciesListQD20, .getSynchronizeUnit: return .json(VXPAnswer.agencies([]))
        case .registerAgency, .deleteAgency, .updateStatus: return .json(VXPAnswer.done())
        }
    }
}

/// A VXP listener on loopback.
enum VXPWorld {
    static func memory() -> MemoryStore { MemoryStore(sealer: NoSealer()) }

    static func limits(_ change: (inout HTTPLimits) -> Void = { _ in }) -> HTTPLimits {
        var limits = TestListener.quickLimits().forVXP
        change(&limits)
        return limits
    }

    /// A store that nothing is accepted into.
    static func store() -> MemoryStore { MemoryStore(sealer: NoSealer()) }

    static func run(
        _ service: ScriptedVXP = ScriptedVXP(),
        protection: Protection = .none,
        limits: HTTPLimits = limits(),
        store: (any EnvelopeStore)? = nil,
        log: RefusalLog? = nil,
        body: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        let clock = HandClock()
        let memory = Self.store()
        let responder = VXPResponder(
            service: service,
            bodies: BodyReader(
                store: store ?? memory,
                limits: limits,
                gate: ParseGate(capacity: limits.gate, largestSmall: limits.inlineEnvelope)
            ),
            limits: limits,
            metrics: HTTPMetrics(factory: PrometheusFactory()),
            log: log ?? RefusalLog(store: memory, clock: clock, logger: Logger(label: "test")),
            clock: clock
        )
        try await TestListener.run(protection: protection, limits: limits, answering: responder) { port, _ in
            try await body(port)
        }
    }

    /// A request as the SDK signs it; names without the prefix.
    static func request(
        _ method: String,
        _ parameters: KeyValuePairs<String, String> = [:],
        verb: String = "POST",
        secret: String = "testsecret",
        systemID: String = "000.00.00.H99",
        extra: [String] = [],
        body: [UInt8] = [],
        size: Int? = nil
    ) -> [UInt8] {
        let all =
            [("systemid", "000.00.00.H99")] + parameters.map { ($0, $1) }
            + [("timestamp", "23112026T185217+0831")]
        let members = all.map { name, value in
            "\"XroadVnpt-\(name)\":\"\(value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
        }
        let signed = "{\(members.joined(separator: ","))}"
        let code = SecretBytes(copying: secret.utf8).authenticationCode(of: Array(signed.utf8))
        var lines = ["\(verb) \(method) HTTP/1.1", "Host: axis", "XroadVnpt-systemid: \(systemID)"]
        lines += all.dropFirst().map { "XroadVnpt-\($0): \($1)" }
        lines += ["XroadVnpt-sign-header: \(signed)", "XroadVnpt-hash-header: \(Hex.encode(code))"] + extra
        if verb != "GET" { lines.append("Content-Length: \(size ?? body.count)") }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
    }
}

/// Seals nothing.
private struct NoSealer: GroupSealer {
    struct Never: Error {}

    func seal(_ leaves: [[UInt8]], after state: LogState) throws -> SealedGroup { throw Never() }
}
