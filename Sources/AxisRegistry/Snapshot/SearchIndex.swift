// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// Finds the units whose search text may have a word: lists of places in the feed of changes, by words' beginnings.
///
/// A place stands for the unit that the change there concerns. Words once indexed stay; the unit's own text decides.
struct SearchIndex: Sendable {
    private static let width = 3

    private var places: [UInt32: [UInt32]] = [:]

    /// Adds the words of a text that are not in an earlier text of the same unit.
    mutating func add(_ text: [UInt8], at place: Int, known: [UInt8] = []) {
        var seen = Set(SearchIndex.keys(of: known))
        for key in SearchIndex.keys(of: text) where seen.insert(key).inserted {
            places[key, default: []].append(UInt32(place))
        }
    }

    /// The places of all units that may have all words, perhaps with others; nil when every word is too short to tell.
    ///
    /// - Parameter needles: words, each behind a space.
    func candidates(for needles: [[UInt8]]) -> [UInt32]? {
        let lists = needles.compactMap { needle in
            SearchIndex.key(of: needle.dropFirst()).map { places[$0] ?? [] }
        }
        return lists.min { $0.count < $1.count }
    }

    private static func keys(of text: [UInt8]) -> [UInt32] {
        text.split(separator: 32).compactMap { key(of: $0) }
    }

    /// The first bytes of a word that is long enough.
    private static func key(of word: ArraySlice<UInt8>) -> UInt32? {
        guard word.count >= width else { return nil }
        return word.prefix(width).reduce(0) { $0 << 8 | UInt32($1) }
    }
}
