// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// A child process whose standard error and output are read line by line.
final class RunningProcess: Sendable {
    struct EndedEarly: Error, CustomStringConvertible {
        let description: String
    }

    private struct State {
        var lines: [String] = []
        var rest = Data()
        var hasEnded = false
        var status: Int32 = 0
        var waiters: [(String, CheckedContinuation<Void, any Error>)] = []
        var endWaiters: [CheckedContinuation<Int32, Never>] = []
    }

    private let process: SendableProcess
    private let state = Mutex(State())

    /// Process is not Sendable; it is only started and signalled here.
    private struct SendableProcess: @unchecked Sendable {
        let value: Process
    }

    init(
        _ path: String,
        arguments: [String],
        environment: [String: String]? = nil,
        directory: URL? = nil
    ) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        if let environment { process.environment = environment }
        process.currentDirectoryURL = directory
        let pipe = Pipe()
        process.standardError = pipe
        process.standardOutput = pipe
        process.standardInput = FileHandle.nullDevice
        self.process = SendableProcess(value: process)
        process.terminationHandler = { [weak self] ended in self?.finish(ended.terminationStatus) }
        pipe.fileHandleForReading.readabilityHandler = { [weak self] handle in
            let data = handle.availableData
            if data.isEmpty { handle.readabilityHandler = nil } else { self?.take(data) }
        }
        try process.run()
    }

    var lines: [String] { state.withLock { $0.lines } }

    var identifier: Int32 { process.value.processIdentifier }

    /// Waits until a line holds a text; throws when the process ends before.
    func wait(forLine text: String) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            let known: Bool? = state.withLock { state in
                if state.lines.contains(where: { $0.contains(text) }) { return true }
                if state.hasEnded { return false }
                state.waiters.append((text, continuation))
                return nil
            }
            switch known {
            case true: continuation.resume()
            case false: continuation.resume(throwing: EndedEarly(description: lines.joined(separator: "\n")))
            default: break
            }
        }
    }

    /// Sends a signal and waits for the end; returns the exit status.
    @discardableResult
    func end(with signal: Int32) async -> Int32 {
        self.signal(signal)
        return await waitForEnd()
    }

    func signal(_ number: Int32) { kill(process.value.processIdentifier, number) }

    func waitForEnd() async -> Int32 {
        await withCheckedContinuation { continuation in
            let status: Int32? = state.withLock { state in
                if state.hasEnded { return state.status }
                state.endWaiters.append(continuation)
                return nil
            }
            if let status { continuation.resume(returning: status) }
        }
    }

    private func take(_ data: Data) {
        let woken = state.withLock { state in
            state.rest.append(data)
            while let end = state.rest.firstIndex(of: 10) {
                state.lines.append(String(decoding: state.rest[state.rest.startIndex..<end], as: UTF8.self))
                state.rest.removeSubrange(state.rest.startIndex...end)
            }
            let lines = state.lines
            let ready = state.waiters.filter { waiter in lines.contains { $0.contains(waiter.0) } }
            state.waiters.removeAll { waiter in lines.contains { $0.contains(waiter.0) } }
            return ready
        }
        for (_, continuation) in woken { continuation.resume() }
    }

    private func finish(_ status: Int32) {
        let (waiters, endWaiters, output) = state.withLock { state in
            state.hasEnded = true
            state.status = status
            defer {
                state.waiters = []
                state.endWaiters = []
            }
            return (state.waiters, state.endWaiters, state.lines.joined(separator: "\n"))
        }
        for (_, continuation) in waiters { continuation.resume(throwing: EndedEarly(description: output)) }
        for continuation in endWaiters { continuation.resume(returning: status) }
    }
}
