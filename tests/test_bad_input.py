"""Input that nobody should have to read: one clear line or a finding, nothing lost, nothing half-written."""

from __future__ import annotations

import datetime as dt
import errno
import random
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import crmquality as cq
from crmquality.__main__ import main
from crmquality.integrations.files import read_file
from crmquality.validators import KINDS

HEAD = "Record ID,First Name,Last Name,Email,Phone\n"
ROWS = "1,Wei,Wang,wei@acme.cn,+8613800138000\n2,Na,Li,na@acme.cn,+8613900139000\n"
HAN = "编号（必填）,姓名（必填）,邮箱,手机\n1,王伟,wei@acme.cn,13800138000\n2,李娜,na@acme.cn,13900139000\n"
BYTES = {
    "header only": HEAD.encode(),
    "one row": (HEAD + ROWS.splitlines()[0]).encode(),
    "no column that is understood": b"foo,bar,baz\n1,2,3\n",
    "headers repeat": b"Record ID,Email,Email,Phone,Phone\n1,a@b.cn,c@d.cn,+8613800138000,+8613900139000\n",
    "ragged": (HEAD + "1,Wei,Wang,wei@acme.cn\n2,Na,Li,na@acme.cn,139,more,yet more\n").encode(),
    "NUL bytes": (HEAD + "1,We\0i,Wang,wei@acme.cn,+8613800138000\n").encode(),
    "GBK": HAN.encode("gbk"),
    "UTF-16": HAN.encode("utf-16"),
    "UTF-16 without a mark": (HEAD + ROWS).encode("utf-16-le"),
    "cp1252": (HEAD + "1,Jürgen,Müller,j@m.de,+4930901820\n2,José,Peña,p@p.es,+34911979717\n").encode("cp1252"),
    "BOM": b"\xef\xbb\xbf" + (HEAD + ROWS).encode(),
    "semicolons": (HEAD + ROWS).replace(",", ";").encode(),
    "tabs": (HEAD + ROWS).replace(",", "\t").encode(),
    "carriage returns": (HEAD + ROWS).replace("\n", "\r").encode(),
    "mixed line ends": (HEAD.replace("\n", "\r\n") + ROWS.replace("\n", "\r", 1)).encode(),
    "long cells": (HEAD + f"1,{'a' * 200_000},{'王' * 200_000},{'x@' * 100_000},{'1' * 200_000}\n").encode(),
    "empty columns": (HEAD + "1,Wei,Wang,,\n2,Na,Li,,\n").encode(),
    "ids repeat": (HEAD + ROWS + ROWS).encode(),
    "ids missing": (HEAD + ROWS.replace("1,Wei", ",Wei")).encode(),
    "ids damaged": (HEAD + ROWS.replace("1,Wei", "1.38E+10,Wei")).encode(),
    "emoji": (HEAD + "1,😀,👍🏽,😀@x.cn,📞\n2,Na 🎉,Li,na@acme.cn,\n").encode(),
    "formulas": (HEAD + "1,=cmd|' /C calc'!A0,+1+2,@SUM(A1),-5\n").encode(),
    "an open quote": (HEAD + '1,"Wei,Wang,wei@acme.cn,139\n2,Na,Li,na@acme.cn,139\n').encode(),
    "a title above the header": ("联系人导出,,,\n" + HAN).encode(),
}
REFUSED = {
    "contacts.csv": (b"", "is empty"),
    "noise.csv": (random.Random(1).randbytes(4000), "not a text file"),
    "book.csv": (b"PK\x03\x04" + bytes(40), "name it .xlsx"),
    "book.xlsx": (b"no workbook", "not a readable workbook"),
    "table.parquet": (b"no parquet", "not a readable parquet"),
    "old.xls": (b"\xd0\xcf\x11\xe0", "old .xls format"),
}


def run(*words: object) -> int:
    return main([str(w) for w in words])


