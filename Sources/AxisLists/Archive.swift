// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import CZip

/// The parts of a workbook's archive, through libzip, unpacked one by one under bounds.
struct Archive: ~Copyable {
    private let archive: OpaquePointer
    private let limits: ListLimits

    /// Opens an archive for the length of `body`.
    static func read<R>(
        _ bytes: [UInt8],
        limits: ListLimits,
        _ body: (borrowing Archive) throws(ListFaults) -> R
    ) throws(ListFaults) -> R {
        try bytes.span.withUnsafeBytes { buffer throws(ListFaults) in
            let archive = try Archive(buffer, limits: limits)
            try archive.checkEntries()
            return try body(archive)
        }
    }

    private init(_ buffer: UnsafeRawBufferPointer, limits: ListLimits) throws(ListFaults) {
        archive = try Archive.open(buffer)
        self.limits = limits
    }

    private static func open(_ buffer: UnsafeRawBufferPointer) throws(ListFaults) -> OpaquePointer {
        var error = zip_error_t()
        zip_error_init(&error)
        defer { zip_error_fini(&error) }
        guard let source = zip_source_buffer_create(buffer.baseAddress, UInt64(buffer.count), 0, &error) else {
            throw .damaged
        }
        guard let opened = zip_open_from_source(source, ZIP_RDONLY, &error) else {
            zip_source_free(source)
            throw .damaged
        }
        return opened
    }

    /// Refuses an archive of more parts than a workbook has.
    private func checkEntries() throws(ListFaults) {
        let entries = zip_get_num_entries(archive, 0)
        guard entries <= Int64(limits.entries) else {
            throw .file(
                .fileTooLarge,
                "the workbook has \(entries) parts; at most \(limits.entries) are taken",
                "bảng tính có \(entries) phần; chỉ nhận nhiều nhất \(limits.entries) phần"
            )
        }
    }

    deinit {
        zip_discard(archive)
    }

    /// The bytes of a part; nil when there is none of the name.
    ///
    /// What the archive claims of a size is believed only to refuse it; the bytes themselves are counted.
    func part(_ name: String) throws(ListFaults) -> [UInt8]? {
        let index = zip_name_locate(archive, name, zip_flags_t(ZIP_FL_NOCASE))
        guard index >= 0 else { return nil }
        var status = zip_stat_t()
        zip_stat_init(&status)
        guard zip_stat_index(archive, UInt64(index), 0, &status) == 0,
            status.encryption_method == UInt16(ZIP_EM_NONE),
            status.comp_method == UInt16(ZIP_CM_STORE) || status.comp_method == UInt16(ZIP_CM_DEFLATE)
        else { throw .damaged }
        let packed = Int(clamping: status.comp_size)
        let most = min(
            limits.partBytes,
            max(1 << 20, packed.multipliedReportingOverflow(by: limits.ratio).partialValue)
        )
        guard packed <= limits.table.bytes, status.size <= UInt64(most) else { throw .bomb }
        guard let file = zip_fopen_index(archive, UInt64(index), 0) else { throw .damaged }
        defer { zip_fclose(file) }
        let size = Int(status.size)
        var isWhole = false
        let bytes = [UInt8](unsafeUninitializedCapacity: size + 1) { buffer, count in
            while count <= size {
                let got = zip_fread(file, buffer.baseAddress! + count, UInt64(size + 1 - count))
                guard got > 0 else {
                    isWhole = got == 0 && count == size
                    return
                }
                count += Int(got)
            }
        }
        guard isWhole else { throw .damaged }
        return bytes
    }
}

extension ListFaults {
    /// The archive, or a part that a workbook must have, is broken.
    static var damaged: ListFaults {
        .file(
            .fileFormat,
            "the workbook is damaged, encrypted or none; save it again as .xlsx",
            "bảng tính bị hỏng, bị mã hóa hoặc không phải bảng tính; hãy lưu lại dưới dạng .xlsx"
        )
    }

    /// A part unpacks to far more than it weighs, or to more than any list.
    static var bomb: ListFaults {
        .file(
            .fileTooLarge,
            "the workbook unpacks to far more than a list has; copy the list into a new workbook, or send CSV",
            "bảng tính khi giải nén lớn bất thường; hãy chép danh sách sang bảng tính mới hoặc gửi CSV"
        )
    }
}
