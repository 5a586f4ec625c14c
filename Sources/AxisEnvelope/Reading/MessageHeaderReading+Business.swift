// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisXML

extension MessageHeaderReading {
    /// Reads `TraceHeaderList`: `Bussiness`, whose misspelling is the wire's name, or `Business`; hops are not kept.
    mutating func readTraceHeaderList(_ list: XMLElement) {
        var hasBusiness = false
        list.forEachPart { name, child in
            guard name == "Bussiness" || name == "Business" else { return }
            guard !hasBusiness else {
                warnings.addRepeated("TraceHeaderList/Bussiness")
                return
            }
            hasBusiness = true
            readBusiness(child)
        }
    }

    private mutating func readBusiness(_ business: XMLElement) {
        business.forEachPart { name, child in
            switch name {
            case "DocumentId": summary.actionDocumentID = child.optionalField
            case "BussinessDocType", "BusinessDocType": readAction(child)
            case "BussinessDocumentInfo", "BusinessDocumentInfo": readReceivers(child)
            case "ReplacementInfoList": readReplacements(child)
            default: break
            }
        }
    }

    private mutating func readAction(_ element: XMLElement) {
        guard let text = element.optionalField else { return }
        if let number = Int(text), let action = DocumentAction(rawValue: number) {
            summary.action = action
        } else {
            warnings.add(
                "action-unknown",
                at: "TraceHeaderList/Bussiness/BussinessDocType",
                "BussinessDocType is none of 0 to 3; the document travels as a new one.",
                "BussinessDocType không thuộc 0 đến 3; văn bản được chuyển như văn bản mới."
            )
        }
    }

    private mutating func readReceivers(_ info: XMLElement) {
        guard let list = info.firstPart("ReceiverList") else { return }
        list.forEachPart { name, receiver in
            guard name == "Receiver" else { return }
            var change = ReceiverChange(organID: "", isAdded: false)
            receiver.forEachPart { name, child in
                switch name {
                case "OrganId": change.organID = child.field
                case "ReceiverType": change.isAdded = Int(child.field) == 1
                default: break
                }
            }
            if !change.organID.isEmpty { receiverChanges.append(change) }
        }
    }

    private mutating func readReplacements(_ list: XMLElement) {
        list.forEachPart { name, info in
            guard name == "ReplacementInfo" else { return }
            var replaced = ReplacedDocument(documentID: "", organIDs: [])
            info.forEachPart { name, child in
                switch name {
                case "DocumentId": replaced.documentID = child.field
                case "OrganIdList":
                    child.forEachPart { name, organ in
                        if name == "OrganId", let code = organ.optionalField { replaced.organIDs.append(code) }
                    }
                default: break
                }
            }
            if !replaced.documentID.isEmpty { summary.replaces.append(replaced) }
        }
    }
}
