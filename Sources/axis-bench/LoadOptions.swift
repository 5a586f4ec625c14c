// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// How much load, and of what.
struct LoadOptions: ParsableArguments {
    @Option(help: "Connections, each with one request under way.")
    var connections = 64

    @Option(help: "How long to send, in seconds.")
    var seconds = 30

    @Option(help: "The size of each envelope in bytes, signature included.")
    var size = 8192

    @Option(help: "How many envelopes to sign beforehand; 8,000 for each second when missing.")
    var count: Int?

    var envelopes: Int { count ?? seconds * 8000 }

    func validate() throws {
        guard (1...1024).contains(connections) else { throw ValidationError("--connections is 1 to 1024.") }
        guard (1...3600).contains(seconds) else { throw ValidationError("--seconds is 1 to 3600.") }
        guard (1...5_000_000).contains(envelopes) else { throw ValidationError("--count is 1 to 5000000.") }
    }
}
