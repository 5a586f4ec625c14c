// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisRegistry
import AxisTestSupport
import Foundation
import Testing

@Suite struct ToneMarksTests {
    @Test(arguments: [
        ("Hoà", "Hòa"), ("HOÀ", "HÒA"), ("Hòa", "Hòa"), ("Thuỷ", "Thủy"), ("Khoẻ", "Khỏe"), ("Tuý", "Túy"),
        ("Quý", "Quý"), ("Qúy", "Quý"), ("Quỳnh", "Quỳnh"), ("Hoàn", "Hoàn"), ("Hòan", "Hoàn"), ("Huỳnh", "Huỳnh"),
        ("Giếng", "Giếng"), ("Già", "Già"), ("Gìa", "Già"), ("Gì", "Gì"), ("Gìn", "Gìn"), ("Ngoài", "Ngoài"),
        ("Nguyễn", "Nguyễn"), ("Thuở", "Thuở"), ("Huế", "Huế"), ("Rượu", "Rượu"), ("Lứa", "Lứa"), ("Mía", "Mía"),
        ("Khuỷu", "Khuỷu"), ("Uý", "Úy"), ("Đắk Lắk", "Đắk Lắk"), ("Ea H'Leo", "Ea H'Leo"), ("Sêrêpốk", "Sêrêpốk"),
        ("Thị xã Hoà Bình, Thuỷ Nguyên", "Thị xã Hòa Bình, Thủy Nguyên"), ("", ""), ("naïve café", "naïve café"),
    ])
    func `tone marks stand where the older school puts them`(text: String, expected: String) {
        #expect(ToneMarks.normalised(text).unicodeScalars.elementsEqual(expected.unicodeScalars))
        let decomposed = text.decomposedStringWithCanonicalMapping
        if !text.contains("ï") {
            #expect(ToneMarks.normalised(decomposed).unicodeScalars.elementsEqual(expected.unicodeScalars))
        }
        #expect(ToneMarks.normalised(ToneMarks.normalised(text)) == ToneMarks.normalised(text))
    }

    @Test(arguments: 1...20)
    func `composing is Unicode's, for Vietnamese letters in any order of marks`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let letters = Array("aăâeêioôơuưyđbAĂÂEÊIOÔƠUƯYĐ ")
        let tones = ["", "\u{300}", "\u{309}", "\u{303}", "\u{301}", "\u{323}"]
        for _ in 0..<200 {
            let text = (0..<6).map { _ -> String in
                let letter = letters.randomElement(using: &generator) ?? "a"
                let tone = "bđĐ ".contains(letter) ? "" : tones.randomElement(using: &generator) ?? ""
                return String(letter) + tone
            }.joined()
            let composed = text.precomposedStringWithCanonicalMapping
            for form in [text, composed, text.decomposedStringWithCanonicalMapping] {
                #expect(VietnameseLetters.composed(form).unicodeScalars.elementsEqual(composed.unicodeScalars))
            }
        }
    }

    @Test func `names are the same across schools, capitals, spaces and the word for the office`() {
        let form = NameForm.of("Phường Hòa Thủy")
        for name in [
            "PHƯỜNG HOÀ THUỶ", " phường  Hoà\u{A0}Thủy ", "UBND phường Hòa Thủy", "Uỷ ban nhân dân Phường Hòa Thuỷ",
        ] {
            #expect(NameForm.of(name) == form)
        }
        #expect(NameForm.of("Phường Hoa Thủy") != form)
        #expect(NameForm.parts("Đặc khu Cát Hải") == (.specialZone, "cát hải"))
        #expect(NameForm.parts("Xã Hội") == (.commune, "hội"))
        #expect(NameForm.parts("Cát Hải") == (nil, "cát hải"))
    }
}
