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
    columns = ["left_id", "right_id", "band", "match_weight"]
    mine, theirs = (pl.read_parquet(pairs).select(columns), whole.pairs.select(columns))
    by_people = pl.struct("left_id", "right_id").is_in([{"left_id": a, "right_id": b} for a, b in said.together])
    assert mine.filter(~by_people).sort(columns).equals(theirs.filter(~by_people).sort(columns))
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
    for number, parts in enumerate(([rows, rows[:1]], [])):
        with pytest.raises(cq.InputError):
            find_duplicates_on_disk(parts, policy, tmp_path / f"c{number}", id="id")
