// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisScheduling

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
