// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisSignature

/// Decides, against one state of the registry, whether an envelope may enter and whom it goes to.
///
/// Pure: the three questions (who is connected, for whom may it act, who signed) are answered here for the sender,
/// and each recipient is resolved.
struct Admission {
    let registry: RegistrySnapshot
    let caller: Caller
    let at: Timestamp
    /// Whether codes are also read in the spellings of the VXP interface.
    var isLenient = false

    /// A recipient that an envelope goes to.
    struct Recipient: Hashable {
        var unit: UnitID
        /// As the envelope names it.
        var code: String
        /// The code of the unit, when it is not the one that the envelope names but its successor.
        var successorCode: String?
    }

    /// The recipients of an envelope, with those that can't be reached.
    struct Recipients {
        var accepted: [Recipient] = []
        /// The units that the accepted ones' codes name, predecessors and not successors, each once.
        var addressed: [UnitID] = []
        var refused: [RecipientRefusal] = []
        var warnings: [EnvelopeWarning] = []
        /// Units among the refused that are suspended or closed now, and may not have been before.
        var inactive: [UnitID] = []

        /// Refuses the closed units that a successor would stand in for.
        mutating func refuseSuccessors() {
            for recipient in accepted {
                guard let successor = recipient.successorCode else { continue }
                refused.append(
                    RecipientRefusal(recipient: recipient.code, code: .recipientClosed, successors: [successor])
                )
            }
            accepted.removeAll { $0.successorCode != nil }
        }
    }

    /// The unit that sends, which the connected holder may send for.
    ///
    /// From its closing until it is wound up a unit sends status packages only, through itself or whoever receives
    /// for it.
    func sender(_ organID: String, of kind: EnvelopeKind) throws(Refusal) -> RegisteredUnit {
        let unit: RegisteredUnit
        switch resolve(organID) {
        case .unit(let found): unit = found
        case .suspended:
            throw Refusal(
                .forbidden,
                field: "From/OrganId",
                english: "the sender is suspended and may not send until it is resumed",
                vietnamese: "đơn vị gửi đang bị tạm ngừng, chưa được gửi cho đến khi khôi phục"
            )
        case .closed(let closed, successors: _) where kind == .status && closed.isWindingUp(at: at): unit = closed
        case .closed(_, let successors):
            throw Refusal(
                .senderUnknown,
                field: "From/OrganId",
                english: "the sender's code is closed; send under its successor: \(successors.joined(separator: ", "))",
                vietnamese: "mã đơn vị gửi đã đóng; hãy gửi bằng mã kế thừa: \(successors.joined(separator: ", "))"
            )
        case .future, .ambiguous, .unknown:
            throw Refusal(
                .senderUnknown,
                field: "From/OrganId",
                english: "the sender's code names no unit in force; register it, or write a code that is registered",
                vietnamese: "mã đơn vị gửi không ứng với đơn vị nào đang hiệu lực; hãy đăng ký hoặc ghi đúng mã"
            )
        }
        let isAllowed =
            kind == .status
            ? registry.maySendStatus(caller.holder, over: unit.id, at: at)
            : registry.may(caller.holder, .send, over: unit.id, at: at)
        guard isAllowed else {
            throw Refusal(
                .senderMismatch,
                field: "From/OrganId",
                english: "\(caller.holderCode) may not send for this sender; it needs a grant of `send` over it",
                vietnamese: "\(caller.holderCode) không có quyền gửi thay đơn vị này; cần được cấp quyền `send`"
            )
        }
        return unit
    }

    /// Makes sure that the signer may sign for the sender.
    func checkSigner(_ certificate: Certificate, for sender: UnitID) throws(Refusal) {
        try Self.checkSigner(certificate, for: sender, registry: registry, at: at)
    }

    /// The same for a moment of the past.
    static func checkSigner(
        _ certificate: Certificate,
        for sender: UnitID,
        registry: RegistrySnapshot,
        at: Timestamp
    ) throws(Refusal) {
        let answer = registry.binding(fingerprint: certificate.digest, use: .sign, at: at)
        let binding = try answer.binding(for: "signing")
        guard registry.may(binding.holder, .sign, over: sender, at: at) else {
            throw Refusal(
                .senderMismatch,
                field: "Signature",
                english: "the signer's unit may not sign for this sender; it needs a grant of `sign` over it",
                vietnamese: "đơn vị của người ký không có quyền ký thay đơn vị gửi; cần được cấp quyền `sign`"
            )
        }
    }

