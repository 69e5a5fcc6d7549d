"""Files as tables: what people really upload, and what they should not."""

import codecs

import pytest

from dougong.host.imports.reading import MOST_COLUMNS, read_table
from dougong.metamodel.problem import ProblemsFound

CSV = "名称,数量\n甲,1\n乙,2\n"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (CSV.encode(), "utf-8"),
        (CSV.encode("utf-8-sig"), "utf-8"),
        (CSV.encode("gbk"), "gb18030"),
        (CSV.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + CSV.encode("utf-16-be"), "utf-16"),
    ],
)
def test_every_usual_encoding_is_read(content: bytes, encoding: str) -> None:
    table = read_table(content)
    assert table.encoding == encoding
    assert table.columns == ("名称", "数量")
    assert [line.cells for line in table.lines()] == [("甲", "1"), ("乙", "2")]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(separator: str) -> None:
    table = read_table(separator.join(("a", "b", "c")).encode() + b"\n" + separator.join(("1", "2", "3")).encode())
    assert table.columns == ("a", "b", "c")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"   \n \n", "empty_file"),
        (b"a,b,c\n", "no_rows"),
        (b"PK\x03\x04 this is no spreadsheet", "spreadsheet"),
        (",".join(f"c{n}" for n in range(10_000)).encode() + b"\n1", "too_many_columns"),
        (b"a\n\xff\xfe\xfa\x81\xff", "encoding"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(content: bytes, code: str) -> None:
    with pytest.raises(ProblemsFound) as refused:
        read_table(content)
    (problem,) = refused.value.problems
    assert problem.code == code
    assert problem.message.zh and problem.message.en and problem.fix is not None
    assert MOST_COLUMNS < 10_000


def test_a_row_quoted_into_its_first_cell_is_taken_apart() -> None:
    table = read_table(b'a,b,c\n"1,""x, y"",3"\n4,5,6\n')
    repaired, whole = table.lines()
    assert repaired.repaired and repaired.cells == ("1", "x, y", "3")
    assert not whole.repaired and whole.cells == ("4", "5", "6")


def test_such_a_row_is_a_problem_when_it_cannot_be_taken_apart_or_should_not() -> None:
    table = read_table(b'a,b,c\n"1,2"\n"1,2,3"\n')
    assert [line.problem is not None for line in table.lines()] == [True, False]
    assert all(line.problem for line in list(table.lines(repair=False))[1:])


def test_same_header_twice_and_long_rows() -> None:
    table = read_table(b"a,a,,\n1,2,3,\n1,2,3,4,5\n")
    assert table.columns == ("a", "a (2)")
    assert [line.problem and line.problem.code for line in table.lines()] == ["row_width", "row_width"]
