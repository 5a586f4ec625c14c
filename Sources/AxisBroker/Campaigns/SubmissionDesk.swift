// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisEvidence
import AxisLists
package import AxisModel
import AxisRegistry
import AxisSignature
package import AxisStore
import Synchronization

/// Takes lists in and carries decisions out (nộp và duyệt danh sách mã).
package final class SubmissionDesk: Sendable {
    let store: any CampaignStore & AuditStore
    let registrar: Registrar
    let origin: Sweeper.Origin
    let signal: any DeliverySignal
    let clock: any WallClock
    let clockHealth: any ClockHealth
    let identifiers: any IdentifierSource
    /// One list is kept, or decided on, at a time.
    let gate = SerialGate()
    /// The places of hand-ins that are under way in this process: they are not lost.
    private let underWay = Mutex<Set<Int64>>([])

    /// How far back the journal is looked at: ``FirstArrival/grace`` and the longest that a body may take.
    private static let journalReach: Duration = .seconds(3600)

    /// Versions that one province may hand in for one campaign; every one is kept.
    private static let mostVersions = 1000

    /// Makes a desk.
    package init(
        store: any CampaignStore & AuditStore,
        registrar: Registrar,
        origin: Sweeper.Origin,
        signal: any DeliverySignal,
        clock: any WallClock,
        clockHealth: any ClockHealth,
        identifiers: any IdentifierSource = SystemIdentifiers()
    ) {
        self.store = store
        self.registrar = registrar
        self.origin = origin
        self.signal = signal
        self.clock = clock
        self.clockHealth = clockHealth
        self.identifiers = identifiers
    }

    /// A hand-in whose first byte is there: its line stands in the journal.
    package struct HandIn: Sendable {
        let campaign: Campaign
        let province: RegisteredUnit
        let caller: Caller
        let place: Int64
        var line: ArrivalLine
    }

    /// What became of a hand-in.
    package struct Result: Sendable {
        /// The receipt.
        package let receipt: SubmissionReceipt
        /// Whether it was kept now; false when the same bytes were before.
        package let isNew: Bool
    }

    // MARK: - Handing in

    /// Notes that a list begins to arrive: flushed to disk before any of it is looked at.
    ///
    /// - Parameters:
    ///   - unit: the province's code; the caller's own unit when missing.
    ///   - declared: SHA-256 of the file as the request's header gives it.
    /// - Throws: `not-found`, `forbidden`, or `storage-unavailable`.
    package func begin(
        _ caller: Caller,
        campaign id: String,
        unit: String?,
        declared: Digest256?
    ) async throws(Refusal) -> HandIn {
        let now = clock.now()
        let (campaign, province) = try await place(caller, id, unit, at: now)
        let line = ArrivalLine(campaign: campaign.id, unit: province.id, beganAt: now, sha256: declared)
        let place = try await asking { () throws(StoreError) in try await store.begin(line) }
        underWay.withLock { _ = $0.insert(place) }
        return HandIn(campaign: campaign, province: province, caller: caller, place: place, line: line)
    }

    /// Notes that the body did not come to its end.
    package func abandon(_ handIn: HandIn, because refusal: Refusal) async {
        var line = handIn.line
        line.end = refusal.code.isOfAxis ? .refusedByAxis(refusal.code) : .brokenOff
        await end(line, at: handIn.place)
    }

    /// Checks a list that was read to its end, keeps it and gives its receipt.
    ///
    /// - Parameters:
    ///   - readAt: when the last byte was read.
    ///   - hint: its media type.
    ///   - applicantDate: what the applicant's own clock said; stands on the receipt and counts for nothing.
    /// - Throws: ``ImportRefusal`` with every fault of the list.
    package func complete(
        _ handIn: HandIn,
        bytes: [UInt8],
        hint: String?,
        readAt: Timestamp,
        applicantDate: Timestamp? = nil
    ) async throws(ImportRefusal) -> Result {
        var line = handIn.line
        line.sha256 = SHA256.digest(of: bytes)
        line.readAt = readAt
        do throws(ImportRefusal) {
            do throws(Refusal) {
                try await asking { () throws(StoreError) in try await store.update(line, at: handIn.place) }
            } catch { throw ImportRefusal(error) }
            let examination = try await ListExamination.examine(
                bytes,
                hint: hint,
                from: handIn.province,
                against: registrar.holder.current,
                at: readAt
            )
            do throws(Refusal) {
                let result = try await keep(handIn, line, examination, bytes, applicantDate)
                underWay.withLock { _ = $0.remove(handIn.place) }
                return result
            } catch { throw ImportRefusal(error) }
        } catch {
            let code = error.refusal.code
            line.end = code.isOfAxis ? .refusedByAxis(code) : .refused
            await end(line, at: handIn.place)
            if code == .forbidden { await noteForbidden(handIn, error.refusal) }
            throw error
        }
    }

    /// Checks a list and keeps nothing: the receipt has neither an id nor evidence.
    package func check(
        _ caller: Caller,
        campaign id: String,
        unit: String?,
        bytes: [UInt8],
        hint: String?,
        readAt: Timestamp
    ) async throws(ImportRefusal) -> SubmissionReceipt {
        let campaign: Campaign
        let province: RegisteredUnit
        do throws(Refusal) { (campaign, province) = try await place(caller, id, unit, at: readAt) } catch {
            throw ImportRefusal(error)
        }
        let examination = try await ListExamination.examine(
            bytes,
            hint: hint,
            from: province,
            against: registrar.holder.current,
            at: readAt
        )
        let version = SubmissionVersion(
            id: SubmissionID(identifiers.next(at: readAt)),
            campaign: campaign.id,
            unit: province.id,
            number: 1,
            sha256: SHA256.digest(of: bytes),
            count: examination.check.count,
            receivedAt: readAt,
            deadline: campaign.deadline
        )
        var receipt = SubmissionReceipt(version, of: province, examination)
        receipt.submissionId = nil
        receipt.version = nil
        return receipt
    }

    private func keep(
        _ handIn: HandIn,
        _ line: ArrivalLine,
        _ examination: ListExamination,
        _ bytes: [UInt8],
        _ applicantDate: Timestamp?
    ) async throws(Refusal) -> Result {
        guard let sha256 = line.sha256, let readAt = line.readAt else { preconditionFailure("the list was read") }
        try await gate.enter()
        defer { gate.leave() }
        let filter = SubmissionFilter(campaign: handIn.campaign.id, unit: handIn.province.id, limit: 1)
        let earlier = try await asking { () throws(StoreError) in try await store.submissions(filter) }
        if let same = earlier.first, same.version.isRepeated(by: sha256) {
            var line = line
            line.end = .stored(same.version.id)
            await end(line, at: handIn.place)
            return Result(receipt: SubmissionReceipt(same), isNew: false)
        }
        guard (earlier.first?.version.number ?? 0) < Self.mostVersions else {
            throw Refusal(
                .forbidden,
                english: "\(Self.mostVersions) versions were handed in already; ask the administrators of Axis",
                vietnamese: "đã nộp \(Self.mostVersions) phiên bản; hãy liên hệ quản trị viên của trục"
            )
        }
        let journal = try await asking { () throws(StoreError) in
            try await store.arrivals(
                campaign: handIn.campaign.id,
                unit: handIn.province.id,
                since: readAt - Self.journalReach
            )
        }
        let current = underWay.withLock { $0 }
        let version = SubmissionVersion(
            id: SubmissionID(identifiers.next(at: readAt)),
            campaign: handIn.campaign.id,
            unit: handIn.province.id,
            number: (earlier.first?.version.number ?? 0) + 1,
            sha256: sha256,
            count: examination.check.count,
            receivedAt: FirstArrival.moment(
                lastByte: readAt,
                sha256: sha256,
                campaign: handIn.campaign.id,
                unit: handIn.province.id,
                journal: journal.filter { !current.contains($0.place) }.map(\.line)
            ),
            deadline: handIn.campaign.deadline
        )
        var receipt = SubmissionReceipt(version, of: handIn.province, examination)
        if version.receivedAt != readAt { receipt.repeatedAt = readAt }
        let reading = clockHealth.reading()
        receipt.clockOffsetMilliseconds = reading.statedMilliseconds
        receipt.clockUnsynchronised = reading.isSynchronised ? nil : true
        receipt.applicantDate = applicantDate
        var ended = line
        ended.end = .stored(version.id)
        let new = NewSubmission(
            version: version,
            receipt: receipt,
            bytes: bytes,
            leaf: try leaf(version, handIn, receipt, size: bytes.count, readAt: readAt),
            replaced: earlier.map(\.version).filter { $0.state == .received }.map { before in
                var after = before
                after.supersede(by: version.id, at: readAt)
                return SubmissionStep(from: before, to: after)
            },
            arrival: StoredArrival(place: handIn.place, line: ended),
            audit: [
                AuditRecord(
                    at: readAt,
                    actor: handIn.caller.holderCode,
                    action: "submission.receive",
                    subject: version.id.description,
                    after: RegistryJSON.text(receipt)
                )
            ]
        )
        return Result(
            receipt: SubmissionReceipt(try await asking { () throws(StoreError) in try await store.submit(new) }),
            isNew: true
        )
    }

    private func leaf(
        _ version: SubmissionVersion,
        _ handIn: HandIn,
        _ receipt: SubmissionReceipt,
        size: Int,
        readAt: Timestamp
    ) throws(Refusal) -> [UInt8] {
        let leaf = SubmissionLeaf(
            submission: version.id,
            campaign: version.campaign,
            province: handIn.province.id,
            provinceCode: handIn.province.code.text,
            sender: handIn.caller.holder,
            senderCode: handIn.caller.holderCode,
            senderAuth: handIn.caller.authentication,
            senderCredential: handIn.caller.credential,
            version: version.number,
            sha256: version.sha256,
            size: size,
            count: version.count,
            receivedAt: version.receivedAt,
            readAt: readAt,
            deadline: version.deadline,
            lateBySeconds: version.timeliness.lateBySeconds,
            registryVersion: registrar.holder.current.version,
            details: SubmissionDetails(of: receipt)
        )
        do throws(EvidenceFault) { return try leaf.canonicalBytes() } catch {
            throw .field("unit", "the code can't stand in a receipt", "mã không ghi được vào biên nhận")
        }
    }

    // MARK: - Parts

    /// The campaign, and the province for which the caller may hand in.
    private func place(
        _ caller: Caller,
        _ id: String,
        _ code: String?,
        at moment: Timestamp
    ) async throws(Refusal) -> (Campaign, RegisteredUnit) {
        let found = try await asking { () throws(StoreError) in try await store.campaign(id) }
        guard let campaign = found else { throw .noCampaign() }
        let snapshot = registrar.holder.current
        let unit = try snapshot.unit(named: code ?? caller.holderCode, at: moment, field: "unit")
        guard snapshot.may(caller.holder, .submit, over: unit.id, at: moment) else {
            throw Refusal(
                .forbidden,
                field: "unit",
                english: "\(caller.holderCode) may not hand in lists of \(unit.code.text)",
                vietnamese: "\(caller.holderCode) không có quyền nộp danh sách của \(unit.code.text)"
            )
        }
        guard try campaign.participants(in: snapshot, at: moment).contains(where: { $0.id == unit.id }) else {
            throw .notInScope(unit, of: campaign, field: "unit")
        }
        return (campaign, unit)
    }

    private func end(_ line: ArrivalLine, at place: Int64) async {
        // A store that can't take it leaves the line open: it then counts as lost by Axis, which it was.
        _ = try? await store.update(line, at: place)
        underWay.withLock { _ = $0.remove(place) }
    }

    private func noteForbidden(_ handIn: HandIn, _ refusal: Refusal) async {
        let record = AuditRecord(
            at: clock.now(),
            actor: handIn.caller.holderCode,
            action: "submission.forbidden",
            subject: "\(handIn.campaign.id) \(handIn.province.code.text)",
            after: RegistryJSON.text(["code": refusal.code.rawValue, "reason": refusal.english])
        )
        // The caller is refused either way; the listener's own line of refusals is the other trace.
        _ = try? await store.appendAudit([record])
    }
}

extension SubmissionReceipt {
    init(_ version: SubmissionVersion, of province: RegisteredUnit, _ examination: ListExamination) {
        self.init(
            submissionId: version.id,
            campaign: version.campaign,
            unit: province.code.text,
            version: version.number,
            sha256: version.sha256,
            count: version.count,
            expected: examination.check.expected,
            receivedAt: version.receivedAt,
            deadline: version.deadline,
            timeliness: version.timeliness.english,
            lateBySeconds: version.timeliness.lateBySeconds,
            format: examination.format.rawValue,
            warnings: examination.check.warnings
        )
    }

    /// The receipt with its evidence: the same for ever.
    init(_ stored: StoredSubmission) {
        self = stored.receipt
        leafIndex = stored.evidence.index
        leaf = Base64.encode(stored.evidence.leaf)
        inclusionProof = stored.evidence.proof
        checkpoint = stored.evidence.checkpoint
        checkpointSignature = Base64.encode(stored.evidence.signature)
    }
}
