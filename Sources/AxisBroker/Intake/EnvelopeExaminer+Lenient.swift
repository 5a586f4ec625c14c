// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisEnvelope
import AxisModel
import AxisRegistry
import AxisSignature
import AxisXML

extension EnvelopeExaminer {
    /// Whose signatures are demanded before the receipt, and what they are judged by.
    struct SignatureDemand: Sendable {
        /// The units, or branches, whose documents must be signed validly.
        var senders: [UnitPattern] = []
        /// Whose signatures count.
        var trust: TrustList
        /// The registry that the request is judged by.
        var registry: RegistrySnapshot
    }

    /// Examines bytes in memory as the VXP interface does.
    func examineLeniently(
        _ bytes: [UInt8],
        demand: SignatureDemand,
        at: Timestamp
    ) throws(Refusal) -> ExaminedEnvelope {
        let result = bytes.withUnsafeBytes { raw in
            Result { () throws(Refusal) in try examineLeniently(raw, demand: demand, at: at) }
        }
        return try result.get()
    }

    /// Examines a finished file as the VXP interface does; blocks while its pages are read.
    func examineLeniently(
        fileAt path: String,
        demand: SignatureDemand,
        at: Timestamp
    ) throws(Refusal) -> ExaminedEnvelope {
        try MappedFile(path: path).withBytes { (bytes) throws(Refusal) -> ExaminedEnvelope in
            try examineLeniently(bytes, demand: demand, at: at)
        }
    }

    /// Examines bytes as the VXP interface does: comments, processing instructions and whatever claims to be a
    /// signature may stand in them; refused is only what is unsafe, can't be routed, or bears a state-secret marking.
    ///
    /// The signature is not verified but for the senders of whom it is demanded: the standing is `none`, `decoration`
    /// or `unchecked`, as the one parse shows, and ``SignatureReports`` looks at the unchecked ones after the receipt.
    ///
    /// - Throws: what reading throws; `state-secret`; `signature-missing` and `signature-invalid` where one is demanded.
    func examineLeniently(
        _ bytes: UnsafeRawBufferPointer,
        demand: SignatureDemand,
        at: Timestamp
    ) throws(Refusal) -> ExaminedEnvelope {
        let (document, read) = try EnvelopeReader.parse(bytes, limits: .lenient, leniently: true)
        try markings.check(read.markable)
        var examined = ExaminedEnvelope(summary: read.summary, warnings: read.warnings, signer: nil)
        examined.standing = SignatureReporter.survey(document)
        guard read.summary.kind == .document,
            case .unit(let sender) = demand.registry.resolveLeniently(read.summary.from.organID, at: at),
            demand.registry.isUnit(sender.id, among: demand.senders, at: at)
        else { return examined }
        guard examined.standing == .unchecked else { throw .validSignatureMissing }
        let judge = SignatureJudge(trust: demand.trust, registry: demand.registry, certificates: certificates)
        let finding = judge.finding(on: document, from: sender.id, acceptedAt: at)
        guard finding.standing == .valid else { throw .validSignatureDemanded(finding.reason) }
        examined.standing = .valid
        examined.signer = finding.signer
        return examined
    }
}

extension Refusal {
    fileprivate static let validSignatureMissing = Refusal(
        .signatureMissing,
        field: "Signature",
        english:
            "documents of this sender need a valid signature, and this one carries none that can be verified; sign "
            + "it (xmldsig, exclusive C14N)",
        vietnamese:
            "văn bản của đơn vị gửi này phải có chữ ký số hợp lệ, văn bản này không có chữ ký kiểm tra được; hãy "
            + "ký số (xmldsig, exclusive C14N)"
    )

    fileprivate static func validSignatureDemanded(_ reason: String?) -> Refusal {
        Refusal(
            .signatureInvalid,
            field: "Signature",
            english: "documents of this sender need a valid signature, and this one's is not: \(reason ?? "unknown"); "
                + "mend it and send again",
            vietnamese: "văn bản của đơn vị gửi này phải có chữ ký số hợp lệ, chữ ký này không hợp lệ: "
                + "\(reason ?? "unknown"); hãy sửa và gửi lại"
        )
    }
}
