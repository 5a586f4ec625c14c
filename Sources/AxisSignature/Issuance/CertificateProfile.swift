// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// A name of a certificate's subject or issuer.
package struct DistinguishedName: Sendable, Hashable {
    /// The common name, at most 64 characters.
    package var commonName: String
    /// The organisation, at most 64 characters.
    package var organization: String?
    /// The country in two letters.
    package var country: String?

    /// A name of these parts.
    package init(commonName: String, organization: String? = nil, country: String? = "VN") {
        self.commonName = commonName
        self.organization = organization
        self.country = country
    }

    /// Parts in the order in which they are encoded.
    var entries: [(field: String, text: String)] {
        [("C", country), ("O", organization), ("CN", commonName)].compactMap { field, text in
            text.map { (field, $0) }
        }
    }
}

/// What a new certificate says about its subject.
package struct CertificateProfile: Sendable, Hashable {
    /// The subject's name.
    package var subject: DistinguishedName
    /// The first and last second of validity, in seconds since 1970.
    package var validity: ClosedRange<Int64>
    /// Host names of the subject.
    package var hostNames: [String]
    /// Internet addresses of the subject, as text.
    package var addresses: [String]
    /// What the key may do.
    package var keyUsage: KeyUsage
    /// The purposes of the key; empty for any.
    package var extendedKeyUsage: ExtendedKeyUsage
    /// Makes the subject an authority that may issue certificates.
    package var isAuthority: Bool

    /// A profile of these parts; without more words, a key that signs and is good for any purpose.
    package init(
        subject: DistinguishedName,
        validity: ClosedRange<Int64>,
        hostNames: [String] = [],
        addresses: [String] = [],
        keyUsage: KeyUsage = .digitalSignature,
        extendedKeyUsage: ExtendedKeyUsage = [],
        isAuthority: Bool = false
    ) {
        self.subject = subject
        self.validity = validity
        self.hostNames = hostNames
        self.addresses = addresses
        self.keyUsage = keyUsage
        self.extendedKeyUsage = extendedKeyUsage
        self.isAuthority = isAuthority
    }

    /// The key usage of an authority: certificates and revocation lists.
    package static let authorityUsage: KeyUsage = [.certificateSigning, .revocationListSigning]

    /// The alternative names as OpenSSL's configuration language has them, nil when there are none.
    func alternativeNames() throws(SignatureError) -> String? {
        for name in hostNames + addresses {
            let isPlain = name.utf8.allSatisfy { byte in
                let character = Character(UnicodeScalar(byte))
                return character.isASCII && (character.isLetter || character.isNumber || "-.:*_".contains(character))
            }
            guard isPlain, !name.isEmpty else {
                throw SignatureError(
                    .argument,
                    "“\(name)” is neither a host name nor an internet address.",
                    "“\(name)” không phải tên máy hay địa chỉ mạng."
                )
            }
        }
        let names = hostNames.map { "DNS:\($0)" } + addresses.map { "IP:\($0)" }
        return names.isEmpty ? nil : names.joined(separator: ",")
    }

    /// The key usage as OpenSSL's configuration language has it.
    var keyUsageText: String {
        let names: [(KeyUsage, String)] = [
            (.digitalSignature, "digitalSignature"), (.contentCommitment, "nonRepudiation"),
            (.keyEncipherment, "keyEncipherment"), (.certificateSigning, "keyCertSign"),
            (.revocationListSigning, "cRLSign"),
        ]
        return (["critical"] + names.filter { keyUsage.contains($0.0) }.map(\.1)).joined(separator: ",")
    }

    /// The extended key usage as OpenSSL's configuration language has it, nil when any purpose is allowed.
    var extendedKeyUsageText: String? {
        var names: [String] = []
        if extendedKeyUsage.contains(.serverAuthentication) { names.append("serverAuth") }
        if extendedKeyUsage.contains(.clientAuthentication) { names.append("clientAuth") }
        return names.isEmpty ? nil : names.joined(separator: ",")
    }
}
