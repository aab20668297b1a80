"""Made-up people and the companies they work for, at any number, in bounded memory.

Named tuples, not attrs classes: a million are made and thrown away, and a tuple is built three times faster.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

from crmquality.testing import _vocabulary as words
from crmquality.testing._vocabulary import COUNTRIES, Country, weighted

T = TypeVar("T")
_TENS = tuple(10**power for power in range(13))
_KEPT = 20_000
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "æ": "ae"})
_HAN = COUNTRIES["CN"]
_HAN_SURNAMES = weighted(tuple(words.HAN_SURNAMES))
_HAN_CHARS = weighted(tuple(words.HAN_GIVEN), shift=20.0)
_HAN_BRANDS = tuple(words.HAN_BRANDS)


class Company(NamedTuple):
    """An employer."""

    country: Country
    core: str
    forms: tuple[str, ...]
    domain: str
    switchboard: str
    street: str
    city: str
    region: str
    postal: str
    number: int


class Person(NamedTuple):
    """A contact as the world knows it; `latin` is (given, family) in Latin letters, `kin` a relative's entity."""

    entity: str
    country: Country
    given: str
    family: str
    latin: tuple[str, str]
    company: Company
    title: str
    street: str
    city: str
    region: str
    postal: str
    mobile: str
    line: str
    work_email: str
    own_email: str
    kin: str


