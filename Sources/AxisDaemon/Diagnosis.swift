// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import AxisRegistry
import AxisSignature
import AxisStore

/// What `axisctl doctor` and the readiness check look at.
struct Diagnosis: Sendable {
    let health: Health
    let store: any AxisStore
    let registry: RegistryHolder
    let authenticator: Authenticator
    let clients: ClientDesk
    /// Axis's own certificates by what they are for.
    let ownCertificates: [(name: String, certificate: Certificate)]
    let clock: any WallClock
    let clockHealth: any ClockHealth

    /// How long before its end a certificate is worth a warning.
    private static let warningTime: Duration = .seconds(30 * 86_400)

    func report() async -> CheckReport {
        let now = clock.now()
        var findings: [CheckFinding] = []
        let state = await health.report()
        findings += state.degraded.map {
            CheckFinding(
                subject: $0.mode.rawValue,
                level: state.ready && state.live ? "warning" : "fault",
                detail: "\($0.detail), since \($0.since)"
            )
        }
        if state.degraded.isEmpty {
            let word = state.ready ? "no degraded mode" : "still starting, or stopping"
            findings.append(CheckFinding(subject: "health", level: state.ready ? "ok" : "fault", detail: word))
        }
        findings.append(await engine())
        findings.append(CheckFinding(clock: clockHealth.reading()))
        findings += ownCertificates.map { certificate($0.name, $0.certificate, at: now) }
        findings += overdueLists(at: now)
        findings += expiringBindings(at: now)
        findings += unreadableSecrets()
        return CheckReport(findings: findings)
    }

    private func engine() async -> CheckFinding {
        let state = await store.health()
        return CheckFinding(
            subject: "store",
            level: "ok",
            detail: "\(state.engine); \(Int(state.freeShare * 100)) % free; write-ahead log \(state.walBytes) bytes; "
                + "\(state.pending) writes pending"
        )
    }

    private func certificate(_ name: String, _ certificate: Certificate, at now: Timestamp) -> CheckFinding {
        let end = Timestamp(seconds: certificate.notAfter)
        guard certificate.isInForce(at: now.seconds) else {
            let detail = "not in force; it ended or begins at another time (end \(end)): replace it, then send SIGHUP"
            return CheckFinding(subject: name, level: "fault", detail: detail)
        }
        let isNear = end - now < Self.warningTime
        return CheckFinding(
            subject: name,
            level: isNear ? "warning" : "ok",
            detail: isNear ? "ends at \(end): renew it" : "in force until \(end)"
        )
    }

    private func overdueLists(at now: Timestamp) -> [CheckFinding] {
        let lists = authenticator.trustLists
        return [("trust.tls", lists.tls), ("trust.sign", lists.sign)].flatMap { name, list in
            list.overdueRevocationLists(at: now.seconds).map {
                CheckFinding(
                    subject: name,
                    level: "warning",
                    detail: "the revocation list of \($0.issuer) is overdue: fetch the current one, then send SIGHUP"
                )
            }
        }
    }

    private func unreadableSecrets() -> [CheckFinding] {
        let closed = "no key of vxp.keyFile opens its secret: put the key back and send SIGHUP, or rotate the secret"
        let damaged = "its row in the store can't be read, so its system can't call: run `axisctl check-store`"
        let found =
            clients.unreadable.prefix(100).map { ($0, closed) } + clients.damaged.prefix(100).map { ($0, damaged) }
        return found.map { CheckFinding(subject: "system id \($0)", level: "fault", detail: $1) }
    }

    private func expiringBindings(at now: Timestamp) -> [CheckFinding] {
        let snapshot = registry.current
        let near = snapshot.bindings.filter { known in
            known.holds(at: now) && known.binding.notAfter - now < Self.warningTime
        }
        return near.prefix(100).map { known in
            let holder = snapshot.unit(known.binding.holder)?.code.text ?? "?"
            return CheckFinding(
                subject: "certificate of \(holder)",
                level: "warning",
                detail: "\(known.binding.subject) ends at \(known.binding.notAfter): ask for a new one"
            )
        }
    }
}
