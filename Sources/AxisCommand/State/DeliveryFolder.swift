// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisClient
package import AxisModel
import Glibc

/// What is kept beside a delivery's bytes: who sent it, and what the sender's word is worth.
package struct DeliveryNote: Codable, Hashable, Sendable {
    /// The delivery.
    package var deliveryId: DeliveryID
    /// The envelope, as the broker names it.
    package var envelopeId: String?
    /// The sender's code.
    package var from: String?
    /// The recipient's code.
    package var to: String?
    /// `document`, `status`, `notice` or `drill`.
    package var kind: String?
    /// What the signature inside is worth.
    package var signature: String?
    /// How the sender was authenticated.
    package var senderAuth: String?
    /// SHA-256 of the bytes.
    package var sha256: Digest256
    /// When it was saved.
    package var savedAt: Timestamp

    /// Makes a note.
    package init(deliveryId: DeliveryID, sha256: Digest256, savedAt: Timestamp) {
        self.deliveryId = deliveryId
        self.sha256 = sha256
        self.savedAt = savedAt
    }
}

/// A folder of received deliveries: `<delivery>.edxml` (a notice: `<delivery>.json`) with the exact bytes,
/// `<delivery>.note.json` beside it, and the attachments in `<delivery>/`.
///
/// The bytes appear last and only when all of them are on disk, so a file that is there is a delivery that is whole.
package struct DeliveryFolder: Sendable {
    /// The folder.
    package let directory: String

    /// Opens a folder, and makes it when it is not there; blocks.
    package init(directory: String) throws(ClientError) {
        self.directory = directory
        try DurableFile.makeDirectory(directory + "/incoming")
    }

    /// Takes a folder that is there, for saving attachments.
    package init(existing directory: String) {
        self.directory = directory
    }

    /// Where a delivery's bytes lie.
    package func path(of delivery: DeliveryID, kind: String?) -> String {
        "\(directory)/\(delivery).\(kind == EnvelopeKind.notice.rawValue ? "json" : "edxml")"
    }

    /// A file for bytes on their way in; each call gives another.
    package func makeIncomingPath(for delivery: DeliveryID) -> String {
        "\(directory)/incoming/\(delivery)-\(Hex.encode((0..<4).map { _ in UInt8.random(in: 0...255) }))"
    }

    /// Whether a delivery is here already, with these bytes.
    package func holds(_ delivery: DeliveryID, kind: String?, sha256: Digest256) throws(ClientError) -> Bool {
        let path = path(of: delivery, kind: kind)
        guard access(path, F_OK) == 0 else { return false }
        return try ContentDigest.sha256(ofFile: path).digest == sha256
    }

    /// Brings a delivery's note and bytes to disk, the bytes last; after it returns, both survive a crash.
    package func finish(_ note: DeliveryNote, incoming: String) throws(ClientError) {
        try DurableFile.write(JSONText.encode(note, pretty: true), to: "\(directory)/\(note.deliveryId).note.json")
        try DurableFile.move(incoming, to: path(of: note.deliveryId, kind: note.kind))
    }

    /// Saves an envelope's attachments under safe names.
    ///
    /// - Returns: the paths written, in order.
    @discardableResult
    package func saveAttachments(of envelope: IncomingEnvelope, _ delivery: DeliveryID) throws(ClientError) -> [String]
    {
        let folder = "\(directory)/\(delivery)"
        var paths: [String] = []
        try envelope.forEachAttachment { attachment throws(ClientError) in
            if paths.isEmpty { try DurableFile.makeDirectory(folder) }
            let path = "\(folder)/\(attachment.name)"
            try DurableFile.write(attachment.bytes, to: path)
            paths.append(path)
        }
        return paths
    }

    /// Takes away what an interrupted run left half received.
    package func sweepIncoming() {
        guard let folder = opendir(directory + "/incoming") else { return }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { unlink("\(directory)/incoming/\(name)") }
        }
    }
}
