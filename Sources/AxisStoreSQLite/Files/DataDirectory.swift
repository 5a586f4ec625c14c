// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisStore
import Glibc
import Synchronization

/// The data directory: checked, locked and laid out.
///
/// `lock`, `axis.sqlite` with SQLite's own files, `incoming/` for bodies that stream in, `objects/<aa>/<bb>/<envelope>`
/// for payload files. Directories are 0700, files 0600.
final class DataDirectory: Sendable {
    let path: String
    private let lock: Mutex<Int32?>

    var database: String { path + "/axis.sqlite" }
    var incoming: String { path + "/incoming" }
    var objects: String { path + "/objects" }

    /// File systems without the locks and shared memory that write-ahead logging needs.
    static let networkKinds: Set<String> = [
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "virtiofs", "afs", "ceph", "coda", "lustre", "gfs2", "ocfs2",
        "glusterfs", "beegfs", "ncpfs",
    ]

    /// Whether a type of file system is refused; everything in user space (sshfs, …) is.
    static func isRefused(_ kind: String) -> Bool {
        networkKinds.contains(kind) || kind == "fuse" || kind.hasPrefix("fuse.")
    }

    private init(path: String, lock: Int32) {
        self.path = path
        self.lock = Mutex(lock)
    }

    deinit { unlock() }

    /// Checks, locks and completes a directory; blocks.
    static func open(_ path: String, _ files: any FileSystem) throws -> DataDirectory {
        var trimmed = path
        while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
        let path = trimmed
        if try files.makeDirectory(path) { try files.flushDirectory(parent(of: path)) }
        try check(path, files)
        let kind = try files.kind(path)
        if isRefused(kind) {
            throw StoreError(
                .unusable,
                "The data directory \(path) is on \(kind); move it to a local file system such as ext4 or XFS."
            )
        }
        let directory = DataDirectory(path: path, lock: try takeLock(path + "/lock"))
        for name in [directory.incoming, directory.objects] { _ = try files.makeDirectory(name) }
        if try files.facts(directory.database) == nil {
            // Without its rows every object would look like an orphan.
            guard try files.list(directory.objects).isEmpty else {
                throw StoreError(
                    .unusable,
                    "\(directory.database) is missing but there are payload files: restore a backup into a new directory."
                )
            }
            try files.makeFile(directory.database)
        }
        for name in ["lock", "axis.sqlite", "axis.sqlite-wal", "axis.sqlite-shm", "incoming", "objects"] {
            try check(path + "/" + name, files)
        }
        try files.flushDirectory(path)
        return directory
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Gives the lock back.
    func unlock() {
        lock.withLock { descriptor in
            if let open = descriptor { close(open) }
            descriptor = nil
        }
    }

    private static func check(_ path: String, _ files: any FileSystem) throws {
        guard let facts = try files.facts(path) else { return }
        guard facts.owner == geteuid() else {
            throw StoreError(
                .unusable,
                "\(path) belongs to user \(facts.owner), not to the daemon's: chown \(geteuid()) \(path)"
            )
        }
        guard facts.mode & 0o077 == 0 else {
            let mode = facts.isDirectory ? "0700" : "0600"
            throw StoreError(.unusable, "\(path) is open to other users: chmod \(mode) \(path)")
        }
    }

    private static func takeLock(_ path: String) throws -> Int32 {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw FileFailure("open", code: errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw StoreError(
                .unusable,
                "Another process uses the data directory (\(path) is locked): stop it, or choose another directory."
            )
        }
        return descriptor
    }
}
