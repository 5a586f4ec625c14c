// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisTestSupport
import Testing

/// A small registry that is built event by event.
struct Fixture {
    var snapshot = RegistrySnapshot()
    var now = CivilTime(year: 2026, month: 1, day: 1).moment()
    var actor = "an.nguyen"
    private var generator = SeededGenerator(seed: 7)

    init(withReferenceData: Bool = true) throws {
        guard withReferenceData else { return }
        for event in ReferenceData.events(startingAt: 1, at: now) { try snapshot.apply(event) }
    }

    mutating func id<Tag>() -> Identifier<Tag> { Identifier(at: now, using: &generator) }

    mutating func apply(_ change: RegistryChange, from: Timestamp? = nil) throws(Refusal) {
        let event = RegistryEvent(
            version: snapshot.version + 1,
            change: change,
            effectiveAt: from ?? now,
            recordedAt: now,
            actor: actor,
            legalBasis: nil
        )
        try snapshot.apply(event)
    }

    @discardableResult
    mutating func register(
        _ code: String,
        as kind: AgencyCode.Kind = .qd20,
        aliases: [AgencyCode] = [],
        name: String = "Đơn vị thử nghiệm",
        parent: UnitID? = nil,
        adminCode: String? = nil,
        from: Timestamp? = nil
    ) throws -> UnitID {
        let unit: UnitID = id()
        let code = try AgencyCode(code, as: kind)
        try apply(
            .register(
                UnitRegistration(
                    unit: unit,
                    code: code,
                    aliases: aliases,
                    name: name,
                    kind: .other,
                    parent: parent,
                    adminCode: adminCode
                )
            ),
            from: from
        )
        return unit
    }

    func unit(_ code: String) throws -> UnitID { try snapshot.unit(named: code, at: now).id }
}

/// The code with which something was refused, or nil when it was not.
func refusal(_ body: () throws -> Void) -> RefusalCode? {
    do {
        try body()
        return nil
    } catch {
        return (error as? Refusal)?.code
    }
}
