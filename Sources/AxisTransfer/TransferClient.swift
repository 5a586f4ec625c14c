// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// An HTTP/1.1 client on libcurl's multi interface: one thread of its own carries any number of requests.
///
/// It speaks `https` with TLS 1.2 or newer, always checks the server's certificate and name, follows no redirect,
/// ignores the environment's proxies, and keeps connections open for the next request. One client has one TLS
/// identity; for another, or after the files changed, make another client and shut this one down.
///
/// ```swift
/// let client = try TransferClient(TransferConfiguration(trust: .file("ca.pem")))
/// let response = try await client.perform(TransferRequest(method: "POST", url: url, body: .bytes(bytes)))
/// await client.shutdown()
/// ```
package final class TransferClient: Sendable {
    private let configuration: TransferConfiguration
    private let mailbox: TransferMailbox

    /// Starts a client and its thread.
    ///
    /// - Throws: ``TransferError/Code/configuration`` when a file named can't be read.
    package init(_ configuration: TransferConfiguration = TransferConfiguration()) throws(TransferError) {
        try configuration.check()
        let mailbox = try TransferMailbox(capacity: configuration.maximumTransfers)
        self.configuration = configuration
        self.mailbox = mailbox
        try LoopThread.start(name: "axis-transfer") {
            Self.runLoop(configuration, mailbox)
            // Not before libcurl has let go of everything: a process that ends meanwhile takes OpenSSL from under it.
            mailbox.ended()
        }
    }

    /// The loop's whole life: when this returns, its handles and connections are gone.
    private static func runLoop(_ configuration: TransferConfiguration, _ mailbox: TransferMailbox) {
        TransferLoop(configuration, mailbox: mailbox).run()
    }

    deinit {
        mailbox.stop(grace: .zero)
    }

    /// Performs a request and waits for its whole answer, whatever its status.
    ///
    /// Cancelling the task breaks the transfer off. The same request may reach the server twice, when a kept
    /// connection turns out to be dead before a byte of the answer has come.
    ///
    /// - Throws: why there is no answer.
    package func perform(_ request: TransferRequest) async throws(TransferError) -> TransferResponse {
        let transfer = try PendingTransfer(request, configuration: configuration)
        let mailbox = mailbox
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                mailbox.submit(TransferMailbox.Submission(transfer: transfer, continuation: continuation))
            }
        } onCancel: {
            mailbox.cancel(transfer)
        }
        return try result.get()
    }

    /// Takes no more requests, lets those under way go on for `grace`, fails the rest, closes all connections, and
    /// returns when the thread is about to end. Calling it again waits for the same end.
    package func shutdown(grace: Duration = .zero) async {
        mailbox.stop(grace: grace)
        await withCheckedContinuation { mailbox.whenFinished($0) }
    }
}