@pytest.mark.parametrize("name", BYTES)
def test_odd_text_files_run_and_lose_nothing(name, tmp_path, capsys):
    """Exit 0, and every cell of the input is in the cleaned table, in ``changes.before`` or in the provenance."""
    path, out = tmp_path / "contacts.csv", tmp_path / "out"
    path.write_bytes(BYTES[name])
    assert run("clean", path, "--as-of", "2026-11-01", "--out", out, "--apply", "all", "--format", "parquet") == 0
    assert "Traceback" not in capsys.readouterr().err
    frame = read_file(path).frame
    kept: set[str] = set()
    for file, column in (("cleaned", None), ("changes", "before"), ("provenance", "value")):
        table = pl.read_parquet(out / f"{file}.parquet")
        for c in table.columns if column is None else [column]:
            kept |= set(table[c].cast(pl.String).drop_nulls())
    lost = {v for c in frame.columns for v in frame[c].drop_nulls() if v not in kept}
    assert lost == set()
    restored = cq.Journal.load(out / "journal").undo_all()
    assert restored.table.equals(frame)


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_table_is_refused_in_one_line(name, tmp_path, capsys):
    """Exit 1, one line that names the file, and no output folder."""
    content, words = REFUSED[name]
    (tmp_path / name).write_bytes(content)
    assert run("clean", tmp_path / name, "--as-of", "2026-11-01", "--out", tmp_path / "out") == 1
    err = capsys.readouterr().err.strip()
    assert words in err
    assert name in err
    assert "\n" not in err
    assert [p.name for p in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--as-of", "nonsense"), "as_of"),
        (("--as-of", "2026-11-01", "--id", "Nr"), "no column 'Nr'"),
        (("--as-of", "2026-11-01", "--policy", "none.json"), "none.json"),
        (("--as-of", "2026-11-01", "--mapping", "none.json"), "none.json"),
        (("--as-of", "2026-11-01", "--decisions", "none.json"), "none.json"),
        (("--as-of", "2026-11-01", "--region", "China"), "region"),
    ],
)
def test_misuse_is_one_line(words, said, tmp_path, capsys):
    """The line names the option and the way out; nothing is written."""
    path = tmp_path / "contacts.csv"
    path.write_text(HEAD + ROWS, encoding="utf-8")
    assert run("clean", path, "--out", tmp_path / "out", *words) == 1
    err = capsys.readouterr().err.strip()
    assert said in err
    assert "\n" not in err
    assert not (tmp_path / "out").exists()


def test_a_full_disk_leaves_nothing_half_written(tmp_path, monkeypatch, capsys):
    """The reason is named; neither the folder nor the one beside it stays."""
    path = tmp_path / "contacts.csv"
    path.write_text(HEAD + ROWS, encoding="utf-8")
    replace = Path.replace

    def full(self: Path, target: Path) -> Path:
        if "provenance" in self.name:
            raise OSError(errno.ENOSPC, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", full)
    assert run("clean", path, "--as-of", "2026-11-01", "--out", tmp_path / "out") == 1
    assert "No space left on device" in capsys.readouterr().err
    assert [p.name for p in tmp_path.iterdir()] == ["contacts.csv"]


def test_a_folder_that_holds_something_is_left_alone(tmp_path, capsys):
    """Without ``--overwrite`` nothing is replaced."""
    path, out = tmp_path / "contacts.csv", tmp_path / "out"
    path.write_text(HEAD + ROWS, encoding="utf-8")
    out.mkdir()
    (out / "mine.txt").write_text("x", encoding="utf-8")
    assert run("clean", path, "--as-of", "2026-11-01", "--out", out) == 1
    assert "not empty" in capsys.readouterr().err
    assert [p.name for p in out.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame])
def test_cells_that_are_no_text(make):
    """Numbers, NaN, NaT and dates are read once; the caller's table is not touched, and comes back exactly."""
    columns = {
        "id": [10, 11],
        "phone": [8613800138000, 8613900139000],
        "postal code": [518000.0, float("nan")],
        "created": [dt.datetime(2024, 3, 5, 9, 30), None],
        "email": [" wei@acme.cn", None],
    }
    table = make(columns)
    before = table.copy() if make is pd.DataFrame else table.clone()
    plan = cq.clean(table, as_of="2026-11-01", progress=False)
    result = plan.apply("all")
    assert table.equals(before)
    assert result.journal.undo_all().table.equals(before)
    assert "518000" in set(plan.provenance["value"])


def test_a_policy_that_names_a_column_which_is_not_there():
    """The message names the column and the way out."""
    plan = cq.clean(pl.DataFrame({"Email": ["a@b.cn"]}), as_of="2026-11-01", progress=False)
    with pytest.raises(cq.InputError, match="'Email', which is not in the table"):
        cq.clean(pl.DataFrame({"Mail": ["a@b.cn"]}), as_of="2026-11-01", mapping=plan.mapping, progress=False)


def test_half_characters_in_rows():
    """They are read as the replacement character, and come back as they were."""
    rows = [{"id": "1", "name": "a\ud800b", "email": " x@y.cn"}]
    plan = cq.clean(rows, as_of="2026-11-01", progress=False)
    assert plan.apply("all").journal.undo_all().table == rows


@pytest.mark.parametrize("data", [pd.Series(["a@b.cn"]), pa.chunked_array([["a@b.cn"]]), {"id": [1]}, None, 7])
def test_what_is_no_table_is_said(data):
    """The message names what can be given."""
    with pytest.raises(cq.InputError, match="pandas, polars or Arrow table"):
        cq.clean(data, as_of="2026-11-01", progress=False)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_signs_alone_are_read(kind):
    """A cell of signs is a finding or a text, never an error."""
    for value in (",–", "address ,–", "–", "-,-", "(-)", ";", "&", ", &", "·,·", "（）", "，、"):
        found = KINDS[kind].examine(value)
        assert found.missing or found.text or found.findings
