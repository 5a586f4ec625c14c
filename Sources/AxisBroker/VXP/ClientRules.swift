// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisSignature

/// What a system id, its addresses and its secrets must be like.
enum ClientRules {
    /// The most system ids.
    static let mostClients = 200_000
    /// The most networks of one system id.
    static let mostAddresses = 64
    /// The longest that two secrets verify side by side, in seconds: 90 days.
    static let longestOverlap: Int64 = 90 * 86_400
    /// The highest maximum age of a timestamp, in seconds: ten years. The SDK makes it once, at its start.
    static let highestAge: Int64 = 3650 * 86_400
    /// The bytes that a secret taken over has.
    static let secretBytes = 8...1024
    /// Fewer bytes than this can be guessed; they are taken over with a warning.
    static let comfortableBytes = 16

    static func check(systemID: String) throws(Refusal) {
        let isFine =
            (1...64).contains(systemID.utf8.count)
            && systemID.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                    || "._-:@".utf8.contains(byte)
            }
        guard isFine else {
            throw .field(
                "systemId",
                "a system id is 1 to 64 letters, digits and . _ - : @",
                "mã hệ thống gồm 1 đến 64 chữ cái không dấu, chữ số và . _ - : @"
            )
        }
    }

    /// The networks; nil for anywhere, which must be said.
    static func addresses(from ranges: [AddressRange]?, any: Bool?) throws(Refusal) -> [AddressRange]? {
        let ranges = ranges ?? []
        guard (any ?? false) == ranges.isEmpty else {
            throw .field(
                "from",
                "name the networks that requests come from, or say that any address may call; one of both",
                "hãy nêu các mạng được gọi, hoặc ghi rõ cho phép mọi địa chỉ; chọn một trong hai"
            )
        }
        if ranges.isEmpty { return nil }
        guard ranges.count <= mostAddresses else {
            throw .field("from", "name at most \(mostAddresses) networks", "nêu tối đa \(mostAddresses) mạng")
        }
        guard !ranges.contains(where: { $0.prefixLength == 0 }) else {
            throw .field(
                "from",
                "a network of all addresses must be said as any address",
                "mạng gồm mọi địa chỉ phải được ghi rõ là cho phép mọi địa chỉ"
            )
        }
        return ranges
    }

    static func check(maximumAge: Int64?, least: Int64) throws(Refusal) {
        guard let maximumAge else { return }
        guard (least...highestAge).contains(maximumAge) else {
            throw .field(
                "maximumAge",
                "the maximum age is \(least) to \(highestAge) seconds",
                "thời hạn tối đa là \(least) đến \(highestAge) giây"
            )
        }
    }

    static func overlap(_ seconds: Int64?) throws(Refusal) -> Duration? {
        guard let seconds, seconds != 0 else { return nil }
        guard (1...longestOverlap).contains(seconds) else {
            throw .field(
                "overlap",
                "two secrets verify side by side for 0 to \(longestOverlap) seconds",
                "hai khóa cùng hiệu lực trong 0 đến \(longestOverlap) giây"
            )
        }
        return .seconds(seconds)
    }
}

/// A secret before it is sealed.
struct NewSecret {
    let bytes: SecretBytes
    /// What the administrator is shown, once; nil for a secret that the agency has already.
    let shown: SecretText?
    let warnings: [String]

    /// Takes an agency's secret over, or makes one of 256 random bits, written in hexadecimal: a properties file and
    /// XML hold it without escapes.
    init(takingOver given: SecretText?) throws(Refusal) {
        guard let given else {
            do {
                var random = try SecretBytes.random(32)
                defer { SecretBytes.wipe(&random) }
                let text = Hex.encode(random)
                bytes = SecretBytes(copying: text.utf8)
                shown = SecretText(text)
            } catch {
                throw Refusal(error, field: "secret")
            }
            warnings = []
            return
        }
        let count = given.text.utf8.count
        guard ClientRules.secretBytes.contains(count), given.text.utf8.allSatisfy({ $0 >= 32 && $0 != 127 }) else {
            throw .field(
                "secret",
                "a secret is one line of \(ClientRules.secretBytes.lowerBound) to "
                    + "\(ClientRules.secretBytes.upperBound) bytes",
                "khóa bí mật là một dòng dài \(ClientRules.secretBytes.lowerBound) đến "
                    + "\(ClientRules.secretBytes.upperBound) byte"
            )
        }
        bytes = SecretBytes(copying: given.text.utf8)
        shown = nil
        warnings =
            count < ClientRules.comfortableBytes
            ? ["the secret has \(count) bytes and can be guessed; rotate it soon"] : []
    }
}
