// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisHTTP

extension Daemon {
    /// What answers the VXP interface, over the services of all interfaces.
    func vxpDesk(over services: AxisServices, signal: any DeliverySignal) -> VXPDesk {
        let registrar = services.registrar
        let contacts = services.contacts
        let clients = services.clients
        return VXPDesk(
            authenticator: services.systems,
            store: services.store,
            registry: registrar.holder,
            intake: services.intake,
            mailbox: services.mailbox,
            copies: RecipientCopies(
                recipients: configuration.traceUnits,
                registry: registrar.holder,
                axisCode: configuration.axisCode
            ),
            requests: AgencyRequestDesk(registrar: registrar, store: services.store, clock: services.clock),
            axisCode: configuration.axisCode,
            clock: services.clock,
            signal: signal,
            duplicates: configuration.refusesDuplicates ? .refuse : .warn,
            servedByVXP: { clients.unitsServedByVXP($0) },
            onPull: { contacts.pulled($0, at: $1) }
        )
    }
}
