"""Picklists: aliases, what is merely near, slips of the pen, and the short way that says the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmquality.normalizers import choice
from crmquality.normalizers._choice import choice_table
from crmquality.validators import examine
from crmquality.validators._codes import brief_choice, examine_choice

CHOICES = ("open", "open deal", "connected", "Tier 1", "qualified lead", "已成交客户", "Won ")
ALIASES = {"跟进中客户": "connected", "~new": "open", "not yet won": "open deal", "~": "open", "赢单": "Won "}
TABLE = choice_table(CHOICES, tuple(ALIASES.items()))
BRIEF = brief_choice(choices=CHOICES, aliases=ALIASES)


def seen(value):
    read = examine_choice(value, table=TABLE)
    return read.text, [f.code.partition(".")[2] for f in read.findings], [f.suggestion for f in read.findings]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("conected", "connected"), ("CONNECTDE", "connected"), ("qualifiedlead", "qualified lead"),
        ("qualified laed", "qualified lead"), ("跟进中客戶", "connected"), ("已成交客尸", "已成交客户"),
        ("not yet wom", None), ("open dael", "open deal"),
    ],
)  # fmt: skip
def test_one_slip_gives_a_suggestion(said, meant):
    """One edit from exactly one value; nothing is changed by itself."""
    assert seen(said) == ((None, ["typo"], [meant]) if meant else (None, ["unknown"], [None]))


@pytest.mark.parametrize(
    "said", ["opem", "Tier 2", "Tier 12", "未成交客户", "不跟进中客户", "xx", "unqualified lead", "成交户"]
)
def test_what_is_no_slip(said):
    """Short words, other numbers, negations and more than one edit are other values."""
    assert seen(said) == (None, ["unknown"], [None])


@pytest.mark.parametrize("said", ["OPEN-DEAL", "open_deal", "Open – Deal", "Not-yet_won"])
def test_signs_between_words_do_not_matter(said):
    """Blank, hyphen, underscore and dash are one; an alias is the finding, unless the value stands there as it is."""
    assert seen(said)[0] == "open deal"
    assert seen(said)[1][-1:] in (["alias"], ["case"])


def test_signs_that_tell_values_apart():
    """Where they do, nothing is guessed; in front of a word they are part of it."""
    table = choice_table(("A-1", "A 1", "7", "in_progress"))
    assert [examine_choice(v, table=table).text for v in ("a-1", "a 1", "A_1", "-7", "in progress")] == [
        "A-1", "A 1", None, None, "in_progress",
    ]  # fmt: skip


def test_a_slip_between_two_values_is_nobodys():
    """The suggestion must be certain."""
    read = examine("choice", "planar", choices=("planer", "planas"))
    assert [f.code for f in read.findings] == ["choice.unknown"]


def test_near_is_said():
    """A value of another list is read as the nearest, with a finding, at less confidence, and never safe."""
    from crmquality.policy._proposals import cell_proposals

    assert seen("New") == ("open", ["nearest"], [None])
    (change,) = cell_proposals("New", examine_choice("New", table=TABLE))
    assert (change.safe, change.cosmetic, change.confidence) == (False, False, 0.5)
    (change,) = cell_proposals("conected", examine_choice("conected", table=TABLE))
    assert (change.after, change.safe, change.rule) == ("connected", False, "choice.typo")


def test_a_value_wins_over_an_alias_and_an_exact_alias_over_a_near_one():
    """In that order, however the list is written."""
    table = choice_table(("new", "open"), (("new", "open"), ("~fresh", "open"), ("fresh", "new")))
    assert examine_choice("NEW", table=table).text == "new"
    assert examine_choice("Fresh", table=table).text == "new"
    assert choice("fresh", ["new"], {"fresh": "new"}) == "new"


words = st.one_of(
    st.text(max_size=12),
    st.tuples(st.sampled_from([*CHOICES, *ALIASES]), st.integers(0, 12), st.text(max_size=2), st.integers(0, 2)).map(
        lambda e: e[0][: e[1]] + e[2] + e[0][e[1] + e[3] :]
    ),
    st.sampled_from([w.upper() for w in CHOICES]),
)


@given(words)
def test_the_short_way_says_the_same(value):
    """Columns read by it: text, findings and absence are those of the long way, with a table or without."""
    long = examine_choice(value, choices=CHOICES, aliases=ALIASES)
    assert BRIEF(value) == (long.text, long.findings, long.missing)
    assert examine_choice(value, table=TABLE) == long
    free = examine_choice(value, aliases=ALIASES)
    assert brief_choice(aliases=ALIASES)(value) == (free.text, free.findings, free.missing)
    for finding in long.findings:
        assert finding.suggestion is None or finding.suggestion in CHOICES


@given(words)
def test_a_slip_is_one_edit(value):
    """Against the plain search over every spelling."""
    from rapidfuzz.distance import OSA

    read = examine_choice(value, table=TABLE)
    for finding in read.findings:
        if finding.code == "choice.typo":
            from crmquality._text import fold

            near = {c for w, (c, _) in TABLE.words.items() if OSA.distance(fold(value), w) == 1}
            assert finding.suggestion in near
