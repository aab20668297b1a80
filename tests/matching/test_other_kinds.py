"""A policy that names only columns and kinds: businesses and works are matched by what their kinds are."""

from __future__ import annotations

import random
from itertools import combinations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import crmquality as cq
from crmquality import Field, Policy
from crmquality.cleaning import find_duplicates_on_disk
from crmquality.columns import Column
from crmquality.matching._compare import score
from crmquality.matching._lanes import Lanes, Pairs
from crmquality.matching._levels import scored
from crmquality.matching._model import Model
from crmquality.matching._tests import TESTS

SHOPS = [
    ("Kestrel Instruments Ltd", "12 Harbour Street", "Leeds", "0113 249 6000"),
    ("Kestrel Instrumnets", "12 Harbour St", "Leeds", "+44 113 249 6000"),
    ("Halden Foods", "4 Mill Lane", "York", "01904 551234"),
    ("远山软件有限公司", "解放路12号", "杭州", None),
    ("远山软件", "解放路12号", "杭州", None),
]
SONGS = [
    ("Harbour Lights over Leeds", "The Kestrels", "Northern Evenings"),
    ("Harbour lights over Leeds", "Kestrels, The", "Northern Evenings"),
    ("Harbour Lights over Leeds", "Marta Quiroga", "Versions"),
    ("Mill Lane Waltz", "The Kestrels", "Later Evenings"),
]


def groups(found):
    out = {}
    for record, cluster in found.clusters.select("record_id", "cluster_id").rows():
        out.setdefault(cluster, []).append(record)
    return sorted(out.values())


def test_businesses_by_kinds():
    """Name, street, town and number of a business, without a role."""
    kinds = {"id": "identifier", "name": "organization_name", "street": "street", "city": "city", "phone": "phone"}
    policy = Policy("shops", tuple(Field(n, k) for n, k in kinds.items()), region="GB")
    rows = [dict(zip(kinds, (str(i), *r), strict=True)) for i, r in enumerate(SHOPS)]
    assert policy.roles["company"] == ("name",)
    assert policy.identifying == {"name", "street", "city", "phone"}
    assert groups(cq.find_duplicates(rows, policy, id="id")) == [["0", "1"], ["2"], ["3", "4"]]


def test_works_by_kinds():
    """Texts count in their order: the name of a thing first."""
    kinds = {"id": "identifier", "title": "text", "artist": "text", "album": "text"}
    policy = Policy("songs", tuple(Field(n, k) for n, k in kinds.items()))
    rows = [dict(zip(kinds, (str(i), *r), strict=True)) for i, r in enumerate(SONGS)]
    found = groups(cq.find_duplicates(rows, policy, id="id"))
    assert ["3"] in found
    assert ["0", "1"] in found


def test_a_role_takes_precedence():
    """One field with a role, and the others identify nobody."""
    policy = Policy("people", (Field("name", "person_name", match="full_name"), Field("note", "text")))
    assert policy.identifying == {"name"}


GOODS = [
    ("Sony DSC-W55 digital camera black", "7.2 megapixels", "199.99"),
    ("Sony Cyber-shot DSC-W55 camera", "7.2 megapixel", "189.00"),
    ("Canon PowerShot SD1000", "digital elph camera", "249"),
    ("Canon PowerShot SD1100", "digital elph camera", "249"),
    ("冰箱 BCD-215 海尔", "三门", "1299"),
    ("海尔 BCD-215 冰箱", "三门", "1199"),
    ("Garden hose 20 m", "green", "19"),
]


def test_goods_by_kinds():
    """One model under two titles is one thing, the next model of the line another; nothing of it goes unasked."""
    kinds = {"id": "identifier", "title": "text", "about": "text", "price": "amount"}
    policy = Policy("goods", tuple(Field(n, k) for n, k in kinds.items()))
    rows = [dict(zip(kinds, (str(i), *r), strict=True)) for i, r in enumerate(GOODS)]
    found = cq.find_duplicates(rows, policy, id="id")
    assert groups(found) == [["0", "1"], ["2"], ["3"], ["4", "5"], ["6"]]
    assert set(found.pairs["band"]) == {"review"}


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [("blue train", "train blue", "same words"), ("blue train", "blue trian", "same words"),
     ("sony dscw55 camera", "camera sony dscw90", None), ("love supreme live", "love supreme", "most words"),
     ("symphony 5", "symphony 7", "other numbers"), ("blue train", "giant steps", None)],
)  # fmt: skip
def test_titles_are_alike_by_their_words(left, right, level):
    """Either way round; the strongest level that holds."""
    for one, two in ((left, right), (right, left)):
        held = {t.level for t in TESTS["title"] if t.holds(one, two)}
        order = ("same words", "most words", "other numbers", "some words")
        assert next((name for name in order if name in held), None) == level


