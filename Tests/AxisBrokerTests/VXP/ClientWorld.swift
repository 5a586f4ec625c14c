// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisSignature
import AxisStore
import AxisTestSupport
import Foundation
import Logging
import Testing

@testable import AxisBroker

/// A desk for system ids on a store in memory, with two units and a key file.
struct ClientWorld {
    let desk: Desk
    let clients: ClientDesk
    let audit: AuditQueue
    let authenticator: VXPAuthenticator
    let keyFile: KeyFileScratch

    init(withKeys: Bool = true) async throws {
        desk = try await Desk()
        keyFile = try KeyFileScratch()
        clients = ClientDesk(
            store: desk.store,
            registry: desk.registrar.holder,
            keys: withKeys ? keyFile.keys : nil,
            clock: desk.clock
        )
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        audit = AuditQueue(store: desk.store, logger: logger)
        authenticator = VXPAuthenticator(desk: clients, audit: audit, logger: logger)
    }

    var admin: AdministratorCaller { desk.admin }

    @discardableResult
    func add(
        _ systemID: String = "sys",
        unit: String = "H24",
        from: [String]? = nil,
        secret: String? = nil,
        maximumAge: Int64? = nil
    ) async throws -> ClientSecretReport {
        let ranges = try from?.map { try #require(AddressRange($0)) }
        return try await clients.add(
            admin,
            ClientAddRequest(
                systemId: systemID,
                unit: unit,
                from: ranges,
                anyAddress: ranges == nil ? true : nil,
                maximumAge: maximumAge,
                secret: secret.map { SecretText($0) }
            )
        )
    }

    func call(
        _ systemID: String = "sys",
        secret: String?,
        from address: String = "10.0.0.1",
        isTLS: Bool = true,
        signedAt: Timestamp? = nil
    ) throws -> VXPSignedCall {
        let header = Array("{\"XroadVnpt-systemid\":\"\(systemID)\"}".utf8)
        let code = SHA256.authenticationCode(of: header, key: Array((secret ?? "wrong").utf8))
        return VXPSignedCall(
            systemID: systemID,
            signHeader: header,
            hashHeader: Hex.encode(code),
            signedAt: signedAt,
            address: try #require(IPAddress(address)),
            isTLS: isTLS
        )
    }

    /// The cause of the refusal, or nil.
    func cause(_ call: VXPSignedCall) -> VXPRefusal.Cause? {
        do throws(VXPRefusal) {
            _ = try authenticator.authenticate(call, at: desk.clock.now())
            return nil
        } catch { return error.cause }
    }
}

/// A key file that goes with the test.
final class KeyFileScratch: Sendable {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("axis-keys-\(UUID().uuidString)").path
    let keys: SealingKeys

    init() throws { keys = try KeyFile.addKey(to: path) }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
