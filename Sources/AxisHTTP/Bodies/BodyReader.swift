// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import AxisSignature
package import AxisStore
import HTTPTypes
import HummingbirdCore
import NIOCore

/// Reads bodies to their end, within bounds.
package struct BodyReader: Sendable {
    let store: any EnvelopeStore
    let limits: HTTPLimits
    let gate: ParseGate

    /// Makes a reader.
    package init(store: any EnvelopeStore, limits: HTTPLimits, gate: ParseGate) {
        self.store = store
        self.limits = limits
        self.gate = gate
    }

    /// Asks the gate for a holder's envelope, before any of it is read.
    ///
    /// - Throws: ``Refusal`` with `too-large` or `overloaded`.
    func admit(_ request: Request, from holder: UnitID? = nil) throws(Refusal) -> ParseGate.Admission {
        let size = try declaredSize(of: request, limit: limits.envelope)
        return try gate.admit(size: size ?? limits.envelope, for: holder)
    }

    /// Reads an envelope: into memory, or past the inline bound into a file, hashing while it is written.
    ///
    /// - Throws: ``Refusal`` with `too-large`, `bad-request` or `storage-unavailable`; no file is left behind.
    func readEnvelope(_ request: Request, over connection: Connection) async throws(Refusal) -> ReceivedBody {
        let declared = try declaredSize(of: request, limit: limits.envelope)
        var input = BodyInput(request, declared: declared, limit: limits.envelope)
        connection.sendContinue()
        var bytes: [UInt8] = []
        bytes.reserveCapacity(min(declared ?? 0, limits.inlineEnvelope))
        while bytes.count <= limits.inlineEnvelope {
            guard let chunk = try await input.next() else { return .bytes(bytes) }
            bytes.append(contentsOf: chunk.readableBytesView)
        }
        return try await readRest(&input, after: bytes)
    }

    /// Reads a body that stays in memory.
    ///
    /// - Throws: ``Refusal`` with `too-large` or `bad-request`.
    func read(_ request: Request, over connection: Connection, limit: Int) async throws(Refusal) -> [UInt8] {
        let declared = try declaredSize(of: request, limit: limit)
        var input = BodyInput(request, declared: declared, limit: limit)
        connection.sendContinue()
        var bytes: [UInt8] = []
        bytes.reserveCapacity(min(declared ?? 0, limits.inlineEnvelope))
        while let chunk = try await input.next() { bytes.append(contentsOf: chunk.readableBytesView) }
        return bytes
    }

    private func readRest(_ input: inout BodyInput, after first: [UInt8]) async throws(Refusal) -> ReceivedBody {
        let file: IncomingFile
        do {
            file = try await store.makeIncomingFile()
        } catch {
            throw Refusal(error)
        }
        do throws(Refusal) {
            let output = try await IncomingOutput(file)
            do throws(Refusal) {
                var hasher = SHA256Hasher()
                hasher.update(first)
                try await output.write(ByteBuffer(bytes: first))
                var pending = ByteBuffer()
                while let chunk = try await input.next() {
                    chunk.withUnsafeReadableBytes { hasher.update($0) }
                    var chunk = chunk
                    pending.writeBuffer(&chunk)
                    if pending.readableBytes >= IncomingOutput.piece {
                        try await output.write(pending)
                        pending.clear()
                    }
                }
                try await output.write(pending)
                try await output.close()
                return .file(file, size: input.count, sha256: hasher.finalizeDigest())
            } catch {
                await output.abandon()
                throw error
            }
        } catch {
            await store.discard(file)
            throw error
        }
    }

    /// The size that a request announces, nil for a chunked body.
    func declaredSize(of request: Request, limit: Int) throws(Refusal) -> Int? {
        guard let text = request.headers[.contentLength] else {
            return request.headers[.transferEncoding] == nil ? 0 : nil
        }
        guard let size = Int(text), size >= 0 else { throw .bodyBroken() }
        guard size <= limit else { throw .bodyTooLarge(limit: limit) }
        return size
    }
}

/// The pieces of a body, counted: over the limit, or short of what was announced, it is refused.
struct BodyInput {
    private var iterator: RequestBody.AsyncIterator
    private let declared: Int?
    private let limit: Int
    private(set) var count = 0

    init(_ request: Request, declared: Int?, limit: Int) {
        iterator = request.body.makeAsyncIterator()
        self.declared = declared
        self.limit = limit
    }

    mutating func next() async throws(Refusal) -> ByteBuffer? {
        let chunk: ByteBuffer?
        do {
            chunk = try await iterator.next(isolation: #isolation)
        } catch {
            throw .bodyBroken()
        }
        guard let chunk else {
            // The stream ends without an error too when the connection or the task ends.
            guard declared == nil || declared == count, !Task.isCancelled else { throw .bodyBroken() }
            return nil
        }
        count += chunk.readableBytes
        guard count <= limit else { throw .bodyTooLarge(limit: limit) }
        return chunk
    }
}
