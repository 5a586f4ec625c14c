// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisEnvelope
import AxisEvidence
import AxisModel
import AxisRegistry
import AxisSignature
import AxisStoreMemory
import AxisTestSupport
import AxisTransfer
import Foundation
import Logging

@testable import AxisHTTP

/// All services on a store in memory, with the reference data and one administrator.
final class ServicesWorld: Sendable {
    let clock = HandClock(Timestamp(seconds: TestPKI.now))
    let pki: TestPKI
    let store: MemoryStore
    let services: AxisServices
    let administrator: SigningIdentity
    /// Takes drills forward when a test says so.
    let drills: DrillFollower

    init() async throws {
        pki = try TestPKI()
        administrator = try pki.identity("administrator")
        let sealing = try pki.identity("sealing")
        let timer = SystemTimer()
        store = MemoryStore(
            sealer: EvidenceSealer(
                signer: CheckpointSigner(identity: sealing),
                origin: "axis.test/log",
                clock: clock
            )
        )
        let (registrar, axis) = try await Registrar.start(
            store: store,
            clock: clock,
            axis: Registrar.OwnUnit(code: "AXIS.TEST", name: "Axis"),
            firstAdministrator: Administrator(
                name: "root",
                roles: Set(AdministratorRole.allCases),
                fingerprint: administrator.certificate.digest
            )
        )
        let trust = try pki.trust()
        let certificates = CertificateCache()
        let authenticator = Authenticator(
            registry: registrar.holder,
            trust: TrustLists(tls: trust, sign: trust),
            certificates: certificates
        )
        let keyFile = FileManager.default.temporaryDirectory.appendingPathComponent("axis-keys-\(UUID().uuidString)")
            .path
        defer { try? FileManager.default.removeItem(atPath: keyFile) }
        let keys = try KeyFile.addKey(to: keyFile)
        let clients = ClientDesk(store: store, registry: registrar.holder, keys: keys, clock: clock)
        let waiters = InboxWaiters(timer: timer)
        let contacts = ContactBook()
        let dispatcher = Dispatcher(
            store: store,
            registry: registrar.holder,
            courier: Courier(transport: NoTransport(), clock: clock),
            timer: timer,
            logger: Logger(label: "test")
        )
        let origin = Sweeper.Origin(unit: axis, code: "AXIS.TEST", credential: "test")
        let follower = DrillFollower(
            store: store,
            registry: registrar.holder,
            own: OwnDocuments(
                store: store,
                registry: registrar.holder,
                origin: origin,
                signer: try EnvelopeSigner(identity: sealing),
                clock: clock,
                signal: waiters
            ),
            clock: clock,
            logger: Logger(label: "test")
        )
        drills = follower
        services = AxisServices(
            authenticator: authenticator,
            intake: Intake(
                store: store,
                registry: registrar.holder,
                authenticator: authenticator,
                examiner: EnvelopeExaminer(markings: .standard, certificates: certificates),
                policy: IntakePolicy(),
                clock: clock,
                identifiers: SystemIdentifiers(),
                signal: waiters
            ),
            mailbox: Mailbox(
                store: store,
                registry: registrar.holder,
                clock: clock,
                waiters: waiters,
                signal: waiters,
                contacts: contacts
            ),
            tracking: Tracking(store: store, registry: registrar.holder, clock: clock, signal: waiters),
            registrar: registrar,
            clients: clients,
            systems: VXPAuthenticator(
                desk: clients,
                audit: AuditQueue(store: store, logger: Logger(label: "test")),
                logger: Logger(label: "test")
            ),
            campaigns: CampaignDesk(store: store, registry: registrar.holder, clock: clock, contacts: contacts),
            submissions: SubmissionDesk(
                store: store,
                registrar: registrar,
                origin: origin,
                signal: waiters,
                clock: clock,
                clockHealth: HandClockHealth()
            ),
            reports: ReportDesk(
                store: store,
                registry: registrar.holder,
                calendar: WorkingCalendar(),
                axis: axis,
                clock: clock
            ),
            drills: DrillDesk(
                store: store,
                follower: follower,
                origin: origin,
                clock: clock,
                behindVXP: { _ in [] },
                wake: {}
            ),
            desk: QueueDesk(
                store: store,
                registry: registrar.holder,
                dispatcher: dispatcher,
                signal: waiters,
                clock: clock,
                contacts: contacts
            ),
            backup: BackupDesk(
                store: store,
                identity: sealing,
                clock: clock,
                logger: Logger(label: "test")
            ),
            store: store,
            clock: clock,
            health: Health(store: store, clock: clock),
            contacts: contacts,
            testEndpoint: { _ in CheckReport(findings: []) },
            diagnose: { CheckReport(findings: []) }
        )
    }
}

/// Reaches nobody.
private struct NoTransport: PushTransport {
    func push(_ request: PushRequest) async throws(TransferError) -> PushReply {
        PushReply(status: 503, contentType: nil, retryAfter: nil, body: [])
    }
}
