// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import CCurl
import Glibc
import Synchronization

/// The loop that drives libcurl: `epoll` says which sockets are ready, and only those are looked at.
///
/// It lives on one thread and blocks there; other threads reach it through its mailbox alone.
final class TransferLoop {
    private let configuration: TransferConfiguration
    private let mailbox: TransferMailbox
    private let material: TLSMaterial
    private let multi: UnsafeMutableRawPointer?
    private let poller: Int32
    private var watched: Set<Int32> = []
    /// When libcurl wants to be called without any socket being ready, in milliseconds of the monotonic clock.
    private var timer: Int64?
    /// When what is still under way is failed.
    private var end: Int64?
    private var active: [ObjectIdentifier: EasyHandle] = [:]
    private var idle: [EasyHandle] = []

    /// More used handles than this are not kept for later requests.
    private static let idleLimit = 256

    /// libcurl's one-time start; it is never undone.
    private static let isCurlStarted = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    init(_ configuration: TransferConfiguration, mailbox: TransferMailbox) {
        self.configuration = configuration
        self.mailbox = mailbox
        material = TLSMaterial(configuration)
        multi = Self.isCurlStarted ? curl_multi_init() : nil
        poller = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard let multi else { return }
        let context = Unmanaged.passUnretained(self).toOpaque()
        axis_curl_multi_on_socket(multi, TransferLoop.onSocket, context)
        axis_curl_multi_on_timer(multi, TransferLoop.onTimer, context)
        axis_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, configuration.maximumConnections)
        axis_curl_multi_set_long(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, configuration.maximumConnections)
        axis_curl_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, configuration.maximumConnectionsPerHost)
        axis_curl_multi_set_long(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_NOTHING))
        watch(mailbox.bell, for: EPOLLIN.rawValue)
    }

    deinit {
        idle.removeAll()
        if let multi { curl_multi_cleanup(multi) }
        if poller >= 0 { close(poller) }
    }

    /// Runs until the mailbox says stop and nothing is under way, or the grace given is over.
    func run() {
        guard let multi, poller >= 0 else { return refuseEverything() }
        var events = [epoll_event](repeating: epoll_event(), count: 256)
        while true {
            let contents = mailbox.take()
            if let contents { admit(contents, to: multi) }
            if let end, active.isEmpty || now >= end { break }
            let count = epoll_wait(poller, &events, Int32(events.count), contents == nil ? millisecondsToWait : 0)
            if contents == nil { mailbox.awake() }
            for index in 0..<Int(max(0, count)) { act(on: events[index], multi) }
            if let timer, timer <= now {
                self.timer = nil
                act(on: CURL_SOCKET_TIMEOUT, 0, multi)
            }
            collect(from: multi)
        }
        for handle in active.values {
            curl_multi_remove_handle(multi, handle.curl)
            handle.fail(.shutDown)
        }
        active.removeAll()
        for submission in mailbox.finish() { submission.continuation.resume(returning: .failure(.shutDown)) }
    }

    /// Without libcurl or a poller no request can be made: each gets its answer until the client goes.
    private func refuseEverything() {
        let refusal = TransferError(.failed, reason: "The HTTP client could not start.")
        for submission in mailbox.finish() { submission.continuation.resume(returning: .failure(refusal)) }
    }

    // MARK: - Requests in, answers out

    private func admit(_ contents: TransferMailbox.Contents, to multi: UnsafeMutableRawPointer) {
        for submission in contents.submissions {
            if submission.transfer.isCancelled.load(ordering: .acquiring) {
                submission.continuation.resume(returning: .failure(.cancelled))
                mailbox.answered(1)
            } else if let handle = idle.popLast() ?? EasyHandle(configuration, material: material) {
                begin(submission, on: handle, multi)
            } else {
                let refusal = TransferError(.configuration, reason: "libcurl does not take the client's settings.")
                submission.continuation.resume(returning: .failure(refusal))
                mailbox.answered(1)
            }
        }
        for transfer in contents.cancellations {
            guard let handle = active.removeValue(forKey: ObjectIdentifier(transfer)) else { continue }
            curl_multi_remove_handle(multi, handle.curl)
            handle.fail(.cancelled)
            retire(handle)
        }
        if let grace = contents.stopGrace { end = now + (grace > .zero ? Int64(grace.boundedMilliseconds) : 0) }
    }

    private func begin(
        _ submission: TransferMailbox.Submission,
        on handle: EasyHandle,
        _ multi: UnsafeMutableRawPointer
    ) {
        do throws(TransferError) {
            try handle.prepare(submission)
            guard curl_multi_add_handle(multi, handle.curl) == CURLM_OK else {
                throw TransferError(.failed, reason: "libcurl does not take the request.")
            }
            active[ObjectIdentifier(submission.transfer)] = handle
        } catch {
            handle.fail(error)
            retire(handle)
        }
    }

    private func collect(from multi: UnsafeMutableRawPointer) {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let curl = message.pointee.easy_handle,
                let handle = EasyHandle.of(curl)
            else { continue }
            // The message is libcurl's and gone once the handle is removed.
            let code = message.pointee.data.result
            if let transfer = handle.transfer { active[ObjectIdentifier(transfer)] = nil }
            curl_multi_remove_handle(multi, curl)
            handle.finish(with: code)
            retire(handle)
        }
    }

    private func retire(_ handle: EasyHandle) {
        mailbox.answered(1)
        if idle.count < Self.idleLimit { idle.append(handle) }
    }

    // MARK: - Sockets and time

    private func act(on event: epoll_event, _ multi: UnsafeMutableRawPointer) {
        let socket = event.data.fd
        if socket == mailbox.bell { return mailbox.silence() }
        var mask: Int32 = 0
        if event.events & EPOLLIN.rawValue != 0 { mask |= CURL_CSELECT_IN }
        if event.events & EPOLLOUT.rawValue != 0 { mask |= CURL_CSELECT_OUT }
        if event.events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 { mask |= CURL_CSELECT_ERR }
        act(on: socket, mask, multi)
    }

    private func act(on socket: Int32, _ mask: Int32, _ multi: UnsafeMutableRawPointer) {
        var running: Int32 = 0
        curl_multi_socket_action(multi, socket, mask, &running)
    }

    private func watch(_ socket: Int32, for events: UInt32) {
        var event = epoll_event(events: events, data: epoll_data_t(fd: socket))
        let isNew = watched.insert(socket).inserted
        if epoll_ctl(poller, isNew ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, socket, &event) == 0 { return }
        // The number may have been closed and given out again behind our back.
        _ = epoll_ctl(poller, isNew ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, socket, &event)
    }

    private func unwatch(_ socket: Int32) {
        watched.remove(socket)
        _ = epoll_ctl(poller, EPOLL_CTL_DEL, socket, nil)
    }

    private var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    private var millisecondsToWait: Int32 {
        let next = min(timer ?? .max, end ?? .max)
        return next == .max ? -1 : Int32(clamping: max(0, next - now))
    }

    // MARK: - What libcurl calls, on this thread

    private static let onSocket: curl_socket_callback = { _, socket, what, context, _ in
        guard let context else { return 0 }
        let loop = Unmanaged<TransferLoop>.fromOpaque(context).takeUnretainedValue()
        switch what {
        case CURL_POLL_IN: loop.watch(socket, for: EPOLLIN.rawValue)
        case CURL_POLL_OUT: loop.watch(socket, for: EPOLLOUT.rawValue)
        case CURL_POLL_INOUT: loop.watch(socket, for: EPOLLIN.rawValue | EPOLLOUT.rawValue)
        default: loop.unwatch(socket)
        }
        return 0
    }

    private static let onTimer: curl_multi_timer_callback = { _, milliseconds, context in
        guard let context else { return 0 }
        let loop = Unmanaged<TransferLoop>.fromOpaque(context).takeUnretainedValue()
        loop.timer = milliseconds < 0 ? nil : loop.now + Int64(milliseconds)
        return 0
    }
}

extension TransferError {
    static var cancelled: TransferError { TransferError(.cancelled, reason: "The request was cancelled.") }
}
