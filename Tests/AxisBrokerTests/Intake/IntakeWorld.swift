// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisEnvelope
import AxisEvidence
import AxisModel
import AxisRegistry
import AxisSignature
import AxisStore
import AxisStoreMemory
import AxisTestSupport
import Synchronization

@testable import AxisBroker

/// A small Axis in memory: a certificate authority, three units and their certificates, a store, the services.
final class IntakeWorld: Sendable {
    static let start = Timestamp("2025-07-01T08:00:00+07:00")!

    let clock = HandClock(start)
    let authority: CertificateAuthority
    let foreignAuthority: CertificateAuthority
    let trustSealing: TrustList
    let holder: RegistryHolder
    let store: MemoryStore
    let signal = RecordingSignal()
    let authenticator: Authenticator
    let intake: Intake
    let mailbox: Mailbox
    let tracking: Tracking
    /// Each unit's certificate and key, for connecting and signing.
    let identities: [String: SigningIdentity]
    let units: [String: UnitID]

    static let codes = ["G22", "H24", "H24.TEST01", "H24.TEST02"]

    init(requiresSignature: Bool = false) throws {
        let validity = Self.start.seconds - 86_400...Self.start.seconds + 365 * 86_400
        authority = try CertificateAuthority.makeRoot(
            subject: DistinguishedName(commonName: "Test root"),
            validity: validity
        )
        foreignAuthority = try CertificateAuthority.makeRoot(
            subject: DistinguishedName(commonName: "Foreign root"),
            validity: validity
        )
        var identities: [String: SigningIdentity] = [:]
        for code in Self.codes + ["sealing"] {
            let subject = DistinguishedName(commonName: code)
            identities[code] = try authority.issueIdentity(CertificateProfile(subject: subject, validity: validity))
        }
        self.identities = identities
        let trust = TrustLists(
            tls: try TrustList(use: .tls, anchors: [authority.certificate]),
            sign: try TrustList(use: .sign, anchors: [authority.certificate])
        )
        trustSealing = try TrustList(use: .sealing, anchors: [authority.certificate])

        var snapshot = RegistrySnapshot()
        var units: [String: UnitID] = [:]
        var version: Int64 = 0
        func apply(_ change: RegistryChange) throws {
            version += 1
            try snapshot.apply(
                RegistryEvent(
                    version: version,
                    change: change,
                    effectiveAt: Self.start - .seconds(3600),
                    recordedAt: Self.start - .seconds(3600),
                    actor: "axis",
                    legalBasis: nil
                )
            )
        }
        for code in Self.codes {
            let id = UnitID(SystemIdentifiers().next(at: Self.start))
            units[code] = id
            try apply(
                .register(
                    UnitRegistration(
                        unit: id,
                        code: try AgencyCode(code, as: .qd20),
                        aliases: code.count == 3 ? [try AgencyCode("000.00.00.\(code)", as: .qcvn102)] : [],
                        name: "Unit \(code)",
                        kind: code.count == 3 ? .city : .ward,
                        parent: code.hasPrefix("H24.") ? units["H24"] : nil
                    )
                )
            )
            let certificate = identities[code]!.certificate
            try apply(
                .bind(
                    Binding(
                        id: BindingID(SystemIdentifiers().next(at: Self.start)),
                        holder: id,
                        fingerprint: certificate.digest,
                        use: .both,
                        period: Period(from: Self.start - .seconds(3600)),
                        subject: certificate.subject,
                        notAfter: Timestamp(seconds: certificate.notAfter)
                    )
                )
            )
        }
        self.units = units
        holder = RegistryHolder(snapshot)
        let sealer = EvidenceSealer(
            signer: CheckpointSigner(identity: identities["sealing"]!),
            origin: "axis.test/log",
            clock: clock
        )
        store = MemoryStore(sealer: sealer)
        let certificates = CertificateCache()
        authenticator = Authenticator(registry: holder, trust: trust, certificates: certificates)
        intake = Intake(
            store: store,
            registry: holder,
            authenticator: authenticator,
            examiner: EnvelopeExaminer(markings: .standard, certificates: certificates),
            policy: IntakePolicy(requiresSignature: requiresSignature),
            clock: clock,
            identifiers: SystemIdentifiers(),
            signal: signal
        )
        mailbox = Mailbox(
            store: store,
            registry: holder,
            clock: clock,
            waiters: InboxWaiters(timer: SystemTimer()),
            signal: signal
        )
        tracking = Tracking(store: store, registry: holder, clock: clock, signal: signal)
    }

