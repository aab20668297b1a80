"""How two names of organizations relate: one party, a short form of it, its branch, its group, or another company.

A name is taken apart into what it is called (core, and the brand in the core), and what tells one legal entity of a
group from the next: place, legal form, branch. Only names without a contradiction in any of these are one party. The
tables are ours; left out: who owns whom, which no name tells.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, Final, Literal

from attrs import frozen
from rapidfuzz.distance import OSA, Prefix

from crmquality._data import load, patterns
from crmquality._pinyin import simplify
from crmquality._text import fold, has_han
from crmquality.normalizers._chinese_organization import PLACE_ENDS
from crmquality.normalizers._country import country
from crmquality.normalizers._domain import company_domain
from crmquality.types import OrganizationName

Kinship = Literal[
    "same", "short", "part", "within", "other_form", "typo", "initials", "group", "branch", "head", "franchise",
    "alien", "elsewhere", "unknown",
]  # fmt: skip

_SIGN: Final = re.compile(r"[\W_]+")
#: letters that no mark comes off
_LETTERS: Final = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
_UMLAUT: Final = re.compile("([aou])e")
_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_NUMBER: Final = re.compile(r"\d+|[一二三四五六七八九十]+")
_TABLES: Final = load("matching")["companies"]
_TRADES, _CITIES = (frozenset(_TABLES[n]) for n in ("trades", "cities"))
_WIDE, _COMMON, _SHARED = (frozenset(_TABLES[n].split()) for n in ("wide", "common", "shared"))
HOME: Final[Mapping[str, str]] = _TABLES["home"]
_HAN_TRADE: Final = "|".join(_TABLES["han_trades"])
_HAN_BRAND: Final = re.compile(f"(.{{2,}}?)(?:{_HAN_TRADE})+")
_STARTS_TRADE: Final = re.compile(_HAN_TRADE)
#: what many are called by: a trade, a number, a kind of institution
_HAN_COMMON: Final = re.compile(f"(?:{_TABLES['han_common']}|{_HAN_TRADE}|第?[一二三四五六七八九十]+)+")
#: what stands behind a name is no shop's: 酒店, 大酒店
_NO_SHOP: Final = re.compile("大[酒饭]店|.?.$")
#: 浙江省 in a name is 浙江
_DIVISION: Final = re.compile(f"({'|'.join(_TABLES['cities'])})[省市]")
_FRANCHISE: Final = patterns("matching")["franchise"]
#: forms that say no more than that there are several companies
_SAID: Final = frozenset(("Group", "Holding"))
_LOOSE: Final = frozenset(("", "Co", "有限", "公司", "事务所"))
_ALIKE: Final = {"有限責任公司": "有限公司", "有限责任公司": "有限公司", "股份公司": "股份有限公司", "Corp": "Inc"}
#: Bank of China has no other brand
_OF: Final = frozenset(("of", "de", "del", "der", "di"))
#: words that initials leave out, and fewer letters than so many are anybody's
_SMALL: Final = _OF | {"and", "the", "for", "und", "et", "y", "e", "für", "fur"}
_FEWEST_INITIALS: Final = 3
_LONG_ENOUGH: Final = 8
_SHORTEST_BRAND, _LONG_BRAND, _SHORTEST_WORD = 2, 3, 4
_LONGEST_PLACE: Final = 8


@cache
def _icann() -> Any:
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList(only_icann=True)


@lru_cache(maxsize=65_536)
def owned_domain(host: str, page: str = "") -> str | None:
    """The registered domain of a host, where a company owns it.

    Args:
        host: host of a website or mailbox, in small letters.
        page: the path of a website; a page on a marketplace is not the marketplace.

    Returns:
        ``None`` for free and disposable mail, agencies, social networks, marketplaces and builders of sites.
    """
    host = host.lower().strip(".").removeprefix("www.")
    domain = company_domain(host)
    if domain is None or domain != _icann().privatesuffix(host):
        return None
    if domain in load("hosts")["platforms"] or domain in load("hosts")["shorteners"]:
        return None
    return None if domain in _SHARED and (host != domain or page.strip("/")) else domain


@frozen
class Called:
    """What an organization is called.

    Args:
        key: the core, folded, with its place.
        brand: the stem without its trade: 腾讯 of 腾讯科技.
        place: the place in the core or in brackets; a country by its code.
        form: legal form, ``""`` = none, or one that tells nothing.
        branch: the branch, folded.
        franchise: the name says that somebody else trades under it.
        stem: the core without its place.
        initials: first letters of a name of three words and more.
        han: it is written in hanzi.
        parts: what it is called by, hanzi or words, without place and words like Group; 集团 counts.
    """

    key: str = ""
    brand: str = ""
    place: str = ""
    form: str = ""
    branch: str = ""
    franchise: bool = False
    stem: str = ""
    initials: str = ""
    han: bool = False
    parts: tuple[str, ...] = ()

    @property
    def full(self) -> str:
        """The parts as one."""
        return "".join(self.parts)

    @property
    def common(self) -> bool:
        """Whether it says what many are called: 石油化工, First National."""
        return bool(_HAN_COMMON.fullmatch(self.stem)) if self.han else (_COMMON | _TRADES).issuperset(self.parts)

    @property
    def shop(self) -> str:
        """A name in hanzi that ends as branches and shops do, without its place; else ``""``."""
        text = self.stem + self.branch
        return text if self.han and not self.form and text.endswith(PLACE_ENDS) else ""


def _folded(text: str) -> str:
    """Letters and digits of a text; Müller and Mueller are one."""
    return _UMLAUT.sub(r"\1", _SIGN.sub("", _plain(simplify(text))))


def _plain(text: str) -> str:
    return fold(text).translate(_LETTERS)


def called(name: OrganizationName | None) -> Called:
    """Take a name further apart; empty where no organization is named.

    Example:
        >>> from crmquality.normalizers import organization_name
        >>> [called(organization_name(n)).place for n in ("腾讯科技（深圳）有限公司", "Siemens (China) Ltd")]
        ['深圳', 'CN']
    """
    if name is None or not name.core:
        return Called()
    core, other = name.core, _FRANCHISE.search(name.core + name.branch)
    branch = _folded(name.branch)
    if (found := _FRANCHISE.search(core)) and found.start() > 1:
        core = core[: found.start()]
    han = has_han(core)
    core = _DIVISION.sub(r"\1", simplify(core)) if han else core
    brand, place, stem, parts = _han_brand(core) if han else _brand(core)
    place = _place(name.area) or place
    words = [] if han else [w for w in _WORD.findall(_plain(core)) if w not in _SMALL]
    initials = "".join(w[0] for w in words) if len(words) >= _FEWEST_INITIALS else ""
    form = "" if name.legal_form in _LOOSE else _ALIKE.get(name.legal_form, name.legal_form)
    if form.startswith(("集团", "集團")) or name.area in ("集团", "集團"):
        form, parts = "集团" if form in ("集团", "集團") else "集团有限公司", (*parts, "集", "团")
    return Called(_folded(core), brand, place, form, branch, other is not None, stem, initials, han, parts)


@lru_cache(maxsize=4096)
def _place(text: str) -> str:
    if not text or text in ("集团", "集團"):
        return ""
    plain = _folded(text)
    return country(text) or (plain.removesuffix("省").removesuffix("市") if has_han(plain) else plain)


def _brand(core: str) -> tuple[str, str, str, tuple[str, ...]]:
    words = [w for w in _WORD.findall(_plain(core)) if w not in ("the", "and", "und", "et")]
    place, trades = "", list[str]()
    while len(words) > 1:
        if words[-1] in _TRADES:
            trades.insert(0, words.pop())
        elif not place and words[-2] not in _OF and len(words[-1]) > 1 and (code := country(words[-1])):
            place = code
            words.pop()
        else:
            break
    brand, parts = _folded("".join(words)), [_folded(w) for w in (*words, *trades)]
    while len(parts) > 1 and parts[-1] in _WIDE:
        parts.pop()
    return brand, place, brand + _folded("".join(trades)), tuple(parts)


@cache
def _places() -> frozenset[str]:
    """What names of Chinese companies begin with: a province or city as it is written, or a large one's short name."""
    names = load("cn_divisions")["names"]
    return frozenset((*_CITIES, *(n for code, n in names.items() if code.endswith("00"))))


