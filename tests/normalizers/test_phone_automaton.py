"""The automaton of phone patterns says what the patterns say."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import SUPPORTED_REGIONS, PhoneMetadata

from crmquality.normalizers._phone_automaton import EITHER, UnknownPatternError, parse, prefixes, start, walk

FIXED = r"(?:[2-57]\d|8[0-4])\d{4,5}|9[1-3]{2}\d{3}"
MOBILE = r"[57]\d{5}(?:\d{1,2})?"
GENERAL = r"[2-9]\d{5,7}"


def by_patterns(number: str) -> str | None:
    """The slow way."""
    if not re.fullmatch(GENERAL, number):
        return None
    fixed, mobile = re.fullmatch(FIXED, number), re.fullmatch(MOBILE, number)
    return EITHER if fixed and mobile else "fixed_line" if fixed else "mobile" if mobile else None


@given(st.text("0123456789", min_size=5, max_size=9))
def test_a_walk_agrees_with_the_patterns(number):
    """The type, or nothing, as regular expressions give it."""
    node = start(GENERAL, [("fixed_line", FIXED), ("mobile", MOBILE)], frozenset(), len(number))
    assert walk(node, number.encode()) == by_patterns(number)


@given(st.text("0123456789", min_size=6, max_size=8))
def test_numbers_that_begin_with_a_hazard_are_not_told(number):
    """A prefix that might be cut off leaves the number to the library."""
    hazards, plain = prefixes(r"0|7(?:12)?", None)
    node = start(GENERAL, [("fixed_line", FIXED), ("mobile", MOBILE)], hazards, len(number))
    assert plain == "0"
    assert walk(node, number.encode()) == (None if number[0] in "07" else by_patterns(number))


def test_a_number_behind_its_prefix_has_the_type_of_the_number():
    """The digits before the number are walked over."""
    node = start(GENERAL, [("mobile", MOBILE)], frozenset(), 7, "01")
    assert walk(node, b"015123456") == "mobile"
    assert walk(node, b"025123456") is None


def test_every_pattern_of_the_metadata_is_read():
    """Nothing falls back to regular expressions with the installed metadata."""
    for region in sorted(SUPPORTED_REGIONS):
        m = PhoneMetadata.metadata_for_region(region, None)
        descs = (m.general_desc, m.premium_rate, m.toll_free, m.shared_cost, m.voip, m.personal_number, m.pager, m.uan,
                 m.voicemail, m.fixed_line, m.mobile)  # fmt: skip
        for pattern in (
            m.international_prefix,
            m.national_prefix_for_parsing,
            *(d and d.national_number_pattern for d in descs),
        ):
            assert not pattern or parse(pattern)


@pytest.mark.parametrize("pattern", ["a", r"\w", "(?=1)2", "1*", "[a-c]", "1)", "(1"])
def test_other_syntax_is_refused(pattern):
    """What cannot be read is never guessed; its numbers take the slow way."""
    with pytest.raises(UnknownPatternError):
        parse(pattern)
    assert start(pattern, [], frozenset(), 1) is None
