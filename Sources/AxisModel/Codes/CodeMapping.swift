// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// The first guess at a code's other form.
///
/// It follows the practice of the provinces (reverse the groups, drop the all-zero ones) and helps whoever enters
/// codes. It never decides: only the registry's alias table does, because provinces differ in zeros and groups.
public enum CodeMapping {
    /// The QĐ 20/2020 form that a QCVN 102:2016 code probably has: `000.00.01.H27` gives `H27.01`.
    public static func likelyQD20(of code: AgencyCode) -> AgencyCode? {
        guard code.kind == .qcvn102 else { return nil }
        let groups = code.text.split(separator: ".").reversed()
        let kept = groups.filter { $0.contains { $0 != "0" } }
        return try? AgencyCode(kept.joined(separator: "."), as: .qd20)
    }

    /// The QCVN 102:2016 form that a QĐ 20/2020 code probably has: `H27.01` gives `000.00.01.H27`.
    ///
    /// Nil when the groups don't fit into that form's three, two and two digits, or one is all zeros: it would vanish.
    public static func likelyQCVN102(of code: AgencyCode) -> AgencyCode? {
        guard code.kind == .qd20 else { return nil }
        let groups = code.text.split(separator: ".").map(String.init)
        guard groups.count <= 4 else { return nil }
        let widths = [3, 2, 2, 3]
        var parts = ["000", "00", "00", groups[0]]
        for (index, group) in groups.enumerated().dropFirst() {
            let position = 3 - index
            guard group.utf8.count <= widths[position], group.contains(where: { $0 != "0" }) else { return nil }
            parts[position] = String(repeating: "0", count: widths[position] - group.utf8.count) + group
        }
        return try? AgencyCode(parts.joined(separator: "."), as: .qcvn102)
    }
}
