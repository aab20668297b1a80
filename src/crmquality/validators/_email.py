"""Findings for email addresses."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from attrs import frozen

from crmquality._data import load
from crmquality._text import scripts
from crmquality.normalizers._email import JUNK_NAMES, LIMIT, mail_host, read_email
from crmquality.normalizers._reading import Note, Reading
from crmquality.types import Brief, Examined, Finding
from crmquality.validators._common import findings, rules

RULES: Final = rules("email")


SHORTEST: Final = 4
_NO_REPLY: Final = re.compile(r"(?:no|do-?not|dont)[-_.]?reply\d*|bounces?|mailer-daemon", re.IGNORECASE)
_LOCAL: Final = re.compile(r"[a-zA-Z0-9_-]++(?:\.[a-zA-Z0-9_-]++)*+").fullmatch
_NOBODY: Final = frozenset(("noemail", "no-email", "no.email", "nomail", "noname", "notprovided", "none", "unknown"))


@cache
def _table() -> tuple[frozenset[str], frozenset[str], dict[str, str], frozenset[str]]:
    data = load("email_domains")
    return frozenset(data["free"]), frozenset(data["role"]), data["typo"], frozenset(load("disposable_domains"))


@cache
def noted_domains() -> frozenset[str]:
    """Domains that something is to be said of."""
    free, _, typos, disposable = _table()
    return frozenset((*free, *typos, *disposable))


def _domain_notes(domain: str) -> tuple[Note, ...]:
    if domain.isascii() and domain not in noted_domains() and domain.count(".") == 1:
        return ()
    free, _, typos, disposable = _table()
    notes = []
    if domain in typos:
        notes.append(Note("typo_domain", None, typos[domain]))
    parent = domain
    while parent not in disposable and "." in parent:
        parent = parent.partition(".")[2]
    if parent in disposable:
        notes.append(Note("disposable"))
    if domain in free:
        notes.append(Note("free_provider"))
    if not domain.isascii():
        notes.append(Note("idn"))
        if any(len(scripts(label) - {"Hiragana", "Katakana"}) > 1 for label in domain.split(".")):
            notes.append(Note("mixed_script_domain"))
    return tuple(notes)


@frozen
class Host:
    """A domain that says nothing about the mailbox.

    Canonical form, longest ordinary local part in bytes, findings, and the provider's domain of which it looks like a
    slip; that goes first.
    """

    text: str
    most: int
    findings: tuple[Finding, ...] = ()
    slip_of: str | None = None


@lru_cache(maxsize=262_144)  # a million contacts have nearly so many domains
def ordinary_host(domain: str) -> Host | None:
    """What a domain says of every ordinary mailbox."""
    host = mail_host(domain)
    if host is None or host[2]:
        return None
    notes = _domain_notes(host[0])
    slip_of = notes[0].suggestion if notes else None
    return Host(host[0], host[1], findings("email", notes[1:] if slip_of else notes, RULES), slip_of)


def slip(local: str, host: Host) -> tuple[Finding, ...]:
    """What is to be said of a mailbox at a slip of a domain."""
    return *findings("email", (Note("typo_domain", None, f"{local}@{host.slip_of}"),), RULES), *host.findings


@cache
def watched_names() -> frozenset[str]:
    """Mailbox names that mean something."""
    return _table()[1] | _NOBODY | JUNK_NAMES


@cache
def role_names() -> frozenset[str]:
    """Mailbox names of roles, in small letters, that mean nothing else."""
    return frozenset(r for r in _table()[1] - _NOBODY - JUNK_NAMES if len(r) >= SHORTEST and not _NO_REPLY.fullmatch(r))


ROLE, WHITESPACE, REPAIRED, FULLWIDTH, NUMBER = (
    findings("email", tuple(map(Note, codes.split())), RULES)
    for codes in ("role_account", "whitespace", "repaired", "fullwidth", "wrong_field syntax")
)
MOST_BYTES: Final = LIMIT


def brief_email(value: str) -> Brief:
    """As `examine_email`, without the parts; an ordinary address is judged by its domain alone."""
    local, _, domain = value.partition("@")
    host = ordinary_host(domain)
    if (
        host is not None
        and SHORTEST <= len(local) <= host.most
        and _LOCAL(local) is not None
        and local.lower() not in watched_names()
    ):
        found = slip(local, host) if host.slip_of else host.findings
        return value if host.text == domain else f"{local}@{host.text}", found, False
    reading = _read(value)
    return reading.text, findings("email", reading.notes, RULES), reading.missing


def examine_email(value: str | None) -> Examined:
    """Read an email address: the library's verdict on the repaired text, and signals about its domain.

    Where one cell holds several addresses, the reading's value is their tuple.
    """
    if value is None:
        return Examined(None, missing=True)
    text, found, missing = brief_email(value)
    return Examined(text, found, None if text else read_email(value).value, missing)


def _read(value: str | None) -> Reading:
    reading = read_email(value)
    if reading.text is None:
        return reading
    local, _, domain = reading.text.rpartition("@")
    notes = _domain_notes(domain)
    if notes and notes[0].suggestion:
        notes = (Note("typo_domain", None, f"{local}@{notes[0].suggestion}"), *notes[1:])
    low = local.lower()
    if low in _NOBODY or (len(low) < SHORTEST and domain.partition(".")[0] == low):  # noemail@..., qwe@qwe.com
        notes += (Note("test_mailbox"),)
    elif _NO_REPLY.fullmatch(local):
        notes += (Note("no_reply"),)
    elif low in _table()[1]:
        notes += (Note("role_account"),)
    elif "+" in local[1:]:
        notes += (Note("subaddress"),)
    return Reading(reading.value, reading.text, reading.notes + notes) if notes else reading
