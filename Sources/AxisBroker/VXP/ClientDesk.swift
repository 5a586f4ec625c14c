// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisRegistry
package import AxisSignature
package import AxisStore
import Synchronization

/// Keeps the system ids of the VXP interface and their secrets (mã hệ thống và khóa bí mật).
///
/// Secrets are sealed under the key file's first key before they reach the store; opened ones are in memory only, for
/// the authenticator. Changes go through one at a time, each with its audit record in one transaction.
package final class ClientDesk: Sendable {
    /// What it needs.
    package typealias Store = ClientStore & AuditStore

    let store: any Store
    let registry: RegistryHolder
    let clock: any WallClock
    let directory = ClientDirectory()
    private let keyRing: Mutex<SealingKeys?>
    private let gate = SerialGate()

    /// Makes a desk that knows no system id yet; ``load()`` reads them.
    ///
    /// - Parameter keys: the keys of the key file; without them system ids can be looked at and revoked only.
    package init(store: any Store, registry: RegistryHolder, keys: SealingKeys?, clock: any WallClock) {
        self.store = store
        self.registry = registry
        self.clock = clock
        keyRing = Mutex(keys)
    }

    /// The keys in force.
    var keys: SealingKeys? { keyRing.withLock { $0 } }

    /// Reads all system ids and opens their secrets.
    package func load() async throws(Refusal) {
        try await gate.enter()
        defer { gate.leave() }
        try await loadAll()
    }

    /// Puts newly read keys in force (SIGHUP) and opens all secrets anew.
    package func reload(keys: SealingKeys?) async throws(Refusal) {
        try await gate.enter()
        defer { gate.leave() }
        keyRing.withLock { $0 = keys }
        try await loadAll()
    }

    private func loadAll() async throws(Refusal) {
        var clients: [LiveClient] = []
        var damaged: [String] = []
        var last: String?
        repeat {
            let page = try await page(after: last, limit: 1000)
            clients += page.clients.map { LiveClient($0, keys: keys) }
            damaged += page.unreadable
            last = page.clients.count == 1000 ? page.clients.last?.systemID : nil
        } while last != nil
        directory.replaceAll(clients, damaged: damaged)
    }

    func page(after: String?, limit: Int) async throws(Refusal) -> ClientPage {
        do { return try await store.clients(after: after, limit: limit) } catch { throw Refusal(error) }
    }

    // MARK: - Looking

    /// System ids in the order of their bytes, of one unit or of all, behind one of them.
    package func list(
        _ by: AdministratorCaller,
        unit code: String? = nil,
        after: String? = nil,
        limit: Int = 1000
    ) async throws(Refusal) -> [ClientView] {
        try by.require(.registrar, .operator, .auditor)
        guard let code else { return try await page(after: after, limit: limit).clients.map { view(of: $0) } }
        let unit = try registry.current.unit(named: code, at: clock.now(), field: "unit")
        var views: [ClientView] = []
        for systemID in directory.clients(of: unit.id).map(\.systemID).prefix(limit) {
            if let stored = try await stored(systemID) { views.append(view(of: stored)) }
        }
        return views
    }

    /// One system id.
    package func show(_ by: AdministratorCaller, _ systemID: String) async throws(Refusal) -> ClientView {
        try by.require(.registrar, .operator, .auditor)
        return view(of: try await known(systemID))
    }

    /// System ids with a secret that no key of the key file opens: their systems can't call.
    package var unreadable: [String] { directory.unreadable }

    /// System ids whose rows in the store can't be read: their systems can't call either, the others can.
    package var damaged: [String] { directory.damaged }

    func stored(_ systemID: String) async throws(Refusal) -> StoredClient? {
        do { return try await store.client(systemID) } catch { throw Refusal(error) }
    }

    func known(_ systemID: String) async throws(Refusal) -> StoredClient {
        if let stored = try await stored(systemID) { return stored }
        let near = directory.spelling(of: systemID)
        throw Refusal(
            .notFound,
            field: "systemId",
            english: "there is no such system id" + (near.map { "; there is \($0)" } ?? ""),
            vietnamese: "không có mã hệ thống này" + (near.map { "; có mã \($0)" } ?? "")
        )
    }

    func view(of stored: StoredClient) -> ClientView {
        let now = clock.now()
        return ClientView(
            systemId: stored.systemID,
            unit: registry.current.unit(stored.holder)?.code.text ?? stored.holder.description,
            state: stored.revocation == nil ? "active" : "revoked",
            secrets: stored.secrets.filter { $0.isLive(at: now) }.map { secret in
                ClientSecretView(
                    number: secret.number,
                    createdAt: secret.createdAt,
                    createdBy: secret.createdBy,
                    origin: secret.isTakenOver ? "taken-over" : "generated",
                    until: secret.until,
                    key: secret.key
                )
            },
            from: stored.addresses,
            maximumAge: stored.maximumAge,
            legalBasis: stored.legalBasis,
            note: stored.note,
            addedAt: stored.addedAt,
            addedBy: stored.addedBy,
            revokedAt: stored.revocation?.at,
            reason: stored.revocation?.reason
        )
    }

    // MARK: - Changing

    /// Lets one change through at a time.
    func alone<Value>(_ body: () async throws(Refusal) -> Value) async throws(Refusal) -> Value {
        try await gate.enter()
        defer { gate.leave() }
        return try await body()
    }

    /// Changes one system id, and what requests are verified against once that is on disk.
    func change(
        _ by: AdministratorCaller,
        _ systemID: String,
        _ action: String,
        _ body: (inout StoredClient, Timestamp) throws(Refusal) -> Void
    ) async throws(Refusal) -> ClientView {
        try by.require(.registrar)
        return try await alone { () async throws(Refusal) in
            let before = try await known(systemID)
            let now = clock.now()
            var after = before
            after.secrets.removeAll { !$0.isLive(at: now) }
            try body(&after, now)
            let audit = record(by, action, before: before, after: after, at: now)
            do throws(StoreError) {
                guard try await store.change([after], audit: [audit]) else {
                    throw StoreError(.versionConflict, "The system id changed meanwhile.")
                }
            } catch {
                throw Refusal(error)
            }
            directory.put(LiveClient(after, keys: keys))
            return view(of: after)
        }
    }

    func record(
        _ by: AdministratorCaller,
        _ action: String,
        before: StoredClient?,
        after: StoredClient,
        at now: Timestamp
    ) -> AuditRecord {
        AuditRecord(
            at: now,
            actor: by.name,
            action: action,
            subject: after.systemID,
            before: before.flatMap { RegistryJSON.text(view(of: $0)) },
            after: RegistryJSON.text(view(of: after))
        )
    }
}
