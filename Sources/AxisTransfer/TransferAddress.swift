// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import CCurl

/// Which addresses a request may go to.
enum TransferAddress {
    /// Whether the address is plain `http`; libcurl is told to take no other scheme.
    ///
    /// - Throws: ``TransferError/Code/unsupportedURL`` when it is neither `https` nor an allowed plain one.
    static func isPlain(
        _ request: TransferRequest,
        configuration: TransferConfiguration
    ) throws(TransferError) -> Bool {
        guard request.url.utf8.count <= 8192, request.url.utf8.allSatisfy({ $0 > 32 && $0 != 127 }) else {
            throw TransferError(.unsupportedURL, reason: "The address is too long or has white space in it.")
        }
        let scheme = request.url.prefix(8).lowercased()
        if scheme == "https://" { return false }
        guard scheme.hasPrefix("http://") else {
            throw TransferError(.unsupportedURL, reason: "Only https addresses are allowed.")
        }
        if request.unixSocket != nil { return true }
        guard configuration.allowsPlainLoopback, let host = host(of: request.url), isLoopback(host) else {
            throw TransferError(.unsupportedURL, reason: "Plain http is allowed on a loopback address only.")
        }
        return true
    }

    /// The host as libcurl's own parser reads it, so that both mean the same one.
    private static func host(of url: String) -> String? {
        guard let parser = curl_url() else { return nil }
        defer { curl_url_cleanup(parser) }
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_set(parser, CURLUPART_URL, url, UInt32(CURLU_DISALLOW_USER)) == CURLUE_OK,
            curl_url_get(parser, CURLUPART_HOST, &text, 0) == CURLUE_OK, let text
        else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }

    /// Digits only: a name such as `localhost` means what the resolver says.
    private static func isLoopback(_ host: String) -> Bool {
        if host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