def _han_brand(core: str) -> tuple[str, str, str, tuple[str, ...]]:
    body, place = _SIGN.sub("", fold(core)), ""
    for size in range(min(_LONGEST_PLACE, len(body) - _SHORTEST_BRAND), 1, -1):
        head = body[:size]
        if head in _places():
            place, body = _place(head), body[size:]
            break
    if place in ("", "CN") and len(body) > _SHORTEST_BRAND + 1 and body[-2:] in _places():
        place, body = _place(body[-2:]), body[:-2]
    found = _HAN_BRAND.fullmatch(body)
    return found[1] if found else body, place, body, tuple(body)


def kinship(lead: Called, account: Called) -> Kinship:
    """What a name that a lead writes is to the name of an account.

    Returns:
        ``same``: one party; ``short``: one of them is a short form; ``part``: it begins so, as others may; ``within``:
        a word or the initials of it; ``other_form``: the same but for the legal form;
        ``typo``: one letter off; ``initials``: one is the first letters of the other's words;
        ``group``: another company of that name; ``elsewhere``: one in another place;
        ``branch``: the lead's is a branch of the account; ``head``: the other way round; ``franchise``: it trades under
        the account's name; ``alien``: nothing in common; ``unknown``: cannot be compared.

    Example:
        >>> from crmquality.normalizers import organization_name
        >>> whole, branch = (called(organization_name(f"华为技术有限公司{b}")) for b in ("", "深圳分公司"))
        >>> kinship(branch, whole), kinship(whole, whole)
        ('branch', 'same')
    """
    if not lead.key or not account.key:
        return "unknown"
    core = lead.key == account.key
    if not core and not (lead.brand == account.brand and len(lead.brand) >= _SHORTEST_BRAND):
        return _apart(lead, account)
    if lead.franchise != account.franchise:
        return "franchise"
    if lead.branch != account.branch:
        return "branch" if not account.branch else "head" if not lead.branch else "group"
    if (entity := _entities(lead, account)) != "same":
        return entity
    if core and lead.place == account.place:
        return "same"
    abroad = lead.place and not account.place and not (lead.han and lead.key != lead.stem)
    if abroad or core:  # Acme China is no other writing of Acme; 深圳市 before a name may be left out
        return "group" if abroad else "same"
    # one of them is the brand alone, as people say it; a whole legal name is never short for another
    brands = (n for n in (lead, account) if n.brand == n.stem and not n.form)
    if not (lead.stem == account.stem or any(brands) or _begins(lead, account)):
        return "group"
    return "unknown" if lead.common or account.common else "short"


