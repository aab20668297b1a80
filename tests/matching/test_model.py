"""Weights add up exactly, absence is no evidence, and similarity is symmetric."""

from __future__ import annotations

import json
import math
import pickle

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import crmquality as cq
from crmquality.errors import PolicyError
from crmquality.matching import Model
from crmquality.matching._compare import LANES, NULL, UNIT, rarity, score
from crmquality.matching._model import LEVELS, bits, soft_add
from crmquality.matching._tests import TESTS, passes, phones_similar, signature, sound
from crmquality.matching._words import explain
from crmquality.testing import contacts

WORDS = {
    "given": ["bill", "wei", "fang", "w", "anna", "wiliam", "li"], "family": ["wang", "smith", "smyth", "li"],
    "email": ["a@x.com", "b@x.com"], "local": ["wangwei99", "bb77"], "phone1": ["+1", "+2"], "phone2": ["+2", "+3"],
    "company": ["acme", "acmee", "huawei"], "street": ["1 main street", "1 main stret"], "postal_code": ["12345", "99999"],
    "city": ["berlin", "beijing"], "birth_date": ["1980-01-02", "1980-05-06", "1970-01-02", "19800102"],
    "identifier": ["x1", "x2"], "nickname": ["william", "li"],
}  # fmt: skip
RECORDS = st.fixed_dictionaries({n: st.none() | st.sampled_from(w) for n, w in WORDS.items()})


def scored(a, b, records=1000):
    return score(a, b, Model.default(), lambda _n, _v: 3, dict.fromkeys(LEVELS, 900), records)


@pytest.mark.parametrize(
    ("shared", "silent"),
    [
        ({"postal_code": "12345", "city": "berlin", "country": "de"}, {"city", "country"}),
        ({"city": "berlin", "country": "de"}, {"country"}),
        ({"country": "de"}, set()),
    ],
)
def test_what_follows_from_another_agreement_is_no_evidence(shared, silent):
    """One postal code is one fact: the town and the country that come with it add nothing."""
    told = {
        w["comparison"]: w for w in explain(scored({"family": "li", **shared}, {"family": "li", **shared}))["weights"]
    }
    for name in shared:
        assert told[name]["level"] == "same"
        assert (told[name]["weight"] == 0) == (name in silent), name


@given(RECORDS, RECORDS)
def test_weights_add_up_exactly_and_are_symmetric(a, b):
    """The match weight is the sum of what the explanation lists, in both directions."""
    there, back = scored(a, b), scored(b, a)
    assert there.weight == back.weight
    assert there.levels == back.levels
    told = explain(there)
    assert told["prior"] + math.fsum(w["weight"] for w in told["weights"]) == told["match_weight"]
    assert 0 <= told["match_probability"] <= 1


@given(RECORDS)
def test_absence_is_no_evidence(a):
    """Nothing compared to nothing, or to something, weighs nothing."""
    nothing = dict.fromkeys(LANES)
    assert set(scored(a, nothing).levels.values()) == {NULL}
    named = {"given": "wei"} if a["given"] or a["family"] else nothing
    assert scored(a, nothing).weight == scored(named, nothing).weight


