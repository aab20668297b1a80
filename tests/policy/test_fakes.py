"""Made-up names are told from unusual ones."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmquality.guard import Guard
from crmquality.policy import compile_policy, entry_signals
from crmquality.policy._gibberish import gibberish
from crmquality.presets import lead
from crmquality.testing import contacts

POLICY = lead("CN")
COMPILED = compile_policy(POLICY)
UNUSUAL = [
    ("O", "Ng"), ("Xi", "Qu"), ("Nguyễn", "Văn An"), ("Szczepan", "Brzęczyszczykiewicz"), ("Þorsteinn", "Guðjohnsen"),
    ("محمد", "القحطاني"), ("伟", "欧阳"), ("一", "丁"), ("Hrvoje", "Hrvatski"), ("Siobhán", "O'Shaughnessy"), ("Mkhitar", "Mkrtchyan"),
    ("Chukwuemeka", "Nwankwo"), ("D'Angelo", "St. John-Smythe"), ("Ngũgĩ", "wa Thiong'o"), ("Jyrki", "Ylönen"),
]  # fmt: skip


def signals(record):
    return entry_signals(POLICY, COMPILED.examine_record(record).cells, record)


@pytest.mark.parametrize(("given_name", "family"), UNUSUAL)
def test_unusual_names_are_neither_rejected_nor_reviewed(given_name, family):
    """A name alone never brings a person before a reviewer."""
    record = {"first_name": given_name, "last_name": family, "email": "a.person@firma.de"}
    assert Guard(POLICY).check(record, as_of="2026-11-01").verdict == "accept"


def test_mashed_keys_are_reviewed_and_ordinary_contacts_are_not():
    """On seeded samples of both."""
    draw = random.Random(4)
    mashed = [signals({"first_name": "".join(draw.choices("asdfghjklqwrtp", k=7)),
                       "last_name": "".join(draw.choices("zxcvbnmsdfg", k=8))}) for _ in range(300)]  # fmt: skip
    assert sum(s.score >= 3 for s in mashed) > 240
    rows = contacts(400, seed=9, mix="english").rows
    real = [signals({"first_name": r["First Name"], "last_name": r["Last Name"]}) for r in rows]
    assert sum(s.score >= 3 for s in real) <= 8


@pytest.mark.parametrize("word", ["asdasd", "abcabc", "qweqweqwe", "xkjhqzw"])
def test_reasons_are_named(word):
    """A made-up word says why it is one."""
    found = signals({"last_name": word})
    assert found.score > 1
    assert all(s.field == "last_name" and s.reason for s in found.signals)


@given(st.text(max_size=60))
def test_gibberish_is_total(text):
    """Any text has evidence in a small range; other scripts have none."""
    assert 0 <= gibberish(text) <= 3
    if not text.isascii() and not any("a" <= c.lower() <= "z" for c in text):
        assert gibberish("中文" + text) == 0


def test_probability_rises_with_the_score():
    """Nothing suspicious is the share of made-up entries; a certain one is nearly one."""
    clean, mashed = (
        signals({"first_name": "Anna"}),
        signals({"first_name": "asdfgh", "last_name": "qwerty", "email": "a@a.com"}),
    )
    assert clean.probability == 0.05
    assert 0.5 < mashed.probability <= 1
