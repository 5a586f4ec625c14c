// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisSignature
import AxisStore
import Synchronization

/// A system id with its secrets opened, ready to verify requests.
struct LiveClient: Sendable {
    /// One secret that verifies for a while.
    struct Secret: Sendable {
        let number: Int
        let bytes: SecretBytes
        let until: Timestamp?
    }

    let systemID: String
    let holder: UnitID
    let addresses: [AddressRange]?
    let maximumAge: Duration?
    let isRevoked: Bool
    /// At most two.
    let secrets: [Secret]
    /// Numbers of secrets that no key of the key file opens.
    let unreadable: [Int]

    /// Opens a stored system id's secrets.
    init(_ stored: StoredClient, keys: SealingKeys?) {
        systemID = stored.systemID
        holder = stored.holder
        addresses = stored.addresses
        maximumAge = stored.maximumAge.map { .seconds($0) }
        isRevoked = stored.revocation != nil
        var opened: [Secret] = []
        var closed: [Int] = []
        for secret in stored.secrets {
            if let bytes = secret.opened(with: keys, for: stored.systemID) {
                opened.append(Secret(number: secret.number, bytes: bytes, until: secret.until))
            } else {
                closed.append(secret.number)
            }
        }
        secrets = opened
        unreadable = closed
    }

    /// The secrets that verify at a moment.
    func secrets(at moment: Timestamp) -> [SecretBytes] {
        if isRevoked { return [] }
        return secrets.filter { secret in secret.until.map { moment < $0 } ?? true }.map(\.bytes)
    }

    /// Whether its system can call at a moment.
    func isLive(at moment: Timestamp) -> Bool { !secrets(at: moment).isEmpty }
}

extension StoredSecret {
    /// The secret; nil without the key that opens it, or when the box is not this system's.
    func opened(with keys: SealingKeys?, for systemID: String) -> SecretBytes? {
        guard let keys, let box = Base64.decode(box, as: .exact) else { return nil }
        return (try? keys.open(SealedSecret(keyID: key, box: box), for: systemID)) ?? nil
    }
}

/// All system ids in memory: what a request is verified against, without the store.
final class ClientDirectory: Sendable {
    private struct Tables {
        var clients: [String: LiveClient] = [:]
        /// System ids by the form in which they are told apart.
        var spellings: [String: String] = [:]
        var systems: [UnitID: Set<String>] = [:]
        /// System ids whose rows can't be read.
        var damaged: [String] = []

        mutating func put(_ client: LiveClient) {
            clients[client.systemID] = client
            spellings[StoredClient.folded(client.systemID)] = client.systemID
            systems[client.holder, default: []].insert(client.systemID)
        }
    }

    private let tables = Mutex(Tables())

    /// How many.
    var count: Int { tables.withLock { $0.clients.count } }

    /// One system id.
    func client(_ systemID: String) -> LiveClient? { tables.withLock { $0.clients[systemID] } }

    /// The system id that differs from a text by letter case at most.
    func spelling(of systemID: String) -> String? {
        tables.withLock { $0.spellings[StoredClient.folded(systemID)] }
    }

    /// The system ids that a unit holds, revoked ones too.
    func clients(of unit: UnitID) -> [LiveClient] {
        tables.withLock { tables in (tables.systems[unit] ?? []).compactMap { tables.clients[$0] } }
            .sorted { $0.systemID < $1.systemID }
    }

    /// Takes a changed system id in place of what was known of it.
    func put(_ client: LiveClient) { tables.withLock { $0.put(client) } }

    /// Takes all anew.
    ///
    /// - Parameter damaged: system ids whose rows can't be read.
    func replaceAll(_ clients: [LiveClient], damaged: [String]) {
        var next = Tables()
        next.damaged = damaged
        for client in clients { next.put(client) }
        let ready = next
        tables.withLock { $0 = ready }
    }

    /// System ids whose rows can't be read.
    var damaged: [String] { tables.withLock { $0.damaged } }

    /// System ids with a secret that no key opens.
    var unreadable: [String] {
        tables.withLock { $0.clients.values.filter { !$0.unreadable.isEmpty }.map(\.systemID) }.sorted()
    }
}
