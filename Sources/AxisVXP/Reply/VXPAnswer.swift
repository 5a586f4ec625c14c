// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// The replies of the VXP interface, each a whole JSON object as the SDK's parser needs it.
///
/// `status`, `ErrorCode` and `ErrorDesc` are always there and never null, `DocId` with sendEdoc, `data` with getEdoc and
/// with lists, on failures too: the SDK gives its caller nothing but nulls otherwise.
package enum VXPAnswer {
    /// `ErrorDesc` of a call that went well.
    package static let success = "Thanh cong"

    /// A call went well, and there is nothing to tell.
    package static func done(_ description: String = success) -> [UInt8] { reply(description) { _ in } }

    /// A document was accepted.
    ///
    /// - Parameter description: names recipients that were left out.
    package static func sent(_ documentID: String, _ description: String = success) -> [UInt8] {
        reply(description) { $0.member("DocId", documentID) }
    }

    /// So many items wait.
    package static func count(_ count: Int) -> [UInt8] { reply { $0.member("count", count) } }

    /// What waits.
    package static func received(_ items: some Sequence<ReceivedItem>) -> [UInt8] {
        reply { $0.array("data") { list in for item in items { item.write(to: &list) } } }
    }

    /// What became of what was sent.
    package static func sent(_ items: some Sequence<SentItem>) -> [UInt8] {
        reply { $0.array("data") { list in for item in items { item.write(to: &list) } } }
    }

    /// A list of agencies of one of the three kinds.
    package static func agencies(_ rows: some Sequence<AgencyRow>, capacity: Int = 1024) -> [UInt8] {
        reply(capacity: capacity) { $0.array("data") { list in for row in rows { row.write(to: &list) } } }
    }

    /// What stands before and after the base64 of a document in getEdoc's reply.
    package static let documentFrame: (before: [UInt8], after: [UInt8]) = {
        let whole = reply { $0.member("data", "") }
        // The last two bytes close the text and the object.
        return (Array(whole.dropLast(2)), Array(whole.suffix(2)))
    }()

    /// A call failed.
    ///
    /// - Parameter method: what was called; nil when that is not known.
    package static func failure(_ error: VXPError, of method: VXPMethod?) -> [UInt8] {
        var json = ASCIIJSON()
        json.object { json in
            json.member("status", "FAIL")
            json.member("ErrorCode", "\(error.code.rawValue)")
            json.member("ErrorDesc", error.text)
            switch method {
            case .sendEdoc: json.member("DocId", "")
            case .getEdoc: json.member("data", "")
            case .getAgenciesList, .getAgenciesListQD20, .getSynchronizeUnit, .getReceivedEdocList, .getSentEdocList:
                json.array("data") { _ in }
            case .countReceiveEdoc, .countReceiveStatus: json.member("count", 0)
            case nil:
                // Of a head that can't be read nobody knows the method: each reader finds what it can't do without.
                json.member("DocId", "")
                json.member("data", "")
            default: break
            }
        }
        return json.bytes
    }

    private static func reply(
        _ description: String = success,
        capacity: Int = 256,
        _ rest: (inout ASCIIJSON) -> Void
    ) -> [UInt8] {
        var json = ASCIIJSON(capacity: capacity)
        json.object { json in
            json.member("status", "OK")
            json.member("ErrorCode", "0")
            json.member("ErrorDesc", PlainText.unaccented(description))
            rest(&json)
        }
        return json.bytes
    }
}
