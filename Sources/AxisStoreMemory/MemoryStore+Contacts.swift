// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisRegistry
package import AxisStore

extension MemoryStore {
    package func contactJournal(beginningAt moment: Timestamp) async throws(StoreError) -> ContactJournal {
        try perform { state in
            let began = state.contactsBeganAt ?? moment
            state.contactsBeganAt = began
            return ContactJournal(beganAt: began, contacts: state.contacts.values)
        }
    }

    package func keep(_ contacts: [LastContact]) async throws(StoreError) {
        try perform { state in
            for contact in contacts { state.contacts[contact.unit] = contact }
        }
    }
}
