// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisRegistry
package import AxisSignature
package import AxisStore
package import Logging

/// Backs the running store up and signs what was copied.
package struct BackupDesk: Sendable {
    private let store: any MaintenanceStore & AuditStore
    private let identity: SigningIdentity
    private let clock: any WallClock
    private let logger: Logger
    private let work = LargeWork()

    /// Makes a desk.
    ///
    /// - Parameter identity: the sealing identity, which signs the manifests.
    package init(
        store: any MaintenanceStore & AuditStore,
        identity: SigningIdentity,
        clock: any WallClock,
        logger: Logger
    ) {
        self.store = store
        self.identity = identity
        self.clock = clock
        self.logger = logger
    }

    /// Copies a consistent state of the running store into a new directory, with a signed manifest.
    ///
    /// - Throws: ``Refusal`` with `forbidden` unless the caller is an operator; `bad-request` for a directory that
    ///   can't be used; `storage-unavailable`.
    package func backUp(_ by: AdministratorCaller, to directory: String) async throws(Refusal) -> BackupReport {
        try by.require(.operator)
        guard directory.hasPrefix("/"), !directory.utf8.contains(0) else {
            throw Refusal(
                .badRequest,
                field: "directory",
                english: "this must be an absolute path on the daemon's machine",
                vietnamese: "giá trị phải là đường dẫn tuyệt đối trên máy chủ"
            )
        }
        let madeAt = clock.now()
        let summary: BackupSummary
        do {
            summary = try await store.backUp(to: directory)
        } catch {
            throw Refusal(error)
        }
        let manifest = BackupManifest(madeAt: madeAt, logSize: summary.logSize, files: summary.files)
        let (identity, logger) = (identity, logger)
        try await work.perform { () throws(Refusal) in
            do {
                try manifest.write(to: directory, signedBy: identity)
            } catch {
                logger.error("a backup's manifest can't be written", metadata: ["error": "\(error)"])
                throw Refusal(
                    .storageUnavailable,
                    english: "the files were copied, but the signed manifest can't be written; make the backup again",
                    vietnamese: "đã sao chép tệp nhưng không ghi được bản kê có chữ ký; hãy sao lưu lại"
                )
            }
        }
        let record = AuditRecord(at: madeAt, actor: by.name, action: "store.backup", subject: directory)
        do {
            try await store.appendAudit([record])
        } catch {
            throw Refusal(error)
        }
        return BackupReport(
            directory: summary.directory,
            logSize: summary.logSize,
            objects: summary.objects,
            bytes: summary.bytes
        )
    }
}
