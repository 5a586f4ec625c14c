// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisRegistry
import AxisSignature
import AxisStore
package import Logging
import Synchronization

/// Answers which document system sent a request on the VXP interface.
///
/// The signature is verified first, against each live secret, in constant time and with the same work for a system id
/// that is not there. Only then failures are counted, so that wrong secrets never keep a right one out. The signature
/// covers neither method nor body, and the SDK's timestamp stays what it was at its start: a captured request stays
/// good, which is why encryption is asked for and addresses are listed.
package final class VXPAuthenticator: Sendable {
    private struct State {
        var failures = FailedAttempts()
        var watch = NetworkWatch()
    }

    /// The longest header that is looked at, in bytes; a listener allows no longer one.
    static let longestHeader = 256 * 1024
    /// How far a caller's clock may be ahead when its timestamps have a maximum age.
    static let clockAhead: Duration = .seconds(900)

    private let directory: ClientDirectory
    private let registry: RegistryHolder
    private let audit: AuditQueue
    private let logger: Logger
    private let state = Mutex(State())
    private let nobody: SecretBytes

    /// Makes an authenticator of a desk's system ids.
    ///
    /// - Parameter audit: takes failures and alarms.
    package init(desk: ClientDesk, audit: AuditQueue, logger: Logger) {
        directory = desk.directory
        registry = desk.registry
        self.audit = audit
        self.logger = logger
        // Verifies nothing: it stands in where a secret is missing, so that the work is the same.
        nobody = SecretBytes(copying: (try? SecretBytes.random(32)) ?? [UInt8](repeating: 0, count: 32))
    }

    /// The document system behind a request.
    ///
    /// - Throws: ``VXPRefusal``, with code 15 for the SDK.
    package func authenticate(_ call: VXPSignedCall, at now: Timestamp) throws(VXPRefusal) -> VXPCaller {
        guard call.isTLS || call.address.isLoopback else {
            VXPMetrics.ended(VXPRefusal.Cause.notEncrypted.rawValue)
            throw VXPRefusal(cause: .notEncrypted, retryAfter: nil)
        }
        let client = directory.client(call.systemID)
        let secrets = client?.secrets(at: now) ?? []
        let isSigned = isSigned(call, by: secrets)
        guard let client, !secrets.isEmpty else { throw refused(.unknownSystem, call, at: now) }
        guard isSigned else { throw refused(.wrongSignature, call, at: now) }
        if let ranges = client.addresses, !ranges.contains(where: { $0.contains(call.address) }) {
            throw refused(.wrongAddress, call, at: now)
        }
        if let most = client.maximumAge {
            guard let signedAt = call.signedAt, now - signedAt <= most, signedAt - now <= Self.clockAhead else {
                throw refused(.wrongAge, call, at: now)
            }
        }
        guard let holder = registry.current.unit(client.holder), holder.effectiveFrom <= now,
            !holder.isWoundUp(at: now)
        else { throw refused(.holderInactive, call, at: now) }
        if let alarm = state.withLock({ $0.watch.saw(client.systemID, from: call.address, at: now) }) {
            raise(alarm, of: client.systemID, at: now)
        }
        VXPMetrics.ended("verified")
        return VXPCaller(systemID: client.systemID, holder: holder.id, holderCode: holder.code.text)
    }

    /// Whether one of the secrets made the signature; always two computations, whatever was found.
    private func isSigned(_ call: VXPSignedCall, by secrets: [SecretBytes]) -> Bool {
        guard call.signHeader.count <= Self.longestHeader else { return false }
        let given = call.hashHeader.utf8.count == 64 ? Hex.decode(call.hashHeader) ?? [] : []
        var isSigned = false
        for place in 0..<2 {
            let isThere = place < secrets.count
            let code = (isThere ? secrets[place] : nobody).authenticationCode(of: call.signHeader)
            let isEqual = ConstantTime.equal(code, given)
            isSigned = isSigned || (isThere && isEqual)
        }
        return isSigned
    }

    private func refused(_ cause: VXPRefusal.Cause, _ call: VXPSignedCall, at now: Timestamp) -> VXPRefusal {
        VXPMetrics.ended(cause.rawValue)
        let retryAfter = state.withLock { $0.failures.fail(call.address, call.systemID, at: now) }
        if retryAfter == nil {
            audit.note(
                AuditRecord(
                    at: now,
                    actor: call.address.description,
                    action: "client.refused",
                    subject: Self.shown(call.systemID),
                    after: RegistryJSON.text(["cause": cause.rawValue])
                )
            )
        }
        return VXPRefusal(cause: cause, retryAfter: retryAfter)
    }

    private func raise(_ alarm: NetworkWatch.Alarm, of systemID: String, at now: Timestamp) {
        VXPMetrics.usedFromTwoNetworks()
        let networks = ["earlier": alarm.earlier.description, "now": alarm.now.description]
        logger.warning(
            "one system id is used from two networks: its secret, or a captured request, may be in other hands",
            metadata: ["system": "\(systemID)", "earlier": "\(alarm.earlier)", "now": "\(alarm.now)"]
        )
        audit.note(
            AuditRecord(
                at: now,
                actor: systemID,
                action: "client.two-networks",
                subject: systemID,
                after: RegistryJSON.text(networks)
            )
        )
    }

    /// Foreign text for the audit log: short, without control characters.
    private static func shown(_ systemID: String) -> String {
        let clean = systemID.unicodeScalars.prefix(64).filter { $0.value >= 32 && $0.value != 127 }
        return clean.isEmpty ? "-" : String(String.UnicodeScalarView(clean))
    }
}
