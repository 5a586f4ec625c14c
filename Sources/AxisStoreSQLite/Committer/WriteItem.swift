// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisStore

/// One write that waits for the committer.
struct WriteItem: Sendable {
    /// Payload bytes, for the bounds of a group.
    let bytes: Int
    /// Writes inside the group's transaction, on the writer; what it returns is called after the commit, with the
    /// group's seal when it added leaves. May run again when a neighbour failed: it holds no state of its own.
    let run: @Sendable (GroupTransaction) throws -> Completion
    /// Answers the caller that nothing was written.
    let fail: @Sendable (StoreError) -> Void

    /// Answers the caller that all is on disk.
    typealias Completion = (SealedGroup?) -> Void
}
