"""Several sources: pairs across them, ids that are a source and an id, constraints on clusters."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pytest
from attrs import fields
from hypothesis import given, settings
from hypothesis import strategies as st

import crmquality as cq

LI = {"Name": "Li Na", "Email": "li.na@acme.cn", "Phone": "13912345678"}
ANNA = {"Name": "Anna Berg", "Email": "anna@berg.se", "Phone": "+46701740605"}
CRM = [
    {"Contact ID": "1", **LI},
    {"Contact ID": "2", **ANNA},
    {"Contact ID": "3", "Name": "Bob Ray", "Email": "bob@x.org"},
]
LEADS = [
    {"编号": "1", "姓名": "李娜", "邮箱": "li.na@acme.cn", "手机": "139 1234 5678"},
    {"编号": "9", "姓名": "Anna Berg", "邮箱": "anna@berg.se", "手机": ""},
]


def across(found):
    return found.pairs.select("left_source", "left_id", "right_source", "right_id").rows()


def test_a_lead_list_against_the_crm():
    """Each source has its own headers and ids; equal ids of two sources are two records."""
    found = cq.find_duplicates({"crm": CRM, "leads": LEADS}, region="CN")
    assert across(found) == [("crm", "1", "leads", "1"), ("crm", "2", "leads", "9")]
    assert found.clusters.columns[:3] == ["source", "record_id", "cluster_id"]
    assert found.clusters.height == len(CRM) + len(LEADS)
    assert found.clusters["cluster_id"].n_unique() == 3
    assert found.explain(("crm", "1"), ("leads", "1"))


def test_pairs_of_one_source_count_on_request_alone():
    """Copies inside the CRM stay apart, unless ``within`` is asked for or a lead connects them."""
    sources = {"crm": [*CRM, {"Contact ID": "4", **ANNA}], "leads": LEADS[:1]}
    assert across(cq.find_duplicates(sources, region="CN")) == [("crm", "1", "leads", "1")]
    assert ("crm", "2", "crm", "4") in across(cq.find_duplicates(sources, region="CN", within=True))


def test_one_record_per_source():
    """A lead that fits two copies joins the better one; without the constraint it joins both."""
    sources = {"crm": [CRM[1], {"Contact ID": "4", **ANNA}], "leads": [{"ID": "9", **ANNA}]}
    sizes = cq.find_duplicates(sources).clusters["size"].to_list()
    assert sizes == [3, 3, 3]
    one = cq.find_duplicates(sources, one_per_source=True).clusters
    assert sorted(one["size"]) == [1, 2, 2]
    assert one.group_by("cluster_id", "source").len()["len"].max() == 1


def test_a_largest_size():
    """Also of a single table."""
    copies = [{"ID": str(i), **LI} for i in range(5)]
    found = cq.find_duplicates(copies, region="CN", largest=2)
    assert found.clusters["size"].max() == 2
    assert cq.find_duplicates(copies, region="CN").clusters["size"].max() == 5


def test_decisions_name_source_and_id():
    """What a person decided holds for the pair of sources and ids, and needs ids."""
    sources = {"crm": CRM, "leads": LEADS}
    first = cq.find_duplicates(sources, region="CN")
    apart = first.review.decide("crm:1", "leads:1", same=False)
    assert across(cq.find_duplicates(sources, region="CN", decisions=apart)) == [("crm", "2", "leads", "9")]
    joined = cq.find_duplicates(sources, region="CN", decisions=cq.Decisions().decide("crm:3", "leads:9", same=True))
    assert ("crm", "3", "leads", "9") in across(joined)


def test_linked_clusters_have_a_risk_and_a_past():
    """Equal ids of two sources stay two records; a second run of the same tables keeps every cluster."""
    sources = {"crm": CRM, "leads": LEADS}
    found = cq.find_duplicates(sources, region="CN")
    risk = found.risk().select("cluster_id", "records", "pairs").sort("cluster_id")
    assert risk.rows() == [("c-crm:1", 2, 1), ("c-crm:2", 2, 1)]
    again = cq.find_duplicates(sources, region="CN", decisions=cq.Decisions().decide("crm:1", "leads:1", same=False))
    told = dict(again.since(found.clusters).select("cluster_id", "event").rows())
    assert told == {"c-crm:1": "split", "c-leads:1": "split", "c-crm:2": "kept", "c-crm:3": "kept"}


def test_misuse():
    """One source, a colon in a name, a mapping for several tables, an impossible size."""
    with pytest.raises(cq.PolicyError, match="at least two sources"):
        cq.find_duplicates({"crm": CRM})
    with pytest.raises(cq.PolicyError, match="':'"):
        cq.find_duplicates({"a:b": CRM, "c": LEADS})
    with pytest.raises(cq.PolicyError, match="of one table"):
        cq.find_duplicates({"crm": CRM, "leads": LEADS}, mapping=cq.Mapping("contact", []))
    with pytest.raises(cq.PolicyError, match="largest"):
        cq.find_duplicates(CRM, largest=0)


def test_frames_in_the_kind_of_the_first_source():
    """Pandas in, pandas out; ids by source."""
    found = cq.find_duplicates(
        {"crm": pd.DataFrame(CRM), "leads": LEADS}, region="CN", id={"crm": "Contact ID", "leads": "编号"}
    )
    assert isinstance(found.pairs, pd.DataFrame)
    assert found.pairs["right_id"].tolist() == ["1", "9"]


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_constraints_hold_for_any_pairs(data):
    """Whatever pairs there are: limits, sources and vetoes hold, and the order of pairs changes nothing."""
    from crmquality.matching._constraints import Constraints, constrained
    from crmquality.matching._engine import Matches

    n = data.draw(st.integers(2, 9))
    pairs = data.draw(
        st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda p: p[0] < p[1]), unique=True)
    )
    weights = [data.draw(st.integers(-2000, 20000)) for _ in pairs]
    source = np.array([data.draw(st.integers(0, 2)) for _ in range(n)], dtype=np.int32)
    vetoes = data.draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    rules = Constraints(
        within=data.draw(st.booleans()),
        one_per_source=data.draw(st.booleans()),
        largest=data.draw(st.sampled_from([None, 1, 2, 3])),
    )

    def run(order):
        left, right = (np.array([pairs[i][k] for i in order], dtype=np.int32) for k in (0, 1))
        k = len(order)
        mine = {
            "left": left, "right": right, "weight": np.array([weights[i] for i in order], dtype=np.int32),
            "rule": np.zeros(k, dtype=np.int8), "exact": np.zeros(k, dtype=bool), "decided": np.zeros(k, dtype=bool),
            "doubt": np.ones(k, dtype=np.int8), "labels": np.zeros(n, dtype=np.int32), "rule_names": ("email",),
        }  # fmt: skip
        matches = Matches(**{a.alias: None for a in fields(Matches)} | mine)
        return constrained(matches, rules, ids=[str(i) for i in range(n)], source=source, vetoes=vetoes)

    found = run(range(len(pairs)))
    table = pl.DataFrame({"label": found.labels, "source": source})
    assert not {(a, b) for a, b in zip(found.left.tolist(), found.right.tolist(), strict=True)} & set(vetoes)
    if rules.largest is not None:
        assert table.group_by("label").len()["len"].max() <= rules.largest
    if rules.one_per_source:
        assert table.group_by("label", "source").len()["len"].max() == 1
    if not rules.within:
        assert all(source[a] != source[b] for a, b in zip(found.left, found.right, strict=True))
    if rules.one_per_source or rules.largest is not None:
        assert all(found.labels[a] != found.labels[b] for a, b in vetoes)
    again = run(range(len(pairs) - 1, -1, -1))
    assert [[x == y for x in again.labels] for y in again.labels] == [
        [x == y for x in found.labels] for y in found.labels
    ]


def test_a_veto_holds_where_a_cluster_is_built_anew():
    """Records that a person parted stay so when the largest size makes the rest of their cluster move."""
    copies = [{"ID": str(i), **LI} for i in range(5)]
    decisions = cq.Decisions().decide("0", "1", same=False)
    found = cq.find_duplicates(copies, region="CN", largest=3, decisions=decisions)
    clusters = dict(found.clusters.select("record_id", "cluster_id").rows())
    assert clusters["0"] != clusters["1"]
    assert found.clusters["size"].max() <= 3


def test_a_limit_over_a_decision_is_told():
    """What a person joined and a limit or another decision parts says so, and waits for a person."""
    joined = cq.Decisions().decide("0", "1", same=True)
    copies = [{"ID": str(i), **LI} for i in range(2)]
    pair = cq.find_duplicates(copies, region="CN", largest=1, decisions=joined).pairs
    told = ("review", "joined by a person, parted by a limit or another decision")
    assert pair.select("band", "reason").rows() == [told]
    assert cq.find_duplicates(copies, region="CN", decisions=joined).pairs["reason"].to_list() == [None]
    linked = cq.find_duplicates(
        {"a": copies, "b": copies[:1]}, region="CN", one_per_source=True,
        decisions=cq.Decisions().decide("a:0", "a:1", same=True),
    )  # fmt: skip
    assert told in linked.pairs.select("band", "reason").rows()
    assert len(linked.review.open) == 0
    three = [{"ID": str(i), **LI} for i in range(3)]
    against = joined.decide("1", "2", same=True).decide("0", "2", same=False)
    assert told in cq.find_duplicates(three, region="CN", decisions=against).pairs.select("band", "reason").rows()


def test_a_source_without_rows_and_a_table_without_sources():
    """An empty lead list finds nothing; one record per source cannot be asked of one table."""
    found = cq.find_duplicates({"crm": [{"ID": "1", **LI}], "leads": []}, id="ID", region="CN")
    assert (len(found.pairs), len(found.clusters)) == (0, 1)
    with pytest.raises(cq.PolicyError, match="several sources"):
        cq.find_duplicates([{"ID": "1", **LI}], one_per_source=True)
