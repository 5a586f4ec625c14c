// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import COpenSSL
import Glibc

extension Certificate {
    /// Every certificate in PEM text, or the one in DER bytes.
    ///
    /// - Parameter limit: how many certificates at most.
    package static func load(_ bytes: [UInt8], limit: Int = 1024) throws(SignatureError) -> [Certificate] {
        if bytes.first == 0x30 { return [try Certificate(der: bytes)] }
        var certificates: [Certificate] = []
        for block in PEMBlock.blocks(in: bytes) where block.isCertificate {
            guard certificates.count < limit else {
                throw SignatureError(
                    .certificateUnreadable,
                    "There are more than \(limit) certificates.",
                    "Có hơn \(limit) chứng thư."
                )
            }
            certificates.append(try Certificate(der: block.der))
        }
        guard !certificates.isEmpty else {
            throw SignatureError(
                .certificateUnreadable,
                "There is no certificate, neither as PEM nor as DER.",
                "Không có chứng thư nào, dạng PEM lẫn DER."
            )
        }
        return certificates
    }

    /// Every certificate in a PEM file, or the one in a DER file.
    package static func load(file path: String) throws(SignatureError) -> [Certificate] {
        let bytes = try SmallFile.read(path, atMost: SmallFile.largestListFile)
        do { return try load(bytes) } catch {
            throw SignatureError(error.code, "\(path): \(error.english)", "\(path): \(error.vietnamese)")
        }
    }

    /// The certificate as PEM text.
    package var pem: String { PEMBlock.encode(der, label: "CERTIFICATE") }

    /// Writes certificates one after the other into a new PEM file of mode 0644; an existing file is refused.
    package static func writePEM(_ certificates: [Certificate], to path: String) throws(SignatureError) {
        try SmallFile.create(path, mode: 0o644, contents: Array(certificates.map(\.pem).joined().utf8))
    }

    // MARK: - OpenSSL's parts

    static func decode(_ der: [UInt8]) -> OpaquePointer? {
        der.withUnsafeBufferPointer { bytes in
            var position = bytes.baseAddress
            guard let handle = d2i_X509(nil, &position, bytes.count) else { return nil }
            guard position == bytes.baseAddress.map({ $0 + bytes.count }) else {
                X509_free(handle)
                return nil
            }
            return handle
        }
    }

    static func encode(_ handle: OpaquePointer) -> [UInt8] {
        let length = i2d_X509(handle, nil)
        guard length > 0 else { return [] }
        return [UInt8](unsafeUninitializedCapacity: Int(length)) { buffer, count in
            var position = buffer.baseAddress
            count = max(0, Int(i2d_X509(handle, &position)))
        }
    }

    static func text(_ name: OpaquePointer) -> String {
        let buffer = MemoryBuffer()
        buffer.withHandle { _ = axis_print_name($0, name) }
        return String(decoding: buffer.contents(), as: UTF8.self)
    }

    static func commonName(_ name: OpaquePointer) -> String? {
        let index = X509_NAME_get_index_by_NID(name, NID_commonName, -1)
        guard index >= 0, let entry = X509_NAME_get_entry(name, index) else { return nil }
        var bytes: UnsafeMutablePointer<UInt8>?
        let length = ASN1_STRING_to_UTF8(&bytes, X509_NAME_ENTRY_get_data(entry))
        guard length >= 0, let bytes else { return nil }
        defer { CRYPTO_free(bytes, #fileID, #line) }
        return String(decoding: UnsafeBufferPointer(start: bytes, count: Int(length)), as: UTF8.self)
    }

    static func serialBytes(_ serial: UnsafePointer<ASN1_INTEGER>?) -> [UInt8] {
        guard let data = ASN1_STRING_get0_data(serial) else { return [] }
        let bytes = UnsafeBufferPointer(start: data, count: Int(ASN1_STRING_length(serial)))
        return Array(bytes.drop { $0 == 0 })
    }

    /// A certificate's time in seconds since 1970.
    static func seconds(_ time: UnsafePointer<ASN1_TIME>?) -> Int64? {
        var parts = tm()
        guard let time, ASN1_TIME_to_tm(time, &parts) == 1 else { return nil }
        return Int64(timegm(&parts))
    }
}
