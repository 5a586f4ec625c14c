// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisStore
package import Logging
import ServiceLifecycle
import Synchronization

/// Writes audit records of requests behind their answers: callers never wait for the disk.
///
/// So many wait at most; what does not fit is counted and logged. Of what an administrator changes the record is
/// written with the change instead.
package final class AuditQueue: Service {
    private struct State {
        var waiting: [AuditRecord] = []
        var lost = 0
    }

    /// The most records that wait.
    static let mostWaiting = 1000

    private let state = Mutex(State())
    private let store: any AuditStore
    private let logger: Logger
    private let signal: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation

    /// Makes an empty queue.
    package init(store: any AuditStore, logger: Logger) {
        self.store = store
        self.logger = logger
        (signal, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// Takes a record; returns at once.
    package func note(_ record: AuditRecord) {
        state.withLock { state in
            if state.waiting.count < Self.mostWaiting { state.waiting.append(record) } else { state.lost += 1 }
        }
        wake.yield()
    }

    /// Writes records as they come, and what is left when the daemon stops.
    package func run() async throws {
        for await _ in signal.cancelOnGracefulShutdown() { await flush() }
        await flush()
    }

    /// Writes what waits.
    package func flush() async {
        let (records, lost) = state.withLock { state in
            defer { state = State() }
            return (state.waiting, state.lost)
        }
        if lost > 0 { logger.warning("audit records did not fit the queue", metadata: ["count": "\(lost)"]) }
        guard !records.isEmpty else { return }
        do {
            try await store.appendAudit(records)
        } catch {
            logger.error("refused calls could not be audited", metadata: ["count": "\(records.count)"])
        }
    }
}

extension AuditQueue: CustomStringConvertible {
    /// The word alone, for the service group's log.
    package var description: String { "audit queue" }
}
