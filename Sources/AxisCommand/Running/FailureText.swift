// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisClient
import AxisModel

/// What a person is told of a failed call.
package enum FailureText {
    /// The sentence, the stable code, and a line for every recipient or line at fault.
    package static func describe(_ error: ClientError) -> String {
        var lines = [Output.plain(error.sentence)]
        guard let problem = error.problem else { return lines[0] }
        let field = problem.field.map { ", \($0)" } ?? ""
        lines[0] += " (\(Output.plain(problem.code + field)))"
        for recipient in problem.recipients ?? [] {
            let successors =
                recipient.successors.isEmpty ? "" : "; now: \(recipient.successors.joined(separator: ", "))"
            lines.append(Output.plain("  \(recipient.recipient): \(recipient.code.rawValue)\(successors)"))
        }
        for fault in problem.faults ?? [] {
            let place = ["line \(fault.line)", fault.column, fault.value.map { "“\($0)”" }].compactMap(\.self)
            lines.append(Output.plain("  \(place.joined(separator: ", ")): \(fault.english)"))
        }
        if let seconds = error.retryAfter { lines.append("  Try again in \(seconds) s.") }
        return lines.joined(separator: "\n")
    }
}
