// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisRegistry

/// What the registry keeps of a certificate that is bound.
package struct CertificateFacts: Hashable, Sendable {
    /// SHA-256 of its DER.
    package var fingerprint: Digest256
    /// Its subject, for people.
    package var subject: String
    /// Its own end.
    package var notAfter: Timestamp

    /// Makes the facts.
    package init(fingerprint: Digest256, subject: String, notAfter: Timestamp) {
        self.fingerprint = fingerprint
        self.subject = subject
        self.notAfter = notAfter
    }
}

extension Registrar {
    /// Binds a certificate to a unit; the caller has read the facts from the request's PEM.
    package func addBinding(
        _ by: AdministratorCaller,
        _ request: BindingAddRequest,
        _ certificate: CertificateFacts
    ) async throws(Refusal) -> BindingView {
        try by.require(.registrar)
        guard let use = CertificateUse(rawValue: request.use) else {
            throw .field("use", "a use is `tls`, `sign` or `both`", "mục đích là `tls`, `sign` hoặc `both`")
        }
        return try await change(by: by.name) { (draft) throws(Refusal) -> BindingView in
            let period = Period(from: request.from ?? draft.now, until: request.until)
            guard certificate.notAfter > period.from else {
                throw Refusal(
                    .certificateExpired,
                    field: "certificate",
                    english: "the certificate ends at \(certificate.notAfter), before the binding begins",
                    vietnamese: "chứng thư hết hạn lúc \(certificate.notAfter), trước khi liên kết có hiệu lực"
                )
            }
            let binding = Binding(
                id: self.identifier(),
                holder: try draft.snapshot.unit(named: request.unit, at: draft.now, field: "unit").id,
                fingerprint: certificate.fingerprint,
                use: use,
                period: period,
                subject: certificate.subject,
                notAfter: certificate.notAfter
            )
            try draft.add(.bind(binding), legalBasis: request.legalBasis)
            return try draft.noteBinding("certificate.add", binding.id, before: nil)
        }
    }

    /// Bindings, the oldest first, of one unit or of all.
    package func bindings(unit: String? = nil) throws(Refusal) -> [BindingView] {
        let snapshot = holder.current
        let now = clock.now()
        let holder = try unit.map { code throws(Refusal) in try snapshot.unit(named: code, at: now, field: "unit").id }
        return snapshot.bindings
            .filter { holder == nil || $0.binding.holder == holder }
            .map { snapshot.view(of: $0, at: now) }
    }

    /// Ends a binding now.
    package func revokeBinding(
        _ by: AdministratorCaller,
        _ id: BindingID,
        _ request: RevokeRequest
    ) async throws(Refusal) -> BindingView {
        try by.require(.registrar)
        return try await change(by: by.name) { (draft) throws(Refusal) -> BindingView in
            let before = draft.snapshot.binding(id).map { draft.snapshot.view(of: $0, at: draft.now) }
            try draft.add(.revokeBinding(id, reason: request.reason))
            return try draft.noteBinding("certificate.revoke", id, before: before)
        }
    }
}

extension RegistryDraft {
    fileprivate mutating func noteBinding(
        _ action: String,
        _ id: BindingID,
        before: BindingView?
    ) throws(Refusal) -> BindingView {
        guard let known = snapshot.binding(id) else { throw .unknownUnit(id.description) }
        let view = snapshot.view(of: known, at: now)
        note(action, view.unit, before: before, after: view)
        return view
    }
}
