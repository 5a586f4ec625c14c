// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisRegistry
package import AxisStore
import AxisVXP

/// The broker behind the VXP interface: what each method does and answers.
///
/// It stands on the same services as the native interface: one intake, one mailbox, one state machine. Who is connected
/// was settled before; for whom the caller may act is asked of the registry at each call.
package final class VXPDesk: Sendable {
    let authenticator: VXPAuthenticator
    let store: any AxisStore
    let registry: RegistryHolder
    let intake: Intake
    let mailbox: Mailbox
    let copies: RecipientCopies
    let requests: AgencyRequestDesk
    let lists: AgencyLists
    let clock: any WallClock
    let signal: any DeliverySignal
    let duplicates: DuplicatePolicy
    let servedByVXP: @Sendable ([UnitID]) -> Set<UnitID>
    let onPull: @Sendable ([UnitID], Timestamp) -> Void
    let answers = VXPAnswerShelf()
    let lastFetched = LastFetched()
    let largeWork = LargeWork()

    /// Makes the desk.
    ///
    /// - Parameters:
    ///   - copies: decides who gets a copy with both forms of its code.
    ///   - requests: takes what systems ask of the registry.
    ///   - axisCode: Axis's own code, the centre in `getSynchronizeUnit`.
    ///   - duplicates: what becomes of a second new document under one DocumentId (`vxp.duplicates`).
    ///   - servedByVXP: those of some units whose documents are fetched over this interface; test documents of others
    ///     are not listed here.
    ///   - onPull: told which units were asked for and when, at each list and fetch; cheap, never blocks.
    package init(
        authenticator: VXPAuthenticator,
        store: any AxisStore,
        registry: RegistryHolder,
        intake: Intake,
        mailbox: Mailbox,
        copies: RecipientCopies,
        requests: AgencyRequestDesk,
        axisCode: String,
        clock: any WallClock,
        signal: any DeliverySignal,
        duplicates: DuplicatePolicy = .warn,
        servedByVXP: @escaping @Sendable ([UnitID]) -> Set<UnitID> = { Set($0) },
        onPull: @escaping @Sendable ([UnitID], Timestamp) -> Void = { _, _ in }
    ) {
        self.authenticator = authenticator
        self.store = store
        self.registry = registry
        self.intake = intake
        self.mailbox = mailbox
        self.copies = copies
        self.requests = requests
        self.clock = clock
        self.signal = signal
        self.duplicates = duplicates
        self.servedByVXP = servedByVXP
        self.onPull = onPull
        lists = AgencyLists(registry: registry, clock: clock, centre: axisCode)
    }

    /// The units that a caller may receive for now, in order.
    func recipients(of caller: VXPCaller) -> [UnitID] {
        registry.current.units(under: caller.caller.holder, with: .receive, at: clock.now()).sorted()
    }

    /// Asks the store, and tells its errors as faults.
    func reading<Value>(_ ask: () async throws(StoreError) -> Value) async throws(VXPError) -> Value {
        do {
            return try await ask()
        } catch {
            throw VXPError(Refusal(error))
        }
    }

    /// Runs what refuses, and tells refusals as faults.
    func refusing<Value>(_ work: () async throws(Refusal) -> Value) async throws(VXPError) -> Value {
        do {
            return try await work()
        } catch {
            throw VXPError(error)
        }
    }
}
