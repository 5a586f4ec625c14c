// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisEnvelope
import AxisModel
import AxisSignature
import AxisStore
import AxisVXP
import Foundation
import Synchronization
import Testing

@testable import AxisHTTP

@Suite struct VXPDocumentTests {
    /// Fetches a document over a listener, and waits until it counts as fetched.
    private func fetch(
        _ method: VXPMethod,
        _ payload: StoredPayload,
        copy: RecipientCopy? = nil
    ) async throws -> RawClient.Answer {
        let (fetched, signal) = AsyncStream.makeStream(of: Void.self)
        let service = ScriptedVXP { request in
            let document = VXPDocument(payload: payload, copy: copy) { signal.yield() }
            return request.method == .getEdoc ? .encoded(document) : .raw(document)
        }
        let result = Mutex<RawClient.Answer?>(nil)
        try await VXPWorld.run(service) { port in
            let answer = try await RawClient.connect(port: port) { client in
                try await client.send(VXPWorld.request("/\(method.rawValue)"))
                return try #require(try await client.answer())
            }
            result.withLock { $0 = answer }
            var events = fetched.makeAsyncIterator()
            await events.next()
        }
        return try #require(result.withLock { $0 })
    }

    @Test func `a document of 20 MB is streamed in base64 and stays the same`() async throws {
        let path = NSTemporaryDirectory() + "axis-vxp-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        var block = Data()
        for number in 0..<65_536 { block.append(UInt8(truncatingIfNeeded: number &* 2_654_435 >> 7)) }
        var document = Data()
        for _ in 0..<320 { document.append(block) }
        document.append(7)
        try document.write(to: URL(fileURLWithPath: path))
        let answer = try await fetch(.getEdoc, .file(path: path, size: document.count))
        #expect(answer.status == 200)
        #expect(answer.members["ErrorCode"] == "0")
        #expect(Data(base64Encoded: answer.members["data"] ?? "") == document)
    }

    @Test func `documents of every small size come whole`() async throws {
        for size in 0...7 {
            let bytes = [UInt8](repeating: 60, count: size)
            let encoded = try await fetch(.getEdoc, .bytes(bytes))
            #expect(encoded.members["data"] == Base64.encode(bytes))
            #expect(try await fetch(.downloadEdoc, .bytes(bytes)).body == String(decoding: bytes, as: UTF8.self))
        }
    }

    @Test func `a recipient's copy has its insertions in their places`() async throws {
        let original = Array(Self.document.utf8)
        let copy = original.withUnsafeBytes {
            RecipientCopy(
                of: $0,
                twin: RecipientCopy.Twin(named: "000.00.00.H41", code: "H41", name: "Đơn vị", isOld: false),
                axis: "AXIS",
                at: Timestamp(seconds: 1_760_000_000)
            )
        }
        #expect(!copy.insertions.isEmpty)
        let expected = original.withUnsafeBytes { copy.bytes(of: $0) }
        let path = NSTemporaryDirectory() + "axis-vxp-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(original).write(to: URL(fileURLWithPath: path))
        for payload in [StoredPayload.bytes(original), .file(path: path, size: original.count)] {
            let raw = try await fetch(.downloadEdoc, payload, copy: copy)
            #expect(Array(raw.body.utf8) == expected)
            let encoded = try await fetch(.getEdoc, payload, copy: copy)
            #expect(encoded.members["data"] == Base64.encode(expected))
        }
    }

    @Test func `a reply that breaks off does not count as fetched`() async throws {
        let fetched = Mutex(false)
        let service = ScriptedVXP { _ in
            .raw(
                VXPDocument(payload: .file(path: "/nowhere/at/all", size: 10), copy: nil) {
                    fetched.withLock { $0 = true }
                }
            )
        }
        try await VXPWorld.run(service) { port in
            let answer = try await RawClient.connect(port: port) { client in
                try await client.send(VXPWorld.request("/downloadEdoc"))
                return try await client.answer()
            }
            #expect(answer == nil)
        }
        #expect(!fetched.withLock { $0 })
    }

    private static let document = """
        <?xml version="1.0" encoding="UTF-8"?>
        <edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016">
          <edXML:edXMLEnvelope xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">
            <edXML:edXMLHeader>
              <edXML:MessageHeader>
                <edXML:From><edXML:OrganId>000.00.00.H98</edXML:OrganId></edXML:From>
                <edXML:To><edXML:OrganId>000.00.00.H41</edXML:OrganId></edXML:To>
                <edXML:Subject>V/v</edXML:Subject>
              </edXML:MessageHeader>
              <edXML:TraceHeaderList>
                <edXML:TraceHeader>
                  <edXML:OrganId>000.00.00.H98</edXML:OrganId>
                  <edXML:Timestamp>2026/01/02 08:00:00</edXML:Timestamp>
                </edXML:TraceHeader>
              </edXML:TraceHeaderList>
            </edXML:edXMLHeader>
          </edXML:edXMLEnvelope>
        </edXML>
        """
}
