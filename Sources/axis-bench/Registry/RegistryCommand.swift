// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import AxisBroker
import AxisCommand
import AxisModel
import AxisRegistry
import AxisStore
import AxisStoreSQLite

struct RegistryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "registry",
        abstract: "Measures the registry: import, the reform of 1 July 2025, resolving.",
        discussion: """
            Works on stores of its own in a new directory, through what the daemon uses. Without --data the reform is left \
            out. Exit status 1 when a code does not resolve as it must.

            Examples:
              axis-bench registry
              axis-bench registry --data tables --units 111339 --units 1000000
            """
    )

    @Option(help: "Where to make the directories; it must be a real disk, as fsync is part of what is measured.")
    var directory = "."

    @Option(help: "The directory with the tables of the reform.")
    var data: String?

    @Option(help: "Registry sizes to resolve in.")
    var units: [Int] = [111_339, 1_000_000]

    func run() async throws {
        try await measureImport()
        if let data { try await measureReform(data) }
        for count in units { try measureResolving(count) }
    }

    private func measureImport() async throws {
        let bench = try await BenchRegistry(below: directory, named: "import")
        do {
            let registrar = try await bench.registrar()
            let list = Self.list()
            var report = ImportReport(added: 0, unchanged: 0, dryRun: true, registryVersion: 0)
            let time = try await ContinuousClock().measure {
                report = try await registrar.importUnits(bench.admin, bytes: list, dryRun: false)
            }
            guard report.added == ReferenceData.communes.count else {
                throw CommandFailure("Only \(report.added) units were imported.")
            }
            Output.say("import: \(report.added) units with aliases in \(Self.text(time))")
        } catch {
            await bench.remove()
            throw error
        }
        await bench.remove()
    }

    /// All communes of the reference data under synthetic codes, each with a synthetic QCVN 102 code.
    private static func list() -> [UInt8] {
        var counts: [String: Int] = [:]
        let rows = ReferenceData.communes.map { commune in
            let number = counts[commune.province, default: 0] + 1
            counts[commune.province] = number
            let alias = "\(String(repeating: "0", count: 3 - "\(number)".count))\(number).00.00.\(commune.province)"
            let code = "\(commune.province).N\(commune.adminCode)"
            return "\(code),\(commune.name),\(commune.kind.rawValue),\(commune.adminCode),\(commune.province),\(alias)"
        }
        return Array((["code,name,kind,admin_code,parent,code102"] + rows).joined(separator: "\n").utf8)
    }

    private func measureReform(_ folder: String) async throws {
        let bench = try await BenchRegistry(below: directory, named: "reform")
        do {
            let clock = ContinuousClock()
            let start = clock.now
            var country = try OldCountry(tables: folder)
            try country.reform()
            let applied = clock.now
            for place in stride(from: 0, to: country.events.count, by: 1000) {
                let page = country.events[place..<min(place + 1000, country.events.count)]
                try await bench.store.append(Array(page), audit: [])
            }
            let end = clock.now
            let loaded = try await Registrar.load(from: bench.store)
            let wrong = country.wrongCodes(in: loaded)
            Output.say(
                """
                reform: \(country.communes.count) old communes, \(country.events.count) events in \
                \(Self.text(end - start)), of it \(Self.text(end - applied)) to disk; read again in \
                \(Self.text(clock.now - end)) with the check
                """
            )
            Output.say("  rows of the table that match no list: \(country.unmatched.count)")
            for row in country.unmatched { Output.say(Output.plain("    \(row)")) }
            guard wrong == 0 else { throw CommandFailure("\(wrong) old codes do not resolve as the table says.") }
            Output.say("  every old code resolves to the table's successors, and to itself one second before")
        } catch {
            await bench.remove()
            throw error
        }
        await bench.remove()
    }

    private func measureResolving(_ count: Int) throws {
        let now = SystemTimer().now()
        var snapshot = RegistrySnapshot()
        for event in ReferenceData.events(startingAt: 1, at: now) { try snapshot.apply(event) }
        let provinces = ReferenceData.rows.filter { $0.code.text.hasPrefix("H") }.map(\.code.text)
        var random = SystemRandomNumberGenerator()
        var codes: [String] = []
        for number in 0..<max(count - snapshot.unitCount, 1) {
            let province = provinces[number % provinces.count]
            let registration = UnitRegistration(
                unit: UnitID(at: now, using: &random),
                code: try AgencyCode("\(province).\(number)", as: .qd20),
                aliases: [],
                name: "Đơn vị \(number)",
                kind: .other,
                parent: ReferenceData.unitID(of: province),
                adminCode: nil
            )
            let event = RegistryEvent(
                version: snapshot.version + 1,
                change: .register(registration),
                effectiveAt: now,
                recordedAt: now,
                actor: "bench",
                legalBasis: nil
            )
            try snapshot.apply(event)
            codes.append("\(province).\(number)")
        }
        let clock = ContinuousClock()
        var times: [Duration] = []
        for number in 0..<100_000 {
            let code = codes[number &* 7919 % codes.count]
            var isFound = false
            times.append(clock.measure { isFound = snapshot.resolve(code, at: now).named != nil })
            guard isFound else { throw CommandFailure("\(code) was not found.") }
        }
        times.sort()
        Output.say(
            """
            resolve: \(snapshot.unitCount) units, median \(Self.nanoseconds(times[times.count / 2])), \
            p99 \(Self.nanoseconds(times[times.count * 99 / 100]))
            """
        )
    }

    private static func text(_ time: Duration) -> String {
        let milliseconds = time.components.seconds * 1000 + time.components.attoseconds / 1_000_000_000_000_000
        return "\(milliseconds) ms"
    }

    private static func nanoseconds(_ time: Duration) -> String {
        let nanoseconds = time.components.seconds * 1_000_000_000 + time.components.attoseconds / 1_000_000_000
        return "\(nanoseconds) ns"
    }
}
