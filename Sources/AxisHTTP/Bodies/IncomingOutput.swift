// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import AxisStore
import Glibc
import NIOCore
import NIOPosix
import Synchronization

/// Writes a body into its file in `incoming/`, on the thread pool: never on an event loop or Swift's own threads.
///
/// It does not flush: the store does that before it takes the file over.
final class IncomingOutput: Sendable {
    /// How much is gathered before it is written.
    static let piece = 256 * 1024

    private let descriptor: Mutex<Int32>

    /// Opens the file, which the store has made.
    init(_ file: IncomingFile) async throws(Refusal) {
        let path = file.path
        descriptor = Mutex(try await Self.onPool { open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW) })
    }

    /// Writes all of the bytes after those before.
    func write(_ bytes: ByteBuffer) async throws(Refusal) {
        let descriptor = descriptor.withLock { $0 }
        _ = try await Self.onPool {
            bytes.withUnsafeReadableBytes { bytes in
                var rest = bytes[...]
                while !rest.isEmpty {
                    let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                    if count < 0, errno == EINTR { continue }
                    guard count > 0 else { return -1 }
                    rest = rest.dropFirst(count)
                }
                return 0
            }
        }
    }

    /// Closes the file.
    func close() async throws(Refusal) {
        let descriptor = take()
        guard descriptor >= 0 else { return }
        _ = try await Self.onPool { Glibc.close(descriptor) }
    }

    /// Closes the file, whatever became of it.
    func abandon() async {
        let descriptor = take()
        if descriptor >= 0 { _ = try? await Self.onPool { Glibc.close(descriptor) } }
    }

    private func take() -> Int32 {
        descriptor.withLock { descriptor in
            defer { descriptor = -1 }
            return descriptor
        }
    }

    private static func onPool(_ work: @escaping @Sendable () -> Int32) async throws(Refusal) -> Int32 {
        let result: Int32
        do {
            result = try await NIOThreadPool.singleton.runIfActive(work)
        } catch {
            throw .stopping()
        }
        guard result >= 0 else {
            throw Refusal(StoreError(.full, "a body can't be written to incoming"))
        }
        return result
    }
}
