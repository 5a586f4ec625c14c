// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import Logging

/// The daemon's configuration, typed and checked.
package struct DaemonConfiguration: Sendable {
    /// A certificate chain and its key, as files.
    package struct Identity: Hashable, Sendable {
        /// PEM, the leaf first.
        package var certificate: String
        /// PEM, mode 0600.
        package var key: String
    }

    /// Axis's own code.
    package var axisCode: String
    /// Axis's own name.
    package var axisName: String
    /// The data directory.
    package var dataDirectory: String
    /// Where agencies connect.
    package var agencyHost: String
    /// The port that agencies connect to; 0 takes a free one.
    package var agencyPort: Int
    /// The server's identity.
    package var server: Identity
    /// Where operators look.
    package var operationsHost: String
    /// The port that operators look at; 0 takes a free one.
    package var operationsPort: Int
    /// Where the administrators' socket lies; in the data directory when nil.
    package var adminSocket: String?
    /// The Unix group that may use the administrators' socket.
    package var adminGroup: String?
    /// The Unix user who becomes the first administrator of an empty store; the daemon's own when nil.
    package var adminFirstUser: UInt32?
    /// Anchors and revocation lists of those who connect.
    package var trustConnecting: [String]
    /// Anchors and revocation lists of those who sign.
    package var trustSigning: [String]
    /// Anchors of the endpoints that Axis pushes to.
    package var trustEndpoints: String
    /// Whether a missing or overdue revocation list refuses.
    package var revocationIsHard: Bool
    /// The sealing identity.
    package var sealing: Identity
    /// Axis's client identity for pushes.
    package var push: Identity
    /// The largest window of one destination.
    package var pushWindow: Int
    /// The most connections to endpoints.
    package var pushConnections: Int
    /// Whether unsigned documents are refused.
    package var requiresSignature: Bool
    /// State-secret markings.
    package var markings: [String]
    /// How far back a unit that was heard of counts as reachable on a campaign's board.
    package var reachableWithin: Duration
    /// Where document systems on the official VXP SDK connect.
    package var vxpHost: String
    /// The port that they connect to; 0 takes a free one, nil, without a key file, listens nowhere.
    package var vxpPort: Int?
    /// The certificate shown to them; with ``vxpKey`` it makes a loopback listener encrypted too.
    package var vxpCertificate: String?
    /// Its key.
    package var vxpKey: String?
    /// The keys that secrets of system ids are sealed under; none when nil.
    package var vxpKeyFile: String?
    /// Recipients that get copies with the other form of their code.
    package var traceUnits: [UnitPattern]
    /// Senders whose documents must be signed validly on the VXP interface.
    package var requiresValidFrom: [UnitPattern]
    /// Whether a second new document under one DocumentId is refused on the VXP interface; else it is warned of.
    package var refusesDuplicates: Bool
    /// The largest envelope, in bytes.
    package var envelopeLimit: Int
    /// The bytes that parsing may use at once.
    package var parsingLimit: Int
    /// The most connections.
    package var connectionLimit: Int
    /// The most connections of one address.
    package var connectionsPerAddress: Int
    /// The most requests a second of one caller.
    package var requestRate: Int
    /// How long a body may take beside its size.
    package var bodyTime: Duration
    /// How long a connection may idle.
    package var idleTime: Duration
    /// How long requests may take to finish when the daemon stops.
    package var drainTime: Duration
    /// How long payloads are kept after their last delivery ended.
    package var retention: Duration
    /// The free share of the file system under which intake stops, 0 to 1.
    package var minimumFreeShare: Double
    /// Public holidays, for the statistics.
    package var holidays: [CivilDay]
    /// Days worked although they are a Saturday, a Sunday or a holiday.
    package var makeUpDays: [CivilDay]
    /// The least severe level that is logged.
    package var logLevel: Logger.Level

    /// Reads and checks a configuration.
    ///
    /// - Throws: ``ConfigurationError`` with every fault and its place.
    package init(file: String?, environment: [String: String]) throws(ConfigurationError) {
        let read = try ConfigurationSource(file: file, environment: environment)
        axisCode = read(Settings.axisCode)
        axisName = read(Settings.axisName)
        dataDirectory = read(Settings.dataDirectory)
        agencyHost = read(Settings.agencyHost)
        agencyPort = read(Settings.agencyPort)
        server = Identity(certificate: read(Settings.agencyCertificate), key: read(Settings.agencyKey))
        operationsHost = read(Settings.operationsHost)
        operationsPort = read(Settings.operationsPort)
        adminSocket = read.optional(Settings.adminSocket)
        adminGroup = read.optional(Settings.adminGroup)
        adminFirstUser = UInt32(exactly: read(Settings.adminFirstUser))
        trustConnecting = read(Settings.trustConnecting)
        trustSigning = read(Settings.trustSigning)
        trustEndpoints = read(Settings.trustEndpoints)
        revocationIsHard = read(Settings.revocation) == "hard"
        sealing = Identity(certificate: read(Settings.sealingCertificate), key: read(Settings.sealingKey))
        push = Identity(certificate: read(Settings.pushCertificate), key: read(Settings.pushKey))
        pushWindow = read(Settings.pushWindow)
        pushConnections = read(Settings.pushConnections)
        requiresSignature = read(Settings.requiresSignature)
        markings = read(Settings.markings)
        reachableWithin = read(Settings.reachableWithin)
        vxpHost = read(Settings.vxpHost)
        let port = read.optional(Settings.vxpPort)
        vxpCertificate = read.optional(Settings.vxpCertificate)
        vxpKey = read.optional(Settings.vxpKey)
        vxpKeyFile = read.optional(Settings.vxpKeyFile)
        vxpPort = vxpKeyFile == nil ? port : port ?? Self.usualVXPPort
        traceUnits = read(Settings.traceUnits)
        requiresValidFrom = read(Settings.requiresValidFrom)
        refusesDuplicates = read(Settings.vxpDuplicates) == "refuse"
        envelopeLimit = read(Settings.envelopeLimit)
        parsingLimit = read(Settings.parsingLimit)
        connectionLimit = read(Settings.connectionLimit)
        connectionsPerAddress = read(Settings.connectionsPerAddress)
        requestRate = read(Settings.requestRate)
        bodyTime = read(Settings.bodyTime)
        idleTime = read(Settings.idleTime)
        drainTime = read(Settings.drainTime)
        retention = read(Settings.retention)
        minimumFreeShare = Double(read(Settings.minimumFreePercent)) / 100
        holidays = read(Settings.holidays)
        makeUpDays = read(Settings.makeUpDays)
        logLevel = Logger.Level(rawValue: read(Settings.logLevel)) ?? .info
        if let fault = vxpFault {
            let place = file ?? "environment"
            throw ConfigurationError(faults: [
                ConfigurationFault(place: place, key: fault.key, reason: fault.reason)
            ])
        }
    }
}
