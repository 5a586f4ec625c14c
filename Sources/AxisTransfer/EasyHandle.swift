// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import CCurl

/// One of libcurl's easy handles with the exchange it carries. It belongs to the loop's thread.
///
/// Each request begins on a handle reset: nothing of an earlier one stays. A reset is also the only thing that makes
/// libcurl 7.88 forget how often it replaced a dead connection; after five times in a handle's life it would fail.
final class EasyHandle {
    let curl: UnsafeMutableRawPointer
    private let material: TLSMaterial
    private let configuration: TransferConfiguration
    private let errorBuffer: UnsafeMutablePointer<CChar>
    private var submission: TransferMailbox.Submission?
    private var source = RequestSource.empty
    private var sink = ResponseSink()

    /// Bodies up to this size are copied into the handle and leave with the header in one record.
    private static let inlineBodyLimit: Int64 = 65_536

    /// A handle with the client's own settings; nil when memory is short.
    init?(_ configuration: TransferConfiguration, material: TLSMaterial) {
        guard let curl = curl_easy_init() else { return nil }
        self.curl = curl
        self.material = material
        self.configuration = configuration
        errorBuffer = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorBuffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        var options = CurlOptions(of: curl)
        setShared(&options)
        guard options.failure == CURLE_OK else { return nil }
        curl_easy_reset(curl)
    }