    func apply(_ change: RegistryChange) throws {
        var snapshot = holder.current
        let now = clock.now()
        try snapshot.apply(
            RegistryEvent(
                version: snapshot.version + 1,
                change: change,
                effectiveAt: now,
                recordedAt: now,
                actor: "test",
                legalBasis: nil
            )
        )
        holder.publish(snapshot)
    }

    func caller(_ code: String) throws -> Caller {
        try authenticator.agency(leafDER: identities[code]!.certificate.der, at: clock.now())
    }

    func signed(_ envelope: [UInt8], by code: String) throws -> [UInt8] {
        try EnvelopeSigner(identity: identities[code]!).sign(envelope)
    }

    @discardableResult
    func send(_ envelope: [UInt8], as code: String, partial: Bool = false) async throws -> IntakeResult {
        try await intake.accept(.bytes(envelope), from: try caller(code), allowsPartial: partial)
    }
}

/// Remembers who was signalled.
final class RecordingSignal: DeliverySignal {
    private let all = Mutex<[UnitID]>([])

    var recipients: [UnitID] { all.withLock { $0 } }

    func delivered(to recipients: [UnitID]) { all.withLock { $0 += recipients } }
}

/// Envelopes of the tests' own making, in the shape of the official Java library.
enum TestEnvelope {
    static func document(
        from: String = "G22",
        to: [String] = ["H24"],
        documentID: String = "G22,2025/07/01,1/VPCP-TEST",
        subject: String = "V/v thử nghiệm",
        action: Int = 0
    ) -> [UInt8] {
        let recipients = to.map {
            "<edXML:To><edXML:OrganId>\($0)</edXML:OrganId></edXML:To>"
        }.joined(separator: "\n        ")
        let text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016">
              <edXML:edXMLEnvelope xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">
                <edXML:edXMLHeader>
                  <edXML:MessageHeader>
                    <edXML:From><edXML:OrganId>\(from)</edXML:OrganId></edXML:From>
                    \(recipients)
                    <edXML:DocumentId>\(documentID)</edXML:DocumentId>
                    <edXML:Code><edXML:CodeNumber>1</edXML:CodeNumber>\
            <edXML:CodeNotation>VPCP-TEST</edXML:CodeNotation></edXML:Code>
                    <edXML:PromulgationInfo><edXML:Place>Hà Nội</edXML:Place>\
            <edXML:PromulgationDate>2025/07/01</edXML:PromulgationDate></edXML:PromulgationInfo>
                    <edXML:DocumentType><edXML:Type>18</edXML:Type>\
            <edXML:TypeName>Công văn</edXML:TypeName></edXML:DocumentType>
                    <edXML:Subject>\(subject)</edXML:Subject>
                  </edXML:MessageHeader>
                  <edXML:TraceHeaderList><edXML:Bussiness><edXML:BussinessDocType>\(action)</edXML:BussinessDocType>\
            </edXML:Bussiness></edXML:TraceHeaderList>
                </edXML:edXMLHeader>
                <edXML:edXMLBody><edXML:edXMLManifest version="1.0"/></edXML:edXMLBody>
              </edXML:edXMLEnvelope>
            </edXML>

            """
        return Array(text.utf8)
    }

    static func status(
        _ code: String,
        from: String,
        to: String,
        documentID: String = "G22,2025/07/01,1/VPCP-TEST",
        description: String = "lý do"
    ) -> [UInt8] {
        let text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016">
              <edXML:edXMLEnvelope xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">
                <edXML:edXMLHeader>
                  <edXML:MessageHeader>
                    <edXML:From><edXML:OrganId>\(from)</edXML:OrganId></edXML:From>
                    <edXML:ResponseFor>
                      <edXML:OrganId>\(to)</edXML:OrganId>
                      <edXML:Code>1/VPCP-TEST</edXML:Code>
                      <edXML:DocumentId>\(documentID)</edXML:DocumentId>
                      <edXML:PromulgationDate>2025/07/01</edXML:PromulgationDate>
                    </edXML:ResponseFor>
                    <edXML:StatusCode>\(code)</edXML:StatusCode>
                    <edXML:Description>\(description)</edXML:Description>
                    <edXML:Timestamp>2025/07/01 08:00:00</edXML:Timestamp>
                  </edXML:MessageHeader>
                </edXML:edXMLHeader>
              </edXML:edXMLEnvelope>
            </edXML>

            """
        return Array(text.utf8)
    }
}
