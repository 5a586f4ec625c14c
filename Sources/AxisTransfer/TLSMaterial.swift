// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import CCurl
import Glibc

/// The trust and identity of a client in the form that libcurl's handles take.
///
/// Texts from memory are handed over without a copy: this outlives every handle they were set on.
final class TLSMaterial {
    private let configuration: TransferConfiguration
    private let trust: UnsafeMutableRawBufferPointer?
    private let certificate: UnsafeMutableRawBufferPointer?
    private let key: UnsafeMutableRawBufferPointer?

    init(_ configuration: TransferConfiguration) {
        self.configuration = configuration
        if case .pem(let bytes) = configuration.trust { trust = Self.copy(bytes) } else { trust = nil }
        if case .pem(let certificate, let key) = configuration.identity {
            self.certificate = Self.copy(certificate)
            self.key = Self.copy(key)
        } else {
            certificate = nil
            key = nil
        }
    }

    deinit {
        trust?.deallocate()
        certificate?.deallocate()
        if let key {
            if let start = key.baseAddress { explicit_bzero(start, key.count) }
            key.deallocate()
        }
    }

    func apply(to options: inout CurlOptions) {
        options.set(CURLOPT_SSL_VERIFYPEER, 1)
        options.set(CURLOPT_SSL_VERIFYHOST, 2)
        options.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        switch configuration.trust {
        case .system: break
        // The default of the other kind is taken out each time: libcurl would trust the system's authorities besides.
        case .file(let path):
            options.set(CURLOPT_CAPATH, nil as String?)
            options.set(CURLOPT_CAINFO, path)
        case .directory(let path):
            options.set(CURLOPT_CAINFO, nil as String?)
            options.set(CURLOPT_CAPATH, path)
        case .pem:
            options.set(CURLOPT_CAPATH, nil as String?)
            options.set(CURLOPT_CAINFO, nil as String?)
            options.set(CURLOPT_CAINFO_BLOB, blob: trust)
        }
        switch configuration.identity {
        case .none: return
        case .files(let certificate, let key):
            options.set(CURLOPT_SSLCERT, certificate)
            options.set(CURLOPT_SSLKEY, key)
        case .pem:
            options.set(CURLOPT_SSLCERT_BLOB, blob: certificate)
            options.set(CURLOPT_SSLKEY_BLOB, blob: key)
        }
        // An encrypted key is an error; without this OpenSSL would ask for the password on the terminal.
        options.set(CURLOPT_KEYPASSWD, "")
    }

    private static func copy(_ bytes: [UInt8]) -> UnsafeMutableRawBufferPointer {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
        copy.copyBytes(from: bytes)
        return copy
    }
}
