// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import Testing

@Suite struct ContentDigestTests {
    let digest = Digest256("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")

    @Test func `a field names a digest and reads back`() throws {
        let digest = try #require(digest)
        #expect(ContentDigest.field(digest) == "sha-256=:ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=:")
        #expect(ContentDigest.sha256(in: ContentDigest.field(digest)) == digest)
        #expect(ContentDigest.sha256(in: "sha-512=:AA==:,\t\(ContentDigest.field(digest)) ") == digest)
    }

    @Test(arguments: [
        "", "sha-256", "sha-256=:AA==:", "sha-256=ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=",
        "sha-512=:ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=:",
        "sha-256=:ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0=:",
    ])
    func `what names no SHA-256 is nil`(field: String) {
        #expect(ContentDigest.sha256(in: field) == nil)
    }
}
