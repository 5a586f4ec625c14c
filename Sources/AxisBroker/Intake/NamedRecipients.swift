// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisEnvelope
import AxisModel
import AxisRegistry

/// Chooses between the recipients that a request names and those that its envelope names; pure.
///
/// The VXP SDK keeps its headers from one call to the next, so that a document may come with the `to` of an earlier
/// one. A `to` that has no unit in common with the envelope's own recipients is therefore refused, and never followed.
struct NamedRecipients {
    /// The codes to deliver to.
    var codes: [String]
    /// What the receipt says about the choice.
    var warnings: [EnvelopeWarning] = []

    /// Takes codes as they are.
    init(codes: [String]) {
        self.codes = codes
    }

    /// Chooses for a document.
    ///
    /// - Parameters:
    ///   - named: what the request names; empty when it names nobody.
    ///   - summary: the envelope, with its `To`.
    ///   - resolve: the unit behind a code, whatever its state.
    /// - Throws: `recipient-unknown` for a `to` without anything in common with the envelope; `schema` when neither names
    ///   a recipient, or too many are named.
    init(
        _ named: [String],
        for summary: EnvelopeSummary,
        resolve: (String) -> UnitID?
    ) throws(Refusal) {
        let own = summary.to.map(\.organID).filter { !$0.isEmpty }
        guard !named.isEmpty else {
            guard !own.isEmpty else { throw Self.nobody }
            codes = own
            return
        }
        guard named.count <= EnvelopeReader.mostRecipients else { throw Self.tooMany }
        codes = named
        guard !own.isEmpty else { return }
        let ownCodes = Set(own)
        let ownUnits = Set(own.compactMap(resolve))
        let foreign = named.filter { code in
            !ownCodes.contains(code) && resolve(code).map(ownUnits.contains) != true
        }
        guard foreign.count < named.count else { throw Self.stale }
        if !foreign.isEmpty { warnings.append(Self.beside(foreign.count)) }
        let namedCodes = Set(named)
        let namedUnits = Set(named.compactMap(resolve))
        let passedOver = own.filter { code in
            !namedCodes.contains(code) && resolve(code).map(namedUnits.contains) != true
        }
        if !passedOver.isEmpty { warnings.append(Self.passedOver(passedOver)) }
    }

    private static let nobody = Refusal(
        .schema,
        field: "To/OrganId",
        english: "neither the header `to` nor the envelope's To names a recipient; name one",
        vietnamese: "cả header `to` và To của văn bản đều không ghi nơi nhận; hãy ghi nơi nhận"
    )

    private static let tooMany = Refusal(
        .schema,
        field: "to",
        english: "the header `to` names more than \(EnvelopeReader.mostRecipients) recipients; send in parts",
        vietnamese: "header `to` có quá \(EnvelopeReader.mostRecipients) nơi nhận; hãy gửi thành nhiều lần"
    )

    private static let stale = Refusal(
        .recipientUnknown,
        field: "to",
        english: "the header `to` names none of the envelope's recipients; it may be left from an earlier call: set it "
            + "for each call, or leave it out",
        vietnamese:
            "header `to` không trùng nơi nhận nào trong To của văn bản, có thể còn lại từ lần gọi trước: hãy đặt "
            + "lại cho mỗi lần gửi hoặc bỏ trống"
    )

    private static func passedOver(_ codes: [String]) -> EnvelopeWarning {
        let names = codes.prefix(10).map { $0.bounded(AgencyCode.longestText) }.joined(separator: ", ")
        let list = codes.count > 10 ? names + ", …" : names
        return EnvelopeWarning(
            code: "recipient-beside-header",
            field: "to",
            english:
                "not sent to \(list): the envelope's To names them and the header `to` does not; if it is left from "
                + "an earlier call, send again without it",
            vietnamese:
                "chưa gửi tới \(list): có trong To của văn bản nhưng không có trong header `to`; nếu `to` còn lại "
                + "từ lần gọi trước, hãy bỏ đi và gửi lại"
        )
    }

    private static func beside(_ count: Int) -> EnvelopeWarning {
        EnvelopeWarning(
            code: "recipient-beside-envelope",
            field: "to",
            english: "the header `to` names \(count) recipients that the envelope's To does not",
            vietnamese: "header `to` có \(count) nơi nhận không có trong To của văn bản"
        )
    }
}
