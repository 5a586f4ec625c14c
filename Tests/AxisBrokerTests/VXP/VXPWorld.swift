// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisEnvelope
import AxisModel
import AxisRegistry
import AxisSignature
import AxisStore
import AxisStoreMemory
import AxisTestSupport
import AxisVXP
import Foundation
import Logging
import Testing

@testable import AxisBroker

/// A VXP desk over the small Axis of ``IntakeWorld``: every unit has a system whose id is the unit's code.
final class VXPWorld: Sendable {
    let world: IntakeWorld
    let desk: VXPDesk
    let clients: ClientDesk
    let registrar: Registrar
    let requests: AgencyRequestDesk

    static let registrarRole = AdministratorCaller(name: "lan", roles: [.registrar])

    init(duplicates: DuplicatePolicy = .warn, copiesFor: [String] = [], notServed: [String] = []) throws {
        world = try IntakeWorld()
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        clients = ClientDesk(store: world.store, registry: world.holder, keys: nil, clock: world.clock)
        registrar = Registrar(store: world.store, holder: world.holder, clock: world.clock)
        requests = AgencyRequestDesk(registrar: registrar, store: world.store, clock: world.clock)
        desk = VXPDesk(
            authenticator: VXPAuthenticator(
                desk: clients,
                audit: AuditQueue(store: world.store, logger: logger),
                logger: logger
            ),
            store: world.store,
            registry: world.holder,
            intake: world.intake,
            mailbox: world.mailbox,
            copies: RecipientCopies(
                recipients: copiesFor.compactMap { UnitPattern($0) },
                registry: world.holder,
                axisCode: "G22"
            ),
            requests: requests,
            axisCode: "G22",
            clock: world.clock,
            signal: world.signal,
            duplicates: duplicates,
            servedByVXP: { [units = world.units] in Set($0).subtracting(notServed.compactMap { units[$0] }) }
        )
    }

    /// Lets the store know as many events as the registry in memory has, so that changes can follow them.
    func storeRegistry() async throws {
        let events = (1...world.holder.current.version).map { version in
            RegistryEvent(
                version: version,
                change: .removeAdministrator(name: "x"),
                effectiveAt: IntakeWorld.start,
                recordedAt: IntakeWorld.start,
                actor: "test",
                legalBasis: nil
            )
        }
        try await world.store.append(events, audit: [])
    }

    func caller(_ code: String) -> VXPCaller {
        VXPCaller(systemID: code, holder: world.units[code]!, holderCode: code)
    }

    /// Calls a method as the listener does, with parameters as the signed header has them.
    func call(
        _ method: VXPMethod,
        as code: String,
        _ parameters: [String: String] = [:],
        body: [UInt8]? = nil
    ) async throws -> VXPReply {
        let members = Dictionary(uniqueKeysWithValues: parameters.map { ("XroadVnpt-" + $0, $1) })
        let header = try JSONSerialization.data(withJSONObject: members)
        let request = VXPRequest(
            method: method,
            caller: caller(code),
            parameters: try VXPParameters(signHeader: Array(header)),
            body: body.map { .bytes($0) }
        )
        do throws(VXPError) { return try await desk.answer(request) } catch {
            // As the listener answers.
            return method == .downloadEdoc ? .empty : .json(VXPAnswer.failure(error, of: method))
        }
    }

    /// The object that a method answers with.
    func ask(
        _ method: VXPMethod,
        as code: String,
        _ parameters: [String: String] = [:],
        body: [UInt8]? = nil
    ) async throws -> Answer {
        guard case .json(let bytes) = try await call(method, as: code, parameters, body: body) else {
            throw Unexpected()
        }
        return try Answer(bytes)
    }

    func send(
        _ envelope: [UInt8],
        as code: String,
        to: String? = nil,
        from: String? = nil
    ) async throws -> Answer {
        var parameters = ["hash-file": FileHash.unpadded(SHA256.digest(of: envelope)), "messagetype": "edoc"]
        parameters["to"] = to
        parameters["from"] = from ?? code
        return try await ask(.sendEdoc, as: code, parameters, body: envelope)
    }

    func received(_ code: String, _ type: String = "edoc") async throws -> [[String: String]] {
        try await ask(.getReceivedEdocList, as: code, ["messagetype": type]).items
    }

    func bytes(_ docID: String, as code: String) async throws -> [UInt8] {
        guard case .raw(let document) = try await call(.downloadEdoc, as: code, ["docId": docID]) else {
            throw Unexpected()
        }
        await document.wasFetched()
        guard case .bytes(let original) = document.payload else { throw Unexpected() }
        return document.copy.map { copy in original.withUnsafeBytes { copy.bytes(of: $0) } } ?? original
    }

    @discardableResult
    func update(_ docID: String, _ status: String, as code: String) async throws -> Answer {
        try await ask(.updateStatus, as: code, ["docid": docID, "status": status])
    }

    func delivery(_ docID: String) async throws -> Delivery {
        let id = try #require(DeliveryID(docID))
        return try #require(try await world.store.delivery(id))
    }

    struct Unexpected: Error {}

    /// An answer, read as the SDK's parser would.
    struct Answer {
        let code: String
        let text: String
        let docID: String?
        let count: Int?
        let items: [[String: String]]

        init(_ bytes: [UInt8]) throws {
            #expect(bytes.allSatisfy { $0 < 0x80 && $0 != 10 && $0 != 13 })
            let object = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
            code = try #require(object["ErrorCode"] as? String)
            text = try #require(object["ErrorDesc"] as? String)
            #expect(object["status"] as? String == (code == "0" ? "OK" : "FAIL"))
            docID = object["DocId"] as? String
            count = object["count"] as? Int
            items = (object["data"] as? [[String: Any]] ?? []).map { item in item.mapValues { "\($0)" } }
        }
    }
}
