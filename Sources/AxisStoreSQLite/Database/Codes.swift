// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

/// The numbers under which words are stored; never renumbered.
protocol StoredCode: CaseIterable, Hashable {
    var code: Int64 { get }
}

extension StoredCode {
    init(code: Int64) throws {
        guard let value = Self.allCases.first(where: { $0.code == code }) else {
            throw SQLiteFailure.corruptRow("a stored word is not known: \(Self.self) \(code)")
        }
        self = value
    }
}

extension DeliveryState: StoredCode {
    /// Open states are below 5, so that partial indexes are short.
    var code: Int64 {
        switch self {
        case .queued: 0
        case .delivering: 1
        case .delivered: 2
        case .held: 3
        case .quarantined: 4
        case .acknowledged: 5
        case .rejected: 6
        case .recalled: 7
        case .dead: 8
        }
    }
}

extension EnvelopeKind: StoredCode {
    var code: Int64 {
        switch self {
        case .document: 0
        case .status: 1
        case .notice: 2
        case .drill: 3
        }
    }
}

extension HoldReason: StoredCode {
    static let allCases: [HoldReason] = [.administrator, .pushExhausted, .recipientFailed, .unitClosed, .restored]

    var code: Int64 {
        switch self {
        case .administrator: 0
        case .pushExhausted: 1
        case .recipientFailed: 2
        case .unitClosed: 3
        case .restored: 4
        }
    }
}

extension SenderAuthentication: StoredCode {
    static let allCases: [SenderAuthentication] = [.mtls, .hmac]

    var code: Int64 {
        switch self {
        case .mtls: 0
        case .hmac: 1
        }
    }
}

extension SignatureStanding: StoredCode {
    static let allCases: [SignatureStanding] = [.none, .decoration, .unchecked, .weak, .invalid, .valid]

    var code: Int64 {
        switch self {
        case .none: 0
        case .decoration: 1
        case .unchecked: 2
        case .weak: 3
        case .invalid: 4
        case .valid: 5
        }
    }
}

extension LegalValue: StoredCode {
    static let allCases: [LegalValue] = [.signed, .informationOnly]

    var code: Int64 {
        switch self {
        case .signed: 0
        case .informationOnly: 1
        }
    }
}

extension Urgency: StoredCode {
    var code: Int64 { Int64(rawValue) }
}

extension DocumentAction: StoredCode {
    static let allCases: [DocumentAction] = [.new, .revocation, .update, .replacement]

    var code: Int64 { Int64(rawValue) }
}

/// Where an envelope's bytes are.
enum PayloadPlace: StoredCode, Sendable {
    case inline
    case file
    case removed

    var code: Int64 {
        switch self {
        case .inline: 0
        case .file: 1
        case .removed: 2
        }
    }
}
