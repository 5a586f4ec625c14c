// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import AxisClient
import AxisCommand
import AxisModel

/// What a document says about itself.
struct DocumentOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The sender's code (or AXIS_FROM).", valueName: "code"))
    var from: String?

    @Option(help: "The sender's name.")
    var fromName: String?

    @Option(help: "Số: the document's number.")
    var number: String?

    @Option(help: "Ký hiệu: its notation, e.g. VPCP-TTĐT.")
    var notation: String?

    @Option(help: "Trích yếu: what it is about.")
    var subject: String?

    @Option(help: "Địa danh: where it was issued.")
    var place = ""

    @Option(help: "Ngày ban hành, e.g. 2026-11-23; today when missing.")
    var date: DateArgument?

    @Option(help: "Tên loại văn bản.")
    var typeName = "Công văn"

    @Option(help: "Họ và tên of who signed it.")
    var signer: String?

    @Option(help: "Chức vụ of who signed it.")
    var position: String?

    @Option(help: "Thẩm quyền: TM., KT., TL.")
    var competence: String?

    @Option(help: "0 thường, 1 khẩn, 2 thượng khẩn, 3 hỏa tốc, 4 hỏa tốc hẹn giờ.")
    var priority = 0

    @Option(help: "Hạn xử lý, e.g. 2026-12-01.")
    var due: DateArgument?

    @Option(help: "DocumentId; made of sender, date, number and notation when missing.")
    var documentId: String?

    @Option(parsing: .upToNextOption, help: "DocumentIds of the documents that this one answers.")
    var responseFor: [String] = []

    @Option(parsing: .upToNextOption, help: ArgumentHelp("More files to go with it.", valueName: "file"))
    var attach: [String] = []

    /// The sender's code.
    var sender: String? { from ?? Environment["AXIS_FROM"] }

    func check() throws {
        guard sender != nil else { throw ValidationError("Name the sender: --from CODE.") }
        guard number != nil else { throw ValidationError("Give the document's number: --number.") }
        guard notation != nil else { throw ValidationError("Give the document's notation: --notation.") }
        guard subject != nil else { throw ValidationError("Say what the document is about: --subject.") }
        guard Urgency(rawValue: priority) != nil else { throw ValidationError("--priority is 0 to 4.") }
    }
}

/// Makes signed envelopes of files.
enum DocumentBuilder {
    /// The most bytes of a file that is sent.
    static let largest = 512 << 20

    /// Whether a file is edXML by its name.
    static func isEnvelope(_ path: String) -> Bool {
        let name = path.lowercased()
        return name.hasSuffix(".edxml") || name.hasSuffix(".xml")
    }

    /// The signed envelope of a file; the key is read only when something is to be signed.
    static func signed(
        _ file: String,
        to recipients: [String],
        _ options: DocumentOptions,
        key: () throws -> EnvelopeSigningKey
    ) throws -> [UInt8] {
        let bytes = try DurableFile.read(file, limit: largest)
        if isEnvelope(file) { return isSigned(bytes) ? bytes : try key().sign(bytes) }
        let name = file.split(separator: "/").last.map(String.init) ?? file
        var document = OutgoingDocument(
            from: Organization(organID: options.sender ?? "", name: options.fromName),
            to: recipients.map { Organization(organID: $0) },
            number: options.number ?? "",
            notation: options.notation ?? "",
            place: options.place,
            date: options.date?.date ?? CivilTime(SystemClock().now()),
            subject: options.subject ?? ""
        )
        document.documentID = options.documentId
        document.typeName = options.typeName
        if options.signer != nil || options.position != nil || options.competence != nil {
            document.signer = DocumentSigner(
                competence: options.competence,
                position: options.position,
                fullName: options.signer
            )
        }
        document.urgency = Urgency(rawValue: options.priority) ?? .normal
        document.dueDate = options.due?.date
        document.responseFor = options.responseFor.map { DocumentReference(documentID: $0) }
        document.attachments = [OutgoingAttachment(name: name, bytes: bytes)]
        for path in options.attach {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            let bytes = try DurableFile.read(path, limit: largest)
            document.attachments.append(OutgoingAttachment(name: name, bytes: bytes))
        }
        return try document.signed(by: key())
    }

    /// Whether an envelope carries an XML signature, told from the name space it can't do without.
    private static func isSigned(_ bytes: [UInt8]) -> Bool {
        let mark = Array("http://www.w3.org/2000/09/xmldsig#".utf8)
        var rest = bytes[...]
        while let start = rest.firstIndex(of: mark[0]) {
            rest = rest[start...]
            if rest.starts(with: mark) { return true }
            rest = rest.dropFirst()
        }
        return false
    }
}
