// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import AxisRegistry
import AxisStore
import AxisStoreMemory
import AxisTestSupport
import Testing

/// A registrar on a store in memory, and an administrator.
struct Desk {
    let store: MemoryStore
    let clock = HandClock(CivilTime(year: 2026, month: 1, day: 5, hour: 8).moment())
    let registrar: Registrar
    let axis: UnitID
    let admin = AdministratorCaller(name: "an", roles: [.registrar, .operator])

    init(store: MemoryStore = MemoryStore(sealer: CountingSealer())) async throws {
        self.store = store
        let first = Administrator(name: "an", roles: Set(AdministratorRole.allCases), uid: 1000)
        let own = try Registrar.OwnUnit(code: "axis.vn", name: "Trục liên thông")
        (registrar, axis) = try await Registrar.start(
            store: store,
            clock: clock,
            axis: own,
            firstAdministrator: first
        )
    }

    var registry: RegistrySnapshot { registrar.holder.current }

    func caller(_ code: String) throws -> Caller {
        let unit = try registry.unit(named: code, at: clock.now())
        return Caller(holder: unit.id, holderCode: code, authentication: .mtls, credential: "00")
    }

    @discardableResult
    func add(_ code: String, kind: String = "ward") async throws -> UnitView {
        try await registrar.addUnit(admin, UnitAddRequest(code: code, name: "Đơn vị \(code)", kind: kind))
    }

    func audit() async throws -> [AuditView] { try await registrar.audit(limit: 1000).items }
}

/// What a refused call was refused with.
func refusal(_ body: () async throws -> Void) async -> Refusal? {
    do {
        try await body()
        return nil
    } catch {
        return error as? Refusal ?? (error as? ImportRefusal)?.refusal
    }
}
