// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisSignature
import AxisStore
import Dispatch
import Foundation
import Synchronization

/// Payloads that are files of their own. Every call blocks, and runs on ``queue``.
///
/// The steps are those of `docs/durability.md`.
final class PayloadFiles: Sendable {
    let directory: DataDirectory
    let files: any FileSystem
    /// Where blocking calls run, never on Swift's cooperative pool.
    let queue = DispatchQueue(label: "axis.store.files", attributes: .concurrent)
    private let known = Mutex<Set<String>>([])

    init(_ directory: DataDirectory, _ files: any FileSystem) {
        self.directory = directory
        self.files = files
    }

    /// Runs a blocking call off the cooperative pool.
    func perform<Value: Sendable>(
        _ body: @escaping @Sendable () throws -> Value
    ) async -> Result<Value, any Error> {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: Result(catching: body)) }
        }
    }

    /// Step 1: an empty file in `incoming/`.
    func makeIncoming() throws -> IncomingFile {
        let file = IncomingFile(path: directory.incoming + "/" + UUID().uuidString.lowercased())
        try files.makeFile(file.path)
        return file
    }

    func path(of envelope: EnvelopeID) -> String {
        let name = envelope.description
        // The last digits are random, so that directories fill evenly; the first ones are the time.
        return "\(directory.objects)/\(name.suffix(2))/\(name.suffix(4).prefix(2))/\(name)"
    }

    /// Steps 3 to 5: what streamed in becomes an object that survives a power cut.
    func keep(_ file: IncomingFile, as envelope: EnvelopeID) throws {
        // A rename replaces silently: bytes that were accepted under this id must never be overwritten.
        guard try files.facts(path(of: envelope)) == nil else { throw StoreError(.corrupt, "An id was used before.") }
        // Step 3: the bytes are on disk.
        try files.flushFile(file.path)
        // Step 4: the name, in a directory that is itself on disk.
        let target = path(of: envelope)
        let parent = String(target.dropLast(envelope.description.count + 1))
        try makeFanOut(parent)
        try files.rename(file.path, to: target)
        // Step 5: the name is on disk. The rows follow in the group's transaction (steps 6 to 8).
        try files.flushDirectory(parent)
    }

    /// Removes an object that no row names any more, or never did.
    func removeObject(of envelope: EnvelopeID) throws(FileFailure) {
        try files.remove(path(of: envelope))
    }

    /// Makes `objects/<aa>/<bb>`, each flushed into its parent before it is used.
    func makeFanOut(_ path: String) throws {
        if known.withLock({ $0.contains(path) }) { return }
        // Flushed even when it was there: whoever made it may not have come to flushing it, because another is at it
        // this very moment or because a crash came between.
        let parent = String(path.dropLast(3))
        if !known.withLock({ $0.contains(parent) }) {
            _ = try files.makeDirectory(parent)
            try files.flushDirectory(directory.objects)
            known.withLock { _ = $0.insert(parent) }
        }
        _ = try files.makeDirectory(path)
        try files.flushDirectory(parent)
        known.withLock { _ = $0.insert(path) }
    }

    /// The digest of a file's bytes, read in pieces.
    func digest(of path: String) throws(FileFailure) -> Digest256 {
        var hasher = SHA256Hasher()
        try files.read(path) { hasher.update($0) }
        return hasher.finalizeDigest()
    }

    /// Removes everything in `incoming/`: at start nothing there can still come to anything.
    func sweepIncoming() throws {
        for name in try files.list(directory.incoming) { try files.remove(directory.incoming + "/" + name) }
    }

    /// Calls with every object: its path, and its envelope's id when the name is one.
    func forEachObject(_ body: (_ path: String, _ envelope: EnvelopeID?) throws -> Void) throws {
        for first in try files.list(directory.objects) {
            for second in try files.list("\(directory.objects)/\(first)") {
                let parent = "\(directory.objects)/\(first)/\(second)"
                for name in try files.list(parent) { try body(parent + "/" + name, EnvelopeID(name)) }
            }
        }
    }
}
