"""Email addresses: our repairs, then the verdict of the email-validator library.

A plain ASCII dot-atom address takes a path of its own that says exactly what the library says;
everything else is the library's. Left out: quoted local parts, domain literals, DNS.

Source: RFC 5321 and 5322 as read by email-validator; RFC 6761 for special-use domains.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any, Final

from crmquality._text import narrow
from crmquality.normalizers._reading import NOTHING, Note, Reading, placeholder_code, prepare
from crmquality.types import NormalizedEmail

_ATEXT: Final = r"[a-zA-Z0-9_!#$%&'*+\-/=?^`{|}~]++"
DOT_ATOM: Final = re.compile(rf"{_ATEXT}(?:\.{_ATEXT})*+")
# "two characters, then two hyphens" at the start of a label is refused or punycode: both are the library's
_LABEL: Final = r"(?!-|..--)[a-zA-Z0-9-]{1,63}+(?<!-)"
_PLAIN: Final = re.compile(rf"(?:{_LABEL}\.)+((?!-|..--)[a-zA-Z0-9-]{{1,63}}+(?<=[a-zA-Z]))")
_ASCII: Final = re.compile(r"[\x00-\x7f]+")
_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]+")
#: labels without capitals, beginning and ending without a hyphen, and without two in a row
_LETTERS: Final = re.compile(r"(?:[a-z0-9\u0080-\U0010ffff]++-?)+(?<!-)(?:\.(?:[a-z0-9\u0080-\U0010ffff]++-?)+(?<!-))+")
_DISPLAY: Final = re.compile(r"([^<>]*)<\s*([^<>\s]+)\s*>")
_EDGES: Final = ".,;:，。；：、"
_BETWEEN: Final = re.compile(r"[\s;,，；、/|]+")
_MASK: Final = re.compile(r"\*{2,}|x{4,}", re.IGNORECASE)
_DIGITS: Final = re.compile(r"\+?[\d()\-. ]{7,24}")
_LONGEST: Final = 254  # bytes in all
_LONGEST_LOCAL: Final = 64
MOST_LABEL: Final = 63
#: for both sides of an ordinary address
ROOM: Final = _LONGEST - 1
LIMIT: Final = 600
_MAILTO: Final = re.compile(r"(?:mail\s?to|e-?mail|邮箱)\s*[:：]\s*", re.IGNORECASE)
JUNK_NAMES: Final = frozenset(
    "a aa aaa abc asd asdf test no none na nil null xxx xx x 123 noemail nomail noone".split()
)
#: no address has one of these outside quotes
_NEVER: Final = re.compile(r'[\s<>()\[\],;:"\\]')


@cache
def _library() -> tuple[frozenset[str], frozenset[str]]:
    """Special-use names and caseless role mailboxes, as the library has them."""
    from email_validator import SPECIAL_USE_DOMAIN_NAMES
    from email_validator.rfc_constants import CASE_INSENSITIVE_MAILBOX_NAMES

    return frozenset(SPECIAL_USE_DOMAIN_NAMES), frozenset(CASE_INSENSITIVE_MAILBOX_NAMES)


def special_use_names() -> frozenset[str]:
    """Last labels of domains that receive no mail from outside."""
    return _library()[0]


@lru_cache(maxsize=16_384)
def mail_host(domain: str) -> tuple[str, int, bool] | None:
    """The library's verdict on a domain apart from the local part; ``None`` = refused.

    Canonical form, longest ordinary local part, and whether it is special-use (judged as if it were ordinary).
    """
    plain = _PLAIN.fullmatch(domain)
    if plain is None:
        return None if "@" in domain or _NEVER.search(domain) else _odd_host(domain)
    return domain.lower(), ROOM - len(domain), plain[1].lower() in _library()[0]


@lru_cache(maxsize=16_384)
def _is_letter(character: str) -> bool:
    """Whether a character means nothing but itself, wherever it stands in a domain; the library says so."""
    if character.isascii():
        return True
    found = _validated(f"a@{character}.com") if unicodedata.bidirectional(character) == "L" else None
    return found is not None and found.domain == f"{character}.com"


def _odd_host(domain: str) -> tuple[str, int, bool] | None:
    if _LETTERS.fullmatch(domain) and all(map(_is_letter, domain)) and unicodedata.is_normalized("NFC", domain):
        labels = [p if p.isascii() else "xn--" + p.encode("punycode").decode() for p in domain.split(".")]
        size = max(len(domain.encode()), len(".".join(labels)))
        if max(map(len, labels)) <= MOST_LABEL and labels[-1][-1].isalpha() and labels[-1] not in special_use_names():
            return domain, min(_LONGEST_LOCAL, ROOM - size), False
    end = _special_end(domain)
    found = _validated(f"a@{domain}{end}")
    if found is None:
        return None
    canonical = str(found.domain)
    size = max(len(form.encode()) for form in (domain + end, canonical, found.ascii_domain))
    return canonical.removesuffix(end), min(_LONGEST_LOCAL, ROOM - size), bool(end)


def _special_end(domain: str) -> str:
    """What turns a special-use domain into an ordinary one."""
    return ".com" if "." in domain and domain.rpartition(".")[2].lower() in _library()[0] else ""


def plain_email(text: str) -> tuple[str, str, str, bool] | None:
    """An ordinary address: the library's canonical form, its two sides, and whether the domain is special-use."""
    local, _, domain = text.partition("@")
    if not _is_dot_atom(local) or (host := mail_host(domain)) is None or len(local.encode()) > host[1]:
        return None
    if local.lower() in _library()[1]:
        local = local.lower()
    return f"{local}@{host[0]}", local, host[0], host[2]


