"""The index answers as a table run over the same records would, and keeps up as records come and go."""

from __future__ import annotations

import pickle
import threading
from random import Random

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import crmquality as cq
from crmquality.columns import Column
from crmquality.errors import PolicyError
from crmquality.index import ArrayStore, _arrays, _memory
from crmquality.index._memory import MemoryStore, Query
from crmquality.index._tags import _BYTES, _states, tag
from crmquality.matching import Model, find_pairs
from crmquality.matching._compare import LANES
from crmquality.matching._model import LEVELS
from crmquality.matching._tests import TESTS, passes, phones_similar
from crmquality.policy._keys import local_key, nickname

POLICY = cq.presets.contact(region="CN")
RECORD = st.fixed_dictionaries(
    {},
    optional={
        "first_name": st.sampled_from(["伟", "炜", "Wei", "William", "Bill", "W"]),
        "last_name": st.sampled_from(["王", "Wang", "Smith", "Smyth"]),
        "full_name": st.sampled_from(["王伟", "王煒", "Bill Smith", "李娜"]),
        "email": st.sampled_from(["wei@acme.cn", "WEI@acme.cn ", "bill99@acme.com", "bill99@gmail.com"]),
        "phone": st.sampled_from(["13900001234", "139 0000 1234", "010-62345678"]),
        "mobile": st.sampled_from(["13900001234", "13900005678"]),
        "company": st.sampled_from(["阿里巴巴（中国）有限公司", "阿里巴巴(中国)有限公司", "Acme Inc"]),
        "city": st.sampled_from(["北京", "Berlin"]),
        "birth_date": st.sampled_from(["1980-01-02", "1980年1月2日", "1980-05-06"]),
    },
)


@settings(max_examples=40)
@given(st.lists(RECORD, min_size=2, max_size=7))
def test_check_equals_the_table(records):
    """check(r) returns the pairs of r in a table run over the set with r, weights and bands included."""
    index = cq.DuplicateIndex(POLICY)
    for i, r in enumerate(records[:-1]):
        index.add(str(i), r)
    found = {(d.record_id, round(d.match_weight, 6), d.band) for d in index.check(records[-1], limit=99)}
    last = str(len(records) - 1)
    rows = [{"record_id": str(i), **r} for i, r in enumerate(records)]
    columns = dict.fromkeys(k for r in rows for k in r)
    from crmquality.policy import Entry

    mapping = cq.Mapping("contact", [Entry(c, c, 1.0) for c in columns])
    table = cq.find_duplicates(rows, POLICY, mapping=mapping, model=Model.default()).pairs
    want = set()
    for left, right, weight, band in table.select("left_id", "right_id", "match_weight", "band").iter_rows():
        if last in (left, right):
            want.add((left if right == last else right, weight, band))
    assert {(i, b): w for i, w, b in found} == pytest.approx({(i, b): w for i, w, b in want}, abs=1e-4)


@settings(max_examples=30)
@given(st.lists(RECORD, min_size=3, max_size=6), st.randoms(use_true_random=False))
def test_any_order_ends_in_the_same_state(records, random):
    """Add, update and remove in any order: the same answers as building afresh."""
    one = cq.DuplicateIndex(POLICY)
    order = list(enumerate(records))
    random.shuffle(order)
    for i, r in order:
        one.add(str(i), {"first_name": "x"})
        one.update(str(i), r)
    one.remove("0")
    two = cq.DuplicateIndex(POLICY)
    for i, r in enumerate(records[1:], start=1):
        two.add(str(i), r)
    assert one.check(records[0]) == two.check(records[0])
    assert one._store._counts == two._store._counts
    assert set(one._store._blocks) == set(two._store._blocks)
    assert pickle.loads(pickle.dumps(one)).check(records[0]) == two.check(records[0])


