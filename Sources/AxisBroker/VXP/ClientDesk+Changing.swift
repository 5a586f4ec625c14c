// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisRegistry
import AxisSignature
import AxisStore

extension ClientDesk {
    /// Registers a system id with a new secret, or one taken over; the new secret is in the answer and never shown again.
    ///
    /// A system id that was revoked comes back for the same holder only.
    package func add(
        _ by: AdministratorCaller,
        _ request: ClientAddRequest
    ) async throws(Refusal) -> ClientSecretReport {
        try by.require(.registrar)
        let keys = try requireKeys()
        try ClientRules.check(systemID: request.systemId)
        let addresses = try ClientRules.addresses(from: request.from, any: request.anyAddress)
        try ClientRules.check(maximumAge: request.maximumAge, least: 1)
        let secret = try NewSecret(takingOver: request.secret)
        return try await alone { () async throws(Refusal) in
            let now = clock.now()
            let unit = try registry.current.unit(named: request.unit, at: now, field: "unit")
            let old = try await reusable(request.systemId, for: unit)
            guard old != nil || directory.count < ClientRules.mostClients else { throw .tooManyClients }
            var client =
                old ?? StoredClient(systemID: request.systemId, holder: unit.id, addedAt: now, addedBy: by.name)
            client.revocation = nil
            client.addresses = addresses
            client.maximumAge = request.maximumAge
            client.legalBasis = request.legalBasis.map { $0.bounded(500) }
            client.note = request.note.map { $0.bounded(500) }
            try client.take(secret, sealedWith: keys, by: by.name, at: now)
            let audit = record(by, old == nil ? "client.add" : "client.reinstate", before: old, after: client, at: now)
            do throws(StoreError) {
                let isWritten =
                    old == nil
                    ? try await store.add(client, audit: [audit])
                    : try await store.change([client], audit: [audit])
                guard isWritten else { throw StoreError(.versionConflict, "The system id was added meanwhile.") }
            } catch {
                throw Refusal(error)
            }
            directory.put(LiveClient(client, keys: keys))
            var warnings = secret.warnings
            if old != nil { warnings.append("the system id had been revoked; it is active again") }
            if addresses == nil { warnings.append("requests are taken from any address") }
            return ClientSecretReport(client: view(of: client), secret: secret.shown, warnings: warnings)
        }
    }

    /// Gives a system id a new secret beside the present one, which ends at once or after an overlap.
    package func rotate(
        _ by: AdministratorCaller,
        _ systemID: String,
        _ request: ClientRotateRequest
    ) async throws(Refusal) -> ClientSecretReport {
        try by.require(.registrar)
        let keys = try requireKeys()
        let secret = try NewSecret(takingOver: request.secret)
        let overlap = try ClientRules.overlap(request.overlap)
        let view = try await change(by, systemID, "client.rotate") { (client, now) throws(Refusal) in
            guard client.revocation == nil else { throw .revokedClient }
            if let overlap {
                guard client.secrets.count < 2 else { throw .thirdSecret(until: client.secrets[0].until) }
                let end = now + overlap
                for place in client.secrets.indices {
                    client.secrets[place].until = client.secrets[place].until.map { min($0, end) } ?? end
                }
            }
            if client.secrets.contains(where: { $0.opened(with: keys, for: systemID)?.equals(secret.bytes) == true }) {
                throw .field(
                    "secret",
                    "this is the present secret; take a new one",
                    "đây là khóa đang dùng; hãy dùng khóa mới"
                )
            }
            if overlap == nil { client.secrets = [] }
            try client.take(secret, sealedWith: keys, by: by.name, at: now)
        }
        return ClientSecretReport(client: view, secret: secret.shown, warnings: secret.warnings)
    }

    /// Ends a system id and all its secrets at once; the name stays taken.
    package func revoke(
        _ by: AdministratorCaller,
        _ systemID: String,
        reason: String
    ) async throws(Refusal) -> ClientView {
        guard reason.contains(where: { !$0.isWhitespace }) else {
            throw .field("reason", "say why it is revoked", "hãy nêu lý do thu hồi")
        }
        return try await change(by, systemID, "client.revoke") { (client, now) throws(Refusal) in
            guard client.revocation == nil else { throw .revokedClient }
            client.revocation = StoredClient.Revocation(at: now, by: by.name, reason: reason.bounded(500))
            client.secrets = []
        }
    }