@given(st.text("ab1 ", max_size=12), st.text("ab1 ", max_size=12))
def test_likeness_of_titles_is_symmetric(left, right):
    """For every test of a title, and of a number."""
    for test in (*TESTS["title"], *TESTS["number"]):
        assert test.holds(left, right) == test.holds(right, left)


@pytest.mark.parametrize(
    ("left", "right", "near"),
    [("1999", "2000", True), ("1999", "2001", False), ("199.99", "189", False), ("199", "190", True),
     ("2001-05-06", "2001-01-01", True), ("nan", "1", False), ("inf", "1e400", False)],
)  # fmt: skip
def test_numbers_are_near(left, right, near):
    """Years by one, amounts by a twentieth, days of one year; what is no number never."""
    (test,) = TESTS["number"]
    assert test.holds(left, right) is near


def test_the_first_text_may_name_the_maker():
    """Albums after their artist: what few records share is the title, whatever stands first."""
    draw = random.Random(4)
    who = ["the kestrels", "quirogas", "halden trio", "north choir", "the wens", "millers"]
    rows = [(a, " ".join("".join(draw.choices("aeiourstlnbdmkp", k=7)) for _ in range(3)), str(draw.randint(1960, 2020)))
            for a in who for _ in range(6)]  # fmt: skip
    rows += [(artist, album[:4] + album[5:], year) for artist, album, year in rows[::9]]
    policy = Policy("album", (Field("id", "identifier"), Field("artist", "text"), Field("album", "text"),
                              Field("year", "number")))  # fmt: skip
    found = cq.find_duplicates(
        [{"id": f"{i:02}", "artist": a, "album": t, "year": y} for i, (a, t, y) in enumerate(rows)], policy, id="id"
    )
    assert [g for g in groups(found) if len(g) > 1] == [[f"{9 * i:02}", f"{i + 36:02}"] for i in range(4)]
    assert found.model.levels["workplace"]["title"][0] == pytest.approx(0.5, abs=0.1)


@given(st.lists(st.lists(st.sampled_from(["blue", "bleu", "train", "tr", "ain", "w55", "w90", "5", "火车"]),
                         min_size=1, max_size=5, unique=True).map(" ".join), min_size=2, max_size=5))  # fmt: skip
def test_titles_of_a_table_are_as_alike_as_two_by_two(texts):
    """The few that are asked word by word are all that matter."""
    lanes = Lanes.build({"title": Column.from_cells(texts), "about": Column.from_cells(texts[::-1])}, len(texts))
    left, right = np.array([*combinations(range(len(texts)), 2)], dtype=np.int32).T
    found = scored(Pairs(lanes, left, right), Model.default(), np.zeros(len(left), dtype=np.int8))
    for i, (a, b) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
        told = score(lanes.record(a), lanes.record(b), Model.default(), lanes.count, lanes.filled, len(texts))
        assert told.weight == found.weight[i]


def test_the_ids_of_rows_are_no_evidence(tmp_path):
    """Where the policy names the id column too: each row has another, which says nothing of the things."""
    kinds = {"id": "identifier", "title": "text", "about": "text", "price": "amount"}
    policy = Policy("goods", tuple(Field(n, k) for n, k in kinds.items()))
    rows = [dict(zip(kinds, (str(i), *r), strict=True)) for i, r in enumerate(GOODS)]
    found = cq.find_duplicates(rows, policy, id="id")
    bare = cq.find_duplicates(rows, Policy("goods", policy.fields[1:]), id="id")
    assert found.pairs.equals(bare.pairs)
    assert found.clusters.equals(bare.clusters)
    linked = [
        cq.find_duplicates({"shop": rows[:4], "store": rows[4:]}, p, id="id", within=True)
        .pairs["match_weight"]
        .to_list()
        for p in (policy, Policy("goods", policy.fields[1:]))
    ]
    assert linked[0] == linked[1] != []
    on_disk = []
    for n, p in enumerate((policy, Policy("goods", policy.fields[1:]))):
        pairs, _ = find_duplicates_on_disk([rows[:4], rows[4:]], p, tmp_path / str(n), id="id")
        on_disk.append(pl.read_parquet(pairs)["match_weight"].sort().to_list())
    assert on_disk[0] == on_disk[1] != []


def test_a_pair_waits_for_one_reason_in_a_table_and_by_itself():
    """Parent and child of one birthday whose numbers differ, too: the dates come first."""
    at = {"Name": "John Abernathy", "Phone": "+441132496000", "Street": "12 Harbour Street"}
    rows = [
        {"ID": "1", **at, "Date of birth": "1952-03-14", "Tax ID": "123456789"},
        {"ID": "2", **at, "Date of birth": "1982-03-14", "Tax ID": "987654321"},
    ]
    found = cq.find_duplicates(rows, id="ID")
    assert found.pairs["reason"].to_list() == [found.explain("1", "2")["reason"]] == ["different birth dates"]
