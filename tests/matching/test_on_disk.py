"""A table on disk gives the pairs, weights and clusters of one in memory."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import crmquality as cq
from crmquality.cleaning import find_duplicates_on_disk
from crmquality.columns import Column
from crmquality.matching import Model, find_pairs
from crmquality.matching._compare import LANES, UNIT
from crmquality.matching._on_disk import find_pairs_on_disk
from crmquality.testing import contacts

LI = {"ID": "1", "Name": "Li Na", "Email": "li.na@acme.cn"}


def test_contacts_in_parts(tmp_path):
    """Five parts, a few hundred records in memory at a time, decisions honoured; no file is kept twice."""
    rows = contacts(1200, seed=9).rows
    policy, model = cq.presets.contact(), Model.default()
    first = cq.find_duplicates(rows, policy, id="Record ID", model=model)
    joined, parted = first.pairs.row(3), first.pairs.row(-3)
    said = (
        cq.Decisions().decide(*parted[:2], same=False).decide(rows[0]["Record ID"], rows[777]["Record ID"], same=True)
    )
    said = said.decide(*joined[:2], same=True)
    whole = cq.find_duplicates(rows, policy, id="Record ID", model=model, decisions=said)
    parts = [rows[i : i + 250] for i in range(0, len(rows), 250)]
    pairs, clusters = find_duplicates_on_disk(
        parts, policy, tmp_path / "out", id="Record ID", model=model, decisions=said, rows=300
    )
    columns = ["left_id", "right_id", "band", "match_weight", "rule"]
    mine, theirs = (pl.read_parquet(pairs).select(columns), whole.pairs.select(columns))
    assert mine.sort(columns).equals(theirs.sort(columns))
    assert theirs.filter(rule="decision").height == 1
    assert dict(pl.read_parquet(clusters).rows()) == dict(whole.clusters.select("record_id", "cluster_id").rows())
    with pytest.raises(cq.OutputError, match="exists"):
        find_duplicates_on_disk(parts, policy, tmp_path / "out", id="Record ID")


WORDS = {
    "given": ["anna", "bo", "wei"], "family": ["berg", "wang"], "email": ["a@x.com", "b@x.com"], "phone1": ["+11234567", "+21234567"],
    "phone2": ["+21234567"], "company": ["acme logistics", "华为技术有限"], "title": ["blue lamp 40w", "lamp blue"], "city": ["bonn"],
    "birth_date": ["1980-01-02"], "country": ["CN", "DE"], "street": ["1 main street"], "about": ["a lamp of blue glass"],
    "written": ["王伟", "王炜"],
}  # fmt: skip


@settings(max_examples=15, deadline=None)
@example([{"given": "wei", "family": "wang", "email": "a@x.com", "written": w} for w in ("王伟", "王炜", "王伟")], 2)
@given(
    st.lists(st.fixed_dictionaries({n: st.none() | st.sampled_from(w) for n, w in WORDS.items()}), max_size=14),
    st.integers(1, 6),
)
def test_any_table_in_any_parts(tmp_path_factory, rows, size):
    """Whatever is empty, and however small the parts and partitions."""

    def columns(some):
        return {n: Column.from_cells([r.get(n) for r in some]) for n in LANES}

    ids = [f"r{i:02}" for i in range(len(rows))]
    folder = tmp_path_factory.mktemp("disk") / "new"
    starts = range(0, max(len(rows), 1), size)
    parts = [(ids[i : i + size], columns(rows[i : i + size])) for i in starts]
    pairs, clusters = find_pairs_on_disk(parts, folder, model=Model.default(), rows=5)
    found = find_pairs(columns(rows), ids=ids, model=Model.default())
    names = [found.rule_names[r] for r in found.rule.tolist()]
    want = [(ids[a], ids[b], pytest.approx(w / UNIT, rel=1e-5), band, rule) for a, b, w, band, rule in
            zip(found.left.tolist(), found.right.tolist(), found.weight.tolist(), found.band, names, strict=True)]  # fmt: skip
    assert pl.read_parquet(pairs).rows() == want
    label = dict(pl.read_parquet(clusters).rows())
    assert [[label[a] == label[b] for a in ids] for b in ids] == [[x == y for x in found.labels] for y in found.labels]


def test_constraints_on_disk(tmp_path):
    """A largest size holds as in memory; an id that stands twice and a table without parts are refused."""
    rows = [{"id": str(i), "full_name": "Ivo Castel", "email": "ivo.c77@gmail.com"} for i in range(5)]
    policy = cq.presets.contact()
    _, clusters = find_duplicates_on_disk([rows[:2], [], rows[2:]], policy, tmp_path / "a", id="id", largest=2)
    assert sorted(pl.read_parquet(clusters).group_by("cluster_id").len()["len"].to_list()) == [1, 2, 2]
    with pytest.raises(cq.PolicyError, match="largest"):
        find_duplicates_on_disk([rows], policy, tmp_path / "b", id="id", largest=0)
    for parts in ([rows, rows[:1]], [[*rows, rows[0]]], []):
        with pytest.raises(cq.InputError):
            find_duplicates_on_disk(parts, policy, tmp_path / "c", id="id")


def test_a_run_that_fails_leaves_nothing_behind(tmp_path):
    """A mistake is told as what it is, and the next try finds no folder in its way; what was there before stays."""
    rows = [{"id": str(i), "full_name": "Ivo Castel"} for i in range(3)]
    policy = cq.presets.contact()
    with pytest.raises(cq.PolicyError, match="rows is at least 1"):
        find_duplicates_on_disk([rows], policy, tmp_path / "a", id="id", rows=0)
    blank = [{**rows[0], "id": " "}]
    for parts in ([blank, blank], [[*rows, *blank]]):
        with pytest.raises(cq.InputError, match="1 record without an id"):
            find_duplicates_on_disk(parts, policy, tmp_path / "a", id="id")

    def broken():
        yield rows
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        find_duplicates_on_disk(broken(), policy, tmp_path / "a", id="id")
    assert [*tmp_path.iterdir()] == []
    pairs, _ = find_duplicates_on_disk([rows], policy, tmp_path / "a", id="id", rows=1)
    with pytest.raises(cq.OutputError, match="exists"):
        find_duplicates_on_disk([rows], policy, tmp_path / "a", id="id")
    assert pairs.exists()


def test_a_limit_over_a_decision_on_disk(tmp_path):
    """What a person joined and a largest size parts waits for a person, as in memory."""
    rows = [{"id": str(i), "full_name": "Ivo Castel", "email": "ivo.c77@gmail.com"} for i in range(3)]
    policy, said = cq.presets.contact(), cq.Decisions().decide("0", "1", same=True)
    pairs, _ = find_duplicates_on_disk([rows], policy, tmp_path / "a", id="id", largest=1, decisions=said)
    whole = cq.find_duplicates(rows, policy, model=Model.default(), largest=1, decisions=said).pairs
    assert pl.read_parquet(pairs)["band"].to_list() == whole["band"].to_list() == ["review", "auto", "auto"]
