// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Shows on a terminal that long work goes on; writes nothing when standard error is piped.
package enum Progress {
    /// Does work and shows meanwhile, from the second second on, what is done and for how long.
    package static func during<Value: Sendable>(
        _ title: String,
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        guard Output.isErrorTerminal else { return try await work() }
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                var seconds = 0
                while !Task.isCancelled {
                    try? await Task.sleep(for: .seconds(1))
                    seconds += 1
                    if !Task.isCancelled { Output.mutter("\r\(title) … \(seconds) s") }
                }
                return nil
            }
            defer { Output.mutter("\r\u{1B}[K") }
            while let result = try await group.next() {
                guard let value = result else { continue }
                group.cancelAll()
                return value
            }
            throw CancellationError()
        }
    }

    /// A bar that shows how much of a known amount is done.
    package static func bar(_ title: String, done: Int, of total: Int) {
        guard Output.isErrorTerminal else { return }
        let width = 30
        let filled = total > 0 ? min(width, done * width / total) : width
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        Output.mutter("\r\(title) \(bar) \(done)/\(total)")
        if done >= total { Output.mutter("\r\u{1B}[K") }
    }
}
