// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisClient

/// Sends what an outbox keeps and keeps what comes back.
package struct OutboxSender: Sendable {
    private let outbox: Outbox
    private let submit: @Sendable (String) async throws(ClientError) -> Submission

    /// A sender of an outbox through a client.
    ///
    /// - Parameter allowsPartial: accepts envelopes for the recipients that can be reached.
    package init(_ outbox: Outbox, client: AgencyClient, allowsPartial: Bool) {
        self.init(outbox) { path throws(ClientError) in
            try await client.submit(contentsOf: path, allowsPartial: allowsPartial)
        }
    }

    /// A sender of an outbox through anything that takes a file.
    package init(_ outbox: Outbox, submit: @escaping @Sendable (String) async throws(ClientError) -> Submission) {
        self.outbox = outbox
        self.submit = submit
    }

    /// Sends one envelope's kept bytes.
    ///
    /// - Throws: a final refusal, which is kept beside the envelope; or a failure after which it goes on waiting.
    package func send(_ entry: Outbox.Entry) async throws(ClientError) -> Submission {
        do throws(ClientError) {
            let submission = try await submit(entry.path)
            try outbox.settle(entry, submission.receipt)
            return submission
        } catch {
            if let problem = error.problem, !error.isRetriable { try outbox.settle(entry, problem) }
            throw error
        }
    }
}