@pytest.mark.parametrize(
    ("a", "b", "name", "level"),
    [
        ({"given": "bill", "nickname": "william"}, {"given": "will", "nickname": "william"}, "given", "nickname"),
        ({"given": "w"}, {"given": "wei"}, "given", "initial"),
        ({"given": "wei", "family": "wang"}, {"given": "wang", "family": "wei"}, "family", "swapped"),
        ({"family": "smith"}, {"family": "smyth"}, "family", "similar"),
        ({"given": "wei"}, {"given": "fang"}, "given", "different"),
        ({"email": "a@x.com", "local": "bb77"}, {"email": "a@y.com", "local": "bb77"}, "email", "same local part"),
        ({"phone1": "+1", "phone2": "+2"}, {"phone1": "+2"}, "phone", "same"),
        ({"phone1": "+1"}, {"phone1": "+2"}, "phone", "different"),
        ({"birth_date": "1980-01-02"}, {"birth_date": "1980-05-06"}, "birth_date", "near"),
        ({"birth_date": "1980-01-02"}, {"birth_date": "1971-03-04"}, "birth_date", "different"),
        ({"street": "1 main street"}, {"street": "1 main stret"}, "street", "similar"),
        ({"street": "1294 court avenue"}, {"street": "1294 court avenue unit b"}, "street", "similar"),
        ({"street": "1294 court avenue"}, {"street": "77 mill lane unit b"}, "street", "different"),
        (
            {"title": "zen r690 ac1750 wireless router black"},
            {"title": "zen s680 ac1750 wireless router black"},
            "title",
            "other numbers",
        ),
        (
            {"title": "zen ac1750 wireless router black"},
            {"title": "zen s680 ac1750 wireless router black"},
            "title",
            "same words",
        ),
        ({"title": "pellow tfc 295 speaker black"}, {"title": "pellow tfc295 speaker black"}, "title", "same words"),
        ({"given": "sam"}, {"given": "samantha"}, "given", "short form"),
        ({"family": "garcialopez"}, {"family": "garcia"}, "family", "part"),
        ({"given": "michael", "family": "acoston"}, {"given": "acoston", "family": "michale"}, "family", "similar"),
        ({"given": "li", "family": "bo"}, {"given": "bo", "family": "wang"}, "family", "different"),
        ({"given": "wang"}, {"given": "wei", "family": "wang"}, "given", "swapped"),
        ({"email": "info@x.com"}, {"email": "info@x.com"}, "email", "same role mailbox"),
        ({"email": "anna.smith@x.com"}, {"email": "anna.simth@x.com"}, "email", "similar"),
        ({"email": "anna.smith@x.com"}, {"email": "anna.smith2@x.com"}, "email", "different"),
        ({"email": "smitha@x.com"}, {"email": "smithb@x.com"}, "email", "different"),
        ({"email": "anna.smith@gmail.com"}, {"email": "anna.smith@gmial.com"}, "email", "similar"),
        ({"phone1": "+441613929000"}, {"phone1": "01613929000"}, "phone", "similar"),
        ({"phone1": "+441613929000"}, {"phone2": "+441613929001"}, "phone", "similar"),
        ({"birth_date": "1980-01-02"}, {"birth_date": "1980-01-20"}, "birth_date", "similar"),
        ({"identifier": "4086300"}, {"identifier": "4086030"}, "identifier", "similar"),
        ({"company": "acmelogistics"}, {"company": "acme"}, "company", "similar"),
        ({"job_title": "ceo"}, {"job_title": "ceo"}, "job_title", "same"),
        ({"country": "cn"}, {"country": "de"}, "country", "different"),
    ],
)
def test_levels(a, b, name, level):
    """Each kind of difference has its level."""
    assert LEVELS[name][scored(a, b).levels[name]] == level


def test_a_household_is_no_match():
    """A couple shares name, phone and street: the given name decides."""
    home = {"family": "smith", "phone1": "+1", "street": "1 main street", "postal_code": "12345"}
    couple = scored({**home, "given": "john"}, {**home, "given": "mary"})
    same = scored({**home, "given": "john"}, {**home, "given": "john"})
    assert couple.weight < 0 < same.weight
    assert not same.doubt
    assert couple.doubt


def test_colleagues_are_no_match():
    """Firm, switchboard and street say nothing about two names."""
    firm = {"company": "acme", "phone1": "+1", "street": "1 main street", "postal_code": "12345"}
    assert scored({**firm, "given": "wei", "family": "wang"}, {**firm, "given": "anna", "family": "smith"}).weight < 0


