// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisEnvelope
import AxisModel
import AxisRegistry
import AxisStore
import AxisVXP

extension VXPDesk {
    /// `sendEdoc`: takes a document or a status package in, told apart by content.
    ///
    /// Idempotent without end: the same bytes from the same sender to the same units are one envelope under one `DocId`,
    /// however often and from however many connections they come; deliveries of it that ended undelivered are queued
    /// again. Recipients that can't be reached are left out and named in `ErrorDesc`.
    ///
    /// - Parameter body: the file without the line end that the SDK adds.
    func send(
        _ caller: VXPCaller,
        _ parameters: VXPParameters,
        _ body: ReceivedBody
    ) async throws(VXPError) -> [UInt8] {
        let named: [String]
        do {
            try checkFrom(parameters.from, of: caller)
            named = try parameters.recipients(atMost: EnvelopeReader.mostRecipients)
        } catch {
            await discard(body)
            throw error
        }
        let result = try await refusing { () throws(Refusal) in
            try await self.intake.accept(
                body,
                from: caller.caller,
                under: .vxp(to: named, duplicates: self.duplicates)
            )
        }
        return VXPAnswer.sent(result.receipt.envelopeId.description, Self.text(of: result))
    }

    /// Removes a body that nobody takes.
    func discard(_ body: ReceivedBody?) async {
        if case .file(let file, _, _) = body { await store.discard(file) }
    }

    /// A header `from` is the system id itself, as the national axis demands, or a unit that the system may send for.
    private func checkFrom(_ from: String?, of caller: VXPCaller) throws(VXPError) {
        guard let from, !from.isEmpty, from != caller.systemID else { return }
        let snapshot = registry.current
        let now = clock.now()
        let unit: RegisteredUnit? =
            switch snapshot.resolveLeniently(from, at: now) {
            case .unit(let unit), .suspended(let unit), .closed(let unit, successors: _): unit
            case .ambiguous, .future, .unknown: nil
            }
        guard let unit, snapshot.maySendStatus(caller.caller.holder, over: unit.id, at: now) else {
            let shown = from.bounded(AgencyCode.longestText)
            throw VXPError(
                .senderUnknown,
                english: "the sender \(shown) is not one that \(caller.systemID) may send for",
                vietnamese: "Đơn vị gửi \(shown) không đúng với mã đã đăng ký: \(caller.systemID)"
            )
        }
    }

    private static func text(of result: IntakeResult) -> String {
        var parts = [VXPAnswer.success]
        let refused = result.receipt.refused
        if !refused.isEmpty {
            let names = refused.prefix(20).map { "\($0.recipient) (\($0.code.rawValue))" }.joined(separator: ", ")
            parts.append(
                "chua gui duoc / not sent to: \(PlainText.unaccented(names))\(refused.count > 20 ? ", ..." : "")"
            )
        }
        let warned = result.receipt.warnings.filter { Self.told.contains($0.code) }
        for warning in warned.prefix(3) {
            parts.append(PlainText.unaccented("\(warning.vietnamese) / \(warning.english)"))
        }
        if !result.undelivered.isEmpty {
            let names = result.undelivered.prefix(20).joined(separator: ", ")
            parts.append("khong gui lai duoc / could not be queued again: \(PlainText.unaccented(names))")
        }
        return String(parts.joined(separator: "; ").prefix(2_000))
    }

    /// The warnings that a sender hears in the answer; all stand in the receipt.
    private static let told: Set<String> = [
        "document-id-repeated", "status-unmatched", "recipient-beside-envelope", "recipient-succeeded",
        "recipient-served", "recipient-beside-header",
    ]
}