@lru_cache(maxsize=65_536)
def ascii_word(text: str) -> str:
    """Lower-case ASCII letters of a name, for the local part of a mailbox."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    return "".join(c for c in plain if c.isascii() and c.isalnum())


class World:
    """Draws people one after another; the same seed draws the same people, ``han_share`` of them Chinese."""

    def __init__(self, seed: int, han_share: float) -> None:
        self.random = random.Random(seed)  # noqa: S311 - made-up data, not secrets
        self._draw = draw = self.random.random

        def pick(pool: Sequence[T]) -> T:
            return pool[int(draw() * len(pool))]

        #: one of the pool, each as often as the others; a closure, because it is called ten times a record
        self.pick = pick
        self._han_share = han_share
        self._companies: dict[bool, list[Company]] = {True: [], False: []}
        self._heads: list[int] = []
        self._domains: set[str] = set()
        self._kept: list[Person] = []
        self._made = 0

    def person(self) -> Person:
        """The next new person; one in fifty is a relative or housemate of somebody before."""
        draw, pick = self._draw, self.pick
        self._made += 1
        han = draw() < self._han_share
        company = self._employer(han=han)
        country = company.country
        kin = pick(self._kept) if self._kept and draw() < 0.02 else None
        kin = kin if kin and (kin.country is _HAN) == han else None
        family = kin.family if kin else self._surname(country)
        given, latin = self._given(country, family)
        if kin:
            country, home = kin.country, (kin.street, kin.city, kin.region, kin.postal)
        elif draw() < 0.7:  # the others are reached at home
            home = (company.street, company.city, company.region, company.postal)
        else:
            home = self._address(country)
        line = kin.line if kin else company.switchboard if draw() < 0.5 else self.number(country, country.landlines)
        person = Person(
            f"p{self._made:07d}", country, given, family, latin, company,
            pick(words.HAN_TITLES if country is _HAN else words.TITLES),
            *home, self.number(country, country.mobiles), line,
            *self._mailboxes(country, latin, company), kin.entity if kin else "",
        )  # fmt: skip
        if len(self._kept) < _KEPT:
            self._kept.append(person)
        else:
            self._kept[int(draw() * _KEPT)] = person
        return person

    def known(self) -> Person | None:
        """Somebody who was drawn before, or ``None`` at the very start."""
        return self.pick(self._kept) if self._kept else None

    def moved(self, person: Person) -> Person:
        """The same person in another company of the same country: new work mailbox, line and office."""
        company = self._employer(han=person.country is _HAN)
        if company.country is not person.country:
            return person
        work, _ = self._mailboxes(person.country, person.latin, company)
        return person._replace(
            company=company, street=company.street, city=company.city, region=company.region,
            postal=company.postal, line=company.switchboard, work_email=work,
        )  # fmt: skip

    def number(self, country: Country, ranges: tuple[tuple[str, ...], int]) -> str:
        """A valid number in E.164 from one of the ranges."""
        leads, size = ranges
        lead = leads[int(self._draw() * len(leads))]
        if country.dial == "1":  # an exchange of the North American plan begins with 2 to 9
            return f"+1{lead}{int(self._draw() * 8_000_000) + 2_000_000}"
        rest = size - len(lead)
        return f"+{country.dial}{lead}{int(self._draw() * _TENS[rest]):0{rest}d}"

    def _surname(self, country: Country) -> str:
        if country is _HAN:
            return self.pick(_HAN_SURNAMES)
        if self._draw() < 0.15:  # the long tail: halves of two real surnames
            left, right = self.pick(country.surnames), self.pick(country.surnames)
            return left[: (len(left) + 1) // 2] + right[len(right) // 2 :].lower()
        return self.pick(country.surnames)

    def _given(self, country: Country, family: str) -> tuple[str, tuple[str, str]]:
        if country is not _HAN:
            given = self.pick(country.given)
            return given, (given, family)
        first = self.pick(_HAN_CHARS)
        given = first + self.pick(_HAN_CHARS) if self._draw() < 0.7 else first
        readings = words.HAN_GIVEN
        return given, ("".join([readings[c] for c in given]).capitalize(), words.HAN_SURNAMES[family].capitalize())

    def _mailboxes(self, country: Country, latin: tuple[str, str], company: Company) -> tuple[str, str]:
        """Work and own mailbox; both are this person's alone."""
        given, family = ascii_word(latin[0]), ascii_word(latin[1])
        self._heads[company.number] += 1
        head = self._heads[company.number]
        local = (given + "." + family, given[:1] + family, family + "." + given)[company.number % 3]
        work = f"{local}{head if head > 1 else ''}@{company.domain}"
        digits = self._made * 7919 % 99_991
        if country is not _HAN:
            return work, f"{given}.{family}{digits}@{self.pick(words.FREE_MAIL)}"
        provider = self.pick(words.FREE_MAIL_HAN)
        if provider == "qq.com":
            return work, f"{100_000_000 + self._made * 611_953 % 1_900_000_000}@qq.com"
        return work, f"{family}{given}{digits}@{provider}"

    def _address(self, country: Country) -> tuple[str, str, str, str]:
        draw, pick = self._draw, self.pick
        city, region, postal = pick(country.places)
        word = pick(words.HAN_ROADS if country is _HAN else words.STREET_WORDS)
        street = pick(country.streets).format(w=word, n=1 + int(draw() * draw() * 900))
        if postal[-1] == " ":
            return street, city, region, f"{postal}{1 + int(draw() * 9)}{pick('ABDEH')}{pick('JLNPQ')}"
        rest = country.postal if postal[-1] == "-" else country.postal - len(postal)
        return street, city, region, f"{postal}{int(draw() * _TENS[rest]):0{rest}d}"

    def _employer(self, *, han: bool) -> Company:
        companies = self._companies[han]
        if companies and self._draw() < 0.8:  # early companies are the large ones
            return companies[int(len(companies) * self._draw() ** 1.5)]
        company = self._company(_HAN if han else COUNTRIES[self.pick(words.WEST)])
        companies.append(company)
        return company

    def _company(self, country: Country) -> Company:
        pick = self.pick
        address = self._address(country)
        if country is _HAN:
            left, right, field = pick(_HAN_BRANDS), pick(_HAN_BRANDS), pick(words.HAN_FIELDS)
            core = f"{address[1]}{left}{right}{field}"
            stem = words.HAN_BRANDS[left] + words.HAN_BRANDS[right]
        else:
            name = pick(words.BRANDS) if self._draw() < 0.5 else self._surname(country)
            core = f"{name} {pick(words.FIELDS)}"
            stem = ascii_word(core.replace(" ", ""))
        domain = f"{stem}.{country.tld}"
        number = len(self._heads)
        if domain in self._domains:
            domain = f"{stem}{number}.{country.tld}"
        self._domains.add(domain)
        self._heads.append(0)
        board = self.number(country, country.landlines)
        return Company(country, core, pick(country.forms), domain, board, *address, number)