LANE_WORDS = {
    "given": ["bill", "wei", "weii", "w", "anna", "محمد", "muller", "juergen"], "family": ["wang", "smith", "smyth", "wei", "الأحمد", "mueller", "jurgen"],
    "generation": ["1", "2"], "nickname": [None],
    "email": ["a@x.com", "wangwei99@x.com", "wangwei99@y.com"], "phone1": ["+8612345678", "+8622345678"],
    "phone2": ["+8632345678"], "company": ["acme", "acmee", "华为"], "street": ["1 main street", "1 main stret"],
    "postal_code": ["12345", "99999"], "city": ["berlin", "北京"], "birth_date": ["1980-01-02", "1980-05-06", "1980"],
    "identifier": ["x1"], "written": ["王伟", "王炜", "伟//m", "/a//f", "/bri", "?"],
}  # fmt: skip


def derived(row):
    """Lanes as the policy derives them."""
    row["nickname"] = nickname(row["given"])
    row["local"] = local_key(row["email"], row["given"], row["family"])
    return {n: row.get(n) for n in LANES}


#: lanes of things: titles by their words, what goes with them, models, years and prices
THING_WORDS = {
    "title": ["sony dscw55 camera", "camera sony dscw55 black", "sony dscw90 camera", "blue train", "blue trian", "冰箱 海尔"],
    "about": ["coltrane", "john coltrane", "a digital camera"], "more": ["blue note"], "code": ["dscw55", "w55", "x100"],
    "number": ["1957", "1958", "199.0", "205"], "number2": ["3"], "company": ["sony"], "family": ["wang"],
}  # fmt: skip
ROWS = st.one_of(
    st.fixed_dictionaries({n: st.none() | st.sampled_from(w) for n, w in LANE_WORDS.items()}).map(derived),
    st.fixed_dictionaries({n: st.none() | st.sampled_from(w) for n, w in THING_WORDS.items()}).map(
        lambda row: {n: row.get(n) for n in LANES}
    ),
)


#: one sound and one mailbox, written in two ways and more
ALIKE = {"given": "wei", "family": "wang", "email": "a@x.com", "phone1": "+8612345678"}


def answers(store, lanes):
    query = Query.of(lanes, Model.default(), store)
    return {i: (s.weight, not s.doubt) for i, s in store.candidates(query)}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(rows=[derived({**ALIKE, "written": w}) for w in (None, "王伟", "伟", "王炜")], random=Random(1))
@given(rows=st.lists(ROWS, min_size=3, max_size=14), random=st.randoms(use_true_random=False))
def test_both_sizes_answer_alike_and_as_a_table_does(monkeypatch, rows, random):
    """Dicts, arrays and a table run give the same pairs, with large blocks split, whatever came and went before."""
    monkeypatch.setattr(_memory, "CAP", 4)
    monkeypatch.setattr(_arrays, "CAP", 4)
    *known, last = rows
    names = [f"r{i}" for i in range(len(known))]
    start = random.randrange(len(known) + 1)
    arrays = ArrayStore.of_table(names[:start], {n: Column.from_cells([r[n] for r in known[:start]]) for n in LANES})
    memory = MemoryStore()
    for name, row in zip(names[:start], known[:start], strict=True):
        memory.put(name, row)
    for store in (arrays, memory):
        for name, row in zip(names[start:], known[start:], strict=True):
            store.put(name, row)
        for name in names[::3]:
            store.take(name)
            store.put(name, known[int(name[1:])])
        store.put("extra", last)
        store.take("extra")
    if random.random() < 0.3:
        arrays.compact()
    table = find_pairs(
        {n: Column.from_cells([r[n] for r in rows]) for n in LANES}, ids=[*names, "last"], model=Model.default(), cap=4
    )
    want = {
        names[a]: (w, band == "auto")
        for a, b, w, band in zip(
            table.left.tolist(), table.right.tolist(), table.weight.tolist(), table.band, strict=True
        )
        if b == len(known)
    }
    assert answers(memory, last) == want
    assert answers(arrays, last) == want
    assert {n: arrays.count("given", n) for n in LANE_WORDS["given"]} == {
        n: memory.count("given", n) for n in LANE_WORDS["given"]
    }
    assert dict(arrays.items()) == dict(memory.items())
    assert len(arrays) == len(memory) == len(known)
    assert answers(pickle.loads(pickle.dumps(arrays)), last) == want


