// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisModel
import Synchronization

/// A thousand senders that repeat the same bytes until each holds a receipt.
final class Sending: Sendable {
    private struct State {
        var receipts: [Int: Receipt] = [:]
        var attempts = 0
        /// Senders whose attempt failed wait here until the daemon is up again.
        var waiting: [CheckedContinuation<Void, Never>] = []
        var isUp = true
    }

    struct Unexpected: Error, CustomStringConvertible {
        let description: String
    }

    let documents: [[UInt8]]
    private let client: AgencyClient
    private let state = Mutex(State())

    init(_ documents: [[UInt8]], through client: AgencyClient) {
        self.documents = documents
        self.client = client
    }

    var receipts: [Int: Receipt] { state.withLock { $0.receipts } }
    var count: Int { state.withLock { $0.receipts.count } }
    var attempts: Int { state.withLock { $0.attempts } }

    /// Says whether the daemon is there.
    func setUp(_ isUp: Bool) {
        let woken = state.withLock { state in
            state.isUp = isUp
            guard isUp else { return [CheckedContinuation<Void, Never>]() }
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in woken { continuation.resume() }
    }

    /// All at once; ends when every one has its receipt.
    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in documents.indices {
                group.addTask { try await self.send(index) }
            }
            try await group.waitForAll()
        }
    }

    private func send(_ index: Int) async throws {
        // Twenty kills cannot cost more: each attempt ends with one, or with a receipt.
        for _ in 0..<200 {
            try Task.checkCancellation()
            await untilUp()
            state.withLock { $0.attempts += 1 }
            do {
                let receipt = try await client.submit(documents[index]).receipt
                state.withLock { $0.receipts[index] = receipt }
                return
            } catch {
                // A refusal is never the answer to a crash.
                if let code = error.code, ![.overloaded, .rateLimited, .storageUnavailable].contains(code) {
                    throw Unexpected(description: "document \(index) was refused: \(error)")
                }
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw Unexpected(description: "document \(index) got no receipt in 200 attempts")
    }

    private func untilUp() async {
        await withCheckedContinuation { continuation in
            let isUp = state.withLock { state in
                if !state.isUp { state.waiting.append(continuation) }
                return state.isUp
            }
            if isUp { continuation.resume() }
        }
    }
}
