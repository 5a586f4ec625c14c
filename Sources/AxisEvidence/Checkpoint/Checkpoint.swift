// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// What Axis signs about its log after each group of leaves: how long the log is, and its root.
///
/// The text is the body of a C2SP `tlog-checkpoint` with one extension line for the time:
/// ```
/// axis.example.vn/log
/// 1207
/// 3oJ2+v6kkPlcM7bEAVIAmJ1nuPfXnB1rbq4xrqZzNB8=
/// time 2025-06-29T12:00:00.000+07:00
/// ```
package struct Checkpoint: Hashable, Sendable {
    /// The log's own name, the same for as long as the log goes on: 1 to 255 visible ASCII characters.
    package let origin: String
    /// How many leaves the log has.
    package let size: Int64
    /// The root over them.
    package let root: Digest256
    /// When this was said.
    package let time: Timestamp

    /// Makes a checkpoint.
    ///
    /// - Throws: ``EvidenceFault/Code/valueUnwritable`` for an origin of another form.
    package init(origin: String, size: Int64, root: Digest256, time: Timestamp) throws(EvidenceFault) {
        guard (1...255).contains(origin.utf8.count), origin.utf8.allSatisfy({ (33...126).contains($0) }), size >= 0
        else {
            throw EvidenceFault(
                .valueUnwritable,
                field: "origin",
                english: "A log's origin has 1 to 255 visible ASCII characters, and its size is not negative.",
                vietnamese: "Tên gốc của nhật ký gồm 1 đến 255 ký tự ASCII nhìn thấy được, kích thước không âm."
            )
        }
        self.origin = origin
        self.size = size
        self.root = root
        self.time = time
    }

    /// Makes the checkpoint of a group just appended.
    package init(origin: String, of group: AppendedGroup, time: Timestamp) throws(EvidenceFault) {
        try self.init(origin: origin, size: group.treeSize, root: group.root, time: time)
    }

    /// Reads a checkpoint's text; anything but the one form that ``text`` has is refused.
    ///
    /// - Throws: ``EvidenceFault/Code/checkpointUnreadable``.
    package init(text: String) throws(EvidenceFault) {
        let lines = text.utf8.count <= 1024 ? text.split(separator: "\n", omittingEmptySubsequences: false) : []
        guard lines.count == 5, lines[4].isEmpty,
            let size = Int64(lines[1]),
            let root = Base64.decode(lines[2], as: .exact).flatMap({ Digest256(bytes: $0) }),
            lines[3].hasPrefix("time "), let time = Timestamp(String(lines[3].dropFirst(5))),
            let checkpoint = try? Checkpoint(origin: String(lines[0]), size: size, root: root, time: time),
            checkpoint.text.utf8.elementsEqual(text.utf8)
        else {
            throw EvidenceFault(
                .checkpointUnreadable,
                field: "checkpoint",
                english: "The checkpoint is not in its form: origin, size, root and time, one line each.",
                vietnamese: "Điểm kiểm không đúng dạng: tên gốc, kích thước, gốc cây và thời gian, mỗi mục một dòng."
            )
        }
        self = checkpoint
    }

    /// The text, each line ended by a line feed.
    package var text: String {
        "\(origin)\n\(size)\n\(Base64.encode(root.bytes))\ntime \(time)\n"
    }

    /// The text's bytes: what is signed.
    package var bytes: [UInt8] { Array(text.utf8) }
}