def test_counts_within_countries_are_alike():
    """Names in hanzi are held beside what is counted, and there are several countries."""
    rows = [
        derived({**dict.fromkeys(LANES), "given": "li", "family": f"wang{i % 3}", "country": c, "city": "lyon", "written": w})
        for i in range(30) for c, w in (("cn", f"王{chr(0x4E00 + i)}"), ("fr", None))
    ]  # fmt: skip
    names = [str(i) for i in range(len(rows))]
    arrays = ArrayStore.of_table(names, {n: Column.from_cells([r[n] for r in rows]) for n in LANES})
    memory = MemoryStore()
    for name, row in zip(names, rows, strict=True):
        memory.put(name, row)
    for where in ("given in cn", "family in fr", "family in cn", "city in cn"):
        values = {row[where.partition(" ")[0]] for row in rows}
        told = {v: memory.count(where, v) for v in values}
        assert {v: arrays.count(where, v) for v in values} == told
        assert max(told.values()) >= 10
    assert answers(arrays, rows[0]) == answers(memory, rows[0])


def test_three_numbers_that_everybody_has_weigh_no_less_than_one():
    """Of several numbers in common the rarest counts, also where the floor is the pair's own weight."""
    numbers = {"phone1": "+4900000001", "phone2": "+4911111112", "phone3": "+4922222223"}
    rows = [
        {**dict.fromkeys(LANES), **numbers, "given": f"g{i % 60}", "birth_date": f"19{i % 97:02d}-0{i % 9 + 1}-{i % 28 + 1:02d}",
         "company": f"company{i}", "street": f"street {i}", "postal_code": f"p{i}", "city": f"city{i:04d}"}
        for i in range(6000)
    ]  # fmt: skip
    store = ArrayStore.of_table(
        [str(i) for i in range(6000)], {n: Column.from_cells([r[n] for r in rows]) for n in LANES}
    )
    query = Query.of(
        {**rows[5], "company": "zzz", "street": "qqq 7", "postal_code": "99", "city": "wwwww"}, Model.default(), store
    )
    query.floor = query.against(rows[5]).weight
    row = np.array([store._row("5")], dtype=np.uint32)
    assert len(list(store._base.reach(row, query))) == 1


#: lanes hold no blank text
TEXTS = st.text(st.sampled_from("abcdeno019 -@.é王伟"), min_size=1, max_size=14).filter(str.strip)


@settings(max_examples=600)
@given(st.sampled_from(sorted(LEVELS)), TEXTS, TEXTS, st.integers(0, 14), st.integers(0, 4))
def test_tags_never_part_what_is_alike(name, one, other, at, kind):
    """Two bytes say of no two values that are the same or similar that they differ."""
    slip = one[:at] + ["", other[:1], other, one[at + 1 : at + 2] + one[at : at + 1], "@"][kind] + one[at + kind % 3 :]
    for two in filter(str.strip, (slip, other, one, one[:at])):
        own, theirs = tag(name, one), tag(name, two)
        table = _BYTES.reshape(2, 256, 256)[int(name in ("given", "family"))]
        both = int(table[own & 255, theirs & 255]) + 256 * int(table[own >> 8, theirs >> 8])
        state = _states(name)[both]
        if one == two:
            assert state == 3
        elif name in ("given", "family") and one.isascii() != two.isascii():
            assert state == 0
        elif phones_similar(one, two) if name == "phone" else any(passes(t, one, two) for t in TESTS.get(name, ())):
            assert state in (2, 3)
        else:
            assert state > 0


