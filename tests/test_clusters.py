"""A record that arrives joins a cluster, founds one or bridges several; ids stay."""

from __future__ import annotations

import pytest

import crmquality as cq
from crmquality.index import Clusters
from crmquality.quality.agreement import agreement
from crmquality.testing import contacts

JANE = {"first_name": "Jane", "last_name": "Doe", "email": "jane@doe.org", "phone": "+13035550147"}
LI = {"full_name": "李娜", "email": "li.na@acme.cn", "mobile": "+8613912345678"}


def empty(**options):
    return Clusters(cq.DuplicateIndex(cq.presets.contact(), **options))


def test_a_record_founds_joins_and_bridges():
    """A record with one's mailbox and the other's telephone bridges the two; the first id stays."""
    clusters = empty()
    assert clusters.add("5", {"last_name": "Doe", "email": JANE["email"]}).event == "new"
    assert clusters.add("7", {"first_name": "Jane", "phone": JANE["phone"]}).event == "new"
    assert clusters.add("6", LI).cluster_id == "c-6"
    bridge = clusters.add("1", JANE)
    assert (bridge.event, bridge.cluster_id, bridge.comes_from) == ("joined", "c-5", ("c-5", "c-7"))
    assert bridge.band == "review"  # what stood in two clusters may contradict itself
    grown = clusters.add("0", {**LI, "full_name": "Li Na"})
    assert (grown.event, grown.cluster_id, grown.band) == ("grew", "c-6", "auto")
    assert clusters.members("c-5") == {"1", "5", "7"}
    assert {clusters[i] for i in "157"} == {"c-5"}


def test_what_people_decided_holds():
    """Apart holds through a third record; together joins what nothing else would."""
    clusters = empty(apart=[("1", "3")], together=[("8", "9")])
    clusters.add("1", JANE)
    clusters.add("2", JANE)
    assert clusters.add("3", JANE).event == "new"
    clusters.add("8", {**LI, "mobile": None})
    assert clusters.add("9", {**LI, "full_name": "Bo Ek", "mobile": None}).cluster_id == "c-8"


def test_clusters_of_a_table_are_known():
    """New records find the clusters of an earlier run; a record that leaves takes nobody with it."""
    index = cq.DuplicateIndex(cq.presets.contact())
    for i in "123":
        index.add(i, JANE if i != "3" else LI)
    clusters = Clusters(index, {"1": "c-old", "2": "c-old"})
    assert clusters.add("4", JANE).cluster_id == "c-old"
    assert clusters.add("5", LI).comes_from == ("c-3",)
    clusters.remove("1")
    assert clusters.members("c-old") == {"2", "4"}
    assert clusters["2"] == "c-old"
    with pytest.raises(KeyError):
        clusters["1"]
    clusters.add("6", {"full_name": "Bo Ek", "email": "bo@ek.se"})
    clusters.add("9", {"full_name": "Bo Ek", "email": "bo@ek.se"})
    clusters.remove("6")
    assert clusters.add("6", {"full_name": "Ida Roth"}).cluster_id == "c-6+"
    with pytest.raises(cq.PolicyError, match="already"):
        clusters.add("4", JANE)


def bands(records, **options):
    """Of each record as it arrives, the band of what it joined; and that of a table run so far."""
    clusters, rows, out = empty(**options), [], []
    said = cq.Decisions()
    for one, two in options.get("together", ()):
        said = said.decide(one, two, same=True)
    for i, record in enumerate(records):
        rows.append({"record_id": str(i), **record})
        joined = clusters.add(str(i), record).band
        found = cq.find_duplicates(rows, clusters.index.policy, model=clusters.index.model, decisions=said)
        out.append((joined, found.clusters["band"][-1]))
    return out


def test_red_lines_hold_as_in_a_table():
    """More than five records, different owners or tax numbers wait for a person; one owner in two writings does not."""
    auto, review = ("auto", "auto"), ("review", "review")
    assert bands([LI] * 7) == [auto] * 5 + [review] * 2
    assert bands([{**LI, "owner": o} for o in ("ann lee", "Ann Lee", "", "bob")]) == [auto] * 3 + [review]
    numbers = ("91350100M000100Y43", "91350100m000100y43", "91440300708461136T")
    assert bands([{**LI, "tax_id": n} for n in numbers]) == [auto] * 2 + [review]


def test_what_people_joined_has_no_red_line():
    """Where decisions alone hold all of its records together, as in a table; of a member who leaves nothing is known."""
    ann, bob = ({**LI, "owner": o} for o in ("ann", "bob"))
    assert bands([ann, bob, ann], together=[("0", "1")]) == [("auto",) * 2] * 2 + [("review",) * 2]
    assert bands([ann, bob, ann], together=[("0", "1"), ("1", "2")]) == [("auto",) * 2] * 3
    things = Clusters(cq.DuplicateIndex(cq.Policy(name="things", fields=[cq.Field("sku", "identifier")])))
    assert things.add("1", {"sku": "A1", "owner": "ann"}).event == "new"  # no field of the policy
    clusters = empty()
    clusters.add("0", ann)
    clusters.add("1", LI)
    clusters.remove("0")
    assert clusters.add("2", bob).band == "auto"


def test_one_at_a_time_ends_nearly_where_a_table_run_does():
    """Of generated contacts, by pairs; the order of arrival decides the rest."""
    rows = contacts(400, seed=3).rows
    policy = cq.presets.contact()
    found = cq.find_duplicates(rows, policy, model=cq.DuplicateIndex(policy).model)
    clusters = Clusters(cq.DuplicateIndex(policy))
    mapping = policy.recognise(list(rows[0])).fields
    key = next(c for n, c in mapping.items() if n == "record_id")
    for row in rows:
        clusters.add(row[key], {n: row[c] for n, c in mapping.items() if n != "record_id"})
    whole = dict(found.clusters.select("record_id", "cluster_id").rows())
    assert agreement({i: clusters[i] for i in whole}, whole).pairs[2] > 0.97