    private func setShared(_ options: inout CurlOptions) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        options.set(CURLOPT_PRIVATE, pointer: context)
        options.set(CURLOPT_ERRORBUFFER, pointer: errorBuffer)
        options.set(CURLOPT_NOSIGNAL, 1)
        options.set(CURLOPT_PROXY, "")
        options.set(CURLOPT_FOLLOWLOCATION, 0)
        options.set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1)
        options.set(CURLOPT_PATH_AS_IS, 1)
        options.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        options.set(CURLOPT_TCP_KEEPALIVE, 1)
        options.set(CURLOPT_MAXAGE_CONN, max(1, configuration.idleTimeout.boundedMilliseconds / 1000))
        options.set(CURLOPT_UPLOAD_BUFFERSIZE, 131_072)
        options.set(CURLOPT_USERAGENT, configuration.userAgent)
        material.apply(to: &options)
        options.note(axis_curl_on_write(curl, EasyHandle.onBody, context))
        options.note(axis_curl_on_header(curl, EasyHandle.onHeader, context))
        options.note(axis_curl_on_read(curl, EasyHandle.onRead, context))
        options.note(axis_curl_on_seek(curl, EasyHandle.onSeek, context))
    }

    deinit {
        curl_easy_cleanup(curl)
        errorBuffer.deallocate()
    }

    /// The handle behind one of libcurl's pointers.
    static func of(_ curl: UnsafeMutableRawPointer) -> EasyHandle? {
        var context: UnsafeMutableRawPointer?
        guard axis_curl_get_pointer(curl, CURLINFO_PRIVATE, &context) == CURLE_OK, let context else { return nil }
        return Unmanaged<EasyHandle>.fromOpaque(context).takeUnretainedValue()
    }

    /// The request under way.
    var transfer: PendingTransfer? { submission?.transfer }

    // MARK: - An exchange's life

    /// Gets everything ready for a request.
    ///
    /// - Throws: when a file can't be opened or libcurl doesn't take an option; ``finish(with:)`` is due all the same.
    func prepare(_ submission: TransferMailbox.Submission) throws(TransferError) {
        self.submission = submission
        let transfer = submission.transfer
        let request = transfer.request
        sink = ResponseSink(
            headerLimit: configuration.responseHeaderLimit,
            bodyLimit: request.responseLimit,
            path: request.responseFile
        )
        errorBuffer.pointee = 0
        var options = CurlOptions(of: curl)
        setShared(&options)
        options.set(CURLOPT_PROTOCOLS_STR, transfer.isPlain ? "http" : "https")
        options.set(CURLOPT_URL, request.url)
        if let path = request.unixSocket { options.set(CURLOPT_UNIX_SOCKET_PATH, path) }
        options.set(CURLOPT_HTTPHEADER, list: transfer.headers.first)
        options.set(CURLOPT_CONNECTTIMEOUT_MS, request.connectTimeout.boundedMilliseconds)
        options.set(CURLOPT_TIMEOUT_MS, request.timeout.boundedMilliseconds)
        if let limit = request.speedLimit {
            options.set(CURLOPT_LOW_SPEED_LIMIT, limit.bytesPerSecond)
            options.set(CURLOPT_LOW_SPEED_TIME, limit.seconds)
        }
        // An answer to HEAD names a length without sending it.
        let announcedLimit = request.method == "HEAD" ? 0 : Int64(request.responseLimit)
        options.set(CURLOPT_MAXFILESIZE_LARGE, offset: announcedLimit)
        try setMethodAndBody(of: request, &options)
        guard options.failure == CURLE_OK else { throw error(of: options.failure) }
    }

    private func setMethodAndBody(of request: TransferRequest, _ options: inout CurlOptions) throws(TransferError) {
        let size = request.body.size ?? (request.method == "POST" || request.method == "PUT" ? 0 : nil)
        guard let size else {
            if request.method == "HEAD" {
                options.set(CURLOPT_NOBODY, 1)
            } else if request.method != "GET" {
                options.set(CURLOPT_CUSTOMREQUEST, request.method)
            }
            return
        }
        options.set(CURLOPT_POST, 1)
        options.set(CURLOPT_POSTFIELDSIZE_LARGE, offset: size)
        if case .bytes(let bytes) = request.body, size <= Self.inlineBodyLimit {
            options.set(CURLOPT_COPYPOSTFIELDS, bytes: bytes)
        } else if size == 0 {
            options.set(CURLOPT_COPYPOSTFIELDS, "")
        } else {
            source = try RequestSource(request.body)
        }
        if request.method != "POST" { options.set(CURLOPT_CUSTOMREQUEST, request.method) }
    }

    /// Ends the exchange with what libcurl says of it, answers whoever waits, and is ready for the next.
    func finish(with code: CURLcode) {
        finish(with: code, because: nil)
    }

    /// Ends the exchange for a reason of our own.
    func fail(_ error: TransferError) {
        finish(with: CURLE_ABORTED_BY_CALLBACK, because: error)
    }

    private func finish(with code: CURLcode, because reason: TransferError?) {
        let status = status
        let sourceFailure = source.failure
        source.finish()
        sink.finish(success: code == CURLE_OK, status: status)
        let result: Result<TransferResponse, TransferError>
        if let failure = reason ?? sink.failure ?? sourceFailure {
            result = .failure(failure)
        } else if code == CURLE_OK {
            result = .success(
                TransferResponse(
                    status: status,
                    headers: TransferHeaders(block: sink.headers),
                    body: sink.body,
                    bodySize: sink.bodySize,
                    timings: timings
                )
            )
        } else {
            result = .failure(error(of: code))
        }
        curl_easy_reset(curl)
        sink = ResponseSink()
        let answered = submission
        submission = nil
        answered?.continuation.resume(returning: result)
    }

    // MARK: - What libcurl knows

    private var status: Int {
        var value = 0
        axis_curl_get_long(curl, CURLINFO_RESPONSE_CODE, &value)
        return value
    }

    private var timings: TransferTimings {
        var connections = 0
        axis_curl_get_long(curl, CURLINFO_NUM_CONNECTS, &connections)
        return TransferTimings(
            connected: connections == 0 ? .zero : time(CURLINFO_PRETRANSFER_TIME_T),
            firstByte: time(CURLINFO_STARTTRANSFER_TIME_T),
            total: time(CURLINFO_TOTAL_TIME_T),
            reusedConnection: connections == 0
        )
    }

    private func time(_ info: CURLINFO) -> Duration {
        var microseconds: curl_off_t = 0
        axis_curl_get_offset(curl, info, &microseconds)
        return .microseconds(Int64(microseconds))
    }

    private func error(of code: CURLcode) -> TransferError {
        let detail = String(cString: errorBuffer)
        return TransferError(curl: code, detail: detail, connected: time(CURLINFO_PRETRANSFER_TIME_T) > .zero)
    }

    // MARK: - What libcurl calls, on the loop's thread

    private static func at(_ context: UnsafeMutableRawPointer?) -> EasyHandle? {
        context.map { Unmanaged<EasyHandle>.fromOpaque($0).takeUnretainedValue() }
    }

    private static let onBody: curl_write_callback = { bytes, size, count, context in
        guard let bytes, let handle = EasyHandle.at(context) else { return 0 }
        let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
        return handle.sink.take(body: piece, status: handle.status) ? piece.count : 0
    }

    private static let onHeader: curl_write_callback = { bytes, size, count, context in
        guard let bytes, let handle = EasyHandle.at(context) else { return 0 }
        let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
        return handle.sink.take(headerLine: line) ? line.count : 0
    }

    private static let onRead: curl_read_callback = { buffer, size, count, context in
        guard let buffer, let handle = EasyHandle.at(context),
            let read = handle.source.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: size * count))
        else { return Int(CURL_READFUNC_ABORT) }
        return read
    }

    private static let onSeek: curl_seek_callback = { context, offset, origin in
        guard let handle = EasyHandle.at(context), origin == SEEK_SET, handle.source.seek(to: Int64(offset)) else {
            return CURL_SEEKFUNC_FAIL
        }
        return CURL_SEEKFUNC_OK
    }
}
