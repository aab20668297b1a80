"""Files as people export them: encodings, delimiters, headers, damage; every oddity is named."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmquality.errors import InputError
from crmquality.integrations.files import read_file
from crmquality.integrations.writing import write_csv, write_xlsx


def read(tmp_path, content, name="in.csv", **options):
    path = tmp_path / name
    path.write_bytes(content)
    return read_file(path, **options)


def codes(table):
    return [f.code.removeprefix("file.") for f in table.notes]


@pytest.mark.parametrize(
    ("content", "encoding", "notes"),
    [
        ("姓名,手机\n王伟,13900001234\n李娜,13900001235\n".encode(), "utf-8", []),
        ("姓名,手机\n王伟,13900001234\n李娜,13900001235\n".encode("utf-8-sig"), "utf-8-sig", []),
        ("姓名,手机\n王伟,13900001234\n李娜,13900001235\n".encode("gbk"), "gb18030", ["encoding"]),
        ("姓名\t手机\n王伟\t13900001234\n".encode("utf-16"), "utf-16", []),
        ("Name,Phone\nA,1\nB,2\n".encode("utf-16-le"), "utf-16-le", ["encoding"]),
        ("Name,Phone\nA,1\nB,2\n".encode("utf-16-be"), "utf-16-be", ["encoding"]),
        ("Name;City\nJosé;Málaga\nFrançois;Besançon\n".encode("cp1252"), "cp1252", ["encoding"]),
    ],
)
def test_encodings_are_found_and_named(tmp_path, content, encoding, notes):
    """The encoding is found, said in the options, and a guess is a finding."""
    table = read(tmp_path, content)
    assert table.options["encoding"] == encoding
    assert codes(table) == notes
    assert table.frame.width == 2
    assert "\ufffd" not in "".join(table.frame.columns)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_found(tmp_path, delimiter):
    """The delimiter that splits most rows alike wins."""
    rows = [["Name", "Note"], ["A", "x, y; z"], ["B", "w"]]
    text = "\n".join(delimiter.join(f'"{c}"' for c in r) for r in rows) + "\n"
    assert read(tmp_path, text.encode()).frame.rows() == [("A", "x, y; z"), ("B", "w")]


def test_odd_shapes_lose_nothing(tmp_path):
    """Title rows, repeated and empty headers, ragged rows, NUL bytes: kept or named."""
    table = read(tmp_path, b"Export of contacts\n\nName,Email,Name,\nA,b@c.de,X,1\nB\nC,d,e,f,g\x00\n")
    assert table.frame.columns == ["Name", "Email", "Name (2)", "column 4", "extra (1)"]
    assert table.headers == ("Name", "Email", "Name", "", "extra (1)")
    assert table.frame.rows()[2] == ("C", "d", "e", "f", "g")
    assert codes(table) == ["nul_bytes", "rows_skipped", "ragged_rows", "repeated_headers"]


def test_big_files_read_the_same_both_ways(tmp_path):
    """The fast path and the row by row path agree."""
    rows = [[f"n{i}", f'q "{i}", x', ""] for i in range(6000)]
    path = tmp_path / "big.csv"
    write_csv(pl.DataFrame(rows, schema=["a", "b", "c"], orient="row"), path)
    fast = read_file(path)
    small = tmp_path / "small.csv"
    small.write_text("\n".join(path.read_text(encoding="utf-8").split("\n")[:100]) + "\n", encoding="utf-8")
    assert fast.frame.head(99).equals(read_file(small).frame)
    assert fast.height == 6000
    path.write_text(path.read_text(encoding="utf-8") + "only one cell\n", encoding="utf-8")
    assert read_file(path).height == 6001


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b" \n \n", "is empty"),
        ("a.xlsx", b"nope", "not a readable workbook"),
        ("a.parquet", b"nope", "not a readable parquet"),
        ("a.xls", b"x", "save it as .xlsx"),
        ("a.csv", b"\xff\xfea", "damaged"),
    ],
)
def test_unreadable_files_say_why(tmp_path, name, content, words):
    """One clear line that names the file."""
    with pytest.raises(InputError, match=words) as error:
        read(tmp_path, content, name)
    assert name in str(error.value)


def test_misuse_of_options(tmp_path):
    """Asking for what is not there is an error with the way out."""
    with pytest.raises(InputError, match="no file"):
        read_file(tmp_path / "none.csv")
    with pytest.raises(InputError, match="folder"):
        read_file(tmp_path)
    with pytest.raises(InputError, match="no row 9"):
        read(tmp_path, b"a,b\n1,2\n", header_row=9)
    with pytest.raises(InputError, match="not encoded in ascii"):
        read(tmp_path, "é,b\n1,2\n".encode(), encoding="ascii")
    assert read(tmp_path, "é,b\n1,2\n".encode(), encoding="utf-8").frame.columns == ["é", "b"]
    assert read(tmp_path, b"x\na,b\n1,2\n", header_row=2, delimiter=",").frame.rows() == [("1", "2")]


def test_workbooks_keep_ids_and_phones_as_text(tmp_path):
    """Leading zeros and long ids stay; sheets are chosen by name."""
    path = tmp_path / "book.xlsx"
    write_xlsx(
        pl.DataFrame(
            {"Record ID": ["0071234567890123"], "手机": ["013900001234"], "Note": [None]},
            schema_overrides={"Note": pl.String},
        ),
        path,
    )
    table = read_file(path)
    assert table.frame.row(0)[:2] == ("0071234567890123", "013900001234")
    assert table.options == {"sheet": "data", "header_row": "1"}
    with pytest.raises(InputError, match="no sheet 'Sheet9'"):
        read_file(path, sheet="Sheet9")
    with pytest.raises(InputError, match="no row 7"):
        read_file(path, header_row=7)


def test_numbers_and_dates_of_a_workbook(tmp_path):
    """Whole numbers lose .0, dates read as dates, empty sheets are passed over."""
    openpyxl = pytest.importorskip("xlsxwriter")
    import datetime as dt

    path = tmp_path / "typed.xlsx"
    with openpyxl.Workbook(str(path)) as book:
        book.add_worksheet("empty")
        sheet = book.add_worksheet("people")
        sheet.write_row(0, 0, ["Phone", "Created", "Score"])
        sheet.write_number(1, 0, 13900001234)
        sheet.write_datetime(1, 1, dt.datetime(2024, 3, 5), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_number(1, 2, 1.5)
    assert read_file(path).frame.row(0) == ("13900001234", "2024-03-05", "1.5")


def test_parquet_keeps_its_types_beside_the_text(tmp_path):
    """Cells are text, the native frame keeps its types."""
    path = tmp_path / "t.parquet"
    pl.DataFrame({"id": [1, 2], "x": [1.0, None]}).write_parquet(path)
    table = read_file(path)
    assert table.frame.rows() == [("1", "1"), ("2", None)]
    assert table.native.schema == {"id": pl.Int64, "x": pl.Float64}


CELLS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=12)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6))
def test_any_cells_survive_a_round_trip(tmp_path_factory, rows):
    """Text written and read back is equal; empty is null, and formulas carry their apostrophe."""
    path = tmp_path_factory.mktemp("round") / "t.csv"
    rows = [["row", *r] for r in rows]
    frame = pl.DataFrame(rows, schema=["Key", "Alpha", "Beta", "Gamma"], orient="row")
    write_csv(frame, path)
    back = read_file(path, encoding="utf-8", delimiter=",", header_row=1).frame
    for column in frame.columns:
        for want, got in zip(frame[column], back[column], strict=True):
            assert (got or "") in {want, f"'{want}"}
