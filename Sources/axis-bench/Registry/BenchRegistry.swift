// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisCommand
import AxisEvidence
import AxisModel
import AxisRegistry
import AxisSignature
import AxisStore
import AxisStoreSQLite
import Foundation
import Logging

/// A store on disk and a registrar on it, as the daemon has them.
struct BenchRegistry {
    let path: String
    let store: SQLiteStore
    let admin = AdministratorCaller(name: "bench", roles: [.registrar])

    init(below parent: String, named name: String) async throws {
        let process = ProcessInfo.processInfo.processIdentifier
        path = URL(fileURLWithPath: parent).standardizedFileURL.path + "/axis-bench-\(name)-\(process)"
        let clock = SystemTimer()
        let now = clock.now().seconds
        let validity = now - 60...now + 86_400
        let authority = try CertificateAuthority.makeRoot(
            subject: DistinguishedName(commonName: "Bench"),
            validity: validity
        )
        let profile = CertificateProfile(subject: DistinguishedName(commonName: "Bench seal"), validity: validity)
        var configuration = StoreConfiguration(directory: path)
        // How full the disk is does not matter here.
        configuration.minimumFreeShare = 0
        store = try await SQLiteStore.open(
            configuration,
            sealer: EvidenceSealer(
                signer: CheckpointSigner(identity: try authority.issueIdentity(profile)),
                origin: "axis/bench",
                clock: clock
            ),
            clock: clock,
            logger: Logger(label: "axis-bench", factory: { _ in SwiftLogNoOpLogHandler() })
        )
    }

    /// A registrar as at the daemon's start: reference data and Axis's own unit are there.
    func registrar() async throws -> Registrar {
        try await Registrar.start(
            store: store,
            clock: SystemTimer(),
            axis: try Registrar.OwnUnit(code: "AXIS", name: "Axis"),
            firstAdministrator: Administrator(name: admin.name, roles: [.registrar], uid: 0)
        ).0
    }

    func remove() async {
        await store.close()
        try? FileManager.default.removeItem(atPath: path)
    }
}
