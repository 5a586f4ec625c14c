// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

/// What a push endpoint's URL may be: `https`, a host, no user, no fragment (RFC 3986, RFC 9110 section 4.2.2).
enum EndpointRules {
    static let longestURL = 2000

    static func check(url: String) throws(Refusal) {
        guard isEndpoint(url) else {
            throw .invalid(
                "url",
                "an endpoint is an https URL with a host, without user, fragment or spaces",
                "điểm nhận là một URL https có tên máy chủ, không có tên người dùng, mảnh (#) hay dấu cách"
            )
        }
    }

    private static func isEndpoint(_ url: String) -> Bool {
        let scheme = "https://"
        guard url.utf8.count <= longestURL, url.utf8.allSatisfy({ (33...126).contains($0) }),
            url.prefix(scheme.count).lowercased() == scheme
        else { return false }
        let rest = url.dropFirst(scheme.count)
        guard !rest.contains(where: { "#\\<>\"{}|^`".contains($0) }) else { return false }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard !authority.contains("@") else { return false }
        return isAuthority(authority)
    }

    private static func isAuthority(_ authority: Substring) -> Bool {
        if authority.first == "[" {
            guard let end = authority.firstIndex(of: "]") else { return false }
            let address = authority[authority.index(after: authority.startIndex)..<end]
            let isAddress =
                address.contains(":")
                && address.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
            return isAddress && isPort(authority[authority.index(after: end)...])
        }
        let host = authority.prefix { $0 != ":" }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        let isHost =
            !host.isEmpty && host.utf8.count <= 253
            && labels.allSatisfy { label in
                (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                    && label.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
            }
        return isHost && isPort(authority.dropFirst(host.count))
    }

    /// Nothing, or a colon and a port.
    private static func isPort(_ text: Substring) -> Bool {
        guard let first = text.first else { return true }
        guard first == ":", (2...6).contains(text.count), text.dropFirst().allSatisfy({ ("0"..."9").contains($0) }),
            let port = Int(text.dropFirst())
        else { return false }
        return (1...65_535).contains(port)
    }
}
