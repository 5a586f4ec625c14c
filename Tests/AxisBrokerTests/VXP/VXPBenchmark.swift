// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisSignature
import AxisStoreMemory
import AxisTestSupport
import AxisVXP
import Foundation
import Testing

@testable import AxisBroker

/// How much the busiest calls cost; run with `AXIS_BENCHMARK=1` and in release, where figures count.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["AXIS_BENCHMARK"] != nil), .serialized)
struct VXPBenchmark {
    @Test func `6,000 polls of 100 items, one in ten after a change`() async throws {
        let world = try VXPWorld()
        for number in 0..<100 {
            _ = try await world.send(TestEnvelope.document(documentID: "\(number)", subject: "\(number)"), as: "G22")
        }
        let caller = world.caller("H24")
        let question = VXPQuestion(asksStatus: false)
        let id = try #require(try await world.received("H24").first?["docId"])
        let began = clock()
        for poll in 0..<6000 {
            if poll % 10 == 0 { try await world.update(id, "processing", as: "H24") }
            _ = try await world.desk.received(caller, question)
        }
        print("6,000 polls: \(Double(clock() - began) / Double(CLOCKS_PER_SEC)) s of the processor")
    }

    @Test func `the lists of 111,339 agencies`() async throws {
        let world = try VXPWorld()
        var snapshot = world.world.holder.current
        let parent = world.world.units["H24"]
        for number in 0..<111_335 {
            let registration = UnitRegistration(
                unit: UnitID(SystemIdentifiers().next(at: IntakeWorld.start)),
                code: try AgencyCode("H24.\(number)", as: .qd20),
                aliases: [],
                name: "Ủy ban nhân dân phường số \(number)",
                kind: .ward,
                parent: parent
            )
            try snapshot.apply(
                RegistryEvent(
                    version: snapshot.version + 1,
                    change: .register(registration),
                    effectiveAt: IntakeWorld.start,
                    recordedAt: IntakeWorld.start,
                    actor: "test",
                    legalBasis: nil
                )
            )
        }
        world.world.holder.publish(snapshot)
        for kind in [AgencyLists.Kind.all, .qd20(level: nil), .synchronize] {
            let began = clock()
            let bytes = try await world.desk.agencies(kind).count
            let first = clock()
            _ = try await world.desk.agencies(kind)
            let scale = Double(CLOCKS_PER_SEC)
            print(
                "\(kind): \(bytes) bytes, first \(Double(first - began) / scale) s, again \(Double(clock() - first) / scale) s"
            )
        }
    }
}
