// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisCommand
import AxisModel
import AxisTransfer
import Synchronization

/// What a run of intake came to.
struct IntakeResult: Sendable {
    /// The ids of envelopes answered with `201`.
    var accepted: Set<EnvelopeID> = []
    /// How many `201`s came.
    var created = 0
    /// Answers that were none, by status or reason.
    var failures: [String: Int] = [:]
    /// How long each `201` took.
    var latencies = LatencyHistogram()
    /// From the first request to the last answer.
    var elapsed = Duration.zero

    /// Envelopes accepted in a second.
    var rate: Double {
        let (seconds, attoseconds) = elapsed.components
        let time = Double(seconds) + Double(attoseconds) / 1e18
        return time > 0 ? Double(accepted.count) / time : 0
    }

    mutating func merge(_ other: IntakeResult) {
        accepted.formUnion(other.accepted)
        created += other.created
        failures.merge(other.failures, uniquingKeysWith: +)
        latencies.merge(other.latencies)
    }
}

/// Sends prepared envelopes over many connections at once.
struct IntakeLoad: Sendable {
    let configuration: ClientConfiguration
    let connections: Int
    let duration: Duration

    /// Sends until the time is over or no envelope is left.
    func run(_ envelopes: PreparedEnvelopes) async throws -> IntakeResult {
        let client = try client()
        let next = Counter()
        let clock = ContinuousClock()
        let start = clock.now
        let end = start + duration
        var result = await withTaskGroup(of: IntakeResult.self) { group in
            for _ in 0..<connections {
                group.addTask { @concurrent in
                    await work(client, envelopes, next, until: end)
                }
            }
            var sum = IntakeResult()
            for await result in group { sum.merge(result) }
            return sum
        }
        result.elapsed = clock.now - start
        await client.shutdown()
        return result
    }

    private func client() throws -> TransferClient {
        var transfer = TransferConfiguration(
            maximumConnections: connections,
            maximumConnectionsPerHost: connections,
            userAgent: "axis-bench"
        )
        if let file = configuration.authoritiesFile { transfer.trust = .file(file) }
        if let certificate = configuration.certificateFile, let key = configuration.keyFile {
            transfer.identity = .files(certificate: certificate, key: key)
        }
        do { return try TransferClient(transfer) } catch { throw CommandFailure(error.reason) }
    }

    /// One connection's worth of requests, one after the other.
    private func work(
        _ client: TransferClient,
        _ envelopes: PreparedEnvelopes,
        _ next: Counter,
        until end: ContinuousClock.Instant
    ) async -> IntakeResult {
        let clock = ContinuousClock()
        let url = configuration.server + "/v1/envelopes"
        var result = IntakeResult()
        while clock.now < end, let index = next.take(below: envelopes.count) {
            let request = TransferRequest(
                method: "POST",
                url: url,
                headers: [("Content-Type", "application/xml")],
                body: .bytes(envelopes.bytes(at: index))
            )
            let start = clock.now
            do throws(TransferError) {
                let response = try await client.perform(request)
                if response.status == 201, let id = Self.envelopeID(in: response.body) {
                    result.latencies.record(clock.now - start)
                    result.created += 1
                    result.accepted.insert(id)
                    continue
                }
                result.failures[Self.describe(response), default: 0] += 1
            } catch {
                result.failures[error.code.rawValue, default: 0] += 1
            }
            // A server that refuses is not asked again at full speed.
            try? await Task.sleep(for: .milliseconds(20))
        }
        return result
    }

    private static func describe(_ response: TransferResponse) -> String {
        let problem = try? JSONText.decode(Problem.self, from: response.body)
        return problem.map { "\(response.status) \($0.code)" } ?? "\(response.status)"
    }

    /// The envelope's id in a receipt, without reading all of it: the load shares the machine with the daemon.
    static func envelopeID(in body: [UInt8]) -> EnvelopeID? {
        let key = Array("\"envelopeId\":\"".utf8)
        var start = 0
        while start + key.count + 36 <= body.count {
            if body[start] == key[0], body[start..<start + key.count].elementsEqual(key) {
                let text = body[(start + key.count)..<(start + key.count + 36)]
                return EnvelopeID(String(decoding: text, as: UTF8.self))
            }
            start += 1
        }
        return nil
    }
}

/// Gives out numbers, each once.
final class Counter: Sendable {
    private let value = Atomic(0)

    /// The next number, or nil when it is not below the bound.
    func take(below bound: Int) -> Int? {
        let taken = value.wrappingAdd(1, ordering: .relaxed).oldValue
        return taken < bound ? taken : nil
    }
}
