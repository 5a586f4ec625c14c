// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import AxisSignature
import AxisStore
import NIOCore

/// Where a body goes whose size is not known before: into memory, and past a bound into a file that is hashed while it
/// is written.
struct BodySink: ~Copyable {
    private let store: any EnvelopeStore
    private let inline: Int
    private let limit: Int
    private var bytes: [UInt8] = []
    private var file: IncomingFile?
    private var output: IncomingOutput?
    private var pending = ByteBuffer()
    private var hasher = SHA256Hasher()
    private var count = 0

    /// Makes an empty sink.
    ///
    /// - Parameters:
    ///   - inline: the most bytes that are kept in memory.
    ///   - limit: the most bytes that it takes.
    init(store: any EnvelopeStore, inline: Int, limit: Int) {
        self.store = store
        self.inline = inline
        self.limit = limit
    }

    /// Takes more bytes.
    ///
    /// - Throws: ``Refusal`` with `too-large` or `storage-unavailable`; the sink is to be abandoned then.
    mutating func take(_ piece: [UInt8]) async throws(Refusal) {
        count += piece.count
        guard count <= limit else { throw .bodyTooLarge(limit: limit) }
        guard let output else {
            bytes += piece
            if count > inline { try await spill() }
            return
        }
        try await put(piece, into: output)
    }

    /// SHA-256 of what was taken so far with more bytes behind it, which are not taken.
    func digest(followedBy end: [UInt8]) -> Digest256 {
        var hasher = hasher.copy()
        if file == nil { hasher.update(bytes) }
        hasher.update(end)
        return hasher.finalizeDigest()
    }

    /// Ends the body.
    mutating func finish() async throws(Refusal) -> ReceivedBody {
        guard let file, let output else { return .bytes(bytes) }
        try await output.write(pending)
        try await output.close()
        var hasher = exchangeHasher()
        return .file(file, size: count, sha256: hasher.finalizeDigest())
    }

    /// Leaves no file behind.
    func abandon() async {
        await output?.abandon()
        if let file { await store.discard(file) }
    }

    private mutating func spill() async throws(Refusal) {
        let fresh: IncomingFile
        do { fresh = try await store.makeIncomingFile() } catch { throw Refusal(error) }
        file = fresh
        let output = try await IncomingOutput(fresh)
        self.output = output
        let first = bytes
        bytes = []
        try await put(first, into: output)
    }

    private mutating func put(_ piece: [UInt8], into output: IncomingOutput) async throws(Refusal) {
        hasher.update(piece)
        pending.writeBytes(piece)
        guard pending.readableBytes >= IncomingOutput.piece else { return }
        try await output.write(pending)
        pending.clear()
    }

    private mutating func exchangeHasher() -> SHA256Hasher {
        var fresh = SHA256Hasher()
        swap(&fresh, &hasher)
        return fresh
    }
}
