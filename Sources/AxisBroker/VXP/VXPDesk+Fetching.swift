// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisEnvelope
import AxisModel
import AxisStore

/// A document at hand for `getEdoc` or `downloadEdoc`: the exact bytes, or the copy that its recipient is given.
package struct VXPDocument: Sendable {
    /// The delivery and the stored bytes, checked against their hash.
    package var opened: OpenedDelivery
    /// The insertions of the recipient's copy; nil for the exact bytes.
    package var copy: RecipientCopy?

    /// The size of what is given out, in bytes.
    package var size: Int { copy?.size ?? opened.envelope.size }
}

extension VXPDesk {
    /// What `getEdoc` answers around the base64 of the document.
    package static let documentFrame: (before: [UInt8], after: [UInt8]) = {
        var json = VXPJSON(code: 0, text: success)
        json.key("data")
        return (json.bytes + [UInt8(ascii: "\"")], Array("\"}".utf8))
    }()

    /// `getEdoc`, `downloadEdoc`: opens an item.
    ///
    /// - Parameter docIDs: `docId`, else `docid`.
    package func open(_ caller: VXPCaller, docIDs: [String]) async throws(VXPFault) -> VXPDocument {
        guard let text = docIDs.first, let item = try await ownItem(text, of: caller) else { throw Self.unknownItem }
        let opened = try await refusing { () throws(Refusal) in
            try await self.mailbox.open(caller.caller, item.id)
        }
        lastFetched.note(item.id, by: caller.systemID)
        guard copies.makesCopy(for: opened.delivery, of: opened.envelope) else {
            return VXPDocument(opened: opened, copy: nil)
        }
        let copies = copies
        let copy: RecipientCopy?
        switch opened.payload {
        case .bytes(let bytes):
            copy = bytes.withUnsafeBytes { copies.copy(for: opened.delivery, of: opened.envelope, original: $0) }
        case .file(let path, _):
            copy = try await refusing { () throws(Refusal) in
                try await self.largeWork.perform { () throws(Refusal) in
                    try MappedFile(path: path).withBytes { (bytes) throws(Refusal) in
                        copies.copy(for: opened.delivery, of: opened.envelope, original: bytes)
                    }
                }
            }
        }
        return VXPDocument(opened: opened, copy: copy)
    }

    /// Records that the last byte of a document went out to its recipient.
    package func markFetched(_ document: VXPDocument) async {
        // What can't be written now is made good by the acknowledgement, which implies it.
        do { try await mailbox.markFetched(document.opened.delivery.id) } catch { return }
    }
}
