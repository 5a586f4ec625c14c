// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import CCurl
import Glibc

/// Where a request's body is read from, piece by piece and again from the start when a connection turned out dead.
struct RequestSource {
    private enum Origin {
        case nothing
        case bytes([UInt8])
        case descriptor(Int32)
    }

    private let origin: Origin
    private let size: Int64
    private var position: Int64 = 0
    /// Why nothing more can be read.
    private(set) var failure: TransferError?

    static let empty = RequestSource(origin: .nothing, size: 0)

    private init(origin: Origin, size: Int64) {
        self.origin = origin
        self.size = size
    }

    /// Opens what the body names.
    init(_ body: TransferRequest.Body) throws(TransferError) {
        switch body {
        case .none: self = .empty
        case .bytes(let bytes): self.init(origin: .bytes(bytes), size: Int64(bytes.count))
        case .file(let path, let size):
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw TransferError(file: path, errno) }
            self.init(origin: .descriptor(descriptor), size: size)
        }
    }

    /// Fills `buffer` from the current position; 0 at the end, nil when a file is shorter than was said.
    mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
        let count = Int(min(size - position, Int64(buffer.count)))
        guard count > 0 else { return 0 }
        switch origin {
        case .nothing: return 0
        case .bytes(let bytes):
            bytes.withUnsafeBytes { bytes in
                buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[Int(position)..<Int(position) + count]))
            }
        case .descriptor(let descriptor):
            // A payload was written or hashed a moment ago and is in the page cache; the disk is rarely waited for.
            var done = 0
            while done < count {
                let got = pread(descriptor, buffer.baseAddress! + done, count - done, Int(position) + done)
                if got < 0, errno == EINTR { continue }
                guard got > 0 else {
                    failure = TransferError(.file, reason: "The file to send is shorter than was said, or unreadable.")
                    return nil
                }
                done += got
            }
        }
        position += Int64(count)
        return count
    }

    /// Goes to a position from the start.
    mutating func seek(to offset: Int64) -> Bool {
        guard (0...size).contains(offset) else { return false }
        position = offset
        return true
    }

    /// Lets go of the file.
    mutating func finish() {
        if case .descriptor(let descriptor) = origin { close(descriptor) }
        self = .empty
    }
}

extension TransferError {
    /// A file can't be used, with the system's reason.
    init(file path: String, _ number: Int32) {
        self.init(.file, reason: "\(path): \(String(cString: strerror(number)))")
    }
}
