// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import Glibc

/// The key file: one key a line, its id, a space and 32 bytes in Base64; the first is the current one. Empty lines and
/// lines that begin with `#` say nothing.
///
/// It is read by its owner alone (0600) and lies outside the data directory, so that neither a copy of the database nor
/// a backup holds what opens the secrets in it. Reading blocks: it belongs to start-up, reload and commands.
package enum KeyFile {
    private static let largest = 64 * 1024

    /// Reads a key file.
    ///
    /// - Parameter dataDirectory: where it must not lie; nil when nobody knows of one.
    /// - Throws: ``SignatureError`` with a sentence that names the file and the mend.
    package static func read(_ path: String, outside dataDirectory: String?) throws(SignatureError) -> SealingKeys {
        if let dataDirectory { try check(path, outside: dataDirectory) }
        var bytes = try SmallFile.read(path, atMost: largest, secret: true)
        defer { SecretBytes.wipe(&bytes) }
        return try SealingKeys(parse(bytes, of: path))
    }

    /// Whether a file is root's, so that a daemon under another user can't read it.
    package static func belongsToRoot(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_uid == 0
    }

    /// Makes a key file with one new key, or puts a new key before those of one that is there; durable on return.
    ///
    /// A file that is there stays its owner's, also when root adds the key.
    ///
    /// - Returns: the new key's id, and the file's ids, the new one first.
    package static func addKey(to path: String) throws(SignatureError) -> SealingKeys {
        let id = "k-" + Hex.encode(try SecretBytes.random(4))
        var key = try SecretBytes.random(AES256GCM.keyByteCount)
        defer { SecretBytes.wipe(&key) }
        var lines = Array("\(id) \(Base64.encode(key))\n".utf8)
        defer { SecretBytes.wipe(&lines) }
        guard access(path, F_OK) == 0 else {
            try SmallFile.create(path, mode: 0o600, contents: lines)
            try syncDirectory(of: path)
            return try read(path, outside: nil)
        }
        // A link stays one.
        let path = resolved(path) ?? path
        var old = try SmallFile.read(path, atMost: largest, secret: true)
        defer { SecretBytes.wipe(&old) }
        guard try parse(old, of: path).count < SealingKeys.mostKeys else {
            throw fault(
                path,
                "has \(SealingKeys.mostKeys) keys already; run `axisctl client rewrap` and remove old ones",
                "đã có \(SealingKeys.mostKeys) khóa; hãy chạy `axisctl client rewrap` rồi bỏ các khóa cũ"
            )
        }
        lines += old
        let next = path + ".new"
        try SmallFile.create(next, mode: 0o600, contents: lines)
        do throws(SignatureError) { try replace(path, holding: old, by: next) } catch {
            unlink(next)
            throw error
        }
        try syncDirectory(of: path)
        return try read(path, outside: nil)
    }

    /// Puts the next file in the place of one that still holds what it was made from: another that added a key meanwhile
    /// would lose it, and with it every secret sealed under it.
    private static func replace(_ path: String, holding old: [UInt8], by next: String) throws(SignatureError) {
        var now = try SmallFile.read(path, atMost: largest, secret: true)
        defer { SecretBytes.wipe(&now) }
        guard now == old else { throw fault(path, "changed meanwhile; try again", "vừa bị thay đổi; hãy thử lại") }
        var status = stat()
        guard stat(path, &status) == 0, geteuid() != 0 || chown(next, status.st_uid, status.st_gid) == 0,
            rename(next, path) == 0
        else { throw fault(path, "can't be replaced", "không thay thế được") }
    }

    /// The one line of a file that holds a secret, without its end.
    package static func readLine(_ path: String) throws(SignatureError) -> String {
        var bytes = try SmallFile.read(path, atMost: largest)
        defer { SecretBytes.wipe(&bytes) }
        var line = bytes[...]
        // As an editor leaves it: a mark of UTF-8 at the start, a line's end behind.
        if line.starts(with: [0xef, 0xbb, 0xbf]) { line = line.dropFirst(3) }
        if line.last == 10 { line = line.dropLast() }
        if line.last == 13 { line = line.dropLast() }
        guard !line.isEmpty, !line.contains(10), let text = String(validating: line, as: UTF8.self) else {
            throw SignatureError(
                .file,
                "\(path) does not hold a secret in one line of UTF-8.",
                "\(path) không chứa khóa bí mật trên một dòng UTF-8."
            )
        }
        return text
    }

    private static func check(_ path: String, outside directory: String) throws(SignatureError) {
        guard let file = resolved(path), let data = resolved(directory) else { return }
        guard file != data, !file.hasPrefix(data + "/") else {
            throw fault(
                path,
                "lies in the data directory, whose backup would hold it; move it elsewhere, e.g. /etc/axis/vxp.keys",
                "nằm trong thư mục dữ liệu nên sẽ lọt vào bản sao lưu; hãy chuyển sang nơi khác, ví dụ /etc/axis/vxp.keys"
            )
        }
    }

    /// A path without links; nil when nothing is there.
    private static func resolved(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    private static func parse(
        _ bytes: [UInt8],
        of path: String
    ) throws(SignatureError) -> [(id: String, key: SecretBytes)] {
        var keys: [(id: String, key: SecretBytes)] = []
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (place, line) in lines.enumerated() {
            let words = line.split(whereSeparator: { [9, 13, 32].contains($0) })
            guard let first = words.first, first.first != UInt8(ascii: "#") else { continue }
            let id = String(decoding: first, as: UTF8.self)
            guard words.count == 2, isID(first),
                var key = Base64.decode(String(decoding: words[1], as: UTF8.self), as: .exact),
                key.count == AES256GCM.keyByteCount
            else {
                throw fault(
                    path,
                    "line \(place + 1) is not an id, a space and 32 bytes in Base64",
                    "dòng \(place + 1) không gồm mã khóa, dấu cách và 32 byte dạng Base64"
                )
            }
            defer { SecretBytes.wipe(&key) }
            guard !keys.contains(where: { $0.id == id }) else {
                throw fault(path, "names the key \(id) twice", "nêu khóa \(id) hai lần")
            }
            keys.append((id, SecretBytes(copying: key)))
        }
        guard (1...SealingKeys.mostKeys).contains(keys.count) else {
            throw fault(
                path,
                "has \(keys.count) keys, not 1 to \(SealingKeys.mostKeys); make one with `axisctl client new-key`",
                "có \(keys.count) khóa, phải từ 1 đến \(SealingKeys.mostKeys); hãy tạo bằng `axisctl client new-key`"
            )
        }
        return keys
    }

    private static func isID(_ word: some Collection<UInt8>) -> Bool {
        (1...32).contains(word.count)
            && word.allSatisfy { byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                    || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
            }
    }

    private static func syncDirectory(of path: String) throws(SignatureError) {
        let directory = path.contains("/") ? String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]) : "."
        let descriptor = Glibc.open(directory.isEmpty ? "/" : directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw fault(path, "can't be made durable", "không ghi bền được") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw fault(path, "can't be made durable", "không ghi bền được") }
    }

    private static func fault(_ path: String, _ english: String, _ vietnamese: String) -> SignatureError {
        SignatureError(.file, "The key file \(path) \(english).", "Tệp khóa \(path) \(vietnamese).")
    }
}
