// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisScheduling
import Testing

@Suite struct PushAnswerTests {
    private func classify(_ status: Int, _ type: String? = nil, _ code: String? = nil) -> PushAnswer {
        PushAnswer.classify(.answer(status: status, contentType: type, problemCode: code, retryAfter: nil))
    }

    @Test func `only 200, 201, 202 and 204 are delivered`() {
        for status in 100..<600 {
            let isDelivered = classify(status, "application/problem+json", "else") == .delivered
            #expect(isDelivered == [200, 201, 202, 204].contains(status), "\(status)")
        }
    }

    @Test func `only a 4xx problem with one of three codes is final`() {
        for status in 100..<600 {
            for type in [nil, "text/html", "application/json", "application/problem+json", "application/problem+jsonx"]
            {
                for code in [nil, "refused", "malformed", "not-ours", "Refused", "too-large", ""] {
                    guard case .refused = classify(status, type, code) else { continue }
                    #expect((400..<500).contains(status))
                    #expect(type == "application/problem+json")
                    #expect(["refused", "malformed", "not-ours"].contains(code))
                }
            }
        }
        for status in 400..<500 {
            for code in PushAnswer.finalCodes {
                guard case .refused = classify(status, "Application/Problem+JSON ; charset=utf-8", code) else {
                    Issue.record("\(status) \(code) is final")
                    continue
                }
            }
        }
    }

    @Test(arguments: [301, 302, 401, 403, 404, 413, 429, 500, 502, 503, 504])
    func `all else counts against the endpoint`(status: Int) {
        guard case .endpointFailure(let failure) = classify(status, "text/html") else {
            Issue.record("HTTP \(status) is the endpoint's failure")
            return
        }
        #expect(failure.isConnectionLevel == [502, 503, 504].contains(status))
    }

    @Test func `no answer is a failure at connection level, an attempt not made is nobody's`() {
        #expect(
            PushAnswer.classify(.noAnswer(reason: "refused"))
                == .endpointFailure(.init(isConnectionLevel: true, reason: "refused"))
        )
        #expect(PushAnswer.classify(.notMade(reason: "cancelled")) == .localFailure(reason: "cancelled"))
    }
}
