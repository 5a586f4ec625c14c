// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import CoreMetrics
import Synchronization

/// Collects what the whole program measures and writes it as Prometheus text (version 0.0.4).
///
/// Counters and gauges are what they are; recorders and timers become histograms with fixed bounds. The number of
/// series is bounded: over the bound a new one is counted as dropped and measures nothing.
package final class PrometheusFactory: MetricsFactory {
    private struct State {
        var counters: [Series: PrometheusCounter] = [:]
        var gauges: [Series: PrometheusGauge] = [:]
        var histograms: [Series: PrometheusHistogram] = [:]
        var count: Int { counters.count + gauges.count + histograms.count }
    }

    /// Series that are kept.
    package static let mostSeries = 10_000

    private let state = Mutex(State())
    private let dropped = PrometheusCounter()

    /// Makes an empty collection.
    package init() {}

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        let series = Series(label, dimensions)
        return state.withLock { state in
            if let known = state.counters[series] { return known }
            guard state.count < Self.mostSeries else { return dropped }
            let counter = PrometheusCounter()
            state.counters[series] = counter
            return counter
        }
    }

    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        guard aggregate else { return gauge(label, dimensions) }
        return histogram(label, dimensions, bounds: PrometheusHistogram.sizes)
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        gauge(label, dimensions)
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        histogram(label, dimensions, bounds: PrometheusHistogram.seconds)
    }

    package func destroyCounter(_ handler: any CounterHandler) {
        state.withLock { state in
            guard let handler = handler as? PrometheusCounter else { return }
            state.counters = state.counters.filter { $0.value !== handler }
        }
    }

    package func destroyMeter(_ handler: any MeterHandler) { destroyGauge(handler as AnyObject) }

    package func destroyRecorder(_ handler: any RecorderHandler) {
        destroyGauge(handler as AnyObject)
        destroyHistogram(handler as AnyObject)
    }

    package func destroyTimer(_ handler: any TimerHandler) { destroyHistogram(handler as AnyObject) }

    /// All series, by name.
    package func text() -> String {
        let state = self.state.withLock { $0 }
        var families: [String: (type: String, lines: [String])] = [:]
        func add(_ name: String, _ type: String, _ lines: [String]) {
            families[name, default: (type, [])].lines += lines
        }
        for (series, counter) in state.counters { add(series.name, "counter", [series.line(counter.value)]) }
        for (series, gauge) in state.gauges { add(series.name, "gauge", [series.line(gauge.value)]) }
        for (series, histogram) in state.histograms { add(series.name, "histogram", histogram.lines(series)) }
        add("axis_metrics_dropped_total", "counter", [Series("axis_metrics_dropped_total", []).line(dropped.value)])
        var text = ""
        for (name, family) in families.sorted(by: { $0.key < $1.key }) {
            text += "# TYPE \(name) \(family.type)\n"
            // Buckets of one histogram stay in their order.
            for line in family.type == "histogram" ? family.lines : family.lines.sorted() { text += line + "\n" }
        }
        return text
    }

    private func gauge(_ label: String, _ dimensions: [(String, String)]) -> PrometheusGauge {
        let series = Series(label, dimensions)
        return state.withLock { state in
            if let known = state.gauges[series] { return known }
            let gauge = PrometheusGauge()
            if state.count < Self.mostSeries { state.gauges[series] = gauge } else { dropped.increment(by: 1) }
            return gauge
        }
    }

    private func histogram(
        _ label: String,
        _ dimensions: [(String, String)],
        bounds: [Double]
    ) -> PrometheusHistogram {
        let series = Series(label, dimensions)
        return state.withLock { state in
            if let known = state.histograms[series] { return known }
            let histogram = PrometheusHistogram(bounds: bounds)
            if state.count < Self.mostSeries { state.histograms[series] = histogram } else { dropped.increment(by: 1) }
            return histogram
        }
    }

    private func destroyGauge(_ handler: AnyObject) {
        state.withLock { state in state.gauges = state.gauges.filter { $0.value !== handler } }
    }

    private func destroyHistogram(_ handler: AnyObject) {
        state.withLock { state in state.histograms = state.histograms.filter { $0.value !== handler } }
    }
}

/// The name and labels of one series.
struct Series: Hashable, Sendable {
    let name: String
    let labels: String

    init(_ label: String, _ dimensions: [(String, String)]) {
        name = Self.identifier(label)
        labels = dimensions.map { "\(Self.identifier($0.0))=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
    }

    func line(_ value: some CustomStringConvertible) -> String { line("", value) }

    func line(_ suffix: String, _ value: some CustomStringConvertible, and label: String = "") -> String {
        let all = [labels, label].filter { !$0.isEmpty }.joined(separator: ",")
        return all.isEmpty ? "\(name)\(suffix) \(value)" : "\(name)\(suffix){\(all)} \(value)"
    }

    private static func identifier(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
            result.unicodeScalars.append(isPlain || scalar == "_" ? scalar : "_")
        }
        return result.first?.isNumber == true ? "_" + result : result
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
