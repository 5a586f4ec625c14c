// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import CCurl
import Glibc

/// A thread of our own for a loop that blocks, so that it never holds one of Swift's cooperative threads.
enum LoopThread {
    private final class Body {
        let name: String
        let run: @Sendable () -> Void

        init(name: String, run: @escaping @Sendable () -> Void) {
            self.name = name
            self.run = run
        }
    }

    /// Starts a detached thread that takes no signals.
    ///
    /// - Parameters:
    ///   - name: at most 15 bytes; shown by `top -H` and debuggers.
    ///   - run: the thread ends when it returns.
    static func start(name: String, _ run: @escaping @Sendable () -> Void) throws(TransferError) {
        let body = Unmanaged.passRetained(Body(name: name, run: run))
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        defer { pthread_attr_destroy(&attributes) }
        var thread = pthread_t()
        let status = pthread_create(
            &thread,
            &attributes,
            { context in
                guard let context else { return nil }
                let body = Unmanaged<Body>.fromOpaque(context).takeRetainedValue()
                // The daemon's signals belong to its own threads; SIGPIPE of a broken socket becomes EPIPE.
                var all = sigset_t()
                sigfillset(&all)
                pthread_sigmask(SIG_BLOCK, &all, nil)
                axis_name_thread(body.name)
                body.run()
                return nil
            },
            body.toOpaque()
        )
        guard status == 0 else {
            body.release()
            throw TransferError(.failed, reason: "The system gives no further thread.")
        }
    }
}