def parted(one: Called, two: Called) -> bool:
    """Whether two names of one brand are different parties: head office and branch, companies of two countries.

    Stricter than `kinship`: names that may merely be written differently are not parted.
    """
    if _shop(one, two):
        return True
    if not one.brand or one.brand != two.brand:
        return False
    elsewhere = bool(one.place and two.place) and one.place != two.place
    if one.branch != two.branch or one.franchise != two.franchise or elsewhere:
        return True
    return one.stem == two.stem and _entities(one, two) in ("group", "elsewhere")


def _entities(lead: Called, account: Called) -> Kinship:
    if lead.place != account.place:
        less, more = (lead, account) if not lead.place else (account, lead)
        if less.place:
            return "elsewhere"
        if less.form not in ("", "集团") or (more is lead and account.form):
            return "group"
        if more is account and not lead.han:  # Siemens: rather Siemens AG than Siemens Ltd., China
            return "short"
    if lead.form and account.form and lead.form != account.form:
        mine, yours = (set(HOME.get(f, "").split()) for f in (lead.form, account.form))
        strangers = bool(mine and yours) and not mine & yours
        wide = any((w in lead.form) != (w in account.form) for w in ("集团", "Holding"))
        if strangers or wide:
            return "group"
        return "same" if lead.han or lead.form in _SAID or account.form in _SAID else "other_form"
    return "same"


