// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// What an envelope is.
public enum EnvelopeKind: String, Sendable, Codable, CaseIterable {
    /// An edXML document (văn bản).
    case document
    /// An edXML status package (gói tin trạng thái).
    case status
    /// A notice of Axis itself, JSON (thông báo của trục).
    case notice
    /// A test document of a drill (văn bản diễn tập).
    case drill
}

/// How urgent a document is (mức độ khẩn), as `OtherInfo/Priority` says.
public enum Urgency: Int, Sendable, Codable, Comparable, CaseIterable {
    /// Thường.
    case normal = 0
    /// Khẩn.
    case urgent = 1
    /// Thượng khẩn.
    case veryUrgent = 2
    /// Hỏa tốc.
    case immediate = 3
    /// Hỏa tốc hẹn giờ.
    case immediateTimed = 4

    /// The less urgent sorts first.
    public static func < (left: Urgency, right: Urgency) -> Bool { left.rawValue < right.rawValue }
}

/// What a document does to an earlier one (`BussinessDocType`).
public enum DocumentAction: Int, Sendable, Codable {
    /// Văn bản điện tử mới.
    case new = 0
    /// Thu hồi.
    case revocation = 1
    /// Cập nhật.
    case update = 2
    /// Thay thế.
    case replacement = 3
}

/// The codes of a status package (QĐ 28/2018/QĐ-TTg, Art. 10(2)(h); QCVN 102:2016).
public enum StatusCode: Int, Sendable, Codable, CaseIterable {
    /// 01 Đã đến.
    case arrived = 1
    /// 02 Từ chối tiếp nhận.
    case rejected = 2
    /// 03 Đã tiếp nhận.
    case accepted = 3
    /// 04 Phân công xử lý.
    case assigned = 4
    /// 05 Đang xử lý.
    case processing = 5
    /// 06 Hoàn thành.
    case finished = 6
    /// 13 Yêu cầu lấy lại: the sender asks for its document back.
    case recall = 13
    /// 15 Đồng ý cập nhật, lấy lại.
    case changeAccepted = 15
    /// 16 Từ chối cập nhật, lấy lại.
    case changeRejected = 16

    /// Two digits, as on the wire.
    public var wireText: String { rawValue < 10 ? "0\(rawValue)" : "\(rawValue)" }
}

/// How a sender proved who it is.
public enum SenderAuthentication: String, Sendable, Codable {
    /// By a client certificate in mutual TLS.
    case mtls
    /// By an HMAC over the request's header (the VXP interface).
    case hmac
}

/// What the signature inside an envelope is worth.
public enum SignatureStanding: String, Sendable, Codable {
    /// There is none.
    case none
    /// Something is there that is no signature of this document.
    case decoration
    /// Not looked at yet.
    case unchecked
    /// It fits, but by an algorithm that is no longer strong enough.
    case weak
    /// It does not fit.
    case invalid
    /// It fits, and the signer may sign for the sender.
    case valid
}

/// The legal value that Axis labels a document with (QĐ 28/2018/QĐ-TTg, Art. 4).
public enum LegalValue: String, Sendable, Codable {
    /// Signed: equal to paper.
    case signed
    /// Unsigned: for information only.
    case informationOnly = "information-only"
}
