// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import CXMLSec

/// libxml2 as a whole.
package enum XMLLibrary {
    /// Runs once in a process: a static is initialised under the runtime's own lock.
    private static let initialised: Void = xmlInitParser()

    /// Prepares libxml2 for use from any thread; idempotent.
    ///
    /// There is no counterpart: `xmlCleanupParser` frees tables that other threads may still read.
    package static func initialise() {
        _ = initialised
    }
}
