// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisCommand
import AxisModel
import Glibc

/// What a push says about itself, read from its header fields.
struct PushHead: Sendable {
    var delivery: DeliveryID
    var envelope: String?
    var sender: String?
    var recipient: String?
    var kind: String?
    var attempt: String?
    var signature: String?
    var senderAuthentication: String?
    var digest: Digest256

    /// Reads the fields that a push must have.
    ///
    /// - Parameter field: the value of a field by its name.
    init(_ field: (String) -> String?) throws(PushRefusal) {
        guard let delivery = field("axis-delivery-id").flatMap({ DeliveryID($0) }) else {
            throw PushRefusal(status: 400, sentence: "Axis-Delivery-Id is missing or no identifier.")
        }
        guard let digest = field("content-digest").flatMap({ ContentDigest.sha256(in: $0) }) else {
            throw PushRefusal(status: 400, sentence: "Content-Digest is missing or has no sha-256.")
        }
        self.delivery = delivery
        self.digest = digest
        envelope = field("axis-envelope-id")
        sender = field("axis-sender")
        recipient = field("axis-recipient")
        kind = field("axis-kind")
        attempt = field("axis-attempt")
        signature = field("axis-signature")
        senderAuthentication = field("axis-sender-auth")
    }
}

/// Why a push is not taken; none of these is final, so Axis tries again.
struct PushRefusal: Error, Sendable {
    var status: Int
    var sentence: String
}

/// Takes deliveries into a folder: on disk before they are answered, twice the same one kept once.
struct DeliveryReceiver: Sendable {
    let folder: DeliveryFolder
    let limit: Int
    let savesAttachments: Bool
    let isJSON: Bool
    let clock: any WallClock

    /// Puts a whole body in place.
    ///
    /// 1. The bytes fit the digest that the sender named.
    /// 2. The same delivery with the same bytes is here already: nothing is written.
    /// 3. The note, then the bytes, are brought to disk. Only now may the push be answered with 200.
    func accept(_ head: PushHead, incoming: String) throws(PushRefusal) {
        defer { unlink(incoming) }
        let isNew: Bool
        do throws(ClientError) {
            isNew = try keep(head, incoming)
        } catch  where error.kind == .corrupted {
            throw PushRefusal(status: 400, sentence: error.sentence)
        } catch {
            Output.complain("\(head.delivery) could not be saved: \(error)")
            throw PushRefusal(status: 503, sentence: "The delivery could not be saved.")
        }
        tell(head, isNew ? folder.path(of: head.delivery, kind: head.kind) : "kept already")
    }

    /// False when the delivery was here already.
    private func keep(_ head: PushHead, _ incoming: String) throws(ClientError) -> Bool {
        let found = try ContentDigest.sha256(ofFile: incoming).digest
        guard found == head.digest else {
            throw ClientError(.corrupted, "The body does not fit its Content-Digest.")
        }
        if try folder.holds(head.delivery, kind: head.kind, sha256: found) { return false }
        var note = DeliveryNote(deliveryId: head.delivery, sha256: found, savedAt: clock.now())
        note.envelopeId = head.envelope
        note.from = head.sender
        note.to = head.recipient
        note.kind = head.kind
        note.signature = head.signature
        note.senderAuth = head.senderAuthentication
        try folder.finish(note, incoming: incoming)
        if isJSON { try Output.say(json: note) }
        return true
    }

    /// Saves the attachments of a delivery that has been answered: a fault in one is the document's, not the push's.
    func saveAttachments(_ head: PushHead) {
        guard savesAttachments, head.kind == "document" || head.kind == "drill" else { return }
        do throws(ClientError) {
            let bytes = try DurableFile.read(folder.path(of: head.delivery, kind: head.kind), limit: limit)
            for path in try folder.saveAttachments(of: IncomingEnvelope(bytes), head.delivery) where !isJSON {
                Output.say("  \(path)")
            }
        } catch {
            Output.complain("\(head.delivery): the attachments could not be saved: \(error)")
        }
    }

    private func tell(_ head: PushHead, _ result: String) {
        guard !isJSON else { return }
        let worth = [head.signature.map { "signature \($0)" }, head.senderAuthentication.map { "sender by \($0)" }]
            .compactMap(\.self).joined(separator: ", ")
        let text = """
            \(clock.now())  \(head.kind ?? "envelope") from \(head.sender ?? "?") to \(head.recipient ?? "?"), \
            attempt \(head.attempt ?? "?")\(worth.isEmpty ? "" : ", \(worth)"): \(result)
            """
        Output.say(Output.plain(text, lineBreaks: false))
    }
}
