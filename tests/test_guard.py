"""The door: one record in, one decision out."""

from __future__ import annotations

import dataclasses
import json
import time
from datetime import date, datetime
from types import SimpleNamespace

import attrs
import pytest

from crmquality import Decision, DuplicateIndex, Guard, Mapping, PolicyError, presets
from crmquality.policy import Entry, Field, Policy, compile_policy

DAY = date(2026, 11, 1)
CONTACT = Guard(presets.contact(region="CN"))
LEAD = Guard(presets.lead(region="CN"), honeypot="website2")
ZHANG = {
    "record_id": "7",
    "full_name": "张三",
    "email": "zhang.san@acme.cn",
    "mobile": "139 1234 5678",
    "extra": object(),
}


@attrs.frozen
class Duplicate:
    record_id: str
    band: str = "review"


class Index:
    """Remembers mobiles; stands for a real index."""

    def __init__(self):
        self.seen = {}

    def __contains__(self, record_id):
        return record_id in self.seen

    def check_examined(self, cells, raw, limit=10):
        return tuple(Duplicate(i) for i, m in self.seen.items() if m and m == cells["mobile"].text)[:limit]

    def add_examined(self, record_id, cells, raw):
        self.seen[record_id] = cells["mobile"].text


def codes(decision):
    return [f.code for f in decision.findings]


def test_a_good_record_is_accepted_and_normalised():
    """Canonical forms under the caller's keys; unknown keys untouched; the input unchanged."""
    before = dict(ZHANG)
    d = CONTACT.check(ZHANG, as_of=DAY)
    assert d.verdict == "accept"
    assert d.record == {**ZHANG, "mobile": "+8613912345678"}
    assert before == ZHANG
    assert d.record is not ZHANG
    assert d.fingerprint == CONTACT.policy.fingerprint
    (change,) = d.changes
    assert (change.change_id, change.record_id, change.before, change.after) == (
        "7:mobile",
        "7",
        "139 1234 5678",
        "+8613912345678",
    )
    assert change.safe


def test_all_findings_in_one_pass():
    """Nothing waits for something else to be repaired first."""
    d = CONTACT.check({"email": "no mail", "mobile": "12", "country": "Narnia", "created_at": "31.31.2020"}, as_of=DAY)
    assert {f.field for f in d.findings} == {"", "email", "mobile", "country", "created_at"}
    assert "record.no_name" in codes(d)
    assert d.verdict == "review"
    assert d.record["email"] == "no mail"


def test_placeholders_become_empty():
    """Empty in disguise counts as missing, and emptying it is proposed, not safe."""
    d = CONTACT.check({"full_name": "李娜", "email": "n/a", "mobile": "13912345678"}, as_of=DAY)
    assert d.record["email"] is None
    assert [(c.field, c.after, c.safe) for c in d.changes if c.field == "email"] == [("email", None, False)]


def test_nothing_usable_is_rejected_for_contacts_only():
    """A contact without name and channel; a lead never."""
    assert CONTACT.check({"city": "上海"}, as_of=DAY).verdict == "reject"
    for record in (
        {},
        {"city": "上海"},
        {"full_name": "asdf", "email": "x", "phone": "000"},
        {"full_name": "X Æ A-12"},
    ):
        assert LEAD.check(record, as_of=DAY).verdict in {"accept", "review"}


def test_only_proof_rejects_a_lead():
    """A filled honeypot, or a rule the caller made blocking."""
    caught = LEAD.check({**ZHANG, "website2": "http://spam.example"}, as_of=DAY)
    assert caught.verdict == "reject"
    assert codes(caught)[-1] == "record.honeypot"
    assert LEAD.check({**ZHANG, "website2": " "}, as_of=DAY).verdict == "accept"
    strict = Guard(presets.lead("CN").with_rules(blocking=["email.syntax"]))
    assert strict.check({"full_name": "李娜", "email": "no mail"}, as_of=DAY).verdict == "reject"


def test_a_fake_looking_entry_is_reviewed():
    """Signs of a made-up entry sum up; they are told with the decision."""
    d = LEAD.check({"full_name": "asdfgh", "email": "qwerty@mailinator.com", "mobile": "13912345678"}, as_of=DAY)
    assert d.verdict == "review"
    assert d.signals.score >= 3


def test_duplicates_are_reviewed_never_rejected():
    """The candidate is shown; a record is no duplicate of itself."""
    index = Index()
    guard = Guard(presets.contact("CN"), index)
    index.seen = {"1": "+8613912345678", "7": "+8613912345678"}
    d = guard.check(ZHANG, as_of=DAY)
    assert d.verdict == "review"
    assert [x.record_id for x in d.duplicates] == ["1"]
    assert codes(d)[-1] == "record.duplicate"
    assert d.to_dict()["duplicates"] == [{"record_id": "1", "band": "review"}]
    assert guard.check(ZHANG, as_of=DAY, limit=0).duplicates == ()


