// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// `config/reference/level1.csv`, kept in the binary so that the daemon is one file; a test holds the two equal.
enum LevelOneTable {
    // swift-format-ignore: the lines are the file's own
    static let csv = #"""
        code,code102,name,kind,state,admin_code,old_admin_code,effective,closed,successors,legal_basis
        G01,000.00.00.G01,Bộ Công an,ministry,live,,,2025-04-14,,,QĐ 09/2025/QĐ-TTg
        G02,000.00.00.G02,Bộ Công Thương,ministry,live,,,2025-04-14,,,QĐ 09/2025/QĐ-TTg
        G03,000.00.00.G03,Bộ Giáo dục và Đào tạo,ministry,live,,,2025-04-14,,,QĐ 09/2025/QĐ-TTg
        G04,000.00.00.G04,Bộ Giao thông vận tải,ministry,closed,,,2020-09-15,2025-04-14,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        G05,000.00.00.G05,Bộ Kế hoạch và Đầu tư,ministry,closed,,,2020-09-15,2025-04-14,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        G06,000.00.00.G06,Bộ Khoa học và Công nghệ,ministry,live,,,2025-04-14,,,QĐ 09/2025/QĐ-TTg
        G07,000.00.00.G07,Bộ Lao động - Thương binh và Xã hội,ministry,closed,,,2020-09-15,2025-04-14,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        G08,000.00.00.G08,Bộ Ngoại giao,ministry,live,,,2025-04-14,,,QĐ 09/2025/QĐ-TTg
        G09,000.00.00.G09,Bộ Nội vụ,ministry,live,,,2025-04-14,,,QĐ 09/2025/QĐ-TTg
        G10,000.00.00.G10,Bộ Nông nghiệp và Môi trường,ministry,live,,,2025-04-14,,,QĐ 09/2025/QĐ-TTg
        G11,000.00.00.G11,Bộ Quốc phòng,ministry,live,,,2025-04-14,,,QĐ 09/2025/QĐ-TTg
        G12,000.00.00.G12,Bộ Tài chính,ministry,live,,,2025-04-14,,,QĐ 09/2025/QĐ-TTg
        G13,000.00.00.G13,Bộ Tài nguyên và Môi trường,ministry,closed,,,2020-09-15,2025-04-14,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        G14,000.00.00.G14,Bộ Thông tin và Truyền thông,ministry,closed,,,2020-09-15,2025-04-14,G06,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        G15,000.00.00.G15,Bộ Tư pháp,ministry,live,,,2025-04-14,,,QĐ 09/2025/QĐ-TTg
        G16,000.00.00.G16,"Bộ Văn hoá, Thể thao và Du lịch",ministry,live,,,2025-04-14,,,QĐ 09/2025/QĐ-TTg
        G17,000.00.00.G17,Bộ Xây dựng,ministry,live,,,2025-04-14,,,QĐ 09/2025/QĐ-TTg
        G18,000.00.00.G18,Bộ Y tế,ministry,live,,,2025-04-14,,,QĐ 09/2025/QĐ-TTg
        G19,000.00.00.G19,Ngân hàng Nhà nước Việt Nam,ministry,live,,,2025-04-14,,,QĐ 09/2025/QĐ-TTg
        G20,000.00.00.G20,Thanh tra Chính phủ,ministry,live,,,2025-04-14,,,QĐ 09/2025/QĐ-TTg
        G21,000.00.00.G21,Bộ Dân tộc và Tôn giáo,ministry,live,,,2025-04-14,,,QĐ 09/2025/QĐ-TTg
        G22,000.00.00.G22,Văn phòng Chính phủ,ministry,live,,,2025-04-14,,,QĐ 09/2025/QĐ-TTg
        G23,000.00.00.G23,,ministry,closed,,,2020-09-15,2025-04-14,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        G24,000.00.00.G24,Bảo hiểm Xã hội Việt Nam,ministry,closed,,,2020-09-15,2025-04-14,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        G25,000.00.00.G25,,ministry,closed,,,2020-09-15,2025-04-14,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        G26,000.00.00.G26,,ministry,closed,,,2020-09-15,2025-04-14,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        G27,000.00.00.G27,Đài Tiếng nói Việt Nam,ministry,live,,,2025-04-14,,,QĐ 09/2025/QĐ-TTg
        G28,000.00.00.G28,Đài Truyền hình Việt Nam,ministry,live,,,2025-04-14,,,QĐ 09/2025/QĐ-TTg
        G30,000.00.00.G30,Thông tấn xã Việt Nam,ministry,live,,,2025-04-14,,,QĐ 09/2025/QĐ-TTg
        G31,000.00.00.G31,Viện Hàn lâm Khoa học và Công nghệ Việt Nam,ministry,live,,,2025-04-14,,,QĐ 09/2025/QĐ-TTg
        G32,000.00.00.G32,Viện Hàn lâm Khoa học xã hội Việt Nam,ministry,live,,,2025-04-14,,,QĐ 09/2025/QĐ-TTg
        G34,000.00.00.G34,Ủy ban Giám sát tài chính Quốc gia,ministry,closed,,,2020-09-15,2025-04-14,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        G35,000.00.00.G35,Ủy ban An toàn giao thông Quốc gia,ministry,live,,,2025-04-14,,,QĐ 09/2025/QĐ-TTg
        G37,000.00.00.G37,,ministry,closed,,,2020-09-15,2025-04-14,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        G38,000.00.00.G38,Ủy ban sông Mê Công Việt Nam,ministry,live,,,2025-04-14,,,QĐ 09/2025/QĐ-TTg
        G39,000.00.00.G39,Hội đồng đánh giá trữ lượng khoáng sản quốc gia,ministry,live,,,2025-04-14,,,QĐ 09/2025/QĐ-TTg
        G40,000.00.00.G40,Ủy ban chỉ đạo quốc gia (… Chiến lược phát triển bền vững kinh tế biển),ministry,live,,,2025-04-14,,,QĐ 09/2025/QĐ-TTg
        H01,000.00.00.H01,Tỉnh An Giang,province,live,91,89,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H02,000.00.00.H02,Tỉnh Bắc Giang,province,closed,,24,2020-09-15,2025-07-01,H05,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H03,000.00.00.H03,Tỉnh Bắc Kạn,province,closed,,06,2020-09-15,2025-07-01,H55,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H04,000.00.00.H04,Tỉnh Bạc Liêu,province,closed,,95,2020-09-15,2025-07-01,H12,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H05,000.00.00.H05,Tỉnh Bắc Ninh,province,live,24,27,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H06,000.00.00.H06,Tỉnh Bà Rịa - Vũng Tàu,province,closed,,77,2020-09-15,2025-07-01,H29,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H07,000.00.00.H07,Tỉnh Bến Tre,province,closed,,83,2020-09-15,2025-07-01,H61,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H08,000.00.00.H08,Tỉnh Bình Định,province,closed,,52,2020-09-15,2025-07-01,H21,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H09,000.00.00.H09,Tỉnh Bình Dương,province,closed,,74,2020-09-15,2025-07-01,H29,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H10,000.00.00.H10,Tỉnh Bình Phước,province,closed,,70,2020-09-15,2025-07-01,H19,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H11,000.00.00.H11,Tỉnh Bình Thuận,province,closed,,60,2020-09-15,2025-07-01,H36,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H12,000.00.00.H12,Tỉnh Cà Mau,province,live,96,96,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H13,000.00.00.H13,Thành phố Cần Thơ,city,live,92,92,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H14,000.00.00.H14,Tỉnh Cao Bằng,province,live,04,04,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        H15,000.00.00.H15,Tỉnh Đắk Lắk,province,live,66,66,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H16,000.00.00.H16,Tỉnh Đắk Nông,province,closed,,67,2020-09-15,2025-07-01,H36,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H17,000.00.00.H17,Thành phố Đà Nẵng,city,live,48,48,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H18,000.00.00.H18,Tỉnh Điện Biên,province,live,11,11,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        H19,000.00.00.H19,Tỉnh Đồng Nai,province,live,75,75,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H20,000.00.00.H20,Tỉnh Đồng Tháp,province,live,82,87,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H21,000.00.00.H21,Tỉnh Gia Lai,province,live,52,64,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H22,000.00.00.H22,Tỉnh Hà Giang,province,closed,,02,2020-09-15,2025-07-01,H60,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H23,000.00.00.H23,Tỉnh Hải Dương,province,closed,,30,2020-09-15,2025-07-01,H24,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H24,000.00.00.H24,Thành phố Hải Phòng,city,live,31,31,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H25,000.00.00.H25,Tỉnh Hà Nam,province,closed,,35,2020-09-15,2025-07-01,H42,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H26,000.00.00.H26,Thành phố Hà Nội,city,live,01,01,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        H27,000.00.00.H27,Tỉnh Hà Tĩnh,province,live,42,42,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        H28,000.00.00.H28,Tỉnh Hòa Bình,province,closed,,17,2020-09-15,2025-07-01,H44,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H29,000.00.00.H29,Thành phố Hồ Chí Minh,city,live,79,79,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H30,000.00.00.H30,Tỉnh Hậu Giang,province,closed,,93,2020-09-15,2025-07-01,H13,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H31,000.00.00.H31,Tỉnh Hưng Yên,province,live,33,33,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H32,000.00.00.H32,Tỉnh Khánh Hòa,province,live,56,56,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H33,000.00.00.H33,Tỉnh Kiên Giang,province,closed,,91,2020-09-15,2025-07-01,H01,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H34,000.00.00.H34,Tỉnh Kon Tum,province,closed,,62,2020-09-15,2025-07-01,H48,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H35,000.00.00.H35,Tỉnh Lai Châu,province,live,12,12,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        H36,000.00.00.H36,Tỉnh Lâm Đồng,province,live,68,68,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H37,000.00.00.H37,Tỉnh Lạng Sơn,province,live,20,20,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        H38,000.00.00.H38,Tỉnh Lào Cai,province,live,15,10,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H39,000.00.00.H39,Tỉnh Long An,province,closed,,80,2020-09-15,2025-07-01,H53,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H40,000.00.00.H40,Tỉnh Nam Định,province,closed,,36,2020-09-15,2025-07-01,H42,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H41,000.00.00.H41,Tỉnh Nghệ An,province,live,40,40,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        H42,000.00.00.H42,Tỉnh Ninh Bình,province,live,37,37,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H43,000.00.00.H43,Tỉnh Ninh Thuận,province,closed,,58,2020-09-15,2025-07-01,H32,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H44,000.00.00.H44,Tỉnh Phú Thọ,province,live,25,25,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H45,000.00.00.H45,Tỉnh Phú Yên,province,closed,,54,2020-09-15,2025-07-01,H15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H46,000.00.00.H46,Tỉnh Quảng Bình,province,closed,,44,2020-09-15,2025-07-01,H50,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H47,000.00.00.H47,Tỉnh Quảng Nam,province,closed,,49,2020-09-15,2025-07-01,H17,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H48,000.00.00.H48,Tỉnh Quảng Ngãi,province,live,51,51,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H49,000.00.00.H49,Tỉnh Quảng Ninh,province,live,22,22,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        H50,000.00.00.H50,Tỉnh Quảng Trị,province,live,44,45,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H51,000.00.00.H51,Tỉnh Sóc Trăng,province,closed,,94,2020-09-15,2025-07-01,H13,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H52,000.00.00.H52,Tỉnh Sơn La,province,live,14,14,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        H53,000.00.00.H53,Tỉnh Tây Ninh,province,live,80,72,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H54,000.00.00.H54,Tỉnh Thái Bình,province,closed,,34,2020-09-15,2025-07-01,H31,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H55,000.00.00.H55,Tỉnh Thái Nguyên,province,live,19,19,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H56,000.00.00.H56,Tỉnh Thanh Hóa,province,live,38,38,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        H57,000.00.00.H57,Thành phố Huế,city,live,46,46,2025-04-14,,,QĐ 09/2025/QĐ-TTg
        H58,000.00.00.H58,Tỉnh Tiền Giang,province,closed,,82,2020-09-15,2025-07-01,H20,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H59,000.00.00.H59,Tỉnh Trà Vinh,province,closed,,84,2020-09-15,2025-07-01,H61,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H60,000.00.00.H60,Tỉnh Tuyên Quang,province,live,08,08,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H61,000.00.00.H61,Tỉnh Vĩnh Long,province,live,86,86,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H62,000.00.00.H62,Tỉnh Vĩnh Phúc,province,closed,,26,2020-09-15,2025-07-01,H44,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        H63,000.00.00.H63,Tỉnh Yên Bái,province,closed,,15,2020-09-15,2025-07-01,H38,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K01,000.00.00.K01,Hội đồng nhân dân tỉnh An Giang,council,live,,,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K02,000.00.00.K02,Hội đồng nhân dân tỉnh Bắc Giang,council,closed,,,2020-09-15,2025-07-01,K05,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K03,000.00.00.K03,Hội đồng nhân dân tỉnh Bắc Kạn,council,closed,,,2020-09-15,2025-07-01,K55,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K04,000.00.00.K04,Hội đồng nhân dân tỉnh Bạc Liêu,council,closed,,,2020-09-15,2025-07-01,K12,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K05,000.00.00.K05,Hội đồng nhân dân tỉnh Bắc Ninh,council,live,,,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K06,000.00.00.K06,Hội đồng nhân dân tỉnh Bà Rịa - Vũng Tàu,council,closed,,,2020-09-15,2025-07-01,K29,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K07,000.00.00.K07,Hội đồng nhân dân tỉnh Bến Tre,council,closed,,,2020-09-15,2025-07-01,K61,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K08,000.00.00.K08,Hội đồng nhân dân tỉnh Bình Định,council,closed,,,2020-09-15,2025-07-01,K21,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K09,000.00.00.K09,Hội đồng nhân dân tỉnh Bình Dương,council,closed,,,2020-09-15,2025-07-01,K29,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K10,000.00.00.K10,Hội đồng nhân dân tỉnh Bình Phước,council,closed,,,2020-09-15,2025-07-01,K19,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K11,000.00.00.K11,Hội đồng nhân dân tỉnh Bình Thuận,council,closed,,,2020-09-15,2025-07-01,K36,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K12,000.00.00.K12,Hội đồng nhân dân tỉnh Cà Mau,council,live,,,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K13,000.00.00.K13,Hội đồng nhân dân thành phố Cần Thơ,council,live,,,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K14,000.00.00.K14,Hội đồng nhân dân tỉnh Cao Bằng,council,live,,,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        K15,000.00.00.K15,Hội đồng nhân dân tỉnh Đắk Lắk,council,live,,,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K16,000.00.00.K16,Hội đồng nhân dân tỉnh Đắk Nông,council,closed,,,2020-09-15,2025-07-01,K36,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K17,000.00.00.K17,Hội đồng nhân dân thành phố Đà Nẵng,council,live,,,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K18,000.00.00.K18,Hội đồng nhân dân tỉnh Điện Biên,council,live,,,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        K19,000.00.00.K19,Hội đồng nhân dân tỉnh Đồng Nai,council,live,,,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K20,000.00.00.K20,Hội đồng nhân dân tỉnh Đồng Tháp,council,live,,,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K21,000.00.00.K21,Hội đồng nhân dân tỉnh Gia Lai,council,live,,,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K22,000.00.00.K22,Hội đồng nhân dân tỉnh Hà Giang,council,closed,,,2020-09-15,2025-07-01,K60,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K23,000.00.00.K23,Hội đồng nhân dân tỉnh Hải Dương,council,closed,,,2020-09-15,2025-07-01,K24,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K24,000.00.00.K24,Hội đồng nhân dân thành phố Hải Phòng,council,live,,,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K25,000.00.00.K25,Hội đồng nhân dân tỉnh Hà Nam,council,closed,,,2020-09-15,2025-07-01,K42,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K26,000.00.00.K26,Hội đồng nhân dân thành phố Hà Nội,council,live,,,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        K27,000.00.00.K27,Hội đồng nhân dân tỉnh Hà Tĩnh,council,live,,,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        K28,000.00.00.K28,Hội đồng nhân dân tỉnh Hòa Bình,council,closed,,,2020-09-15,2025-07-01,K44,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K29,000.00.00.K29,Hội đồng nhân dân thành phố Hồ Chí Minh,council,live,,,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K30,000.00.00.K30,Hội đồng nhân dân tỉnh Hậu Giang,council,closed,,,2020-09-15,2025-07-01,K13,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K31,000.00.00.K31,Hội đồng nhân dân tỉnh Hưng Yên,council,live,,,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K32,000.00.00.K32,Hội đồng nhân dân tỉnh Khánh Hòa,council,live,,,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K33,000.00.00.K33,Hội đồng nhân dân tỉnh Kiên Giang,council,closed,,,2020-09-15,2025-07-01,K01,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K34,000.00.00.K34,Hội đồng nhân dân tỉnh Kon Tum,council,closed,,,2020-09-15,2025-07-01,K48,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K35,000.00.00.K35,Hội đồng nhân dân tỉnh Lai Châu,council,live,,,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        K36,000.00.00.K36,Hội đồng nhân dân tỉnh Lâm Đồng,council,live,,,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K37,000.00.00.K37,Hội đồng nhân dân tỉnh Lạng Sơn,council,live,,,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        K38,000.00.00.K38,Hội đồng nhân dân tỉnh Lào Cai,council,live,,,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K39,000.00.00.K39,Hội đồng nhân dân tỉnh Long An,council,closed,,,2020-09-15,2025-07-01,K53,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K40,000.00.00.K40,Hội đồng nhân dân tỉnh Nam Định,council,closed,,,2020-09-15,2025-07-01,K42,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K41,000.00.00.K41,Hội đồng nhân dân tỉnh Nghệ An,council,live,,,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        K42,000.00.00.K42,Hội đồng nhân dân tỉnh Ninh Bình,council,live,,,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K43,000.00.00.K43,Hội đồng nhân dân tỉnh Ninh Thuận,council,closed,,,2020-09-15,2025-07-01,K32,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K44,000.00.00.K44,Hội đồng nhân dân tỉnh Phú Thọ,council,live,,,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K45,000.00.00.K45,Hội đồng nhân dân tỉnh Phú Yên,council,closed,,,2020-09-15,2025-07-01,K15,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K46,000.00.00.K46,Hội đồng nhân dân tỉnh Quảng Bình,council,closed,,,2020-09-15,2025-07-01,K50,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K47,000.00.00.K47,Hội đồng nhân dân tỉnh Quảng Nam,council,closed,,,2020-09-15,2025-07-01,K17,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K48,000.00.00.K48,Hội đồng nhân dân tỉnh Quảng Ngãi,council,live,,,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K49,000.00.00.K49,Hội đồng nhân dân tỉnh Quảng Ninh,council,live,,,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        K50,000.00.00.K50,Hội đồng nhân dân tỉnh Quảng Trị,council,live,,,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K51,000.00.00.K51,Hội đồng nhân dân tỉnh Sóc Trăng,council,closed,,,2020-09-15,2025-07-01,K13,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K52,000.00.00.K52,Hội đồng nhân dân tỉnh Sơn La,council,live,,,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        K53,000.00.00.K53,Hội đồng nhân dân tỉnh Tây Ninh,council,live,,,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K54,000.00.00.K54,Hội đồng nhân dân tỉnh Thái Bình,council,closed,,,2020-09-15,2025-07-01,K31,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K55,000.00.00.K55,Hội đồng nhân dân tỉnh Thái Nguyên,council,live,,,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K56,000.00.00.K56,Hội đồng nhân dân tỉnh Thanh Hóa,council,live,,,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg"
        K57,000.00.00.K57,Hội đồng nhân dân thành phố Huế,council,live,,,2025-04-14,,,QĐ 09/2025/QĐ-TTg
        K58,000.00.00.K58,Hội đồng nhân dân tỉnh Tiền Giang,council,closed,,,2020-09-15,2025-07-01,K20,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K59,000.00.00.K59,Hội đồng nhân dân tỉnh Trà Vinh,council,closed,,,2020-09-15,2025-07-01,K61,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K60,000.00.00.K60,Hội đồng nhân dân tỉnh Tuyên Quang,council,live,,,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K61,000.00.00.K61,Hội đồng nhân dân tỉnh Vĩnh Long,council,live,,,2020-09-15,,,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K62,000.00.00.K62,Hội đồng nhân dân tỉnh Vĩnh Phúc,council,closed,,,2020-09-15,2025-07-01,K44,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"
        K63,000.00.00.K63,Hội đồng nhân dân tỉnh Yên Bái,council,closed,,,2020-09-15,2025-07-01,K38,"QĐ 20/2020/QĐ-TTg; QĐ 09/2025/QĐ-TTg; Nghị quyết 202/2025/QH15"

        """#
}
