// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import COpenSSL
import Glibc

/// Reading and writing the small files of an administrator: keys, certificates, revocation lists.
///
/// These calls block; they belong to start-up, reload and commands, never to a request.
enum SmallFile {
    /// The largest key or certificate file that is read, in bytes.
    static let largestKeyFile = 256 * 1024
    /// The largest revocation list or bundle that is read, in bytes.
    static let largestListFile = 64 * 1024 * 1024

    /// Reads a whole file.
    ///
    /// - Parameter secret: refuses a file that its group or others may read or write.
    static func read(_ path: String, atMost limit: Int, secret: Bool = false) throws(SignatureError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw errno == EACCES ? forbidden(path) : failure("read", "đọc", path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure("read", "đọc", path) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw SignatureError(.file, "\(path) is not a regular file.", "\(path) không phải là tệp thường.")
        }
        if secret, status.st_mode & 0o077 != 0 {
            let mode = String(status.st_mode & 0o777, radix: 8)
            throw SignatureError(
                .keyPermissions,
                "The private key \(path) has mode 0\(mode), so others can use it; run: chmod 600 \(path)",
                "Khóa bí mật \(path) có quyền 0\(mode) nên người khác dùng được; hãy chạy: chmod 600 \(path)"
            )
        }
        guard status.st_size <= limit else {
            throw SignatureError(
                .file,
                "\(path) is larger than \(limit) bytes.",
                "\(path) lớn hơn \(limit) byte."
            )
        }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 * 1024)
        defer { chunk.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) } }
        while bytes.count <= limit {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure("read", "đọc", path) }
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk[..<count])
        }
        throw SignatureError(.file, "\(path) grows while it is read.", "\(path) thay đổi trong khi đọc.")
    }

    /// Creates a file, durable on return; refuses one that exists.
    ///
    /// - Parameter mode: permissions, independent of the process's umask.
    static func create(_ path: String, mode: mode_t, contents: [UInt8]) throws(SignatureError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
        guard descriptor >= 0 else {
            if errno == EEXIST {
                throw SignatureError(
                    .fileExists,
                    "\(path) exists already and is not overwritten.",
                    "\(path) đã có và không bị ghi đè."
                )
            }
            throw failure("create", "tạo", path)
        }
        var isWhole = false
        defer {
            close(descriptor)
            // Half a file would keep the next attempt from making a whole one.
            if !isWhole { unlink(path) }
        }
        guard fchmod(descriptor, mode) == 0 else { throw failure("create", "tạo", path) }
        var written = 0
        while written < contents.count {
            let count = contents[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure("write", "ghi", path) }
            written += count
        }
        guard fsync(descriptor) == 0 else { throw failure("write", "ghi", path) }
        isWhole = true
    }

    /// Makes a directory that only its owner enters (0700). True when it was made, false when it was there.
    static func makeDirectory(_ path: String) throws(SignatureError) -> Bool {
        if mkdir(path, 0o700) == 0 { return true }
        guard errno == EEXIST else { throw failure("create the directory", "tạo thư mục", path) }
        return false
    }

    /// The names in a directory, in byte order, without those that begin with a dot.
    static func names(in directory: String) throws(SignatureError) -> [String] {
        guard let stream = opendir(directory) else { throw failure("read the directory", "đọc thư mục", directory) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    /// True when `path` is a directory.
    static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Why a file that is there can't be read.
    private static func forbidden(_ path: String) -> SignatureError {
        var status = stat()
        guard stat(path, &status) == 0 else {
            errno = EACCES
            return failure("read", "đọc", path)
        }
        return forbidden(path, owner: status.st_uid, mode: status.st_mode, reader: geteuid())
    }

    /// Says whose a file is that this process may not read.
    static func forbidden(_ path: String, owner: uid_t, mode: mode_t, reader: uid_t) -> SignatureError {
        let mode = String(mode & 0o777, radix: 8)
        let reader = name(of: reader)
        return SignatureError(
            .keyPermissions,
            "Cannot read \(path): it belongs to \(name(of: owner)) (mode 0\(mode)), and this process runs as the user "
                + "\(reader); run: chown \(reader) \(path)",
            "Không đọc được \(path): tệp thuộc về \(name(of: owner)) (quyền 0\(mode)), còn tiến trình chạy dưới tên "
                + "\(reader); hãy chạy: chown \(reader) \(path)"
        )
    }

    private static func name(of user: uid_t) -> String {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var room = [CChar](repeating: 0, count: 16 * 1024)
        guard getpwuid_r(user, &entry, &room, room.count, &found) == 0, found != nil else { return "\(user)" }
        return String(cString: entry.pw_name)
    }

    private static func failure(_ verb: String, _ vietnameseVerb: String, _ path: String) -> SignatureError {
        let why = String(cString: strerror(errno))
        return SignatureError(.file, "Cannot \(verb) \(path): \(why).", "Không \(vietnameseVerb) được \(path): \(why).")
    }
}
