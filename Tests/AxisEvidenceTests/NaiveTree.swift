// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisEvidence
import AxisModel
import AxisSignature

/// RFC 6962, section 2.1, word for word: the oracle. It only remembers what it has hashed before.
final class NaiveTree {
    let leaves: [[UInt8]]
    private var known: [Range<Int>: Digest256] = [:]

    init(leaves: [[UInt8]]) {
        self.leaves = leaves
    }

    func root(_ size: Int) -> Digest256 { hash(leaves[..<size]) }

    func path(_ index: Int, _ size: Int) -> [Digest256] { path(index, leaves[..<size]) }

    func proof(_ older: Int, _ newer: Int) -> [Digest256] {
        older == 0 || older == newer ? [] : subproof(older, leaves[..<newer], true)
    }

    private func hash(_ leaves: ArraySlice<[UInt8]>) -> Digest256 {
        if let hash = known[leaves.indices] { return hash }
        let made: Digest256
        switch leaves.count {
        case 0: made = Self.digest([])
        case 1: made = Self.digest([0] + leaves.first!)
        default:
            let middle = leaves.startIndex + Self.split(leaves.count)
            made = Self.digest([1] + hash(leaves[..<middle]).bytes + hash(leaves[middle...]).bytes)
        }
        known[leaves.indices] = made
        return made
    }

    private func path(_ index: Int, _ leaves: ArraySlice<[UInt8]>) -> [Digest256] {
        if leaves.count == 1 { return [] }
        let width = Self.split(leaves.count)
        let middle = leaves.startIndex + width
        return index < width
            ? path(index, leaves[..<middle]) + [hash(leaves[middle...])]
            : path(index - width, leaves[middle...]) + [hash(leaves[..<middle])]
    }

    private func subproof(_ older: Int, _ leaves: ArraySlice<[UInt8]>, _ whole: Bool) -> [Digest256] {
        if older == leaves.count { return whole ? [] : [hash(leaves)] }
        let width = Self.split(leaves.count)
        let middle = leaves.startIndex + width
        return older <= width
            ? subproof(older, leaves[..<middle], whole) + [hash(leaves[middle...])]
            : subproof(older - width, leaves[middle...], false) + [hash(leaves[..<middle])]
    }

    private static func split(_ count: Int) -> Int {
        var width = 1
        while width * 2 < count { width *= 2 }
        return width
    }

    private static func digest(_ bytes: [UInt8]) -> Digest256 { Digest256(bytes: SHA256.hash(bytes))! }
}

/// What a store would keep of a log.
struct KeptNodes: StoredNodes {
    private(set) var rows: [Int: [Digest256]] = [:]

    mutating func keep(_ group: AppendedGroup) {
        rows[0, default: []] += group.leaves.map(\.hash)
        for node in group.nodes {
            precondition(Int(node.index) == rows[node.level, default: []].count)
            rows[node.level, default: []].append(node.hash)
        }
    }

    func nodes(level: Int, in indexes: Range<Int64>) -> [Digest256] {
        Array(rows[level, default: []][Int(indexes.lowerBound)..<Int(indexes.upperBound)])
    }
}
