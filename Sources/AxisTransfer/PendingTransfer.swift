// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import CCurl
import Synchronization

/// A request on its way into the loop: checked, and with everything made that need not be made on the loop's thread.
final class PendingTransfer: Sendable {
    let request: TransferRequest
    let headers: HeaderList
    /// Whether `http` is what the address says, and allowed.
    let isPlain: Bool
    /// Set from any thread; the loop looks at it when it takes the request in.
    let isCancelled = Atomic<Bool>(false)

    init(_ request: TransferRequest, configuration: TransferConfiguration) throws(TransferError) {
        guard request.method.utf8.count <= 32, !request.method.isEmpty,
            request.method.utf8.allSatisfy({ (65...90).contains($0) })
        else { throw TransferError(.invalidRequest, reason: "The method is not a word in capital letters.") }
        isPlain = try TransferAddress.isPlain(request, configuration: configuration)
        headers = try HeaderList(request)
        self.request = request
    }
}

/// The request's header lines in libcurl's form.
///
/// `@unchecked`: the list is never changed after it was made, and freed by its last owner.
final class HeaderList: @unchecked Sendable {
    let first: UnsafeMutablePointer<curl_slist>?

    init(_ request: TransferRequest) throws(TransferError) {
        var lines = [String]()
        lines.reserveCapacity(request.headers.count + 2)
        var namesContentType = false
        for (name, value) in request.headers {
            guard Self.isToken(name), Self.isFieldValue(value) else {
                throw TransferError(.invalidRequest, reason: "A header field has a character that HTTP does not allow.")
            }
            if name.lowercased() == "content-type" { namesContentType = true }
            lines.append(value.isEmpty ? name + ";" : name + ": " + value)
        }
        // A name and a colon alone take out what libcurl would add by itself: a wait for `100 Continue`, which many
        // servers let run into its time-out, and a form's content type.
        lines.append("Expect:")
        if !namesContentType { lines.append("Content-Type:") }

        var list: UnsafeMutablePointer<curl_slist>?
        for line in lines {
            guard let longer = curl_slist_append(list, line) else {
                curl_slist_free_all(list)
                throw TransferError(.failed, reason: "Out of memory for a request's header.")
            }
            list = longer
        }
        first = list
    }

    deinit { curl_slist_free_all(first) }

    /// RFC 9110, section 5.6.2.
    private static func isToken(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case 48...57, 65...90, 97...122, 33, 35...39, 42, 43, 45, 46, 94, 95, 96, 124, 126: true
                default: false
                }
            }
    }

    /// RFC 9110, section 5.5: no control character, so that no value can begin another line.
    private static func isFieldValue(_ value: String) -> Bool {
        value.utf8.allSatisfy { $0 >= 32 && $0 != 127 || $0 == 9 }
    }
}
