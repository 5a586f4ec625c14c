// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisStore
import GRDB

/// A page of what stands in inboxes, over any number of recipients: one short walk of the index for each, cut off as
/// soon as it can't reach the page any more. Bounded by recipients and limit, never by what waits.
struct InboxPage: Sendable {
    var recipients: [UnitID]
    var kind: EnvelopeKind?
    var after: Delivery?
    var limit: Int
    /// Only what nobody holds a live lease on at this moment.
    var freeAt: Timestamp?

    private struct Place: Comparable {
        var inbox: Int64
        var id: DeliveryID

        static func < (left: Place, right: Place) -> Bool { (left.inbox, left.id) < (right.inbox, right.id) }
    }

    func ids(in db: Database) throws -> [DeliveryID] {
        guard limit > 0 else { return [] }
        var page = Best<Place>(limit)
        var query = try Query(db, QuerySQL.inbox)
        for recipient in Set(recipients) {
            query.reset()
            query.bind(recipient)
            if let after {
                query.bind(4 - after.urgency.code)
                query.bind(after.id)
            } else {
                query.bind(-1)
                query.bind([])
            }
            query.bind(kind)
            query.bind(freeAt)
            query.bind(limit)
            while try query.step() {
                guard page.insert(Place(inbox: query.int(0), id: try query.id(1))) else { break }
            }
        }
        return page.elements.map(\.id)
    }
}

/// A page of what is due, over any number of recipients and all classes of urgency.
struct ReadyPage: Sendable {
    var recipients: [UnitID]
    var at: Timestamp
    var limit: Int

    private struct Place: Comparable {
        var negativeClass: Int64
        var due: Int64
        var id: DeliveryID

        static func < (left: Place, right: Place) -> Bool {
            (left.negativeClass, left.due, left.id) < (right.negativeClass, right.due, right.id)
        }
    }

    func ids(in db: Database) throws -> [DeliveryID] {
        guard limit > 0 else { return [] }
        var page = Best<Place>(limit)
        var query = try Query(db, QuerySQL.ready)
        let step = Delivery.ageingStep.wholeMilliseconds
        for recipient in Set(recipients) {
            for urgency in Urgency.allCases {
                query.reset()
                query.bind(recipient)
                query.bind(urgency)
                query.bind(at)
                query.bind(limit)
                while try query.step() {
                    let due = query.int(0)
                    let rank = urgency.code + (at.milliseconds - due) / step
                    guard page.insert(Place(negativeClass: -rank, due: due, id: try query.id(1))) else { break }
                }
            }
        }
        return page.elements.map(\.id)
    }

    static func nextDue(for recipients: [UnitID], in db: Database) throws -> Timestamp? {
        var next: Timestamp?
        var query = try Query(db, QuerySQL.firstDue)
        for recipient in Set(recipients) {
            for urgency in Urgency.allCases {
                query.reset()
                query.bind(recipient)
                query.bind(urgency)
                if try query.step() { next = min(next ?? query.time(0), query.time(0)) }
            }
        }
        return next
    }
}

/// The smallest elements of many, in order.
struct Best<Element: Comparable> {
    private(set) var elements: [Element] = []
    private let limit: Int

    init(_ limit: Int) {
        self.limit = limit
    }

    /// Takes an element; false when it comes after the last of a full list, as all that follow it would.
    mutating func insert(_ element: Element) -> Bool {
        if elements.count == limit, let last = elements.last, last < element { return false }
        var (low, high) = (0, elements.count)
        while low < high {
            let middle = (low + high) / 2
            if elements[middle] < element { low = middle + 1 } else { high = middle }
        }
        elements.insert(element, at: low)
        if elements.count > limit { elements.removeLast() }
        return true
    }
}
