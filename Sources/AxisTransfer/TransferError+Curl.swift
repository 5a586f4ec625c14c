// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import CCurl

extension TransferError {
    /// The error that a `CURLcode` and the sentence in libcurl's error buffer stand for.
    ///
    /// - Parameters:
    ///   - curl: anything but `CURLE_OK`.
    ///   - detail: the error buffer; may be empty.
    ///   - connected: whether a connection was made, TLS included, before the failure.
    init(curl: CURLcode, detail: String, connected: Bool) {
        let text = detail.isEmpty ? String(cString: curl_easy_strerror(curl)) : detail
        self.init(
            Self.code(of: curl, text: text, connected: connected),
            curlCode: Int(curl.rawValue),
            reason: String(text.prefix(256))
        )
    }

    private static func code(of curl: CURLcode, text: String, connected: Bool) -> Code {
        switch curl {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .couldNotResolve
        case CURLE_COULDNT_CONNECT, CURLE_INTERFACE_FAILED: .couldNotConnect
        case CURLE_OPERATION_TIMEDOUT: connected ? .timedOut : .couldNotConnect
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_CRL_BADFILE, CURLE_SSL_ISSUER_ERROR,
            CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_CLIENTCERT, CURLE_USE_SSL_FAILED:
            .tls
        // TLS 1.3 lets a server refuse our certificate only after the handshake: the alert comes with the first read.
        case CURLE_SEND_ERROR: text.contains(" alert ") ? .tls : .sendFailed
        case CURLE_RECV_ERROR: text.contains(" alert ") ? .tls : .receiveFailed
        case CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE: .receiveFailed
        case CURLE_SEND_FAIL_REWIND, CURLE_READ_ERROR: .sendFailed
        case CURLE_UNSUPPORTED_PROTOCOL where connected:
            .malformedResponse
        case CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING: .malformedResponse
        case CURLE_FILESIZE_EXCEEDED: .responseTooLarge
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT, CURLE_LOGIN_DENIED: .unsupportedURL
        default: .failed
        }
    }
}
