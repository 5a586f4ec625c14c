// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisStore
package import Logging
import ServiceLifecycle

/// Writes down what changed in a ``ContactBook``, in batches, and once more when the daemon stops.
package final class ContactKeeper: Service {
    /// How often it writes.
    private static let interval: Duration = .seconds(30)
    /// Contacts in one write.
    private static let page = 500

    private let book: ContactBook
    private let store: any ContactStore
    private let timer: any AsyncTimer
    private let logger: Logger
    private let bell = Doorbell()

    /// Makes a keeper; ``run()`` starts it.
    package init(book: ContactBook, store: any ContactStore, timer: any AsyncTimer, logger: Logger) {
        self.book = book
        self.store = store
        self.timer = timer
        self.logger = logger
    }

    /// Opens the book that a store keeps.
    package static func open(_ store: any ContactStore, at moment: Timestamp) async throws(StoreError) -> ContactBook {
        ContactBook(try await store.contactJournal(beginningAt: moment))
    }

    /// Writes until shut down.
    package func run() async throws {
        await withGracefulShutdownHandler {
            while !Task.isCancelled {
                let isStopping = await bell.wait(until: timer.now() + Self.interval, on: timer)
                await flush()
                if isStopping { return }
            }
        } onGracefulShutdown: {
            self.bell.ring()
        }
    }

    /// Writes all that changed; what the store can't take now is kept for the next time.
    package func flush() async {
        while true {
            let contacts = book.takeChanged(atMost: Self.page)
            guard !contacts.isEmpty else { return }
            do { try await store.keep(contacts) } catch {
                book.putBack(contacts)
                logger.warning("contacts are written later", metadata: ["error": "\(error)"])
                return
            }
        }
    }
}
