// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A system call that failed.
package struct FileFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The call.
    package let call: String
    /// The system's error number.
    package let code: Int32

    /// Names a failure.
    package init(_ call: String, code: Int32) {
        self.call = call
        self.code = code
    }

    /// Whether something was merely short (descriptors, memory, room for a name) and nothing was promised yet: trying
    /// again later makes sense. A failed flush never is: what it was to flush may be gone.
    var isShortage: Bool {
        let codes = [EMFILE, ENFILE, ENOMEM, ENOSPC, EDQUOT, EAGAIN, EINTR]
        return ["open", "mkdir", "rename", "lstat", "opendir"].contains(call) && codes.contains(code)
    }

    /// Call and error number.
    package var description: String { "\(call) failed with error \(code)" }
}

/// What is known of a file.
package struct FileFacts: Hashable, Sendable {
    /// Bytes.
    package var size: Int
    /// Seconds since 1970 of the last change.
    package var modified: Int64
    /// The permission bits.
    package var mode: UInt32
    /// The owner's uid.
    package var owner: UInt32
    /// Whether it is a directory.
    package var isDirectory: Bool
}

/// The file system calls that durability rests on, as a seam: tests make them fail or crash between two of them.
///
/// Every call blocks: never on Swift's cooperative pool.
package protocol FileSystem: Sendable {
    /// Makes an empty file, mode 0600; fails when there is one.
    func makeFile(_ path: String) throws(FileFailure)
    /// Makes a directory, mode 0700; returns false when there was one.
    func makeDirectory(_ path: String) throws(FileFailure) -> Bool
    /// Writes a whole new file, mode 0600.
    func write(_ bytes: [UInt8], to path: String) throws(FileFailure)
    /// Flushes a file's bytes and size to disk (fdatasync), and checks `close`.
    func flushFile(_ path: String) throws(FileFailure)
    /// Flushes a directory's entries to disk (fsync).
    func flushDirectory(_ path: String) throws(FileFailure)
    /// Renames within the file system.
    func rename(_ path: String, to target: String) throws(FileFailure)
    /// Removes a file; nothing happens when there is none.
    func remove(_ path: String) throws(FileFailure)
    /// Names in a directory, without `.` and `..`; none when there is no such directory.
    func list(_ path: String) throws(FileFailure) -> [String]
    /// Facts of a file, not following links; nil when there is none.
    func facts(_ path: String) throws(FileFailure) -> FileFacts?
    /// The file system's type as mounted, e.g. `ext4`; empty when it is not known.
    func kind(_ path: String) throws(FileFailure) -> String
    /// Free share of the file system for this user, 0 to 1, the smaller of bytes and inodes.
    func freeShare(_ path: String) throws(FileFailure) -> Double
    /// Reads a file in pieces.
    func read(_ path: String, _ piece: (UnsafeRawBufferPointer) -> Void) throws(FileFailure)
}
