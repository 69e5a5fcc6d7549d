"""Hostile requests and files: what a person or program may send in error or in anger. Values only."""

import io
import zipfile
from typing import Any
from urllib.parse import quote

JSON = {"Content-Type": "application/json"}
INJECTIONS = [
    "'; DROP TABLE e_machine; --", '" OR 1=1 --', "1' UNION SELECT token_hash FROM api_token --", "{{7*7}}", "${7*7}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{% endfor %}", "<script>alert(1)</script>", "%s%n%x", "$(id)",
    "`id`", "../../../../etc/passwd", "..\\..\\windows", "\u202eevil", "a\u200bb", "😀" * 40, "\\u0000", "%00", "\r\nSet-Cookie: a=b",
]  # fmt: skip
NUMBERS = [
    b"NaN", b"Infinity", b"-Infinity", b"1e400", b"-1e400", b"1e-400", b"9" * 400, b"-0", b"0x10", b'"NaN"', b'"Infinity"',
    b'"1e400"', b'"1e99999999"', b'"-1e30"', b'"\xd9\xa1\xd9\xa2"', b'"1_000"', b"[1]", b'{"a":1}', b"true", b'""', b"1.0000000000000000000001",
]  # fmt: skip
TEXTS = [
    b'"\\u0000"', b'"a\\u0000b"', b'"\\ud800"', b'"\\udfff\\ud800"', b'"\xff\xfe"', b'"\xed\xa0\x80"', b'"\\u202e\\u2066x"',
    b'"' + b"A" * 10_000_000 + b'"', b"[]", b"{}", b"17", b"false", b'"' + "\u00e9\u0301".encode() * 500 + b'"',
]  # fmt: skip
DATES = ["2026-02-30", "0000-00-00", "99999-01-01", "10000-01-01", "2026-13-01", "-1", "now", "1e3", "2026-W10", "20260318"]
BODIES = [
    b"", b"null", b"[]", b"7", b'"x"', b"[[]]", b"[null]", b"{", b'{"name":', b'{"name":"a",}', b"\x00", b"\xff" * 100,
    b"[" * 100_000, b"[" * 100_000 + b"]" * 100_000, b'{"a":' * 50_000 + b"1" + b"}" * 50_000, b'{"name":"a","name":"b"}',
    b'{"__proto__":{"admin":true},"name":"a"}', b'{"id":"../../x","name":"a"}', b'{"id":"","name":"a"}', b'{"id":7,"name":"a"}',
    b'{"rev":99,"name":"a"}', b'{"deleted_at":"2020-01-01T00:00:00Z","name":"a"}', b'{"created_by":"x","name":"a"}',
    b'{"owner":"x","name":"a"}', b'{"owner":{"id":{}},"name":"a"}', b'{"maker":[],"name":"a"}', b'{"maker":{"id":1},"name":"a"}',
    b'{"parts":"x","name":"a"}', b'{"parts":[1],"name":"a"}', b'{"parts":[{"id":"x"}],"name":"a"}', b'{"labels":"hot","name":"a"}',
    b'{"labels":[["hot"]],"name":"a"}', b'{"labels":[{"x":1}],"name":"a"}', b'{"running":"perhaps","name":"a"}',
    b'{"hours":9999999999999999999,"name":"a"}', b'{"hours":1.5,"name":"a"}', b'{"kind":["saw"],"name":"a"}', b'{"kind":{},"name":"a"}',
    b'{"mail":{"x":1},"name":"a"}', b'{"phone":12345678901234567890,"name":"a"}', b'{"checked_at":"9999-12-31T23:59:59-23:59","name":"a"}',
    b'{"checked_at":"0001-01-01T00:00:00+23:59","name":"a"}', b'{"checked_at":1e18,"name":"a"}', b'{"number":"M-1","name":"a"}',
    b'{"":1,"name":"a"}', b'{"name.x":1,"name":"a"}', b'{"maker.name":"x","name":"a"}', b'{"\\u0000":1,"name":"a"}', b'{"\\ud800":1,"name":"a"}',
]  # fmt: skip
FILTERS = [
    "secret = 1", "nothing = 1", "price > NaN", "price > 1e400", 'name = "\x00"', "((((((((((" * 200, "NOT " * 2000 + "running",
    "name = name " + "AND name = name " * 1000, "1" * 5000 + " > hours", "hours / 0 = 1", "hours % 0 = 1", "hours + 9999999999999999999 > 1",
    "hours * hours * 9999999999999 * 9999999999999 > 1", 'price = "x"', "maker = maker.maker", "maker.machines.maker.machines.name = 1",
    'SUM(maker.machines.price) > 1', 'REGEX(name, "(a+)+$")', "name LIKE '%'", "name; DROP TABLE e_machine", "name = 'a' --", "/* */ 1",
    "$user", "$user.password", "TODAY(1)", "DATE(2026, 99, 99) = bought_on", "DATE(99999, 1, 1) = bought_on", "bought_on + 99999999 > TODAY()",
    "IF(running)", "LEFT(name, -1) = name", 'REPEAT("x", 999999999) = name', "POWER(10, 1000) > price", "SQRT(-1) > price", "ROUND(price, 999) = 1",
    "name = \U0001f600", 'name = "\ud83d', "ＮＡＭＥ ＝ １", "owner = 1", "id = 1", "id IN (1, 2)", "kind IN ()", "kind IN (" + "'saw'," * 1500 + "'x')",
    "deleted_at = 1", "rev > 'x'", "price BETWEEN 1", "[1,2]", "{}", "badge = 'A'", "e_machine.name = 1", "__class__", "history = 1",
]  # fmt: skip


