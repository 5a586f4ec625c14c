// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisStoreSQLite
import Synchronization

/// The system's file system, with calls that fail on demand, and a crash between two of them.
final class FaultyFileSystem: FileSystem {
    private struct State {
        var failing: [String: (name: String, code: Int32)] = [:]
        var crashAfter: Int?
        var calls: [String] = []
        var freeShare: Double?
        var kind: String?
    }

    private let state = Mutex(State())
    private let system = SystemFileSystem()

    /// Calls that change the disk, so far.
    var calls: [String] { state.withLock { $0.calls } }

    /// Makes every later use of a call fail, with EIO unless said otherwise.
    func fail(_ call: String, as name: String? = nil, code: Int32 = 5) {
        state.withLock { $0.failing[call] = (name ?? call, code) }
    }

    /// Lets a call do its work again.
    func mend(_ call: String) { state.withLock { $0.failing[call] = nil } }

    /// Lets so many changing calls through; then the machine is off.
    func crash(after count: Int) {
        state.withLock {
            $0.calls = []
            $0.crashAfter = count
        }
    }

    func setFreeShare(_ share: Double) { state.withLock { $0.freeShare = share } }

    func setKind(_ kind: String) { state.withLock { $0.kind = kind } }

    private func change(_ call: String) throws(FileFailure) {
        let failure: (name: String, code: Int32)? = state.withLock { state in
            if let left = state.crashAfter, state.calls.count >= left { return (call, 5) }
            state.calls.append(call)
            return state.failing[call]
        }
        if let failure { throw FileFailure(failure.name, code: failure.code) }
    }

    func makeFile(_ path: String) throws(FileFailure) {
        try change("makeFile")
        try system.makeFile(path)
    }

    func makeDirectory(_ path: String) throws(FileFailure) -> Bool {
        try change("makeDirectory")
        return try system.makeDirectory(path)
    }

    func write(_ bytes: [UInt8], to path: String) throws(FileFailure) {
        try change("write")
        try system.write(bytes, to: path)
    }

    func flushFile(_ path: String) throws(FileFailure) {
        try change("flushFile")
        try system.flushFile(path)
    }

    func flushDirectory(_ path: String) throws(FileFailure) {
        try change("flushDirectory")
        try system.flushDirectory(path)
    }

    func rename(_ path: String, to target: String) throws(FileFailure) {
        try change("rename")
        try system.rename(path, to: target)
    }

    func remove(_ path: String) throws(FileFailure) {
        try change("remove")
        try system.remove(path)
    }

    func list(_ path: String) throws(FileFailure) -> [String] { try system.list(path) }

    func facts(_ path: String) throws(FileFailure) -> FileFacts? { try system.facts(path) }

    func kind(_ path: String) throws(FileFailure) -> String {
        if let kind = state.withLock({ $0.kind }) { return kind }
        return try system.kind(path)
    }

    func freeShare(_ path: String) throws(FileFailure) -> Double {
        if let share = state.withLock({ $0.freeShare }) { return share }
        return try system.freeShare(path)
    }

    func read(_ path: String, _ piece: (UnsafeRawBufferPointer) -> Void) throws(FileFailure) {
        if let failure = state.withLock({ $0.failing["open"] }) { throw FileFailure("open", code: failure.code) }
        try system.read(path, piece)
    }
}
