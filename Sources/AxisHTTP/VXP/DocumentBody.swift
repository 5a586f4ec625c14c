// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisEnvelope
import AxisModel
import AxisStore
import AxisVXP
import HummingbirdCore
import NIOCore

/// A document on its way out, piece by piece: as it is, or in base64 inside getEdoc's JSON.
struct DocumentBody: Sendable {
    /// How much is read at once: a multiple of what base64 groups.
    private static let piece = 3 * 43 * 1024

    private let document: VXPDocument
    private let isEncoded: Bool
    private let originalSize: Int

    init(_ document: VXPDocument, isEncoded: Bool) {
        self.document = document
        self.isEncoded = isEncoded
        originalSize =
            switch document.payload {
            case .bytes(let bytes): bytes.count
            case .file(_, let size): size
            }
    }

    /// How many bytes go out.
    var size: Int {
        let size = copy?.size ?? originalSize
        guard isEncoded else { return size }
        return VXPAnswer.documentFrame.before.count + (size + 2) / 3 * 4 + VXPAnswer.documentFrame.after.count
    }

    /// All of it as the body of an answer.
    ///
    /// - Parameter whenComplete: called after all bytes were written.
    func responseBody(whenComplete: @escaping @Sendable () async -> Void) -> ResponseBody {
        ResponseBody(contentLength: size) { [self] writer in
            let source = try await PayloadSource(document.payload)
            do {
                var encoder = Base64Stream()
                if isEncoded { try await writer.write(ByteBuffer(bytes: VXPAnswer.documentFrame.before)) }
                for piece in pieces {
                    let bytes = try await source.read(piece)
                    try await writer.write(isEncoded ? encoder.take(bytes) : bytes)
                }
                if isEncoded {
                    let rest = encoder.finish() + VXPAnswer.documentFrame.after
                    try await writer.write(ByteBuffer(bytes: rest))
                }
            } catch {
                await source.close()
                throw error
            }
            await source.close()
            try await writer.finish(nil)
            await whenComplete()
        }
    }

    /// A copy of other bytes is none of these: exact bytes are right then.
    private var copy: RecipientCopy? { document.copy.flatMap { $0.originalSize == originalSize ? $0 : nil } }

    /// What goes out, none of it larger than is read at once but for what was put in.
    private var pieces: [RecipientCopy.Piece] {
        let pieces = copy?.pieces ?? [.original(0..<originalSize)]
        return pieces.flatMap { piece -> [RecipientCopy.Piece] in
            guard case .original(let range) = piece else { return [piece] }
            return stride(from: range.lowerBound, to: range.upperBound, by: Self.piece).map { start in
                .original(start..<min(start + Self.piece, range.upperBound))
            }
        }
    }
}

/// Where a document's bytes are read.
private enum PayloadSource: Sendable {
    case bytes([UInt8])
    case file(PayloadFile)

    init(_ payload: StoredPayload) async throws {
        switch payload {
        case .bytes(let bytes): self = .bytes(bytes)
        case .file(let path, _): self = .file(try await PayloadFile.open(path))
        }
    }

    func read(_ piece: RecipientCopy.Piece) async throws -> ByteBuffer {
        switch (piece, self) {
        case (.inserted(let bytes), _): ByteBuffer(bytes: bytes)
        case (.original(let range), .bytes(let bytes)): ByteBuffer(bytes: bytes[range])
        case (.original(let range), .file(let file)): try await file.read(range.count, at: range.lowerBound)
        }
    }

    func close() async {
        if case .file(let file) = self { await file.close() }
    }
}

/// Base64 in one line of bytes that come in pieces.
struct Base64Stream {
    private var rest: [UInt8] = []

    /// The text of all whole groups.
    mutating func take(_ piece: ByteBuffer) -> ByteBuffer {
        var bytes = rest
        bytes.append(contentsOf: piece.readableBytesView)
        rest = Array(bytes.suffix(bytes.count % 3))
        bytes.removeLast(rest.count)
        var text: [UInt8] = []
        Base64.encode(bytes, into: &text)
        return ByteBuffer(bytes: text)
    }

    /// The text of what is left.
    mutating func finish() -> [UInt8] {
        defer { rest = [] }
        var text: [UInt8] = []
        Base64.encode(rest, into: &text)
        return text
    }
}