    /// Resolves recipients: two codes of one unit are one recipient, the sender itself is dropped with a warning.
    ///
    /// A closed unit's only successor takes its place while the policy `forward` lasts, with a warning.
    ///
    /// - Parameter letsWindUp: whether a unit may be reached between its closing and its winding up, as status packages
    ///   about what it sent before do.
    func recipients(_ codes: [String], sender: UnitID, letsWindUp: Bool = false) -> Recipients {
        var result = Recipients()
        var seen: Set<UnitID> = []
        var reached: Set<UnitID> = []
        for text in codes {
            // Nothing longer is a code; what is kept and answered of it is bounded.
            let isCode = text.utf8.count <= AgencyCode.longestText
            let code = isCode ? text : text.bounded(AgencyCode.longestText) + "…"
            switch isCode ? resolve(code) : .unknown {
            case .unit(let unit) where unit.id == sender:
                result.warnings.append(Self.sentToItself)
            case .unit(let unit):
                guard seen.insert(unit.id).inserted else { continue }
                result.addressed.append(unit.id)
                if reached.insert(unit.id).inserted {
                    result.accepted.append(Recipient(unit: unit.id, code: code))
                }
            case .suspended(let unit):
                if seen.insert(unit.id).inserted { result.inactive.append(unit.id) }
                result.refused.append(RecipientRefusal(recipient: code, code: .recipientSuspended))
            case .ambiguous: result.refused.append(RecipientRefusal(recipient: code, code: .recipientAmbiguous))
            case .closed(let unit, successors: _) where takesPlace(of: unit) != nil:
                guard seen.insert(unit.id).inserted, let successor = takesPlace(of: unit) else { continue }
                guard successor.id != sender else {
                    // It may have been accepted before the closing.
                    result.inactive.append(unit.id)
                    result.warnings.append(Self.sentToItself)
                    continue
                }
                result.addressed.append(unit.id)
                result.warnings.append(Self.forwarded(code, to: successor))
                if reached.insert(successor.id).inserted {
                    let new = successor.code.text
                    result.accepted.append(Recipient(unit: successor.id, code: code, successorCode: new))
                }
            case .closed(let unit, successors: _) where letsWindUp && unit.isWindingUp(at: at):
                guard seen.insert(unit.id).inserted else { continue }
                result.addressed.append(unit.id)
                if reached.insert(unit.id).inserted {
                    result.accepted.append(Recipient(unit: unit.id, code: code))
                }
            case .closed(let unit, let successors):
                if seen.insert(unit.id).inserted { result.inactive.append(unit.id) }
                result.refused.append(RecipientRefusal(recipient: code, code: .recipientClosed, successors: successors))
            case .unknown, .future:
                result.refused.append(RecipientRefusal(recipient: code, code: .recipientUnknown))
            }
        }
        return result
    }

    private func resolve(_ code: String) -> Resolution {
        isLenient ? registry.resolveLeniently(code, at: at) : registry.resolve(code, at: at)
    }

    /// The only successor that gets what comes for a closed unit now; nil when there is none, or no policy says so.
    private func takesPlace(of closed: RegisteredUnit) -> RegisteredUnit? {
        guard let successor = registry.forwardTarget(of: closed.id, at: at), successor.state(at: at) == .active else {
            return nil
        }
        return successor
    }

    /// The refusal of an envelope whose recipients can't all be reached.
    static func refusal(of refused: [RecipientRefusal]) -> Refusal {
        let names = refused.prefix(10).map { $0.recipient.bounded(AgencyCode.longestText + 1) }
        let list = names.joined(separator: ", ") + (refused.count > names.count ? ", …" : "")
        return Refusal(
            refused.first?.code ?? .recipientUnknown,
            field: "To/OrganId",
            english: "nothing was accepted: these recipients can't be reached: \(list); mend their codes, or allow "
                + "partial acceptance with `Axis-Partial: allow`",
            vietnamese: "chưa nhận văn bản: không gửi được tới: \(list); hãy sửa mã, hoặc cho phép nhận một phần bằng "
                + "`Axis-Partial: allow`",
            recipients: refused
        )
    }

    private static func forwarded(_ code: String, to successor: RegisteredUnit) -> EnvelopeWarning {
        let new = successor.code.text
        return EnvelopeWarning(
            code: "recipient-succeeded",
            field: "To/OrganId",
            english: "\(code) is closed; the document goes to its only successor \(new): write \(new) from now on",
            vietnamese:
                "mã \(code) đã đóng; văn bản được chuyển tới đơn vị kế thừa duy nhất \(new): từ nay hãy ghi \(new)"
        )
    }

    private static let sentToItself = EnvelopeWarning(
        code: "recipient-is-sender",
        field: "To/OrganId",
        english: "the sender stands among the recipients and was left out",
        vietnamese: "đơn vị gửi có trong danh sách nơi nhận và đã được bỏ qua"
    )
}