def requests() -> list[tuple[str, str, dict[str, Any]]]:
    """(method, path below /api/v1, what httpx is given) of every hostile request."""
    found: list[tuple[str, str, dict[str, Any]]] = []
    for number in NUMBERS:
        for field in (b"price", b"hours"):
            found.append(("POST", "machine", {"content": b'{"name":"a","%s":%s}' % (field, number), "headers": JSON}))
    for words in TEXTS:
        found += [
            ("POST", "machine", {"content": b'{"name":%s}' % words, "headers": JSON}),
            ("POST", "machine", {"content": b'{"name":"a","note":%s}' % words, "headers": JSON}),
        ]
    for day in DATES:
        found.append(("POST", "machine", {"json": {"name": "a", "bought_on": day, "checked_at": day}}))
    for body in BODIES:
        found.append(("POST", "machine", {"content": body, "headers": JSON}))
    for body in (b"", b"[" * 100_000, b'{"measures":7}', b'{"measures":{"a":"DROP"}}', b'{"measures":{"\\u0000":"COUNT()"}}',
                 b'{"measures":{"a":"COUNT()"},"group":["nothing"]}', b'{"measures":{"a":"COUNT()"},"limit":1e9}',
                 b'{"measures":{"a":"SUM(secret)"},"group":["secret"]}', b'{"measures":{},"group":[]}'):  # fmt: skip
        found.append(("POST", "machine:aggregate", {"content": body, "headers": JSON}))
    for text in INJECTIONS:
        found += [
            ("POST", "machine", {"json": {"name": text, "code": text, "note": text}}),
            ("GET", f"machine?q={quote(text)}", {}),
            ("GET", f"machine/{quote(text, safe='')}", {}),
            ("GET", f"search?q={quote(text)}", {}),
        ]
    for words in FILTERS:
        found.append(("GET", f"machine?filter={quote(words.encode('utf-8', 'surrogatepass'))}", {}))
    found += ODD
    return found


