// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Glibc
import Synchronization

/// A server on a Unix socket that gives prepared answers in order and remembers what it was asked.
final class ScriptedServer: Sendable {
    struct Request: Sendable {
        var line: String
        var headers: [String: String]
        var body: [UInt8]
    }

    let path: String
    private let listener: Int32
    private let answers: Mutex<[[UInt8]]>
    private let seen = Mutex<[Request]>([])

    init(_ answers: [[UInt8]]) throws {
        path = "/tmp/axis-client-\(getpid())-\(UInt32.random(in: 0 ... .max)).sock"
        self.answers = Mutex(answers)
        listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard bound == 0, listen(listener, 16) == 0 else { throw ServerFailure() }
        let thread = DispatchQueue(label: "scripted-server")
        thread.async { [self] in serve() }
    }

    /// What was asked so far.
    var requests: [Request] { seen.withLock { $0 } }

    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        unlink(path)
    }

    private func serve() {
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { break }
            serve(connection)
            close(connection)
        }
        close(listener)
    }

    /// One request on each connection: the answer says `Connection: close`.
    private func serve(_ connection: Int32) {
        guard let request = read(from: connection) else { return }
        seen.withLock { $0.append(request) }
        let answer = answers.withLock { $0.isEmpty ? [] : $0.removeFirst() }
        var sent = 0
        while sent < answer.count {
            let count = answer.withUnsafeBytes {
                send(connection, $0.baseAddress! + sent, answer.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }

    private func read(from connection: Int32) -> Request? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        func more() -> Bool {
            let count = recv(connection, &chunk, chunk.count, 0)
            guard count > 0 else { return false }
            bytes.append(contentsOf: chunk[..<count])
            return true
        }
        let end = Array("\r\n\r\n".utf8)
        var headEnd: Int?
        while headEnd == nil {
            guard more() else { return nil }
            headEnd = (0..<max(0, bytes.count - 3)).first { Array(bytes[$0..<$0 + 4]) == end }
        }
        guard let headEnd else { return nil }
        var lines = String(decoding: bytes[..<headEnd], as: UTF8.self).split(separator: "\r\n").map(String.init)
        let line = lines.removeFirst()
        var headers: [String: String] = [:]
        for line in lines {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] = String(parts[1].drop { $0 == " " })
        }
        let size = headers["content-length"].flatMap { Int($0) } ?? 0
        while bytes.count < headEnd + 4 + size { guard more() else { return nil } }
        return Request(line: line, headers: headers, body: Array(bytes[(headEnd + 4)...]))
    }
}

struct ServerFailure: Error {}

/// An answer's bytes.
func answer(_ status: String, _ body: String = "", headers: [String] = []) -> [UInt8] {
    let lines = ["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)", "Connection: close"] + headers
    return Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
}
