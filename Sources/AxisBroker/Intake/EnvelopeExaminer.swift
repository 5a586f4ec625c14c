// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisEnvelope
import AxisModel
import AxisRegistry
package import AxisSignature
import AxisXML

/// What the bytes of an envelope say, after everything that can be checked without the registry's units.
struct ExaminedEnvelope: Sendable {
    var summary: EnvelopeSummary
    var warnings: [EnvelopeWarning]
    /// Who signed; nil when nobody did, or nobody has looked yet.
    var signer: Certificate?
    /// What the signature is worth as far as it was looked at.
    var standing = SignatureStanding.none
}

/// Reads an envelope's bytes: the guard, one parse, markings, and the signature against these very bytes.
package struct EnvelopeExaminer: Sendable {
    let markings: SecretMarkings
    let certificates: CertificateCache

    /// Makes an examiner.
    package init(markings: SecretMarkings, certificates: CertificateCache) {
        self.markings = markings
        self.certificates = certificates
    }

    /// Examines bytes in memory.
    func examine(_ bytes: [UInt8], trust: TrustList, at: Timestamp) throws(Refusal) -> ExaminedEnvelope {
        let result = bytes.withUnsafeBytes { raw in
            Result { () throws(Refusal) in try examine(raw, trust: trust, at: at) }
        }
        return try result.get()
    }

    /// Examines a finished file; blocks while its pages are read.
    func examine(fileAt path: String, trust: TrustList, at: Timestamp) throws(Refusal) -> ExaminedEnvelope {
        try MappedFile(path: path).withBytes { (bytes) throws(Refusal) -> ExaminedEnvelope in
            try examine(bytes, trust: trust, at: at)
        }
    }

    /// Examines the bytes; costs processor time only.
    ///
    /// - Parameters:
    ///   - bytes: the envelope as it came.
    ///   - trust: whose signatures count.
    ///   - at: the moment that chains are judged for.
    func examine(
        _ bytes: UnsafeRawBufferPointer,
        trust: TrustList,
        at: Timestamp
    ) throws(Refusal) -> ExaminedEnvelope {
        let (document, read) = try EnvelopeReader.parse(bytes, limits: .native)
        try markings.check(read.markable)
        var examined = ExaminedEnvelope(summary: read.summary, warnings: read.warnings, signer: nil)
        do {
            let verdict = try EnvelopeSignature.verify(document, certificates: certificates)
            _ = try trust.verify(leaf: verdict.leaf, intermediates: verdict.intermediates, at: at.seconds)
            examined.signer = verdict.leaf
            examined.standing = .valid
        } catch  where error.code == .missing {
            // Carried without; whether that is allowed is the policy's matter.
        } catch {
            throw Refusal(error, field: "Signature")
        }
        return examined
    }
}