def test_an_import_is_a_stream_that_may_remember():
    """Rows are read as decisions are asked for; later rows find earlier ones only on request."""
    rows = [{"full_name": "李娜", "mobile": "13912345678"}, {"full_name": "Li Na", "mobile": "+86 139 1234 5678"}, {}]
    pulled = []

    def source():
        for row in rows:
            pulled.append(row)
            yield row

    stream = Guard(presets.contact("CN"), Index()).import_rows(source(), as_of=DAY, remember=True)
    first = next(stream)
    assert len(pulled) == 1
    second, third = stream
    assert (first.verdict, second.verdict, third.verdict) == ("accept", "review", "reject")
    assert second.duplicates[0].record_id == "row 1"
    index = Index()
    assert [d.verdict for d in Guard(presets.contact("CN"), index).import_rows(rows[:2], as_of=DAY)] == [
        "accept",
        "accept",
    ]
    assert index.seen == {}


def test_ids_that_repeat_do_not_stop_an_import():
    """A file with one id on two rows is dirty data, not misuse."""
    index = DuplicateIndex(presets.contact("CN"))
    rows = [
        {"record_id": "7", "full_name": "李娜", "mobile": "13912345678"},
        {"record_id": "7", "full_name": "王伟", "mobile": "13812345679"},
    ]
    assert [d.verdict for d in Guard(presets.contact("CN"), index).import_rows(rows, as_of=DAY, remember=True)] == [
        "accept"
    ] * 2
    assert len(index) == 1


def test_the_real_index_finds_the_same_person():
    """Later rows of a stream find earlier ones, in hanzi and pinyin, whatever the writing."""
    rows = [
        {"full_name": "李娜", "mobile": "139 1234 5678", "email": "lina@acme.cn", "company": "北京华信科技有限公司"},
        {"full_name": "王伟", "mobile": "13812345679", "email": "wangwei@other.cn", "company": "上海远东贸易有限公司"},
        {"full_name": "李 娜", "mobile": "+86 139-1234-5678", "email": "LINA@acme.cn", "company": "北京华信科技"},
    ]
    guard = Guard(presets.contact("CN"), DuplicateIndex(presets.contact("CN")))
    first, second, third = guard.import_rows(rows, as_of=DAY, remember=True)
    assert (first.verdict, second.verdict, third.verdict) == ("accept", "accept", "review")
    assert [d.record_id for d in third.duplicates] == ["row 1"]
    json.dumps(third.to_dict())


def test_import_and_check_agree():
    """The same record, the same decision."""
    rows = [ZHANG, {"full_name": "n/a"}, {"email": "bad", "last_name": "Müller"}]
    assert list(CONTACT.import_rows(rows, as_of=DAY)) == [CONTACT.check(r, as_of=DAY) for r in rows]


@attrs.define
class AsAttrs:
    full_name: str
    mobile: int


@dataclasses.dataclass
class AsDataclass:
    full_name: str
    mobile: int


class Slotted:
    __slots__ = ("full_name", "mobile")


@pytest.mark.parametrize("make", [AsAttrs, AsDataclass, lambda n, m: SimpleNamespace(full_name=n, mobile=m)])
def test_objects_of_every_kind(make):
    """attrs, dataclass and mapped objects are read by attribute; numbers become text once."""
    d = CONTACT.check(make("李娜", 13912345678), as_of=DAY)
    assert (d.verdict, d.record) == ("accept", {"full_name": "李娜", "mobile": "+8613912345678"})


def test_cells_that_are_no_text():
    """Ints, floats, NaN, dates and flags are read like what a person would write."""
    record = {"full_name": "李娜", "mobile": 13912345678.0, "email": float("nan"), "birth_date": date(1990, 5, 1),
              "created_at": datetime(2024, 3, 5, 9, 30), "unsubscribed": False, "postal_code": 518000, "country": "CN"}  # fmt: skip
    d = CONTACT.check(record, as_of=DAY)
    assert codes(d) == ["email.missing"]
    assert d.record["birth_date"] == "1990-05-01"
    assert d.record["created_at"] == record["created_at"]
    assert (d.record["mobile"], d.record["postal_code"], d.record["unsubscribed"]) == (
        "+8613912345678",
        "518000",
        "false",
    )
    json.dumps(d.to_dict())


def test_records_under_the_callers_own_keys():
    """A mapping translates headers; the answer keeps them."""
    mapping = Mapping("contact", [Entry("姓名", "full_name", 1.0), Entry("手机", "mobile", 1.0), Entry("备用")])
    d = Guard(presets.contact("CN"), mapping=mapping).check(
        {"姓名": "李娜", "手机": "139-1234-5678", "备用": 1}, as_of=DAY
    )
    assert d.record == {"姓名": "李娜", "手机": "+8613912345678", "备用": 1}


