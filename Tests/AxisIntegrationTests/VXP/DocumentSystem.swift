// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A document system in a Java process of its own, on the wire of the official VXP SDK: see `SdkShape.java`.
///
/// Its one service object keeps all headers of earlier calls, as the SDK's does.
final class DocumentSystem {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var unread = Data()

    private static let libraries = ["httpclient", "httpcore", "commons-codec", "commons-logging", "gson"].map {
        "/usr/share/java/\($0).jar"
    }

    /// Whether this machine has Java and the libraries.
    static var isThere: Bool {
        System.has("java") && libraries.allSatisfy(FileManager.default.fileExists)
    }

    /// What the caller of the SDK got.
    struct Answer: Decodable {
        /// The object's members; nil when the SDK gave its caller nothing.
        var result: Result?
        /// How long the call took.
        var millis: Int
        /// What the SDK swallowed.
        var exception: String?

        struct Result: Decodable {
            var status: String?
            var ErrorCode: String?
            var ErrorDesc: String?
            var DocId: String?
            var data: Content?
            var count: Int?
            /// Whether what was no JSON passed for "no documents".
            var silent: Bool?
        }

        /// A list's items, or a document in base64.
        enum Content: Decodable {
            case items([[String: Value]])
            case text(String)

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                if let text = try? container.decode(String.self) {
                    self = .text(text)
                } else {
                    self = .items(try container.decode([[String: Value]].self))
                }
            }
        }

        /// A member of an item, as text whatever it is.
        struct Value: Decodable, CustomStringConvertible {
            var description: String

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                if let text = try? container.decode(String.self) {
                    description = text
                } else if let truth = try? container.decode(Bool.self) {
                    description = "\(truth)"
                } else {
                    description = "\(try container.decode(Int.self))"
                }
            }
        }

        /// The items of a list, or none.
        var items: [[String: String]] {
            guard case .items(let items) = result?.data else { return [] }
            return items.map { $0.mapValues(\.description) }
        }

        /// The document that getEdoc gave.
        var document: [UInt8]? {
            guard case .text(let text) = result?.data, let data = Data(base64Encoded: text) else { return nil }
            return Array(data)
        }
    }

    private struct Command: Encodable {
        var method: String
        var headers: [String: String]
        var file: String?
        var body: String?
    }

    init(endpoint: String, systemID: String, secret: String, trusting authorities: String? = nil) throws {
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        // Little memory, and no time spent on optimising: it makes a few calls.
        var arguments = ["java", "-Xmx256m", "-XX:TieredStopAtLevel=1", "-Dfile.encoding=UTF-8"]
        if let authorities {
            arguments += ["-Djavax.net.ssl.trustStore=\(authorities)", "-Djavax.net.ssl.trustStoreType=PKCS12"]
            arguments += ["-Djavax.net.ssl.trustStorePassword=changeit"]
        }
        arguments += [
            "-cp", Self.libraries.joined(separator: ":"), folder.appendingPathComponent("SdkShape.java").path, endpoint,
            systemID, secret,
        ]
        process.arguments = arguments
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    /// Calls one of the SDK's methods; the headers are added to those of earlier calls.
    func call(
        _ method: String,
        _ headers: [String: String] = [:],
        file: String? = nil,
        body: String? = nil
    ) async throws -> Answer {
        let command = Command(method: method, headers: headers, file: file, body: body)
        try input.fileHandleForWriting.write(contentsOf: try JSONEncoder().encode(command) + Data([10]))
        return try JSONDecoder().decode(Answer.self, from: try await line())
    }

    /// Ends the process.
    func close() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    private func line() async throws -> Data {
        while true {
            if let end = unread.firstIndex(of: 10) {
                let line = unread[unread.startIndex..<end]
                unread = Data(unread[(end + 1)...])
                return Data(line)
            }
            let handle = output.fileHandleForReading
            // Reading blocks; it has a thread of its own.
            let more = await withCheckedContinuation { (continuation: CheckedContinuation<Data, Never>) in
                Thread.detachNewThread { continuation.resume(returning: handle.availableData) }
            }
            guard !more.isEmpty else { throw TooLate(description: "the Java process ended") }
            unread += more
        }
    }
}
