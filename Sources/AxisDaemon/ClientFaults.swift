// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import Logging

extension ClientDesk {
    /// Says in the log, after reading, how many system ids can't call and why; `axisctl doctor` names them.
    func logFaults(_ logger: Logger) {
        if !damaged.isEmpty {
            logger.error(
                "system ids can't be read from the store and can't call; run axisctl check-store",
                metadata: ["count": "\(damaged.count)"]
            )
        }
        if !unreadable.isEmpty {
            logger.error(
                "no key of vxp.keyFile opens secrets of system ids; put the key back and send SIGHUP",
                metadata: ["count": "\(unreadable.count)"]
            )
        }
    }
}
