"""Which record survives, which value each field keeps, and that nothing is lost."""

from __future__ import annotations

from collections import Counter
from functools import partial

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import crmquality as cq
from crmquality.survivorship import RULES, Survivorship, consolidate

AS_OF = "2026-11-01"
LI = {"First Name": "Na", "Last Name": "Li", "Email": "li.na@acme.cn", "Phone": "13912345678"}


def kept(rule, values, *, steps=None, **columns):
    """The value that a rule keeps of one cluster's records, in the order given."""
    frame = pl.DataFrame({"x": values, **columns}, schema_overrides={"x": pl.String})
    n = frame.height
    found = consolidate(
        frame, cluster_ids=pl.Series(["c"] * n), ids=[str(i) for i in range(n)], rules={"x": rule},
        steps={} if steps is None else {"x": steps}, trust=("erp", "form"),
    )  # fmt: skip
    return found.golden["x"][0]


@pytest.mark.parametrize(
    ("rule", "values", "columns", "expected"),
    [
        ("survivor", ["a", "b"], {"open_deals": ["0", "2"]}, "b"),
        ("survivor", ["a", None], {"open_deals": ["0", "2"]}, "a"),
        ("most_complete", ["a", "b"], {"more": [None, "y"]}, "b"),
        ("most_trusted", ["a", "b", "c"], {"source": ["web", "Form", "ERP"]}, "c"),
        ("most_trusted", ["a", None], {"source": ["web", "erp"]}, "a"),
        ("newest", ["a", "b"], {"updated_at": ["2026-01-01", "2025-01-01"]}, "a"),
        (
            "newest_verified",
            ["a", "b"],
            {"updated_at": ["2026-01-01", "2025-01-01"], "x_verified_at": [None, "2024-01-01"]},
            "b",
        ),
        ("newest_verified", ["a", "b"], {"verified_at": ["2024-01-02", "2024-01-01"]}, "a"),
        ("newest_verified", ["a", "b"], {"updated_at": ["2026-01-01", "2025-01-01"]}, "a"),
        ("oldest", ["a", "b"], {"created_at": ["2026-01-01", "2025-01-01"]}, "b"),
        ("longest", ["aa", "b"], {}, "aa"),
        ("majority", ["a", "b", "b"], {}, "b"),
        ("union", ["a", "b", "a"], {}, "a; b"),
        ("most_restrictive", ["false", "true", None], {}, "true"),
        ("most_restrictive", ["false", None], {}, "false"),
        ("all_yes", ["true", "false"], {}, "false"),
        ("all_yes", ["true", None], {}, "true"),
        ("furthest_stage", ["lead", "opportunity", "subscriber"], {}, "opportunity"),
        (max, ["a", "c", "b"], {}, "c"),
        (lambda values: None, ["a", "b"], {}, None),
    ],
)
def test_each_rule_keeps_its_value(rule, values, columns, expected):
    """One example for each rule; a function decides by itself."""
    assert kept(rule, values, **columns) == expected


def test_every_rule_has_an_example():
    """The examples above leave none out."""
    named = {m.args[1][i][0] for m in test_each_rule_keeps_its_value.pytestmark for i in range(len(m.args[1]))}
    assert set(RULES) <= named


def test_the_survivor_has_deals_then_answers_then_activity_then_values():
    """Each tells only where those before it are equal; the smallest id at last."""
    rows = [
        {"open_deals": "0", "replied_at": "2026-02-01", "last_activity_at": "2026-03-01", "a": "x"},
        {"open_deals": "1", "replied_at": None, "last_activity_at": None, "a": None},
        {"open_deals": "0", "replied_at": "2026-01-01", "last_activity_at": "2026-06-01", "a": "x"},
        {"open_deals": "0", "replied_at": "2026-01-01", "last_activity_at": "2026-05-01", "a": "x"},
        {"open_deals": "0", "replied_at": "2026-01-01", "last_activity_at": "2026-05-01", "a": None},
    ]
    left = list(range(5))
    order = []
    while left:
        frame = pl.DataFrame([rows[i] for i in left], schema=dict.fromkeys(rows[0], pl.String))
        found = consolidate(frame, cluster_ids=pl.Series(["c"] * len(left)), ids=[str(i) for i in left], rules={})
        order.append(left.pop(int(found.survivor_row[0])))
    assert order == [1, 0, 2, 3, 4]