def test_an_update_answers_for_what_it_changes():
    """Old faults elsewhere do not block a change; a change is measured with its neighbours."""
    old = {"record_id": "7", "full_name": "李娜", "email": "no mail", "mobile": "+8613912345678", "lifecycle_stage": "customer",
           "unsubscribed": "true", "country": "CN", "phone": "021 58881234"}  # fmt: skip
    assert codes(CONTACT.check_update(old, {"job_title": "经理"}, as_of=DAY)) == []
    assert "email.syntax" in codes(CONTACT.check_update(old, {"email": "still no mail"}, as_of=DAY))
    assert "lifecycle_stage.transition" in codes(CONTACT.check_update(old, {"lifecycle_stage": "lead"}, as_of=DAY))
    assert codes(CONTACT.check_update(old, {"lifecycle_stage": "evangelist"}, as_of=DAY)) == []
    assert codes(CONTACT.check_update(old, {"lifecycle_stage": "other"}, as_of=DAY)) == []
    back = CONTACT.check_update(old, {"unsubscribed": "false"}, as_of=DAY)
    assert (back.verdict, codes(back)) == ("review", ["unsubscribed.reversed"])
    emptied = CONTACT.check_update(old, {"full_name": None}, as_of=DAY)
    assert (emptied.verdict, codes(emptied)) == ("review", ["record.no_name", "full_name.missing"])
    moved = CONTACT.check_update(old, {"country": "DE"}, as_of=DAY)
    assert {f.field for f in moved.findings} == {"mobile"}
    assert moved.record["full_name"] == "李娜"


@pytest.mark.parametrize("record", [None, 3, "张三", ["a"], (), object(), dict, SimpleNamespace(x=1), {1: "a"}])
def test_what_is_no_record(record):
    """Misuse is an exception that names the type."""
    with pytest.raises(TypeError):
        CONTACT.check(record, as_of=DAY)


def test_misuse_raises_early():
    """Before the first record is read."""
    with pytest.raises(PolicyError, match="as_of"):
        CONTACT.check(ZHANG, as_of="today")
    with pytest.raises(PolicyError, match="as_of"):
        CONTACT.import_rows([], as_of=None)
    with pytest.raises(PolicyError, match="remember"):
        CONTACT.import_rows([], as_of=DAY, remember=True)
    with pytest.raises(PolicyError, match="did you mean 'mobile'"):
        Guard(presets.contact(), mapping=Mapping("contact", [Entry("手机", "mobil", 1.0)]))
    with pytest.raises(PolicyError, match="honeypot"):
        Guard(presets.contact(), honeypot="email")
    with pytest.raises(TypeError, match="Policy"):
        Guard({"fields": []})
    with pytest.raises(PolicyError, match="another policy"):
        Guard(presets.contact(), DuplicateIndex(presets.contact("CN")))
    with pytest.raises(TypeError, match="DuplicateIndex"):
        Guard(presets.contact(), index=[])


def test_a_decision_hides_personal_data():
    """Repr shows codes alone; equal input gives an equal decision."""
    d = CONTACT.check({"full_name": "张三", "email": "secret@@acme.cn"}, as_of=DAY)
    assert isinstance(d, Decision)
    assert "secret" not in repr(d) + str([repr(c) for c in d.changes])
    assert d == CONTACT.check({"full_name": "张三", "email": "secret@@acme.cn"}, as_of=DAY)


def test_a_custom_object_goes_through_the_same_door():
    """Record types of one's own are protected as well."""
    guard = Guard(Policy("machine", [Field("serial", "identifier", required=True), Field("built", "date")]))
    d = guard.check({"built": "2024年3月5日"}, as_of=DAY)
    assert (d.verdict, codes(d), d.record) == ("review", ["serial.missing"], {"built": "2024-03-05"})


def test_ten_fields_take_less_than_a_millisecond():
    """The budget of the door, with room for a busy machine."""
    record = {"first_name": "三", "last_name": "张", "email": "z@acme.cn", "mobile": "13912345678", "company": "深圳市腾讯计算机系统有限公司",
              "job_title": "经理", "city": "深圳", "country": "中国", "postal_code": "518000", "lifecycle_stage": "MQL"}  # fmt: skip
    best = float("inf")
    for turn in range(5):
        started = time.perf_counter()
        for i in range(100):
            CONTACT.check({**record, "email": f"z{turn}.{i}@acme.cn", "mobile": f"139{turn}{i:07d}"}, as_of=DAY)
        best = min(best, (time.perf_counter() - started) / 100)
    assert best < 0.003


def test_compiled_once():
    """The guard holds the shared compiled form."""
    assert compile_policy(CONTACT.policy) is compile_policy(presets.contact("CN"))
