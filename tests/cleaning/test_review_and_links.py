"""Decisions about pairs, related tables, and frames in the caller's kind."""

from __future__ import annotations

import pandas as pd
import polars as pl
import pytest

import crmquality as cq

AS_OF = "2026-11-01"
ROWS = [
    {"Record ID": "1", "First Name": "Wei", "Last Name": "Wang", "Email": "wei.wang@acme.cn", "Phone": "13800138000"},
    {"Record ID": "2", "First Name": "Wei", "Last Name": "Wang", "Email": "wei.wang@acme.cn", "Phone": "13800138000"},
    {"Record ID": "3", "First Name": "娜", "Last Name": "李", "Email": "w99@example.org", "Phone": ""},
    {"Record ID": "4", "First Name": "Anna", "Last Name": "Berg", "Email": "anna@berg.se", "Phone": "+46701740605"},
]


def run(rows=ROWS, **options):
    return cq.clean(rows, as_of=AS_OF, progress=False, **options)


def cluster_of(plan, record):
    return dict(zip(plan.clusters["record_id"], plan.clusters["cluster_id"], strict=True))[record]


def test_two_that_a_person_parted_never_share_a_cluster():
    """``same=False`` holds in the next run, and the pair is not asked for again."""
    first = run()
    assert cluster_of(first, "1") == cluster_of(first, "2")
    decisions = first.review.decide("2", "1", same=False, by="ann", at=AS_OF)
    again = run(decisions=decisions)
    assert cluster_of(again, "1") != cluster_of(again, "2")
    assert not again.pairs.filter((pl.col("left_id") == "1") & (pl.col("right_id") == "2")).height


def test_two_that_a_person_joined_are_one_whatever_the_evidence():
    """``same=True`` joins, merges with ``all``, and is undone like any other merge."""
    first = run()
    assert cluster_of(first, "3") != cluster_of(first, "4")
    again = run(decisions=first.review.decide("3", "4", same=True, by="ann", at=AS_OF))
    assert cluster_of(again, "3") == cluster_of(again, "4")
    pair = again.pairs.filter((pl.col("left_id") == "3") & (pl.col("right_id") == "4")).row(0, named=True)
    assert (pair["band"], pair["rule"]) == ("auto", "decision")
    result = again.apply("all")
    assert {"3", "4"} - {r["Record ID"] for r in result.table}
    assert result.journal.undo_all().table == ROWS


def test_a_decision_lifts_a_red_line():
    """Copies of different owners wait for a person; once joined by one, they merge."""
    rows = [{**r, "Contact Owner": owner} for r, owner in zip(ROWS[:2], ("ann", "bob"), strict=True)]
    first = run(rows)
    assert first.clusters["reason"].to_list() == ["different owners"] * 2
    assert len(first.apply("all").table) == 2
    assert len(run(rows, decisions=first.review.decide("1", "2", same=True)).apply("all").table) == 1


def test_deciding_needs_ids_that_hold_tomorrow():
    """Unknown ids and tables without ids are refused with the reason."""
    with pytest.raises(cq.PolicyError, match="not in the table"):
        run().review.decide("1", "999", same=True)
    rows = [{k: v for k, v in r.items() if k != "Record ID"} for r in ROWS]
    with pytest.raises(cq.PolicyError, match="id column"):
        run(rows).review.decide("1", "2", same=True)


def test_rows_without_an_id_of_their_own_are_not_decided_on():
    """Next month another row bears their name: neither noted nor honoured, also between sources, with the way out."""
    rows = [ROWS[0], {**ROWS[0], "Record ID": ""}, *({**ROWS[0], "Record ID": "7"} for _ in "ab")]
    plan = run(rows)
    said = cq.Decisions().decide("1", "no id#1", same=True)
    for name in ("no id#1", "7#1"):
        with pytest.raises(cq.PolicyError, match="give every row its own id"):
            plan.review.decide("1", name, same=True)
    sheet = [{"left_id": "1", "right_id": i, "same": "yes"} for i in ("7#2", "no id#1")]
    with pytest.raises(cq.PolicyError, match=r"row 1: .*its own id"):
        plan.review.judged(sheet)
    with pytest.raises(cq.PolicyError, match="its own id"):
        plan.review.approve(cluster_of(plan, "1"))
    assert not plan.review.decisions
    for find in (lambda d: run(rows, decisions=d), lambda d: cq.find_duplicates(rows, decisions=d)):
        with pytest.raises(cq.PolicyError, match="its own id"):
            find(said)
    with pytest.raises(cq.PolicyError, match="id column"):
        cq.find_duplicates([{"Name": "Li Na"}], decisions=said)
    linked = cq.find_duplicates({"a": rows, "b": [{**ROWS[0], "Record ID": " "}]})
    with pytest.raises(cq.PolicyError, match="its own id"):
        linked.review.decide("a:1", "b:no id#1", same=True)


def test_a_sheet_that_is_filled_in_wrongly_is_taken_back_whole_or_not():
    """A wrong cell or id in a later row leaves no decision of the rows before it; the message names the row."""
    plan = run()
    good = {"left_id": "1", "right_id": "2", "same": "yes"}
    for bad in ({**good, "same": "perhaps"}, {**good, "right_id": "999"}, {**good, "right_id": "1"}):
        with pytest.raises(cq.CrmQualityError, match="row 2"):
            plan.review.judged([good, bad])
    assert not plan.review.decisions