def test_a_stage_rises_only_to_what_deals_prove():
    """A copy that calls itself a customer lifts nobody without a deal that was won; the survivor keeps its own stage."""
    rows = [{"Record ID": "1", **LI, "Lifecycle stage": "lead", "Open deals": "0", "Job title": "CEO"},
            {"Record ID": "2", **LI, "Lifecycle stage": "customer", "Open deals": "0"}]  # fmt: skip

    def stage(more):
        plan = cq.clean([{**r, **more} for r in rows], as_of=AS_OF, region="CN", progress=False)
        return plan.clusters["survivor"][0], plan.golden["lifecycle_stage"][0]

    assert stage({}) == ("1", "customer")
    assert stage({"Won deals": "0"}) == ("1", "lead")
    assert stage({"Won deals": "1"}) == ("1", "customer")
    rows[1]["Open deals"] = "1"
    assert stage({"Won deals": "0"}) == ("2", "customer")


REFUSED = [
    ("Do not call", "no", "yes"), ("Marketing consent", "yes", "no"), ("DoNotCall", "0", "1"), ("请勿致电", "否", "是"),
    ("拒收短信", "", "是"), ("是否同意", "是", "否"), ("不同意营销", "否", "是"), ("订阅状态", "已订阅", "已退订"),
    ("Einwilligung", "ja", "nein"), ("Einwilligung widerrufen", "nein", "ja"), ("Newsletter abbestellt", "", "ja"),
    ("Consentement marketing", "oui", "non"), ("Subscription status", "Subscribed", "Unsubscribed"),
    ("Opt-in status", "Confirmed", "opted out"), ("Opt in / opt out", "yes", "no"), ("SMS opt-out", "false", "true"),
    ("Consent withdrawn", "no", "yes"), ("Marketing consent ", "yes", "only by post"), ("Unsubscribe", "", "yes"),
    ("Marketing contact status", "Marketing contact", "Non-marketing contact"), ("Unsubscribed", "no", "opted out"),
]  # fmt: skip


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_consent_merges_to_the_most_restrictive(order):
    """Whatever the column is called and whichever record survives: no merge makes an opt-in of a refusal."""
    rows = [{"Record ID": str(i), **LI, **{c[0]: c[1 + side] for c in REFUSED}} for i, side in enumerate(order)]
    rows[0]["Job title"], rows[1]["Job title"] = "CEO", ""
    same = cq.Decisions().decide("0", "1", same=True)
    plan = cq.clean(rows, as_of=AS_OF, region="CN", progress=False, decisions=same)
    (row,) = plan.apply("all").table
    assert {c: row[c] for c, _, _ in REFUSED} == {c: refusal for c, _, refusal in REFUSED}
    told = plan.provenance.filter(pl.col("field") == "Do not call").sort("source_id")
    assert told.select("value", "chosen", "rule").rows() == [
        (("no", "yes")[side], side == 1, "most_restrictive") for side in order
    ]


def test_a_consent_that_the_other_copy_does_not_mention_is_kept():
    """Empty says nothing, and nothing is lost; the rule is told."""
    rows = [{"Record ID": "1", **LI, "Marketing consent": ""}, {"Record ID": "2", **LI, "Marketing consent": "yes"}]
    plan = cq.clean(rows, as_of=AS_OF, region="CN", progress=False)
    told = plan.provenance.filter(pl.col("field") == "Marketing consent")
    assert told.select("source_id", "value", "chosen", "rule").rows() == [("2", "yes", True, "all_yes")]


def test_a_consent_of_ones_own_policy_merges_by_its_words_unless_it_has_a_rule():
    """The field's own rule comes first."""
    rows = [{"Record ID": "1", **LI, "Fax consent": "yes"}, {"Record ID": "2", **LI, "Fax consent": "no"}]

    def kept_by(**rule):
        policy = cq.presets.contact(region="CN").with_fields(cq.Field("fax_consent", "boolean", **rule))
        return cq.clean(rows, policy, as_of=AS_OF, progress=False).golden["fax_consent"][0]

    assert kept_by() == "false"
    assert kept_by(survivorship="most_restrictive") == "true"
    assert kept_by(survivorship="survivor") == "true"


