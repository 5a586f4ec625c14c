// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisScheduling

/// SplitMix64: the same numbers for the same seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
        return value ^ value >> 31
    }
}

let start = Timestamp(seconds: 1_782_000_000)

func unit(_ number: Int) -> UnitID { UnitID(UUIDv7(high: 0x7000, low: 0x8000_0000_0000_0000 | UInt64(number))) }

func delivery(_ number: Int) -> DeliveryID {
    DeliveryID(UUIDv7(high: 0x7001, low: 0x8000_0000_0000_0000 | UInt64(number)))
}

func item(
    _ number: Int,
    from sender: Int = 1,
    urgency: Urgency = .normal,
    size: Int = 8 << 10
) -> DestinationQueue.Item {
    DestinationQueue.Item(id: delivery(number), sender: unit(sender), urgency: urgency, size: size)
}

let noConnection = PushAnswer.EndpointFailure(isConnectionLevel: true, reason: "no connection")
let badAnswer = PushAnswer.EndpointFailure(isConnectionLevel: false, reason: "the endpoint answered HTTP 500")
