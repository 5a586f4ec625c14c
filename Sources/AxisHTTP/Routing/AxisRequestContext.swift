// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import HTTPTypes
package import Hummingbird
package import Logging
import NIOCore

/// Where a request comes from.
package struct AxisRequestSource: RequestContextSource {
    /// The connection it came over.
    package let connection: Connection
    /// The logger to use.
    package let logger: Logger

    package init(connection: Connection, logger: Logger) {
        self.connection = connection
        self.logger = logger
    }
}

/// What handlers know of a request besides the request itself.
package struct AxisRequestContext: RequestContext {
    package typealias Source = AxisRequestSource

    package var coreContext: CoreRequestContextStorage
    /// The connection that the request came over.
    package let connection: Connection

    package init(source: AxisRequestSource) {
        coreContext = CoreRequestContextStorage(source: source)
        connection = source.connection
    }
}
