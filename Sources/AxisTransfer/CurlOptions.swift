// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import CCurl

/// Sets options on a handle and remembers the first that libcurl did not take.
struct CurlOptions {
    private let curl: UnsafeMutableRawPointer
    private(set) var failure = CURLE_OK

    init(of curl: UnsafeMutableRawPointer) {
        self.curl = curl
    }

    mutating func set(_ option: CURLoption, _ value: Int) {
        note(axis_curl_set_long(curl, option, value))
    }

    mutating func set(_ option: CURLoption, offset value: Int64) {
        note(axis_curl_set_offset(curl, option, curl_off_t(value)))
    }

    mutating func set(_ option: CURLoption, _ value: String?) {
        note(axis_curl_set_string(curl, option, value))
    }

    mutating func set(_ option: CURLoption, pointer value: UnsafeMutableRawPointer?) {
        note(axis_curl_set_pointer(curl, option, value))
    }

    mutating func set(_ option: CURLoption, bytes value: [UInt8]) {
        note(axis_curl_set_bytes(curl, option, value))
    }

    mutating func set(_ option: CURLoption, blob value: UnsafeMutableRawBufferPointer?) {
        note(axis_curl_set_blob(curl, option, value?.baseAddress, value?.count ?? 0))
    }

    mutating func set(_ option: CURLoption, list value: UnsafeMutablePointer<curl_slist>?) {
        note(axis_curl_set_list(curl, option, value))
    }

    mutating func note(_ code: CURLcode) {
        if failure == CURLE_OK { failure = code }
    }
}
