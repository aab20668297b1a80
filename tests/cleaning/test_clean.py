"""The main job end to end, on small tables of every kind."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from datetime import date

import pandas as pd
import polars as pl
import pytest

import crmquality as cq
from crmquality.testing import contacts

AS_OF = date(2026, 11, 1)
COLUMNS = {
    "findings": {"finding_id", "record_id", "field", "code", "severity", "suggestion", "bad_data_class"},
    "changes": {"change_id", "record_id", "field", "before", "after", "rule", "confidence", "safe", "cosmetic"},
    "pairs": {"left_id", "right_id", "match_weight", "match_probability", "band", "exact", "rule", "reason"},
    "clusters": {"record_id", "cluster_id", "size", "band", "survivor"},
    "provenance": {"cluster_id", "field", "source_id", "value", "chosen", "rule"},
    "freshness": {"record_id", "field", "p_valid", "due_at"},
    "health": {"record_id", "p_ghost", "cause", "p_active", "contactable", "action", "reason"},
}


@pytest.fixture(scope="module")
def rows():
    return contacts(400, seed=11).rows


@pytest.fixture(scope="module")
def plan(rows):
    return cq.clean(rows, as_of=AS_OF, progress=False)


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_columns_of_the_contract(plan, name):
    """Every frame has the columns that callers rely on."""
    assert set(getattr(plan, name).columns) >= COLUMNS[name]


def test_every_record_stands_in_one_cluster(plan, rows):
    """Clusters list each record once, golden has one row per cluster."""
    assert sorted(plan.clusters["record_id"]) == sorted(r["Record ID"] for r in rows)
    assert plan.golden.height == plan.clusters["cluster_id"].n_unique()
    assert set(plan.clusters["band"]) <= {"auto", "review"}
    assert set(plan.pairs["band"]) <= {"auto", "review"}


def test_ids_of_findings_and_changes_are_unique(plan):
    """A finding or change can be named."""
    assert plan.findings["finding_id"].is_unique().all()
    assert plan.changes["change_id"].is_unique().all()


def test_safe_changes_are_single_cells_with_a_valid_form(plan):
    """Safe never merges, archives or corrects."""
    safe = plan.changes.filter(pl.col("safe"))
    assert safe.height > 50
    assert set(safe["action"]) == {"set"}
    assert safe["after"].null_count() == 0
    assert not safe["rule"].str.contains("merge|archive|suppress|typo").any()


def test_no_value_is_lost(plan, rows):
    """Every non-empty input value is in the cleaned table, in changes.before or in provenance."""
    result = plan.apply("all", by="test", at=AS_OF)
    kept = {v for row in result.table for v in row.values() if v}
    kept |= set(plan.changes["before"].drop_nulls()) | set(plan.provenance["value"])
    lost = [v for row in rows for v in row.values() if v and v.strip() and v not in kept]
    assert lost == []


@pytest.mark.parametrize("selection", ["safe", "all", "none"])
def test_undo_gives_the_input_back(plan, rows, selection):
    """Apply, then undo everything: equal rows in equal order."""
    before = json.dumps(rows, ensure_ascii=False)
    result = plan.apply(selection, by="test", at=AS_OF)
    restored = result.journal.undo_all()
    assert restored.table == rows
    assert not len(restored.conflicts)
    assert json.dumps(rows, ensure_ascii=False) == before


def test_undo_one_merge_out_of_order(plan, rows):
    """A merge can be taken back alone, and then the rest."""
    result = plan.apply("all", by="test", at=AS_OF)
    merge = plan.changes.filter(pl.col("action") == "merge")["change_id"][0]
    once = result.journal.undo([merge])
    assert len(once.table) == len(result.table) + 1
    assert result.journal.undo_all().table == rows


def test_pandas_in_pandas_out(rows):
    """Frames come back in the caller's kind, and undo restores dtypes."""
    frame = pd.DataFrame(rows)
    frame["Score"] = range(len(frame))
    frame["Phone Number"] = frame["Phone Number"].astype("string")
    plan = cq.clean(frame, as_of=AS_OF, progress=False)
    result = plan.apply("all", by="test", at=AS_OF)
    assert isinstance(result.table, pd.DataFrame)
    pd.testing.assert_frame_equal(result.journal.undo_all().table, frame)


def test_shuffled_rows_give_the_same_answers(rows, plan):
    """Nothing depends on the order of rows."""
    shuffled = list(rows)
    random.Random(3).shuffle(shuffled)
    other = cq.clean(shuffled, as_of=AS_OF, progress=False)
    for name in ("findings", "pairs", "freshness"):
        assert getattr(other, name).equals(getattr(plan, name)), name
    assert other.changes.drop("row").equals(plan.changes.drop("row"))
    for name in ("clusters", "health"):
        assert getattr(other, name).sort("record_id").equals(getattr(plan, name).sort("record_id")), name
    assert other.golden.sort("cluster_id").equals(plan.golden.sort("cluster_id"))


def test_hash_seeds_do_not_matter(tmp_path, rows):
    """Output files are byte-identical under any hash seed."""
    source = tmp_path / "in.csv"
    pl.DataFrame(rows[:150], infer_schema_length=None).write_csv(source)
    made = []
    for seed in ("0", "77"):
        out = tmp_path / f"out{seed}"
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run(
            [sys.executable, "-m", "crmquality", "clean", str(source), "--as-of", "2026-11-01", "--out", str(out)],
            check=True, env=environment,
        )  # fmt: skip
        made.append(
            {
                p.relative_to(out): p.read_bytes()
                for p in sorted(out.rglob("*"))
                if p.is_file() and p.name != "timings.json"
            }
        )
    assert made[0].keys() == made[1].keys()
    assert [k for k in made[0] if made[0][k] != made[1][k]] == []


