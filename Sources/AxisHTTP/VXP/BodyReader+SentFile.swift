// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import AxisVXP
import HummingbirdCore
import NIOCore

extension BodyReader {
    /// Asks the gate for the body of sendEdoc, before any of it is read.
    ///
    /// - Throws: ``Refusal`` with `too-large` or `overloaded`.
    func admitSentFile(_ request: Request, from holder: UnitID) throws(Refusal) -> ParseGate.Admission {
        let size = try declaredSize(of: request, limit: limits.sentFile) ?? limits.envelope
        return try gate.admit(size: min(size, limits.envelope), for: holder)
    }

    /// Reads the document in the body of sendEdoc: without the line end that the SDK added, and out of base64.
    ///
    /// - Parameter hash: the signed `hash-file`. It tells whose the line end is: a client that adds none may send a file
    ///   that ends with one.
    /// - Throws: `VXPError`; no file is left behind.
    func readSentFile(
        _ request: Request,
        over connection: Connection,
        hash: String?
    ) async throws(VXPError) -> ReceivedBody {
        do {
            let declared = try declaredSize(of: request, limit: limits.sentFile)
            var input = BodyInput(request, declared: declared, limit: limits.sentFile)
            connection.sendContinue()
            var stream = SentFileStream()
            var sink = BodySink(store: store, inline: limits.inlineEnvelope, limit: limits.envelope)
            do {
                while let chunk = try await input.next() {
                    guard let piece = stream.take(chunk.readableBytesView) else { throw VXPError.notBase64 }
                    try await sink.take(piece)
                }
                guard let rest = stream.finish() else { throw VXPError.notBase64 }
                try await sink.take(rest)
                let end = stream.lineEnd
                if !end.isEmpty, let hash, FileHash.matches(hash, sink.digest(followedBy: end)) {
                    try await sink.take(end)
                }
                return try await sink.finish()
            } catch {
                await sink.abandon()
                throw error
            }
        } catch let error as VXPError {
            throw error
        } catch let refusal as Refusal {
            throw VXPError(refusal)
        } catch {
            throw VXPError(.bodyBroken())
        }
    }
}
