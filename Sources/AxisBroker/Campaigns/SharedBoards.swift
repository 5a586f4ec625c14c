// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import Synchronization

/// Boards as of the last second (bảng theo dõi): however many agencies ask for one at once and however often, it is
/// put together once a second.
final class SharedBoards: Sendable {
    /// How old a board may be.
    static let age: Duration = .seconds(1)
    /// Boards that are kept, of different campaigns.
    private static let mostBoards = 16

    private let boards = Mutex<[String: BoardView]>([:])
    private let gate = SerialGate()

    /// The board of a campaign, at most ``age`` old.
    ///
    /// - Parameter make: puts it together; only one does at a time.
    func board(
        of campaign: String,
        clock: any WallClock,
        _ make: () async throws(Refusal) -> BoardView
    ) async throws(Refusal) -> BoardView {
        if let board = present(campaign, at: clock.now()) { return board }
        try await gate.enter()
        defer { gate.leave() }
        // Whoever was in before may have made it.
        if let board = present(campaign, at: clock.now()) { return board }
        let board = try await make()
        boards.withLock { boards in
            boards[campaign] = board
            if boards.count > Self.mostBoards {
                boards = boards.filter { $0.value.at + Self.age > board.at || $0.key == campaign }
            }
            if boards.count > Self.mostBoards { boards = [campaign: board] }
        }
        return board
    }

    /// Shows what was just declared of a unit, so that who declared it reads it.
    func put(_ declaration: Declaration, of code: String) {
        boards.withLock { $0[declaration.campaign]?.put(declaration, of: code) }
    }

    private func present(_ campaign: String, at now: Timestamp) -> BoardView? {
        guard let board = boards.withLock({ $0[campaign] }) else { return nil }
        // A clock that was set back makes none young.
        return board.at <= now && now < board.at + Self.age ? board : nil
    }
}