def _verdict(text: str) -> tuple[str, bool] | None:
    """Canonical form and whether the domain is special-use, for any text; ``None`` = not an address."""
    if len(text) > _LONGEST or text.count("@") != 1 or _NEVER.search(text):
        return None
    if plain := plain_email(text):
        return plain[0], plain[3]
    local, _, domain = text.partition("@")
    atom = _is_dot_atom(local)
    if not domain or (local.isascii() and not atom and '"' not in local):
        return None
    if len(local) <= _LONGEST_LOCAL and atom and mail_host(domain) is None:
        return None
    end = _special_end(domain)
    address = _ask(text + end)
    return None if address is None else (address.removesuffix(end), bool(end))


def _is_dot_atom(local: str) -> bool:
    """Ordinary signs, and letters of any script as they are composed."""
    if local.isascii():
        return DOT_ATOM.fullmatch(local) is not None
    return (
        _ASCII.sub("", local).isalpha()
        and DOT_ATOM.fullmatch(_NOT_ASCII.sub("x", local)) is not None
        and unicodedata.is_normalized("NFC", local)
    )


def _validated(text: str) -> Any:
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return None


def _ask(text: str) -> str | None:
    """The library's canonical form."""
    found = _validated(text)
    return None if found is None else str(found.normalized)


def read_email(value: str | None) -> Reading:
    """Read an email address.

    Notes: ``repaired``, ``special_use``, ``syntax``, ``dotless``, ``multiple_values``, ``wrong_field`` and the
    common ones. Several addresses in one cell have no canonical form; the reading's value is their tuple.
    """
    if value is None:
        return NOTHING
    text, notes = prepare(value, limit=LIMIT, typed=False)
    if not text:
        return NOTHING
    if code := placeholder_code(text):
        return Reading(None, None, (*notes, Note(code)), missing=True)
    narrowed = narrow(text).replace("﹫", "@")
    if narrowed != text:
        notes.append(Note("fullwidth"))
    if not any(n.code == "too_long" for n in notes):
        found = _verdict(narrowed)
        if found is None and (repaired := _repair(narrowed)) != narrowed and (found := _verdict(repaired)):
            named = any(c.isalnum() for c in narrowed.partition("<")[0]) and "<" in narrowed
            notes.append(Note("display_name" if named else "repaired"))
        if found is not None:
            return _accepted(found, notes)
    return _refused(narrowed, notes)