def test_what_the_crm_keeps_itself_merges_in_the_table_and_is_not_written_back(tmp_path):
    """Golden record, provenance, table and journal say the same; no file for the CRM holds it."""
    own = ("Email hard bounced", "Last Contacted", "Notes", "Create Date")
    rows = [
        {"Record ID": "1", **LI, "Job title": "CEO", "City": "北京市", "Company": "Acme", **dict(zip(own, ("", "", "a", ""), strict=True))},
        {"Record ID": "2", **LI, "Job title": "", "City": "", "Company": "", **dict(zip(own, ("true", "2026-03-01", "b", "2024-01-02"), strict=True))},
    ]  # fmt: skip
    plan = cq.clean(rows, as_of=AS_OF, region="CN", progress=False)
    result = plan.apply("all")
    (row,) = result.table
    golden = plan.golden.row(0, named=True)
    for field, column in plan.mapping.fields.items():
        if field != "record_id":
            assert (row[column] or None) == golden[field]
            chosen = plan.provenance.filter((pl.col("field") == field) & pl.col("chosen"))["value"]
            assert {*chosen} == ({"a", "b"} if field == "notes" else {golden[field]})
    assert [row[c] for c in ("Record ID", *own)] == ["1", "true", "2026-03-01", "a; b", "2024-01-02"]
    assert result.journal.undo_all(result.table).table == rows
    assert plan.write_back(tmp_path / "out")["carried"] == 0
    assert "2026-03-01" not in "".join(f.read_text() for f in (tmp_path / "out").rglob("*.csv"))


def test_placeholders_have_their_row_in_the_provenance():
    """Nothing that was typed is silent: not chosen, and why."""
    rows = [{"Record ID": "1", **LI, "Job title": "Unknown", "City": "测试"}, {"Record ID": "2", **LI, "Job title": "CEO", "City": " "},
            {"Record ID": "3", "First Name": "Bo", "Last Name": "Ek", "Email": "test@test.com", "Phone": "0000000000"}]  # fmt: skip
    told = cq.clean(rows, as_of=AS_OF, region="CN", progress=False).provenance
    out = told.filter(pl.col("rule") == "placeholder").select("source_id", "field", "value", "chosen").rows()
    assert out == [
        ("1", "job_title", "Unknown", False),
        ("1", "city", "测试", False),
        ("3", "email", "test@test.com", False),
        ("3", "phone", "0000000000", False),
    ]
    assert told.height == sum(bool(v.strip()) for r in rows for c, v in r.items() if c != "Record ID")


def test_a_value_with_an_error_never_beats_one_without():
    """The newest address that cannot be one loses to the older one that can."""
    rows = [{"Record ID": "1", **LI, "Website": "http://", "Updated at": "2026-10-01"},
            {"Record ID": "2", **LI, "Website": "https://acme.cn", "Updated at": "2020-01-01"}]  # fmt: skip
    plan = cq.clean(rows, as_of=AS_OF, region="CN", progress=False)
    assert plan.golden["website"][0] == "https://acme.cn"


def test_rules_of_the_callers_own():
    """A table can be merged by other rules than its policy's, and the provenance names them."""
    rows = [{"Record ID": "1", **LI, "Job title": "Sales", "Lead source": "web"},
            {"Record ID": "2", **LI, "Job title": "Head of Sales", "Lead source": "ERP"}]  # fmt: skip
    own = Survivorship(
        {"job_title": "most_trusted", "source": lambda values: " + ".join(sorted(values))}, trust=("erp",)
    )
    plan = cq.clean(rows, as_of=AS_OF, region="CN", progress=False, survivorship=own)
    assert plan.golden.select("job_title", "source").rows() == [("Head of Sales", "ERP + web")]
    told = plan.provenance.filter(pl.col("field") == "source")
    assert told.select("source_id", "value", "chosen", "rule").rows() == [
        ("1", "web", False, "custom"),
        ("2", "ERP", False, "custom"),
    ]
    with pytest.raises(cq.PolicyError, match="lacks"):
        cq.clean(rows, as_of=AS_OF, progress=False, survivorship=Survivorship({"nothing": "newest"}))
    with pytest.raises(cq.PolicyError, match="trust="):
        cq.clean(rows, as_of=AS_OF, progress=False, survivorship=Survivorship({"job_title": "most_trusted"}))
    with pytest.raises(cq.PolicyError, match="survivorship is one of"):
        cq.clean(rows, as_of=AS_OF, progress=False, survivorship=Survivorship({"job_title": "best"}))


