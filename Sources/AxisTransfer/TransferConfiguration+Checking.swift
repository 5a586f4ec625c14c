// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import Glibc

extension TransferConfiguration {
    /// Refuses files that can't be read and bounds that are none, before the first request needs them.
    func check() throws(TransferError) {
        switch trust {
        case .system, .pem: break
        case .file(let path), .directory(let path): try Self.checkReadable(path)
        }
        if case .files(let certificate, let key) = identity {
            try Self.checkReadable(certificate)
            try Self.checkReadable(key)
        }
        guard maximumConnections > 0, maximumConnectionsPerHost > 0, maximumTransfers > 0, responseHeaderLimit > 0
        else {
            throw TransferError(.configuration, reason: "A limit of the client is not above zero.")
        }
    }

    private static func checkReadable(_ path: String) throws(TransferError) {
        guard access(path, R_OK) == 0 else {
            throw TransferError(.configuration, reason: "\(path) can't be read: \(String(cString: strerror(errno)))")
        }
    }
}

extension Duration {
    /// Whole milliseconds for libcurl, from 1 (it takes 0 for "no limit") to a day.
    var boundedMilliseconds: Int {
        let (seconds, attoseconds) = components
        if seconds >= 86_400 { return 86_400_000 }
        return max(1, Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000))
    }
}
