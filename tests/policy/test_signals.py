"""Signs of made-up entries are weak evidence, and the verdict is one function."""

from __future__ import annotations

import pytest
from attrs import evolve

from crmquality import Finding, presets
from crmquality.policy import compile_policy
from crmquality.policy._patterns import is_keyboard_walk
from crmquality.policy._signals import cell_signal, cell_signals, entry_signals, verdict_of

CONTACT = presets.contact(region="CN")
LEAD = presets.lead(region="CN")


def signs(**cells):
    read = compile_policy(CONTACT).examine_record(cells)
    return entry_signals(CONTACT, read.cells, cells)


@pytest.mark.parametrize("text", ["asdfgh", "QWERTY", "poiuyt", "qazwsx", "asdfasdf", "ｑｗｅｒ"])
def test_keyboard_walks(text):
    """Runs of neighbouring keys, in both directions, in any width and case."""
    assert is_keyboard_walk(text)


@pytest.mark.parametrize(
    "text", ["Trewin", "property", "Were", "Li", "李娜", "12345678", "", "Deborah", "Poirot", "Gfeller"]
)
def test_names_are_no_walks(text):
    """Names and words with a run inside are left alone."""
    assert not is_keyboard_walk(text)


def test_real_people_show_no_sign():
    """Short, foreign and unusual entries are not suspicious."""
    for cells in (
        {"full_name": "王一", "mobile": "13912647835", "email": "8613912@qq.com"},
        {"full_name": "Wu O", "email": "info@o.de", "company": "BMW"},
        {"first_name": "Æsa", "last_name": "Ngô", "phone": "+4930901820"},
    ):
        assert signs(**cells).score == 0


def test_signs_add_up_by_cell():
    """The score of a record is the sum of its cells', whatever the order of the keys."""
    cells = {"full_name": "asdfgh", "email": "qwerty@mailinator.com", "mobile": "13800138000"}
    found = signs(**cells)
    assert {s.field for s in found.signals} >= {"full_name", "email"}
    read = compile_policy(CONTACT).examine_record(cells).cells
    parts = [cell_signal(CONTACT.field(n), read[n], v) for n, v in cells.items()]
    assert found.score == pytest.approx(sum(parts))
    assert signs(**dict(reversed(cells.items()))) == found
    assert found.score > 3


def test_each_sign():
    """Repeated characters, test mailboxes, markup; a slip of the domain is no throw-away mailbox."""
    assert [s.reason for s in signs(last_name="xyxyxyx").signals] == ["repeated_character"]
    assert [s.reason for s in signs(last_name="Zxcvbn").signals] == ["keyboard_walk"]
    assert [s.reason for s in signs(email="qwertyui@acme.cn").signals] == ["keyboard_walk"]
    assert [s.reason for s in signs(email="dummy@acme.cn").signals] == ["test_mailbox"]
    assert "html_or_url" in {s.reason for s in signs(full_name="<a href='x'>Win</a> http://x.example").signals}
    assert "disposable" not in {s.reason for s in signs(email="li.na@gmial.com").signals}
    assert cell_signals(CONTACT.field("notes"), compile_policy(CONTACT).examine_cell("notes", "asdfgh"), "asdfgh") == ()
    assert signs().signals == ()


def finding(code="email.syntax", severity="error", field="email"):
    return Finding(code, severity, field, "m")


def test_verdicts():
    """Nothing usable or a blocking code rejects; errors that matter, doubt and duplicates are reviewed."""
    nothing = [finding("record.no_name", field=""), finding("record.no_channel", field="")]
    assert verdict_of(CONTACT, []) == "accept"
    assert verdict_of(CONTACT, [finding(severity="warning")]) == "accept"
    assert verdict_of(CONTACT, [finding()]) == "review"
    assert verdict_of(CONTACT, [finding("choice.unknown", field="birth_date")]) == "accept"
    assert verdict_of(CONTACT, nothing[:1]) == "review"
    assert verdict_of(CONTACT, nothing) == "reject"
    assert verdict_of(CONTACT, [], 3.0) == "review"
    assert verdict_of(CONTACT, [], 2.9) == "accept"
    assert verdict_of(CONTACT, [], duplicate=True) == "review"


def test_a_lead_is_never_rejected_but_for_proof():
    """No finding and no score rejects a lead; a bot and the caller's blocking rule do."""
    worst = [finding("record.no_name", field=""), finding("record.no_channel", field=""), finding()]
    assert verdict_of(LEAD, worst, 99.0, duplicate=True) == "review"
    assert verdict_of(LEAD, [], bot=True) == "reject"
    assert verdict_of(evolve(LEAD, blocking=("email.syntax",)), [finding()]) == "reject"
