// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What was waited for did not come in time.
struct TooLate: Error, CustomStringConvertible {
    let description: String
}

/// Asks again and again, with short pauses, until there is an answer other than nil.
func eventually<Value>(
    within limit: Duration = .seconds(20),
    _ what: String = "it",
    _ question: () async throws -> Value?
) async throws -> Value {
    let end = ContinuousClock.now + limit
    while true {
        if let value = try await question() { return value }
        guard ContinuousClock.now < end else { throw TooLate(description: "\(what) did not happen within \(limit)") }
        try await Task.sleep(for: .milliseconds(20))
    }
}

/// Asks again and again until it is true.
func eventually(
    within limit: Duration = .seconds(20),
    _ what: String = "it",
    holds question: () async throws -> Bool
) async throws {
    _ = try await eventually(within: limit, what) { try await question() ? true : nil }
}
