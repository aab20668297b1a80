"""The fast paths say what the libraries say, for mutated and arbitrary text."""

from __future__ import annotations

import phonenumbers
import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import example, given
from hypothesis import strategies as st

from crmquality.normalizers import email_match_key
from crmquality.normalizers._email import _verdict, plain_email
from crmquality.normalizers._phone import _ask
from crmquality.normalizers._phone_plan import PhoneNumber, fast

LOCAL = st.text(st.sampled_from("abzABZ019._-+'!x"), min_size=1, max_size=12)
LABEL = st.text(st.sampled_from("abXZ09--n"), min_size=1, max_size=7)
ADDRESS = st.builds(lambda a, d: f"{a}@{'.'.join(d)}", LOCAL, st.lists(LABEL, min_size=1, max_size=4))

#: letters, marks and signs that stand for themselves, are changed, or are refused
WORLD = st.text(
    st.sampled_from("ab1-äßÖ中国ーア・пΑς한ᄀ\u1161ขนมא1م١\u0301Ａ。²㈱\u200b\u200d𐐨"), min_size=1, max_size=6
)
ODD = st.builds(
    lambda a, b, c, t: f"{a}@{b}.{c}{t}", WORLD, WORLD, WORLD, st.sampled_from([".com", ".de", ".中国", ".c1", "."])
)


def library_email(text):
    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        return None


@given(st.one_of(ADDRESS, ODD, st.text(max_size=20)))
@example("INFO@x.de")
@example("a@a---b.de")
@example("min.va--dijk@x.de")
@example("a@xn--fiqs8s.com")
@example("a" * 64 + "@" + "b" * 63 + "." + "c" * 63 + "." + "d" * 55 + ".de")
@example("a" * 70 + "@" + "b" * 64 + ".de")
def test_email_fast_path_equals_library(text):
    """Where the fast path answers for an ordinary domain, the library answers the same; overall they agree."""
    plain, library = plain_email(text), library_email(text)
    if plain is not None and not plain[3]:
        assert plain[0] == library
    verdict = _verdict(text)
    if verdict is None:
        assert library is None or '"' in text or " " in text
    elif not verdict[1]:
        assert verdict[0] == library


NUMBERS = [
    phonenumbers.format_number(n, style).replace("\xa0", " ")
    for region in (
        "CN",
        "US",
        "GB",
        "DE",
        "HK",
        "IT",
        "FR",
        "JP",
        "BR",
        "AR",
        "IN",
        "CA",
        "MX",
        "GG",
        "RU",
        "KZ",
        "SG",
        "AU",
    )
    for kind in (0, 1, 3, 4)
    if (n := phonenumbers.example_number_for_type(region, kind)) is not None
    for style in (0, 1, 2)
]
SLIPS = st.tuples(
    st.sampled_from(NUMBERS),
    st.integers(0, 18),
    st.text(st.sampled_from("0123456789 -()+"), max_size=2),
    st.integers(0, 1),
)


@given(SLIPS, st.sampled_from([None, "CN", "US", "GB", "DE", "IT", "BR", "CA", "GG", "KZ", "AU", "MX"]))
@example(("13912345678", 0, "", 0), "CN")
@example(("17951 13912345678", 0, "", 0), "CN")
@example(("800 123 456", 11, "+", 0), None)
def test_phone_fast_path_equals_library(slip, region):
    """The plan answers what the library answers: number, type and region, or the reason of its refusal."""
    number, at, insert, drop = slip
    text = number[:at] + insert + number[at + drop :]
    answer = fast(text, region)
    if answer is not None:
        assert answer == _ask(text, region)


@given(st.text(st.sampled_from("0123456789"), min_size=11, max_size=11).map(lambda d: "1" + d[1:]))
def test_chinese_mobile_path_equals_library(digits):
    """Every eleven digits beginning with 1."""
    answer = fast(digits, "CN")
    assert isinstance(answer, PhoneNumber) == isinstance(_ask(digits, "CN"), PhoneNumber)
    assert answer == _ask(digits, "CN")


@pytest.mark.parametrize("number", NUMBERS)
def test_e164_reads_as_itself_whatever_the_region(number):
    """A canonical number does not depend on the hint."""
    from crmquality.normalizers import phone

    canonical = phone(number) if number.startswith("+") else None
    if canonical:
        assert {phone(canonical, r) for r in (None, "CN", "US", "DE")} == {canonical}


@given(LOCAL, st.sampled_from(["gmail.com", "outlook.com", "firma.de"]))
def test_match_key_is_stable(local, domain):
    """A match key is its own key."""
    key = email_match_key(f"{local}@{domain}")
    assert email_match_key(key) == key or key.startswith("@")
