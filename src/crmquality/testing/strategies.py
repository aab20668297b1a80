"""Hypothesis strategies for CRM values and records, for your own property tests (extra ``testing``)."""

from __future__ import annotations

from hypothesis import strategies as st

from crmquality.testing import _vocabulary as words
from crmquality.testing._contacts import contacts

_COUNTRIES = tuple(words.COUNTRIES.values())


def names() -> st.SearchStrategy[str]:
    """Full names in hanzi, pinyin and Western order.

    Returns:
        A strategy of non-empty names.
    """
    chars = st.lists(st.sampled_from(sorted(words.HAN_GIVEN)), min_size=1, max_size=2).map("".join)
    han = st.builds(str.__add__, st.sampled_from(sorted(words.HAN_SURNAMES)), chars)
    western = st.sampled_from(_COUNTRIES[:-1]).flatmap(
        lambda country: st.builds("{} {}".format, st.sampled_from(country.given), st.sampled_from(country.surnames))
    )
    return han | western


def phones() -> st.SearchStrategy[str]:
    """Valid numbers in E.164.

    Returns:
        A strategy of numbers that libphonenumber calls valid.
    """

    def numbers(country: words.Country) -> st.SearchStrategy[str]:
        leads, size = country.mobiles
        digits = st.sampled_from(leads).flatmap(
            lambda lead: st.text("23456789", min_size=size - len(lead), max_size=size - len(lead)).map(lead.__add__)
        )
        return digits.map(lambda national: f"+{country.dial}{national}")

    return st.sampled_from(_COUNTRIES).flatmap(numbers)


def emails() -> st.SearchStrategy[str]:
    """Plain valid addresses at well-known mailbox providers.

    Returns:
        A strategy of lower-case addresses.
    """
    local = st.from_regex(r"[a-z]{1,12}(\.[a-z]{1,12})?[0-9]{0,4}", fullmatch=True)
    return st.builds("{}@{}".format, local, st.sampled_from(sorted(words.DOMAIN_TYPOS)))


def records() -> st.SearchStrategy[dict[str, str | None]]:
    """Whole contact records with whatever is wrong with them, under HubSpot's headers.

    Returns:
        A strategy of mappings from header to cell.
    """
    return st.integers(0, 2**32).map(lambda seed: contacts(3, seed=seed).rows[-1])
