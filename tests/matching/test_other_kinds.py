"""A policy that names only columns and kinds: businesses and works are matched by what their kinds are."""

from __future__ import annotations

import crmquality as cq
from crmquality import Field, Policy

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
