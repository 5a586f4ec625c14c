// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisVXP

extension VXPError {
    /// A method that changes something was called with another verb than POST.
    static let wrongVerb = VXPError(
        .systemError,
        english: "this method is called with POST",
        vietnamese: "phương thức này phải gọi bằng POST"
    )

    /// A header that says who calls is missing, or came more than once.
    static func oneHeader(_ name: String) -> VXPError {
        VXPError(
            .notAuthenticated,
            english: "the header \(name) must come exactly once",
            vietnamese: "tiêu đề \(name) phải có đúng một lần"
        )
    }

    /// Another system id stands in the header than in what was signed.
    static let otherSystem = VXPError(
        .notAuthenticated,
        english: "XroadVnpt-systemid differs from the systemid in XroadVnpt-sign-header",
        vietnamese: "XroadVnpt-systemid khác systemid trong XroadVnpt-sign-header"
    )

    /// The body holds no file.
    static let notBase64 = VXPError(
        .format,
        english: "the body is neither XML nor base64; send the edXML file",
        vietnamese: "nội dung không phải XML cũng không phải base64; hãy gửi tệp edXML",
        cause: .malformedXML
    )

    /// A request that can't be read to its end.
    ///
    /// - Parameter isHead: whether already its head can't be read, as when accents came in low bytes, most of which
    ///   HTTP allows in no header.
    init(_ fault: FramingFault, isHead: Bool) {
        switch fault {
        case .badFraming where isHead:
            self.init(
                .systemError,
                english: "the request is not well-formed HTTP; leave accents out of every header",
                vietnamese: "yêu cầu không đúng định dạng HTTP; hãy bỏ dấu tiếng Việt trong mọi tiêu đề"
            )
        case .badFraming:
            self.init(
                .systemError,
                english: "the request is not well-formed HTTP, or it ended before it was complete",
                vietnamese: "yêu cầu không đúng định dạng HTTP hoặc kết thúc khi chưa đầy đủ"
            )
        case .headersTooLarge:
            self.init(
                .systemError,
                english: "the headers are too large; name fewer recipients in one call",
                vietnamese: "các trường tiêu đề quá lớn; hãy giảm số nơi nhận trong một lần gửi",
                cause: .tooLarge
            )
        case .slowBody:
            self.init(
                .systemError,
                english: "the body did not arrive in time; send it again",
                vietnamese: "nội dung không đến kịp thời hạn; hãy gửi lại"
            )
        }
    }
}

extension Refusal {
    /// A failure of the VXP interface, for the audit log.
    init(_ error: VXPError) {
        self.init(error.cause, english: error.english, vietnamese: error.vietnamese)
    }
}

extension VXPMethod {
    /// Whether a path is that of a call whose answer the SDK stores as a file, whatever comes: `downloadEdoc`, and
    /// `downloadEdoc2`, which sends no headers and never gets anything.
    static func isDownload(path: String) -> Bool {
        let name = path.prefix { $0 != "?" }.split(separator: "/").last ?? ""
        return name.hasPrefix(Self.downloadEdoc.rawValue)
    }

    /// Whether it changes nothing, so that GET will do.
    var onlyReads: Bool {
        switch self {
        case .registerAgency, .deleteAgency, .sendEdoc, .updateStatus: false
        default: true
        }
    }
}