def test_a_contradiction_is_never_automatic():
    """Different birth dates or identifiers need a person, whatever the weight."""
    a = {
        "given": "wei",
        "family": "wang",
        "email": "a@x.com",
        "phone1": "+1",
        "company": "acme",
        "street": "1 main street",
    }
    twin = scored({**a, "birth_date": "1980-01-02"}, {**a, "birth_date": "1971-03-04"})
    assert twin.doubt
    other = scored({**a, "identifier": "x1"}, {**a, "identifier": "x2"})
    assert other.doubt
    assert not scored(a, a).doubt


def test_a_common_value_weighs_less():
    """A switchboard shared by many proves less than a number shared by two."""
    assert rarity("phone", 10_000, 500) < rarity("phone", 10_000, 2)
    assert rarity("phone", 2, 2) > rarity("given", 2, 2) > 0


@given(st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6))
def test_soft_addition(a, b):
    """log2(2^a + 2^b) in whole units, symmetric and never below the larger."""
    found = soft_add(a, b)
    assert found == soft_add(b, a)
    assert max(a, b) <= found <= max(a, b) + UNIT
    if abs(a - b) < 10 * UNIT:
        exact = max(a, b) + UNIT * math.log2(1 + 2 ** (-abs(a - b) / UNIT))
        assert abs(found - exact) <= 1


@given(st.text(max_size=12), st.text(max_size=12))
def test_similarity_is_symmetric(a, b):
    """Order does not matter, and a text is similar to itself."""
    for name, tests in TESTS.items():
        assert [passes(t, a, b) for t in tests] == [passes(t, b, a) for t in tests], name
    assert signature(a) == signature(a[::-1])
    assert phones_similar(a, b) == phones_similar(b, a)


def test_sound_is_latin_only():
    """No letters, no sound; hanzi never sound alike by accident."""
    assert sound("smith") == sound("smyth")
    assert sound("王") is None
    assert sound("") is None
    assert sound("phillips") == sound("fillips") or sound("phillips")[0] == "p"


def test_models_travel_and_are_checked():
    """Equal after to_dict; a table that does not sum to one is refused."""
    model = Model.default()
    again = Model.from_dict(model.to_dict())
    assert again.fingerprint == model.fingerprint
    assert again.tables == model.tables
    broken = {**model.levels, "moved": {**model.levels["moved"], "city": (0.5, 0.3, 0.1)}}
    with pytest.raises(PolicyError, match="summing to 1"):
        Model(broken, model.pairs)
    assert bits(0.5) == -UNIT


def test_a_model_stays_as_it_is():
    """Neither the shipped one nor one that was read can be written into, or through what it was made of; it pickles."""
    made = Model.default().to_dict()
    for model in (Model.default(), Model.from_dict(made), Model(made["levels"], made["pairs"])):
        with pytest.raises(TypeError):
            model.levels["unchanged"]["given"] = (1,)
        with pytest.raises(TypeError):
            model.pairs["moved"] = 1
        assert pickle.loads(pickle.dumps(model)).fingerprint == model.fingerprint
    model = Model(made["levels"], made["pairs"])
    made["levels"]["unchanged"]["given"][0] = 0.5
    made["pairs"]["moved"] = 2
    assert model.fingerprint == Model.default().fingerprint


@pytest.mark.parametrize(
    ("change", "match"),
    [
        (lambda d: d.clear(), "'levels' is missing"),
        (lambda d: d["levels"].pop("moved"), "'moved' is missing"),
        (lambda d: d["levels"]["random"].pop("city"), "'city' is missing"),
        (lambda d: d["pairs"].pop("random"), "'random' is missing"),
        (lambda d: d.update(levels=[1]), "as Model.to_dict"),
        (lambda d: d["levels"]["moved"].update(city=["0.5", 0.3, 0.2]), "moved of city"),
        (lambda d: d["levels"]["random"].update(city=[None, 0.5]), "random of city"),
        (lambda d: d["levels"]["random"].update(city=[None, 0.5, 0]), "random of city"),
        (lambda d: d["levels"]["random"].update(city=0.5), "as Model.to_dict"),
        (lambda d: d["pairs"].update(moved="few"), "pairs of moved"),
    ],
)
def test_what_is_no_model_is_refused(change, match):
    """The message names what is missing or wrong."""
    data = json.loads(json.dumps(Model.default().to_dict()))
    change(data)
    with pytest.raises(PolicyError, match=match):
        Model.from_dict(data)


