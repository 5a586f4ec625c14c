// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Files that are whole and on disk, or not there at all. These calls block.
package enum DurableFile {
    /// Writes bytes to a new file of mode 0600 beside `path`, brings them to disk and puts the file in place.
    package static func write(_ bytes: [UInt8], to path: String) throws(ClientError) {
        // A safe name of an attachment never begins with a dot, so no file that was saved before is taken for this one.
        let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        let partial = "\(directory(of: path))/.\(name).part"
        let descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .file(partial, errno) }
        var written = 0
        var failure: Int32 = 0
        bytes.withUnsafeBytes { bytes in
            while written < bytes.count {
                let count = Glibc.write(descriptor, bytes.baseAddress! + written, bytes.count - written)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else {
                    failure = errno
                    return
                }
                written += count
            }
        }
        if close(descriptor) != 0, failure == 0 { failure = errno }
        guard failure == 0 else {
            unlink(partial)
            throw .file(partial, failure)
        }
        try move(partial, to: path)
    }

    /// Brings a finished file to disk and gives it its name, replacing a file that has it; both survive a crash.
    package static func move(_ partial: String, to path: String) throws(ClientError) {
        try sync(partial, O_RDONLY)
        guard rename(partial, path) == 0 else { throw .file(path, errno) }
        try sync(directory(of: path), O_RDONLY | O_DIRECTORY)
    }

    /// Reads a whole file of at most `limit` bytes.
    package static func read(_ path: String, limit: Int) throws(ClientError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file(path, errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .file(path, errno) }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw .file(path, EISDIR) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(max(0, min(Int(status.st_size), limit)))
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 16)
        defer { chunk.deallocate() }
        while true {
            let count = Glibc.read(descriptor, chunk.baseAddress, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .file(path, errno) }
            if count == 0 { return bytes }
            guard bytes.count + count <= limit else {
                throw ClientError(.file, "\(path) is larger than \(limit) bytes.")
            }
            bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: chunk[..<count]))
        }
    }

    /// Makes a directory of mode 0700 with the missing ones above it.
    package static func makeDirectory(_ path: String) throws(ClientError) {
        if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, path != directory(of: path) else { throw .file(path, errno) }
        try makeDirectory(directory(of: path))
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw .file(path, errno) }
    }

    /// The directory that a path's last part stands in.
    package static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func sync(_ path: String, _ flags: Int32) throws(ClientError) {
        let descriptor = open(path, flags | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file(path, errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .file(path, errno) }
    }
}
