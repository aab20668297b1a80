"""Whether a mailbox can belong to a person or a company, judged by names alone.

Both answers "no" only on plain evidence, because names change, are shortened and translated: a person's
mailbox must spell out two words that are a known name and share nothing with the person's; a company's
domain must share no three letters with the company's name nor abbreviate it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from attrs import frozen

from crmquality._data import load
from crmquality._pinyin import han_key, han_syllables, pinyin, simplify, surname_pinyin
from crmquality._text import fold, has_han, is_han, scripts
from crmquality.normalizers._domain import company_domain, plainly_owned
from crmquality.normalizers._organization_name import organization_name
from crmquality.validators._rule import After, Extract, Head, Part, Reads

if TYPE_CHECKING:
    import polars as pl

_BETWEEN: Final = re.compile(r"[._-]")
_SYLLABLE: Final = (
    r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])"
    r"(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|ia|ie|in|iu|ou|ua|ue|ui|un|uo|[aeiu])"
    r"|[bpmfwy]o|[nl]ve?|ang|ai|an|ao|en|er|ou|[ae])"
)
_PINYIN: Final = re.compile(rf"{_SYLLABLE}(?:{_SYLLABLE})?", re.ASCII)
_SYLLABLES: Final = re.compile(rf"(?:{_SYLLABLE}){{2,4}}", re.ASCII)
_LATIN: Final = frozenset({"Latin"})
_WORD: Final = re.compile(r"[^\W\d_]+")
_SHORTEST, _LONGEST, _FEW_HAN = 3, 60, 4
#: spellings that pinyin has and brand names seldom have
_TELLING: Final = re.compile(r"zh|x|q|iang|uang|iao|ong|uo", re.ASCII)


@cache
def _known() -> tuple[frozenset[str], frozenset[str], frozenset[str], dict[str, frozenset[str]]]:
    """Given names, pinyin of surnames, role words, and what each given name is also called."""
    names = load("names")
    surnames = frozenset(surname_pinyin(simplify(s)) for s in names["surnames"]) - {""}
    also: dict[str, set[str]] = {}
    for group in names["nicknames"]:
        for name in group:
            also.setdefault(name, set()).update(group)
    roles = frozenset(load("email_domains")["role"])
    return frozenset(also), surnames, roles, {k: frozenset(v) for k, v in also.items()}


#: the local part of an address (or a local part) in small letters, where it is two words such as ``anna.li``
two_words: Final = Part(r"([a-zA-Z]{2,15}[._-][a-zA-Z]{2,15})[0-9]{0,4}(?:@(?s:.*))?", lower=True)
#: what follows the last ``@`` of an address; a domain stays itself
mail_host: Final = After("@")


@frozen
class _Own:
    """The company's domain of a mail host, where it has one."""

    def __call__(self, host: str) -> str | None:
        """That of a host."""
        return company_domain(host)

    def of_column(self, hosts: pl.Series) -> pl.Series:
        """Those of many hosts."""
        rest = (~plainly_owned(hosts)).arg_true()
        return hosts.clone().scatter(rest, [company_domain(host) for host in hosts.gather(rest)])


#: the company's domain of an address (or of a domain), where it has one
OWN_DOMAIN: Final[tuple[Extract, ...]] = (mail_host, _Own())


@lru_cache(maxsize=16_384)
def _person(local: str) -> tuple[str, str] | None:
    """The two words of a local part that plainly is some person's name."""
    left, right = _BETWEEN.split(local)
    given, surnames, roles, _ = _known()
    if left in roles or right in roles:
        return None
    western = (left in given or right in given) and min(len(left), len(right)) >= _SHORTEST
    both = ((left, right), (right, left))
    chinese = any(a in surnames and len(b) >= _SHORTEST and _PINYIN.fullmatch(b) for a, b in both)
    return (left, right) if western or chinese else None


@lru_cache(maxsize=16_384)
def _surname(cell: str) -> str:
    """What a mailbox of two words holds of a family or full name: the last word, or the surname in pinyin."""
    if not cell.isascii():
        return surname_pinyin(simplify(cell[:1])) if is_han(cell[:1]) else " "
    word = cell.lower().rpartition(" ")[2]
    return word if len(word) > 1 else " "


def names_person(*cells: str) -> bool | None:
    """Whether a mailbox can be a person's: name cells (one or two), then the address or its local part.

    Returns:
        ``None`` unless both the name and the mailbox are two words that can be compared.
    """
    local = two_words(cells[-1])
    if local is None:
        return None
    if _surname(cells[-2]) in local:  # the common case, in a microsecond
        return True
    person = _person(local)
    return None if person is None else _compare(" ".join(cells[:-1]), list(cells[:-1]), person)


#: a mailbox that holds the name is the person's
SURNAME_AND_MAILBOX: Final[tuple[Reads, Reads]] = (-2, (_surname,)), (-1, ())


