// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// The elliptic curves that Axis signs and verifies with (FIPS 186-4).
package enum EllipticCurve: Sendable, Hashable, CaseIterable {
    case p256, p384

    /// The name that OpenSSL knows the curve by.
    var openSSLName: String { self == .p256 ? "P-256" : "P-384" }

    /// Length of one coordinate, and of each half of an XML signature value, in bytes.
    var coordinateByteCount: Int { self == .p256 ? 32 : 48 }
}

/// What a public or private key is.
package enum KeyKind: Sendable, Hashable, CustomStringConvertible {
    /// RSA with a modulus of so many bits.
    case rsa(bits: Int)
    /// A key on one of the two curves in use.
    case ec(EllipticCurve)
    /// Any other key, by OpenSSL's name for it.
    case other(String)

    /// The sizes of RSA keys in use, in bits: at least 2048 (Circular 15/2025/TT-BKHCN), at most what stays cheap.
    package static let rsaBits = 2048...4096

    package var description: String {
        switch self {
        case .rsa(let bits): "RSA-\(bits)"
        case .ec(let curve): curve.openSSLName
        case .other(let name): name
        }
    }

    /// True for the keys that Axis signs and verifies with.
    package var isSupported: Bool {
        switch self {
        case .rsa(let bits): Self.rsaBits.contains(bits)
        case .ec: true
        case .other: false
        }
    }

    /// Reads the kind off an OpenSSL key.
    init(of key: OpaquePointer) {
        switch EVP_PKEY_get_base_id(key) {
        case EVP_PKEY_RSA: self = .rsa(bits: Int(EVP_PKEY_get_bits(key)))
        case EVP_PKEY_EC:
            var name = [CChar](repeating: 0, count: 80)
            var length = 0
            guard EVP_PKEY_get_group_name(key, &name, name.count, &length) == 1 else {
                self = .other("EC with explicit parameters")
                return
            }
            let group = String(decoding: name.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self)
            switch group {
            case "prime256v1", "P-256": self = .ec(.p256)
            case "secp384r1", "P-384": self = .ec(.p384)
            default: self = .other("EC \(group)")
            }
        default:
            let name = EVP_PKEY_get0_type_name(key).map { String(cString: $0) }
            self = .other(name ?? "unknown")
        }
    }
}