ODD: list[tuple[str, str, dict[str, Any]]] = [
    ("GET", "machine?limit=-1", {}), ("GET", "machine?limit=1e3", {}), ("GET", "machine?limit=%D9%A3", {}),
    ("GET", "machine?offset=99999999999999999999", {}), ("GET", "machine?cursor=%00", {}), ("GET", "machine?cursor=" + "A" * 9000, {}),
    ("GET", "machine?cursor=eyJhIjoxfQ", {}), ("GET", "machine?cursor=W251bGxd", {}), ("GET", "machine?sort=" + "name," * 500, {}),
    ("GET", "machine?fields=" + "name," * 500, {}), ("GET", "machine?fields=" + "maker.machines." * 50 + "name", {}),
    ("GET", "machine?sort=-", {}), ("GET", "machine?sort=--name", {}), ("GET", "machine?total=all", {}), ("GET", "machine?q=%FF%FE", {}),
    ("GET", "machine?filter=%FF%FE", {}), ("GET", "machine?filter=a&filter=b", {}), ("GET", "machine?" + "x=1&" * 2000, {}),
    ("GET", "..%2f..%2fetc%2fpasswd", {}), ("GET", "machine%00", {}), ("GET", "machine/%2e%2e%2f%2e%2e", {}), ("GET", "sqlite_master", {}),
    ("GET", "api_token", {}), ("GET", "person__roles", {}), ("GET", "%F0%9F%98%80", {}), ("GET", "search?q=%00", {}),
    ("GET", "search?q=" + "a%20" * 3000, {}), ("GET", "search?limit=0", {}), ("GET", "search?entities=secret,nothing&q=a", {}),
    ("GET", "machine/x/history", {}), ("GET", "machine/x/why?field=%00", {}), ("DELETE", "machine/%00", {}),
    ("PATCH", "machine/%00", {"json": {"name": "a"}}), ("POST", "machine:nothing", {"json": {}}), ("POST", "machine:bulk", {"json": {"ids": [], "set": {}}}),
    ("POST", "machine:bulk", {"json": {"ids": ["x"] * 10_001, "set": {"hours": 1}}}), ("POST", "machine:bulk", {"json": {"filter": 7, "set": {"hours": 1}}}),
    ("POST", "machine:bulk", {"json": {"filter": "hours >", "set": {"hours": 1}}}), ("POST", "machine:bulk", {"json": {"ids": ["\x00"], "set": {"hours": 1}}}),
    ("POST", "machine:bulk", {"json": {"ids": ["x"], "set": [1]}}), ("POST", "machine:merge", {"json": {"keep": "x", "others": ["x"]}}),
    ("POST", "machine:merge", {"json": {"keep": {"a": 1}, "others": ["y"], "choice": {"name": "z"}}}), ("POST", "machine:merge", {"json": {"keep": 1, "others": []}}),
    ("POST", "machine:transfer", {"json": {"from": "x", "to": "\x00"}}), ("POST", "machine:transfer", {"json": {"from": [], "to": {}}}),
    ("POST", "machine:restore", {"json": {"ids": ["\x00", "x"]}}), ("POST", "machine:restore", {"json": {"ids": "x"}}),
    ("POST", "machine", {"content": b"<a/>", "headers": {"Content-Type": "application/xml"}}),
    ("POST", "machine", {"content": b'{"name":"a"}', "headers": {"Content-Type": "application/json; charset=utf-16"}}),
    ("POST", "machine", {"content": b"name=a", "headers": {"Content-Type": "application/x-www-form-urlencoded"}}),
    ("POST", "machine", {"content": b"--x\r\n", "headers": {"Content-Type": "multipart/form-data; boundary=x"}}),
    ("POST", "machine", {"json": {"name": "a"}, "headers": {"Idempotency-Key": "k" * 201}}),
    ("POST", "machine", {"json": {"name": "b"}, "headers": {"Idempotency-Key": "'; DROP TABLE x; --"}}),
    ("GET", "machine", {"headers": {"Accept-Language": "x" * 5000}}), ("GET", "machine", {"headers": {"Authorization": "Bearer " + "x" * 9000}}),
    ("GET", "machine", {"headers": {"Authorization": "Bearer \xff".encode("latin-1").decode("latin-1").encode()}}),
    ("GET", "machine", {"headers": {"Authorization": "Bearer"}}), ("GET", "machine", {"headers": {"Host": "evil.example"}}),
    ("GET", "machine", {"headers": {"X-Forwarded-Host": "evil.example", "X-Forwarded-Prefix": "/evil"}}), ("GET", "machine", {"headers": {"X-Request-Id": "a\tb<script>"}}),
    ("GET", "machine", {"headers": {"Cookie": "dougong_main=%00; dougong_language=../../x"}}), ("PATCH", "machine/x", {"json": {"hours": 1}, "headers": {"If-Match": "9" * 30}}),
    ("TRACE", "machine", {}), ("PROPFIND", "machine", {}), ("POST", "machine/x", {"json": {}}), ("DELETE", "machine", {}),
]  # fmt: skip


def files() -> list[tuple[str, bytes]]:
    """(name, content) of every hostile file."""
    wide = ",".join(f"c{number}" for number in range(10_000))
    good = "name,code\n带锯,S-1\n"
    return [
        ("empty.csv", b""), ("blank.csv", b"\n\n \n"), ("header.csv", b"name,code\n"), ("gbk.csv", good.encode("gb18030")),
        ("utf16.csv", good.encode("utf-16")), ("utf16be.csv", good.encode("utf-16-be")), ("bom.csv", good.encode("utf-8-sig")),
        ("wide.csv", f"{wide}\n{wide}\n".encode()), ("nul.csv", b"name,code\na\x00b,c\x00\n"), ("noise.csv", bytes(range(256)) * 40),
        ("same.csv", b"name,name,name\na,b,c\n"), ("nameless.csv", b",,\na,b,c\n"), ("quote.csv", b'name,code\n"open,1\n'),
        ("long.csv", b"name,code\n" + b"A" * 2_000_000 + b",1\n"), ("formula.csv", "name,code\n=cmd|'/C calc'!A0,+1+1\n@SUM(A1),-2+3\n".encode()),
        ("lie.xlsx", b"name,code\na,b\n"), ("lie.csv", b"\x89PNG\r\n\x1a\n" + b"\x00" * 100), ("short.xlsx", b"PK\x03\x04"),
        ("zip.xlsx", packed({"a.txt": b"hello"})), ("bomb.xlsx", packed({"xl/workbook.xml": WORKBOOK, "xl/worksheets/sheet1.xml": b"<a>" + b"0" * 60_000_000})),
        ("bomb2.xlsx", packed(workbook(b"<row>" + b"<c t='inlineStr'><is><t>" + b"0" * 80_000_000 + b"</t></is></c></row>"))),
        ("entity.xlsx", packed(workbook(b"", b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'))), ("slip.xlsx", packed({"../../evil": b"x"})),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000), ("script.html", b"<html><script>alert(1)</script></html>"),
        ("../../../evil.csv", good.encode()), ("a\x00b.csv", good.encode()), ("a" * 3000 + ".csv", good.encode()), ("\u202evsc.exe", good.encode()),
        ("rows.csv", b"name\n" + b"\n".join(b"x," * 50 for _ in range(200))), ("surrogate.csv", b"name,code\n\xed\xa0\x80,1\n"), ("tabs.csv", b"name\tcode\r\na\tb\r"),
    ]  # fmt: skip


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
