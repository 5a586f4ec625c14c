// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisXML

/// A copy of a document made for one recipient: the original's bytes with a few insertions, and nothing taken away.
///
/// The national axis adds a second `To` with the other form of a recipient's code (QĐ 20/2020/QĐ-TTg and QCVN
/// 102:2016/BTTTT) and a `TraceHeader`, and some systems find themselves by these alone. It writes the whole file anew;
/// Axis only puts bytes in between, so that leaving the insertions out gives the original again.
///
/// Deterministic: the same original, twin and trace give the same copy, whose digest is therefore the same at each
/// fetch.
package struct RecipientCopy: Hashable, Sendable {
    /// Bytes that go in before an offset of the original.
    package struct Insertion: Hashable, Sendable {
        /// The offset in the original.
        package let offset: Int
        /// What goes in.
        package let bytes: [UInt8]
    }

    /// The other form of a recipient's code.
    package struct Twin: Hashable, Sendable {
        /// The code as the envelope names the recipient.
        package var named: String
        /// The other form of it.
        package var code: String
        /// The recipient's name.
        package var name: String
        /// Whether the other form is the older one, of QCVN 102.
        package var isOld: Bool

        /// Makes a twin.
        package init(named: String, code: String, name: String, isOld: Bool) {
            self.named = named
            self.code = code
            self.name = name
            self.isOld = isOld
        }
    }

    /// What `OrganizationInCharge` of a twin says on the national axis.
    package static let twinMark = "TLTVBQG_CDMDD_QD20"

    /// The insertions, by ascending offset.
    package let insertions: [Insertion]
    /// How many bytes the original has.
    package let originalSize: Int

    /// How many bytes the copy has.
    package var size: Int { insertions.reduce(originalSize) { $0 + $1.bytes.count } }

    /// A part of the copy, in order.
    package enum Piece: Hashable, Sendable {
        /// These bytes of the original.
        case original(Range<Int>)
        /// These bytes.
        case inserted([UInt8])
    }

    /// The copy in pieces, so that a large original can be streamed.
    package var pieces: [Piece] {
        var pieces: [Piece] = []
        var offset = 0
        for insertion in insertions {
            if offset < insertion.offset { pieces.append(.original(offset..<insertion.offset)) }
            pieces.append(.inserted(insertion.bytes))
            offset = insertion.offset
        }
        if offset < originalSize { pieces.append(.original(offset..<originalSize)) }
        return pieces
    }

    /// The copy as one.
    package func bytes(of original: UnsafeRawBufferPointer) -> [UInt8] {
        precondition(original.count == originalSize, "another original")
        var copy: [UInt8] = []
        copy.reserveCapacity(size)
        for piece in pieces {
            switch piece {
            case .original(let range): copy += original[range]
            case .inserted(let bytes): copy += bytes
            }
        }
        return copy
    }

    /// Plans the copy of a document that was read before.
    ///
    /// The twin goes behind the first `To` that names the recipient, unless some `To` has the other code already; the
    /// trace goes behind the last `TraceHeader`, or into a list of its own when there is none. Both are spelled as
    /// their neighbours are. Where there is no place, as in `<TraceHeaderList/>`, nothing goes in.
    ///
    /// - Parameters:
    ///   - original: bytes of a document that ``EnvelopeReader`` has read.
    ///   - twin: the other form of the recipient's code; nil when it has none.
    ///   - axis: Axis's own code, for the trace.
    ///   - at: when Axis accepted the document, for the trace.
    package init(of original: UnsafeRawBufferPointer, twin: Twin?, axis: String, at: Timestamp) {
        let map = HeaderMap(original)
        var insertions: [Insertion] = []
        if let twin, let insertion = Self.twinInsertion(twin, map) { insertions.append(insertion) }
        if let insertion = Self.traceInsertion(axis: axis, at: at, map) { insertions.append(insertion) }
        self.insertions = insertions.sorted { $0.offset < $1.offset }
        originalSize = original.count
    }

    private static func twinInsertion(_ twin: Twin, _ map: HeaderMap) -> Insertion? {
        guard !map.recipients.contains(where: { $0.code.elementsEqual(twin.code.utf8) }),
            let named = map.recipients.first(where: { $0.code.elementsEqual(twin.named.utf8) }),
            let child = named.child
        else { return nil }
        let walk = map.walk
        let prefix = walk.prefix(of: child.name)
        let declarations = walk.namespaceDeclarations(of: child)
        let space = walk.whiteSpace(before: child.range.lowerBound)
        let fields = [
            ("OrganId", twin.code), ("OrganizationInCharge", twinMark),
            ("OrganName", "\(twin.name) (\(twin.isOld ? "Mã cũ" : "Mã mới")) (qd20)"),
        ]
        var content: [UInt8] = []
        for (name, text) in fields { content += space + leaf(prefix, name, declarations, text) }
        content += walk.whiteSpace(before: named.endTag)
        let to = element(
            walk.prefix(of: named.tag.name),
            "To",
            walk.namespaceDeclarations(of: named.tag),
            content
        )
        return Insertion(offset: named.end, bytes: walk.whiteSpace(before: named.tag.range.lowerBound) + to)
    }

    private static func traceInsertion(axis: String, at: Timestamp, _ map: HeaderMap) -> Insertion? {
        let walk = map.walk
        let fields = [("OrganId", axis), ("Timestamp", EdXMLDate.format(time: CivilTime(at)))]
        if let last = map.lastTrace {
            let prefix = walk.prefix(of: last.child?.name ?? last.tag.name)
            let declarations = last.child.map { walk.namespaceDeclarations(of: $0) } ?? []
            let space = last.child.map { walk.whiteSpace(before: $0.range.lowerBound) } ?? []
            var content: [UInt8] = []
            for (name, text) in fields { content += space + leaf(prefix, name, declarations, text) }
            content += walk.whiteSpace(before: last.endTag)
            let trace = element(
                walk.prefix(of: last.tag.name),
                "TraceHeader",
                walk.namespaceDeclarations(of: last.tag),
                content
            )
            return Insertion(offset: last.end, bytes: walk.whiteSpace(before: last.tag.range.lowerBound) + trace)
        }
        if let list = map.traceList {
            // An empty-element tag has no inside; to open it would change its bytes.
            guard list.tag.kind == .start, list.end > 0 else { return nil }
            let prefix = walk.prefix(of: list.tag.name)
            return Insertion(offset: list.endTag, bytes: trace(prefix, fields))
        }
        guard let header = map.messageHeader, header.end > 0 else { return nil }
        let prefix = walk.prefix(of: header.tag.name)
        let list = element(
            prefix,
            "TraceHeaderList",
            walk.namespaceDeclarations(of: header.tag),
            trace(prefix, fields)
        )
        return Insertion(offset: header.end, bytes: walk.whiteSpace(before: header.tag.range.lowerBound) + list)
    }

    private static func trace(_ prefix: [UInt8], _ fields: [(String, String)]) -> [UInt8] {
        element(prefix, "TraceHeader", [], fields.flatMap { leaf(prefix, $0.0, [], $0.1) })
    }

    private static func leaf(_ prefix: [UInt8], _ name: String, _ declarations: [UInt8], _ text: String) -> [UInt8] {
        element(prefix, name, declarations, Array(XMLText.escape(text).utf8))
    }

    private static func element(
        _ prefix: [UInt8],
        _ name: String,
        _ declarations: [UInt8],
        _ content: [UInt8]
    ) -> [UInt8] {
        let name = prefix + Array(name.utf8)
        return [UInt8(ascii: "<")] + name + declarations + [UInt8(ascii: ">")] + content
            + Array("</".utf8) + name + [UInt8(ascii: ">")]
    }
}
