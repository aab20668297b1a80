"""What goes back into the CRM: only ids and changed cells, nothing emptied, nothing edited meanwhile."""

from __future__ import annotations

import polars as pl
import pytest

import crmquality as cq
from crmquality.integrations.files import read_file
from crmquality.testing import contacts

AS_OF = "2026-11-01"


@pytest.fixture(scope="module")
def rows():
    return contacts(300, seed=21).rows


@pytest.fixture(scope="module")
def plan(rows):
    return cq.clean(rows, as_of=AS_OF, progress=False)


def test_updates_hold_no_empty_order(tmp_path, plan, rows):
    """Updates name the id and changed columns under the original headers; single-column files have no gaps."""
    counts = plan.write_back(tmp_path / "wb", cosmetic=True)
    updates = read_file(tmp_path / "wb" / "updates.csv").frame
    assert updates.height == counts["updates"] > 0
    assert updates.columns[0] == "Record ID"
    assert set(updates.columns) <= set(rows[0])
    for path in (tmp_path / "wb" / "updates_by_column").iterdir():
        assert read_file(path, header_row=1).frame.null_count().sum_horizontal().item() == 0
    review = read_file(tmp_path / "wb" / "updates_review.csv").frame
    assert {"before", "after", "rule"} <= set(review.columns)
    assert (tmp_path / "wb" / "README.txt").read_text(encoding="utf-8")


def test_cosmetic_changes_stay_out_unless_asked(tmp_path, plan):
    """Other writing of the same meaning does not touch the CRM."""
    few = plan.write_back(tmp_path / "a")["updates"]
    many = plan.write_back(tmp_path / "b", cosmetic=True)["updates"]
    assert few < many


def test_no_ids_no_write_back(tmp_path, rows):
    """Row numbers never go back into a CRM."""
    bare = [{k: v for k, v in r.items() if k != "Record ID"} for r in rows[:5]]
    with pytest.raises(cq.OutputError, match="id"):
        cq.clean(bare, as_of=AS_OF, progress=False).write_back(tmp_path / "wb")


def test_damaged_ids_block_write_back(tmp_path):
    """A rounded id would hit the wrong record."""
    rows = [{"Record ID": "1.38E+10", "Email": " a@acme.com"}, {"Record ID": "2", "Email": " b@acme.com"}]
    with pytest.raises(cq.OutputError, match="spreadsheet"):
        cq.clean(rows, as_of=AS_OF, progress=False).write_back(tmp_path / "wb")


def test_a_cell_edited_meanwhile_is_dropped(plan, rows):
    """Recheck keeps what still holds and says what does not."""
    target = plan.changes.filter(pl.col("safe")).row(0, named=True)
    fresh = [dict(r) for r in rows]
    for row in fresh:
        if row["Record ID"] == target["record_id"]:
            row[target["column"]] = "edited by hand"
    kept, dropped = plan.recheck(fresh)
    assert target["change_id"] in dropped["change_id"].to_list()
    assert target["change_id"] not in kept.changes["change_id"].to_list()
    assert kept.changes.height + dropped.height == plan.changes.height
    same, none = plan.recheck(rows)
    assert none.height == 0
    assert same.changes.equals(plan.changes)


def test_a_record_or_column_gone_is_said(plan, rows):
    """Changes on what is no longer there are dropped with the reason."""
    gone = plan.changes["record_id"][0]
    _, dropped = plan.recheck([r for r in rows if r["Record ID"] != gone])
    assert "no longer there" in " ".join(dropped["reason"].unique())
    column = plan.changes.filter(pl.col("safe"))["column"][0]
    _, dropped = plan.recheck([{k: v for k, v in r.items() if k != column} for r in rows])
    assert "the column is no longer there" in dropped["reason"].to_list()
    with pytest.raises(cq.InputError):
        plan.recheck([{"x": "1"}])
    bare = cq.clean([{"Email": "a@acme.com"}], as_of=AS_OF, progress=False)
    with pytest.raises(cq.PolicyError):
        bare.recheck([{"Email": "a@acme.com"}])