def test_an_index_of_arrays_keeps_up():
    """Added, changed, removed, searched and merged like the index in memory."""
    index = cq.DuplicateIndex(POLICY, store=ArrayStore())
    record = {"full_name": "王伟", "mobile": "13900001234", "email": "wei@acme.cn", "company": "Acme Inc"}
    assert index.check_and_add("1", record) == ()
    index._store.compact()
    assert "1" in index
    assert "2" not in index
    assert [d.record_id for d in index.check_and_add("2", record)] == ["1"]
    for text in ("王伟", "139-0000-1234", "wei@acme.cn", "Acme"):
        assert index.search(text) == ("1", "2")
    index.update("1", {"full_name": "李娜", "email": "lina@acme.cn"})
    assert [d.record_id for d in index.check(record)] == ["2"]
    index.remove("2")
    assert index.check(record) == ()
    assert index.search("李娜") == ("1",)
    index.remove("1")
    assert len(index) == 0
    index._store.compact()
    assert index.search("王伟") == ()
    with pytest.raises(KeyError):
        index.remove("1")
    with pytest.raises(PolicyError, match="unique"):
        ArrayStore.of_table(["1", "1"], {})


def test_changes_are_merged_by_themselves(monkeypatch):
    """Once the changes are many they move into the arrays."""
    monkeypatch.setattr(_arrays, "_LEAST", 5)
    store = ArrayStore()
    rows = [derived({n: w[i % len(w)] for n, w in LANE_WORDS.items()}) for i in range(20)]
    for i, row in enumerate(rows):
        store.put(str(i), row)
    assert len(store._records) <= 5
    assert len(store) == 20
    assert dict(store.items()) == {str(i): row for i, row in enumerate(rows)}


def test_candidates_explain_themselves():
    """A candidate says why; weights add up."""
    index = cq.DuplicateIndex(POLICY)
    index.add("1", {"full_name": "王伟", "mobile": "13900001234", "email": "wei@acme.cn"})
    (found,) = index.check({"first_name": "伟", "last_name": "王", "phone": "+86 139 0000 1234"})
    assert found.record_id == "1"
    told = found.to_dict()["explanation"]
    assert told["prior"] + sum(w["weight"] for w in told["weights"]) == pytest.approx(told["match_weight"], abs=1e-12)
    assert len(index) == 1
    assert "1" in index


def test_decisions_hold():
    """What a person parted is not told again, by whatever way; what a person joined is sure."""
    record = {"full_name": "王伟", "mobile": "13900001234", "email": "wang1990@acme.cn", "city": "北京"}
    said = cq.Decisions().decide("1", "9", same=False).decide("2", "9", same=True)
    index = cq.DuplicateIndex(POLICY, apart=said.apart, together=said.together)
    for number in ("1", "2", "3"):
        index.add(number, {**record, "full_name": "王芳"} if number == "2" else record)
    index = pickle.loads(pickle.dumps(index))
    told = {d.record_id: d.band for d in index.check({**record, "record_id": "9"})}
    assert told == {"2": "auto", "3": "auto"}
    assert {d.record_id: d.band for d in index.check(record)} == {"1": "auto", "2": "review", "3": "auto"}
    guarded = cq.Guard(POLICY, index=index).check({**record, "record_id": "9"}, as_of="2026-11-01").duplicates
    assert {d.record_id: d.band for d in guarded} == told
    assert {d.record_id for d in index.check_and_add("9", record)} == {"2", "3"}


@pytest.mark.parametrize("store", [MemoryStore, ArrayStore])
def test_a_veto_is_stronger_than_a_persons_join(store):
    """Neither is told of the other, whatever else was said of the two."""
    pair = [("1", "2")]
    index = cq.DuplicateIndex(cq.presets.contact(), store=store(), apart=pair, together=pair)
    record = {"full_name": "Li Na", "email": "li.na@acme.cn"}
    index.add("1", record)
    assert index.check({**record, "record_id": "2"}) == ()
    assert index.check(record)[0].record_id == "1"


