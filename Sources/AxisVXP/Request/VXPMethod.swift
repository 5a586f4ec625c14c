// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// The calls of the VXP interface, by the last part of their path.
///
/// Those of the official SDK, 2.0.0 and 2.0.1. `downloadEdoc2` of 2.0.1 is none of them: it sends no signed header and
/// can't be answered by anybody.
package enum VXPMethod: String, Sendable, CaseIterable {
    /// All agencies, in the form of QCVN 102:2016.
    case getAgenciesList
    /// All agencies, in the form of QĐ 20/2020/QĐ-TTg, with the older code beside.
    case getAgenciesListQD20
    /// All agencies with what a mirror needs.
    case getSynchronizeUnit
    /// Asks for a unit to be registered.
    case registerAgency
    /// Asks for a unit to be closed.
    case deleteAgency
    /// What waits for the caller's units.
    case getReceivedEdocList
    /// What became of a document sent.
    case getSentEdocList
    /// Sends a document or a status package.
    case sendEdoc
    /// A document's bytes, in base64 inside JSON.
    case getEdoc
    /// Acknowledges an item of the queue.
    case updateStatus
    /// How many documents wait.
    case countReceiveEdoc
    /// How many status packages wait.
    case countReceiveStatus
    /// A document's bytes as they are.
    case downloadEdoc

    /// The method that a request's target names: under `/` or `/XrdAdapter/adapter/`, whatever query follows.
    ///
    /// An endpoint that was configured with a slash at its end makes two slashes, and behind a proxy a client sends the
    /// whole URL (RFC 9112, section 3.2.2).
    package init?(path: some StringProtocol) {
        let target = path.prefix { $0 != "?" }
        var parts = target.split(separator: "/")[...]
        if !target.hasPrefix("/") {
            guard let scheme = parts.first?.lowercased(), ["http:", "https:"].contains(scheme) else { return nil }
            parts = parts.dropFirst(2)
        }
        if parts.starts(with: Self.adapter, by: ==) { parts = parts.dropFirst(Self.adapter.count) }
        guard parts.count == 1, let name = parts.first else { return nil }
        self.init(rawValue: String(name))
    }

    private static let adapter = ["XrdAdapter", "adapter"]

    /// What a request of the method brings.
    package enum Body: Hashable, Sendable {
        /// Nothing, or a few bytes that nobody looks at.
        case ignored
        /// A small JSON object.
        case small
        /// A document, as large as envelopes may be.
        case document
    }

    /// What a request of the method brings.
    package var body: Body {
        switch self {
        case .sendEdoc: .document
        case .registerAgency: .small
        default: .ignored
        }
    }

    /// The most bytes of a body that is no document.
    package static let longestSmallBody = 64 * 1024
}
