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