def test_what_is_decided_leaves_the_queue():
    """The queue counts what is open; `find_duplicates` has the same queue."""
    rows = [ROWS[0], {**ROWS[0], "Record ID": "5", "Email": "", "Phone": "13800138001"}]
    found = cq.find_duplicates(rows)
    left, right = (found.pairs["left_id"][0], found.pairs["right_id"][0])
    assert len(found.review) == 1
    found.review.decide(left, right, same=False)
    assert len(found.review) == 0


def test_related_rows_move_with_a_merge():
    """Rows of the losing record point to the survivor; rows of nobody are named."""
    deals = [
        {"Deal ID": "d1", "Contact": "2", "Stage": "Closed won"},
        {"Deal ID": "d2", "Contact": "1", "Stage": "Closed lost"},
        {"Deal ID": "d3", "Contact": "77", "Stage": "Proposal"},
    ]
    plan = run(related={"deals": cq.Related(deals, key="Contact")})
    survivor = plan.clusters.filter(pl.col("record_id") == "1")["survivor"][0]
    loser = "2" if survivor == "1" else "1"
    moved = plan.links.filter(pl.col("from_id") == loser)
    assert moved.select("table", "to_id", "conflict").rows() == [("deals", survivor, None)]
    lost = plan.links.filter(pl.col("from_id") == "77").row(0, named=True)
    assert (lost["row_id"], lost["to_id"], lost["conflict"]) == ("d3", None, "no such record")
    assert run().links.height == 0


def test_open_business_on_both_sides_is_a_red_line():
    """Two open deals on two copies hold the merge back; the record with the open deal survives a merge."""
    deals = [{"Deal ID": str(i), "Contact": c, "Stage": "Proposal"} for i, c in enumerate("12")]
    plan = run(related={"deals": cq.Related(deals, key="Contact")})
    assert plan.clusters["reason"][0] == "open deals on both sides"
    one = run(related={"deals": cq.Related(deals[1:], key="Contact")})
    assert one.clusters["survivor"][0] == "2"
    approved = run(
        related={"deals": cq.Related(deals, key="Contact")}, decisions=plan.review.decide("1", "2", same=True)
    )
    assert approved.links["conflict"].to_list() == ["open business on both sides"]


def test_open_orders_protect_from_the_archive():
    """A silent record is archived after a failed re-engagement, unless an order is open."""
    rows = [ROWS[0]]
    events = [
        {"contact_id": "1", "outcome": "replied", "date": "2026-01-02"},
        *({"contact_id": "1", "outcome": "sent", "date": f"2026-0{m}-01"} for m in range(2, 9)),
        {"contact_id": "1", "outcome": "re-engagement", "date": "2026-09-01"},
    ]
    orders = {"orders": cq.Related([{"id": "o1", "who": "1", "status": "in delivery"}], key="who", role="orders")}
    assert run(rows, events=events).health["action"].to_list() == ["archive"]
    assert run(rows, events=events, related=orders).health["action"].to_list() != ["archive"]


def test_a_related_table_without_its_column_is_misuse():
    """The message names the table, the column and what there is."""
    with pytest.raises(cq.InputError, match="related table 'deals': no column 'Contact ID'"):
        run(related={"deals": cq.Related([{"a": "1"}], key="Contact ID")})


def test_a_role_that_is_not_known_is_refused():
    """A slip would switch the red line of open deals off in silence; what has no meaning of its own is ``other``."""
    for slip, near in (("deal", "deals"), ("Deals", "deals"), ("order", "orders"), ("activity", "activities")):
        with pytest.raises(cq.PolicyError, match=f"role {slip!r} is not known; did you mean {near!r}"):
            cq.Related([{"Contact": "1"}], key="Contact", role=slip)
    notes = cq.Related([{"Contact": i} for i in "12"], key="Contact", role="other")
    plan = run(related={"notes": notes})
    assert plan.clusters["reason"].null_count() == 4
    assert plan.links["from_id"].to_list() == ["2"]


def test_pandas_in_pandas_out():
    """Every frame of the plan is pandas when pandas went in; a selection of it can be applied."""
    plan = run(pd.DataFrame([{**r, "Email": f" {r['Email']} "} for r in ROWS]))
    for name in ("findings", "changes", "pairs", "clusters", "golden", "provenance", "freshness", "health", "links"):
        frame = getattr(plan, name)
        assert isinstance(frame, pd.DataFrame), name
        assert list(frame.columns) == getattr(run(ROWS), name).columns
    assert plan.changes["confidence"].dtype == float
    assert plan.changes["safe"].dtype == bool
    chosen = plan.changes[plan.changes["field"] == "email"].head(1)
    assert plan.apply(chosen).journal.changes.height == 1
    found = cq.find_duplicates(pd.DataFrame(ROWS))
    assert isinstance(found.pairs, pd.DataFrame)
    assert isinstance(found.clusters, pd.DataFrame)
