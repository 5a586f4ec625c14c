// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisSignature
import AxisTestSupport
import Foundation
import Testing

@testable import AxisVXP

/// What the official SDK 2.0.0 and 2.0.1 sent, read by the room.
@Suite struct CaptureTests {
    private let requests: [CapturedRequest]

    init() throws { requests = try CapturedRequest.all() }

    @Test func `the capture holds every call of both versions, and the calls of twins`() {
        #expect(requests.count == 27)
        let twelve = Set(VXPMethod.allCases.map(\.rawValue)).subtracting(["countReceiveStatus"])
        let newest = requests.filter { $0.name.hasPrefix("2.0.1") }
        #expect(Set(newest.map(\.method)) == twelve)
        for request in requests { #expect(VXPMethod(rawValue: request.method) != nil, "\(request.name)") }
    }

    @Test func `every signature is an HMAC over the bytes of the header as they came`() throws {
        for request in requests {
            let code = SHA256.authenticationCode(of: request.signHeader, key: Array(CapturedRequest.secret.utf8))
            #expect(Hex.encode(code) == request["XroadVnpt-hash-header"], "\(request.name)")
        }
    }

    @Test func `every member of the signed JSON is the header of its own spelling`() throws {
        for request in requests {
            let object = try #require(SignedObject(parsing: request.signHeader))
            let names = try #require(request["XroadVnpt-sign-header-key"]).split(separator: ";")
            #expect(Set(object.members.keys) == Set(names.map { "XroadVnpt-\($0)" }), "\(request.name)")
            for (name, value) in object.members { #expect(request[name] == value, "\(request.name)") }
            #expect(VXPError.damage(in: request.signHeader) == nil)
        }
    }

    @Test func `the parameters of each call are those of its own method, not of earlier calls`() throws {
        for request in requests {
            let read = try VXPParameters(signHeader: request.signHeader)
            #expect(read.systemID == CapturedRequest.systemID && read.signedAt != nil)
            switch VXPMethod(rawValue: request.method) {
            case .getReceivedEdocList, .getSentEdocList: #expect(read.messageType == .document)
            case .getEdoc, .downloadEdoc: #expect(read.documentID == request["XroadVnpt-docId"])
            case .updateStatus: #expect(read.status == .done)
            case .deleteAgency: #expect(read.agencyCode == "99.99.99.G21")
            case .getAgenciesListQD20: #expect(read.level == 1)
            case .sendEdoc:
                #expect(try read.recipients(atMost: 2) == ["A1", "B2"])
                #expect(read.from == CapturedRequest.systemID)
            default: break
            }
        }
    }

    @Test func `the stale twin stands beside the item that is meant, as the header map would not tell`() throws {
        let twins = requests.filter { $0.name.hasPrefix("twins") }
        let ids = try twins.map { try VXPParameters(signHeader: $0.signHeader).documentIDs }
        #expect(ids[0...2] == [["item1"], ["item1"], ["item2", "item1"]])
        #expect(ids[3...].allSatisfy { $0.count == 2 && $0[1] == "68f9e1a2b3c4d5e6f7a8b9c0" })
        #expect(ids[5].first == "0dbcb61d-e30e-45e9-8c49-d2819759e3f4")
    }

    @Test func `the file of sendEdoc is the body without the SDK's line end, and has the SDK's hash`() throws {
        let sends = requests.filter { $0.method == "sendEdoc" }
        #expect(sends.count == 2)
        for request in sends {
            let file = try #require(SentFile.file(in: request.body))
            #expect(file.count == request.body.count - 2)
            let hash = try #require(try VXPParameters(signHeader: request.signHeader).fileHash)
            #expect(FileHash.matches(hash, SHA256.digest(of: file)))
            #expect(!FileHash.matches(hash, SHA256.digest(of: request.body)))
        }
    }

    @Test
    func `a header in low bytes, as the SDK sends accents to an endpoint with a port, is told from a wrong secret`()
        throws
    {
        func header(_ description: String) -> [UInt8] { Array("{\"XroadVnpt-description\":\"\(description)\"}".utf8) }
        for text in ["đã nhận", "Tiếng Việt", "Đơn vị".decomposedStringWithCanonicalMapping, "ế"] {
            let signed = header(text)
            // Real UTF-8, as to an endpoint without a port: nothing is wrong.
            #expect(VXPError.damage(in: signed) == nil)
            let low = String(decoding: signed, as: UTF8.self).utf16.map { UInt8(truncatingIfNeeded: $0) }
            #expect(VXPError.damage(in: low)?.code == .notAuthenticated, "\(text)")
            #expect(throws: VXPError.damagedHeader) { try VXPParameters(signHeader: low) }
            // HTTP libraries put U+FFFD in the place of bytes that are no UTF-8.
            let replaced = Array(String(decoding: low, as: UTF8.self).utf8)
            #expect(VXPError.damage(in: replaced) != nil, "\(text)")
        }
        #expect(try #require(VXPError.damage(in: [0xFF])).text.allSatisfy(\.isASCII))
    }
}