def test_one_record_and_a_table_agree(rows):
    """The guard and the table report the same findings for the same record."""
    plan = cq.clean(rows, as_of=AS_OF, progress=False)
    policy = plan.policy
    guard = cq.Guard(policy)
    columns = plan.mapping.fields
    for row in rows[:60]:
        record = {f: row[c] for f, c in columns.items()}
        single = sorted(
            f.code + f.field for f in guard.check(record, as_of=AS_OF).findings if f.bad_data_class != "duplicate"
        )
        table = plan.findings.filter(pl.col("record_id") == row["Record ID"])
        assert single == sorted((table["code"] + table["field"]).to_list())


def test_assess_proposes_nothing(rows):
    """A report alone speaks of the same numbers."""
    report = cq.assess(rows, as_of=AS_OF, progress=False)
    data = report.to_dict()
    assert data["source"]["rows_read"] == 400
    assert len(data["numbers"]) == 4
    assert len(data["actions"]) == 3
    assert "Nothing has been changed" in report.to_html()
    json.dumps(data)


def test_the_report_shows_no_personal_data(plan, rows):
    """No e-mail address, phone or owner of any record stands in the report."""
    html = re.sub(r"<[^>]+>", " ", plan.report.to_html())  # numbers inside drawings are coordinates
    for row in rows:
        for column in ("Email", "Phone Number", "Contact owner"):
            value = (row.get(column) or "").strip()
            if len(value) > 6:
                assert value not in html


@pytest.mark.parametrize(
    "bad", [[], [{}], [{"Email": None}], [{"x": "1"}], [{"Email": "\x00"}], [{"Email": "a" * 200_000}]]
)
def test_thin_tables_do_not_break(bad):
    """Empty, one row, nothing recognisable, NUL, huge cells: a plan comes out."""
    plan = cq.clean(bad, as_of=AS_OF, progress=False)
    assert plan.clusters.height == len(bad)
    assert plan.apply("all").journal.undo_all().table == bad
    assert plan.report.to_html()


def test_misuse_raises_early(rows):
    """A wrong day, column or selection says what was expected."""
    with pytest.raises(cq.PolicyError, match="as_of"):
        cq.clean(rows, as_of="yesterday")
    with pytest.raises(cq.InputError, match="no column"):
        cq.clean(rows, as_of=AS_OF, id="Nope")
    with pytest.raises(cq.PolicyError, match="apply takes"):
        cq.clean(rows[:5], as_of=AS_OF, progress=False).apply("most")
    with pytest.raises(cq.PolicyError, match="not in this plan"):
        cq.clean(rows[:5], as_of=AS_OF, progress=False).apply(["nope"])


def test_damaged_and_repeated_ids_are_findings():
    """Ids that cannot be trusted are named, and every record keeps an id of its own."""
    rows = [
        {"Record ID": "1.38E+10", "Email": "a@acme.com"},
        {"Record ID": "7", "Email": "b@acme.com"},
        {"Record ID": "7", "Email": "c@acme.com"},
        {"Record ID": None, "Email": "d@acme.com"},
    ]
    plan = cq.clean(rows, as_of=AS_OF, progress=False)
    assert set(plan.findings.filter(pl.col("code").str.starts_with("id."))["code"]) == {
        "id.damaged_by_spreadsheet", "id.repeated", "id.missing",
    }  # fmt: skip
    assert plan.clusters["record_id"].n_unique() == 4


def test_progress_is_told(rows):
    """A function given as progress hears of every stage."""
    heard = []
    cq.clean(rows[:20], as_of=AS_OF, progress=lambda stage, share: heard.append((stage, share)))
    assert {"read", "examine", "match", "survivors", "freshness"} <= {s for s, _ in heard}
    assert all(0 <= share <= 1 for _, share in heard)


def test_no_repr_tells_a_value(rows, plan):
    """Plans, results and what they hold can be logged."""
    result = plan.apply("all")
    shown = " ".join(map(repr, (plan, result, result.journal, result.journal.undo_all(), plan.review, plan.tables)))
    secrets = {v for row in rows for c, v in row.items() if v and len(v) > 5 and c in ("Email", "Mobile Phone Number")}
    assert [v for v in secrets if v in shown] == []


def test_a_merge_keeps_what_no_field_knows():
    """Columns without a field: the survivor's value, else the next best record's; all of it in the provenance."""
    person = {"First Name": "Ivo", "Last Name": "Castel", "Email": "ivo.c77@gmail.com"}
    rows = [
        {"Record ID": "1", **person, "Shoe size": None, "鞋码": "42", "Desk": " "},
        {"Record ID": "2", **person, "Shoe size": "44", "鞋码": "43", "Desk": None},
    ]
    plan = cq.clean(rows, as_of="2026-11-01", id="Record ID", progress=False)
    result = plan.apply("all")
    (kept,) = result.table
    assert (kept["Shoe size"], kept["鞋码"]) == ("44", "42")
    told = plan.provenance.filter(pl.col("field").cast(pl.String).is_in(["Shoe size", "鞋码", "Desk"]))
    assert sorted(told.select("source_id", "value", "chosen").rows()) == [
        ("1", "42", True),
        ("2", "43", False),
        ("2", "44", True),
    ]
    assert plan.golden.select("Shoe size", "鞋码", "Desk").rows() == [("44", "42", None)]
    assert sorted(result.journal.undo_all(result.table).table, key=lambda r: r["Record ID"]) == rows
