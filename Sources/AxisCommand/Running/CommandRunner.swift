// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import AxisClient
import Glibc

/// Runs a command from its arguments to the process's end.
///
/// Exit status 0: done. 1: refused or failed, with the message on standard error. 64: wrong usage.
package enum CommandRunner {
    /// The version that the commands report.
    package static let version = "0.1.0"

    /// Parses the process's arguments and runs what they name.
    package static func run<Root: AsyncParsableCommand>(_ root: Root.Type) async -> Never {
        // A server that closes a connection early must end a call, not the command.
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try root.parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            leave(0)
        } catch let error as ClientError {
            fail(FailureText.describe(error))
        } catch let error as CommandFailure {
            fail(error.sentence)
        } catch {
            root.exit(withError: error)
        }
    }

    private static func fail(_ text: String) -> Never {
        Output.complain(text)
        leave(1)
    }

    /// Ends without the libraries' own farewells, which a thread that has just ended may still be in the middle of.
    private static func leave(_ status: Int32) -> Never {
        fflush(nil)
        _exit(status)
    }
}

/// A command that did not do what it was asked, for a reason of its own.
package struct CommandFailure: Error, Hashable, Sendable {
    /// Why, in a sentence.
    package var sentence: String

    /// Makes a failure.
    package init(_ sentence: String) {
        self.sentence = sentence
    }
}
