// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import AxisStore
import Glibc
import HTTPTypes
import Hummingbird
import NIOCore
import NIOPosix

/// The exact bytes of an envelope as an answer, whole or in part.
struct PayloadAnswer {
    private let payload: StoredPayload
    private let size: Int
    private let digest: Digest256
    private let fields: HTTPFields

    init(_ opened: OpenedDelivery) {
        payload = opened.payload
        digest = opened.envelope.sha256
        size =
            switch opened.payload {
            case .bytes(let bytes): bytes.count
            case .file(_, let size): size
            }
        fields = [
            .contentType: opened.envelope.kind == .notice ? "application/json" : "application/xml",
            .eTag: "\"\(digest)\"",
            .acceptRanges: "bytes",
            .cacheControl: "private, no-store",
            .axisEnvelopeID: opened.envelope.id.description,
            .axisDeliveryID: opened.delivery.id.description,
            .axisSender: opened.envelope.senderCode,
            .axisRecipient: opened.delivery.recipientCode,
            .axisKind: opened.envelope.kind.rawValue,
        ]
    }

    /// The answer to a request.
    ///
    /// - Parameter whenComplete: called after all bytes of a full answer were written.
    func response(to request: Request, whenComplete: @escaping @Sendable () async -> Void) -> Response {
        var fields = fields
        if let tag = request.headers[.ifNoneMatch], ETagList.matches(tag, digest) {
            return Response(status: .notModified, headers: fields)
        }
        let range: ByteRange
        // A range of another version is answered with the whole (RFC 9110, section 13.1.5).
        if let condition = request.headers[.ifRange], condition != "\"\(digest)\"" {
            range = .whole
        } else {
            range = ByteRange(request.headers[.range], size: size)
        }
        switch range {
        case .unsatisfiable:
            fields[.contentRange] = "bytes */\(size)"
            return Response(status: .rangeNotSatisfiable, headers: fields)
        case .part(let part):
            fields[.contentRange] = "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(size)"
            return Response(
                status: .partialContent,
                headers: fields,
                body: body(part, whenComplete: part.count == size ? whenComplete : nil)
            )
        case .whole:
            // The digest is of the content of this very answer, so a part does not carry it.
            fields[.contentDigest] = ContentDigest.field(digest)
            return Response(status: .ok, headers: fields, body: body(0..<size, whenComplete: whenComplete))
        }
    }

    private func body(_ part: Range<Int>, whenComplete: (@Sendable () async -> Void)?) -> ResponseBody {
        let payload = payload
        return ResponseBody(contentLength: part.count) { writer in
            switch payload {
            case .bytes(let bytes):
                try await writer.write(ByteBuffer(bytes: bytes[part]))
            case .file(let path, _):
                let file = try await PayloadFile.open(path)
                do {
                    var position = part.lowerBound
                    while position < part.upperBound {
                        let count = min(PayloadFile.piece, part.upperBound - position)
                        try await writer.write(try await file.read(count, at: position))
                        position += count
                    }
                } catch {
                    await file.close()
                    throw error
                }
                await file.close()
            }
            try await writer.finish(nil)
            await whenComplete?()
        }
    }
}

/// A payload's file, read on the thread pool.
struct PayloadFile: Sendable {
    /// How much is read at once.
    static let piece = 128 * 1024

    /// The file can't be read to its end.
    struct Failure: Error {}

    let descriptor: Int32

    static func open(_ path: String) async throws -> PayloadFile {
        try await NIOThreadPool.singleton.runIfActive {
            let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
            guard descriptor >= 0 else { throw Failure() }
            return PayloadFile(descriptor: descriptor)
        }
    }

    func read(_ count: Int, at position: Int) async throws -> ByteBuffer {
        let descriptor = descriptor
        return try await NIOThreadPool.singleton.runIfActive {
            var buffer = ByteBuffer()
            try buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { bytes in
                var done = 0
                while done < count {
                    let got = pread(
                        descriptor,
                        bytes.baseAddress?.advanced(by: done),
                        count - done,
                        off_t(position + done)
                    )
                    if got < 0, errno == EINTR { continue }
                    guard got > 0 else { throw Failure() }
                    done += got
                }
                return done
            }
            return buffer
        }
    }

    func close() async {
        let descriptor = descriptor
        _ = try? await NIOThreadPool.singleton.runIfActive { Glibc.close(descriptor) }
    }
}
