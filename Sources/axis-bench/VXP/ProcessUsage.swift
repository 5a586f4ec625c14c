// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisCommand
import Foundation

/// What a process has used so far, as Linux counts it.
struct ProcessUsage {
    /// Time on processors, in the kernel and out of it.
    let processor: Duration
    /// Memory in use, and the most that ever was, in MiB.
    let memory: Int
    let mostMemory: Int

    /// Looks at `/proc`.
    init(of identifier: Int32) throws {
        let statistics = try String(contentsOfFile: "/proc/\(identifier)/stat", encoding: .utf8)
        // The command's name, in parentheses, may hold spaces.
        let fields = statistics.split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Int(fields[11]), let system = Int(fields[12]) else {
            throw CommandFailure("/proc/\(identifier)/stat can't be read.")
        }
        processor = .milliseconds((user + system) * 1000 / sysconf(Int32(_SC_CLK_TCK)))
        let status = try String(contentsOfFile: "/proc/\(identifier)/status", encoding: .utf8)
        func mebibytes(_ name: String) -> Int {
            let line = status.split(separator: "\n").first { $0.hasPrefix(name) }
            return (line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0) / 1024
        }
        memory = mebibytes("VmRSS:")
        mostMemory = mebibytes("VmHWM:")
    }
}
