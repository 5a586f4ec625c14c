// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import Foundation

/// A finished file, mapped for reading as one stretch of bytes.
struct MappedFile {
    let path: String

    /// Gives the bytes to `body`; they are valid only inside.
    func withBytes<Value>(_ body: (UnsafeRawBufferPointer) throws(Refusal) -> Value) throws(Refusal) -> Value {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.unreadable }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_size > 0 else { throw Self.unreadable }
        let size = Int(status.st_size)
        guard let address = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), address != MAP_FAILED else {
            throw Self.unreadable
        }
        defer { munmap(address, size) }
        return try body(UnsafeRawBufferPointer(start: address, count: size))
    }

    private static let unreadable = Refusal(
        .storageUnavailable,
        english: "the body that was received can't be read back; send it again",
        vietnamese: "không đọc lại được nội dung vừa nhận; hãy gửi lại",
        retryAfter: 5
    )
}
