// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisEvidence
import AxisModel
import FoundationEssentials

/// What a file that should prove something is.
public enum ProofKind: String, Sendable, Codable, CaseIterable {
    /// The receipt of a document, or something that is no proof at all.
    case document
    /// The receipt of a list that a province handed in.
    case list
    /// A snapshot of all codes.
    case snapshot

    private struct Probe: Decodable {
        var envelopeId: String?
        var campaign: String?
    }

    /// Tells a file's kind by what is in it.
    public init(of bytes: [UInt8]) {
        if bytes.starts(with: Array("{\"items\":".utf8)) {
            self = .snapshot
        } else if bytes.count <= ReceiptVerifier.largest,
            let probe = try? JSONDecoder().decode(Probe.self, from: Data(bytes)),
            probe.envelopeId == nil, probe.campaign != nil
        {
            self = .list
        } else {
            self = .document
        }
    }
}
