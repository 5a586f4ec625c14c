// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisScheduling
import AxisTestSupport
import Testing

@Suite struct FairShareTests {
    private func candidate(
        _ number: Int,
        to owner: Int,
        from sender: Int,
        urgency: Urgency = .normal,
        size: Int = 8 << 10
    ) -> FairShare.Candidate {
        FairShare.Candidate(
            owner: unit(owner),
            item: item(number, from: sender, urgency: urgency, size: size),
            isProbe: false
        )
    }

    @Test func `one urgent telegram goes before 50,000 small notices`() {
        var share = FairShare()
        for number in 0..<50_000 { share.append(candidate(number, to: 1 + number % 7000, from: 1)) }
        share.append(candidate(99_999, to: 42, from: 2, urgency: .immediate))
        #expect(share.next { _ in true }?.item.id == delivery(99_999))
    }

    @Test func `a sender with one document does not wait behind another's 50,000`() {
        var share = FairShare()
        for number in 0..<50_000 { share.append(candidate(number, to: 1 + number % 7000, from: 1)) }
        share.append(candidate(99_999, to: 42, from: 2))
        let first = (0..<20).compactMap { _ in share.next { _ in true }?.item.id }
        #expect(first.contains(delivery(99_999)))
    }

    @Test func `a 50 MB file lets the small ones of others pass, and comes through itself`() {
        var share = FairShare()
        share.append(candidate(1, to: 1, from: 1, size: 50 << 20))
        for number in 2..<10_000 { share.append(candidate(number, to: 2, from: 2)) }
        var order: [DeliveryID] = []
        while let next = share.next(fitting: { _ in true }) { order.append(next.item.id) }
        let place = order.firstIndex(of: delivery(1)) ?? -1
        #expect(order.count == 9999)
        // 50 MB of the other's 8 KB documents go meanwhile, about 6,400.
        #expect((5000...7000).contains(place), "\(place)")
    }

    @Test func `senders get the same bytes whatever their documents' sizes`() {
        var share = FairShare()
        let sizes = [1: 8 << 10, 2: 64 << 10, 3: 500 << 10]
        for (sender, size) in sizes {
            for number in 0..<(64 << 20) / size {
                share.append(candidate(sender * 100_000 + number, to: sender, from: sender, size: size))
            }
        }
        var bytes: [UnitID: Int] = [:]
        for _ in 0..<5000 {
            guard let next = share.next(fitting: { _ in true }) else { break }
            bytes[next.item.sender, default: 0] += next.item.size
        }
        let least = bytes.values.min() ?? 0
        let most = bytes.values.max() ?? .max
        #expect(most - least <= 2 * (500 << 10) + 2 * FairShare.quantum, "\(bytes)")
    }

    @Test func `the lowest class is not starved by the highest`() {
        var share = FairShare()
        for number in 0..<1000 { share.append(candidate(number, to: 1, from: 1, urgency: .immediate)) }
        share.append(candidate(5000, to: 2, from: 2))
        let first = (0..<50).compactMap { _ in share.next { _ in true }?.item.id }
        #expect(first.contains(delivery(5000)))
    }

    @Test(arguments: 1...30) func `everything that fits comes out once`(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        var share = FairShare()
        var waiting: Set<DeliveryID> = []
        for number in 0..<500 {
            share.append(
                candidate(
                    number,
                    to: Int.random(in: 1...20, using: &generator),
                    from: Int.random(in: 1...5, using: &generator),
                    urgency: Urgency.allCases.randomElement(using: &generator) ?? .normal,
                    size: 1 << Int.random(in: 0...26, using: &generator)
                )
            )
            waiting.insert(delivery(number))
        }
        let limit = 1 << 20
        while let next = share.next(fitting: { $0.item.size <= limit }) {
            #expect(next.item.size <= limit)
            #expect(waiting.remove(next.item.id) != nil)
        }
        while let next = share.next(fitting: { _ in true }) {
            #expect(next.item.size > limit, "only what did not fit was left")
            #expect(waiting.remove(next.item.id) != nil)
        }
        #expect(waiting.isEmpty)
    }
}

@Suite struct DeliveryBudgetTests {
    @Test func `an eighth is kept for the urgent, and the large goes alone rather than never`() {
        var budget = DeliveryBudget(attemptLimit: 8, byteLimit: 8 << 20)
        #expect(budget.admits(size: 50 << 20, urgency: .normal, isProbe: false))
        for _ in 0..<7 { budget.take(size: 1 << 10, isProbe: false) }
        #expect(!budget.admits(size: 1 << 10, urgency: .normal, isProbe: false))
        #expect(budget.admits(size: 1 << 10, urgency: .urgent, isProbe: false))
        #expect(!budget.admits(size: 50 << 20, urgency: .immediate, isProbe: false))
    }
}
