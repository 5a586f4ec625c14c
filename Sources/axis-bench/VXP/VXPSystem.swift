// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisCommand
import AxisModel
import AxisSignature
import AxisTransfer
import Foundation

/// A document system that signs its calls as the official SDK does.
struct VXPSystem: Sendable {
    /// The system id, and the unit that holds it.
    let id: String
    let unit: String
    let secret: [UInt8]
    let endpoint: String

    /// A signed call of a method.
    func call(
        _ method: String,
        _ parameters: KeyValuePairs<String, String> = [:],
        body: [UInt8]? = nil
    ) -> TransferRequest {
        let type = body == nil ? "application/json" : "application/octet-stream"
        var members = [("systemid", id)]
        for (name, value) in parameters { members.append((name, value)) }
        members += [("timestamp", "24112026T080000+0001"), ("Content-Type", type)]
        let json = members.map { "\"XroadVnpt-\($0)\":\"\($1.replacing("\"", with: "\\\""))\"" }.joined(separator: ",")
        let signed = "{\(json)}"
        var headers = members.map { ("XroadVnpt-\($0)", $1) }
        headers.append(("XroadVnpt-sign-header-key", members.map(\.0).joined(separator: ";")))
        headers.append(("XroadVnpt-sign-header", signed))
        headers.append(
            ("XroadVnpt-hash-header", Hex.encode(SHA256.authenticationCode(of: Array(signed.utf8), key: secret)))
        )
        headers.append(("Content-Type", type))
        return TransferRequest(
            method: "POST",
            url: endpoint + "/" + method,
            headers: headers,
            body: .bytes(body ?? []),
            responseLimit: 256 << 20
        )
    }

    /// A document from this system's unit.
    func document(_ number: Int, to recipients: [String]) -> TransferRequest {
        let to = recipients.map { "<edXML:To><edXML:OrganId>\($0)</edXML:OrganId></edXML:To>" }.joined()
        let text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016"><edXML:edXMLEnvelope \
            xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016"><edXML:edXMLHeader><edXML:MessageHeader>\
            <edXML:From><edXML:OrganId>\(unit)</edXML:OrganId></edXML:From>\(to)\
            <edXML:DocumentId>\(unit),2026/11/24,\(number)/BENCH</edXML:DocumentId>\
            <edXML:Code><edXML:CodeNumber>\(number)</edXML:CodeNumber><edXML:CodeNotation>BENCH</edXML:CodeNotation>\
            </edXML:Code><edXML:PromulgationInfo><edXML:Place>Hà Nội</edXML:Place>\
            <edXML:PromulgationDate>2026/11/24</edXML:PromulgationDate></edXML:PromulgationInfo>\
            <edXML:DocumentType><edXML:Type>18</edXML:Type><edXML:TypeName>Công văn</edXML:TypeName>\
            </edXML:DocumentType><edXML:Subject>V/v đo tải số \(number)</edXML:Subject></edXML:MessageHeader>\
            </edXML:edXMLHeader></edXML:edXMLEnvelope></edXML>
            """
        let file = Array(text.utf8)
        return call(
            "sendEdoc",
            [
                "servicetype": "eDoc", "messagetype": "edoc", "from": unit,
                "hash-file": SHA256.digest(of: file).description,
            ],
            body: file + [13, 10]
        )
    }

    /// Everything that waits for the system's unit.
    var receivedList: TransferRequest {
        call("getReceivedEdocList", ["servicetype": "eDoc", "messagetype": "edoc"])
    }

    /// Acknowledges an item.
    func done(_ documentID: String) -> TransferRequest {
        call("updateStatus", ["status": "done", "docId": documentID])
    }
}

/// A reply of the VXP interface, as far as the load tool looks at it.
struct VXPReplyView: Decodable {
    struct Item: Decodable {
        var docId: String?
        var code: String?
    }

    var status: String
    var ErrorCode: String
    var ErrorDesc: String
    var data: [Item]?

    /// Reads a reply, and fails unless the call went well.
    init(_ response: TransferResponse) throws {
        self = try JSONDecoder().decode(VXPReplyView.self, from: Data(response.body))
        guard status == "OK" else { throw CommandFailure("The daemon answers \(ErrorCode): \(ErrorDesc)") }
    }
}
