// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import CXMLSec

extension XMLDocument {
    /// What the parser is told: no network, no DTD, no messages, texts over 10 MB, real line numbers.
    private static let options =
        XML_PARSE_NONET.rawValue | XML_PARSE_HUGE.rawValue | XML_PARSE_NOERROR.rawValue
        | XML_PARSE_NOWARNING.rawValue | XML_PARSE_BIG_LINES.rawValue | XML_PARSE_IGNORE_ENC.rawValue

    /// Checks and parses `bytes`; the caller owns the tree.
    static func load(_ bytes: UnsafeRawBufferPointer, limits: GuardLimits) throws(XMLError) -> xmlDocPtr {
        do throws(GuardViolation) {
            try ByteGuard.check(bytes, limits: limits)
        } catch {
            guard error.bound == .syntax else { throw XMLError(.guardViolation(error)) }
            throw XMLError(malformed(at: error.offset, in: bytes))
        }
        let document = try parse(bytes)
        // The guard lets no DTD through; this holds even if it ever did.
        guard document.pointee.intSubset == nil, document.pointee.extSubset == nil,
            xmlDocGetRootElement(document) != nil
        else {
            xmlFreeDoc(document)
            throw XMLError(.malformed(line: 1, column: 1))
        }
        return document
    }

    /// Parses guarded bytes; the caller owns the tree.
    private static func parse(_ bytes: UnsafeRawBufferPointer) throws(XMLError) -> xmlDocPtr {
        XMLLibrary.initialise()
        guard let context = xmlNewParserCtxt() else { throw XMLError(.outOfMemory) }
        defer { xmlFreeParserCtxt(context) }
        var failure = ParseFailure()
        return try withUnsafeMutablePointer(to: &failure) { failure throws(XMLError) in
            context.pointee._private = UnsafeMutableRawPointer(failure)
            axis_xml_on_error(context, recordError)
            let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            let document = xmlCtxtReadMemory(context, start, Int32(bytes.count), nil, nil, Int32(Self.options))
            if let document {
                if context.pointee.wellFormed == 1, context.pointee.nsWellFormed == 1, failure.pointee.code == nil {
                    return document
                }
                xmlFreeDoc(document)
            }
            throw XMLError(failure.pointee.code ?? .malformed(line: 0, column: 0))
        }
    }

    /// Where a byte stands, for a reader who has the text before them; read only on the way to a refusal.
    private static func malformed(at offset: Int, in bytes: UnsafeRawBufferPointer) -> XMLError.Code {
        var line = 1
        var column = 1
        for byte in bytes.prefix(offset) {
            if byte == 0x0A {
                line += 1
                column = 1
            } else {
                column += 1
            }
        }
        return .malformed(line: line, column: column)
    }
}

/// The first error of one parse.
private struct ParseFailure {
    var code: XMLError.Code?
}

/// libxml2's call for each error and warning; keeps the first error.
private func recordError(_: UnsafeMutableRawPointer?, _ error: xmlErrorPtr?) {
    guard let error, error.pointee.level != XML_ERR_WARNING, error.pointee.level != XML_ERR_NONE,
        let context = error.pointee.ctxt?.assumingMemoryBound(to: xmlParserCtxt.self),
        let failure = context.pointee._private?.assumingMemoryBound(to: ParseFailure.self),
        failure.pointee.code == nil
    else { return }
    if error.pointee.code == Int32(XML_ERR_NO_MEMORY.rawValue) {
        failure.pointee.code = .outOfMemory
    } else {
        failure.pointee.code = .malformed(line: Int(error.pointee.line), column: Int(error.pointee.int2))
    }
}
