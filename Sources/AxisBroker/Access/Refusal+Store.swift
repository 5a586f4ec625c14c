// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisStore

extension Refusal {
    /// What a caller is told when the store can't do something.
    package init(_ error: StoreError) {
        switch error.code {
        case .full:
            self.init(
                .storageUnavailable,
                english: "Axis is short of storage and takes no new documents for now; try again later",
                vietnamese: "Trục sắp hết dung lượng lưu trữ và tạm không nhận văn bản mới; hãy thử lại sau",
                retryAfter: 60
            )
        case .overloaded, .unsealed:
            self.init(
                .overloaded,
                english: "Axis has more to write than it takes at once; try again shortly",
                vietnamese: "Trục đang quá tải ghi; hãy thử lại ngay sau đó",
                retryAfter: 1
            )
        case .notFound:
            self.init(
                .notFound,
                english: "this is no longer kept, or never was",
                vietnamese: "dữ liệu này không còn được lưu hoặc không tồn tại"
            )
        case .versionConflict:
            self.init(
                .overloaded,
                english: "the registry changed at the same moment; try again",
                vietnamese: "sổ đăng ký vừa thay đổi cùng lúc; hãy thử lại",
                retryAfter: 1
            )
        case .corrupt, .failed, .closed, .unusable:
            self.init(
                .storageUnavailable,
                english: "the store can't give or take this now; the operators have been told",
                vietnamese: "kho lưu trữ hiện không đáp ứng được; đơn vị vận hành đã được báo",
                retryAfter: 30
            )
        }
    }
}
