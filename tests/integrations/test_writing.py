"""Files out: harmless, whole or not at all."""

from __future__ import annotations

import polars as pl
import pytest

from crmquality.errors import OutputError
from crmquality.integrations import writing
from crmquality.integrations.writing import OutputFolder, check_folder, escape_formulas, write_csv, write_text


def test_formulas_are_escaped_and_phones_are_not():
    """What a spreadsheet would run becomes text; numbers and phones stay."""
    cells = ["=1+1", "+cmd|x", "-2+3", "@sum", "\tx", "+8613900001234", "-1.5", "a", None, "+86 139-0000 1234", "-"]
    out = escape_formulas(pl.DataFrame({"x": cells}))["x"].to_list()
    assert out[:2] == ["'=1+1", "'+cmd|x"]
    assert out[3:5] == ["'@sum", "'\tx"]
    assert out[5:] == cells[5:]


def test_headers_may_repeat_and_a_mark_may_lead(tmp_path):
    """Original headers are written as they were."""
    path = write_csv(pl.DataFrame({"a": ["1"], "b": ["=x"]}), tmp_path / "t.csv", headers=["p", "p"], bom=True)
    assert path.read_bytes() == b"\xef\xbb\xbfp,p\n1,'=x\n"


@pytest.mark.parametrize("write", ["write_csv", "write_parquet", "write_xlsx"])
def test_an_unwritable_place_is_one_line(tmp_path, write):
    """The file is named, nothing is left behind."""
    with pytest.raises(OutputError, match="cannot write"):
        getattr(writing, write)(pl.DataFrame({"a": ["1"]}), tmp_path / "no" / "t")
    with pytest.raises(OutputError, match="cannot write"):
        write_text("x", tmp_path / "no" / "t")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_appears_whole_or_not_at_all(tmp_path):
    """An exception inside takes the folder away again; a full disk is one line."""
    target = tmp_path / "out"
    with pytest.raises(ValueError, match="boom"), OutputFolder(target) as out:
        (out / "a").write_text("1")
        raise ValueError("boom")
    with pytest.raises(OutputError, match="No space"), OutputFolder(target) as out:
        raise OSError(28, "No space left on device")
    assert list(tmp_path.iterdir()) == []
    with OutputFolder(target) as out:
        (out / "a").write_text("1")
    assert (target / "a").read_text() == "1"


def test_what_is_there_is_not_overwritten(tmp_path):
    """A folder with content needs overwrite; a file is never one."""
    target = tmp_path / "out"
    target.mkdir()
    (target / "mine").write_text("x")
    with pytest.raises(OutputError, match="--overwrite"), OutputFolder(target):
        pass
    (tmp_path / "out.part").mkdir()
    with OutputFolder(target, overwrite=True) as out:
        (out / "a").write_text("1")
    assert [p.name for p in target.iterdir()] == ["a"]
    with pytest.raises(OutputError, match="is a file"):
        check_folder(target / "a", overwrite=True)
    with pytest.raises(OutputError, match="cannot write"), OutputFolder(target / "a" / "b"):
        pass
