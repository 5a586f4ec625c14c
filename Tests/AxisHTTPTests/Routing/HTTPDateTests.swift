// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisTestSupport
import Testing

@testable import AxisHTTP

@Suite struct HTTPDateTests {
    @Test func `a date is read back as it was written, and nothing else is`() {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<500 {
            let moment = Timestamp(seconds: .random(in: 0...4_000_000_000, using: &random))
            #expect(HTTPDate.moment(HTTPDate.text(moment)) == moment)
        }
        #expect(HTTPDate.moment("Sun, 06 Nov 1994 08:49:37 GMT") == Timestamp(seconds: 784_111_777))
        let others = [
            "", "Mon, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 31 Feb 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun, 06 Nov 1994 24:49:37 GMT",
            "Sun, +6 Nov 1994 08:49:37 GMT", "Sun, 06 nov 1994 08:49:37 GMT",
        ]
        for text in others { #expect(HTTPDate.moment(text) == nil, "\(text)") }
    }
}
