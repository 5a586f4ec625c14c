// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisSignature
import Foundation
import Hummingbird
import NIOSSL
import Testing

@testable import AxisHTTP

@Suite struct AgencyTests {
    static let edxml = """
        <?xml version="1.0" encoding="UTF-8"?>
        <edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016"><edXML:edXMLEnvelope \
        xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016"><edXML:edXMLHeader><edXML:MessageHeader>\
        <edXML:From><edXML:OrganId>G22</edXML:OrganId></edXML:From>\
        <edXML:To><edXML:OrganId>H24</edXML:OrganId></edXML:To>\
        <edXML:DocumentId>G22,2025/07/01,1/VPCP-TEST</edXML:DocumentId>\
        <edXML:Code><edXML:CodeNumber>1</edXML:CodeNumber><edXML:CodeNotation>VPCP-TEST</edXML:CodeNotation>\
        </edXML:Code><edXML:PromulgationInfo><edXML:Place>Hà Nội</edXML:Place>\
        <edXML:PromulgationDate>2025/07/01</edXML:PromulgationDate></edXML:PromulgationInfo>\
        <edXML:DocumentType><edXML:Type>18</edXML:Type><edXML:TypeName>Công văn</edXML:TypeName>\
        </edXML:DocumentType><edXML:Subject>PADDING</edXML:Subject></edXML:MessageHeader>\
        <edXML:TraceHeaderList><edXML:Bussiness><edXML:BussinessDocType>0</edXML:BussinessDocType>\
        </edXML:Bussiness></edXML:TraceHeaderList></edXML:edXMLHeader>\
        <edXML:edXMLBody><edXML:edXMLManifest version="1.0"/></edXML:edXMLBody></edXML:edXMLEnvelope></edXML>
        """

    /// One call: sends, awaits the answer.
    static func call(
        _ client: inout RawClient,
        _ line: String,
        _ body: String? = nil,
        fields: String = ""
    ) async throws -> RawClient.Answer {
        let length = body.map { "Content-Length: \($0.utf8.count)\r\n" } ?? ""
        try await client.send("\(line) HTTP/1.1\r\nHost: a\r\n\(fields)\(length)\r\n\(body ?? "")")
        return try #require(try await client.answer())
    }

    static func run(
        limits: HTTPLimits = TestListener.quickLimits(),
        _ body: @escaping @Sendable (ServicesWorld, Int) async throws -> Void
    ) async throws {
        let world = try await ServicesWorld()
        let box = try TLSContextBox(world.pki.material(try world.pki.trust()), clock: world.clock)
        let routers = Routers(services: world.services, limits: limits, metrics: PrometheusFactory())
        try await TestListener.run(
            protection: .tls(box),
            limits: limits,
            clock: world.clock,
            router: routers.agency()
        ) { port, _ in
            try await body(world, port)
        }
    }

    /// Binds a new certificate to a unit through the interface, as an administrator does.
    static func bind(_ world: ServicesWorld, port: Int, to code: String) async throws -> NIOSSLContext {
        let identity = try world.pki.identity(code)
        let request = BindingAddRequest(unit: code, certificate: identity.certificate.pem, use: "both")
        let json = String(decoding: try JSONEncoder().encode(request), as: UTF8.self)
        let context = try world.pki.client(world.administrator, named: "administrator")
        let answer = try await RawClient.connect(port: port, tls: context) { client in
            try await Self.call(&client, "POST /admin/v1/certificates", json)
        }
        #expect(answer.status == 201, "\(answer.body)")
        return try world.pki.client(identity, named: code)
    }

    @Test func `a document goes in, is listed, fetched in whole and in part, and acknowledged`() async throws {
        try await Self.run { world, port in
            let sender = try await Self.bind(world, port: port, to: "G22")
            let recipient = try await Self.bind(world, port: port, to: "H24")
            let document = Self.edxml.replacing("PADDING", with: "V/v thử nghiệm")
            let receipt = try await RawClient.connect(port: port, tls: sender) { client in
                let broken = try await Self.call(&client, "POST /v1/envelopes", "<a><b></a>")
                #expect(broken.status == 400)
                #expect(broken.body.contains("\"code\":\"malformed-xml\""))
                let first = try await Self.call(&client, "POST /v1/envelopes", document)
                #expect(first.status == 201, "\(first.body)")
                let again = try await Self.call(&client, "POST /v1/envelopes", document)
                #expect(again.status == 200)
                #expect(again.body == first.body)
                let receipt = try JSONDecoder().decode(Receipt.self, from: Data(first.body.utf8))
                #expect(first.field("location") == "/v1/envelopes/\(receipt.envelopeId)")
                let report = try await Self.call(&client, "GET /v1/envelopes/\(receipt.envelopeId)")
                #expect(report.status == 200)
                let unknown = try await Self.call(&client, "GET /v1/envelopes?frm=1")
                #expect(unknown.status == 400)
                #expect(unknown.body.contains("\"field\":\"frm\""))
                return receipt
            }
            try await RawClient.connect(port: port, tls: recipient) { client in
                let inbox = try await Self.call(&client, "GET /v1/inbox")
                let page = try JSONDecoder().decode(InboxPage.self, from: Data(inbox.body.utf8))
                let item = try #require(page.items.first)
                #expect(item.envelopeId == receipt.envelopeId)
                let path = "/v1/deliveries/\(item.deliveryId)/envelope"
                let part = try await Self.call(&client, "GET \(path)", fields: "Range: bytes=0-4\r\n")
                #expect(part.status == 206)
                #expect(part.body == "<?xml")
                #expect(part.field("content-range") == "bytes 0-4/\(document.utf8.count)")
                let whole = try await Self.call(&client, "GET \(path)")
                #expect(whole.body == document)
                #expect(whole.field("etag") == "\"\(receipt.sha256)\"")
                let digest = Data(receipt.sha256.bytes).base64EncodedString()
                #expect(whole.field("content-digest") == "sha-256=:\(digest):")
                let held = try await Self.call(
                    &client,
                    "GET \(path)",
                    fields: "If-None-Match: \"\(receipt.sha256)\"\r\n"
                )
                #expect(held.status == 304)
                let acknowledged = try await Self.call(
                    &client,
                    "POST /v1/deliveries/\(item.deliveryId)/ack",
                    #"{"outcome":"done"}"#
                )
                #expect(acknowledged.status == 200, "\(acknowledged.body)")
                let misspelt = try await Self.call(
                    &client,
                    "POST /v1/deliveries/\(item.deliveryId)/ack",
                    #"{"outcome":"done","raeson":"x"}"#
                )
                #expect(misspelt.status == 400)
                #expect(misspelt.body.contains("\"field\":\"raeson\""))
            }
        }
    }

