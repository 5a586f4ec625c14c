// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisStore
import Logging
import ServiceLifecycle

/// Ends the daemon with an error when the store failed for good: a failed flush is final (docs/durability.md).
struct FailureWatch: Service {
    private let failures: AsyncStream<StoreError>
    private let continuation: AsyncStream<StoreError>.Continuation
    private let logger: Logger

    init(logger: Logger) {
        (failures, continuation) = AsyncStream.makeStream(of: StoreError.self, bufferingPolicy: .bufferingOldest(1))
        self.logger = logger
    }

    /// Told by the store, from whatever thread.
    func report(_ error: StoreError) {
        continuation.yield(error)
    }

    func run() async throws {
        for await error in failures.cancelOnGracefulShutdown() {
            logger.critical(
                "the store failed; nothing more is acknowledged or delivered",
                metadata: ["error": "\(error)"]
            )
            throw error
        }
    }
}
