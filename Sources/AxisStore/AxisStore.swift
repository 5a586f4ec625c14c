// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// All that the broker keeps on disk.
///
/// Written in terms that a store on several nodes can implement too: batches in, claims by recipient, no hidden
/// transaction held open between calls. A call that returns has been flushed to disk (fsync).
package protocol AxisStore: EnvelopeStore, DeliveryStore, LogStore, RegistryStore, AuditStore, CampaignStore,
    AgencyRequestStore, ClientStore, ContactStore, DrillStore, MaintenanceStore, SignatureReportStore,
    SnapshotLeafStore,
    StatisticsStore
{}
