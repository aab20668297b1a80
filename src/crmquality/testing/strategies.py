"""Hypothesis strategies for CRM values and records, for your own property tests (extra ``testing``).

`values` draws good values of any kind of field, `dirty` the same values as people and software spoil them, each with
the value it stands for and what was done to it. A function for each kind (`names`, `phones` ...) is `values` of it;
`records` draws whole contacts, with whatever is wrong with them, under HubSpot's headers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from attrs import frozen
from hypothesis import strategies as st

from crmquality.errors import PolicyError
from crmquality.testing import _vocabulary as words
from crmquality.testing._contacts import contacts

_COUNTRIES: Final = tuple(words.COUNTRIES.values())
_USCC: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def _form(form: str, *parts: st.SearchStrategy[object] | Sequence[object]) -> st.SearchStrategy[str]:
    """A form filled in with parts, each a strategy or what to choose from."""
    return st.builds(form.format, *(p if isinstance(p, st.SearchStrategy) else st.sampled_from(p) for p in parts))


def _like(pattern: str) -> st.SearchStrategy[str]:
    return st.from_regex(pattern, fullmatch=True)


def _digits(lead: str, size: int) -> st.SearchStrategy[str]:
    """Texts of a size that begin with given digits."""
    return st.text("23456789", min_size=size - len(lead), max_size=size - len(lead)).map(lead.__add__)


def _checked(body: str) -> str:
    """With its check character (GB 32100-2015)."""
    return body + _USCC[-sum(_USCC.index(c) * pow(3, i, 31) for i, c in enumerate(body)) % 31]


def postal_codes(country: str = "CN") -> st.SearchStrategy[str]:
    """Postal codes of one country.

    Args:
        country: ISO 3166-1 alpha-2 code, one that `crmquality.testing` has contacts of.

    Raises:
        PolicyError: no such country here.
    """
    if country not in words.COUNTRIES:
        raise PolicyError(f"no made-up places in {country!r}; countries are {', '.join(words.COUNTRIES)}")
    row = words.COUNTRIES[country]
    fronts = st.sampled_from([place[2] for place in row.places])
    if country == "GB":
        return _form("{}{}{}", fronts, range(1, 10), ("AB", "DW", "QT"))
    return fronts.flatmap(lambda front: _digits(front, row.postal + (len(front) if front.endswith("-") else 0)))


_HAN: Final = st.sampled_from(sorted(words.HAN_GIVEN))
_HAN_GIVEN: Final = st.text(_HAN, min_size=1, max_size=2)
_GIVEN: Final = st.sampled_from(_COUNTRIES[:-1]).flatmap(lambda country: st.sampled_from(country.given))
_SURNAMES: Final = st.sampled_from(_COUNTRIES[:-1]).flatmap(lambda country: st.sampled_from(country.surnames))
_HAN_SURNAMES: Final = st.sampled_from(sorted(words.HAN_SURNAMES))
_NAMES: Final = _form("{}{}", _HAN_SURNAMES, _HAN_GIVEN) | _form("{} {}", _GIVEN, _SURNAMES)
_DAYS: Final = st.dates(dt.date(1901, 1, 2), dt.date(2099, 12, 30)).filter(lambda day: day != dt.date(1970, 1, 1))
_DATES: Final = ("{0:%Y-%m-%d}", "{0:%Y/%m/%d}", "{0.day}.{0.month}.{0.year}", "{0.year}年{0.month}月{0.day}日")
_TIMES: Final = ("{0:%Y-%m-%d %H:%M:%S}", "{0:%Y-%m-%dT%H:%M:%S}+08:00", "{0:%Y-%m-%dT%H:%M}Z",
                 "{0.year}年{0.month}月{0.day}日 {0:%H:%M}")  # fmt: skip
_MOMENTS: Final = st.datetimes(dt.datetime(1971, 1, 2), dt.datetime(2098, 1, 1))  # noqa: DTZ001 - as people write
_MOBILES: Final = [(c.dial, lead, c.mobiles[1]) for c in _COUNTRIES for lead in c.mobiles[0]]
_STREETS: Final = [
    (pattern, words.HAN_ROADS if c.code == "CN" else words.STREET_WORDS) for c in _COUNTRIES for pattern in c.streets
]
_DISTRICTS: Final = "浙江省杭州市西湖区 北京市海淀区 上海市浦东新区 广东省深圳市南山区 四川省成都市武侯区".split()
_HANDLES: Final = ("{}", "@{}", "https://www.linkedin.com/in/{}/", "https://x.com/{}")
_WECHAT: Final = _like(r"[a-z]{4,8}_[0-9]{2,6}")
_TEXTS: Final = _form("{} {} {}", ("Met", "Called", "Wrote to", "拜访", "联系"), _NAMES,
                      ("about the offer.", "twice, no answer.", "，客户要求下周报价。"))  # fmt: skip
_VALUES: Final[dict[str, st.SearchStrategy[str]]] = {
    "text": _TEXTS,
    "custom": _TEXTS,
    "person_name": _NAMES,
    "given_name": _HAN_GIVEN | _GIVEN,
    "family_name": _HAN_SURNAMES | _SURNAMES,
    "organization_name": _form("{}{}", st.text(_HAN, min_size=2, max_size=4), ("科技有限公司", "贸易股份有限公司"))
    | _form("{} {}", _like(r"[A-Z][a-z]{3,9}( [A-Z][a-z]{3,9})?"), ("Ltd", "GmbH", "Inc.", "S.A.")),
    "email": _form("{}@{}", _like(r"[a-z]{1,12}(\.[a-z]{1,12})?[0-9]{0,4}"), sorted(words.DOMAIN_TYPOS)),
    "phone": st.sampled_from(_MOBILES).flatmap(lambda m: _digits(m[1], m[2]).map(f"+{m[0]}".__add__)),
    "country": st.sampled_from([text for country in _COUNTRIES for text in (country.code, country.name)]),
    "region": st.sampled_from([place[1] for country in _COUNTRIES for place in country.places]),
    "city": st.sampled_from([place[0] for country in _COUNTRIES for place in country.places]),
    "street": st.sampled_from(_STREETS).flatmap(
        lambda row: st.builds(row[0].format, w=st.sampled_from(row[1]), n=st.integers(1, 999))
    ),
    "postal_code": postal_codes(),
    "address": _form("{}文三路{}号", _DISTRICTS, range(1, 1000)),
    "date": st.builds(str.format, st.sampled_from(_DATES), _DAYS),
    "datetime": st.builds(str.format, st.sampled_from(_TIMES), _MOMENTS),
    "url": _form("{}{}.{}{}", ("https://", "http://", "https://www."), _like(r"[a-z]{3,12}(-[a-z]{3,8})?"),
                 ("com", "de", "cn", "com.cn", "co.uk", "fr"), ("", "/en", "/about?id=3")),
    "choice": st.sampled_from(words.STAGES),
    "job_title": st.sampled_from([*words.TITLES, *words.HAN_TITLES]),
    "identifier": _form("91{}{}", st.text("123456789", min_size=6, max_size=6),
                        st.text(_USCC, min_size=9, max_size=9)).map(_checked),
    "amount": _form("{:,.2f} {}", st.integers(1, 10**9), ("USD", "EUR", "GBP", "CNY"))
    | _form("￥{}{}", range(1, 1000), ("", "万", "亿")),
    "messaging_id": _WECHAT | _WECHAT.map("微信:{}".format)
    | st.integers(10**7, 10**9).map("QQ:{}".format).filter(lambda text: "12345" not in text),
    "social_handle": st.builds(str.format, st.sampled_from(_HANDLES), _like(r"[a-z]{4,10}-[a-z]{3,8}[0-9]{2}")),
    "number": _form("{}", range(-(10**9), 10**9)) | _form("{:,}", range(1, 10**9)) | _form("{}.25", range(10**4)),
    "boolean": st.sampled_from("true false yes no 1 0 是 否".split()),
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
    if kind not in _VALUES:
        raise PolicyError(f"no values of kind {kind!r}; kinds are {', '.join(_VALUES)}")
    return _VALUES[kind]


names, given_names, family_names = (partial(values, k) for k in ("person_name", "given_name", "family_name"))
organizations, job_titles, identifiers = (partial(values, k) for k in ("organization_name", "job_title", "identifier"))
emails, phones, urls, choices, texts = (partial(values, k) for k in ("email", "phone", "url", "choice", "text"))
messaging_ids, social_handles, addresses = (partial(values, k) for k in ("messaging_id", "social_handle", "address"))
streets, cities, regions, countries = (partial(values, k) for k in ("street", "city", "region", "country"))
dates, datetimes, amounts = (partial(values, k) for k in ("date", "datetime", "amount"))
numbers, booleans = (partial(values, k) for k in ("number", "boolean"))


def records() -> st.SearchStrategy[dict[str, str | None]]:
    """Whole contact records: mappings from header to cell."""
    return st.integers(0, 2**32).map(lambda seed: contacts(3, seed=seed).rows[-1])


@frozen
class Dirty:
    """A spoilt value and its answer key.

    Args:
        raw: the text as it stands in the cell.
        truth: the good value that was spoilt; ``""`` where nothing of it is left.
        problem: what was done, the reason in the code of the finding: ``whitespace``, ``control_char``,
            ``replacement_char``, ``placeholder``, ``test_value``, ``too_long``.
    """

    raw: str
    truth: str
    problem: str


_SPOILED: Final[dict[str, Callable[[str], str]]] = {
    "whitespace": " {}\u3000".format,
    "control_char": lambda good: f"{good[:1]}\x07{good[1:]}",
    "replacement_char": lambda good: f"{good[:1]}\ufffd{good[2:]}",
    "placeholder": lambda _: "n/a", "test_value": lambda _: "asdf",
    "too_long": lambda good: good * (40_000 // len(good)),
}  # fmt: skip


def _spoiled(problem: str, good: str) -> Dirty:
    return Dirty(_SPOILED[problem](good), "" if problem in ("placeholder", "test_value") else good, problem)


def dirty(kind: str) -> st.SearchStrategy[Dirty]:
    """Good values of a kind, spoilt, with what they were and what was done.

    Args:
        kind: name of a kind, as in ``Field(kind=...)``.

    Returns:
        A strategy of `Dirty`. For whole records with an answer key see ``crmquality.testing.contacts``.

    Raises:
        PolicyError: no such kind.
    """
    return st.builds(_spoiled, st.sampled_from(sorted(_SPOILED)), values(kind))
