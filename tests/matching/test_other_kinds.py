"""A policy that names only columns and kinds: businesses and works are matched by what their kinds are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import crmquality as cq
from crmquality import Field, Policy
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
