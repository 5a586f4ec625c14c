// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// What reading an envelope gives: a view; the bytes stay as they came.
package struct ReadEnvelope: Hashable, Sendable {
    /// What the envelope says.
    package var summary: EnvelopeSummary
    /// The soft faults, at most ``WarningList/most``.
    package var warnings: [EnvelopeWarning]
    /// The texts that ``SecretMarkings`` looks at.
    package var markable: MarkableTexts
    /// `ReceiverList` of an update: who is put on or taken off the list of recipients.
    package var receiverChanges: [ReceiverChange]
}