def mailbox_name(address: str) -> tuple[str, str] | None:
    """Given and family name that a mailbox of two words may spell; ``None`` for role words and other mailboxes.

    Example:
        >>> mailbox_name("anna.berg@acme.com"), mailbox_name("wang.xiaoming@qq.com"), mailbox_name("sales.team@x.com")
        (('Anna', 'Berg'), ('Xiaoming', 'Wang'), None)
    """
    left, right = _BETWEEN.split(two_words(address) or ".")
    _, surnames, roles, _ = _known()
    if not left or left in roles or right in roles:
        return None
    if left in surnames and right not in surnames and _PINYIN.fullmatch(right):
        left, right = right, left
    return left.capitalize(), right.capitalize()


def _compare(name: str, names: list[str], person: tuple[str, str]) -> bool | None:
    han = is_han(name.replace(" ", ""))
    if han:
        words = _han_words(names)
    elif scripts(name) == _LATIN:
        words = _WORD.findall(fold(name))
    else:
        return None
    if len(words) < 2 or (han and not all(map(_PINYIN.fullmatch, person))):  # noqa: PLR2004 - both parts must be known
        return None
    also = _known()[3]
    alike = (w in p or p in w or w[:3] == p[:3] or w in also.get(p, ()) for w in words for p in person)
    return any(alike) or all(part[0] in {word[0] for word in words} for part in person)


def _han_words(names: list[str]) -> list[str]:
    """Readings of a hanzi name: the surname both ways, then the other characters."""
    text = simplify("".join(reversed(names)) if len(names) > 1 else names[0].replace(" ", ""))
    return [surname_pinyin(text[:2]), surname_pinyin(text[:1]), *(pinyin(c) for c in text)]


def _abbreviates(short: str, long: str) -> bool:
    """Whether the letters of one stand in the other in their order."""
    rest = iter(long)
    return all(letter in rest for letter in short)


def names_company(company: str, address: str) -> bool | None:
    """Whether a company's name and a mailbox's domain, address or `own_label` can belong together.

    ``None``: the domain is nobody's own, or either is too short to tell.
    """
    domain = company_domain(address.rpartition("@")[2]) if "@" in address else address
    label = None if domain is None else own_label(domain)
    return None if label is None else _belongs(company, label)


@frozen
class _OwnLabel:
    """Letters of the first label of a domain, or such letters, where they are enough to tell."""

    def __call__(self, domain: str) -> str | None:
        """Those of a domain."""
        label = domain.partition(".")[0]
        label = label if label.isalpha() else "".join(filter(str.isalpha, label))
        return label if len(label) > _SHORTEST and label.isascii() else None

    def of_column(self, domains: pl.Series) -> pl.Series:
        """Those of many domains."""
        letters = domains.str.splitn(".", 2).struct.field("field_0").str.replace_all(r"[^\p{L}]", "")
        return letters.str.extract("^([a-zA-Z]{4,})$")


own_label: Final = _OwnLabel()


@frozen
class _Called:
    """What a company is called, for comparison with domains: letters of its whole name, and of its core."""

    key: str
    core: str
    syllables: tuple[str, ...] | None
    words: tuple[str, ...]


@lru_cache(maxsize=4096)
def _called(company: str) -> _Called | None:
    name = organization_name(company)
    if name is None:
        return None
    han = has_han(company)
    text = fold(name.core if han else company)[:_LONGEST]
    syllables = han_syllables(text) if han else None
    key = "".join(_WORD.findall("".join(syllables or ()) or text))
    core = key if han else "".join(_WORD.findall(fold(name.core)[:_LONGEST]))
    if not key.isascii() or len(core) <= _SHORTEST:
        return None
    return _Called(key, core, syllables, () if han else tuple(_WORD.findall(text)))


@lru_cache(maxsize=16_384)
def _begins(company: str) -> str:
    """Letters that a company's name begins with, hanzi as syllables."""
    head = company[:_FEW_HAN]
    return head.lower() if head.isascii() else fold(han_key(head))


#: a name that begins as the domain does belongs to it
NAME_AND_LABEL: Final[tuple[Reads, Reads]] = (1, (Head(_SHORTEST),)), (0, (Head(_FEW_HAN), _begins))


def _belongs(company: str, label: str) -> bool | None:
    # the common case, in a microsecond: the name begins as the domain does
    if label[:_SHORTEST] in _begins(company[:_FEW_HAN]):
        return True
    if (called := _called(company)) is None:
        return None
    if any(label[i : i + _SHORTEST] in called.key for i in range(len(label) - _SHORTEST + 1)):
        return True
    if _abbreviates(label, called.key) or _abbreviates(called.core, label):
        return True
    if called.syllables is not None:
        # a Chinese company may well trade under a Latin name: only another name in pinyin contradicts
        plain = _SYLLABLES.fullmatch(label) is not None and _TELLING.search(label) is not None
        return None if not plain or any(s in label for s in called.syllables) else False
    return any(word[:2] == label[:2] or (len(word) > 1 and word in label) for word in called.words)
