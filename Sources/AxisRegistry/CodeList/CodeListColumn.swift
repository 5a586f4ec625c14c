// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

/// A column of a list of codes.
package enum CodeListColumn: String, CaseIterable, Sendable {
    /// Mã định danh.
    case code
    /// Tên.
    case name
    /// Loại.
    case kind
    /// Mã đơn vị hành chính: an attribute.
    case adminCode = "admin_code"
    /// Cấp trên.
    case parent
    /// Mã QCVN 102.
    case code102
    /// Mã cũ: codes of predecessors, separated by `|`.
    case oldCode = "old_code"
    /// Thư điện tử.
    case email
    /// Điện thoại.
    case phone
    /// Trang thông tin điện tử.
    case website
    /// Địa chỉ.
    case address

    static let required: [CodeListColumn] = [.code, .name, .kind]

    /// The column that a header names in English or Vietnamese, with or without diacritics, in any case.
    package static func named(_ header: String) -> CodeListColumn? {
        byHeader[Folding.words(of: header).joined(separator: "_")]
    }

    private var headers: [String] {
        switch self {
        case .code: ["ma_dinh_danh", "ma_dinh_danh_dien_tu", "ma"]
        case .name: ["ten", "ten_don_vi", "ten_co_quan"]
        case .kind: ["loai", "loai_don_vi"]
        case .adminCode: ["ma_don_vi_hanh_chinh", "ma_dvhc", "ma_hanh_chinh"]
        case .parent: ["cap_tren", "ma_cap_tren", "don_vi_cap_tren", "ma_don_vi_cap_tren", "don_vi_cha"]
        case .code102: ["code_102", "ma_qcvn_102", "ma_qcvn102", "ma_qcvn_102_2016"]
        case .oldCode: ["old_codes", "ma_cu"]
        case .email: ["e_mail", "thu_dien_tu"]
        case .phone: ["telephone", "dien_thoai", "so_dien_thoai"]
        case .website: ["web", "web_site", "trang_web", "trang_thong_tin_dien_tu"]
        case .address: ["dia_chi"]
        }
    }

    private static let byHeader: [String: CodeListColumn] = {
        var table: [String: CodeListColumn] = [:]
        for column in allCases {
            for header in column.headers + [column.rawValue] { table[header] = column }
        }
        return table
    }()
}
