// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

/// Every key of the configuration, each declared once.
///
/// `config/axis.yaml` lists the same keys with the same defaults and says what they are for; a test holds the two
/// together.
enum Settings {
    // MARK: Axis itself
    static let axisCode = Setting<String>.text("axis.code", default: "AXIS")
    static let axisName = Setting<String>.text("axis.name", default: "Trục liên thông văn bản")
    static let dataDirectory = Setting<String>.path("axis.data", default: "./data")

    // MARK: Listeners
    static let agencyHost = Setting<String>.text("agency.host", default: "0.0.0.0")
    static let agencyPort = Setting<Int>.number("agency.port", 0...65_535, default: 8443)
    static let agencyCertificate = Setting<String>.path("agency.certificate", default: "certs/server.pem")
    static let agencyKey = Setting<String>.path("agency.key", default: "certs/server.key")
    static let operationsHost = Setting<String>.text("operations.host", default: "127.0.0.1")
    static let operationsPort = Setting<Int>.number("operations.port", 0...65_535, default: 9480)
    static let adminSocket = Setting<String>.path("admin.socket", default: nil)
    static let adminGroup = Setting<String>.text("admin.group", default: nil)
    static let adminFirstUser = Setting<Int>.number("admin.firstUser", -1...4_294_967_294, default: -1)

    // MARK: Trust
    static let trustConnecting = Setting<[String]>.list("trust.tls", default: "certs/trust/tls")
    static let trustSigning = Setting<[String]>.list("trust.sign", default: "certs/trust/sign")
    static let trustEndpoints = Setting<String>.path("trust.endpoints", default: "certs/trust/endpoints.pem")
    static let revocation = Setting<String>.word("trust.revocation", of: ["soft", "hard"], default: "soft")

    // MARK: Sealing and pushing
    static let sealingCertificate = Setting<String>.path("sealing.certificate", default: "certs/sealing.pem")
    static let sealingKey = Setting<String>.path("sealing.key", default: "certs/sealing.key")
    static let pushCertificate = Setting<String>.path("push.certificate", default: "certs/axis-client.pem")
    static let pushKey = Setting<String>.path("push.key", default: "certs/axis-client.key")
    static let pushWindow = Setting<Int>.number("push.window", 1...64, default: 8)
    static let pushConnections = Setting<Int>.number("push.connections", 1...4096, default: 256)

    // MARK: Intake
    static let requiresSignature = Setting<Bool>.flag("intake.requireSignature", default: false)
    static let markings = Setting<[String]>.list("intake.markings", default: "Mật, Tối mật, Tuyệt mật")

    // MARK: Campaigns
    static let reachableWithin = Setting<Duration>.duration(
        "campaigns.reachableWithin",
        .seconds(60)...(.seconds(30 * 86_400)),
        default: "24h"
    )

    // MARK: VXP interface
    static let vxpHost = Setting<String>.text("vxp.host", default: "127.0.0.1")
    static let vxpPort = Setting<Int>.number("vxp.port", 0...65_535, default: nil)
    static let vxpCertificate = Setting<String>.path("vxp.certificate", default: nil)
    static let vxpKey = Setting<String>.path("vxp.key", default: nil)
    static let vxpKeyFile = Setting<String>.path("vxp.keyFile", default: nil)
    static let traceUnits = Setting<[UnitPattern]>.units("vxp.traceUnits")
    static let requiresValidFrom = Setting<[UnitPattern]>.units("vxp.requireValidFrom")
    static let vxpDuplicates = Setting<String>.word("vxp.duplicates", of: ["warn", "refuse"], default: "warn")

    // MARK: Limits
    static let envelopeLimit = Setting<Int>.size("limits.envelope", 64_000...1_000_000_000, default: "50MB")
    static let parsingLimit = Setting<Int>.size("limits.parsing", 1_000_000...64_000_000_000, default: "512MB")
    static let connectionLimit = Setting<Int>.number("limits.connections", 1...1_000_000, default: 4096)
    static let connectionsPerAddress = Setting<Int>.number(
        "limits.connectionsPerAddress",
        1...1_000_000,
        default: 512
    )
    static let requestRate = Setting<Int>.number("limits.requestsPerSecond", 1...1_000_000, default: 5000)
    static let bodyTime = Setting<Duration>.duration("limits.bodyTime", .seconds(1)...(.seconds(3600)), default: "30s")
    static let idleTime = Setting<Duration>.duration("limits.idleTime", .seconds(1)...(.seconds(3600)), default: "60s")
    static let drainTime = Setting<Duration>.duration("limits.drainTime", .seconds(0)...(.seconds(600)), default: "20s")

    // MARK: Store
    static let retention = Setting<Duration>.duration(
        "store.payloads",
        .seconds(86_400)...(.seconds(36_500 * 86_400)),
        default: "400d"
    )
    static let minimumFreePercent = Setting<Int>.number("store.minimumFreePercent", 0...90, default: 10)

    // MARK: Reports
    static let holidays = Setting<[CivilDay]>.days("report.holidays")
    static let makeUpDays = Setting<[CivilDay]>.days("report.makeUpDays")

    // MARK: Log
    static let logLevel = Setting<String>.word(
        "log.level",
        of: ["trace", "debug", "info", "notice", "warning", "error", "critical"],
        default: "info"
    )

    /// All of them.
    static let all: [any AnySetting] = [
        axisCode, axisName, dataDirectory,
        agencyHost, agencyPort, agencyCertificate, agencyKey,
        operationsHost, operationsPort, adminSocket, adminGroup, adminFirstUser,
        trustConnecting, trustSigning, trustEndpoints, revocation,
        sealingCertificate, sealingKey, pushCertificate, pushKey, pushWindow, pushConnections,
        requiresSignature, markings, reachableWithin,
        vxpHost, vxpPort, vxpCertificate, vxpKey, vxpKeyFile, traceUnits, requiresValidFrom, vxpDuplicates,
        envelopeLimit, parsingLimit, connectionLimit, connectionsPerAddress, requestRate, bodyTime, idleTime, drainTime,
        retention, minimumFreePercent,
        holidays, makeUpDays,
        logLevel,
    ]
}