    @Test func `a large envelope goes through a file and comes back byte for byte`() async throws {
        try await Self.run { world, port in
            let sender = try await Self.bind(world, port: port, to: "G22")
            let recipient = try await Self.bind(world, port: port, to: "H24")
            let document = Self.edxml.replacing("PADDING", with: "Lớn") + String(repeating: " \n", count: 400_000)
            let receipt = try await RawClient.connect(port: port, tls: sender) { client in
                let answer = try await Self.call(&client, "POST /v1/envelopes", document)
                #expect(answer.status == 201, "\(answer.body)")
                return try JSONDecoder().decode(Receipt.self, from: Data(answer.body.utf8))
            }
            #expect(receipt.sha256.bytes == SHA256.hash(Array(document.utf8)))
            try await RawClient.connect(port: port, tls: recipient) { client in
                let id = try #require(receipt.recipients.first).deliveryId
                let whole = try await Self.call(&client, "GET /v1/deliveries/\(id)/envelope")
                #expect(whole.body == document)
                let report = try await Self.call(&client, "GET /v1/inbox")
                #expect(report.body.contains("\"state\":\"delivered\""))
            }
        }
    }

    @Test func `certificates without a binding, and revoked bindings, are told so on a connection that stands`()
        async throws
    {
        try await Self.run { world, port in
            let stranger = try world.pki.client(try world.pki.identity("stranger"), named: "stranger")
            try await RawClient.connect(port: port, tls: stranger) { client in
                let refused = try await Self.call(&client, "GET /v1/inbox")
                #expect(refused.status == 403)
                #expect(refused.body.contains("\"code\":\"certificate-unbound\""))
                let forbidden = try await Self.call(&client, "GET /admin/v1/units")
                #expect(forbidden.status == 403)
                #expect(forbidden.body.contains("\"code\":\"forbidden\""))
            }
            let agency = try await Self.bind(world, port: port, to: "H24")
            let administrator = try world.pki.client(world.administrator, named: "administrator")
            try await RawClient.connect(port: port, tls: agency) { client in
                #expect(try await Self.call(&client, "GET /v1/codes/H24").status == 200)
                try await RawClient.connect(port: port, tls: administrator) { other in
                    let list = try await Self.call(&other, "GET /admin/v1/certificates?unit=H24")
                    let id = try #require(list.body.firstMatch(of: /"id":"([0-9a-f-]{36})"/)?.1)
                    let line = "POST /admin/v1/certificates/\(id)/revoke"
                    #expect(try await Self.call(&other, line, #"{"reason":"test"}"#).status == 200)
                    #expect(try await Self.call(&other, "GET /admin/v1/units/export").status == 200)
                    #expect(try await Self.call(&other, "POST /admin/v1/units/import", "code;name\n").status < 500)
                }
                let refused = try await Self.call(&client, "GET /v1/codes/H24")
                #expect(refused.status == 403)
                #expect(refused.body.contains("\"code\":\"certificate-"))
            }
        }
    }

    @Test func `a full gate answers 503 before the body is read, and small ones still pass`() async throws {
        var limits = TestListener.quickLimits()
        limits.gate = 8_000_000
        limits.times.bodyPause = .seconds(5)
        limits.times.bodyGrace = .seconds(5)
        try await Self.run(limits: limits) { world, port in
            let sender = try await Self.bind(world, port: port, to: "G22")
            try await RawClient.connect(port: port, tls: sender) { first in
                try await first.send(
                    "POST /v1/envelopes HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1500000\r\n\r\n"
                )
                #expect(try await first.answer()?.status == 100)
                try await RawClient.connect(port: port, tls: sender) { second in
                    try await second.send(
                        "POST /v1/envelopes HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1500000\r\n\r\n"
                    )
                    let refused = try #require(try await second.answer())
                    #expect(refused.status == 503)
                    #expect(refused.field("retry-after") == "2")
                    #expect(refused.body.contains("\"code\":\"overloaded\""))
                }
                try await RawClient.connect(port: port, tls: sender) { third in
                    let small = try await Self.call(&third, "POST /v1/envelopes", "<a/>")
                    #expect(small.status == 422)
                }
            }
        }
    }
}
