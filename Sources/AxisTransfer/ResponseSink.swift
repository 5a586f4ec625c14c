// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Where a response goes as it comes: header and body in memory, or the body of a `2xx` in a file.
struct ResponseSink {
    /// The header lines of the answer being read, without the status line.
    private(set) var headers: [UInt8] = []
    /// The body so far, unless it goes into a file.
    private(set) var body: [UInt8] = []
    /// Bytes of body so far.
    private(set) var bodySize: Int64 = 0
    /// Why nothing more is taken.
    private(set) var failure: TransferError?

    private let headerLimit: Int
    private let bodyLimit: Int
    private let path: String?
    private var headerSize = 0
    private var descriptor: Int32 = -1

    init(headerLimit: Int = 0, bodyLimit: Int = 0, path: String? = nil) {
        self.headerLimit = headerLimit
        self.bodyLimit = bodyLimit
        self.path = path
    }

    /// Takes one line; false when the limit is passed.
    mutating func take(headerLine line: UnsafeRawBufferPointer) -> Bool {
        headerSize += line.count
        guard headerSize <= headerLimit else {
            failure = TransferError(
                .responseTooLarge,
                reason: "The response's header is larger than \(headerLimit) bytes."
            )
            return false
        }
        if line.starts(with: "HTTP/".utf8) {
            // An interim answer's fields are not the final one's.
            headers.removeAll(keepingCapacity: true)
        } else if line.count > 2 {
            headers.append(contentsOf: line)
        }
        return true
    }

    /// Takes a piece of body; false when the limit is passed or the file can't be written.
    mutating func take(body piece: UnsafeRawBufferPointer, status: Int) -> Bool {
        guard bodySize + Int64(piece.count) <= Int64(bodyLimit) else {
            failure = TransferError(.responseTooLarge, reason: "The response's body is larger than \(bodyLimit) bytes.")
            return false
        }
        bodySize += Int64(piece.count)
        guard path != nil, (200...299).contains(status) else {
            body.append(contentsOf: piece)
            return true
        }
        return openFile() && write(piece)
    }

    /// Closes the file, which a `2xx` without a body leaves empty; without `success` nothing of it stays.
    mutating func finish(success: Bool, status: Int) {
        guard let path else { return }
        if success, (200...299).contains(status) { _ = openFile() }
        guard descriptor >= 0 else { return }
        if close(descriptor) != 0, failure == nil { failure = TransferError(file: path, errno) }
        descriptor = -1
        if !success || failure != nil { unlink(path) }
    }

    private mutating func openFile() -> Bool {
        guard let path else { return false }
        if descriptor < 0 {
            descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
            if descriptor < 0 { failure = TransferError(file: path, errno) }
        }
        return descriptor >= 0
    }

    private mutating func write(_ piece: UnsafeRawBufferPointer) -> Bool {
        var rest = piece
        while let start = rest.baseAddress, rest.count > 0 {
            let count = Glibc.write(descriptor, start, rest.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                failure = TransferError(file: path ?? "", errno)
                return false
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
        return true
    }
}
