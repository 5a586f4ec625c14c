// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import Foundation

@testable import AxisLists

/// The bytes of a vector, written by `Vectors/make.py`.
func vector(_ name: String) throws -> [UInt8] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors")
    return Array(try Data(contentsOf: folder.appending(path: name)))
}

/// The faults for which a file is no table, or none.
func faults(_ bytes: [UInt8], hint: String? = nil, limits: ListLimits = ListLimits()) -> [ImportFault] {
    do throws(ListFaults) {
        _ = try ListFile.read(bytes, hint: hint, limits: limits)
        return []
    } catch {
        return error.faults
    }
}

/// Repeatable randomness (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
