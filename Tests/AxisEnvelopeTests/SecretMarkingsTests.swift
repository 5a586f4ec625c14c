// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AxisEnvelope

@Suite struct SecretMarkingsTests {
    static let standard = SecretMarkings.standard

    @Test(arguments: [
        "[MẬT] V/v kế hoạch", "(Tối mật) V/v kế hoạch", "MẬT: V/v kế hoạch", "Mật - V/v kế hoạch", "Mật – kế hoạch",
        "mật: kế hoạch", "TUYỆT MẬT. Kế hoạch", "MẬT", "Tối mật", "[MAT] V/v ke hoach", "MAT: ke hoach",
        "TOI MAT - ke hoach", "toi mat: ke hoach", "(tuyet mat) ke hoach", "Kế hoạch diễn tập [Tối mật]",
        "Kế hoạch (Mật)", "HỎA TỐC - MẬT: V/v kế hoạch", "(MẬT - HỎA TỐC) V/v kế hoạch", "[KHẨN][MẬT] kế hoạch",
        "M Ậ T: kế hoạch", "[T Ố I  M Ậ T] kế hoạch", "MẬT V/v kế hoạch", "Mật v/v kế hoạch", "Tối mật kế hoạch",
        "MẬT Kế hoạch phòng thủ", "Độ mật: Tối mật", "Kế hoạch. Độ mật: Mật", "Do mat: mat", "\"MẬT\" kế hoạch",
        "*** TUYỆT MẬT *** kế hoạch", "M\u{200B}ẬT: kế hoạch", "Ma\u{302}\u{323}t: kế hoạch", "【MẬT】 kế hoạch",
        "{ Mật } kế hoạch", "[\"Mật\"] kế hoạch", "MẬT/HỎA TỐC: kế hoạch", "MẬT\nkế hoạch", "[Độ mật: Mật] kế hoạch",
    ])
    func `a marking is found in a subject`(subject: String) {
        #expect(Self.standard.carries(subject.normalizedField, in: .subject))
    }

    @Test(arguments: [
        "V/v bảo mật thông tin", "Mật ong rừng U Minh", "MẬT ONG RỪNG U MINH", "MẤT GIẤY TỜ: thông báo", "Mất: con dấu",
        "Mắt: khám sức khỏe", "[MẶT TRẬN] V/v đại hội", "Mặt trận Tổ quốc", "V/v mật khẩu truy cập hệ thống",
        "Mật khẩu: quy định mới", "Mật mã dân sự", "Mật độ xây dựng - quy hoạch", "Bí mật nhà nước: tập huấn",
        "V/v bảo vệ bí mật nhà nước", "V/v thu hồi chứng thư (bảo mật)", "mat: ke hoach", "Toi mat giay to",
        "Công ty cổ phần Vật tư (MAT) xin phép", "Mat ong rung", "V/v nuôi ong lấy mật", "Khu vực (đường, mật)",
        "Giải mật tài liệu năm 2025", "Thông mật: x", "Quy chế cơ mật", "V/v in sao văn bản mật", "Tomato", "",
        "Độ mật: Không", "Matxcơva: đón đoàn", "MA TRẬN: rủi ro", "Mật, đường và sữa", "Trăng mật - du lịch",
    ])
    func `an innocent subject passes`(subject: String) {
        #expect(!Self.standard.carries(subject.normalizedField, in: .subject))
    }

    @Test(arguments: [
        "Mật", "MẬT", "mat", "Tối mật", "TOI MAT", "TốiMật", "Tuyệt mật", "Công văn mật", "Công văn (Mật)",
        "Quyết định - Tối mật", "[Mật]", "Báo cáo tuyệt mật",
    ])
    func `a marking is found in a type's name`(name: String) {
        #expect(Self.standard.carries(name.normalizedField, in: .typeName))
    }

    @Test(arguments: [
        "Công văn", "Bản cam kết bảo mật", "Danh mục bí mật", "Mặt trận", "Thỏa thuận bảo mật thông tin", "Mất",
    ])
    func `an innocent type's name passes`(name: String) {
        #expect(!Self.standard.carries(name.normalizedField, in: .typeName))
    }

    @Test func `a notation and an appendix may carry a marking too`() {
        #expect(Self.standard.carries("CV-MẬT", in: .typerNotation))
        #expect(Self.standard.carries("MAT", in: .typerNotation))
        #expect(!Self.standard.carries("TVC", in: .typerNotation))
        #expect(!Self.standard.carries("BMTT", in: .typerNotation))
        #expect(Self.standard.carries("Phụ lục 2 - Tối mật", in: .appendix))
        #expect(Self.standard.carries("Phụ lục mật", in: .appendix))
        #expect(!Self.standard.carries("Phụ lục về nuôi ong lấy mật", in: .appendix))
        #expect(!Self.standard.carries("Công văn về việc bảo mật thông tin", in: .appendix))
    }

    @Test func `the refusal names the element and not its text`() throws {
        var texts = MarkableTexts()
        texts.appendixes = ["Số liệu", "Tối mật"]
        texts.subjects = ["V/v thử"]
        let refusal = #expect(throws: (any Error).self) { try Self.standard.check(texts) }
        let description = String(describing: try #require(refusal))
        #expect(description.hasPrefix("state-secret: OtherInfo/Appendixes/Appendix"))
        #expect(!description.lowercased().contains("tối"))
    }

    @Test func `the list is configurable`() {
        let markings = SecretMarkings(["Lưu hành nội bộ", " "])
        #expect(markings.carries("[LƯU HÀNH NỘI BỘ] Kế hoạch", in: .subject))
        #expect(markings.carries("luu hanh noi bo: ke hoach", in: .subject))
        #expect(!markings.carries("[MẬT] Kế hoạch", in: .subject))
        #expect(SecretMarkings([]).find(in: MarkableTexts()) == nil)
    }

    @Test func `a marking hidden in a second or nested element is found`() throws {
        let recipient = "<To><OrganId>H99</OrganId></To>"
        for subject in ["V/v thử</Subject><Subject>[MẬT] thử", "<b>[MẬT]</b> thử"] {
            let bytes = Array(EnvelopeReaderTests.document(recipients: recipient, subject: subject).utf8)
            #expect(Self.standard.find(in: try parse(bytes).1.markable) == "Subject")
        }
    }

    @Test func `no vector of an ordinary document carries a marking`() throws {
        for name in EnvelopeReaderTests.sameDocument + ["document-received", "document-dotnet"] {
            #expect(Self.standard.find(in: try Vector.read(name).markable) == nil)
        }
    }

    @Test func `a text of the greatest length is searched in linear time`() {
        let text = String(repeating: "[mật ", count: EnvelopeReader.longestText / 8)
        let clock = ContinuousClock()
        let elapsed = clock.measure { _ = Self.standard.carries(text, in: .subject) }
        #expect(elapsed < .seconds(2))
    }
}
