"""Hypothesis strategies for CRM values and records, for your own property tests (extra ``testing``).

`values` draws good values of any kind of field, `dirty` the same values as people and software spoil them, each with
the value it stands for and what was done to it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final

from attrs import frozen
from hypothesis import strategies as st

from crmquality.errors import PolicyError
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


def datetimes() -> st.SearchStrategy[str]:
    """Days with a time of day, some with a zone.

    Returns:
        A strategy of ISO texts and texts such as ``"2024年3月5日 下午2:30"``.
    """
    forms = (
        "{0:%Y-%m-%d %H:%M:%S}",
        "{0:%Y-%m-%dT%H:%M:%S}+08:00",
        "{0:%Y-%m-%dT%H:%M}Z",
        "{0.year}年{0.month}月{0.day}日 {0:%H:%M}",
    )
    return st.builds(str.format, st.sampled_from(forms), st.datetimes(dt.datetime(1971, 1, 2), dt.datetime(2098, 1, 1)))  # noqa: DTZ001


def given_names() -> st.SearchStrategy[str]:
    """Given names, Chinese and Western.

    Returns:
        A strategy of names.
    """
    han = st.lists(st.sampled_from(sorted(words.HAN_GIVEN)), min_size=1, max_size=2).map("".join)
    return han | st.sampled_from(_COUNTRIES[:-1]).flatmap(lambda country: st.sampled_from(country.given))


def family_names() -> st.SearchStrategy[str]:
    """Family names, Chinese and Western.

    Returns:
        A strategy of names.
    """
    western = st.sampled_from(_COUNTRIES[:-1]).flatmap(lambda country: st.sampled_from(country.surnames))
    return st.sampled_from(sorted(words.HAN_SURNAMES)) | western


def countries() -> st.SearchStrategy[str]:
    """Countries by code and name.

    Returns:
        A strategy of texts that name one country.
    """
    return st.sampled_from([text for country in _COUNTRIES for text in (country.code, country.name)])


def _places(part: int) -> st.SearchStrategy[str]:
    return st.sampled_from([place[part] for country in _COUNTRIES for place in country.places])


def regions() -> st.SearchStrategy[str]:
    """Provinces and states.

    Returns:
        A strategy of names and codes.
    """
    return _places(1)


def cities() -> st.SearchStrategy[str]:
    """Large cities.

    Returns:
        A strategy of names.
    """
    return _places(0)


def streets() -> st.SearchStrategy[str]:
    """Street lines with a number.

    Returns:
        A strategy of texts.
    """
    patterns = st.sampled_from(
        [(country.code == "CN", pattern) for country in _COUNTRIES for pattern in country.streets]
    )
    return patterns.flatmap(
        lambda row: st.builds(
            lambda word, number: row[1].format(w=word, n=number),
            st.sampled_from(words.HAN_ROADS if row[0] else words.STREET_WORDS), st.integers(1, 999),
        )
    )  # fmt: skip


def postal_codes(country: str = "CN") -> st.SearchStrategy[str]:
    """Postal codes of one country.

    Args:
        country: ISO 3166-1 alpha-2 code, one that `crmquality.testing` has contacts of.

    Returns:
        A strategy of codes in the country's form.

    Raises:
        PolicyError: no such country here.
    """
    if country not in words.COUNTRIES:
        raise PolicyError(f"no made-up places in {country!r}; countries are {', '.join(words.COUNTRIES)}")
    row = words.COUNTRIES[country]
    fronts = st.sampled_from([place[2] for place in row.places])
    if country == "GB":
        return st.builds("{}{}{}".format, fronts, st.integers(1, 9), st.sampled_from(("AB", "DW", "QT")))

    def whole(front: str) -> st.SearchStrategy[str]:
        missing = row.postal - (0 if front.endswith("-") else len(front))
        return st.text("123456789", min_size=missing, max_size=missing).map(front.__add__)

    return fronts.flatmap(whole)


def urls() -> st.SearchStrategy[str]:
    """Web addresses of companies.

    Returns:
        A strategy of addresses with a scheme.
    """
    name = st.from_regex(r"[a-z]{3,12}(-[a-z]{3,8})?", fullmatch=True)
    ending = st.sampled_from(("com", "de", "cn", "com.cn", "co.uk", "fr"))
    front, path = st.sampled_from(("https://", "http://", "https://www.")), st.sampled_from(("", "/en", "/about?id=3"))
    return st.builds("{}{}.{}{}".format, front, name, ending, path)


def choices() -> st.SearchStrategy[str]:
    """Lifecycle stages as a CRM exports them.

    Returns:
        A strategy of codes.
    """
    return st.sampled_from(words.STAGES)


def job_titles() -> st.SearchStrategy[str]:
    """Job titles, Chinese and Western.

    Returns:
        A strategy of titles.
    """
    return st.sampled_from(words.TITLES) | st.sampled_from(words.HAN_TITLES)


def messaging_ids() -> st.SearchStrategy[str]:
    """Names on WeChat and QQ, Chinese mobiles.

    Returns:
        A strategy of texts, some with a label in front.
    """
    wechat = st.from_regex(r"[a-z]{4,8}_[0-9]{2,6}", fullmatch=True)
    return (
        wechat
        | wechat.map("微信:{}".format)
        | st.integers(10**7, 10**9).map("QQ:{}".format).filter(lambda t: "12345" not in t)
    )


def social_handles() -> st.SearchStrategy[str]:
    """Names on social networks, alone and as addresses.

    Returns:
        A strategy of texts.
    """
    name = st.from_regex(r"[a-z]{4,10}-[a-z]{3,8}[0-9]{2}", fullmatch=True)
    forms = ("{}", "@{}", "https://www.linkedin.com/in/{}/", "https://x.com/{}")
    return st.builds(str.format, st.sampled_from(forms), name)


def numbers() -> st.SearchStrategy[str]:
    """Numbers with and without groups and decimals.

    Returns:
        A strategy of texts.
    """
    return (
        st.integers(-(10**9), 10**9).map(str)
        | st.integers(1, 10**9).map("{:,}".format)
        | st.integers(0, 9999).map("{}.25".format)
    )


def booleans() -> st.SearchStrategy[str]:
    """Yes and no in English and Chinese.

    Returns:
        A strategy of texts.
    """
    return st.sampled_from(("true", "false", "yes", "no", "1", "0", "是", "否"))


def texts() -> st.SearchStrategy[str]:
    """Notes as people write them.

    Returns:
        A strategy of short sentences.
    """
    return st.builds("{} {} {}".format, st.sampled_from(("Met", "Called", "Wrote to", "拜访", "联系")), names(),
                     st.sampled_from(("about the offer.", "twice, no answer.", "，客户要求下周报价。")))  # fmt: skip


_STRATEGIES: Final[dict[str, Callable[[], st.SearchStrategy[str]]]] = {
    "text": texts, "person_name": names, "given_name": given_names, "family_name": family_names,
    "organization_name": organizations, "email": emails, "phone": phones, "country": countries, "region": regions,
    "city": cities, "street": streets, "postal_code": postal_codes, "date": dates, "datetime": datetimes, "url": urls,
    "choice": choices, "identifier": identifiers, "custom": texts, "job_title": job_titles, "address": addresses,
    "amount": amounts, "messaging_id": messaging_ids, "social_handle": social_handles, "number": numbers,
    "boolean": booleans,
}  # fmt: skip


def values(kind: str) -> st.SearchStrategy[str]:
    """Good values of a kind of field.

    Args:
        kind: name of a kind, as in ``Field(kind=...)``.

    Returns:
        A strategy of texts in which ``validators.examine`` finds no error.

    Raises:
        PolicyError: no such kind.
    """
    if kind not in _STRATEGIES:
        raise PolicyError(f"no values of kind {kind!r}; kinds are {', '.join(_STRATEGIES)}")
    return _STRATEGIES[kind]()


@frozen
class Dirty:
    """A spoilt value and its answer key.

    Args:
        raw: the text as it stands in the cell.
        truth: the good value that was spoilt; ``""`` where nothing of it is left.
        problem: what was done, the reason in the code of the finding: ``whitespace``, ``control_char``,
            ``replacement_char``, ``placeholder``, ``test_value``, ``masked``, ``too_long``.
    """

    raw: str
    truth: str
    problem: str


_SPOILED: Final[dict[str, Callable[[str], Dirty]]] = {
    "whitespace": lambda good: Dirty(f" {good}\u3000", good, "whitespace"),
    "control_char": lambda good: Dirty(f"{good[:1]}\x07{good[1:]}", good, "control_char"),
    "replacement_char": lambda good: Dirty(f"{good[:1]}\ufffd{good[2:]}", good, "replacement_char"),
    "placeholder": lambda _: Dirty("n/a", "", "placeholder"),
    "test_value": lambda _: Dirty("asdf", "", "test_value"),
    "too_long": lambda good: Dirty(good * (40_000 // len(good)), good, "too_long"),
}


def dirty(kind: str) -> st.SearchStrategy[Dirty]:
    """Good values of a kind, spoilt, with what they were and what was done.

    Args:
        kind: name of a kind, as in ``Field(kind=...)``.

    Returns:
        A strategy of `Dirty`. For whole records with an answer key see ``crmquality.testing.contacts``.

    Raises:
        PolicyError: no such kind.
    """
    spoilers = st.sampled_from([_SPOILED[name] for name in sorted(_SPOILED)])
    return st.builds(lambda spoil, good: spoil(good), spoilers, values(kind))
