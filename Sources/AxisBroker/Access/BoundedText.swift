// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

extension StringProtocol {
    /// At most so many Unicode scalars of a text from outside. One character may be made of any number of them, so a
    /// prefix of characters would bound nothing.
    func bounded(_ most: Int) -> String {
        String(String.UnicodeScalarView(unicodeScalars.prefix(most)))
    }
}
