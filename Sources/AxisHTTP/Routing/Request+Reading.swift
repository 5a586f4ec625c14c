// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

extension AxisRequestContext {
    /// A path parameter, its percent escapes undone.
    func text(_ name: String) throws(Refusal) -> String {
        guard let raw = coreContext.parameters.get(name), let text = raw.removingPercentEncoding, !text.isEmpty
        else {
            throw .badRequest(name, english: "the path is not readable", vietnamese: "đường dẫn không đọc được")
        }
        return text
    }

    /// An identifier in the path; something that can't be one is answered like one that names nothing.
    func identifier<Tag>(_ name: String = "id", as type: Identifier<Tag>.Type) throws(Refusal) -> Identifier<Tag> {
        guard let id = Identifier<Tag>(try text(name)) else {
            throw Refusal(.notFound, field: name, english: "no such id", vietnamese: "không có mã này")
        }
        return id
    }
}

extension Response {
    /// A value as JSON.
    init(
        _ value: some Encodable,
        status: HTTPResponse.Status = .ok,
        fields: HTTPFields = HTTPFields()
    ) throws {
        var headers = fields
        headers[.contentType] = "application/json"
        headers[.cacheControl] = "no-store"
        self.init(status: status, headers: headers, body: ResponseBody(byteBuffer: try JSON.encode(value)))
    }
}

/// A list as it travels.
struct ListView<Item: Encodable & Sendable>: Encodable, Sendable {
    let items: [Item]
}
