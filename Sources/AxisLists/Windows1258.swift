// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisRegistry

/// Windows-1258, the code page of Vietnamese Windows: vowels with their quality, tones as combining marks behind.
enum Windows1258 {
    /// What the bytes 0x80 to 0xFF stand for; 0 where the code page has nothing (Microsoft's table cp1258).
    private static let upper: [UInt16] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0, 0x2039, 0x0152, 0, 0, 0,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0, 0x203A, 0x0153, 0, 0, 0x0178,
        0x00A0, 0x00A1, 0x00A2, 0x00A3, 0x00A4, 0x00A5, 0x00A6, 0x00A7,
        0x00A8, 0x00A9, 0x00AA, 0x00AB, 0x00AC, 0x00AD, 0x00AE, 0x00AF,
        0x00B0, 0x00B1, 0x00B2, 0x00B3, 0x00B4, 0x00B5, 0x00B6, 0x00B7,
        0x00B8, 0x00B9, 0x00BA, 0x00BB, 0x00BC, 0x00BD, 0x00BE, 0x00BF,
        0x00C0, 0x00C1, 0x00C2, 0x0102, 0x00C4, 0x00C5, 0x00C6, 0x00C7,
        0x00C8, 0x00C9, 0x00CA, 0x00CB, 0x0300, 0x00CD, 0x00CE, 0x00CF,
        0x0110, 0x00D1, 0x0309, 0x00D3, 0x00D4, 0x01A0, 0x00D6, 0x00D7,
        0x00D8, 0x00D9, 0x00DA, 0x00DB, 0x00DC, 0x01AF, 0x0303, 0x00DF,
        0x00E0, 0x00E1, 0x00E2, 0x0103, 0x00E4, 0x00E5, 0x00E6, 0x00E7,
        0x00E8, 0x00E9, 0x00EA, 0x00EB, 0x0301, 0x00ED, 0x00EE, 0x00EF,
        0x0111, 0x00F1, 0x0323, 0x00F3, 0x00F4, 0x01A1, 0x00F6, 0x00F7,
        0x00F8, 0x00F9, 0x00FA, 0x00FB, 0x00FC, 0x01B0, 0x20AB, 0x00FF,
    ]

    /// The text with its letters composed; nil when the bytes don't read as Vietnamese in this code page.
    ///
    /// They do when no byte is one that the page leaves empty, every tone mark stands behind a Vietnamese vowel that
    /// has none yet, and no letter is one that neither Vietnamese nor English writes. Other code pages fail at that: in
    /// TCVN3 and VNI the bytes of tone marks are letters in the midst of words, in Windows-1252 `Ò` and `ò` stand
    /// before consonants as often as behind vowels.
    static func decode(_ bytes: ArraySlice<UInt8>) -> String? {
        var scalars: [Unicode.Scalar] = []
        scalars.reserveCapacity(bytes.count)
        for byte in bytes {
            guard byte >= 0x80 else {
                scalars.append(Unicode.Scalar(byte))
                continue
            }
            let value = upper[Int(byte) - 0x80]
            guard value != 0, let scalar = Unicode.Scalar(value), !isForeign(scalar) else { return nil }
            if Tone(mark: scalar) != nil {
                guard let last = scalars.last, VietnameseLetters.isVowel(last), !isToned(last) else { return nil }
            }
            scalars.append(scalar)
        }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return VietnameseLetters.composed(String(view))
    }

    /// A letter of the page that Vietnamese does not have, such as `ä`, `ç`, `ß`.
    private static func isForeign(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic && !VietnameseLetters.isVowel(scalar) && scalar != "đ" && scalar != "Đ"
            && scalar != "ª" && scalar != "º"
    }

    /// Whether the letter has its tone inside already, as `à` has.
    private static func isToned(_ scalar: Unicode.Scalar) -> Bool {
        "ÀÁÈÉÌÍÒÓÙÚÝàáèéìíòóùúý".unicodeScalars.contains(scalar)
    }
}
