// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

extension Setting where Value == [CivilDay] {
    /// A list of days, none by default: a YAML list of `2025-09-02`, or one text with commas.
    static func days(_ key: String) -> Setting {
        Setting(key: key, expectation: "a list of days such as 2025-09-02", fallback: "") { text in
            let entries = text.split(separator: ",")
            let days = entries.compactMap { CivilDay($0.filter { $0 != " " }) }
            return days.count == entries.count ? days : nil
        }
    }
}
