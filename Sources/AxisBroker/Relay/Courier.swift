// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisScheduling
package import AxisStore
import AxisTransfer
import Foundation

/// Carries one delivery to an endpoint once (người chuyển phát), and says what came of it.
package struct Courier: Sendable {
    /// The least that an exchange may take.
    package static let leastTimeout: Duration = .seconds(30)
    /// The slowest bearable speed.
    package static let leastBytesPerSecond = 64 << 10
    /// The largest problem document that is read.
    private static let problemLimit = 64 << 10

    private let transport: any PushTransport
    private let clock: any WallClock

    /// Makes a courier.
    package init(transport: any PushTransport, clock: any WallClock) {
        self.transport = transport
        self.clock = clock
    }

    /// How long pushing so many bytes may take: 30 s, or as long as they take at 64 KB/s.
    package static func timeout(for size: Int) -> Duration {
        max(leastTimeout, .seconds(Int64(size / leastBytesPerSecond)))
    }

    /// Pushes the exact bytes.
    ///
    /// - Parameters:
    ///   - delivery: the delivery, its attempt counted already.
    ///   - envelope: its envelope.
    ///   - payload: the bytes, checked against their hash.
    ///   - url: the endpoint.
    package func push(
        _ delivery: Delivery,
        of envelope: EnvelopeRecord,
        payload: StoredPayload,
        to url: String
    ) async -> PushAnswer.Exchange {
        let request = PushRequest(
            url: url,
            headers: Self.headers(delivery, envelope),
            payload: payload,
            timeout: Self.timeout(for: envelope.size)
        )
        do {
            let reply = try await transport.push(request)
            return .answer(
                status: reply.status,
                contentType: reply.contentType,
                problemCode: Self.problemCode(reply.body),
                retryAfter: reply.retryAfter.flatMap { RetryAfter.read($0, at: clock.now()) }
            )
        } catch {
            return Self.exchange(error)
        }
    }

    private static func exchange(_ error: TransferError) -> PushAnswer.Exchange {
        if error.isConnectionLevel { return .noAnswer(reason: "no answer came: \(error)") }
        switch error.code {
        case .responseTooLarge, .unsupportedURL, .invalidRequest:
            return .unusable(reason: "the endpoint can't be used: \(error)")
        default:
            return .notMade(reason: "the attempt was not made: \(error)")
        }
    }

    private static func headers(_ delivery: Delivery, _ envelope: EnvelopeRecord) -> [(name: String, value: String)] {
        [
            ("Content-Type", envelope.kind == .notice ? "application/json" : "application/xml"),
            ("Content-Digest", ContentDigest.field(envelope.sha256)),
            ("Axis-Delivery-Id", delivery.id.description),
            ("Axis-Envelope-Id", envelope.id.description),
            ("Axis-Sender", visible(envelope.senderCode)),
            ("Axis-Recipient", visible(delivery.recipientCode)),
            ("Axis-Kind", envelope.kind.rawValue),
            ("Axis-Attempt", String(delivery.attempts)),
            ("Axis-Signature", envelope.knownSignature.rawValue),
            ("Axis-Sender-Auth", envelope.senderAuth.rawValue),
        ]
    }

    /// A text as a header field may hold it: what is not visible ASCII becomes `?`.
    private static func visible(_ text: String) -> String {
        String(decoding: text.utf8.map { (0x21...0x7e).contains($0) ? $0 : 0x3f }, as: UTF8.self)
    }

    private struct ProblemCode: Decodable {
        var code: String?
    }

    private static func problemCode(_ body: [UInt8]) -> String? {
        guard !body.isEmpty, body.count <= problemLimit else { return nil }
        // A body that is no JSON object has no code: that is all that matters about it.
        return (try? JSONDecoder().decode(ProblemCode.self, from: Data(body)))?.code
    }
}
