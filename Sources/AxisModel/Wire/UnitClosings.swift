// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// What a closing, a merger or a division did, or would do.
public struct UnitClosingReport: Hashable, Sendable, Codable {
    /// The units closed, in the order asked for.
    public var items: [UnitClosing]
    /// Whether nothing was written.
    public var dryRun: Bool
    /// The registry's version afterwards.
    public var registryVersion: Int64

    /// Makes one of its parts.
    public init(items: [UnitClosing], dryRun: Bool, registryVersion: Int64) {
        self.items = items
        self.dryRun = dryRun
        self.registryVersion = registryVersion
    }
}

/// The closing of one unit, and what it concerns.
public struct UnitClosing: Hashable, Sendable, Codable {
    /// The unit, as it is at the moment of the report; its route says whether what waits is a queue or an inbox.
    public var unit: UnitView
    /// From when it sends nothing and gets no new document.
    public var closedAt: Timestamp
    /// From when it takes part in nothing: its certificates and grants end.
    public var windUpAt: Timestamp
    /// The first codes of the units that succeed it.
    public var successors: [String]
    /// Until when documents for it go to its only successor.
    public var forwardUntil: Timestamp?
    /// What waits for it, by state.
    public var waiting: [WaitingDeliveries]
    /// Whether more waits than was counted.
    public var hasMoreWaiting: Bool
    /// Its certificates, in force or still to come.
    public var certificates: [BindingView]
    /// The grants that it holds and those over it, in force or still to come.
    public var grants: [GrantView]
    /// Its own push endpoint.
    public var endpoints: [EndpointView]
    /// The system ids that it holds and that are not revoked.
    public var clients: [ClientView]

    /// Makes one of its parts.
    public init(
        unit: UnitView,
        closedAt: Timestamp,
        windUpAt: Timestamp,
        successors: [String],
        forwardUntil: Timestamp? = nil,
        waiting: [WaitingDeliveries] = [],
        hasMoreWaiting: Bool = false,
        certificates: [BindingView] = [],
        grants: [GrantView] = [],
        endpoints: [EndpointView] = [],
        clients: [ClientView] = []
    ) {
        self.unit = unit
        self.closedAt = closedAt
        self.windUpAt = windUpAt
        self.successors = successors
        self.forwardUntil = forwardUntil
        self.waiting = waiting
        self.hasMoreWaiting = hasMoreWaiting
        self.certificates = certificates
        self.grants = grants
        self.endpoints = endpoints
        self.clients = clients
    }
}

/// How many deliveries to a unit stand in a state that is not final.
public struct WaitingDeliveries: Hashable, Sendable, Codable {
    /// The state.
    public var state: DeliveryState
    /// How many.
    public var count: Int

    /// Makes one of its parts.
    public init(state: DeliveryState, count: Int) {
        self.state = state
        self.count = count
    }
}
