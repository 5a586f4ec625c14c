// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import AxisRegistry
import AxisStore
import Hummingbird

extension AdministrationRoutes {
    /// Queues, envelopes, the audit log and the store.
    func addCare(to router: Router<AxisRequestContext>) {
        router.get("/admin/v1/queues") { _, context in
            let by = try await administrator(context)
            return try Response(try await services.desk.queues(by))
        }
        router.get("/admin/v1/queues/:code") { _, context in
            let by = try await administrator(context)
            return try Response(try await services.desk.queue(by, try context.text("code")))
        }
        router.post("/admin/v1/queues/hold") { request, context in
            let by = try await administrator(context)
            let wish = try await decode(QueueActionRequest.self, from: request, context)
            return try Response(try await services.desk.hold(by, wish))
        }
        router.post("/admin/v1/queues/release") { request, context in
            let by = try await administrator(context)
            let wish = try await decode(QueueActionRequest.self, from: request, context)
            return try Response(try await services.desk.release(by, wish))
        }
        router.post("/admin/v1/queues/retry") { request, context in
            let by = try await administrator(context)
            let wish = try await decode(QueueActionRequest.self, from: request, context)
            return try Response(try await services.desk.retry(by, wish))
        }
        router.post("/admin/v1/queues/purge") { request, context in
            let by = try await administrator(context)
            let wish = try await decode(QueueActionRequest.self, from: request, context)
            return try Response(try await services.desk.purge(by, wish))
        }
        router.post("/admin/v1/queues/reroute") { request, context in
            let by = try await administrator(context)
            let wish = try await decode(RerouteRequest.self, from: request, context)
            return try Response(try await services.desk.reroute(by, wish))
        }
        router.get("/admin/v1/envelopes/:id") { _, context in
            let by = try await administrator(context)
            return try Response(try await services.tracking.report(by, try context.identifier(as: EnvelopeID.self)))
        }
        router.get("/admin/v1/audit") { request, context in
            _ = try await administrator(context)
            let query = try Query(request, knows: ["after", "limit"])
            let limit = try query.number("limit", 1...1000)
            return try Response(try await services.registrar.audit(after: query.text("after"), limit: limit))
        }
        router.post("/admin/v1/backup") { request, context in
            let by = try await administrator(context)
            let wish = try await decode(BackupRequest.self, from: request, context)
            return try Response(try await services.backup.backUp(by, to: wish.directory), status: .created)
        }
        router.post("/admin/v1/check-store") { _, context in
            try await administrator(context).require(.operator)
            do {
                return try Response(CheckReport(faults: try await services.store.check(limit: 1000)))
            } catch let error as StoreError {
                throw Refusal(error)
            }
        }
        router.get("/admin/v1/doctor") { _, context in
            _ = try await administrator(context)
            return try Response(await services.diagnose())
        }
    }
}

extension CheckReport {
    /// What a check of the store found.
    init(faults: [StoreFault]) {
        self.init(findings: faults.map { CheckFinding(subject: $0.subject, level: "fault", detail: $0.reason) })
        if findings.isEmpty {
            findings.append(CheckFinding(subject: "store", level: "ok", detail: "rows, hashes, files and log agree"))
        }
    }
}
