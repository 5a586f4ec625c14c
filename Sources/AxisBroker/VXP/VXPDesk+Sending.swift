// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisRegistry
import AxisStore

/// What `sendEdoc` says beside the file.
package struct VXPSending: Hashable, Sendable {
    /// `from`: the system id, or a unit that it sends for.
    package var from: String?
    /// `to`: codes of recipients; empty when the call names none.
    package var to: [String]

    /// Makes it of verified parameters.
    package init(from: String?, to: [String]) {
        self.from = from
        self.to = to
    }
}

/// What became of a `sendEdoc`.
package struct VXPSent: Hashable, Sendable {
    /// `DocId`: the envelope.
    package var docID: EnvelopeID
    /// `ErrorDesc`: success, with what should be known beside it.
    package var text: String
    /// Whether it was accepted now, and not before.
    package var isNew: Bool

    /// The answer.
    package var answer: [UInt8] {
        var json = VXPJSON(code: 0, text: text)
        json.member("DocId", docID.description)
        json.close("}")
        return json.bytes
    }
}

extension VXPDesk {
    /// `sendEdoc`: takes a document or a status package in, told apart by content.
    ///
    /// Idempotent without end: the same bytes from the same sender to the same units are one envelope under one `DocId`,
    /// however often and from however many connections they come; deliveries of it that ended undelivered are queued
    /// again. Recipients that can't be reached are left out and named in `ErrorDesc`.
    ///
    /// - Parameter body: the file without the CRLF that the SDK adds, its hash compared with `hash-file` before.
    package func send(
        _ caller: VXPCaller,
        _ sending: VXPSending,
        _ body: ReceivedBody
    ) async throws(VXPFault) -> VXPSent {
        do throws(VXPFault) {
            try checkFrom(sending.from, of: caller)
        } catch {
            if case .file(let file, _, _) = body { await store.discard(file) }
            throw error
        }
        let result = try await refusing { () throws(Refusal) in
            try await self.intake.accept(
                body,
                from: caller.caller,
                under: .vxp(to: sending.to, duplicates: self.duplicates)
            )
        }
        return VXPSent(docID: result.receipt.envelopeId, text: Self.text(of: result), isNew: result.isNew)
    }

    /// A header `from` is the system id itself, as the national axis demands, or a unit that the system may send for.
    private func checkFrom(_ from: String?, of caller: VXPCaller) throws(VXPFault) {
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
            throw VXPFault(
                .senderUnknown,
                vietnamese: "Đơn vị gửi \(shown) không đúng với mã đã đăng ký: \(caller.systemID)",
                english: "the sender \(shown) is not one that \(caller.systemID) may send for"
            )
        }
    }

    private static func text(of result: IntakeResult) -> String {
        var parts = [success]
        let refused = result.receipt.refused
        if !refused.isEmpty {
            let names = refused.prefix(20).map { "\($0.recipient) (\($0.code.rawValue))" }.joined(separator: ", ")
            parts.append("chua gui duoc / not sent to: \(PlainVietnamese.text(names))\(refused.count > 20 ? ", ..." : "")")
        }
        let warned = result.receipt.warnings.filter { Self.told.contains($0.code) }
        for warning in warned.prefix(3) {
            parts.append(PlainVietnamese.text("\(warning.vietnamese) / \(warning.english)"))
        }
        if !result.undelivered.isEmpty {
            let names = result.undelivered.prefix(20).joined(separator: ", ")
            parts.append("khong gui lai duoc / could not be queued again: \(PlainVietnamese.text(names))")
        }
        return String(parts.joined(separator: "; ").prefix(2_000))
    }

    /// The warnings that a sender hears in the answer; all stand in the receipt.
    private static let told: Set<String> = [
        "document-id-repeated", "status-unmatched", "recipient-beside-envelope", "recipient-succeeded",
    ]
}
