// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisTransfer

/// One call of an HTTP interface, before it is bound to a server.
struct Call {
    /// The method.
    var method: String
    /// The path's segments, each escaped on its way out.
    var path: [String]
    /// The query; entries without a value are left out.
    var query: [(String, String?)] = []
    /// Header fields besides the common ones.
    var headers: [(String, String)] = []
    /// The body.
    var body: TransferRequest.Body = .none
    /// Whether the server may get the same call twice without harm.
    var mayRepeat = true
    /// How long to wait for the answer.
    var timeout: Duration = .seconds(60)
    /// The most bytes of answer taken.
    var responseLimit = 64 << 20
    /// Whether `304` is an answer too.
    var takesNotModified = false
    /// Where a `2xx` body goes.
    var responseFile: String?

    init(_ method: String, _ path: String...) {
        self.method = method
        self.path = path
    }

    /// The path and query as they stand in a request line.
    var target: String {
        let path = path.map { "/" + Self.escape($0) }.joined()
        let query = query.compactMap { name, value in value.map { "\(name)=\(Self.escape($0))" } }
        return query.isEmpty ? path : path + "?" + query.joined(separator: "&")
    }

    /// Escapes all but the unreserved characters (RFC 3986, section 2.3).
    static func escape(_ text: String) -> String {
        var escaped = ""
        for byte in text.utf8 {
            switch byte {
            case 48...57, 65...90, 97...122, 45, 46, 95, 126: escaped.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = Array("0123456789ABCDEF")
                escaped += "%"
                escaped.append(digits[Int(byte >> 4)])
                escaped.append(digits[Int(byte & 15)])
            }
        }
        return escaped
    }

    /// The call with a query.
    func asking(_ query: [(String, String?)]) -> Call {
        var call = self
        call.query = query
        return call
    }

    /// The call with a JSON body.
    func sending(_ value: some Encodable) throws(ClientError) -> Call {
        var call = self
        call.headers.append(("Content-Type", "application/json"))
        call.body = .bytes(try JSONText.encode(value))
        return call
    }

    /// The call with the word that it must reach the server once at most.
    var onlyOnce: Call {
        var call = self
        call.mayRepeat = false
        return call
    }
}
