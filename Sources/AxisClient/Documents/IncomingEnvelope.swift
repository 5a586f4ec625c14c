// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisEnvelope
public import AxisModel
import AxisXML

/// An envelope received, read into a view; the bytes stay as they came.
public struct IncomingEnvelope: Hashable, Sendable {
    /// The bytes as they came.
    public let bytes: [UInt8]
    /// What the envelope says.
    public let summary: EnvelopeSummary
    /// What is wrong with it and was taken all the same.
    public let warnings: [EnvelopeWarning]

    /// Reads an envelope of either interface, behind the same guard as the broker's.
    public init(_ bytes: [UInt8]) throws(ClientError) {
        self.bytes = bytes
        do throws(Refusal) {
            let (_, read) = try Self.parse(bytes)
            summary = read.summary
            warnings = read.warnings
        } catch { throw ClientError(error) }
    }

    /// Takes the attachments out, one at a time, so that only one is in memory.
    ///
    /// - Throws: the first attachment's fault, or what `body` throws.
    public func forEachAttachment(_ body: (IncomingAttachment) throws(ClientError) -> Void) throws(ClientError) {
        let document: XMLDocument
        do throws(Refusal) { document = try Self.parse(bytes).0 } catch { throw ClientError(error) }
        var reader = AttachmentReader(document)
        while true {
            let next: Attachment?
            do throws(Refusal) { next = try reader.next() } catch { throw ClientError(error) }
            guard let next else { return }
            try body(IncomingAttachment(name: next.name, bytes: next.bytes, claimedType: next.claimedType))
        }
    }

    /// A reference to this document as a status package or an answer names it.
    public var reference: DocumentReference {
        DocumentReference(
            organID: summary.from.organID,
            code: summary.numberAndNotation,
            documentID: summary.documentID,
            promulgationDate: summary.promulgationDate
        )
    }

    private static func parse(_ bytes: [UInt8]) throws(Refusal) -> (XMLDocument, ReadEnvelope) {
        let result = bytes.withUnsafeBytes { bytes -> Result<(XMLDocument, ReadEnvelope), Refusal> in
            do throws(Refusal) { return .success(try EnvelopeReader.parse(bytes, limits: .lenient)) } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}

/// A file that came with a document.
public struct IncomingAttachment: Hashable, Sendable {
    /// A name that is safe to save under, distinct within its document.
    public let name: String
    /// The content, taken out of the archive that the standard wraps files in.
    public let bytes: [UInt8]
    /// The type that the sender claims; never to be trusted.
    public let claimedType: String
}
