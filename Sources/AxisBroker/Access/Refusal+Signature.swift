// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisRegistry
package import AxisSignature

extension Refusal {
    /// A refusal of a signature or certificate, under the stable code of the interface.
    ///
    /// Codes that concern only files of Axis's own machine become `signature-invalid`: what came from outside could
    /// not be read as a certificate or signature.
    package init(_ error: SignatureError, field: String) {
        self.init(
            RefusalCode(rawValue: error.code.rawValue) ?? .signatureInvalid,
            field: field,
            english: error.english,
            vietnamese: error.vietnamese
        )
    }
}

extension Certificate {
    /// SHA-256 of the DER, as the registry keeps it.
    package var digest: Digest256 {
        guard let digest = Digest256(bytes: fingerprint) else {
            preconditionFailure("a certificate's fingerprint is a SHA-256 digest of 32 bytes")
        }
        return digest
    }
}

extension BindingAnswer {
    /// The binding in force, or why there is none.
    ///
    /// - Parameter purpose: what it is asked for: `connecting` or `signing`.
    /// - Throws: ``Refusal`` with `certificate-unbound`, or `certificate-revoked` when the binding was ended.
    package func binding(for purpose: String) throws(Refusal) -> Binding {
        switch self {
        case .bound(let binding): return binding
        case .unbound: throw Self.unboundRefusal(for: purpose)
        case .expired:
            throw Refusal(
                .certificateUnbound,
                field: purpose == "signing" ? "Signature" : "TLS",
                english: "the certificate's binding for \(purpose) is not in force at this time; ask for a new one",
                vietnamese: "chứng thư không còn hoặc chưa được gán hiệu lực tại thời điểm này; hãy đề nghị gán lại"
            )
        case .revoked:
            throw Refusal(
                .certificateRevoked,
                field: purpose == "signing" ? "Signature" : "TLS",
                english: "the certificate's binding for \(purpose) was revoked; use another certificate",
                vietnamese: "việc gán chứng thư đã bị thu hồi; hãy dùng chứng thư khác"
            )
        }
    }

    static func unboundRefusal(for purpose: String) -> Refusal {
        Refusal(
            .certificateUnbound,
            field: purpose == "signing" ? "Signature" : "TLS",
            english:
                "the certificate is bound to no unit for \(purpose); an administrator binds it with `axisctl cert add`",
            vietnamese: "chứng thư chưa được gán cho đơn vị nào; quản trị viên gán bằng `axisctl cert add`"
        )
    }
}
