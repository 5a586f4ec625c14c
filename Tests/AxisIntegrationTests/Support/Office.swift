// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisModel
import Foundation

/// A unit at its desk: its client and its signing key.
struct Office: Sendable {
    let code: String
    let client: AgencyClient
    let key: EnvelopeSigningKey

    init(_ code: String, at daemon: TestDaemon, retries: RetryPolicy = .never) throws {
        self.code = code
        client = try daemon.agency(code, retries: retries)
        key = try daemon.signingKey(code)
    }

    /// Sends a document of its own; gives the bytes and the receipt.
    func send(
        _ number: Int,
        to recipients: [String],
        as sender: String? = nil,
        partial: Bool = false
    ) async throws -> (bytes: [UInt8], receipt: Receipt) {
        let bytes = try Documents.document(from: sender ?? code, to: recipients, number: number).signed(by: key)
        return (bytes, try await client.submit(bytes, allowsPartial: partial).receipt)
    }

    /// Sends a status about a document that it received, or a recall of one that it sent.
    func send(_ status: OutgoingStatus) async throws -> Receipt {
        try await client.submit(try status.signed(by: key)).receipt
    }

    /// Where the one delivery to a code stands.
    func delivery(of envelope: EnvelopeID, to code: String) async throws -> DeliveryReport {
        let found = try await client.envelope(envelope).deliveries.filter { $0.to == code }
        guard found.count == 1, let delivery = found.first else {
            throw TooLate(description: "\(found.count) deliveries of \(envelope) to \(code)")
        }
        return delivery
    }

    /// Waits until the delivery to a code is in a state.
    @discardableResult
    func wait(
        for state: DeliveryState,
        of envelope: EnvelopeID,
        to code: String,
        within limit: Duration = .seconds(20)
    ) async throws -> DeliveryReport {
        try await eventually(within: limit, "\(code) \(state)") {
            let delivery = try await delivery(of: envelope, to: code)
            return delivery.state == state ? delivery : nil
        }
    }

    /// What a call is refused with; nil when it is not.
    func refusal(_ call: (AgencyClient) async throws -> Void) async -> RefusalCode? {
        do {
            try await call(client)
            return nil
        } catch {
            return (error as? ClientError)?.code
        }
    }
}

/// What a call of any client is refused with; nil when it is not.
func refusal(_ call: () async throws -> Void) async -> RefusalCode? {
    do {
        try await call()
        return nil
    } catch {
        return (error as? ClientError)?.code
    }
}
