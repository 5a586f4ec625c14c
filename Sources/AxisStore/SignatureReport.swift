// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// What was found, after the receipt, about the signature inside an envelope (kết quả kiểm tra chữ ký số).
///
/// Kept beside the record: a receipt says what was known when it was given, for ever, and has no later state.
package struct SignatureReport: Hashable, Sendable {
    /// How often a look may begin at one envelope without coming to an end: a document that takes the process down with
    /// it must not do so at every start.
    package static let mostLooks = 3

    /// What the signature is worth; `unchecked` when Axis looked and could not tell.
    package var standing: SignatureStanding
    /// SHA-256 of the signer's certificate, when the signature fits one.
    package var signer: Digest256?
    /// The document's legal value: `signed` for `valid` alone.
    package var legalValue: LegalValue
    /// Why it is not `valid`: a stable word such as `signature-form` or `certificate-untrusted`.
    package var reason: String?
    /// When it was looked at.
    package var checkedAt: Timestamp

    /// Makes a report; the legal value follows from the standing (QĐ 28/2018/QĐ-TTg, Art. 4).
    package init(standing: SignatureStanding, signer: Digest256? = nil, reason: String? = nil, checkedAt: Timestamp) {
        self.standing = standing
        self.signer = signer
        self.legalValue = standing == .valid ? .signed : .informationOnly
        self.reason = reason
        self.checkedAt = checkedAt
    }
}

extension EnvelopeRecord {
    /// What the signature is worth by all that is known now.
    package var knownSignature: SignatureStanding { report?.standing ?? signature }
    /// The legal value by all that is known now.
    package var knownLegalValue: LegalValue { report?.legalValue ?? legalValue }
}

/// The work of reporting signatures, as the store keeps it.
package protocol SignatureReportStore: Sendable {
    /// Envelopes accepted as `unchecked` that have no report yet and whose bytes are kept, oldest first; without those at
    /// which ``SignatureReport/mostLooks`` looks began in vain.
    ///
    /// - Parameters:
    ///   - after: where the last page ended; nil for the beginning.
    ///   - limit: 1 to 1,000.
    func uncheckedEnvelopes(after: EnvelopeID?, limit: Int) async throws(StoreError) -> [EnvelopeRecord]

    /// Counts a look that begins, before it does.
    func beginLook(at envelope: EnvelopeID) async throws(StoreError)

    /// Keeps a report. The first one stays: false when the envelope is unknown, was not accepted as `unchecked`, or has
    /// a report already.
    @discardableResult
    func recordSignature(_ report: SignatureReport, of envelope: EnvelopeID) async throws(StoreError) -> Bool
}
