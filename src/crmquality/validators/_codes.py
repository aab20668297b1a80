"""Findings for countries, postal codes, web addresses, choices, identifiers, numbers and yes-or-no."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Final

from crmquality._text import is_plain
from crmquality.normalizers._choice import SHORT, ChoiceTable, choice_table, read_boolean, read_choice, read_number
from crmquality.normalizers._country import read_country
from crmquality.normalizers._identifier import read_identifier
from crmquality.normalizers._postal_code import read_postal_code
from crmquality.normalizers._reading import Note, placeholder_code
from crmquality.normalizers._text import read_text
from crmquality.normalizers._url import read_url
from crmquality.types import Brief, Examined, Finding
from crmquality.validators._common import COMMON, Rule, examined, findings

RULES: Final[Mapping[str, Rule]] = {
    **COMMON,
    "unknown": Rule("error", "not a value of the list", "inaccurate"),
    "alias": Rule("info", "another spelling of a value of the list"),
    "nearest": Rule("info", "a value of another list; the nearest one of this list is meant, and never written back"),
    "typo": Rule("error", "one slip away from a value of the list; see the suggestion", "inaccurate"),
    "case": Rule("info", "a value of the list in other capitals or width"),
    "ambiguous": Rule("warning", "the name can mean another place as well", "inaccurate"),
    "format": Rule("error", "not the shape of such a code", "inaccurate"),
    "country_unknown": Rule("info", "the record names no country, so the shape of the code is not checked"),
    "padded": Rule("warning", "a leading zero was probably lost", "inaccurate"),
    "syntax": Rule("error", "not a web address", "inaccurate"),
    "scheme_missing": Rule("info", "https:// is put in front"),
    "not_public": Rule("warning", "the host cannot be reached from outside", "inaccurate"),
    "tracking_parameters": Rule("info", "the address carries tracking parameters"),
    "shortener": Rule("warning", "a shortened link: nobody knows where it leads; ask for the address itself"),
    "social_link": Rule("info", "a page on a social network, not a site of one's own"),
    "idn": Rule("info", "the host is written in Punycode, as it is looked up"),
    "mixed_script": Rule("warning", "letters of several scripts in one name: it may imitate another", "inaccurate"),
    "checksum": Rule("error", "the check digit is wrong; a character is mistyped", "inaccurate"),
    "length": Rule("error", "not as many characters as such a number has", "inaccurate"),
    "component": Rule("error", "a part of the number (birth date, country) cannot exist", "inaccurate"),
    "area_unknown": Rule("info", "the area inside the number is not in today's table; it may have been dissolved"),
    "sample_number": Rule("warning", "an example that standards and manuals print; ask for the real one", "inaccurate"),
    "country_mismatch": Rule("warning", "the number is one of another country than the record's", "inaccurate"),
    "repaired": Rule("info", "a label, brackets or a typing slip around the value are left out"),
    "legacy": Rule("warning", "a form of number that has been replaced; ask for the current one"),
    "unparseable": Rule("error", "not a number", "inaccurate"),
    "ambiguous_separator": Rule("warning", "comma and point can be read both ways"),
    "unit_word": Rule("info", "the unit is multiplied out"),
}


@lru_cache(maxsize=8192)
def examine_country(value: str | None) -> Examined:
    """Read a country."""
    return examined("country", read_country(value), RULES)


def examine_postal_code(value: str | None, *, country: str | None = None) -> Examined:
    """Read a postal code of a country."""
    return examined("postal_code", read_postal_code(value, country=country), RULES)


def examine_url(value: str | None) -> Examined:
    """Read a web address."""
    return examined("url", read_url(value), RULES)


def examine_choice(
    value: str | None,
    *,
    choices: Iterable[str] | None = None,
    aliases: Mapping[str, str] | None = None,
    table: ChoiceTable | None = None,
) -> Examined:
    """Read a picklist value; ``table`` is the list made ready."""
    if table is not None and value is not None and (quick := _quick(table, value)):
        return Examined(quick[0], quick[1])
    return examined("choice", read_choice(value, choices=choices, aliases=aliases, table=table), RULES)


def brief_choice(
    *,
    choices: Iterable[str] | None = None,
    aliases: Mapping[str, str] | None = None,
    table: ChoiceTable | None = None,
) -> Callable[[str], Brief]:
    """What reads the cells of a column of choices as `examine_choice` does, the list made ready once."""
    known = table or choice_table(None if choices is None else tuple(choices), tuple((aliases or {}).items()))

    def brief(value: str) -> Brief:
        if quick := _quick(known, value):
            return quick
        read = examined("choice", read_choice(value, table=known), RULES)
        return read.text, read.findings, read.missing

    return brief


def _quick(table: ChoiceTable, value: str) -> Brief | None:
    """The reading of a value that needs no tidying; ``None`` = take the long way."""
    if table.values is None:
        return None
    if value in table.values:
        return value, (), False
    hit = table.ready.get(value)
    if hit is None and 0 < len(value) <= SHORT and is_plain(value):
        key = value.casefold()
        hit = table.find(key)
        if hit is None and placeholder_code(value) is None:
            meant = table.slip(key)
            return None, _typo(meant) if meant else _NOTED["unknown"], False
    return (hit[0], _NOTED[hit[1].code], False) if hit else None


def examine_custom(
    value: str | None,
    *,
    choices: Iterable[str] | None = None,
    aliases: Mapping[str, str] | None = None,
    table: ChoiceTable | None = None,
) -> Examined:
    """Read a value of the caller's own: a text, or one of a list; what it must keep to are rules of the policy."""
    if choices is None and table is None:
        return examined("custom", read_text(value))
    return examined("custom", read_choice(value, choices=choices, aliases=aliases, table=table), RULES)


@lru_cache(maxsize=1024)
def _typo(meant: str) -> tuple[Finding, ...]:
    return findings("choice", (Note("typo", None, meant),), RULES)


_NOTED: Final = {c: findings("choice", (Note(c),), RULES) for c in ("case", "alias", "nearest", "unknown")}


def examine_identifier(value: str | None, *, scheme: str | None = None, country: str | None = None) -> Examined:
    """Read an identifier; the parts are the name of its scheme."""
    reading = read_identifier(value, scheme=scheme, country=country)
    return examined("identifier", reading, RULES, reading.value)


def examine_number(value: str | None) -> Examined:
    """Read a number."""
    reading = read_number(value)
    return examined("number", reading, RULES, reading.value)


def examine_boolean(value: str | None) -> Examined:
    """Read yes or no."""
    reading = read_boolean(value)
    return examined("boolean", reading, RULES, reading.value)
