// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import CTimex
import CoreMetrics
import Logging
import ServiceLifecycle
import Synchronization

/// Reads once a minute what the kernel knows about its clock (adjtimex(2), RFC 5905) and remembers it.
///
/// The kernel calls its clock unsynchronised from boot until an NTP service tells it otherwise, and again when its
/// maximum error has grown to 16 s, some nine hours after the last word of one. chrony tells it only with `rtcsync`.
final class ClockWatch: Service, ClockHealth {
    /// Whether the kernel calls its clock synchronised: 1 or 0.
    static let synchronisedMetric = "axis_clock_synchronised"
    /// How far the clock may be off at most, in seconds; 16 while it is not synchronised.
    static let errorMetric = "axis_clock_error_seconds"

    private static let interval: Duration = .seconds(60)

    private let last: Mutex<ClockReading>
    private let timer: any AsyncTimer
    private let read: @Sendable () -> ClockReading
    private let logger: Logger
    private let bell = Doorbell()

    /// Reads for the first time; ``run()`` goes on.
    ///
    /// - Parameter read: asks the kernel; a call that never waits.
    init(
        timer: any AsyncTimer,
        read: @escaping @Sendable () -> ClockReading = ClockWatch.askKernel,
        logger: Logger
    ) {
        self.timer = timer
        self.read = read
        self.logger = logger
        last = Mutex(read())
        tell(reading())
    }

    func reading() -> ClockReading { last.withLock { $0 } }

    /// Reads once a minute until shut down.
    func run() async throws {
        await withGracefulShutdownHandler {
            while !Task.isCancelled {
                if await bell.wait(until: timer.now() + Self.interval, on: timer) { return }
                readAgain()
            }
        } onGracefulShutdown: {
            self.bell.ring()
        }
    }

    /// Reads now; a change for the worse or the better is logged once.
    func readAgain() {
        let now = read()
        let before = last.withLock { last in
            defer { last = now }
            return last
        }
        if Self.isGood(before) != Self.isGood(now) { tell(now) } else { measure(now) }
    }

    private static func isGood(_ reading: ClockReading) -> Bool {
        reading.isSynchronised && reading.statedMilliseconds == nil
    }

    private func tell(_ reading: ClockReading) {
        measure(reading)
        if Self.isGood(reading) {
            logger.info("the clock is synchronised")
        } else {
            let bound = reading.boundMilliseconds.map { "\($0) ms" } ?? "unknown"
            logger.warning("the clock is not known to be right; receipts say so", metadata: ["bound": "\(bound)"])
        }
    }

    private func measure(_ reading: ClockReading) {
        Gauge(label: Self.synchronisedMetric).record(reading.isSynchronised ? 1 : 0)
        Gauge(label: Self.errorMetric).record(reading.boundMilliseconds.map { Double($0) / 1000 } ?? 16)
    }

    /// Asks the kernel, without changing anything.
    static func askKernel() -> ClockReading {
        var state = timex()
        let answer = ntp_adjtime(&state)
        guard answer >= 0 else { return .unknown }
        let isSynchronised = answer != TIME_ERROR && state.status & STA_UNSYNC == 0
        return ClockReading(
            isSynchronised: isSynchronised,
            offsetMicroseconds: Int64(state.offset) / (state.status & STA_NANO != 0 ? 1000 : 1),
            errorMicroseconds: Int64(state.maxerror)
        )
    }
}

extension CheckFinding {
    /// What `axisctl doctor` says about the clock.
    init(clock reading: ClockReading) {
        switch (reading.boundMilliseconds, reading.statedMilliseconds) {
        case (nil, _):
            let detail =
                "not known to be synchronised, which the receipts of lists state: start an NTP service "
                + "(with chrony, set rtcsync)"
            self.init(subject: "clock", level: "warning", detail: detail)
        case (_, let bound?):
            let detail = "may be off by up to \(bound) ms, which the receipts of lists state: look at the NTP service"
            self.init(subject: "clock", level: "warning", detail: detail)
        case (let bound?, nil):
            self.init(subject: "clock", level: "ok", detail: "synchronised; off by \(bound) ms at most")
        }
    }
}