@pytest.mark.parametrize("store", [MemoryStore, ArrayStore])
def test_what_a_person_joined_is_found_without_a_common_key(store):
    """As a table run does: with its own weight and sure, whether its record is in the arrays or beside them."""
    bo, ida = {"full_name": "Bo Ek", "email": "bo@ek.se"}, {"full_name": "Ida Roth", "email": "ida@roth.de"}
    said = cq.Decisions().decide("1", "9", same=True).decide("2", "9", same=True).decide("7", "9", same=True)
    rows = [{"record_id": "9", **ida}, {"record_id": "1", **bo}, {"record_id": "2", **bo}, {"record_id": "3", **ida}]
    index = cq.DuplicateIndex(POLICY, store=store(), together=said.together)
    for row in rows[1:]:
        index.add(row["record_id"], row)
        if store is ArrayStore and row["record_id"] == "1":
            index._store.compact()
    told = [(d.record_id, pytest.approx(d.match_weight, rel=1e-5), d.band) for d in index.check(rows[0])]
    whole = cq.find_duplicates(rows, POLICY, model=index.model, decisions=said).pairs
    found = {(a, b): rest for a, b, *rest in whole.select("left_id", "right_id", "match_weight", "band").iter_rows()}
    assert [(i, *found[min(i, "9"), max(i, "9")]) for i, *_ in told] == told
    assert {(i, b) for i, _, b in told} == {("1", "auto"), ("2", "auto"), ("3", "auto")}
    assert [d.record_id for d in index.check(rows[0], 1)] == ["3"]
    assert [d.record_id for d in index.check(ida)] == ["3"]


@settings(max_examples=25, deadline=None)
@given(st.lists(RECORD, min_size=4, max_size=12), st.integers(1, 3), st.booleans())
def test_the_first_few_are_the_first_of_all(records, limit, arrays):
    """A limit changes no answer, though less is weighed for it."""
    index = cq.DuplicateIndex(POLICY, store=ArrayStore() if arrays else MemoryStore())
    for i, r in enumerate(records[1:]):
        index.add(str(i), r)
    if arrays:
        index._store.compact()
    assert index.check(records[0], limit) == index.check(records[0], 99)[:limit]


def test_shared_channels_do_not_identify():
    """王伟 and 王芳 behind one switchboard and info@ are two people."""
    index = cq.DuplicateIndex(POLICY)
    firm = {"email": "info@acme.cn", "phone": "010-62345678", "company": "阿里巴巴（中国）有限公司"}
    index.add("1", {"full_name": "王伟", **firm})
    assert [d for d in index.check({"full_name": "王芳", **firm}) if d.band == "auto"] == []


def test_search_ranks_and_finds_in_two_scripts():
    """Name, phone, mail or company, as a person would type them."""
    index = cq.DuplicateIndex(POLICY)
    index.add("1", {"full_name": "王伟", "mobile": "13900001234", "company": "Acme Inc"})
    index.add("2", {"full_name": "李娜", "email": "lina@acme.cn"})
    assert index.search("王伟") == ("1",)
    assert index.search("139-0000-1234") == ("1",)
    assert index.search("lina@acme.cn") == ("2",)
    assert index.search("Acme") == ("1",)
    assert index.search("nobody") == ()


def test_two_at_the_same_moment_meet():
    """check_and_add is atomic: of two equal records saved at once, one sees the other."""
    index = cq.DuplicateIndex(POLICY)
    seen = []
    record = {"full_name": "王伟", "mobile": "13900001234", "email": "wei@acme.cn"}
    threads = [threading.Thread(target=lambda i=i: seen.append(index.check_and_add(str(i), record))) for i in range(6)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert sorted(len(s) for s in seen) == [0, 1, 2, 3, 4, 5]


def test_misuse_raises():
    """Ids are text and unique; what is not there cannot be changed."""
    index = cq.DuplicateIndex(POLICY)
    index.add("1", {"email": "a@acme.cn"})
    with pytest.raises(PolicyError, match="already"):
        index.add("1", {})
    with pytest.raises(PolicyError, match="text"):
        index.add(2, {})
    with pytest.raises(KeyError):
        index.remove("9")
    with pytest.raises(KeyError):
        index.update("9", {})
