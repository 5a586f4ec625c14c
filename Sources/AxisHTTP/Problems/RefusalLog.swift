// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisStore
package import Logging
import ServiceLifecycle
import Synchronization

/// Writes one audit line per refusal: up to ten a second per source, then a count per minute.
///
/// What was refused leaves nothing else behind: no bytes, no names out of it.
package final class RefusalLog: Service {
    private struct Source {
        var second: Int64
        var written = 0
        var suppressed = 0
        /// Envelopes among those suppressed, by sender; the rest in ``suppressed``.
        var envelopes: [String: Int] = [:]

        mutating func suppress(_ sender: String?) {
            guard let sender, envelopes[sender] != nil || envelopes.count < mostSenders else {
                suppressed += 1
                return
            }
            envelopes[sender, default: 0] += 1
        }
    }

    private struct State {
        var waiting: [AuditRecord] = []
        var sources: [String: Source] = [:]
        /// Refusals of sources that no longer fit the table.
        var crowd = 0
        var minute: Int64 = 0
        var wake: AsyncStream<Void>.Continuation?
    }

    /// Lines per second and source.
    static let mostPerSecond = 10
    /// Sources that are told apart within a minute.
    static let mostSources = 10_000
    /// Senders that are told apart for one source.
    static let mostSenders = 16
    /// Lines that wait for the store; more are counted.
    static let mostWaiting = 1_000

    private let state = Mutex(State())
    private let store: any AuditStore
    private let clock: any WallClock
    private let logger: Logger
    private let signal: AsyncStream<Void>

    /// Makes the log.
    package init(store: any AuditStore, clock: any WallClock, logger: Logger) {
        self.store = store
        self.clock = clock
        self.logger = logger
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        signal = stream
        state.withLock { $0.wake = continuation }
    }

    /// Notes a refusal; returns at once.
    ///
    /// - Parameters:
    ///   - source: the peer's address or user.
    ///   - place: the route.
    ///   - sender: of an envelope refused at the door, the code of the unit whose certificate brought it, `-` when
    ///     nobody's did; nil for all else. Statistics count these lines.
    package func record(_ refusal: Refusal, from source: String, on place: String, sender: String? = nil) {
        // These say nothing about the request, and are counted by the metrics.
        guard ![.rateLimited, .overloaded, .storageUnavailable].contains(refusal.code) else { return }
        let now = clock.now()
        state.withLock { state in
            guard var entry = state.sources[source] ?? newSource(&state, at: now.seconds) else {
                state.crowd += 1
                return
            }
            if entry.second != now.seconds { (entry.second, entry.written) = (now.seconds, 0) }
            if entry.written < Self.mostPerSecond, state.waiting.count < Self.mostWaiting {
                entry.written += 1
                state.waiting.append(
                    AuditRecord(
                        at: now,
                        actor: source,
                        action: "request.refused",
                        subject: place,
                        after: Self.json(refusal, sender: sender)
                    )
                )
            } else {
                entry.suppress(sender)
            }
            state.sources[source] = entry
            state.wake?.yield()
        }
    }

    /// Writes lines as they come, and each minute what was only counted.
    package func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for await _ in self.signal.cancelOnGracefulShutdown() { await self.flush() }
            }
            group.addTask {
                await cancelWhenGracefulShutdown {
                    while (try? await Task.sleep(for: .seconds(60))) != nil { await self.flushCounts() }
                }
            }
            await group.waitForAll()
        }
        await flushCounts()
    }

    /// Writes the lines that wait.
    func flush() async {
        let lines = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        guard !lines.isEmpty else { return }
        do {
            try await store.appendAudit(lines)
        } catch {
            logger.error("refusals could not be audited", metadata: ["count": "\(lines.count)"])
        }
    }

    /// Turns the counts of the last minute into lines, and writes them.
    func flushCounts() async {
        let now = clock.now()
        state.withLock { state in
            for (source, entry) in state.sources {
                if entry.suppressed > 0 { state.waiting.append(Self.count(entry.suppressed, from: source, at: now)) }
                for (sender, count) in entry.envelopes.sorted(by: { $0.key < $1.key }) {
                    state.waiting.append(Self.count(count, from: source, of: sender, at: now))
                }
            }
            if state.crowd > 0 { state.waiting.append(Self.count(state.crowd, from: "*", at: now)) }
            state.sources = [:]
            state.crowd = 0
        }
        await flush()
    }

    private func newSource(_ state: inout State, at second: Int64) -> Source? {
        state.sources.count < Self.mostSources ? Source(second: second) : nil
    }

    private static func count(
        _ number: Int,
        from source: String,
        of sender: String? = nil,
        at moment: Timestamp
    ) -> AuditRecord {
        AuditRecord(
            at: moment,
            actor: source,
            action: "request.refused.more",
            subject: "-",
            after: "{\"count\":\(number)\(member("sender", sender))}"
        )
    }

    private static func json(_ refusal: Refusal, sender: String?) -> String {
        "{\"code\":\"\(refusal.code.rawValue)\"\(member("field", refusal.field))\(member("sender", sender))}"
    }

    /// A member for the end of an object; none without a text. The texts come from Axis's own words and registry, but
    /// are cleaned all the same.
    private static func member(_ name: String, _ text: String?) -> String {
        let scalars = (text ?? "").unicodeScalars.prefix(100).filter { scalar in
            scalar.value >= 32 && scalar != "\"" && scalar != "\\"
        }
        var clean = ""
        clean.unicodeScalars.append(contentsOf: scalars)
        return clean.isEmpty ? "" : ",\"\(name)\":\"\(clean)\""
    }
}
