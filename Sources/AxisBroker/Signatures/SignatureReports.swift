// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
package import AxisSignature
package import AxisStore
import AxisXML
import Dispatch
package import Logging
import ServiceLifecycle
import Synchronization

/// Looks at the signatures of envelopes that were accepted unchecked, and keeps what it found with them (báo cáo chữ
/// ký số).
///
/// The store is the queue: what waits there waits after a restart too, and nothing of it is held in memory but one page
/// of records. At most ``Configuration/workers`` documents are parsed at once, each on a thread of its own outside the
/// cooperative pool, and each within ``Configuration/timeLimit``.
package final class SignatureReports: Service {
    /// What it needs.
    package typealias Store = EnvelopeStore & SignatureReportStore

    /// Its values.
    package struct Configuration: Sendable {
        /// How many documents are looked at at once.
        package var workers = 2
        /// How long one document may take; asked between steps that the guard bounds.
        package var timeLimit: Duration = .seconds(10)
        /// The largest document that is looked at, in bytes; larger ones stay unchecked.
        package var largest = 64 * 1024 * 1024
        /// How often the store is asked, beside every ``SignatureReports/wake()``.
        package var interval: Duration = .seconds(5)
        /// Records taken at once.
        package var page = 64

        /// Makes the values of the design.
        package init() {}
    }

    private let store: any Store
    private let registry: RegistryHolder
    private let authenticator: Authenticator
    private let certificates: CertificateCache
    private let timer: any AsyncTimer
    private let configuration: Configuration
    private let logger: Logger
    private let bell = Doorbell()
    private let isStopping = Atomic<Bool>(false)
    private let queue = DispatchQueue(label: "axis.signatures", attributes: .concurrent)

    /// Makes the service; ``run()`` starts it.
    package init(
        store: any Store,
        registry: RegistryHolder,
        authenticator: Authenticator,
        certificates: CertificateCache,
        timer: any AsyncTimer,
        configuration: Configuration = Configuration(),
        logger: Logger
    ) {
        self.store = store
        self.registry = registry
        self.authenticator = authenticator
        self.certificates = certificates
        self.timer = timer
        self.configuration = configuration
        self.logger = logger
    }

    /// Tells that an envelope was accepted unchecked; without it, the next look comes by itself.
    package func wake() { bell.ring() }

    /// Looks until shut down.
    ///
    /// - Throws: ``StoreError`` when the store failed for good.
    package func run() async throws {
        try await withGracefulShutdownHandler {
            while !Task.isCancelled, !isStopping.load(ordering: .relaxed) {
                do {
                    try await checkWaiting()
                } catch let error as StoreError where error.isRetriable || error.code == .corrupt {
                    logger.warning("looking at signatures is put off", metadata: ["error": "\(error)"])
                }
                _ = await bell.wait(until: timer.now() + configuration.interval, on: timer)
            }
        } onGracefulShutdown: {
            self.isStopping.store(true, ordering: .relaxed)
            self.bell.ring()
        }
    }

    /// Looks at all that waits now, each once.
    package func checkWaiting() async throws(StoreError) {
        var after: EnvelopeID?
        while !Task.isCancelled, !isStopping.load(ordering: .relaxed) {
            let page = try await store.uncheckedEnvelopes(after: after, limit: configuration.page)
            let failure = await check(page)
            if let failure { throw failure }
            guard page.count == configuration.page else { return }
            after = page.last?.id
        }
    }

    /// Looks at a page of envelopes, ``Configuration/workers`` at once.
    private func check(_ page: [EnvelopeRecord]) async -> StoreError? {
        await withTaskGroup(of: StoreError?.self) { group in
            var failure: StoreError?
            for (place, envelope) in page.enumerated() {
                if place >= configuration.workers, let ended = await group.next(), let ended { failure = ended }
                guard failure == nil, !isStopping.load(ordering: .relaxed) else { break }
                group.addTask { await self.check(envelope) }
            }
            for await case let ended? in group { failure = failure ?? ended }
            return failure
        }
    }

    private func check(_ envelope: EnvelopeRecord) async -> StoreError? {
        do throws(StoreError) {
            let report = try await report(on: envelope)
            try await store.recordSignature(report, of: envelope.id)
            RelayMetrics.signatureReported(report.standing.rawValue)
            return nil
        } catch {
            return error
        }
    }

    private func report(on envelope: EnvelopeRecord) async throws(StoreError) -> SignatureReport {
        guard envelope.size <= configuration.largest else { return gaveUp(Self.tooLarge) }
        let payload: StoredPayload
        do {
            payload = try await store.payload(of: envelope.id)
        } catch {
            // The bytes are gone or spoilt: there will never be anything to look at.
            guard error.code == .notFound || error.code == .corrupt else { throw error }
            return gaveUp(SignatureReporter.Reason.unreadable)
        }
        // Written down first, so that a document that takes the process down is not looked at for ever.
        try await store.beginLook(at: envelope.id)
        let judge = SignatureJudge(
            trust: authenticator.trustLists.sign,
            registry: registry.current,
            certificates: certificates
        )
        let (timer, end) = (timer, timer.now() + configuration.timeLimit)
        return await withCheckedContinuation { continuation in
            queue.async {
                continuation.resume(returning: Self.report(on: envelope, payload, judge, timer: timer, end: end))
            }
        }
    }

    private static func report(
        on envelope: EnvelopeRecord,
        _ payload: StoredPayload,
        _ judge: SignatureJudge,
        timer: any WallClock,
        end: Timestamp
    ) -> SignatureReport {
        let look = { (bytes: UnsafeRawBufferPointer) throws(Refusal) -> SignatureReport in
            guard let document = try? XMLDocument(parsing: bytes, limits: .lenient) else {
                return SignatureReport(
                    standing: .unchecked,
                    reason: SignatureReporter.Reason.unreadable,
                    checkedAt: timer.now()
                )
            }
            let finding = judge.finding(
                on: document,
                from: envelope.sender,
                acceptedAt: envelope.acceptedAt,
                isOverTime: { timer.now() >= end }
            )
            return SignatureReport(finding, checkedAt: timer.now())
        }
        do throws(Refusal) {
            switch payload {
            case .bytes(let bytes):
                return try bytes.withUnsafeBytes { raw in Result { () throws(Refusal) in try look(raw) } }.get()
            case .file(let path, _): return try MappedFile(path: path).withBytes(look)
            }
        } catch {
            return SignatureReport(
                standing: .unchecked,
                reason: SignatureReporter.Reason.unreadable,
                checkedAt: timer.now()
            )
        }
    }

    private func gaveUp(_ reason: String) -> SignatureReport {
        SignatureReport(standing: .unchecked, reason: reason, checkedAt: timer.now())
    }

    /// The reason of a document over ``Configuration/largest``.
    package static let tooLarge = "too-large"
}