    /// Says anew where requests may come from, and how old they may be.
    package func setAddresses(
        _ by: AdministratorCaller,
        _ systemID: String,
        _ request: ClientAddressesRequest
    ) async throws(Refusal) -> ClientView {
        let addresses = try ClientRules.addresses(from: request.from, any: request.anyAddress)
        try ClientRules.check(maximumAge: request.maximumAge, least: 0)
        return try await change(by, systemID, "client.set-addresses") { (client, _) throws(Refusal) in
            client.addresses = addresses
            if let age = request.maximumAge { client.maximumAge = age == 0 ? nil : age }
        }
    }

    /// The keys, or a sentence that says what to configure.
    func requireKeys() throws(Refusal) -> SealingKeys {
        if let keys { return keys }
        throw .field(
            "vxp.keyFile",
            "no key file is configured; make one with `axisctl client new-key /etc/axis/vxp.keys`, name it in the "
                + "configuration as vxp.keyFile and restart axisd",
            "chưa cấu hình tệp khóa; hãy tạo bằng `axisctl client new-key /etc/axis/vxp.keys`, khai vxp.keyFile trong "
                + "cấu hình rồi khởi động lại axisd"
        )
    }

    /// What is stored of a system id that may be added: nothing, or a revoked one of the same holder.
    private func reusable(_ systemID: String, for unit: RegisteredUnit) async throws(Refusal) -> StoredClient? {
        guard let spelling = directory.spelling(of: systemID) else { return nil }
        let old = try await known(spelling)
        if old.holder == unit.id, old.systemID == systemID, old.revocation != nil { return old }
        let holder = registry.current.unit(old.holder)?.code.text ?? "-"
        let isRevoked = old.revocation != nil
        throw Refusal(
            isRevoked ? .codeReused : .codeTaken,
            field: "systemId",
            english: "\(old.systemID) " + (isRevoked ? "belonged" : "belongs")
                + " to \(holder); a system id is never given to another",
            vietnamese: "\(old.systemID) " + (isRevoked ? "từng" : "đang")
                + " thuộc \(holder); mã hệ thống không bao giờ cấp lại cho đơn vị khác"
        )
    }
}

extension StoredClient {
    /// Adds a secret, sealed.
    fileprivate mutating func take(
        _ secret: NewSecret,
        sealedWith keys: SealingKeys,
        by actor: String,
        at now: Timestamp
    ) throws(Refusal) {
        let sealed: SealedSecret
        do { sealed = try keys.seal(secret.bytes, for: systemID) } catch { throw Refusal(error, field: "secret") }
        secretCount += 1
        secrets.append(
            StoredSecret(
                number: secretCount,
                createdAt: now,
                createdBy: actor,
                isTakenOver: secret.shown == nil,
                key: sealed.keyID,
                box: Base64.encode(sealed.box)
            )
        )
    }
}

extension Refusal {
    fileprivate static var revokedClient: Refusal {
        .field(
            "systemId",
            "this system id is revoked; `axisctl client add` brings it back for the same unit",
            "mã hệ thống đã bị thu hồi; `axisctl client add` cấp lại cho đúng đơn vị cũ"
        )
    }

    fileprivate static var tooManyClients: Refusal {
        Refusal(
            .tooLarge,
            field: "systemId",
            english: "there are \(ClientRules.mostClients) system ids already, the most that Axis keeps",
            vietnamese: "đã có \(ClientRules.mostClients) mã hệ thống, mức tối đa mà Trục lưu giữ"
        )
    }

    fileprivate static func thirdSecret(until end: Timestamp?) -> Refusal {
        let end = end.map { "\($0)" } ?? "-"
        return .field(
            "overlap",
            "two secrets verify already, the older until \(end); wait, or rotate without an overlap, which ends both",
            "đang có hai khóa cùng hiệu lực, khóa cũ đến \(end); hãy chờ, hoặc thay khóa không chồng thời gian"
        )
    }
}
