// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// `config/reference/level1.csv`, kept in the binary so that the daemon is one file; a test holds the two equal.
enum LevelOneTable {
    // swift-format-ignore: the lines are the file's own
    static let csv = #"""
        code,code102,name,kind,state,admin_code,effective,legal_basis
        G01,000.00.00.G01,Bộ Công an,ministry,live,,2025-04-14,QĐ 09/2025/QĐ-TTg
        G02,000.00.00.G02,Bộ Công Thương,ministry,live,,2025-04-14,QĐ 09/2025/QĐ-TTg
        G03,000.00.00.G03,Bộ Giáo dục và Đào tạo,ministry,live,,2025-04-14,QĐ 09/2025/QĐ-TTg
        G06,000.00.00.G06,Bộ Khoa học và Công nghệ,ministry,live,,2025-04-14,QĐ 09/2025/QĐ-TTg
        G08,000.00.00.G08,Bộ Ngoại giao,ministry,live,,2025-04-14,QĐ 09/2025/QĐ-TTg
        G09,000.00.00.G09,Bộ Nội vụ,ministry,live,,2025-04-14,QĐ 09/2025/QĐ-TTg
        G10,000.00.00.G10,Bộ Nông nghiệp và Môi trường,ministry,live,,2025-04-14,QĐ 09/2025/QĐ-TTg
        G11,000.00.00.G11,Bộ Quốc phòng,ministry,live,,2025-04-14,QĐ 09/2025/QĐ-TTg
        G12,000.00.00.G12,Bộ Tài chính,ministry,live,,2025-04-14,QĐ 09/2025/QĐ-TTg
        G15,000.00.00.G15,Bộ Tư pháp,ministry,live,,2025-04-14,QĐ 09/2025/QĐ-TTg
        G16,000.00.00.G16,"Bộ Văn hoá, Thể thao và Du lịch",ministry,live,,2025-04-14,QĐ 09/2025/QĐ-TTg
        G17,000.00.00.G17,Bộ Xây dựng,ministry,live,,2025-04-14,QĐ 09/2025/QĐ-TTg
        G18,000.00.00.G18,Bộ Y tế,ministry,live,,2025-04-14,QĐ 09/2025/QĐ-TTg
        G19,000.00.00.G19,Ngân hàng Nhà nước Việt Nam,ministry,live,,2025-04-14,QĐ 09/2025/QĐ-TTg
        G20,000.00.00.G20,Thanh tra Chính phủ,ministry,live,,2025-04-14,QĐ 09/2025/QĐ-TTg
        G21,000.00.00.G21,Bộ Dân tộc và Tôn giáo,ministry,live,,2025-04-14,QĐ 09/2025/QĐ-TTg
        G22,000.00.00.G22,Văn phòng Chính phủ,ministry,live,,2025-04-14,QĐ 09/2025/QĐ-TTg
        G27,000.00.00.G27,Đài Tiếng nói Việt Nam,ministry,live,,2025-04-14,QĐ 09/2025/QĐ-TTg
        G28,000.00.00.G28,Đài Truyền hình Việt Nam,ministry,live,,2025-04-14,QĐ 09/2025/QĐ-TTg
        G30,000.00.00.G30,Thông tấn xã Việt Nam,ministry,live,,2025-04-14,QĐ 09/2025/QĐ-TTg
        G31,000.00.00.G31,Viện Hàn lâm Khoa học và Công nghệ Việt Nam,ministry,live,,2025-04-14,QĐ 09/2025/QĐ-TTg
        G32,000.00.00.G32,Viện Hàn lâm Khoa học xã hội Việt Nam,ministry,live,,2025-04-14,QĐ 09/2025/QĐ-TTg
        G35,000.00.00.G35,Ủy ban An toàn giao thông Quốc gia,ministry,live,,2025-04-14,QĐ 09/2025/QĐ-TTg
        G38,000.00.00.G38,Ủy ban sông Mê Công Việt Nam,ministry,live,,2025-04-14,QĐ 09/2025/QĐ-TTg
        G39,000.00.00.G39,Hội đồng đánh giá trữ lượng khoáng sản quốc gia,ministry,live,,2025-04-14,QĐ 09/2025/QĐ-TTg
        G40,000.00.00.G40,Ủy ban chỉ đạo quốc gia (… Chiến lược phát triển bền vững kinh tế biển),ministry,live,,2025-04-14,QĐ 09/2025/QĐ-TTg
        H01,000.00.00.H01,Tỉnh An Giang,province,live,91,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H05,000.00.00.H05,Tỉnh Bắc Ninh,province,live,24,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H12,000.00.00.H12,Tỉnh Cà Mau,province,live,96,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H13,000.00.00.H13,Thành phố Cần Thơ,city,live,92,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H14,000.00.00.H14,Tỉnh Cao Bằng,province,live,04,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        H15,000.00.00.H15,Tỉnh Đắk Lắk,province,live,66,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H17,000.00.00.H17,Thành phố Đà Nẵng,city,live,48,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H18,000.00.00.H18,Tỉnh Điện Biên,province,live,11,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        H19,000.00.00.H19,Tỉnh Đồng Nai,province,live,75,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H20,000.00.00.H20,Tỉnh Đồng Tháp,province,live,82,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H21,000.00.00.H21,Tỉnh Gia Lai,province,live,52,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H24,000.00.00.H24,Thành phố Hải Phòng,city,live,31,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H26,000.00.00.H26,Thành phố Hà Nội,city,live,01,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        H27,000.00.00.H27,Tỉnh Hà Tĩnh,province,live,42,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        H29,000.00.00.H29,Thành phố Hồ Chí Minh,city,live,79,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H31,000.00.00.H31,Tỉnh Hưng Yên,province,live,33,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H32,000.00.00.H32,Tỉnh Khánh Hòa,province,live,56,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H35,000.00.00.H35,Tỉnh Lai Châu,province,live,12,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        H36,000.00.00.H36,Tỉnh Lâm Đồng,province,live,68,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H37,000.00.00.H37,Tỉnh Lạng Sơn,province,live,20,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        H38,000.00.00.H38,Tỉnh Lào Cai,province,live,15,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H41,000.00.00.H41,Tỉnh Nghệ An,province,live,40,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        H42,000.00.00.H42,Tỉnh Ninh Bình,province,live,37,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H44,000.00.00.H44,Tỉnh Phú Thọ,province,live,25,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H48,000.00.00.H48,Tỉnh Quảng Ngãi,province,live,51,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H49,000.00.00.H49,Tỉnh Quảng Ninh,province,live,22,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        H50,000.00.00.H50,Tỉnh Quảng Trị,province,live,44,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H52,000.00.00.H52,Tỉnh Sơn La,province,live,14,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        H53,000.00.00.H53,Tỉnh Tây Ninh,province,live,80,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H55,000.00.00.H55,Tỉnh Thái Nguyên,province,live,19,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H56,000.00.00.H56,Tỉnh Thanh Hóa,province,live,38,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        H57,000.00.00.H57,Thành phố Huế,city,live,46,2025-04-14,QĐ 09/2025/QĐ-TTg
        H60,000.00.00.H60,Tỉnh Tuyên Quang,province,live,08,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H61,000.00.00.H61,Tỉnh Vĩnh Long,province,live,86,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K01,000.00.00.K01,Hội đồng nhân dân tỉnh An Giang,council,live,,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K05,000.00.00.K05,Hội đồng nhân dân tỉnh Bắc Ninh,council,live,,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K12,000.00.00.K12,Hội đồng nhân dân tỉnh Cà Mau,council,live,,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K13,000.00.00.K13,Hội đồng nhân dân thành phố Cần Thơ,council,live,,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K14,000.00.00.K14,Hội đồng nhân dân tỉnh Cao Bằng,council,live,,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        K15,000.00.00.K15,Hội đồng nhân dân tỉnh Đắk Lắk,council,live,,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K17,000.00.00.K17,Hội đồng nhân dân thành phố Đà Nẵng,council,live,,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K18,000.00.00.K18,Hội đồng nhân dân tỉnh Điện Biên,council,live,,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        K19,000.00.00.K19,Hội đồng nhân dân tỉnh Đồng Nai,council,live,,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K20,000.00.00.K20,Hội đồng nhân dân tỉnh Đồng Tháp,council,live,,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K21,000.00.00.K21,Hội đồng nhân dân tỉnh Gia Lai,council,live,,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K24,000.00.00.K24,Hội đồng nhân dân thành phố Hải Phòng,council,live,,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K26,000.00.00.K26,Hội đồng nhân dân thành phố Hà Nội,council,live,,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        K27,000.00.00.K27,Hội đồng nhân dân tỉnh Hà Tĩnh,council,live,,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        K29,000.00.00.K29,Hội đồng nhân dân thành phố Hồ Chí Minh,council,live,,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K31,000.00.00.K31,Hội đồng nhân dân tỉnh Hưng Yên,council,live,,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K32,000.00.00.K32,Hội đồng nhân dân tỉnh Khánh Hòa,council,live,,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K35,000.00.00.K35,Hội đồng nhân dân tỉnh Lai Châu,council,live,,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        K36,000.00.00.K36,Hội đồng nhân dân tỉnh Lâm Đồng,council,live,,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K37,000.00.00.K37,Hội đồng nhân dân tỉnh Lạng Sơn,council,live,,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        K38,000.00.00.K38,Hội đồng nhân dân tỉnh Lào Cai,council,live,,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K41,000.00.00.K41,Hội đồng nhân dân tỉnh Nghệ An,council,live,,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        K42,000.00.00.K42,Hội đồng nhân dân tỉnh Ninh Bình,council,live,,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K44,000.00.00.K44,Hội đồng nhân dân tỉnh Phú Thọ,council,live,,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K48,000.00.00.K48,Hội đồng nhân dân tỉnh Quảng Ngãi,council,live,,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K49,000.00.00.K49,Hội đồng nhân dân tỉnh Quảng Ninh,council,live,,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        K50,000.00.00.K50,Hội đồng nhân dân tỉnh Quảng Trị,council,live,,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K52,000.00.00.K52,Hội đồng nhân dân tỉnh Sơn La,council,live,,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        K53,000.00.00.K53,Hội đồng nhân dân tỉnh Tây Ninh,council,live,,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K55,000.00.00.K55,Hội đồng nhân dân tỉnh Thái Nguyên,council,live,,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K56,000.00.00.K56,Hội đồng nhân dân tỉnh Thanh Hóa,council,live,,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        K57,000.00.00.K57,Hội đồng nhân dân thành phố Huế,council,live,,2025-04-14,QĐ 09/2025/QĐ-TTg
        K60,000.00.00.K60,Hội đồng nhân dân tỉnh Tuyên Quang,council,live,,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K61,000.00.00.K61,Hội đồng nhân dân tỉnh Vĩnh Long,council,live,,2020-09-15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"

        """#
}
