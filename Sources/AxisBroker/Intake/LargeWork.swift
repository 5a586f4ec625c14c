// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import Dispatch

/// Runs long or blocking work on large bodies off the cooperative pool.
///
/// How many run at once is bounded before: the listener admits bodies by weight.
struct LargeWork: Sendable {
    private let queue = DispatchQueue(label: "axis.intake.large", attributes: .concurrent)

    /// Runs `work` on the queue and returns what it returned.
    func perform<Value: Sendable>(
        _ work: @escaping @Sendable () throws(Refusal) -> Value
    ) async throws(Refusal) -> Value {
        let result: Result<Value, Refusal> = await withCheckedContinuation { continuation in
            queue.async {
                do throws(Refusal) {
                    continuation.resume(returning: .success(try work()))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }
}
