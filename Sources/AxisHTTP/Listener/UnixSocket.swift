// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#endif

/// The administrators' socket on this machine.
package struct UnixSocket: Sendable, Hashable {
    /// Why the socket can't be made, in a sentence.
    package struct Fault: Error, CustomStringConvertible {
        /// The sentence.
        package let description: String
    }

    /// The longest path that the kernel takes, in bytes (`sun_path` less its zero byte).
    package static let longestPath = 107

    /// Its path; the directory is made when it is missing.
    package let path: String
    /// The group whose members may call; nil for the daemon's own group.
    package let group: String?

    /// Names a socket.
    ///
    /// - Throws: ``Fault`` for a path that is too long or an unknown group.
    package init(path: String, group: String? = nil) throws(Fault) {
        guard path.utf8.count <= Self.longestPath else {
            throw Fault(
                description:
                    "the administrators' socket can't be made: \(path) has \(path.utf8.count) bytes, and a Unix "
                    + "socket's path may have \(Self.longestPath); choose a shorter data directory"
            )
        }
        self.path = path
        self.group = group
        if group != nil { _ = try groupID() }
    }

    private var directory: String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        return parts.isEmpty ? "." : parts.joined(separator: "/")
    }

    /// Makes the directory, mode 0750; to be called only by whoever holds the data directory's lock.
    func prepare() throws(Fault) {
        if mkdir(directory, 0o750) != 0, errno != EEXIST { throw fault("can't make \(directory)") }
        guard chmod(directory, 0o750) == 0 else { throw fault("can't set the mode of \(directory)") }
        if let id = try groupID(), chown(directory, .max, id) != 0 {
            throw fault("can't give \(directory) to its group")
        }
    }

    /// Opens the bound socket to its group, mode 0660.
    func open() throws(Fault) {
        if let id = try groupID(), chown(path, .max, id) != 0 { throw fault("can't give \(path) to its group") }
        guard chmod(path, 0o660) == 0 else { throw fault("can't set the mode of \(path)") }
    }

    /// Removes the socket.
    func remove() { unlink(path) }

    private func groupID() throws(Fault) -> gid_t? {
        guard let group else { return nil }
        guard let entry = getgrnam(group) else {
            throw Fault(description: "the administrators' socket can't be made: there is no group \(group)")
        }
        return entry.pointee.gr_gid
    }

    private func fault(_ what: String) -> Fault {
        Fault(description: "the administrators' socket can't be made: \(what): \(String(cString: strerror(errno)))")
    }
}
