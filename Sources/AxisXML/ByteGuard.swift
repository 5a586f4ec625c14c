// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// A linear scan of raw bytes that bounds what libxml2 is given.
///
/// It is pure, allocates nothing, and is strict about every byte that decides where a construct ends: quotes, tag ends,
/// section ends. So libxml2 and the guard cut a document at the same places, and what libxml2 does after an error of
/// its own (it reads on) stays within the same bounds. Names and matching end tags are libxml2's business.
package enum ByteGuard {
    /// Checks `bytes` against `limits`.
    ///
    /// - Throws: the first ``GuardViolation``; encoding and forbidden characters come before everything else.
    package static func check(_ bytes: UnsafeRawBufferPointer, limits: GuardLimits) throws(GuardViolation) {
        guard bytes.count <= limits.bytes else { throw GuardViolation(.bytes, at: limits.bytes) }
        if let violation = CharacterScan.firstViolation(in: bytes) { throw violation }
        var scanner = GuardScanner(bytes: bytes, limits: limits)
        try scanner.scanDocument()
    }

    /// Checks `bytes` against `limits`, as above.
    package static func check(_ bytes: [UInt8], limits: GuardLimits) throws(GuardViolation) {
        try bytes.span.withUnsafeBytes { buffer throws(GuardViolation) in try check(buffer, limits: limits) }
    }
}
