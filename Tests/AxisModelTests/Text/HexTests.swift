// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import Testing

@Suite struct HexTests {
    @Test func `hexadecimal refuses odd counts and other characters`() {
        #expect(Hex.decode("") == [])
        #expect(Hex.decode("00fFAb") == [0, 255, 171])
        for text in ["0", "0g", "0x00", " 00", "00 ", "é", "００", "-1", "+1"] {
            #expect(Hex.decode(text) == nil, "\(text)")
        }
        #expect(Hex.encode([0, 15, 16, 255]) == "000f10ff")
    }
}