def pick(values):
    return len(values)


@pytest.mark.parametrize(("rule", "name"), [(pick, "pick"), (partial(pick), "partial"), (list, "list")])
def test_a_function_that_gives_no_text_is_refused(rule, name):
    """The message names the field and the function, and no value."""
    rows = [{"Record ID": i, **LI, "Job title": f"Sales {i}"} for i in "12"]
    with pytest.raises(
        cq.PolicyError, match=f"field 'job_title': the survivorship function {name} returns text or None"
    ):
        cq.clean(rows, as_of=AS_OF, region="CN", progress=False, survivorship=Survivorship({"job_title": rule}))


CELL = st.sampled_from([None, "a", "bb", "true", "false", "lead", "customer"])
DAY = st.sampled_from([None, "2026-01-01", "2026-02-01"])
RECORDS = st.lists(
    st.tuples(st.integers(0, 3), CELL, CELL, DAY, st.sampled_from([None, "0", "1"]), st.sampled_from([None, "erp", "x"])),
    min_size=1, max_size=10,
)  # fmt: skip


def merged(records, rule):
    frame = pl.DataFrame(
        [r[1:] for _, r in records], orient="row",
        schema=dict.fromkeys(("x", "y", "updated_at", "open_deals", "source"), pl.String),
    )  # fmt: skip
    return consolidate(
        frame, cluster_ids=pl.Series([f"c{r[0]}" for _, r in records]), ids=[i for i, _ in records],
        rules=dict.fromkeys(("x", "y"), rule), trust=("erp",),
    )  # fmt: skip


@settings(max_examples=200)
@given(RECORDS, st.sampled_from(sorted(RULES)), st.randoms(use_true_random=False))
def test_nothing_is_lost_and_order_does_not_matter(rows, rule, random):
    """Every value of the input is in the provenance once; a golden value comes from its cluster; shuffling changes nothing."""
    records = [(f"{i:02}", r) for i, r in enumerate(rows)]
    found = merged(records, rule)
    given_values = Counter(
        (f"c{r[0]}", n, i, v)
        for i, r in records
        for n, v in zip(found.canonical.columns, r[1:], strict=True)
        if v is not None
    )
    told = found.provenance
    assert Counter(told.select("cluster_id", "field", "source_id", "value").rows()) == given_values
    for cluster, x in found.golden.select("cluster_id", "x").rows():
        values = {v for (c, n, _, v) in given_values if (c, n) == (cluster, "x")}
        assert (x is None) == (not values)
        assert x is None or set(x.split("; ") if rule == "union" else [x]) <= values
        if rule == "most_restrictive" and "true" in values:
            assert x == "true"
    mixed = list(records)
    random.shuffle(mixed)
    again = merged(mixed, rule)
    assert again.golden.equals(found.golden)
    assert again.provenance.equals(found.provenance)
    survivors = {records[i][0]: records[int(w)][0] for i, w in enumerate(found.survivor_row)}
    assert {mixed[i][0]: mixed[int(w)][0] for i, w in enumerate(again.survivor_row)} == survivors


def test_a_table_without_fields_has_survivors_and_no_values():
    """Records alone: the smallest id survives."""
    found = consolidate(pl.DataFrame(height=2), cluster_ids=pl.Series(["c", "c"]), ids=["b", "a"], rules={})
    assert found.survivor_row.tolist() == [1, 1]
    assert found.provenance.height == 0
