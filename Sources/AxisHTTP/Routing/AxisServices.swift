// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisBroker
package import AxisModel
package import AxisStore

/// What the routers call.
package struct AxisServices: Sendable {
    /// Who is connected.
    package var authenticator: Authenticator
    /// The way in.
    package var intake: Intake
    /// What recipients do.
    package var mailbox: Mailbox
    /// What senders and administrators follow.
    package var tracking: Tracking
    /// The registry.
    package var registrar: Registrar
    /// What document systems on the official SDK call; without it nothing listens for them.
    package var vxp: (any VXPAnswering)?
    /// System ids of the VXP interface.
    package var clients: ClientDesk
    /// Who is connected on the VXP interface.
    package var systems: VXPAuthenticator
    /// Campaigns.
    package var campaigns: CampaignDesk
    /// Lists handed in.
    package var submissions: SubmissionDesk
    /// The statistics of sending and receiving.
    package var reports: ReportDesk
    /// Drills.
    package var drills: DrillDesk
    /// What administrators do with queues.
    package var desk: QueueDesk
    /// Backups of the running store.
    package var backup: BackupDesk
    /// The store, for streaming bodies in, and for its care.
    package var store: any AxisStore
    /// The time.
    package var clock: any WallClock
    /// When units were last heard of.
    package var contacts: ContactBook
    /// Tries out a push endpoint with a connection that carries no document.
    package var testEndpoint: @Sendable (EndpointView) async -> CheckReport
    /// Whether the daemon lives and takes documents.
    package var health: Health
    /// What `axisctl doctor` shows: everything that an operator should look at.
    package var diagnose: @Sendable () async -> CheckReport

    /// Bundles services.
    package init(
        authenticator: Authenticator,
        intake: Intake,
        mailbox: Mailbox,
        tracking: Tracking,
        registrar: Registrar,
        clients: ClientDesk,
        systems: VXPAuthenticator,
        campaigns: CampaignDesk,
        submissions: SubmissionDesk,
        reports: ReportDesk,
        drills: DrillDesk,
        desk: QueueDesk,
        backup: BackupDesk,
        store: any AxisStore,
        clock: any WallClock,
        health: Health,
        contacts: ContactBook = ContactBook(),
        testEndpoint: @escaping @Sendable (EndpointView) async -> CheckReport,
        diagnose: @escaping @Sendable () async -> CheckReport,
        vxp: (any VXPAnswering)? = nil
    ) {
        self.vxp = vxp
        self.authenticator = authenticator
        self.intake = intake
        self.mailbox = mailbox
        self.tracking = tracking
        self.registrar = registrar
        self.clients = clients
        self.systems = systems
        self.campaigns = campaigns
        self.submissions = submissions
        self.reports = reports
        self.drills = drills
        self.desk = desk
        self.backup = backup
        self.store = store
        self.clock = clock
        self.health = health
        self.contacts = contacts
        self.testEndpoint = testEndpoint
        self.diagnose = diagnose
    }
}
