// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Haiphong's 114 units under visibly synthetic codes, as they ship with Axis.
enum Demonstration {
    /// The lines of the list, the headings first.
    static var lines: [String] {
        get throws {
            let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .appendingPathComponent("../../../config/reference/haiphong-demo.csv").standardized
            return try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline).map(String.init)
        }
    }

    /// A list as a file.
    static func bytes(_ lines: [String]) -> [UInt8] { Array((lines.joined(separator: "\n") + "\n").utf8) }
}
