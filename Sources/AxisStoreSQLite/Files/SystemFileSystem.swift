// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The system's own file system.
package struct SystemFileSystem: FileSystem {
    /// Makes it.
    package init() {}

    package func makeFile(_ path: String) throws(FileFailure) {
        let descriptor = try open(path, O_WRONLY | O_CREAT | O_EXCL)
        try check("close", Glibc.close(descriptor))
    }

    package func makeDirectory(_ path: String) throws(FileFailure) -> Bool {
        if mkdir(path, 0o700) == 0 { return true }
        if errno == EEXIST { return false }
        throw FileFailure("mkdir", code: errno)
    }

    package func write(_ bytes: [UInt8], to path: String) throws(FileFailure) {
        let descriptor = try open(path, O_WRONLY | O_CREAT | O_EXCL)
        var failure: Int32?
        bytes.withUnsafeBytes { buffer in
            var offset = 0
            while offset < buffer.count {
                let count = Glibc.write(descriptor, buffer.baseAddress! + offset, buffer.count - offset)
                if count >= 0 { offset += count } else if errno != EINTR { failure = errno; return }
            }
        }
        let closed = Glibc.close(descriptor)
        if let failure { throw FileFailure("write", code: failure) }
        try check("close", closed)
    }

    package func flushFile(_ path: String) throws(FileFailure) {
        // Any descriptor of a file flushes all of its dirty pages; since Linux 4.16 a new descriptor also reports
        // a write-back error that nobody has seen yet.
        let descriptor = try open(path, O_RDWR)
        let flushed = fdatasync(descriptor)
        let code = errno
        let closed = Glibc.close(descriptor)
        if flushed != 0 { throw FileFailure("fdatasync", code: code) }
        try check("close", closed)
    }

    package func flushDirectory(_ path: String) throws(FileFailure) {
        let descriptor = try open(path, O_RDONLY | O_DIRECTORY)
        let flushed = fsync(descriptor)
        let code = errno
        Glibc.close(descriptor)
        if flushed != 0 { throw FileFailure("fsync", code: code) }
    }

    package func rename(_ path: String, to target: String) throws(FileFailure) {
        try check("rename", Glibc.rename(path, target))
    }

    package func remove(_ path: String) throws(FileFailure) {
        if unlink(path) != 0, errno != ENOENT { throw FileFailure("unlink", code: errno) }
    }

    package func list(_ path: String) throws(FileFailure) -> [String] {
        guard let directory = opendir(path) else {
            if errno == ENOENT { return [] }
            throw FileFailure("opendir", code: errno)
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    package func facts(_ path: String) throws(FileFailure) -> FileFacts? {
        var facts = stat()
        guard lstat(path, &facts) == 0 else {
            if errno == ENOENT { return nil }
            throw FileFailure("lstat", code: errno)
        }
        return FileFacts(
            size: Int(facts.st_size),
            modified: Int64(facts.st_mtim.tv_sec),
            mode: facts.st_mode & 0o7777,
            owner: facts.st_uid,
            isDirectory: facts.st_mode & S_IFMT == S_IFDIR
        )
    }

    package func kind(_ path: String) throws(FileFailure) -> String {
        guard let resolved = realpath(path, nil) else { throw FileFailure("realpath", code: errno) }
        defer { free(resolved) }
        var table: [UInt8] = []
        try read("/proc/self/mountinfo") { table.append(contentsOf: $0) }
        return Self.kind(of: String(cString: resolved), mounts: String(decoding: table, as: UTF8.self))
    }

    /// The type of the mount that a path is on: the longest mount point before it, the last of equal ones.
    ///
    /// - Parameter mounts: lines of `/proc/<pid>/mountinfo` (proc(5)).
    static func kind(of path: String, mounts: String) -> String {
        var best = (length: -1, kind: "")
        for line in mounts.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count > 5, let separator = fields.firstIndex(of: "-"), separator + 1 < fields.count else {
                continue
            }
            let point = fields[4].replacing("\\040", with: " ").replacing("\\011", with: "\t")
            let isAbove = point == "/" || path == point || path.hasPrefix(point + "/")
            if isAbove, point.utf8.count >= best.length { best = (point.utf8.count, String(fields[separator + 1])) }
        }
        return best.kind
    }

    package func freeShare(_ path: String) throws(FileFailure) -> Double {
        var facts = statvfs()
        guard statvfs(path, &facts) == 0 else { throw FileFailure("statvfs", code: errno) }
        let bytes = facts.f_blocks == 0 ? 1 : Double(facts.f_bavail) / Double(facts.f_blocks)
        let inodes = facts.f_files == 0 ? 1 : Double(facts.f_favail) / Double(facts.f_files)
        return min(bytes, inodes)
    }

    package func read(_ path: String, _ piece: (UnsafeRawBufferPointer) -> Void) throws(FileFailure) {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw FileFailure("open", code: errno) }
        defer { Glibc.close(descriptor) }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 4096)
        defer { buffer.deallocate() }
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count == 0 { return }
            if count > 0 {
                piece(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            } else if errno != EINTR {
                throw FileFailure("read", code: errno)
            }
        }
    }

    private func open(_ path: String, _ flags: Int32) throws(FileFailure) -> Int32 {
        let descriptor = Glibc.open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw FileFailure("open", code: errno) }
        return descriptor
    }

    private func check(_ call: String, _ result: Int32) throws(FileFailure) {
        if result != 0 { throw FileFailure(call, code: errno) }
    }
}