def _apart(lead: Called, account: Called) -> Kinship:
    """Names with different brands: a slip, a part of one another, or nothing in common."""
    one, two = sorted((lead.key, account.key), key=len)
    if lead.han != account.han:
        return "unknown"
    if shop := _shop(lead, account):
        return shop
    if lead.branch == account.branch and one_letter_off(one, two):
        return "typo" if _entities(lead, account) == "same" else "group"
    if one in (lead.initials, account.initials):
        return "initials" if (lead.branch, lead.franchise) == (account.branch, account.franchise) else "unknown"
    if not lead.form and not account.branch and account.stem.startswith(lead.stem):
        return "unknown" if lead.common else "branch" if lead.branch else "part"
    if not lead.form and not lead.branch and not account.branch and _holds(account, lead):
        return "within"
    shared = Prefix.similarity(lead.brand, account.brand)
    if shared < (_SHORTEST_BRAND if lead.han else _SHORTEST_WORD) or (not lead.han and shared < len(one) // 2):
        return "alien"
    return "franchise" if lead.franchise or account.franchise else "group"


def abroad(lead: Called, account: Called) -> bool:
    """Whether the lead's is a company of its own, by legal form, in a country that the account's name does not say."""
    behind = not lead.han or lead.key == lead.stem  # 中国 in front is a part of the name
    return bool(lead.form) and behind and lead.place.isupper() and lead.place != account.place


def _begins(lead: Called, account: Called) -> bool:
    """Whether a name without a form is the beginning of another."""
    whole = lead.form or lead.branch or account.branch or lead.place not in ("", account.place)
    return not whole and len(lead.parts) < len(account.parts) and account.full.startswith(lead.full)


def _holds(account: Called, lead: Called) -> bool:
    """Whether a long Latin name holds the other as a word, or as the initials of two: Mærsk, J&J."""
    two = len(lead.key) == len(account.parts) == _FEWEST_INITIALS - 1
    letters = two and lead.key == "".join(w[0] for w in account.parts)
    return not account.han and (letters or (len(lead.key) >= _SHORTEST_WORD and lead.key in account.parts))


def _shop(lead: Called, account: Called) -> Kinship | None:
    """Whether one of two names in hanzi is a shop of the other, said without a legal form: 蜜雪冰城郑州店."""
    if lead.place and account.place and lead.place != account.place:
        return None
    if _of(lead.shop, account):
        return "franchise" if lead.franchise else "branch"
    return ("franchise" if account.franchise else "head") if _of(account.shop, lead) else None


def _of(shop: str, head: Called) -> bool:
    if not shop or head.shop or head.common or len(head.brand) < _SHORTEST_BRAND:
        return False
    if shop.startswith(head.stem) and not _NO_SHOP.match(shop, len(head.stem)):
        return True
    rest = shop[len(head.brand) :]
    known = rest[:2] in _places() or (len(head.brand) >= _LONG_BRAND and not _STARTS_TRADE.match(rest))
    return known and shop.startswith(head.brand) and not _NO_SHOP.match(rest)


def one_letter_off(one: str, two: str) -> bool:
    """Whether two keys differ in one letter, and in no digit nor hanzi: 华讯 and 华迅 are two companies."""
    long = min(len(one), len(two)) >= _LONG_ENOUGH and one.isascii() and two.isascii()
    same_numbers = long and _NUMBER.findall(one) == _NUMBER.findall(two)
    return same_numbers and one[0] == two[0] and OSA.distance(one, two, score_cutoff=1) == 1
