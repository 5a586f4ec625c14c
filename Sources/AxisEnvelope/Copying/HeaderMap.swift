// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// Where the parts of an envelope's header stand that a recipient's copy adds to.
struct HeaderMap {
    /// An element under `MessageHeader` or `TraceHeaderList`, with its first child.
    struct Part {
        var tag: TagWalk.Tag
        /// Behind its end tag.
        var end = 0
        /// Where its end tag begins.
        var endTag = 0
        /// The first `OrganId` in it, or in a `TraceHeader` its first child.
        var child: TagWalk.Tag?
        /// The bytes of that child's text, trimmed.
        var code: [UInt8] = []
    }

    let walk: TagWalk
    private(set) var messageHeader: Part?
    private(set) var recipients: [Part] = []
    private(set) var traceList: Part?
    /// The last `TraceHeader` of the first list.
    private(set) var lastTrace: Part?

    /// Reads the header; stops behind it, so attachments are not walked.
    init(_ bytes: UnsafeRawBufferPointer) {
        var walk = TagWalk(bytes)
        self.walk = walk
        // Whether each open element is the one of the path that its level has room for.
        var path: [Bool] = []
        while let tag = walk.next() {
            switch tag.kind {
            case .start:
                path.append(path.allSatisfy(\.self) && begins(tag, level: path.count))
            case .empty:
                if path.allSatisfy(\.self), path.count == 3, walk.isLocal(tag.name, "TraceHeaderList") {
                    traceList = traceList ?? Part(tag: tag)
                }
            case .end:
                guard let wasOnPath = path.popLast() else { return }
                if wasOnPath, path.allSatisfy(\.self) { ends(tag, level: path.count) }
                if wasOnPath, path.count == 2, walk.isLocal(tag.name, "edXMLHeader") { return }
            }
        }
    }

    private enum Inside {
        case message, trace, nothing
    }

    private var inside = Inside.nothing
    private var open: Part?

    /// Notes the start of an element at a level; true when what stands in it matters.
    private mutating func begins(_ tag: TagWalk.Tag, level: Int) -> Bool {
        switch level {
        case 0: return walk.isLocal(tag.name, "edXML")
        case 1: return walk.isLocal(tag.name, "edXMLEnvelope")
        case 2: return walk.isLocal(tag.name, "edXMLHeader")
        case 3:
            if walk.isLocal(tag.name, "MessageHeader"), messageHeader == nil {
                messageHeader = Part(tag: tag)
                inside = .message
                return true
            }
            if walk.isLocal(tag.name, "TraceHeaderList"), traceList == nil {
                traceList = Part(tag: tag)
                inside = .trace
                return true
            }
            return false
        case 4:
            guard walk.isLocal(tag.name, inside == .message ? "To" : "TraceHeader") else { return false }
            open = Part(tag: tag)
            return true
        case 5:
            guard open?.child == nil, inside == .trace || walk.isLocal(tag.name, "OrganId") else { return false }
            open?.child = tag
            return true
        default: return false
        }
    }

    private mutating func ends(_ tag: TagWalk.Tag, level: Int) {
        switch level {
        case 3 where inside == .message:
            messageHeader?.endTag = tag.range.lowerBound
            messageHeader?.end = tag.range.upperBound
            inside = .nothing
        case 3 where inside == .trace:
            traceList?.endTag = tag.range.lowerBound
            traceList?.end = tag.range.upperBound
            inside = .nothing
        case 4:
            guard var part = open else { return }
            part.endTag = tag.range.lowerBound
            part.end = tag.range.upperBound
            if inside == .message { recipients.append(part) } else { lastTrace = part }
            open = nil
        case 5:
            guard let child = open?.child else { return }
            var text = walk.bytes[child.range.upperBound..<tag.range.lowerBound]
            text = text.drop(while: TagWalk.isWhite)
            while let last = text.last, TagWalk.isWhite(last) { text.removeLast() }
            open?.code = Array(text.prefix(256))
        default: return
        }
    }
}
