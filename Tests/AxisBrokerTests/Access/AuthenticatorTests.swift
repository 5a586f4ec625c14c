// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisSignature
import Testing

@testable import AxisBroker

@Suite struct AuthenticatorTests {
    private let start = IntakeWorld.start
    private let root: CertificateAuthority
    private let middle: CertificateAuthority
    private let leaf: Certificate
    private let registry: RegistryHolder

    init() throws {
        let validity = start.seconds - 86_400...start.seconds + 365 * 86_400
        root = try CertificateAuthority.makeRoot(
            subject: DistinguishedName(commonName: "Root of the test"),
            validity: validity
        )
        middle = CertificateAuthority(
            identity: try root.issueIdentity(
                CertificateProfile(
                    subject: DistinguishedName(commonName: "Authority between"),
                    validity: validity,
                    keyUsage: CertificateProfile.authorityUsage,
                    isAuthority: true
                )
            )
        )
        leaf = try middle.issueIdentity(
            CertificateProfile(subject: DistinguishedName(commonName: "H24"), validity: validity)
        ).certificate
        var snapshot = RegistrySnapshot()
        let unit = UnitID(SystemIdentifiers().next(at: start))
        let changes: [RegistryChange] = [
            .register(UnitRegistration(unit: unit, code: try AgencyCode("H24", as: .qd20), name: "H24", kind: .city)),
            .bind(
                Binding(
                    id: BindingID(SystemIdentifiers().next(at: start)),
                    holder: unit,
                    fingerprint: leaf.digest,
                    use: .tls,
                    period: Period(from: start),
                    subject: leaf.subject,
                    notAfter: Timestamp(seconds: leaf.notAfter)
                )
            ),
        ]
        for (index, change) in changes.enumerated() {
            try snapshot.apply(
                RegistryEvent(
                    version: Int64(index + 1),
                    change: change,
                    effectiveAt: start,
                    recordedAt: start,
                    actor: "test",
                    legalBasis: nil
                )
            )
        }
        registry = RegistryHolder(snapshot)
    }

    private func lists(anchor: CertificateAuthority, revoking revoked: [Certificate] = []) throws -> TrustLists {
        let list = try RevocationList(
            der: anchor.makeRevocationList(
                revoking: revoked.map { ($0, start.seconds - 60) },
                thisUpdate: start.seconds - 60,
                nextUpdate: start.seconds + 86_400
            )
        )
        return TrustLists(
            tls: try TrustList(use: .tls, anchors: [anchor.certificate], revocationLists: [list]),
            sign: try TrustList(use: .sign, anchors: [anchor.certificate])
        )
    }

    /// What the handshake does: the chain that the peer presented is judged once.
    private func handshake(_ trust: TrustList) {
        _ = try? trust.verify(leaf: leaf, intermediates: [middle.certificate], at: start.seconds)
    }

    private func code(_ authenticator: Authenticator) -> RefusalCode? {
        do throws(Refusal) {
            _ = try authenticator.agency(leafDER: leaf.der, at: start)
            return nil
        } catch {
            return error.code
        }
    }

    private func authenticator(_ lists: TrustLists) -> Authenticator {
        handshake(lists.tls)
        return Authenticator(registry: registry, trust: lists, certificates: CertificateCache())
    }

    @Test func `a client whose issuing authority is revoked is refused at its first request`() throws {
        #expect(code(authenticator(try lists(anchor: root))) == nil)
        #expect(code(authenticator(try lists(anchor: root, revoking: [middle.certificate]))) == .certificateRevoked)
    }

    @Test func `an authority revoked by a reload ends connections that stand`() throws {
        let authenticator = authenticator(try lists(anchor: root))
        authenticator.replaceTrust(try lists(anchor: root))
        #expect(code(authenticator) == nil)
        authenticator.replaceTrust(try lists(anchor: root, revoking: [middle.certificate]))
        #expect(code(authenticator) == .certificateRevoked)
    }

    @Test func `an anchor withdrawn by a reload ends connections that stand`() throws {
        let authenticator = authenticator(try lists(anchor: root))
        let other = try CertificateAuthority.makeRoot(
            subject: DistinguishedName(commonName: "Another root"),
            validity: start.seconds - 86_400...start.seconds + 86_400
        )
        authenticator.replaceTrust(try lists(anchor: other))
        #expect(code(authenticator) == .certificateUntrusted)
    }
}
