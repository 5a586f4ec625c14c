// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// One item that waits for a unit, in getReceivedEdocList.
package struct ReceivedItem: Hashable, Sendable {
    /// The item's id, for getEdoc and updateStatus.
    package var documentID: String
    /// A document or a status package.
    package var messageType: VXPMessageType
    /// When it was accepted, and when it last changed: `yyyy/MM/dd HH:mm:ss`.
    package var createdTime: String
    package var updatedTime: String
    /// The sender's code.
    package var from: String
    /// The recipient's code, as the document names it.
    package var to: String
    /// How it stands, `initial` at first, and a sentence about it.
    package var status: String
    package var statusDescription: String?

    /// Makes an item.
    package init(
        documentID: String,
        messageType: VXPMessageType,
        createdTime: String,
        updatedTime: String,
        from: String,
        to: String,
        status: String,
        statusDescription: String? = nil
    ) {
        self.documentID = documentID
        self.messageType = messageType
        self.createdTime = createdTime
        self.updatedTime = updatedTime
        self.from = from
        self.to = to
        self.status = status
        self.statusDescription = statusDescription
    }

    func write(to list: inout ASCIIJSON) {
        list.object { json in
            json.member("docId", documentID)
            json.member("serviceType", "eDoc")
            json.member("messageType", messageType.rawValue)
            json.member("created_time", createdTime)
            json.member("updated_time", updatedTime)
            json.member("from", from)
            json.member("to", to)
            json.member("status", status)
            json.member("status_desc", statusDescription ?? "")
        }
    }
}

/// One recipient of a document that was sent, in getSentEdocList.
package struct SentItem: Hashable, Sendable {
    /// A document or a status package.
    package var messageType: VXPMessageType
    /// The id that sendEdoc gave.
    package var senderDocumentID: String
    /// The id that the recipient sees.
    package var receiverDocumentID: String
    /// The codes.
    package var from: String
    package var to: String
    /// Subject, number and notation.
    package var title: String
    package var notation: String
    /// When it was accepted, and how delivering it stands.
    package var sentTime: String
    package var sendStatus: String
    package var sendStatusDescription: String?
    /// When the recipient took it, and the last status that it answered with.
    package var receivedTime: String?
    package var receiveStatus: String?
    package var receiveStatusDescription: String?

    /// Makes an item.
    package init(
        messageType: VXPMessageType,
        senderDocumentID: String,
        receiverDocumentID: String,
        from: String,
        to: String,
        title: String,
        notation: String,
        sentTime: String,
        sendStatus: String,
        sendStatusDescription: String? = nil,
        receivedTime: String? = nil,
        receiveStatus: String? = nil,
        receiveStatusDescription: String? = nil
    ) {
        self.messageType = messageType
        self.senderDocumentID = senderDocumentID
        self.receiverDocumentID = receiverDocumentID
        self.from = from
        self.to = to
        self.title = title
        self.notation = notation
        self.sentTime = sentTime
        self.sendStatus = sendStatus
        self.sendStatusDescription = sendStatusDescription
        self.receivedTime = receivedTime
        self.receiveStatus = receiveStatus
        self.receiveStatusDescription = receiveStatusDescription
    }

    func write(to list: inout ASCIIJSON) {
        list.object { json in
            json.member("serviceType", "eDoc")
            json.member("messageType", messageType.rawValue)
            json.member("senderDocId", senderDocumentID)
            json.member("receiverDocId", receiverDocumentID)
            json.member("fromCode", from)
            json.member("toCode", to)
            json.member("title", title)
            json.member("notation", notation)
            json.member("sentTime", sentTime)
            json.member("sendStatus", sendStatus)
            json.member("sendStatusDesc", sendStatusDescription ?? "")
            json.member("receivedTime", receivedTime ?? "")
            json.member("receiveStatus", receiveStatus ?? "")
            json.member("receiveStatusDesc", receiveStatusDescription ?? "")
        }
    }
}

/// One agency, in the three lists of agencies.
package struct AgencyRow: Hashable, Sendable {
    /// Which list it stands in, and with what only that list has.
    package enum Form: Hashable, Sendable {
        /// getAgenciesList.
        case agencies(parentID: String, oldCode: String)
        /// getAgenciesListQD20.
        case qd20(code102: String)
        /// getSynchronizeUnit.
        case synchronized(parentID: String, version: Int, centerCode: String, isDeleted: Bool, modified: String)
    }

    /// The unit's id; opaque.
    package var id: String
    /// Its code, in the form of the list.
    package var code: String
    /// Its name.
    package var name: String
    /// Its address for mail; empty when not known.
    package var mail: String
    /// What only this list has.
    package var form: Form

    /// Makes a row.
    package init(id: String, code: String, name: String, mail: String, form: Form) {
        self.id = id
        self.code = code
        self.name = name
        self.mail = mail
        self.form = form
    }

    func write(to list: inout ASCIIJSON) {
        list.object { json in
            json.member("id", id)
            switch form {
            case .agencies(let parentID, let oldCode):
                json.member("pid", parentID)
                writeNames(to: &json)
                json.member("oldCode", oldCode)
            case .qd20(let code102):
                writeNames(to: &json)
                json.member("code102", code102)
            case .synchronized(let parentID, let version, let centerCode, let isDeleted, let modified):
                json.member("pid", parentID)
                writeNames(to: &json)
                json.member("version", version)
                json.member("centerCode", centerCode)
                json.member("deleted", isDeleted)
                json.member("modifyDate", modified)
                json.member("isAgency", true)
            }
        }
    }

    private func writeNames(to json: inout ASCIIJSON) {
        json.member("code", code)
        json.member("name", name)
        json.member("mail", mail)
    }
}
