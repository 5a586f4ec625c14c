// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisCommand
import AxisModel
import AxisSignature

/// Distinct signed envelopes of one size, ready to be sent.
///
/// They differ only in their number, their digest and their signature; what they share is kept once, so that hundreds
/// of thousands fit into memory.
struct PreparedEnvelopes: Sendable {
    private let base: [UInt8]
    private let holes: [Range<Int>]
    private let fillings: [[UInt8]]
    private let stride: Int

    /// How many there are.
    let count: Int

    /// The size of each in bytes.
    var size: Int { base.count }

    /// The bytes of one.
    func bytes(at index: Int) -> [UInt8] {
        let (block, place) = index.quotientAndRemainder(dividingBy: Self.blockSize)
        var bytes = base
        var start = place * stride
        for hole in holes {
            bytes.replaceSubrange(hole, with: fillings[block][start..<start + hole.count])
            start += hole.count
        }
        return bytes
    }

    private static let blockSize = 1000
}

extension PreparedEnvelopes {
    /// Signs `count` envelopes on all cores.
    ///
    /// - Parameters:
    ///   - size: the size wanted, in bytes; one that a document with its signature passes anyway is not reached.
    ///   - run: tells the envelopes of this run from those of earlier ones, six digits.
    static func make(
        count: Int,
        size: Int,
        from: String,
        to: [String],
        signer: EnvelopeSigner,
        run: Int
    ) async throws -> PreparedEnvelopes {
        let template = try Template(size: size, from: from, to: to, signer: signer, run: run)
        let blocks = (count + blockSize - 1) / blockSize
        let workers = max(1, Machine.cores)
        var fillings = [[UInt8]](repeating: [], count: blocks)
        try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
            var next = 0
            func add() {
                let block = next
                next += 1
                let range = block * blockSize..<min(count, (block + 1) * blockSize)
                group.addTask { @concurrent in (block, try template.fillings(for: range)) }
            }
            while next < min(workers, blocks) { add() }
            var done = 0
            while let (block, filling) = try await group.next() {
                fillings[block] = filling
                done += 1
                Progress.bar("Signing", done: min(count, done * blockSize), of: count)
                if next < blocks { add() }
            }
        }
        return PreparedEnvelopes(
            base: template.base,
            holes: template.holes,
            fillings: fillings,
            stride: template.holes.reduce(0) { $0 + $1.count },
            count: count
        )
    }
}

/// One document whose number is filled in, and the places where signed copies of it differ.
private struct Template: Sendable {
    let base: [UInt8]
    let holes: [Range<Int>]
    private let unsigned: [UInt8]
    private let numbers: [Range<Int>]
    private let signer: EnvelopeSigner
    private let run: Int

    private static let digits = 16

    init(size: Int, from: String, to: [String], signer: EnvelopeSigner, run: Int) throws {
        self.signer = signer
        self.run = run
        let mark = Self.number(run, 0)
        let bare = Self.encode(mark, from, to, attachment: 3)
        let room = size - (try Self.sign(bare, signer)).count
        // Base64 makes four bytes of three.
        unsigned = Self.encode(mark, from, to, attachment: 3 + max(0, room) / 4 * 3)
        numbers = Self.places(of: mark, in: unsigned)
        base = try Self.sign(unsigned, signer)
        var holes = Self.places(of: mark, in: base)
        for name in ["DigestValue", "SignatureValue"] {
            guard let start = Self.places(of: Array("<ds:\(name)>".utf8), in: base).first,
                let end = Self.places(of: Array("</ds:\(name)>".utf8), in: base).first
            else { throw CommandFailure("The signed template has no \(name).") }
            holes.append(start.upperBound..<end.lowerBound)
        }
        self.holes = holes
    }

    /// What stands in the holes of a range of envelopes, one after the other.
    func fillings(for range: Range<Int>) throws -> [UInt8] {
        var fillings: [UInt8] = []
        fillings.reserveCapacity(range.count * holes.reduce(0) { $0 + $1.count })
        for index in range {
            var document = unsigned
            let number = Self.number(run, index)
            for place in numbers { document.replaceSubrange(place, with: number) }
            let signed = try Self.sign(document, signer)
            guard signed.count == base.count else {
                throw CommandFailure("Signed copies of one document differ in size.")
            }
            for hole in holes { fillings += signed[hole] }
        }
        return fillings
    }

    private static func encode(_ mark: [UInt8], _ from: String, _ to: [String], attachment size: Int) -> [UInt8] {
        let number = String(decoding: mark, as: UTF8.self)
        var document = OutgoingDocument(
            from: Organization(organID: from),
            to: to.map { Organization(organID: $0) },
            number: number,
            notation: "AXIS",
            place: "Hà Nội",
            date: CivilTime(SystemClock().now()),
            subject: "Văn bản đo tải"
        )
        document.documentID = "\(from),\(number)/AXIS"
        let bytes = (0..<size).map { _ in UInt8.random(in: 0...255) }
        document.attachments = [OutgoingAttachment(name: "tai-lieu.zip", bytes: bytes)]
        return document.encoded()
    }

    private static func sign(_ document: [UInt8], _ signer: EnvelopeSigner) throws -> [UInt8] {
        do throws(SignatureError) { return try signer.sign(document) } catch { throw CommandFailure(error.english) }
    }

    private static func number(_ run: Int, _ index: Int) -> [UInt8] {
        Array(String(String(1_000_000_000_000_0000 + run * 1_000_000_000 + index).suffix(digits)).utf8)
    }

    private static func places(of text: [UInt8], in bytes: [UInt8]) -> [Range<Int>] {
        var places: [Range<Int>] = []
        var start = 0
        while start + text.count <= bytes.count {
            if bytes[start] == text[0], bytes[start..<start + text.count].elementsEqual(text) {
                places.append(start..<start + text.count)
                start += text.count
            } else {
                start += 1
            }
        }
        return places
    }
}
