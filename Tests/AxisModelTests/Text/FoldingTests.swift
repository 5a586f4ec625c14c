// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import Foundation
import Testing

@Suite struct FoldingTests {
    @Test(arguments: [
        ("Đã đến", "da den"), ("TUYỆT MẬT", "tuyet mat"), ("Nguye\u{302}\u{303}n", "nguyen"), ("abc 123", "abc 123"),
        ("ư ơ Ư Ơ", "u o u o"), ("Ủy ban nhân dân", "uy ban nhan dan"), ("M\u{200B}ật", "mat"), ("日本", "日本"), ("", ""),
    ])
    func `folding takes off diacritics and case`(text: String, expected: String) {
        #expect(Folding.folded(text) == expected)
    }

    @Test func `every Vietnamese letter folds to its base`() {
        let vowels = [
            "a": "aàảãáạăằẳẵắặâầẩẫấậ", "e": "eèẻẽéẹêềểễếệ", "i": "iìỉĩíị", "o": "oòỏõóọôồổỗốộơờởỡớợ",
            "u": "uùủũúụưừửữứự",
            "y": "yỳỷỹýỵ", "d": "dđ",
        ]
        for (base, letters) in vowels {
            for letter in letters {
                #expect(Folding.folded(String(letter)) == base)
                #expect(Folding.folded(letter.uppercased()) == base)
                #expect(Folding.folded(String(letter).decomposedStringWithCanonicalMapping) == base)
            }
        }
    }

    @Test func `folding agrees with Foundation on every letter of Vietnamese`() {
        let vowels = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
        let others = "bcdghklmnpqrstvxzBCDGHKLMNPQRSTVXZ0123456789 .,-/'()"
        let tones = ["", "\u{300}", "\u{301}", "\u{303}", "\u{309}", "\u{323}"]
        for letter in vowels + others {
            for tone in vowels.contains(letter) ? tones : [""] {
                let decomposed = String(letter) + tone
                let composed = decomposed.precomposedStringWithCanonicalMapping
                let expected = composed.folding(options: [.diacriticInsensitive, .caseInsensitive], locale: nil)
                #expect(Folding.folded(composed) == expected)
                #expect(Folding.folded(composed.decomposedStringWithCanonicalMapping) == expected)
            }
        }
    }

    @Test func `no Latin letter with marks keeps them`() {
        for value in Array(0xC0..<0x250) + Array(0x1E00...0x1EFF) {
            guard let scalar = Unicode.Scalar(UInt32(value)) else { continue }
            let letters = String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars
            guard letters.count > 1, let base = letters.first, base.isASCII else { continue }
            #expect(Folding.folded(String(scalar)) == String(base).lowercased())
        }
    }

    @Test(arguments: [("Ðường Ɖê", "duong de"), ("ØẞÆı", "oßæi"), ("\u{AD}a\u{202E}b\u{0}", "ab\u{0}"), ("ΑБ", "αб")])
    func `look-alikes of đ fold to d, other letters to lower case`(text: String, expected: String) {
        #expect(Folding.folded(text) == expected)
    }

    @Test func `words are runs of letters and digits`() {
        #expect(Folding.words(of: "Xã Ea H'leo (cũ)") == ["xa", "ea", "h", "leo", "cu"])
        #expect(Folding.words(of: " ,- ") == [])
    }

    @Test func `letters leave out white space and punctuation`() {
        #expect(Folding.letters(of: "T ố\u{2003}i - M.Ậ\u{A0}T 1") == Array("toimat1".utf8))
    }
}
