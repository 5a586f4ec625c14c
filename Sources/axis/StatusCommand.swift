// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import AxisClient
import AxisCommand
import AxisModel

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Answers a document received with a status package.",
        discussion: """
            01 đã đến, 02 từ chối tiếp nhận, 03 đã tiếp nhận, 04 phân công xử lý, 05 đang xử lý, 06 hoàn thành, \
            15 đồng ý cập nhật, lấy lại, 16 từ chối cập nhật, lấy lại. Like a document, the package is signed and on \
            disk before it is sent.

            Examples:
              axis status 0190e0c2-1111-7000-8000-000000000000 03
              axis status 0190e0c2-… 02 --description "Không thuộc thẩm quyền" --from H24.12
            """
    )

    @Argument(help: "The delivery's id.")
    var id: DeliveryID

    @Argument(help: "The status code, two digits.")
    var code: String

    @Option(help: "The reason; the code's usual wording when missing.")
    var description: String?

    @Option(help: "The recipient who answers; found in the delivery when missing.")
    var from: String?

    @OptionGroup(title: "Signing") var signing: SigningOptions
    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard let status = StatusCode(wireText: code), status != .recall else {
            throw ValidationError("“\(code)” is no status that a recipient sends: 01 to 06, 15, 16.")
        }
    }

    func run() async throws {
        guard let status = StatusCode(wireText: code) else { return }
        let key = try signing.key(connection)
        let outbox = try signing.outbox()
        try await connection.withClient { client in
            let document = try IncomingEnvelope(try await client.fetch(id, limit: 1 << 30).bytes)
            guard document.summary.kind != .status else {
                throw CommandFailure("\(id) is a status package itself; statuses are about documents.")
            }
            let recipient = try await recipient(of: document.summary, client)
            let package = OutgoingStatus(
                to: document.summary,
                from: recipient,
                code: status,
                description: description,
                at: SystemClock().now()
            )
            let entry = try outbox.keep(package.signed(by: key), at: SystemClock().now())
            let sender = OutboxSender(outbox, client: client, allowsPartial: false)
            try await Delivering.send([entry], with: sender, outbox, output)
        }
    }

    /// Whom the delivery is for: as said, or the only recipient, or as the inbox has it.
    private func recipient(of document: EnvelopeSummary, _ client: AgencyClient) async throws -> Organization {
        if let from {
            return document.to.first { $0.organID == from } ?? Organization(organID: from)
        }
        if document.to.count == 1 { return document.to[0] }
        var query = InboxQuery()
        repeat {
            let page = try await client.inbox(query)
            if let item = page.items.first(where: { $0.deliveryId == id }) {
                return document.to.first { $0.organID == item.to } ?? Organization(organID: item.to)
            }
            query.after = page.next
        } while query.after != nil
        throw CommandFailure("The document has several recipients; say which of them answers: --from CODE.")
    }
}
