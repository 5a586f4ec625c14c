// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisStore
import Synchronization

/// Keeps encoded answers that most polls would only get again.
///
/// An answer holds while its recipients are the same and their ticket has not moved; it is then given out without a look
/// into the store. The ticket was taken before the store was read, so that a change in between is never hidden.
final class VXPAnswerShelf: Sendable {
    /// Which answer.
    struct Key: Hashable, Sendable {
        var holder: UnitID
        var question: VXPQuestion
        var isCount: Bool
    }

    private struct Entry {
        var recipients: [UnitID]
        var ticket: InboxTicket
        var bytes: [UInt8]
        var until: Timestamp?
        var usedAt: UInt64
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        var bytes = 0
        var uses: UInt64 = 0
    }

    /// The most bytes kept.
    private let mostBytes: Int
    /// What an entry takes beside its bytes, about.
    private static let overhead = 512
    private let state = Mutex(State())

    init(mostBytes: Int = 64 * 1024 * 1024) {
        self.mostBytes = mostBytes
    }

    /// The answer, if it still holds.
    func answer(_ key: Key, for recipients: [UnitID], at ticket: InboxTicket, now: Timestamp) -> [UInt8]? {
        state.withLock { state in
            guard let entry = state.entries[key], entry.ticket == ticket, entry.recipients == recipients,
                entry.until.map({ now < $0 }) ?? true
            else { return nil }
            state.uses += 1
            state.entries[key]?.usedAt = state.uses
            return entry.bytes
        }
    }

    /// Keeps an answer; the longest unused make room.
    ///
    /// - Parameter until: when it ends to hold though its ticket stands; nil for never.
    func keep(
        _ bytes: [UInt8],
        _ key: Key,
        for recipients: [UnitID],
        at ticket: InboxTicket,
        until: Timestamp? = nil
    ) {
        let size = bytes.count + recipients.count * 16 + Self.overhead
        guard size <= mostBytes / 4 else { return }
        state.withLock { state in
            if let old = state.entries.removeValue(forKey: key) { state.bytes -= Self.size(of: old) }
            if state.bytes + size > mostBytes {
                // A quarter at once, so that a full shelf is not sorted for each newcomer.
                for (key, entry) in state.entries.sorted(by: { $0.value.usedAt < $1.value.usedAt }) {
                    guard state.bytes + size > mostBytes * 3 / 4 else { break }
                    state.entries[key] = nil
                    state.bytes -= Self.size(of: entry)
                }
            }
            state.uses += 1
            state.bytes += size
            state.entries[key] = Entry(
                recipients: recipients,
                ticket: ticket,
                bytes: bytes,
                until: until,
                usedAt: state.uses
            )
        }
    }

    private static func size(of entry: Entry) -> Int { entry.bytes.count + entry.recipients.count * 16 + overhead }
}

/// Which item each system fetched last, for calls that name two (the SDK's case twins `docId` and `docid`).
final class LastFetched: Sendable {
    /// The most systems remembered; beyond it, all are forgotten, and the times of the items decide.
    private static let mostSystems = 20_000
    private let items = Mutex<[String: DeliveryID]>([:])

    func note(_ item: DeliveryID, by systemID: String) {
        items.withLock { items in
            if items.count >= Self.mostSystems, items[systemID] == nil { items = [:] }
            items[systemID] = item
        }
    }

    func item(of systemID: String) -> DeliveryID? { items.withLock { $0[systemID] } }
}
