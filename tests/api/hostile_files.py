"""Hostile files: what may be uploaded as a table in error or in anger. Values only."""

import io
import zipfile


def files() -> list[tuple[str, bytes]]:
    """(name, content) of every hostile file."""
    wide = ",".join(f"c{number}" for number in range(10_000))
    good = "name,code\n带锯,S-1\n"
    return [
        ("empty.csv", b""),
        ("blank.csv", b"\n\n \n"),
        ("header.csv", b"name,code\n"),
        ("gbk.csv", good.encode("gb18030")),
        ("utf16.csv", good.encode("utf-16")),
        ("utf16be.csv", good.encode("utf-16-be")),
        ("bom.csv", good.encode("utf-8-sig")),
        ("wide.csv", f"{wide}\n{wide}\n".encode()),
        ("nul.csv", b"name,code\na\x00b,c\x00\n"),
        ("noise.csv", bytes(range(256)) * 40),
        ("same.csv", b"name,name,name\na,b,c\n"),
        ("nameless.csv", b",,\na,b,c\n"),
        ("quote.csv", b'name,code\n"open,1\n'),
        ("long.csv", b"name,code\n" + b"A" * 2_000_000 + b",1\n"),
        ("formula.csv", b"name,code\n=cmd|'/C calc'!A0,+1+1\n@SUM(A1),-2+3\n"),
        ("lie.xlsx", b"name,code\na,b\n"),
        ("lie.csv", b"\x89PNG\r\n\x1a\n" + b"\x00" * 100),
        ("short.xlsx", b"PK\x03\x04"),
        ("zip.xlsx", packed({"a.txt": b"hello"})),
        ("bomb.xlsx", packed({"xl/workbook.xml": WORKBOOK, "xl/worksheets/sheet1.xml": b"<a>" + b"0" * 60_000_000})),
        (
            "bomb2.xlsx",
            packed(workbook(b"<row>" + b"<c t='inlineStr'><is><t>" + b"0" * 80_000_000 + b"</t></is></c></row>")),
        ),
        ("entity.xlsx", packed(workbook(b"", b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'))),
        ("slip.xlsx", packed({"../../evil": b"x"})),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000),
        ("script.html", b"<html><script>alert(1)</script></html>"),
        ("../../../evil.csv", good.encode()),
        ("a\x00b.csv", good.encode()),
        ("a" * 3000 + ".csv", good.encode()),
        ("\u202evsc.exe", good.encode()),
        ("rows.csv", b"name\n" + b"\n".join(b"x," * 50 for _ in range(200))),
        ("surrogate.csv", b"name,code\n\xed\xa0\x80,1\n"),
        ("tabs.csv", b"name\tcode\r\na\tb\r"),
    ]


WORKBOOK = (
    b'<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.'
    b'openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)


def workbook(rows: bytes, before: bytes = b"") -> dict[str, bytes]:
    """The parts of a spreadsheet that calamine reads."""
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return {
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": RELATIONS,
        "xl/worksheets/sheet1.xml": b'<?xml version="1.0"?>' + before + sheet + rows + b"</sheetData></worksheet>",
    }


def packed(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()
