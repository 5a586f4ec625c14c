// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

/// The refusals that the listeners themselves give.
extension Refusal {
    static func routeUnknown() -> Refusal {
        Refusal(.notFound, english: "there is nothing at this path", vietnamese: "không có gì ở đường dẫn này")
    }

    static func bodyTooLarge(limit: Int) -> Refusal {
        Refusal(
            .tooLarge,
            english: "the body is larger than the limit of \(limit) bytes",
            vietnamese: "nội dung vượt quá giới hạn \(limit) byte"
        )
    }

    static func bodyBroken() -> Refusal {
        Refusal(
            .badRequest,
            field: "body",
            english: "the body ended before it was complete",
            vietnamese: "nội dung kết thúc khi chưa đầy đủ"
        )
    }

    static func gateFull() -> Refusal {
        Refusal(
            .overloaded,
            english: "Axis is reading as many envelopes as it can at once; try again shortly",
            vietnamese: "Trục đang đọc số gói tin tối đa cùng lúc; hãy thử lại ngay sau đó",
            retryAfter: 2
        )
    }

    static func tooManyRequestsInFlight() -> Refusal {
        Refusal(
            .overloaded,
            english: "Axis is answering as many requests as it can at once; try again shortly",
            vietnamese: "Trục đang xử lý số yêu cầu tối đa cùng lúc; hãy thử lại ngay sau đó",
            retryAfter: 1
        )
    }

    static func tooManyRequests(retryAfter: Int) -> Refusal {
        Refusal(
            .rateLimited,
            english: "this caller sends requests faster than it may; slow down",
            vietnamese: "hệ thống này gửi yêu cầu nhanh hơn mức cho phép; hãy giảm tốc độ",
            retryAfter: retryAfter
        )
    }

    static func stopping() -> Refusal {
        Refusal(
            .overloaded,
            english: "Axis is stopping; try again shortly",
            vietnamese: "Trục đang dừng; hãy thử lại ngay sau đó",
            retryAfter: 5
        )
    }

    /// A parameter, header or member that is not what the call takes.
    static func badRequest(_ field: String, english: String, vietnamese: String) -> Refusal {
        Refusal(.badRequest, field: field, english: english, vietnamese: vietnamese)
    }

    static func noClientCertificate() -> Refusal {
        Refusal(
            .certificateUnbound,
            english: "this call needs a client certificate",
            vietnamese: "lời gọi này cần chứng thư của máy khách"
        )
    }
}
