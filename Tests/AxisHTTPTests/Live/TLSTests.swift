// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisSignature
import AxisTestSupport
import Foundation
import Hummingbird
import Testing

@testable import AxisHTTP

@Suite struct TLSTests {
    private static let request = "GET /who HTTP/1.1\r\nHost: a\r\n\r\n"

    /// Tells the fingerprint of the certificate that the connection presented.
    private static func who(_ router: Router<AxisRequestContext>) {
        router.get("/who") { _, context in
            guard let leaf = await context.connection.leafCertificate() else { return "nobody" }
            return (try? Certificate(der: leaf).commonName) ?? "?"
        }
    }

    private static func box(_ pki: TestPKI, _ trust: TrustList) throws -> TLSContextBox {
        try TLSContextBox(pki.material(trust), clock: HandClock(Timestamp(seconds: TestPKI.now)))
    }

    @Test func `a client of a trusted authority connects, and handlers see its certificate`() async throws {
        let pki = try TestPKI()
        let context = try pki.client(try pki.identity("agency"))
        try await TestListener.run(protection: .tls(try Self.box(pki, try pki.trust())), routes: Self.who) { port, _ in
            try await RawClient.connect(port: port, tls: context) { client in
                for _ in 0..<3 {
                    try await client.send(Self.request)
                    #expect(try await client.answer()?.body == "agency")
                }
            }
        }
    }

    @Test func `expired and revoked certificates get as far as a request`() async throws {
        let pki = try TestPKI()
        let expired = try pki.identity("expired", validity: 0...1_000_000)
        let revoked = try pki.identity("revoked")
        let future = try pki.identity("future", validity: (TestPKI.now + 500_000_000)...(TestPKI.now + 600_000_000))
        let trust = try pki.trust(revoking: [revoked.certificate])
        for (name, identity) in [("expired", expired), ("revoked", revoked), ("future", future)] {
            let context = try pki.client(identity)
            try await TestListener.run(protection: .tls(try Self.box(pki, trust)), routes: Self.who) { port, _ in
                try await RawClient.connect(port: port, tls: context) { client in
                    try await client.send(Self.request)
                    #expect(try await client.answer()?.body == name, "\(name)")
                }
            }
        }
    }

    @Test func `no certificate, a foreign authority and a server's certificate get a TLS alert`() async throws {
        let pki = try TestPKI()
        let foreign = try TestPKI()
        let contexts = [
            try pki.client(nil), try pki.client(try foreign.identity("agency")),
            try pki.client(try pki.identity("agency", purposes: .serverAuthentication)),
        ]
        try await TestListener.run(protection: .tls(try Self.box(pki, try pki.trust())), routes: Self.who) { port, _ in
            for context in contexts {
                let answer = try? await RawClient.connect(port: port, tls: context) { client in
                    try await client.send(Self.request)
                    return try await client.answer()
                }
                #expect(answer == .some(nil) || answer == nil)
            }
        }
    }

    @Test func `reloading changes whom new connections trust, and leaves those that stand`() async throws {
        let pki = try TestPKI()
        let other = try TestPKI()
        let box = try Self.box(pki, try pki.trust())
        let (first, second) = (try pki.client(try pki.identity("first")), try pki.client(try other.identity("second")))
        try await TestListener.run(protection: .tls(box), routes: Self.who) { port, _ in
            try await RawClient.connect(port: port, tls: first) { client in
                try await client.send(Self.request)
                #expect(try await client.answer()?.body == "first")
                try box.reload(pki.material(try other.trust()))
                let newcomer = try await RawClient.connect(port: port, tls: second) { client in
                    try await client.send(Self.request)
                    return try await client.answer()?.body
                }
                #expect(newcomer == "second")
                let stranger = try? await RawClient.connect(port: port, tls: first) { client in
                    try await client.send(Self.request)
                    return try await client.answer()?.body
                }
                #expect(stranger == .some(nil) || stranger == nil)
                try await client.send(Self.request)
                #expect(try await client.answer()?.body == "first")
            }
        }
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")), arguments: ["1.2", "1.3"])
    func `a resumed session still shows its certificate, and TLS 1.1 is refused`(version: String) async throws {
        let pki = try TestPKI()
        try pki.write(try pki.identity("agency"), as: "agency")
        try await TestListener.run(protection: .tls(try Self.box(pki, try pki.trust())), routes: Self.who) { port, _ in
            func connect(_ arguments: String) async throws -> String {
                // The pause lets TLS 1.3's tickets, which follow the handshake, arrive.
                let line = """
                    (printf 'GET /who HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n'; sleep 0.5) | openssl s_client \
                    -connect 127.0.0.1:\(port) -cert \(pki.path("agency.pem")) -key \(pki.path("agency.key")) \
                    -CAfile \(pki.path("ca.pem")) \(arguments) 2>&1
                    """
                return try await Shell.run(line)
            }
            let session = pki.path("session")
            let flag = version == "1.2" ? "-tls1_2" : "-tls1_3"
            let full = try await connect("\(flag) -sess_out \(session)")
            #expect(full.contains("New, TLSv"))
            #expect(full.contains("agency"))
            let resumed = try await connect("\(flag) -sess_in \(session)")
            #expect(resumed.contains("Reused, TLSv"))
            #expect(resumed.contains("\r\nagency"))
            for cipher in ["ECDHE-ECDSA-AES128-SHA", "ECDHE-RSA-AES128-SHA", "AES128-GCM-SHA256", "AES256-SHA"] {
                let weak = try await connect("-tls1_2 -cipher \(cipher):@SECLEVEL=0")
                #expect(!weak.contains("HTTP/1.1 200"), "\(cipher)")
            }
            let old = try await connect("-tls1_1 -cipher DEFAULT@SECLEVEL=0")
            #expect(!old.contains("HTTP/1.1 200"))
        }
    }
}
