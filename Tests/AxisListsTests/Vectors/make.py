#!/usr/bin/env python3
# This source file is part of Axis, the document-interconnection broker.
# SPDX-License-Identifier: Apache-2.0
"""Writes the vectors beside it: one list in every form that offices hand in, and files that are none.

Python's own codecs and zipfile are the outside oracle for the reader. The codes are synthetic.
"""
import io, json, pathlib, unicodedata, zipfile

here = pathlib.Path(__file__).parent
rows = [
    ["mã định danh", "tên", "loại", "mã đơn vị hành chính", "địa chỉ"],
    ["H24.901", "Phường Thử Nghiệm Một", "phường", "00097", "Số 1, đường Nguyễn Huệ; tầng 2"],
    ["H24.902", "Xã Hoà Thuỷ Ưởng", "xã", "11407", 'Thôn "Đằng", ấp Bưởi'],
    ["H24.903", "Đặc khu Ẩn Dạ", "đặc khu", "11948", ""],
]


def csv(separator, end="\r\n"):
    def cell(text):
        if any(c in text for c in separator + '"\r\n'):
            return '"' + text.replace('"', '""') + '"'
        return text

    return "".join(separator.join(cell(c) for c in row) + end for row in rows)


TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}


def tones_apart(text, all=False):
    """Vowels composed with their quality, tones behind: what Vietnamese Windows writes."""
    out = []
    for char in unicodedata.normalize("NFC", text):
        decomposed = unicodedata.normalize("NFD", char)
        tone = [c for c in decomposed if c in TONES]
        rest = unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in TONES))
        try:
            char.encode("cp1258")
            out.append(rest + "".join(tone) if all else char)
        except UnicodeEncodeError:
            out.append(rest + "".join(tone))
    return "".join(out)


def write(name, data):
    (here / name).write_bytes(data)


