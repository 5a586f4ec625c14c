// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import HTTPTypes
import Hummingbird
package import NIOCore

extension Problem {
    /// What a refusal looks like on the wire.
    package init(_ refusal: Refusal, faults: [ImportFault]? = nil, in language: Language) {
        self.init(
            type: "urn:axis:problem:\(refusal.code.rawValue)",
            title: refusal.code.title,
            status: refusal.code.httpStatus,
            detail: language == .vietnamese ? refusal.vietnamese : refusal.english,
            code: refusal.code.rawValue,
            field: refusal.field,
            recipients: refusal.recipients.isEmpty ? nil : refusal.recipients,
            faults: faults
        )
    }

    /// The same as bytes of `application/problem+json`.
    var bytes: ByteBuffer {
        // A problem holds nothing that can't be encoded.
        (try? JSON.encode(self)) ?? ByteBuffer()
    }

    /// A failure of Axis itself: what failed stands in its log, never on the wire.
    static func failure(in language: Language) -> Problem {
        Problem(
            type: "urn:axis:problem:internal",
            title: "internal",
            status: 500,
            detail: language == .vietnamese
                ? "Trục gặp lỗi nội bộ; đơn vị vận hành đã được báo"
                : "Axis failed; its operators have been told",
            code: "internal"
        )
    }

    /// A path that exists under other methods only.
    static func methodNotAllowed(in language: Language) -> Problem {
        Problem(
            type: "urn:axis:problem:method-not-allowed",
            title: "method not allowed",
            status: 405,
            detail: language == .vietnamese
                ? "đường dẫn này không nhận phương thức đó; xem trường Allow"
                : "this path does not take that method; see the Allow field",
            code: "method-not-allowed"
        )
    }
}

extension Response {
    /// A problem as an answer.
    init(_ problem: Problem, retryAfter: Int? = nil) {
        var headers: HTTPFields = [.contentType: "application/problem+json", .cacheControl: "no-store"]
        if let retryAfter { headers[.retryAfter] = String(retryAfter) }
        self.init(
            status: HTTPResponse.Status(code: problem.status),
            headers: headers,
            body: ResponseBody(byteBuffer: problem.bytes)
        )
    }
}

/// Says what a request is answered with that can't be read to its end.
package protocol FaultAnswering: Sendable {
    /// The whole answer, for writing straight to the connection, which ends with it.
    ///
    /// - Parameter path: of the request whose body can't be read; nil when its head can't be.
    func answer(to fault: FramingFault, path: String?, in language: Language) -> (HTTPResponse, ByteBuffer)
}

/// What is wrong with a request below the level of its meaning.
package enum FramingFault: Sendable {
    /// It is not HTTP, or its body breaks off.
    case badFraming
    /// Its header fields pass the limits.
    case headersTooLarge
    /// Its body does not come in time.
    case slowBody

    /// The whole answer, for writing straight to the connection, which ends with it.
    func response(in language: Language) -> (HTTPResponse, ByteBuffer) {
        let bytes = problem(in: language).bytes
        let head = HTTPResponse(
            status: HTTPResponse.Status(code: status),
            headerFields: [
                .contentType: "application/problem+json",
                .contentLength: String(bytes.readableBytes),
                .connection: "close",
            ]
        )
        return (head, bytes)
    }

    private var status: Int {
        switch self {
        case .badFraming: 400
        case .headersTooLarge: 431
        case .slowBody: 408
        }
    }

    private func problem(in language: Language) -> Problem {
        let code: RefusalCode = self == .headersTooLarge ? .tooLarge : .badRequest
        let (english, vietnamese) =
            switch self {
            case .badFraming:
                (
                    "the request is not well-formed HTTP, or it ended before it was complete",
                    "yêu cầu không đúng định dạng HTTP hoặc kết thúc khi chưa đầy đủ"
                )
            case .headersTooLarge:
                ("the request's header fields are too large", "các trường tiêu đề của yêu cầu quá lớn")
            case .slowBody:
                ("the body did not arrive in time", "nội dung không đến kịp thời hạn")
            }
        return Problem(
            type: "urn:axis:problem:\(code.rawValue)",
            title: code.title,
            status: status,
            detail: language == .vietnamese ? vietnamese : english,
            code: code.rawValue
        )
    }
}