def _accepted(found: tuple[str, bool], notes: list[Note]) -> Reading:
    address, special = found
    local, _, domain = address.rpartition("@")
    if is_junk(local, domain):
        return Reading(None, None, (*notes, Note("test_value")), missing=True)
    if "***" in local:
        return Reading(None, None, (*notes, Note("masked")))
    if special:
        notes.append(Note("special_use"))
    return Reading(address, address, tuple(notes))


def is_junk(local: str, domain: str) -> bool:
    """Whether an address was typed to fill the field: a@a.com, test@test.com."""
    return local in JUNK_NAMES and domain.partition(".")[0] in JUNK_NAMES


def _repair(text: str) -> str:
    """Take the address out of its wrapping: label, display name, brackets, quotes, trailing signs."""
    before = None
    while text != before:
        before = text
        text = _MAILTO.sub("", text, count=1) if _MAILTO.match(text) else text
        text = text.strip(" " + _EDGES)
        if found := _DISPLAY.fullmatch(text):
            text = found[2]
        if len(text) > 1 and text[0] + text[-1] in ('""', "''", "<>", "()", "[]", "“”", "‘’"):
            text = text[1:-1]
    if "@" in text and "?" in text.rpartition("@")[2]:
        text = text[: text.rindex("?")]
    return text


def _refused(text: str, notes: list[Note]) -> Reading:
    parts = [p for p in _BETWEEN.split(text) if "@" in p]
    if len(parts) > 1:
        several = tuple(dict.fromkeys(f[0] for p in parts if (f := _verdict(_repair(p)))))
        if len(several) > 1:
            return Reading(several, None, (*notes, Note("multiple_values")))
        if len(several) == 1 and all(_verdict(_repair(p)) for p in parts):
            return _accepted((several[0], False), [*notes, Note("repaired")])
    if _MASK.search(text):
        notes.append(Note("masked"))
    elif _DIGITS.fullmatch(text):
        notes.append(Note("wrong_field"))
    domain = text.rpartition("@")[2]
    notes.append(Note("dotless" if text.count("@") == 1 and domain and "." not in domain else "syntax"))
    return Reading(None, None, tuple(notes))


def email(value: str) -> NormalizedEmail | None:
    """The canonical form of an email address.

    Outer blanks, ``mailto:``, display names, brackets, trailing signs and fullwidth letters are repaired.
    The domain is lower-cased, the local part is kept.

    Args:
        value: the raw text.

    Returns:
        The address, or ``None`` where there is none, a placeholder, or several.

    Example:
        >>> email(" Anna.Li@Firma.COM, "), email("张三 <zhang＠qq.com>"), email("n/a")
        ('Anna.Li@firma.com', 'zhang@qq.com', None)

    Source: RFC 5321, RFC 5322, RFC 6531, by email-validator.
    """
    plain = plain_email(value)
    if plain is not None:
        address, local, domain, _ = plain
        return None if is_junk(local, domain) or "***" in local else NormalizedEmail(address)
    found = read_email(value).text
    return None if found is None else NormalizedEmail(found)


_DOTLESS_PROVIDERS: Final = frozenset(("gmail.com", "googlemail.com"))
_PLUS_PROVIDERS: Final = frozenset(
    "gmail.com googlemail.com outlook.com hotmail.com live.com icloud.com me.com proton.me protonmail.com "
    "fastmail.com yandex.ru yandex.com".split()
)


def email_match_key(canonical: str) -> str:
    """Key under which two spellings of one mailbox agree; for comparison only, never written back.

    Args:
        canonical: a canonical address.

    Returns:
        Lower case; at providers known for it without the part after a plus, at Gmail without dots.

    Example:
        >>> email_match_key("Anna.Li+crm@googlemail.com"), email_match_key("Li+crm@firma.de")
        ('annali@gmail.com', 'li+crm@firma.de')
    """
    local, _, domain = canonical.lower().rpartition("@")
    if domain in _PLUS_PROVIDERS:
        local = local.partition("+")[0] or local
        if domain in _DOTLESS_PROVIDERS:
            return f"{local.replace('.', '')}@gmail.com"
    return f"{local}@{domain}"