write("utf8-comma.csv", csv(",").encode("utf-8"))
write("utf8-bom-semicolon.csv", csv(";").encode("utf-8-sig"))
write("utf8-decomposed-tab.txt", unicodedata.normalize("NFD", csv("\t", "\n")).encode("utf-8"))
write("utf8-sep-line.csv", ("sep=;\r\n" + csv(";")).encode("utf-8"))
write("utf16-le-tab.txt", b"\xff\xfe" + csv("\t").encode("utf-16-le"))
write("utf16-be-comma.csv", b"\xfe\xff" + csv(",").encode("utf-16-be"))
write("windows1258-semicolon.csv", tones_apart(csv(";")).encode("cp1258"))
write("windows1258-all-apart.csv", tones_apart(csv(","), all=True).encode("cp1258"))
objects = [dict(zip(rows[0], row)) for row in rows[1:]]
del objects[2]["địa chỉ"]
write("list.json", json.dumps(objects, ensure_ascii=False, indent=1).encode("utf-8"))
write("list-escaped.json", json.dumps(objects).encode("ascii"))

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def workbook(sheet, strings=None, sheets=None, extra=None):
    sheets = sheets or '<sheet name="Danh sách" sheetId="1" r:id="rId1"/>'
    parts = {
        "[Content_Types].xml": HEAD + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{REL}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="rId1" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{REL}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    if strings is not None:
        parts["xl/sharedStrings.xml"] = strings
    parts.update(extra or {})
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return buffer.getvalue()


def sheet(cells):
    body = "".join(f'<row r="{n}">{"".join(row)}</row>' for n, row in cells)
    return f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{REL}"><sheetData>{body}</sheetData></worksheet>'


def shared():
    """As Excel writes it: shared strings, one of them in runs, numbers as numbers, empty formatted cells."""
    table, out = [], []
    for n, row in enumerate(rows, 1):
        cells = []
        for letter, (column, text) in zip("ABCDE", enumerate(row)):
            if n > 1 and column == 3:
                cells.append(f'<c r="{letter}{n}" s="1"><v>{int(text)}</v></c>')
            elif text:
                if text not in table:
                    table.append(text)
                cells.append(f'<c r="{letter}{n}" t="s"><v>{table.index(text)}</v></c>')
        cells.append(f'<c r="ZZ{n}" s="3"/>')
        out.append((n, cells))
    out.append((5, []))
    out.append((1048576, ['<c r="A1048576" s="3"/>']))
    items = []
    for text in table:
        if text.startswith("Xã "):
            items.append(f'<si><r><rPr><b/></rPr><t xml:space="preserve">Xã </t></r><r><t>{escape(text[3:])}</t></r></si>')
        else:
            items.append(f'<si><t>{escape(text)}</t></si>')
    return sheet(out), f'{HEAD}<sst xmlns="{MAIN}">{"".join(items)}</sst>'


main, strings = shared()
write("shared-strings.xlsx", workbook(main, strings))
inline = sheet([
    (n, [f'<c r="{l}{n}" t="inlineStr"><is><t>{escape(unicodedata.normalize("NFD", t))}</t></is></c>'
         for l, t in zip("ABCDE", row) if t])
    for n, row in enumerate(rows, 1)
])
hidden = ('<sheet name="Ẩn" sheetId="1" state="hidden" r:id="rId9"/>'
          '<sheet name="Danh sách" sheetId="2" r:id="rId1"/>')
write("inline-strings.xlsx", workbook(inline, sheets=hidden))

formula = main.replace('<c r="A3" t="s">', '<c r="A3" t="str"><f>CONCAT("H24.",902)</f>')
write("formula.xlsx", workbook(formula, strings))
write("bomb-ratio.xlsx", workbook(sheet([(1, ["<c/>"])]) + " " * (3 << 20), strings))
lol = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
write("bomb-entities.xlsx", workbook(main.replace(HEAD, HEAD + lol), strings))
deep = sheet([(1, ["<c>" * 100 + "</c>" * 100])])
write("bomb-depth.xlsx", workbook(deep, strings))
write("bomb-entries.xlsx", workbook(main, strings, extra={f"xl/media/{n}.bin": b"" for n in range(600)}))
write("no-sheet.xlsx", workbook(main, strings, sheets=" "))
write("empty-sheet.xlsx", workbook(sheet([]), strings))
write("bad-index.xlsx", workbook(main.replace("<v>0</v>", "<v>999</v>"), strings))
write("bad-row.xlsx", workbook(main.replace('<row r="1">', '<row r="9223372036854775807">').replace('<row r="2">', "<row>"), strings))
write("cut.xlsx", workbook(main, strings)[:-40])
write("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
# "Phường" as the TCVN3 fonts write it: ư is 0xAD, ờ is 0xEA.
write("tcvn3.csv", b"code,name,kind\r\nH24.901,Ph\xad\xeang Th\xf6 Nghi\xd6m M\xe9t,ward\r\n")
write("latin1.csv", "code,name,kind\r\nH24.901,Straße Ñandú,ward\r\n".encode("latin-1"))
write("binary.csv", b"code,name,kind\r\nH24.901,\x00\x01\x02,ward\r\n")
write("utf16-odd.csv", b"\xff\xfec\x00o\x00d")
write("utf16-surrogate.csv", b"\xff\xfe" + "code".encode("utf-16-le") + b"\x00\xd8,\x00")


def written_by_libraries():
    """The list as two widely used libraries write it; skipped where they are not installed."""
    try:
        import openpyxl, xlsxwriter
    except ImportError:
        return
    book = openpyxl.Workbook()
    page = book.active
    for row in rows:
        page.append([int(c) if c.isdigit() else c or None for c in row])
    page["A1"].font = openpyxl.styles.Font(bold=True)
    page["F2"].fill = openpyxl.styles.PatternFill("solid", fgColor="FFFF00")
    book.create_sheet("Ghi chú").append(["không đọc"])
    book.save(here / "openpyxl.xlsx")
    with xlsxwriter.Workbook(here / "xlsxwriter.xlsx", {"in_memory": True}) as other:
        page = other.add_worksheet("Danh sách")
        for n, row in enumerate(rows):
            for column, text in enumerate(row):
                if column == 1 and n == 2:
                    page.write_rich_string(n, column, "Xã ", other.add_format({"bold": True}), text[3:])
                elif text.isdigit():
                    page.write_number(n, column, int(text), other.add_format({"num_format": "00000"}))
                elif text:
                    page.write_string(n, column, text)
        page.autofilter(0, 0, 3, 4)
        page.merge_range("G1:H1", "", other.add_format())


written_by_libraries()
