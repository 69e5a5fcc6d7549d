"""Guessing an app from tables: tables in, proposals out."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from dougong.host.imports.reading import Leaf, read_leaves
from dougong.host.studio.sheet_guess import Column, guess, guess_as, misfits
from dougong.host.studio.sheet_links import Target
from dougong.host.studio.sheet_make import loads_of
from dougong.host.studio.sheet_proposal import ProposedObject, Read, propose, read_sheet
from dougong.host.studio.sheet_readings import READINGS
from dougong.host.studio.sheet_table import sheet_of, sheets_of
from dougong.metamodel.problem import ProblemsFound

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


def read(name: str, *rows: Sequence[str]) -> Read:
    sheet = sheet_of(Leaf(name, tuple(tuple(row) for row in rows)))
    assert sheet is not None
    return read_sheet(sheet, "book")


@pytest.mark.parametrize(
    ("header", "cells", "type_key", "reading"),
    [
        ("名称", ["一号泵", "二号泵", "三号泵", "四号泵"], "text", ""),
        ("数量", ["3", "12", "7", "120"], "integer", ""),
        ("重量", ["3.25", "12", "7.5", "0.5"], "number", ""),
        ("单价", ["1,200.00", "300", "45.5", "9"], "money", ""),
        ("备付", ["¥12", "¥300.5", "￥9", "¥1"], "money", ""),
        ("完成率", ["0.25", "1", "0.5", "0"], "percent", "share"),
        ("占比", ["25%", "3.5%", "100%", "0%"], "percent", ""),
        ("启用日期", ["2026-01-31", "2026/2/3", "2026年3月5日", "2026.4.6"], "date", ""),
        ("启用日期", ["45292", "45293", "46000", "45000"], "date", "serial"),
        ("Date of birth", ["19151111", "19700102", "19800203", "19900304"], "date", ""),
        ("Due date", ["1/31/2026", "12/25/2026", "3/4/2026", "5/6/2026"], "date", "month_first"),
        ("Due date", ["31/1/2026", "25/12/2026", "3/4/2026", "5/6/2026"], "date", "day_first"),
        ("登记时间", ["2026-01-31 09:30", "2026-02-01 10:00:00", "2026-02-02 11:15", "2026-02-03 08:00"], "datetime", ""),
        ("是否在用", ["是", "否", "是", "是"], "bool", ""),
        ("Broken", ["yes", "no", "no", "yes"], "bool", ""),
        ("手机", ["13800001111", "139 0000 2222", "+86 137-0000-3333", "13600004444"], "phone", ""),
        ("联系", ["13800001111", "13900002222", "13700003333", "13600004444"], "phone", ""),
        ("信箱", ["a@example.com", "b@example.com", "c@example.com", "d@example.cn"], "email", ""),
        ("网站", ["https://a.example", "http://b.example/x", "www.c.example", "https://d.example"], "url", ""),
        ("资产编号", ["10023", "10024", "10025", "10026"], "text", ""),
        ("Postcode", ["0800", "4100", "0312", "2000"], "text", ""),
        ("流水", ["310101199001011234", "310101199001011235", "310101199001011236", "310101199001011237"], "text", ""),
        ("状态", ["在用", "停用", "在用", "在用", "维修", "停用"], "choice", ""),
        ("标签", ["红、大", "红", "大、旧", "红、旧", "大", "红、大", "旧", "红、大"], "multichoice", ""),
        ("说明", ["很长的话" * 60, "短", "", "中等"], "long_text", ""),
        ("数量", ["3", "不详", "7", "很多", "不少"], "text", ""),
        ("空", ["", "", ""], "text", ""),
    ],
)  # fmt: skip
def test_a_column_becomes_what_its_cells_are(header: str, cells: list[str], type_key: str, reading: str) -> None:
    found = guess(Column(header, cells))
    assert (found.type, found.reading) == (type_key, reading)
    assert misfits(found, Column(header, cells)) == []


def test_one_odd_cell_in_ten_is_told_and_does_not_change_the_type() -> None:
    column = Column("单价", [*(str(n) for n in range(19)), "面议"])
    found = guess(column)
    assert found.type == "money"
    assert misfits(found, column) == [("面议", 1)]
    assert guess_as(column, "choice").parts["options"][0]["label"]["zh-CN"]


@pytest.mark.parametrize(
    ("reading", "cell", "meant"),
    [
        ("serial", "45292", "2024-01-01"), ("serial", "7", "7"), ("serial", "x", "x"),
        ("month_first", "2/30/2026", "2/30/2026"), ("share", "0.125", "12.5"), ("share", "12", "12"), ("", "=1+1", "=1+1"),
    ],
)  # fmt: skip
def test_a_reading_gives_back_what_it_cannot_read(reading: str, cell: str, meant: str) -> None:
    assert READINGS[reading](cell) == meant


def test_titles_above_and_merged_cells_of_the_header() -> None:
    rows = (
        ("2026 年设备清单", "", "", "", ""),
        ("名称", "联系", "", "尺寸", ""),
        ("", "电话", "邮箱", "长", "宽"),
        ("甲", "13800001111", "a@example.com", "3", "4"),
        ("乙", "13900001111", "b@example.com", "5", "6"),
    )
    merged = (((0, 0), (0, 4)), ((1, 1), (1, 2)), ((1, 0), (2, 0)), ((1, 3), (1, 4)))
    sheet = sheet_of(Leaf("Sheet1", rows, merged))
    assert sheet is not None
    assert sheet.headers == ("名称", "电话", "邮箱", "长", "宽")
    assert [row[0] for row in sheet.rows] == ["甲", "乙"]


def test_headers_that_are_missing_or_there_twice() -> None:
    sheet = sheet_of(
        Leaf(
            "s",
            (("名称", "", "名称", "<b>粗</b>"), ("甲", "1", "乙", "x"), ("丙", "2", "丁", "#N/A"), ("", "", "", "")),
        )
    )
    assert sheet is not None
    assert sheet.headers == ("名称", "列 2", "名称 (2)", "<b>粗</b>")
    assert sheet.errors == 1
    assert len(sheet.rows) == 2
    (made,) = propose([read_sheet(sheet, "s")], [], {}, [])
    assert len({one.key for one in made.fields}) == 4
    assert made.fields[3].label.zh == "<b>粗</b>", "words of a file are words"


def test_what_names_the_rows_is_required_and_keys_are_pinyin() -> None:
    (made,) = propose(
        [
            read(
                "设备", ("编号", "设备名称", "启用日期"),
                ("10001", "一号", "2026-01-01"), ("10002", "二号", ""), ("10003", "三号", "2026-01-03"),
            )
        ],
        [], {}, ["she_bei"],
    )  # fmt: skip
    assert (made.key, made.title) == ("she_bei_2", 1)
    assert [one.key for one in made.fields] == ["bian_hao", "she_bei_ming_cheng", "qi_yong_ri_qi"]
    assert [one.required for one in made.fields] == [True, True, False]
    assert [one.unique for one in made.fields] == [True, False, False]


def two() -> tuple[Read, Read]:
    makers = read("厂家", ("名称", "城市"), ("北方", "大连"), ("南方", "广州"), ("东方", "上海"))
    rows = [
        (f"泵 {n}", ("北方", "南方", "东方", "西方")[n % 4] if n < 4 else ("北方", "南方")[n % 2], str(n))
        for n in range(20)
    ]
    return makers, read("泵", ("名称", "厂家", "台数"), *rows)


def fields(made: ProposedObject) -> dict[str, tuple[str, str]]:
    return {one.header: (one.guess.type, one.to) for one in made.fields}


def test_a_column_that_names_rows_of_another_sheet_is_a_link_in_whatever_order_they_stand() -> None:
    makers, pumps = two()
    for order in ([makers, pumps], [pumps, makers]):
        made = propose(order, [], {}, [])
        pump = made[order.index(pumps)]
        link = next(one for one in pump.fields if one.header == "厂家")
        assert (link.guess.type, link.to, link.unknown, link.make) == ("link", f"#{order.index(makers)}", 1, True)
        maker = made[order.index(makers)]
        assert [one.required for one in maker.fields] == [True, False], "西方 is made of its name alone"
        loads = loads_of(made, order, {one.number: one.key for one in made})
        assert [one.plan.entity for one in loads] == [maker.key, pump.key], "what is pointed to comes first"


def test_records_that_are_there_are_found_and_two_sheets_never_point_in_a_circle() -> None:
    known = [
        Target("person", "人员", frozenset({"王一", "李二", "张三"})),
        Target("depot", "库房", frozenset({"东库", "西库"}), makes=False),
    ]
    table = read(
        "工具",
        ("名称", "保管人", "库房"),
        *((f"钳 {n}", ("王一", "李二")[n % 2], ("东库", "西库", "北库")[n % 3]) for n in range(9)),
    )
    (made,) = propose([table], known, {}, [])
    assert fields(made) == {"名称": ("text", ""), "保管人": ("person", "person"), "库房": ("link", "depot")}
    assert not made.fields[2].make, "a depot needs more than its name"
    one = read("甲", ("甲", "乙"), ("aa", "xx"), ("bb", "yy"), ("cc", "xx"))
    other = read("乙", ("乙", "甲"), ("xx", "aa"), ("yy", "bb"), ("zz", "aa"))
    first, second = propose([one, other], [], {}, [])
    assert first.fields[1].to == "#1"
    assert second.fields[1].to == ""


def test_every_guess_can_be_changed() -> None:
    makers, pumps = two()
    answers = {
        "1": {"zh": "水泵", "en": "Pump"}, "1.1": {"type": "choice", "options": ["北方", "南方", " "]},
        "1.2": {"type": "text", "zh": "件数", "required": False}, "0.1": {"left_out": True},
    }  # fmt: skip
    maker, pump = propose([makers, pumps], [], answers, [])
    assert (pump.key, pump.label.zh, pump.label.en) == ("pump", "水泵", "Pump")
    chosen = pump.fields[1]
    assert [one["label"]["zh-CN"] for one in chosen.guess.parts["options"]] == ["北方", "南方"]
    assert dict(chosen.misfits) == {"东方": 1, "西方": 1}
    assert (pump.fields[2].guess.type, pump.fields[2].label.zh, pump.fields[2].required) == ("text", "件数", False)
    assert [one.header for one in maker.kept] == ["名称"]
    back = propose([makers, pumps], [], {"1.2": {"type": "link", "to": "#0"}}, [])[1]
    assert (back.fields[2].guess.type, back.fields[2].to, back.fields[2].unknown) == ("link", "#0", 20)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 4, "not_a_table"),
        (b"%PDF-1.7\n\x00\x01\x02\x03stream", "not_a_table"),
        (b"PK\x03\x04nothing of a zip", "spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "spreadsheet"),
        ("名称\n".encode(), "no_rows"),
        ((",".join(f"c{n}" for n in range(5000)) + "\n" + ",".join("1" for _ in range(5000)) + "\n").encode(), "too_many_columns"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_in_words(content: bytes, code: str) -> None:
    with pytest.raises(ProblemsFound) as refused:
        sheets_of(read_leaves(content, "x.xlsx"))
    problem = refused.value.problems[0]
    assert problem.code == code
    assert problem.fix is not None


def test_too_many_sheets() -> None:
    with pytest.raises(ProblemsFound) as refused:
        sheets_of([Leaf(f"s{n}", (("a",), ("1",))) for n in range(21)])
    assert refused.value.problems[0].code == "too_many_sheets"


@pytest.mark.skipif(not DATA.is_dir(), reason="the real data is not in this checkout")
def test_four_real_files_become_four_objects_that_hang_together() -> None:
    stems = ("accounts", "products", "sales_pipeline", "sales_teams")
    folder = DATA / "a_crm_pipeline"
    order = []
    for one in stems:
        (sheet,) = sheets_of(read_leaves((folder / f"{one}.csv").read_bytes(), f"{one}.csv"))
        order.append(read_sheet(replace(sheet, rows=sheet.rows[:1000]), one))
    made = propose(order, [], {}, [])
    assert fields(made[2])["product"] == ("link", "#1")
    assert fields(made[2])["sales_agent"] == ("link", "#3")
    assert fields(made[2])["close_date"] == ("date", "")
    assert next(one for one in made[2].fields if one.header == "product").unknown > 100, (
        "a product written in another way"
    )
    assert fields(made[0])["subsidiary_of"] == ("link", "#0")
    assert [one.plan.entity for one in loads_of(made, order, {one.number: one.key for one in made})][-1] == made[2].key
