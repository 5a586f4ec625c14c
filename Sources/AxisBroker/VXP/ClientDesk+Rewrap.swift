// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisRegistry
import AxisSignature
import AxisStore

extension ClientDesk {
    /// System ids of one batch of ``rewrap(_:after:)``.
    package static let rewrapBatch = 200

    /// Seals the secrets of one batch of system ids under the current key; the answer says where the next begins.
    ///
    /// After the last batch, keys behind the first can go from the key file.
    package func rewrap(_ by: AdministratorCaller, after: String?) async throws(Refusal) -> ClientRewrapReport {
        try by.require(.registrar)
        return try await alone { () async throws(Refusal) in
            let keys = try requireKeys()
            let page = try await page(after: after, limit: Self.rewrapBatch)
            let now = clock.now()
            var changed: [StoredClient] = []
            var report = ClientRewrapReport(key: keys.current, examined: page.clients.count, rewrapped: 0)
            // A row that can't be read may be sealed under any key.
            report.unreadable = page.unreadable
            for client in page.clients {
                let before = report.rewrapped
                var next = client
                // Ended secrets go; under an old key they would keep it in use.
                next.secrets.removeAll { !$0.isLive(at: now) }
                for place in next.secrets.indices where next.secrets[place].key != keys.current {
                    guard let secret = next.secrets[place].opened(with: keys, for: client.systemID) else {
                        report.unreadable.append(client.systemID)
                        continue
                    }
                    do throws(SignatureError) {
                        let sealed = try keys.seal(secret, for: client.systemID)
                        next.secrets[place].key = sealed.keyID
                        next.secrets[place].box = Base64.encode(sealed.box)
                    } catch {
                        throw Refusal(error, field: "secret")
                    }
                    report.rewrapped += 1
                }
                if report.rewrapped != before || next.secrets.count != client.secrets.count { changed.append(next) }
            }
            report.next = page.clients.count == Self.rewrapBatch ? page.clients.last?.systemID : nil
            try await write(changed, report, by, at: now)
            return report
        }
    }

    private func write(
        _ changed: [StoredClient],
        _ report: ClientRewrapReport,
        _ by: AdministratorCaller,
        at now: Timestamp
    ) async throws(Refusal) {
        guard !changed.isEmpty else { return }
        let audit = AuditRecord(
            at: now,
            actor: by.name,
            action: "client.rewrap",
            subject: report.key,
            after: RegistryJSON.text(report)
        )
        do throws(StoreError) {
            guard try await store.change(changed, audit: [audit]) else {
                throw StoreError(.versionConflict, "A system id changed meanwhile.")
            }
        } catch {
            throw Refusal(error)
        }
        for client in changed { directory.put(LiveClient(client, keys: keys)) }
    }
}
