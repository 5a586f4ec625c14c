// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisStore
import Testing

@testable import AxisStoreSQLite

@Suite struct SignatureReportConformanceTests {
    private static func unchecked() -> EnvelopeRecord {
        var envelope = Sample.envelope()
        envelope.signature = .unchecked
        envelope.legalValue = .informationOnly
        return envelope
    }

    @Test(arguments: StoreKind.allCases)
    func `what was accepted unchecked waits, oldest first, until it has a report`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            try await store.take(Sample.acceptance(Sample.envelope()))
            var waiting: [EnvelopeRecord] = []
            for _ in 0..<5 {
                waiting.append(Self.unchecked())
                try await store.take(Sample.acceptance(waiting[waiting.count - 1]))
            }
            #expect(try await store.uncheckedEnvelopes(after: nil, limit: 100) == waiting)
            #expect(try await store.uncheckedEnvelopes(after: nil, limit: 2) == Array(waiting.prefix(2)))
            #expect(try await store.uncheckedEnvelopes(after: waiting[1].id, limit: 2) == Array(waiting[2..<4]))
            let report = SignatureReport(
                standing: .valid,
                signer: waiting[0].sha256,
                checkedAt: Sample.at(5)
            )
            #expect(try await store.recordSignature(report, of: waiting[0].id))
            #expect(try await store.uncheckedEnvelopes(after: nil, limit: 100) == Array(waiting.dropFirst()))
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a report is kept beside the record, whose receipt stays what it was`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let envelope = Self.unchecked()
            try await store.take(Sample.acceptance(envelope))
            let report = SignatureReport(
                standing: .weak,
                signer: envelope.sha256,
                reason: "weak-algorithm",
                checkedAt: Sample.at(5)
            )
            #expect(try await store.recordSignature(report, of: envelope.id))
            let found = try #require(try await store.envelopes([envelope.id])[envelope.id])
            #expect(found.report == report)
            #expect(found.signature == .unchecked)
            #expect(found.signer == envelope.signer)
            #expect(found.knownSignature == .weak)
            #expect(found.knownLegalValue == .informationOnly)
            #expect(try await store.acceptance(envelope.id)?.envelope == found)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `the first report stays, and only what was accepted unchecked gets one`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let settled = Sample.envelope()
            let waiting = Self.unchecked()
            for envelope in [settled, waiting] { try await store.take(Sample.acceptance(envelope)) }
            let invalid = SignatureReport(standing: .invalid, reason: "signature-invalid", checkedAt: Sample.at(1))
            let valid = SignatureReport(standing: .valid, checkedAt: Sample.at(2))
            #expect(!(try await store.recordSignature(valid, of: settled.id)))
            #expect(!(try await store.recordSignature(valid, of: Sample.id())))
            #expect(try await store.recordSignature(invalid, of: waiting.id))
            #expect(!(try await store.recordSignature(valid, of: waiting.id)))
            #expect(try await store.envelopes([waiting.id])[waiting.id]?.knownSignature == .invalid)
            #expect(try await store.envelopes([settled.id])[settled.id] == settled)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `one that was looked at in vain waits no more`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let envelope = Self.unchecked()
            try await store.take(Sample.acceptance(envelope))
            let report = SignatureReport(standing: .unchecked, reason: "over-time", checkedAt: Sample.at(1))
            #expect(try await store.recordSignature(report, of: envelope.id))
            #expect(try await store.uncheckedEnvelopes(after: nil, limit: 10).isEmpty)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `one at which looks began in vain waits no more`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let envelope = Self.unchecked()
            try await store.take(Sample.acceptance(envelope))
            for _ in 0..<SignatureReport.mostLooks {
                #expect(try await store.uncheckedEnvelopes(after: nil, limit: 10) == [envelope])
                try await store.beginLook(at: envelope.id)
            }
            #expect(try await store.uncheckedEnvelopes(after: nil, limit: 10).isEmpty)
            #expect(try await store.envelopes([envelope.id])[envelope.id]?.knownSignature == .unchecked)
        }
    }

    @Test func `what waits is found again after a restart`() async throws {
        try await withDirectory { directory in
            let envelope = Self.unchecked()
            let store = try await openStore(directory)
            try await store.take(Sample.acceptance(envelope))
            await store.close()
            let again = try await openStore(directory)
            #expect(try await again.uncheckedEnvelopes(after: nil, limit: 10) == [envelope])
            let report = SignatureReport(standing: .valid, signer: envelope.sha256, checkedAt: Sample.at(1))
            try await again.recordSignature(report, of: envelope.id)
            await again.close()
            let third = try await openStore(directory)
            #expect(try await third.uncheckedEnvelopes(after: nil, limit: 10).isEmpty)
            #expect(try await third.envelopes([envelope.id])[envelope.id]?.knownLegalValue == .signed)
            await third.close()
        }
    }
}
