// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisClient
package import AxisModel
import FoundationEssentials
import Glibc

/// Signed envelopes of this machine, kept from before the first attempt until after the receipt.
///
/// In `<state directory>/outbox` (0700), for each envelope `<name>.edxml` with the signed bytes and, once there is an
/// answer, `<name>.receipt.json` or `<name>.refused.json` beside it. An envelope without either waits to be sent
/// again: with the same bytes, so that Axis takes it once whatever was lost on the way.
package struct Outbox: Sendable {
    /// One envelope.
    package struct Entry: Hashable, Sendable {
        /// Its name: when it was signed, and the start of its SHA-256.
        package var name: String
        /// The file with its bytes.
        package var path: String
    }

    /// The state directory.
    package let directory: String

    /// The default: `.axis` in the home directory.
    package static var defaultDirectory: String { (Environment["HOME"] ?? ".") + "/.axis" }

    /// Opens a state directory, and makes it when it is not there; blocks.
    package init(directory: String) throws(ClientError) {
        self.directory = directory
        try DurableFile.makeDirectory(directory + "/outbox")
        for path in [directory, directory + "/outbox"] {
            var status = stat()
            guard stat(path, &status) == 0 else { throw .file(path, errno) }
            guard status.st_mode & 0o077 == 0 else {
                throw ClientError(.file, "\(path) is open to others; run: chmod 700 \(path)")
            }
        }
    }

    /// Brings signed bytes to disk; the same bytes twice are one entry.
    package func keep(_ signed: [UInt8], at moment: Timestamp) throws(ClientError) -> Entry {
        let digest = ContentDigest.sha256(of: signed).description.prefix(16)
        if let known = try entries().first(where: { $0.name.hasSuffix("-\(digest)") }) { return known }
        let time = CivilTime(moment)
        let parts = [time.month, time.day, time.hour, time.minute, time.second].map { $0 < 10 ? "0\($0)" : "\($0)" }
        let name = "\(time.year)\(parts[0])\(parts[1])T\(parts[2])\(parts[3])\(parts[4])-\(digest)"
        let entry = Entry(name: name, path: "\(directory)/outbox/\(name).edxml")
        try DurableFile.write(signed, to: entry.path)
        return entry
    }

    /// All envelopes, the oldest first.
    package func entries() throws(ClientError) -> [Entry] {
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: directory + "/outbox") } catch {
            throw ClientError(.file, "\(directory)/outbox can't be read.")
        }
        return names.filter { $0.hasSuffix(".edxml") }.sorted().map {
            Entry(name: String($0.dropLast(6)), path: "\(directory)/outbox/\($0)")
        }
    }

    /// The envelopes that have no answer yet, the oldest first.
    package func waiting() throws(ClientError) -> [Entry] {
        try entries().filter { access(receiptPath($0), F_OK) != 0 && access(refusalPath($0), F_OK) != 0 }
    }

    /// The envelope's receipt, when it has one.
    package func receipt(_ entry: Entry) throws(ClientError) -> Receipt? {
        guard access(receiptPath(entry), F_OK) == 0 else { return nil }
        return try JSONText.decode(Receipt.self, from: DurableFile.read(receiptPath(entry), limit: 16 << 20))
    }

    /// Puts the receipt beside its envelope.
    package func settle(_ entry: Entry, _ receipt: Receipt) throws(ClientError) {
        try DurableFile.write(JSONText.encode(receipt, pretty: true), to: receiptPath(entry))
        unlink(refusalPath(entry))
    }

    /// Puts the final refusal beside its envelope, which then waits no more.
    package func settle(_ entry: Entry, _ problem: Problem) throws(ClientError) {
        try DurableFile.write(JSONText.encode(problem, pretty: true), to: refusalPath(entry))
    }

    /// Where an envelope's receipt lies.
    package func receiptPath(_ entry: Entry) -> String { "\(directory)/outbox/\(entry.name).receipt.json" }

    private func refusalPath(_ entry: Entry) -> String { "\(directory)/outbox/\(entry.name).refused.json" }
}
