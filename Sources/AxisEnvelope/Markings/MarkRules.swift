// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// The rules of ``SecretMarkings`` over one text's segments; each rule is one pass.
struct MarkRules {
    let marks: [Mark]
    let segments: [MarkedText.Segment]
    let place: SecretMarkings.Place

    /// Whether any rule finds a marking.
    var findsMark: Bool {
        isWholeMark || hasLeadingMark || hasBracketedMark || hasLabelledMark || hasTrailingMark
    }

    // MARK: - Whole fields and trailing marks

    private var isShortField: Bool { place != .subject }

    /// The whole of a field that is not running text; there even `mat` means nothing else.
    private var isWholeMark: Bool {
        guard isShortField, segments.count == 1 else { return false }
        return fit(segments[0].words) != nil
    }

    private var hasTrailingMark: Bool {
        guard isShortField, let last = segments.last else { return false }
        if segments.count > 1, let found = fit(last.words) {
            return found.fit == .exact || found.mark.wordCount > 1 || last.isCapitals
        }
        return marks.contains { endsWithMark(last.words, $0) }
    }

    /// `Công văn mật`, but not `Bản cam kết bảo mật`.
    private func endsWithMark(_ words: [MarkedText.Word], _ mark: Mark) -> Bool {
        guard words.count > mark.wordCount else { return false }
        let rest = words.dropLast(mark.wordCount)
        guard mark.fit(words.suffix(mark.wordCount)) == .exact, let previous = rest.last,
            !Self.formsCompound.contains(previous.exact)
        else { return false }
        return place == .appendix ? rest.count <= 3 && rest.prefix(2).map(\.folded) == ["phu", "luc"] : true
    }

    /// Words that make an ordinary word of a following *mật*: bảo mật, bí mật, cơ mật, thân mật, trăng mật …
    private static let formsCompound: Set<String> = ["bảo", "bí", "cơ", "thân", "trăng", "túi", "mía", "ong", "nước"]

    // MARK: - Leading marks

    /// Urgencies and labels may stand before the marking.
    private var hasLeadingMark: Bool {
        for segment in segments {
            if isLeadingMark(segment) { return true }
            guard isCompanion(segment) else { return false }
        }
        return false
    }

    private func isLeadingMark(_ segment: MarkedText.Segment) -> Bool {
        if let found = fit(segment.words) {
            guard found.fit == .exact || found.mark.wordCount > 1 || segment.isCapitals else { return false }
            return segment.after == .weak ? segment.isCapitals : true
        }
        return marks.contains { startsWithMark(segment, $0) }
    }

    /// `MẬT V/v …`, `Tối mật Báo cáo …`, `Tuyệt mật danh mục …`.
    private func startsWithMark(_ segment: MarkedText.Segment, _ mark: Mark) -> Bool {
        let words = segment.words
        guard words.count > mark.wordCount, let fit = mark.fit(words.prefix(mark.wordCount)) else { return false }
        if fit == .exact, mark.wordCount > 1 { return true }
        guard fit == .exact || words.prefix(mark.wordCount).allSatisfy(\.isCapitals) else { return false }
        let rest = words.dropFirst(mark.wordCount)
        if rest.count == 1, rest.first?.folded == "v", segment.after == .strong { return true }
        return Self.openings.contains(rest.prefix(2).map(\.folded).joined(separator: " "))
    }

    /// How subjects begin; a marking before one of these is a marking even without a delimiter.
    private static let openings: Set<String> = [
        "ve viec", "cong van", "quyet dinh", "thong bao", "bao cao", "ke hoach", "to trinh", "giay moi", "chi thi",
        "nghi quyet", "huong dan", "cong dien", "bien ban", "chuong trinh", "de an", "phuong an", "tai lieu",
    ]

    // MARK: - Marks in brackets and behind labels

    private var hasBracketedMark: Bool {
        var start: Int?
        for (index, segment) in segments.enumerated() {
            if segment.before == .open { start = index }
            guard segment.after == .close, let first = start else { continue }
            if isMarkGroup(segments[first...index], leads: first == 0) { return true }
            start = nil
        }
        return false
    }

    /// Within brackets, beside urgencies and labels only: `(Mật - Hỏa tốc)`, but not `(đường, mật)`.
    private func isMarkGroup(_ group: ArraySlice<MarkedText.Segment>, leads: Bool) -> Bool {
        var found = false
        for segment in group {
            if let mark = fit(segment.words) {
                // `(MAT)` further on is an abbreviation being introduced.
                guard mark.fit == .exact || mark.mark.wordCount > 1 || (leads && segment.isCapitals) else {
                    return false
                }
                found = true
            } else if !isCompanion(segment) {
                return false
            }
        }
        return found
    }

    private var hasLabelledMark: Bool {
        for (label, segment) in zip(segments, segments.dropFirst()) where label.after == .strong {
            if label.folded.hasSuffix("do mat"), fit(segment.words) != nil { return true }
        }
        return false
    }

    // MARK: - Shared

    private func fit(_ words: [MarkedText.Word]) -> (mark: Mark, fit: Mark.Fit)? {
        for mark in marks {
            if let fit = mark.fit(words) { return (mark, fit) }
        }
        return nil
    }

    private func isCompanion(_ segment: MarkedText.Segment) -> Bool { Self.companions.contains(segment.folded) }

    /// Urgencies (NĐ 30/2020/NĐ-CP, annex I) and the labels of markings.
    private static let companions: Set<String> = [
        "khan", "thuong khan", "hoa toc", "hoa toc hen gio", "do mat", "muc do mat", "dau do mat", "muc do", "dau mat",
        "do khan",
    ]
}
