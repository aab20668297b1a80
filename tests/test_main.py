"""The command line: folders out, one line on misuse, never a traceback."""

from __future__ import annotations

import json

import polars as pl
import pytest

import crmquality as cq
from crmquality.__main__ import main
from crmquality.integrations.files import read_file
from crmquality.testing import write_contacts

FILES = {
    "cleaned.csv", "findings.csv", "changes.csv", "pairs.csv", "clusters.csv", "golden.csv", "provenance.csv",
    "freshness.csv", "health.csv", "verify_next.csv", "report.html", "journal", "mapping.json", "model.json", "manifest.json", "timings.json", "write-back",
}  # fmt: skip


@pytest.fixture
def export(tmp_path):
    path = tmp_path / "contacts.csv"
    write_contacts(path, 150, seed=4)
    return path


def test_clean_writes_everything_and_undo_takes_it_back(tmp_path, export, capsys):
    """clean, then undo on the cleaned file: the original cells."""
    assert main(["clean", str(export), "--as-of", "2026-11-01", "--apply", "all"]) == 0
    out = tmp_path / "contacts-crmquality-2026-11-01"
    assert {p.name for p in out.iterdir()} == FILES
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["rows"] == 150
    assert manifest["as_of"] == "2026-11-01"
    assert "contacts read" in capsys.readouterr().out
    back = tmp_path / "back"
    arguments = ["undo", str(out / "journal"), "--current", str(out / "cleaned.csv"), "--out", str(back)]
    assert main(arguments) == 0
    original, restored = read_file(export).frame, read_file(back / "restored.csv").frame
    assert restored.select(original.columns).fill_null("").equals(original.fill_null(""))
    assert read_file(back / "conflicts.csv").height == 0


def test_events_make_the_list_of_the_week(tmp_path, export):
    """A log of events and a budget: at most so many checks, and other chances than by age alone."""
    log, out = tmp_path / "log.csv", tmp_path / "o"
    record = read_file(export).frame["Record ID"][0]
    log.write_text(f"record_id,outcome,at\n{record},hard bounce,2026-10-01\n", encoding="utf-8")
    arguments = ["clean", str(export), "--as-of", "2026-11-01", "--events", str(log), "--verify-budget", "7"]
    assert main([*arguments, "--out", str(out)]) == 0
    assert read_file(out / "verify_next.csv").height == 7
    fresh = read_file(out / "freshness.csv").frame
    mail = fresh.filter((fresh["record_id"] == record) & (fresh["field"] == "email"))["p_valid"]
    assert all(float(p) < 0.1 for p in mail)


def test_undo_of_one_record(tmp_path, export):
    """Only what was done to a record is taken back."""
    out = tmp_path / "o"
    assert main(["clean", str(export), "--as-of", "2026-11-01", "--out", str(out)]) == 0
    record = read_file(out / "changes.csv").frame["record_id"][0]
    one = ["undo", str(out / "journal"), "--current", str(out / "cleaned.csv"), "--record"]
    assert main([*one, record, "--out", str(tmp_path / "b")]) == 0
    assert main([*one, "nobody", "--out", str(tmp_path / "c")]) == 1


@pytest.mark.parametrize("form", ["parquet", "xlsx"])
def test_other_formats(tmp_path, export, form):
    """Tables are written in the format asked for."""
    out = tmp_path / "o"
    assert main(["clean", str(export), "--as-of", "2026-11-01", "--out", str(out), "--format", form]) == 0
    assert read_file(out / f"cleaned.{form}").height == 150
    assert main(["clean", str(export), "--as-of", "2026-11-01", "--out", str(out)]) == 1
    assert main(["clean", str(export), "--as-of", "2026-11-01", "--out", str(out), "--overwrite"]) == 0


def test_saved_policy_mapping_and_decisions_are_used(tmp_path, export):
    """What a run wrote serves the next."""
    first = cq.clean(str(export), as_of="2026-11-01", progress=False)
    (tmp_path / "p.json").write_text(json.dumps(first.policy.to_dict()), encoding="utf-8")
    first.mapping.save(tmp_path / "m.json")
    left, right = first.pairs.row(0)[:2]
    cq.Decisions().decide(left, right, same=False, by="ann", at="2026-11-01").save(tmp_path / "d.json")
    arguments = ["clean", str(export), "--as-of", "today", "--policy", str(tmp_path / "p.json")]
    arguments += [
        "--mapping",
        str(tmp_path / "m.json"),
        "--decisions",
        str(tmp_path / "d.json"),
        "--out",
        str(tmp_path / "o"),
    ]
    assert main(arguments) == 0
    pairs = read_file(tmp_path / "o" / "pairs.csv").frame
    assert not pairs.filter((pl.col("left_id") == left) & (pl.col("right_id") == right)).height
    clusters = dict(read_file(tmp_path / "o" / "clusters.csv").frame.select("record_id", "cluster_id").iter_rows())
    assert clusters[left] != clusters[right]


def test_assess_writes_only_the_report(tmp_path, export, capsys):
    """Assess proposes nothing and writes the page asked for."""
    assert main(["assess", str(export), "--as-of", "2026-11-01", "--html", str(tmp_path / "r.html")]) == 0
    assert (tmp_path / "r.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert "can be contacted" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["clean"],
        ["clean", "none.csv", "--as-of", "2026-11-01"],
        ["clean", "{export}", "--as-of", "tomorrow"],
        ["clean", "{export}", "--as-of", "2026-11-01", "--id", "No such column"],
        ["clean", "{export}", "--as-of", "2026-11-01", "--policy", "{export}"],
        ["clean", "{export}", "--as-of", "2026-11-01", "--mapping", "{export}"],
        ["clean", "{export}", "--as-of", "2026-11-01", "--decisions", "{export}"],
        ["clean", "{export}", "--as-of", "2026-11-01", "--out", "{export}"],
        ["assess", "{export}", "--as-of", "2026-11-01", "--html", "/no/such/folder/r.html"],
        ["undo", "{export}", "--current", "{export}", "--out", "x"],
    ],
)
def test_misuse_is_one_line(tmp_path, export, capsys, arguments, monkeypatch):
    """Exit 1 and a reason, never a traceback."""
    monkeypatch.chdir(tmp_path)
    assert main([a.format(export=export) for a in arguments]) == 1
    err = capsys.readouterr().err
    assert "Traceback" not in err
    assert err.strip()


@pytest.mark.parametrize(
    "error", [MemoryError(), KeyboardInterrupt(), OSError(28, "No space left on device", "x/y.csv")]
)
def test_what_the_machine_does_is_one_line(export, capsys, monkeypatch, error):
    """No memory, a stop, a full disk: said, not traced."""

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(cq, "clean", fail)
    assert main(["clean", str(export), "--as-of", "2026-11-01"]) == 1
    assert capsys.readouterr().err.startswith("crmquality: ")
