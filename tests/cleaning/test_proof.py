"""Proof before applying: samples, intervals, slices, approvals, and money counted twice."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest, hypergeom, poisson

import crmquality as cq
from crmquality.cleaning import _proof
from crmquality.matching._model import MATCHES

AS_OF = "2026-11-01"


def plan_of(rows, **options):
    return cq.clean(rows, as_of=AS_OF, progress=False, region="CN", **options)


def pairs_of(weights, band="auto"):
    return pl.DataFrame({
        "left_id": [f"a{i}" for i in range(len(weights))], "right_id": [f"b{i}" for i in range(len(weights))],
        "band": band, "match_weight": weights,
    })  # fmt: skip


@given(st.integers(1, 400), st.data())
def test_limits_hold_the_truth_as_often_as_they_say(total, data):
    """For any number of wrong pairs, samples whose limits miss it have at most 5 % probability; a full one misses none."""
    judged = data.draw(st.integers(1, total))
    truth = data.draw(st.integers(0, total))
    misses = 0.0
    for wrong in range(max(0, judged - (total - truth)), min(judged, truth) + 1):
        chance = float(hypergeom.pmf(wrong, total, truth, judged))
        if chance > 1e-9:
            low, high = _proof.wrong_limits(total, judged, wrong)
            misses += chance * (not low <= truth <= high)
            assert total != judged or low == high == wrong
    assert misses <= 0.05 + 1e-9


def test_large_populations_give_the_limits_of_clopper_and_pearson():
    """With many more pairs than are judged, the finite limits meet those of the binomial (scipy's ``binomtest``)."""
    low, high = _proof.wrong_limits(10_000_000, 60, 4)
    exact = binomtest(4, 60).proportion_ci(0.95, method="exact")
    assert low / 1e7 == pytest.approx(exact.low, abs=1e-4)
    assert high / 1e7 == pytest.approx(exact.high, abs=1e-4)


def test_a_band_that_was_judged_whole_is_known():
    """The limits meet; nothing is left to chance."""
    pairs = pairs_of([5.0] * 4)
    found = _proof.proof(pairs, {p: p[0] != "a2" for p in pairs.select("left_id", "right_id").rows()}, 0)
    assert found.select("judged", "wrong_low", "expected_wrong", "wrong_high").rows() == [(4, 1.0, 1.0, 1.0)]


@given(st.lists(st.floats(-2, 30), min_size=1, max_size=40), st.integers(0, 5), st.randoms(use_true_random=False))
def test_a_sample_is_settled_by_its_seed_alone(weights, seed, random):
    """The order of pairs changes nothing; a longer sample begins with a shorter one."""
    pairs = pairs_of(weights)
    mixed = pairs.sample(fraction=1.0, shuffle=True, seed=random.randrange(1000))
    assert _proof.sample(pairs, 5, seed).equals(_proof.sample(mixed, 5, seed))
    assert _proof.sample(pairs, 9, seed).head(5).equals(_proof.sample(pairs, 5, seed))


@given(st.lists(st.floats(-4, 25), min_size=1, max_size=60))
def test_thresholds_tell_what_they_would_give(weights):
    """Counts and expected wrong pairs by the obvious sum; recall falls, precision never does."""
    found = _proof.thresholds(pairs_of(weights), {})
    for row in found.iter_rows(named=True):
        kept = [w for w in weights if w >= row["threshold"]]
        wrong = sum(1 / (1 + 2.0**w) for w in kept)
        assert row["pairs"] == len(kept)
        assert row["expected_wrong"] == pytest.approx(wrong, rel=1e-5)
        assert row["precision"] == pytest.approx(1 - wrong / len(kept), abs=1e-5)
    assert found["recall"].is_sorted(descending=True)
    assert set(found["basis"]) <= {_proof.UNJUDGED}


def test_judged_pairs_move_what_thresholds_promise():
    """Wrong ones lower the precision, and the basis says so."""
    pairs = pairs_of([3.0] * 30)
    wrong = dict.fromkeys(pairs.select("left_id", "right_id").rows()[:10], False)
    before, after = (_proof.thresholds(pairs, v)["precision"][0] for v in ({}, wrong))
    assert after < before - 0.2
    assert set(_proof.thresholds(pairs, wrong)["basis"]) == {_proof.JUDGED}


def test_pairs_that_somebody_picked_are_no_sample():
    """Only an unbroken run from the start of the order of chance counts."""
    pairs = pairs_of([5.0] * 100)
    drawn = _proof.sample(pairs, 10, 0).select("left_id", "right_id").rows()
    picked = dict.fromkeys(drawn[1:], True)
    assert _proof.proof(pairs, picked, 0)["basis"].to_list() == [_proof.UNJUDGED]
    found = _proof.proof(pairs, {**picked, drawn[0]: False}, 0).row(0, named=True)
    assert (found["judged"], found["wrong"], found["basis"]) == (10, 1, _proof.JUDGED)
    assert found["expected_wrong"] == 10
    assert found["wrong_low"] < 10 < found["wrong_high"]
    assert found["precision_low"] < found["precision"] < found["precision_high"]


def test_before_anybody_has_judged_the_model_speaks_and_says_so():
    """Expected wrong pairs from the weights; limits five bits to either side, and chance."""
    found = _proof.proof(pairs_of([0.0, 3.0]), {}, 0).row(0, named=True)
    assert found["expected_wrong"] == pytest.approx(0.5 + 1 / 9, rel=1e-5)
    assert (found["wrong_low"], found["wrong_high"]) == (0, 2)
    assert found["basis"] == "from the shipped model, not your data"
    many = _proof.proof(pairs_of([5.0] * 10_000), {}, 0).row(0, named=True)
    assert many["wrong_low"] == pytest.approx(poisson.ppf(0.025, 10_000 / (1 + 2**10)))
    assert many["wrong_high"] == pytest.approx(poisson.ppf(0.975, 10_000 / 2))


def test_of_things_less_is_known():
    """Limits are wider where records name no person, and the table says which it is."""
    people, things = (_proof.proof(pairs_of([8.0] * 1000), {}, 0, people=p).row(0, named=True) for p in (True, False))
    assert things["precision_low"] < people["precision_low"] < people["precision"] == things["precision"]
    goods = [{"name": f"lamp {i}", "price": "5"} for i in range(9)]
    policy = cq.Policy("goods", [cq.Field("name", "text"), cq.Field("price", "amount")])
    assert not cq.find_duplicates(goods, policy).review.people
    assert cq.find_duplicates([{"First Name": "Li", "Last Name": "Wei"}] * 2).review.people


@settings(max_examples=50)
@given(st.lists(st.floats(0, 10), min_size=30, max_size=60), st.floats(-2, 2))
def test_a_shift_of_the_model_is_found_again(weights, bits):
    """Verdicts that come true at the odds of shifted weights move the model towards them, never past."""
    rng = np.random.default_rng(5)
    judged = [(w, bool(rng.random() < 1 / (1 + 2 ** -(w + bits)))) for w in weights * 20]
    assert _proof.shift(judged) == pytest.approx(bits, abs=0.8)
    assert _proof.shift(judged[:1]) == pytest.approx(0, abs=1.2)


LI = {"First Name": "Na", "Last Name": "Li", "Email": "li.na@acme.cn", "Phone": "13912345678"}
COPIES = [{"Record ID": str(i), **LI} for i in range(4)]
DOUBTFUL = [{"Record ID": "8", "First Name": "Anna", "Last Name": "Berg", "Email": "a@berg.se"},
            {"Record ID": "9", "First Name": "Anna", "Last Name": "Berg", "Email": "anna@nord.se"}]  # fmt: skip


def test_a_sample_goes_out_as_a_sheet_and_comes_back():
    """Both records stand side by side; filled in, it gives decisions and the proof."""
    plan = plan_of(COPIES)
    drawn = plan.review.sample(3, seed=1)
    assert drawn.columns[:5] == ["left_id", "right_id", "band", "match_weight", "same"]
    assert drawn.select("left_email", "right_email").row(0) == ("li.na@acme.cn", "li.na@acme.cn")
    assert not plan.review.judged(drawn)
    sheet = drawn.with_columns(same=pl.Series(["yes", "是", "no"]))
    decisions = plan.review.judged(sheet, by="ann", at=AS_OF)
    assert (len(decisions.together), len(decisions.apart)) == (2, 1)
    found = plan.review.proof(seed=1).row(0, named=True)
    assert (found["pairs"], found["judged"], found["wrong"]) == (6, 3, 1)
    assert plan.review.sample(3, seed=1)["same"].to_list() == [True, True, False]
    with pytest.raises(cq.InputError, match="neither yes nor no"):
        plan.review.judged(drawn.with_columns(same=pl.lit("perhaps")))
    with pytest.raises(cq.InputError, match="same"):
        plan.review.judged(drawn.drop("same"))


def test_a_cluster_is_approved_without_one_member():
    """The others merge although a red line held them; the one stays out, also next month."""
    rows = [{**r, "Owner": o} for r, o in zip(COPIES, ("ann", "bob", "ann", "ann"), strict=True)]
    plan = plan_of(rows)
    assert set(plan.clusters["reason"]) == {"different owners"}
    decisions = plan.review.approve(plan.clusters["cluster_id"][0], without=["3"], by="ann", at=AS_OF)
    again = plan_of(rows, decisions=decisions)
    clusters = dict(again.clusters.select("record_id", "cluster_id").rows())
    assert clusters["0"] == clusters["1"] == clusters["2"] != clusters["3"]
    assert len(again.apply("all").table) == 2
    with pytest.raises(cq.PolicyError, match="approve"):
        plan.review.approve("c-0", without=["77"])
    with pytest.raises(cq.PolicyError, match="approve"):
        plan.review.approve("c-77")


def test_decisions_improve_the_model_readably():
    """Pairs judged wrong lower every weight by one amount; without judgements nothing moves."""
    plan = plan_of([*COPIES, *DOUBTFUL])
    model = plan.tables.duplicates.model
    assert plan.review.improved(model) is model
    for left, right in plan.pairs.select("left_id", "right_id").rows():
        plan.review.decide(left, right, same=False)
    better = plan.review.improved(model)
    assert all(better.pairs[k] < model.pairs[k] for k in MATCHES)
    assert better.levels == model.levels
    assert "judged pairs" in better.name
    weaker = cq.find_duplicates([*COPIES, *DOUBTFUL], model=better, region="CN").pairs
    assert weaker["match_weight"].max() < plan.pairs["match_weight"].max()


def test_slices_stop_where_a_judged_one_is_worse_than_stated():
    """A judge who finds every merge wrong stops the first slice; one who finds none lets all pass; none judged says so."""
    names = "Anna Berg,Bo Ek,Carla Ruiz,Dirk Vos,Eva Lund,Finn Roth,Gina Neri,Hans Zorn".split(",")
    people = [
        {
            "Name": n,
            "Email": f"{n.split()[1].lower()}@firm{i}.com",
            "Phone": f"1391234567{i}",
            "Company": f"Firm {i} AG",
        }
        for i, n in enumerate(names)
    ]
    rows = [{"Record ID": f"{i}{k}", **p} for i, p in enumerate(people) for k in "ab"]
    plan = plan_of(rows)
    assert plan.merges.height == 8
    bad = plan.apply_slices(lambda a, b: False, size=3, sample=2)
    assert bad.log["applied"].to_list() == [False] * 3
    assert bad.log["reason"].to_list()[:2] == ["worse than stated", "after a slice that was worse than stated"]
    assert len(bad.result.table) == 16
    good = plan.apply_slices(lambda a, b: a[0] == b[0], size=3, sample=2)
    assert good.log.select("merges", "judged", "wrong").rows() == [(3, 2, 0), (3, 2, 0), (2, 2, 0)]
    assert len(good.result.table) == 8
    assert len(good.result.journal.undo_all().table) == 16
    blind = plan.apply_slices(lambda a, b: None, size=8)
    assert blind.log["reason"].to_list() == ["not judged: from the shipped model, not your data"]
    with pytest.raises(cq.PolicyError, match="at least one"):
        plan.apply_slices(lambda a, b: True, size=0)


def test_the_riskiest_merges_come_first_and_those_with_deals_before_them():
    """A number that strangers share is named beside the merge; weaker pairs stand above stronger ones."""
    base = {"First Name": "Bo", "Last Name": "Ek", "Phone": "+46701740605", "Email": "bo@ek.se"}
    rows = [{**COPIES[0], "Record ID": str(i)} for i in (1, 2)]
    rows += [{**base, "Record ID": str(i)} for i in (3, 4)]
    rows += [{"Record ID": "5", "First Name": "Eva", "Last Name": "Lund", "Email": "bo@ek.se"}]
    plan = plan_of(rows)
    found = {r["cluster_id"]: r for r in plan.merges.iter_rows(named=True)}
    assert found["c-1"]["shared_by"] == 0
    assert "c-3" not in found or found["c-3"]["shared_by"] == 1
    deals = [{"Contact": "1", "Stage": "Open", "Amount": "5"}]
    with_deals = plan_of(rows, related={"deals": cq.Related(deals, key="Contact")})
    assert with_deals.merges["cluster_id"][0] == "c-1"
    assert with_deals.merges["open_deals"].to_list()[0]


def test_money_counted_twice():
    """Open deals on two copies of one party: what goes beyond the record with the most, by currency."""
    deals = [
        {"ID": "d1", "Contact": "0", "Stage": "Proposal", "Amount": "¥10,000", "Close date": "2026-12-01"},
        {"ID": "d2", "Contact": "1", "Stage": "Proposal", "Amount": "1万 CNY", "Close date": ""},
        {"ID": "d3", "Contact": "1", "Stage": "Closed lost", "Amount": "99 CNY", "Close date": "2026-12-01"},
        {"ID": "d4", "Contact": "2", "Stage": "Proposal", "Amount": "", "Close date": "2026-12-01"},
        {"ID": "d5", "Contact": "8", "Stage": "Proposal", "Amount": "7 EUR", "Close date": "2026-12-01"},
    ]
    plan = plan_of([*COPIES, DOUBTFUL[0]], related={"deals": cq.Related(deals, key="Contact")})
    rows = plan.pipeline_impact.select("currency", "records", "open_deals", "open_amount", "counted_twice").rows()
    assert rows[0] == ("CNY", 2, 2, 20_000.0, 10_000.0)
    assert plan.pipeline_impact["reason"][0] == "open deals on both sides"
    told = plan.report.to_dict()["duplicates"]["pipeline"]
    assert (told["open_deals"], told["without_amount"], told["without_date"]) == (4, 1, 1)
    assert "10,000 CNY" in plan.report.to_html()


def test_money_in_the_table_itself():
    """Without a table of deals the amounts of records with open deals count."""
    rows = [{**r, "Open deals": "1", "Amount": "500"} for r in COPIES[:2]]
    assert plan_of(rows).pipeline_impact["counted_twice"].to_list() == [500.0]
    assert plan_of(COPIES).pipeline_impact.height == 0


def test_doubtful_pairs_with_open_deals_are_asked_first():
    """Whatever their weight."""
    rows = [
        *DOUBTFUL,
        *({**r, "Record ID": f"1{r['Record ID']}", "Last Name": "Ek", "Email": f"x{r['Email']}"} for r in DOUBTFUL),
    ]
    plain = plan_of(rows).review.open
    if plain.height > 1:
        last = plain["left_id"][-1]
        deals = {"deals": cq.Related([{"Contact": last, "Stage": "Open"}], key="Contact")}
        first = plan_of(rows, related=deals).review.open.row(0, named=True)
        assert last in (first["left_id"], first["right_id"])
