// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// OpenSSL's view of bytes in memory, for reading or growing.
///
/// The handle is lent to closures only: a handle taken out could outlive the buffer, which goes after its last use.
struct MemoryBuffer: ~Copyable {
    private let handle: OpaquePointer

    /// An empty buffer that grows. Its memory is wiped when it is freed.
    init() {
        guard let handle = BIO_new(BIO_s_secmem()) ?? BIO_new(BIO_s_mem()) else {
            fatalError("Out of memory for a buffer.")
        }
        self.handle = handle
    }

    /// A read-only view of bytes that must outlive it.
    init(reading bytes: UnsafeRawBufferPointer) {
        guard let handle = BIO_new_mem_buf(bytes.baseAddress ?? Self.nothing, Int32(clamping: bytes.count)) else {
            fatalError("Out of memory for a buffer.")
        }
        self.handle = handle
    }

    deinit { BIO_free(handle) }

    /// Lends OpenSSL's handle for the time of `body`.
    borrowing func withHandle<R>(_ body: (OpaquePointer) -> R) -> R { body(handle) }

    /// A copy of everything written and not yet read.
    func contents() -> [UInt8] {
        var start: UnsafePointer<UInt8>?
        let count = axis_bio_contents(handle, &start)
        return Array(UnsafeBufferPointer(start: start, count: count))
    }

    // OpenSSL refuses a null pointer even for no bytes at all. Never written to.
    private nonisolated(unsafe) static let nothing = UnsafeRawPointer(
        UnsafeMutableRawPointer.allocate(byteCount: 1, alignment: 1)
    )
}
