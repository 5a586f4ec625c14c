// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import NIOCore

extension HTTPLimits {
    /// The bounds of the VXP listener: these, but with the long headers and the many connections of the SDK.
    var forVXP: HTTPLimits {
        var limits = self
        // The recipients stand in a header, and again in the one that is signed: 64 KB each, and its name.
        limits.headerFieldBytes = 64 * 1024 + 256
        limits.headerBytes = 256 * 1024
        // The SDK keeps the headers of earlier calls.
        limits.headerFields = 256
        // The SDK leaves a pool of connections behind with each call.
        limits.times.idle = .seconds(6)
        // HttpURLConnection reads no answer before it has written all of a body; were it cut off, it would silently
        // send everything once more.
        limits.times.discard = .seconds(60)
        limits.times.discardPaced = limits.sentFile
        return limits
    }

    /// The longest body of sendEdoc, in bytes: an envelope and a line end in base64, with line breaks.
    var sentFile: Int { (envelope + 4) / 3 * 4 / 76 * 78 + 80 }
}
