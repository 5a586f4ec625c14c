// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisTestSupport

/// Writes random well-formed documents within ``GuardLimits/native``, rich in what canonicalisation has to change.
struct DocumentGenerator {
    private var random: SeededGenerator
    private var text = ""
    private(set) var elementCount = 0
    private var declarationsLeft = 60
    private let allowsComments: Bool

    private static let names = ["a", "Bên_gửi", "edXMLHeader", "x.y", "_z", "SignedInfo", "n-1"]
    private static let prefixes = ["p", "q", "ds", "edXML"]
    private static let namespaces = ["urn:one", "urn:two", "http://www.w3.org/2000/09/xmldsig#"]
    private static let texts = [
        "Công văn số 12", " \n\t ", "&amp;&lt;&gt;", "a&#13;b", "\r\n", "x > y", "\"'", "&#x1F600;", "<![CDATA[<a>&]]>",
        "<![CDATA[]]>", "AAAA", "",
    ]
    private static let values = [
        "", "v", "&quot;", "'", "a&#10;b&#9;c", "a\tb\nc", "&lt;&gt;>", "&amp;", "ế&#13;", "x  y",
    ]

    /// One document.
    static func document(seed: UInt64, allowsComments: Bool = false) -> (text: String, elements: Int) {
        var generator = DocumentGenerator(random: SeededGenerator(seed: seed), allowsComments: allowsComments)
        generator.write()
        return (generator.text, generator.elementCount)
    }

    private init(random: SeededGenerator, allowsComments: Bool) {
        self.random = random
        self.allowsComments = allowsComments
    }

    private mutating func write() {
        if chance(3) { text += "<?xml version=\"1.0\" encoding='utf-8'?>\n" }
        if allowsComments, chance(2) { text += "<!-- before -->\n<?target data?>" }
        element(depth: 1, scope: [:])
        if allowsComments, chance(2) { text += "\n<!-- after <x y='z'> -->" }
        if chance(2) { text += "\n" }
    }

    private mutating func element(depth: Int, scope: [String: String]) {
        elementCount += 1
        var scope = scope
        var tag = ""
        for prefix in Self.prefixes + [""] where declarationsLeft > 0 && chance(5) {
            let namespace = prefix.isEmpty && chance(3) ? "" : pick(Self.namespaces)
            tag += pick([" ", "\n  "]) + (prefix.isEmpty ? "xmlns" : "xmlns:\(prefix)") + "=\"\(namespace)\""
            scope[prefix] = namespace
            declarationsLeft -= 1
        }
        var used: Set<String> = []
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            let local = pick(Self.names)
            guard used.insert(local).inserted else { continue }
            let quote = pick(["\"", "'"])
            let value = pick(Self.values).replacing(quote, with: "")
            tag += " \(prefix(in: scope))\(local)\(pick(["=", " = "]))\(quote)\(value)\(quote)"
        }
        if chance(6) { tag += " xml:lang='vi'" }
        let name = prefix(in: scope) + pick(Self.names)
        text += "<\(name)\(tag)"
        guard depth < 12, elementCount < 60, !chance(5) else {
            text += pick(["/>", " />", "></\(name)>", "></\(name) >"])
            return
        }
        text += ">"
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            text += pick(Self.texts)
            if allowsComments, chance(4) { text += pick(["<!---->", "<!-- <b> -->", "<?pi a > b?>", "<?pi?>"]) }
            if chance(2) { element(depth: depth + 1, scope: scope) }
        }
        text += "</\(name)>"
    }

    private mutating func prefix(in scope: [String: String]) -> String {
        let bound = scope.keys.filter { !$0.isEmpty }.sorted()
        return bound.isEmpty || chance(3) ? "" : pick(bound) + ":"
    }

    private mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &random) == 0 }

    private mutating func pick<T>(_ values: [T]) -> T { values[Int.random(in: 0..<values.count, using: &random)] }
}
