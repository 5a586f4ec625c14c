// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisEnvelope
import AxisModel
import AxisStore
import AxisVXP

extension VXPDesk {
    /// `getEdoc`, `downloadEdoc`: opens an item; the exact bytes, or the copy that its recipient is given.
    ///
    /// - Parameter docID: `docId`, else `docid`.
    func open(_ caller: VXPCaller, docID: String?) async throws(VXPError) -> VXPDocument {
        guard let docID else { throw .missing("docId") }
        guard let item = try await ownItem(docID, of: caller) else { throw Self.unknownItem }
        let opened = try await refusing { () throws(Refusal) in
            try await self.mailbox.open(caller.caller, item.id)
        }
        lastFetched.note(item.id, by: caller.systemID)
        onPull([item.recipient], clock.now())
        let mailbox = mailbox
        return VXPDocument(payload: opened.payload, copy: try await copy(for: opened)) {
            // What can't be written now is made good by the acknowledgement, which implies it.
            do { try await mailbox.markFetched(item.id) } catch { return }
        }
    }

    private func copy(for opened: OpenedDelivery) async throws(VXPError) -> RecipientCopy? {
        guard copies.makesCopy(for: opened.delivery, of: opened.envelope) else { return nil }
        let copies = copies
        switch opened.payload {
        case .bytes(let bytes):
            return bytes.withUnsafeBytes { copies.copy(for: opened.delivery, of: opened.envelope, original: $0) }
        case .file(let path, _):
            let work = largeWork
            return try await refusing { () throws(Refusal) in
                try await work.perform { () throws(Refusal) in
                    try MappedFile(path: path).withBytes { (bytes) throws(Refusal) -> RecipientCopy? in
                        copies.copy(for: opened.delivery, of: opened.envelope, original: bytes)
                    }
                }
            }
        }
    }
}
