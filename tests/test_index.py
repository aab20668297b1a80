"""The index answers as a table run over the same records would, and keeps up as records come and go."""

from __future__ import annotations

import pickle
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import crmquality as cq
from crmquality.errors import PolicyError
from crmquality.matching import Model

POLICY = cq.presets.contact(region="CN")
RECORD = st.fixed_dictionaries(
    {},
    optional={
        "first_name": st.sampled_from(["伟", "Wei", "William", "Bill", "W"]),
        "last_name": st.sampled_from(["王", "Wang", "Smith", "Smyth"]),
        "full_name": st.sampled_from(["王伟", "Bill Smith", "李娜"]),
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
    assert one._counts == two._counts
    assert pickle.loads(pickle.dumps(one)).check(records[0]) == two.check(records[0])


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
