// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisSignature
import AxisStore
import Foundation

@testable import AxisStoreSQLite

/// Digests of words, for keys.
enum SHA256Key {
    static func of(_ word: String) -> Digest256 { SHA256.digest(of: Array(word.utf8)) }
}

func write(_ bytes: [UInt8], to file: IncomingFile) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: file.path))
}

func contents(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
}

extension [NewAcceptance] {
    /// Accepts all at once; how each ended.
    func accept(in store: any AxisStore) async -> [Result<AcceptanceOutcome, any Error>] {
        await withTaskGroup(of: (Int, Result<AcceptanceOutcome, any Error>).self) { group in
            for (place, acceptance) in enumerated() {
                group.addTask {
                    do { return (place, .success(try await store.accept(acceptance))) } catch {
                        return (place, .failure(error))
                    }
                }
            }
            var results: [Int: Result<AcceptanceOutcome, any Error>] = [:]
            for await (place, result) in group { results[place] = result }
            return indices.compactMap { results[$0] }
        }
    }
}
