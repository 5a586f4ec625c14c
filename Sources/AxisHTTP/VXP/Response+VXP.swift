// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisVXP
import HTTPTypes
import HummingbirdCore
import NIOCore

extension Response {
    /// How much of a JSON reply is written at once.
    private static let piece = 128 * 1024

    /// A reply of the VXP interface: always 200, since the SDK looks at no status, or badly.
    ///
    /// - Parameter isLast: whether the connection ends with it.
    init(_ reply: VXPReply, over connection: Connection, isLast: Bool) {
        var fields: HTTPFields = [.cacheControl: "no-store"]
        // Shorter than the listener waits, so that no call is begun on a connection that is just being closed.
        if isLast { fields[.connection] = "close" } else { fields[.keepAlive] = "timeout=4" }
        switch reply {
        case .empty:
            self.init(status: .ok, headers: fields)
        case .json(let bytes):
            fields[.contentType] = "application/json"
            self.init(status: .ok, headers: fields, body: Self.body(bytes))
        case .encoded(let document):
            fields[.contentType] = "application/json"
            self.init(status: .ok, headers: fields, body: Self.body(document, isEncoded: true, over: connection))
        case .raw(let document):
            fields[.contentType] = "application/octet-stream"
            self.init(status: .ok, headers: fields, body: Self.body(document, isEncoded: false, over: connection))
        }
    }

    private static func body(_ bytes: [UInt8]) -> ResponseBody {
        ResponseBody(contentLength: bytes.count) { writer in
            for start in stride(from: 0, to: bytes.count, by: piece) {
                try await writer.write(ByteBuffer(bytes: bytes[start..<min(start + piece, bytes.count)]))
            }
            try await writer.finish(nil)
        }
    }

    private static func body(
        _ document: VXPDocument,
        isEncoded: Bool,
        over connection: Connection
    ) -> ResponseBody {
        DocumentBody(document, isEncoded: isEncoded).responseBody {
            // Only bytes that all went out count as fetched.
            guard await connection.isResponseHandedOver() else { return }
            await document.wasFetched()
        }
    }
}
