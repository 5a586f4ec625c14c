// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import CZip

/// The one-entry archives that senders' libraries wrap attachments in, through libzip.
enum OneEntryArchive {
    /// What was found in the wrapping.
    struct Entry {
        var name: String
        var bytes: [UInt8]
    }

    /// How an archive with an entry begins.
    static let signature: [UInt8] = [0x50, 0x4B, 0x03, 0x04]

    /// Takes the entry out of an archive that holds exactly one, named `<uuid>.<extension>`, not encrypted.
    ///
    /// - Returns: nil when the bytes are anything else: then they are the attachment.
    /// - Throws: `too-large` when the entry unpacks to more than the limits allow.
    static func unwrap(_ bytes: [UInt8], limits: AttachmentLimits) throws(Refusal) -> Entry? {
        let result = bytes.withUnsafeBytes { buffer -> Result<Entry?, Refusal> in
            do throws(Refusal) { return .success(try unwrap(buffer, limits: limits)) } catch { return .failure(error) }
        }
        return try result.get()
    }

    /// Packs a file as the Java library does: one deflated entry.
    static func wrap(_ bytes: [UInt8], entryName: String) -> [UInt8] {
        var error = zip_error_t()
        zip_error_init(&error)
        defer { zip_error_fini(&error) }
        // Only a lack of memory makes these calls fail: names and sizes are our own.
        guard let target = zip_source_buffer_create(nil, 0, 0, &error),
            let archive = zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, &error)
        else { preconditionFailure("libzip can't make an archive in memory") }
        zip_source_keep(target)
        defer { zip_source_free(target) }
        return bytes.withUnsafeBytes { buffer in
            guard let content = zip_source_buffer(archive, buffer.baseAddress, UInt64(buffer.count), 0),
                zip_file_add(archive, entryName, content, zip_flags_t(ZIP_FL_ENC_UTF_8)) == 0,
                zip_set_file_compression(archive, 0, ZIP_CM_DEFLATE, 6) == 0,
                zip_file_set_mtime(archive, 0, dosEpoch, 0) == 0,
                zip_close(archive) == 0
            else { preconditionFailure("libzip can't write an archive in memory") }
            return contents(of: target)
        }
    }

    /// 1980-01-01, the first moment a ZIP can name: the clock of the machine is not for recipients.
    private static let dosEpoch = 315_532_800

    private static func contents(of source: OpaquePointer) -> [UInt8] {
        var status = zip_stat_t()
        zip_stat_init(&status)
        guard zip_source_stat(source, &status) == 0, zip_source_open(source) == 0 else {
            preconditionFailure("libzip lost an archive in memory")
        }
        defer { zip_source_close(source) }
        return [UInt8](unsafeUninitializedCapacity: Int(status.size)) { buffer, count in
            while count < buffer.count {
                let got = zip_source_read(source, buffer.baseAddress! + count, UInt64(buffer.count - count))
                guard got > 0 else { break }
                count += Int(got)
            }
        }
    }

    private static func unwrap(
        _ buffer: UnsafeRawBufferPointer,
        limits: AttachmentLimits
    ) throws(Refusal) -> Entry? {
        var error = zip_error_t()
        zip_error_init(&error)
        defer { zip_error_fini(&error) }
        guard let source = zip_source_buffer_create(buffer.baseAddress, UInt64(buffer.count), 0, &error) else {
            return nil
        }
        guard let archive = zip_open_from_source(source, ZIP_RDONLY, &error) else {
            zip_source_free(source)
            return nil
        }
        defer { zip_discard(archive) }
        var status = zip_stat_t()
        zip_stat_init(&status)
        guard zip_get_num_entries(archive, 0) == 1, zip_stat_index(archive, 0, 0, &status) == 0,
            status.encryption_method == UInt16(ZIP_EM_NONE), let cName = status.name
        else { return nil }
        let name = String(cString: cName)
        guard isUUIDFileName(name) else { return nil }
        guard let file = zip_fopen_index(archive, 0, 0) else { return nil }
        defer { zip_fclose(file) }
        guard status.size <= UInt64(limits.unpackedBytes(ofPacked: buffer.count)) else {
            throw .unpacksTooLarge(limits)
        }
        return contents(of: file, size: Int(status.size)).map { Entry(name: name, bytes: $0) }
    }

    /// Reads an entry of the size that its archive claims; nil when it is damaged or holds another number of bytes.
    private static func contents(of file: OpaquePointer, size: Int) -> [UInt8]? {
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
            count = size
        }
        return isWhole ? bytes : nil
    }

    /// `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx.ext`; the .NET library leaves the extension's case as it was.
    private static func isUUIDFileName(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        guard (36...60).contains(bytes.count) else { return false }
        let isUUID = bytes.prefix(36).enumerated().allSatisfy { index, byte in
            switch index {
            case 8, 13, 18, 23: byte == UInt8(ascii: "-")
            default: (48...57).contains(byte) || (65...70).contains(byte) || (97...102).contains(byte)
            }
        }
        return isUUID && (bytes.count == 36 || bytes[36] == UInt8(ascii: "."))
            && !bytes.contains(UInt8(ascii: "/")) && !bytes.contains(UInt8(ascii: "\\"))
    }
}

extension Refusal {
    fileprivate static func unpacksTooLarge(_ limits: AttachmentLimits) -> Refusal {
        let mebibytes = limits.unpackedBytes / 1_048_576
        return Refusal(
            .tooLarge,
            field: "AttachmentEncoded/Attachment/ContentTransferEncoded",
            english: "An attachment unpacks to far more than it weighs, or to more than \(mebibytes) MiB; "
                + "send the file itself instead of an archive.",
            vietnamese: "Một tệp đính kèm khi giải nén lớn bất thường hoặc vượt quá \(mebibytes) MiB; "
                + "hãy gửi trực tiếp tệp thay vì tệp nén."
        )
    }
}
