"""Findings for addresses, amounts, job titles, messengers and social networks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from crmquality.normalizers._address import read_address
from crmquality.normalizers._amount import read_amount
from crmquality.normalizers._handle import read_messaging_id, read_social_handle
from crmquality.normalizers._job_title import read_job_title
from crmquality.types import Examined
from crmquality.validators._common import COMMON, Rule, examined

ADDRESS_RULES: Final[Mapping[str, Rule]] = {
    **COMMON,
    "country_missing": Rule("info", "neither the address nor the record names a country"),
    "unparsed": Rule("info", "the address cannot be taken apart; it is kept whole"),
    "contradiction": Rule("warning", "city or district does not lie in the province or city named", "inaccurate"),
    "postal_mismatch": Rule(
        "warning", "the postal code is none of the country, or lies in another province or state", "inaccurate"
    ),
    "region_mismatch": Rule("warning", "the address names another country than the record", "inaccurate"),
    "po_box": Rule("info", "a post office box: nobody can be visited there"),
    "no_house_number": Rule("info", "no number stands in the address"),
}
AMOUNT_RULES: Final[Mapping[str, Rule]] = {
    **COMMON,
    "unparseable": Rule("error", "not an amount of money", "inaccurate"),
    "currency_missing": Rule("info", "no currency is written; the one of the account is meant"),
    "ambiguous_separator": Rule("warning", "comma or full stop can be read two ways; write the decimals out"),
    "negative": Rule("warning", "an amount below zero", "inaccurate"),
    "out_of_range": Rule("warning", "more than a thousand billion", "inaccurate"),
    "unit_word": Rule("info", "a unit such as 万 or k, or a number in words, is multiplied out"),
    "range": Rule("warning", "two amounts, from one to the other; write one of them"),
    "approximate": Rule("info", "a word such as 约, about or + says that the amount is not exact"),
}
JOB_TITLE_RULES: Final[Mapping[str, Rule]] = {
    **COMMON,
    "is_person": Rule("warning", "a person's name, not a job title", "wrong_field"),
    "is_department": Rule("info", "a department, not a job title"),
    "seniority_unknown": Rule("info", "the title does not tell the level"),
    "junk": Rule("warning", "no letters: not a job title", "inaccurate"),
    "typo": Rule("warning", "a known slip of a common word", "inaccurate"),
}
HANDLE_RULES: Final[Mapping[str, Rule]] = {
    **COMMON,
    "syntax": Rule("error", "not a name that this network gives", "inaccurate"),
    "repaired": Rule("info", "the label in front of the name is left out"),
    "from_url": Rule("info", "the name is taken out of the address"),
    "is_phone": Rule("info", "a phone number; it may serve as the name, and belongs into the phone's field, too"),
    "same_as_phone": Rule("info", "says that the phone number serves; write the number", "missing"),
    "platform_mismatch": Rule("warning", "the address belongs to another network", "wrong_field"),
}


def examine_address(value: str | None, *, country: str | None = None) -> Examined:
    """Read a whole postal address."""
    reading = read_address(value, country=country)
    return examined("address", reading, ADDRESS_RULES, reading.value)


def examine_amount(value: str | None) -> Examined:
    """Read an amount of money."""
    reading = read_amount(value)
    return examined("amount", reading, AMOUNT_RULES, reading.value)


def examine_job_title(value: str | None) -> Examined:
    """Read a job title."""
    reading = read_job_title(value)
    return examined("job_title", reading, JOB_TITLE_RULES, reading.value)


def examine_messaging_id(value: str | None, *, platform: str | None = None) -> Examined:
    """Read a messenger's name."""
    reading = read_messaging_id(value, platform=platform)
    return examined("messaging_id", reading, HANDLE_RULES, reading.value)


def examine_social_handle(value: str | None, *, platform: str | None = None) -> Examined:
    """Read a name on a social network."""
    reading = read_social_handle(value, platform=platform)
    return examined("social_handle", reading, HANDLE_RULES, reading.value)
