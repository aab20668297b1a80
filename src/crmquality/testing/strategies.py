"""Hypothesis strategies for CRM values and records, for your own property tests (extra ``testing``)."""

from __future__ import annotations

import datetime as dt

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


def organizations() -> st.SearchStrategy[str]:
    """Names of organizations with a legal form, Chinese and Western.

    Returns:
        A strategy of names.
    """
    han = st.text(st.sampled_from(sorted(words.HAN_GIVEN)), min_size=2, max_size=4)
    western = st.from_regex(r"[A-Z][a-z]{3,9}( [A-Z][a-z]{3,9})?", fullmatch=True)
    return st.builds("{}{}".format, han, st.sampled_from(("科技有限公司", "贸易股份有限公司"))) | st.builds(
        "{} {}".format, western, st.sampled_from(("Ltd", "GmbH", "Inc.", "S.A."))
    )


def dates() -> st.SearchStrategy[str]:
    """Days from 1900 to 2099 as people write them, each form with one reading.

    Returns:
        A strategy of ISO, slash, dotted and Chinese dates.
    """
    forms = st.sampled_from(
        ("{0:%Y-%m-%d}", "{0:%Y/%m/%d}", "{0.day}.{0.month}.{0.year}", "{0.year}年{0.month}月{0.day}日")
    )
    days = st.dates(dt.date(1901, 1, 2), dt.date(2099, 12, 30)).filter(lambda day: day != dt.date(1970, 1, 1))
    return st.builds(str.format, forms, days)


def amounts() -> st.SearchStrategy[str]:
    """Amounts of money with a currency.

    Returns:
        A strategy of texts such as ``"1,234.50 USD"`` and ``"￥3万"``.
    """
    western = st.builds("{:,.2f} {}".format, st.integers(1, 10**9), st.sampled_from(("USD", "EUR", "GBP", "CNY")))
    return western | st.builds("￥{}{}".format, st.integers(1, 999), st.sampled_from(("", "万", "亿")))


def identifiers() -> st.SearchStrategy[str]:
    """Valid unified social credit codes (GB 32100-2015).

    Returns:
        A strategy of 18 characters with the right check character.
    """
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"

    def checked(body: str) -> str:
        return body + letters[-sum(letters.index(c) * pow(3, i, 31) for i, c in enumerate(body)) % 31]

    return st.builds("91{}{}".format, st.text("123456789", min_size=6, max_size=6),
                     st.text(letters, min_size=9, max_size=9)).map(checked)  # fmt: skip


def addresses() -> st.SearchStrategy[str]:
    """Chinese addresses with province, city, district, street and number.

    Returns:
        A strategy of texts.
    """
    places = ("浙江省杭州市西湖区", "北京市海淀区", "上海市浦东新区", "广东省深圳市南山区", "四川省成都市武侯区")
    return st.builds("{}文三路{}号".format, st.sampled_from(places), st.integers(1, 999))
