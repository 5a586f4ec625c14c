// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisTransfer
import Synchronization

/// The way out to endpoints, whose certificates and trust can be replaced while pushes go on.
final class PushClient: PushTransport {
    private let client: Mutex<TransferClient>

    init(_ configuration: TransferConfiguration) throws(TransferError) {
        client = Mutex(try TransferClient(configuration))
    }

    /// Sends the request and takes the answer.
    func push(_ request: PushRequest) async throws(TransferError) -> PushReply {
        try await HTTPSTransport(current).push(request)
    }

    /// Opens a connection and sends a request without a document; any HTTP answer shows that the endpoint is there.
    func probe(_ url: String) async throws(TransferError) -> Int {
        let request = TransferRequest(method: "OPTIONS", url: url, timeout: .seconds(15), responseLimit: 1 << 20)
        return try await current.perform(request).status
    }

    /// Takes newly read material; pushes under way finish with the old.
    func replace(_ configuration: TransferConfiguration) async throws(TransferError) {
        let fresh = try TransferClient(configuration)
        let old = client.withLock { client in
            let old = client
            client = fresh
            return old
        }
        await old.shutdown(grace: .seconds(60))
    }

    func shutdown() async { await current.shutdown() }

    private var current: TransferClient { client.withLock { $0 } }
}
