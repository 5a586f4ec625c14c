// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisTestSupport
import Foundation
import Testing

@testable import AxisXML

/// The JDK as an outside canonicaliser.
private enum JDK {
    static let java = "/usr/bin/java"
    static let isInstalled =
        FileManager.default.isExecutableFile(atPath: java)
        && FileManager.default.isExecutableFile(atPath: "/usr/bin/javac")

    /// Runs `Canonicalize.java` on the folder.
    static func canonicalize(folder: URL) throws {
        let program = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "Vectors/c14n/Canonicalize.java")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: java)
        process.arguments = [
            "--add-exports", "java.xml.crypto/com.sun.org.apache.xml.internal.security=ALL-UNNAMED",
            "--add-exports", "java.xml.crypto/com.sun.org.apache.xml.internal.security.c14n=ALL-UNNAMED",
            program.path, folder.path,
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }
}

private func canonical(_ document: XMLDocument) throws(XMLError) -> String {
    var bytes: [UInt8] = []
    try document.canonicalize { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self)
}

private func canonical(_ element: XMLElement) throws(XMLError) -> String {
    var bytes: [UInt8] = []
    try element.canonicalize { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self)
}

private func parse(_ text: String, _ limits: GuardLimits = .native) throws(XMLError) -> XMLDocument {
    try XMLDocument(parsing: Array(text.utf8), limits: limits)
}

@Suite struct ExclusiveC14NTests {
    @Test func `declarations move to where they are used`() throws {
        let document = try parse(
            "<?xml version='1.0'?>\n<a:r xmlns:a='urn:a' xmlns:b='urn:b' xmlns='urn:d'>\r\n<b:c z='1' b:y='2' y=\"3\"/><d/></a:r>\n"
        )
        #expect(
            try canonical(document)
                == "<a:r xmlns:a=\"urn:a\">\n<b:c xmlns:b=\"urn:b\" y=\"3\" z=\"1\" b:y=\"2\"></b:c>"
                + "<d xmlns=\"urn:d\"></d></a:r>"
        )
        let child = try #require(document.root.first("d"))
        #expect(try canonical(child) == "<d xmlns=\"urn:d\"></d>")
    }

    @Test func `comments are left out`() throws {
        let document = try parse("<!-- 1 --><a>x<!-- 2 -->y<?p q?></a><!-- 3 -->", .lenient)
        #expect(try canonical(document) == "<a>xy<?p q?></a>")
    }

    @Test func `detaching leaves the text around and puts the element back`() throws {
        let document = try parse("<a xmlns:s='urn:s'> 1 <s:b><s:c/></s:b> 2 <d/> 3 </a>")
        let before = try canonical(document)
        for element in Array(document.root.descendants) where element.parent == document.root {
            let without = try document.withDetached(element) { () throws(XMLError) in
                #expect(element.parent == nil)
                return try canonical(document)
            }
            let piece = try canonical(element)
            #expect(without == before.replacing(piece, with: ""))
            #expect(try canonical(document) == before)
        }
        let signature = try #require(document.root.first("b"))
        let inner = try #require(signature.first("c"))
        #expect(try canonical(inner) == "<s:c xmlns:s=\"urn:s\"></s:c>")
        let only = try parse("<a><b/></a>")
        let child = try #require(only.root.first("b"))
        #expect(try only.withDetached(child) { () throws(XMLError) in try canonical(only) } == "<a></a>")
        #expect(try canonical(only) == "<a><b></b></a>")
    }

    @Test func `a relative namespace name has no canonical form, and nothing is printed about it`() throws {
        let document = try parse("<a xmlns='relative'/>")
        #expect(throws: XMLError(.canonicalization)) { try canonical(document) }
    }

    @Test func `a long text is handed on in pieces`() throws {
        let text = String(repeating: "AAAA", count: 1_000_000)
        let document = try parse("<a>\(text)</a>")
        var largest = 0
        var total = 0
        try document.canonicalize {
            largest = max(largest, $0.count)
            total += $0.count
        }
        #expect(total == text.utf8.count + 7)
        #expect(largest < 65_536)
    }

    @Test(.enabled(if: JDK.isInstalled))
    func `whole documents, subtrees and documents without a subtree are as the JDK writes them`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "axis-c14n-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var random = SeededGenerator(seed: 1)
        var cases: [(stem: URL, text: String, part: Int)] = []
        for seed in 1000..<1300 as Range<UInt64> {
            let (text, elements) = DocumentGenerator.document(seed: seed, allowsComments: seed % 2 == 0)
            let part = Int.random(in: 0..<elements, using: &random)
            let stem = folder.appending(path: "\(seed).\(part)")
            try Data(text.utf8).write(to: stem.appendingPathExtension("xml"))
            cases.append((stem, text, part))
        }
        try JDK.canonicalize(folder: folder)
        for (stem, text, index) in cases {
            func expected(_ kind: String) throws -> String {
                String(decoding: try Data(contentsOf: stem.appendingPathExtension(kind)), as: UTF8.self)
            }
            let document = try parse(text, .lenient)
            let part = ([document.root] + document.root.descendants)[index]
            #expect(try canonical(document) == expected("whole"))
            #expect(try canonical(part) == expected("part"), "\(text)")
            guard part != document.root else { continue }
            #expect(
                try document.withDetached(part) { () throws(XMLError) in try canonical(document) } == expected("rest")
            )
            #expect(try canonical(document) == expected("whole"))
        }
    }
}
