"""Decisions are remembered, travel as plain data and veto."""

from __future__ import annotations

import numpy as np
import pytest

import crmquality as cq
from crmquality.review import decided


def test_the_latest_decision_counts():
    """One per pair, whichever way round; by and at are kept."""
    d = cq.Decisions().decide("b", "a", same=True).decide("a", "b", same=False, by="ann", at="2026-11-01")
    assert d.apart == (("a", "b"),)
    assert d.together == ()
    assert d.items[0].by == "ann"
    assert bool(d)
    assert not cq.Decisions()
    assert decided(d.decide("a", "c", same=True), ["c", "a", "x", "b"]) == ([(1, 3)], [(1, 0)])
    with pytest.raises(cq.PolicyError, match="two different"):
        d.decide("a", "a", same=True)


def test_saved_and_read_again(tmp_path):
    """The same after a file; damage is one line."""
    d = cq.Decisions().decide("b", "a", same=True, by="ann", at="2026-11-01")
    d.save(tmp_path / "d.json")
    assert cq.Decisions.load(tmp_path / "d.json") == d
    (tmp_path / "x.json").write_text("nope")
    with pytest.raises(cq.InputError, match=r"x\.json"):
        cq.Decisions.load(tmp_path / "x.json")
    with pytest.raises(cq.PolicyError):
        cq.Decisions.from_dict({"decisions": [{"left": "a"}]})
    with pytest.raises(cq.OutputError, match="cannot write"):
        d.save(tmp_path / "no" / "d.json")


def test_what_another_program_wrote_is_read_as_meant_or_refused():
    """Numbers are ids, either may stand left, the later one counts; what is no truth value is none."""

    def read(*said):
        return cq.Decisions.from_dict({"decisions": [{"left_id": a, "right_id": b, "same": s} for a, b, s in said]})

    d = read((1, 0, False), ("2", " 1", True), (1, 2, False))
    assert d.apart == (("0", "1"), ("1", "2"))
    assert len(d.decide("0", "1", same=True).items) == 2
    assert d.decide(np.int64(1), 0, same=np.True_).together == (("0", "1"),)
    for same in ("no", "true", 1, None):
        with pytest.raises(cq.PolicyError, match="true or false"):
            read(("0", "1", same))
    for bad in (None, True, np.True_, 1.0, "", " "):
        with pytest.raises(cq.PolicyError, match="record ids as text"):
            read(("0", bad, False))
    with pytest.raises(cq.PolicyError, match="two different"):
        read(("1", 1, False))


def test_a_save_that_fails_leaves_what_was(tmp_path, monkeypatch):
    """The disk is full halfway: the earlier decisions are whole, and nothing else lies about."""
    d = cq.Decisions().decide("b", "a", same=True)
    d.save(tmp_path / "d.json")

    def full(path, text, encoding):
        path.write_bytes(text[:9].encode(encoding))
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_text", full)
    with pytest.raises(cq.OutputError, match="No space left"):
        cq.Decisions().save(tmp_path / "d.json")
    assert cq.Decisions.load(tmp_path / "d.json") == d
    assert [p.name for p in tmp_path.iterdir()] == ["d.json"]


def test_never_these_two_in_a_table():
    """A veto keeps records apart, also through a third, and needs an id column."""
    row = {"First Name": "Wei", "Last Name": "Wang", "Email": "wei@acme.cn", "Mobile": "+8613900001234"}
    rows = [{"Record ID": i, **row} for i in ("1", "2", "3")]
    together = cq.clean(rows, as_of="2026-11-01", progress=False)
    assert together.clusters["cluster_id"].n_unique() == 1
    decisions = cq.Decisions().decide("1", "2", same=False)
    plan = cq.clean(rows, as_of="2026-11-01", progress=False, decisions=decisions)
    clusters = dict(plan.clusters.select("record_id", "cluster_id").iter_rows())
    assert clusters["1"] != clusters["2"]
    with pytest.raises(cq.PolicyError, match="id column"):
        cq.clean([row], as_of="2026-11-01", progress=False, decisions=decisions)


def test_contradictions_are_listed():
    """What is parted and yet joined through others; nothing else."""
    d = cq.Decisions().decide("a", "b", same=True).decide("b", "c", same=True).decide("c", "d", same=True)
    assert d.conflicts == ()
    d = d.decide("a", "d", same=False).decide("a", "x", same=False)
    assert d.conflicts == (("a", "d"),)
    assert d.decide("b", "c", same=False).conflicts == ()
