// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The process's environment.
package enum Environment {
    /// A variable's value; nil when it is not set or empty.
    package static subscript(_ name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }

    /// The language of the server's sentences: `vi` where the locale is Vietnamese, else `en`.
    package static var language: String {
        let locale = Environment["LC_ALL"] ?? Environment["LC_MESSAGES"] ?? Environment["LANG"] ?? ""
        return locale.hasPrefix("vi") ? "vi" : "en"
    }
}