@pytest.mark.parametrize("sizes", [{"given": 5}, {"": "x"}, {"": 0}, {"": -4}])
def test_sizes_are_those_of_a_table(sizes):
    """Numbers above nothing, that of the whole table among them."""
    with pytest.raises(PolicyError, match="sizes"):
        Model.from_dict({**Model.default().to_dict(), "sizes": sizes})


def test_a_model_can_be_read():
    """One line a comparison, with every level's probability and what it weighs; a saved one is the same."""
    text = str(Model.default())
    assert all(f"\n{name}: {levels[0]} " in text for name, levels in LEVELS.items())
    assert "different 0.04 (-3.3)" in text
    assert Model.from_dict(json.loads(json.dumps(Model.default().to_dict()))).fingerprint[:12] in text


def test_a_name_is_common_within_a_country():
    """王伟 is rare in a table of the world and common among its Chinese records: only the latter counts."""
    a = {"given": "wei", "family": "wang", "country": "cn"}
    counts = {"given": 60, "family": 80, "given in cn": 60, "family in cn": 80}
    filled = {**dict.fromkeys(LEVELS, 10_000), "given in cn": 1000, "family in cn": 1000}
    world = score(
        {**a, "country": None}, {**a, "country": None}, Model.default(), lambda n, _: counts[n], filled, 10_000
    )
    there = score(a, a, Model.default(), lambda n, _: counts.get(n, 1000), filled, 10_000)
    assert explain(there)["match_weight"] < world.weight / UNIT + 1


def test_a_move_is_one_event():
    """Employer, channels and address that differ together weigh little against a rare name."""
    name = {"given": "wilhelmina", "family": "abernathy"}
    one = {**name, "company": "acme", "email": "w@acme.com", "phone1": "+1", "city": "bonn", "postal_code": "1"}
    two = {**name, "company": "globex", "email": "w@globex.com", "phone1": "+2", "city": "koeln", "postal_code": "2"}
    told = explain(scored(one, two))
    against = sum(w["weight"] for w in told["weights"] if w["level"] == "different")
    assert -4 < against < 0


@pytest.mark.parametrize("seed", [71, 72])
def test_under_a_fitted_model_records_that_share_nothing_change_nothing(seed):
    """In a table and in an index, after the model has travelled, and on the table that it was fitted to."""
    policy, rows = cq.presets.contact(region="CN"), contacts(1500, seed=seed).rows
    first = cq.find_duplicates(rows, policy)
    model = Model.from_dict(json.loads(json.dumps(first.model.to_dict())))
    others = [
        {**dict.fromkeys(rows[0], ""), "Record ID": f"z{i}", "First Name": f"Q{i}", "Last Name": f"Z{i}x",
         "Email": f"q{i}@z{i}x.org"}
        for i in range(4000)
    ]  # fmt: skip
    for more in ([], others):
        found = cq.find_duplicates(rows + more, policy, model=model)
        assert found.pairs.equals(first.pairs)
        assert found.clusters.filter(~pl.col("record_id").str.starts_with("z")).equals(first.clusters)
    index = cq.DuplicateIndex(policy, model=model)
    named = [{"first_name": f"Q{i}", "last_name": f"Z{i}x"} for i in range(600)]
    known = [{"full_name": "Wei Zhang", "phone": "13912345678", "city": "北京", "country": "CN"}] * 2
    weights = []
    for at, record in enumerate([known[0], *named]):
        index.add(str(at), record)
        if at in (0, 600):
            weights.append([d.match_weight for d in index.check(known[1])])
    assert weights[0] == weights[1] != []
