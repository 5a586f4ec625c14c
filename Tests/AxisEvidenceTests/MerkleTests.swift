// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisEvidence
import AxisModel
import AxisTestSupport
import Testing

@Suite("The Merkle log against RFC 6962 taken word for word")
struct MerkleTests {
    private static func leaves(_ count: Int) -> [[UInt8]] { (0..<count).map { Array("leaf \($0)".utf8) } }

    @Test("roots are those of the test vectors of Certificate Transparency")
    func vectors() throws {
        // The eight leaves and roots of the reference implementation of RFC 6962 (merkle_tree_test).
        let inputs = [
            "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
        ]
        let roots = [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ]
        var tree = CompactRange()
        #expect(tree.root.description == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        for (input, root) in zip(inputs, roots) {
            tree.append(MerkleHash.leaf(try #require(Hex.decode(input))))
            #expect(tree.root.description == root)
        }
    }

    @Test(
        "whatever the groups, roots, frontiers, proofs and kept nodes are the same",
        arguments: 1...12 as ClosedRange<UInt64>
    )
    func groups(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let oracle = NaiveTree(leaves: Self.leaves(620))
        var appender = LogAppender()
        var single = CompactRange()
        var kept = KeptNodes()
        let largest = [1, 3, 16, 64, 257, 620].randomElement(using: &generator)!
        while appender.tree.size < 620 {
            let start = Int(appender.tree.size)
            let count = Int.random(in: 1...min(largest, 620 - start), using: &generator)
            let group = appender.append(Array(oracle.leaves[start..<start + count]))
            for leaf in oracle.leaves[start..<start + count] { single.append(MerkleHash.leaf(leaf)) }
            kept.keep(group)
            #expect(group.firstIndex == Int64(start))
            #expect(group.treeSize == Int64(start + count))
            #expect(group.root == oracle.root(start + count))
            #expect(group.tree == single)
            for (offset, leaf) in group.leaves.enumerated() {
                #expect(leaf.index == Int64(start + offset))
                #expect(leaf.hash == MerkleHash.leaf(oracle.leaves[start + offset]))
                #expect(leaf.proof == oracle.path(start + offset, start + count))
            }
            // Going on from what a store keeps changes nothing.
            appender = try #require(LogAppender(size: group.treeSize, frontier: group.tree.frontier))
        }
        #expect(kept.rows[8]?.count == 2)
        let tree = MerkleTree(DerivedNodes(kept))
        for _ in 0..<100 {
            let size = Int.random(in: 1...620, using: &generator)
            let index = Int.random(in: 0..<size, using: &generator)
            #expect(tree.root(size: Int64(size)) == oracle.root(size))
            #expect(tree.inclusionProof(index: Int64(index), size: Int64(size)) == oracle.path(index, size))
            let older = Int.random(in: 0...size, using: &generator)
            #expect(tree.consistencyProof(from: Int64(older), to: Int64(size)) == oracle.proof(older, size))
        }
    }

    @Test("nodes two stored levels up are kept and lead to the same proofs")
    func deepTree() {
        var appender = LogAppender()
        var kept = KeptNodes()
        let count = 70_000
        for start in stride(from: 0, to: count, by: 4096) {
            kept.keep(appender.append((start..<min(start + 4096, count)).map { Array("\($0)".utf8) }))
        }
        #expect(kept.rows[8]?.count == count / 256)
        #expect(kept.rows[16]?.count == 1)
        let tree = MerkleTree(DerivedNodes(kept))
        #expect(tree.root(size: Int64(count)) == appender.tree.root)
        for index in [0, 65_535, 65_536, 69_999] as [Int64] {
            let isIncluded = InclusionProof.verify(
                leafHash: kept.rows[0]![Int(index)],
                index: index,
                size: Int64(count),
                proof: tree.inclusionProof(index: index, size: Int64(count)),
                root: appender.tree.root
            )
            #expect(isIncluded)
        }
    }

    @Test("every inclusion proof holds, and no other index, size, leaf, root or changed proof does")
    func inclusion() {
        let oracle = NaiveTree(leaves: Self.leaves(40))
        for size in 1...40 {
            let root = oracle.root(size)
            for index in 0..<size {
                let proof = oracle.path(index, size)
                let hash = MerkleHash.leaf(oracle.leaves[index])
                func holds(_ hash: Digest256, _ index: Int, _ size: Int, _ proof: [Digest256], _ root: Digest256)
                    -> Bool
                {
                    InclusionProof.verify(
                        leafHash: hash,
                        index: Int64(index),
                        size: Int64(size),
                        proof: proof,
                        root: root
                    )
                }
                #expect(holds(hash, index, size, proof, root))
                for other in -1...size where other != index { #expect(!holds(hash, other, size, proof, root)) }
                #expect(!holds(root, index, size, proof, root) || size == 1)
                #expect(!holds(hash, index, size, proof + [root], root))
                #expect(!holds(hash, index, size, proof, MerkleHash.empty))
                guard !proof.isEmpty else { continue }
                #expect(!holds(hash, index, size, Array(proof.dropLast()), root))
                #expect(!holds(hash, index, size, Array(proof.dropFirst()), root))
                var changed = proof
                changed[proof.count / 2] = hash
                #expect(!holds(hash, index, size, changed, root))
            }
        }
    }

    @Test("every consistency proof holds, and no changed one does")
    func consistency() {
        let oracle = NaiveTree(leaves: Self.leaves(40))
        for newer in 0...40 {
            for older in 0...newer {
                let proof = oracle.proof(older, newer)
                func holds(_ older: Int, _ newer: Int, _ first: Digest256, _ second: Digest256, _ proof: [Digest256])
                    -> Bool
                {
                    ConsistencyProof.verify(
                        olderSize: Int64(older),
                        newerSize: Int64(newer),
                        olderRoot: first,
                        newerRoot: second,
                        proof: proof
                    )
                }
                let (first, second) = (oracle.root(older), oracle.root(newer))
                #expect(holds(older, newer, first, second, proof))
                #expect(!holds(newer + 1, newer, first, second, proof))
                #expect(!holds(older, newer, first, second, proof + [first]))
                guard older > 0, older < newer else { continue }
                #expect(!holds(older, newer, second, second, proof))
                #expect(!holds(older, newer, first, first, proof))
                #expect(!holds(older, newer, first, second, Array(proof.dropLast())))
                #expect(!holds(older, newer, first, second, Array(proof.dropFirst())))
            }
        }
    }

    @Test("a frontier that doesn't fit its size is refused")
    func badFrontier() {
        #expect(LogAppender(size: 3, frontier: [MerkleHash.empty]) == nil)
        #expect(LogAppender(size: -1, frontier: []) == nil)
        #expect(CompactRange(size: 0, frontier: []) == CompactRange())
    }
}
