// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
package import AxisClient
import Glibc
import Synchronization

/// How a command writes what it found.
package enum OutputFormat: String, Sendable, CaseIterable, ExpressibleByArgument {
    /// For people.
    case table
    /// For programs: the interface's own JSON.
    case json
}

/// Standard output and error.
package enum Output {
    /// Whether standard error is a terminal.
    package static var isErrorTerminal: Bool { isatty(2) == 1 }

    /// The columns of the terminal that standard output is, or nil.
    package static var terminalWidth: Int? {
        guard isatty(1) == 1 else { return nil }
        var size = winsize()
        guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 20 else { return nil }
        return Int(size.ws_col)
    }

    /// Writes a line to standard output.
    package static func say(_ text: String) { write(text + "\n", to: 1) }

    /// Writes bytes to standard output as they are.
    package static func say(bytes: [UInt8]) { write(bytes, to: 1) }

    /// Writes a line to standard error.
    package static func complain(_ text: String) { write(text + "\n", to: 2) }

    /// Writes text to standard error without a line's end.
    package static func mutter(_ text: String) { write(text, to: 2) }

    /// Writes a table.
    package static func say(_ table: Table) {
        for line in table.lines(width: terminalWidth) { say(line) }
    }

    /// Writes a value as JSON.
    package static func say(json value: some Encodable) throws(ClientError) {
        write(String(decoding: try JSONText.encode(value, pretty: true), as: UTF8.self) + "\n", to: 1)
    }

    /// Text from outside made safe to show: what would steer a terminal or turn the writing direction is taken out.
    package static func plain(_ text: String, lineBreaks: Bool = true) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control: scalars.append(scalar == "\n" && lineBreaks ? scalar : " ")
            case .format, .surrogate, .privateUse: continue
            case .lineSeparator, .paragraphSeparator: scalars.append(" ")
            default: scalars.append(scalar)
            }
        }
        return String(scalars)
    }

    private static let lock = Mutex(())

    private static func write(_ text: String, to descriptor: Int32) { write(Array(text.utf8), to: descriptor) }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        lock.withLock { _ in
            var bytes = bytes[...]
            while !bytes.isEmpty {
                let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
                if count < 0, errno == EINTR || errno == EAGAIN { continue }
                // A reader that has seen enough, as `head` has, ends the command without a word.
                if count < 0, errno == EPIPE { _exit(1) }
                guard count > 0 else { return }
                bytes = bytes.dropFirst(count)
            }
        }
    }
}
