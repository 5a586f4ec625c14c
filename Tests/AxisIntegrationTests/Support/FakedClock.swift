// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisCommand
import AxisModel
import Foundation

/// A clock on the wall that a daemon is made to believe, by Debian's `faketime`, and that can be set while it runs.
///
/// The daemon looks at the setting once a second; durations it measures are real.
struct FakedClock {
    private let setting: URL

    /// Where Debian keeps the library, on whatever processor.
    private static let library: String? = {
        let folders = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib")) ?? []
        return folders.map { "/usr/lib/\($0)/faketime/libfaketimeMT.so.1" }.first(
            where: FileManager.default.fileExists
        )
    }()

    /// Whether this machine has `faketime`.
    static var isThere: Bool { library != nil }

    /// A clock that shows a moment now and runs on from there.
    init(at moment: Timestamp) throws {
        setting = FileManager.default.temporaryDirectory.appendingPathComponent("axis-clock-\(UUID().uuidString)")
        try set(to: moment)
    }

    /// What the daemon's environment needs.
    var environment: [String: String] {
        [
            "LD_PRELOAD": Self.library ?? "", "FAKETIME_TIMESTAMP_FILE": setting.path, "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1", "TZ": "UTC",
        ]
    }

    /// Sets the clock.
    func set(to moment: Timestamp) throws {
        let ahead = Double((moment - SystemClock().now()).wholeMilliseconds) / 1000
        let text = (ahead < 0 ? "" : "+") + String(format: "%.3f", ahead)
        try Data((text + "\n").utf8).write(to: setting, options: .atomic)
    }

    /// Removes what the clock needs.
    func remove() { try? FileManager.default.removeItem(at: setting) }
}
