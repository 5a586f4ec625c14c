// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisEnvelope
package import AxisModel
import AxisRegistry
import AxisSignature
package import AxisStore

/// Decides which deliveries get a copy with the other form of the recipient's code, and plans it.
///
/// What is stored stays untouched, and by default everybody gets exact bytes. A document that carries an XML signature
/// is never copied, whatever it is worth: an insertion would break it, and a recipient must get the same bytes before
/// and after somebody has looked at the signature.
package struct RecipientCopies: Sendable {
    private let recipients: [UnitPattern]
    private let registry: RegistryHolder
    private let axisCode: String

    /// Makes the rule.
    ///
    /// - Parameters:
    ///   - recipients: the units, or branches, that get copies (`vxp.traceUnits`).
    ///   - axisCode: Axis's own code, which the `TraceHeader` names.
    package init(recipients: [UnitPattern], registry: RegistryHolder, axisCode: String) {
        self.recipients = recipients
        self.registry = registry
        self.axisCode = axisCode
    }

    /// Whether a delivery gets a copy; asked before the bytes are read.
    package func makesCopy(for delivery: Delivery, of envelope: EnvelopeRecord) -> Bool {
        guard envelope.kind == .document, envelope.signature == .none || envelope.signature == .decoration else {
            return false
        }
        // By the moment of acceptance, so that the answer is the same at each fetch.
        return registry.current.isUnit(delivery.recipient, among: recipients, at: envelope.acceptedAt)
    }

    /// The copy for a delivery; nil when the exact bytes are to be given.
    ///
    /// The same at each fetch: names and codes are those known when the document was accepted.
    package func copy(
        for delivery: Delivery,
        of envelope: EnvelopeRecord,
        original: UnsafeRawBufferPointer
    ) -> RecipientCopy? {
        guard makesCopy(for: delivery, of: envelope) else { return nil }
        let copy = RecipientCopy(
            of: original,
            twin: twin(for: delivery, of: envelope),
            axis: axisCode,
            at: envelope.acceptedAt
        )
        return copy.insertions.isEmpty ? nil : copy
    }

    /// SHA-256 of a copy, for `Content-Digest`.
    package static func digest(of copy: RecipientCopy, original: UnsafeRawBufferPointer) -> Digest256 {
        var hasher = SHA256Hasher()
        for piece in copy.pieces {
            switch piece {
            case .original(let range): hasher.update(UnsafeRawBufferPointer(rebasing: original[range]))
            case .inserted(let bytes): hasher.update(bytes)
            }
        }
        return hasher.finalizeDigest()
    }

    /// The other registered form of the code that names the recipient; nil when there is none, or when the document
    /// goes to another unit than the one it names.
    private func twin(for delivery: Delivery, of envelope: EnvelopeRecord) -> RecipientCopy.Twin? {
        let moment = envelope.acceptedAt
        guard let unit = registry.current.unit(delivery.recipient, at: moment, knownAt: moment) else { return nil }
        let codes = [unit.code] + unit.aliases
        let named = delivery.recipientCode
        let kinds = codes.filter { $0.text == named || RegistrySnapshot.otherSpelling(of: $0.text) == named }.map(
            \.kind
        )
        let wanted: AgencyCode.Kind? =
            kinds.contains(.qd20) ? .qcvn102 : kinds.contains(.qcvn102) || kinds.contains(.foreign) ? .qd20 : nil
        guard let other = codes.first(where: { $0.kind == wanted }) else { return nil }
        return RecipientCopy.Twin(named: named, code: other.text, name: unit.name, isOld: other.kind == .qcvn102)
    }
}
