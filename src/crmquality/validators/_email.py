"""Findings for email addresses."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final

from attrs import evolve

from crmquality._data import load
from crmquality._text import scripts
from crmquality.normalizers._email import is_junk, plain_email, read_email
from crmquality.normalizers._reading import Note
from crmquality.types import Examined, Finding
from crmquality.validators._common import COMMON, Rule, examined, findings

RULES: Final[Mapping[str, Rule]] = {
    **COMMON,
    "syntax": Rule("error", "not an email address", "inaccurate"),
    "dotless": Rule("error", "the domain needs a dot", "inaccurate"),
    "repaired": Rule("warning", "the address is taken out of its wrapping (label, name, brackets, trailing signs)"),
    "special_use": Rule("warning", "the domain is reserved (test, local, ...) and receives no mail from outside"),
    "typo_domain": Rule("warning", "the domain looks like a slip of a large provider's name", "inaccurate"),
    "disposable": Rule("warning", "a throw-away mailbox", "inaccurate"),
    "test_mailbox": Rule("warning", "an address made up to fill the field", "missing"),
    "role_account": Rule("info", "a role mailbox, not a person's"),
    "free_provider": Rule("info", "a private mailbox at a free provider"),
    "subaddress": Rule("info", "the part after the plus sign is a tag of the same mailbox"),
    "idn": Rule("info", "the domain has letters outside ASCII"),
    "mixed_script_domain": Rule(
        "warning", "one label of the domain mixes scripts and may imitate another", "inaccurate"
    ),
}


_SHORT: Final = 4
_NOBODY: Final = frozenset(("noemail", "no-email", "no.email", "nomail", "noname", "notprovided", "none", "unknown"))


@cache
def _table() -> tuple[frozenset[str], frozenset[str], dict[str, str], frozenset[str]]:
    data = load("email_domains")
    return frozenset(data["free"]), frozenset(data["role"]), data["typo"], frozenset(load("disposable_domains"))


@lru_cache(maxsize=65536)
def _domain_notes(domain: str) -> tuple[Note, ...]:
    free, _, typos, disposable = _table()
    notes = []
    if domain in typos:
        notes.append(Note("typo_domain", None, typos[domain]))
    labels = domain.split(".")
    if any(".".join(labels[i:]) in disposable for i in range(len(labels) - 1)):
        notes.append(Note("disposable"))
    if domain in free:
        notes.append(Note("free_provider"))
    if not domain.isascii():
        notes.append(Note("idn"))
        if any(len(scripts(label) - {"Hiragana", "Katakana"}) > 1 for label in labels):
            notes.append(Note("mixed_script_domain"))
    return tuple(notes)


def _made_up(local: str, domain: str) -> bool:
    """Nobody's mailbox: noemail@..., qwe@qwe.com."""
    return local in _NOBODY or (len(local) < _SHORT and domain.partition(".")[0] == local)


@lru_cache(maxsize=65536)
def _ordinary_domain(domain: str) -> tuple[Finding, ...] | None:
    """Findings about a domain that say nothing about the mailbox; ``None`` where they suggest another address."""
    notes = _domain_notes(domain)
    return None if notes and notes[0].suggestion else findings("email", notes, RULES)


@cache
def _watched() -> frozenset[str]:
    """Mailbox names that mean something."""
    return _table()[1] | _NOBODY


def examine_email(value: str | None) -> Examined:
    """Read an email address: the library's verdict on the repaired text, and signals about its domain."""
    plain = plain_email(value) if value is not None else None
    if plain is not None:
        address, local, domain, special = plain
        known = _ordinary_domain(domain)
        if (
            known is not None
            and len(local) >= _SHORT
            and local.lower() not in _watched()
            and not (special or "+" in local or is_junk(local, domain))
        ):
            return Examined(address, known)
    reading = read_email(value)
    if reading.text is None:
        return examined("email", reading, RULES, reading.value)
    local, _, domain = reading.text.rpartition("@")
    notes = _domain_notes(domain)
    if notes and notes[0].suggestion:
        notes = (Note("typo_domain", None, f"{local}@{notes[0].suggestion}"), *notes[1:])
    if _made_up(local.lower(), domain):
        notes += (Note("test_mailbox"),)
    elif local.lower() in _table()[1]:
        notes += (Note("role_account"),)
    elif "+" in local[1:]:
        notes += (Note("subaddress"),)
    if notes:
        reading = evolve(reading, notes=reading.notes + notes)
    return examined("email", reading, RULES)
