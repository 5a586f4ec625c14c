// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

/// Holds what a receipt says in plain against what was sealed.
struct ReceiptComparison {
    let receipt: Receipt
    let leaf: LeafContent

    /// Throws at the first field that the leaf states differently.
    func check() throws(EvidenceFault) {
        try agree("envelopeId", receipt.envelopeId == leaf.envelope)
        try agree("kind", receipt.kind == leaf.kind)
        try agree("acceptedAt", receipt.acceptedAt == leaf.receivedAt)
        try agree("sender", receipt.sender.hasBytes(of: leaf.senderCode))
        try agree("senderAuth", receipt.senderAuth == leaf.senderAuth)
        try agree("sha256", receipt.sha256 == leaf.sha256)
        try agree("size", receipt.size == leaf.size)
        try agree("registryVersion", receipt.registryVersion == leaf.registryVersion)
        try agree(
            "recipients",
            receipt.recipients.elementsEqual(leaf.recipients) { $0.code.hasBytes(of: $1.code) && $0.unit == $1.unit }
        )
        // The leaf names a signer exactly when a signature was found good; a receipt may not claim more than that.
        try agree("signature", receipt.signature != .valid || leaf.signer != nil)
        try agree("legalValue", receipt.legalValue != .signed || leaf.signer != nil)
    }

    private func agree(_ field: String, _ holds: Bool) throws(EvidenceFault) {
        guard holds else {
            throw EvidenceFault(
                .leafMismatch,
                field: field,
                english: "The receipt's “\(field)” is not what was sealed.",
                vietnamese: "Trường “\(field)” của biên nhận khác với nội dung đã niêm phong."
            )
        }
    }
}
