"""Registration and tax numbers: Chinese USCC and resident ID, IBAN; any other in compact capitals.

Sources: GB 32100-2015 and GB/T 17710 (USCC, modulus 31), GB 11643-1999 (resident ID, ISO 7064 MOD 11-2),
ISO 13616 (IBAN, modulus 97), ISO/IEC 7812-1 (Luhn).
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from crmquality._text import tidy
from crmquality.normalizers._reading import NOTHING, Note, Reading, placeholder_code, prepare
from crmquality.types import NormalizedText

_LIMIT: Final = 100
_USCC_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC: Final = re.compile(rf"[{_USCC_ALPHABET}]{{2}}[0-9]{{6}}[{_USCC_ALPHABET}]{{10}}", re.ASCII)
_RESIDENT: Final = re.compile(r"[1-8][0-9]{5}(?:18|19|20)[0-9]{2}[01][0-9][0-3][0-9][0-9]{3}[0-9X]", re.ASCII)
_LEGACY: Final = re.compile(r"[1-6][0-9]{14}", re.ASCII)
_IBAN: Final = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", re.ASCII)
_IBAN_LENGTHS: Final = {
    word[:2]: int(word[2:])
    for word in (
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 "
        "EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 "
        "KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 "
        "PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 "
        "UA29 VA22 VG24 XK20 YE30 "
    ).split()
}
_FLOAT: Final = re.compile(r"([0-9]{4,15})\.0+", re.ASCII)
_EXPONENT: Final = re.compile(r"[0-9](?:\.[0-9]+)?E\+[0-9]{1,2}", re.ASCII)
_WRAP: Final = re.compile(r"[ .\-/]")


def uscc_valid(compact: str) -> bool:
    """Whether 18 capitals and digits form a unified social credit code (check modulus 31)."""
    if not _USCC.fullmatch(compact):
        return False
    total = sum(_USCC_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(compact[:17]))
    return _USCC_ALPHABET[-total % 31] == compact[17]


def resident_id_valid(compact: str) -> bool:
    """Whether 18 characters form a resident identity number: a real birth date and the check digit."""
    if not _RESIDENT.fullmatch(compact):
        return False
    try:
        date(int(compact[6:10]), int(compact[10:12]), int(compact[12:14]))
    except ValueError:
        return False
    total = sum(int(c) * pow(2, 17 - i, 11) for i, c in enumerate(compact[:17]))
    return "10X98765432"[total % 11] == compact[17]


def iban_valid(compact: str) -> bool:
    """Whether the text is an IBAN with the right check digits (modulus 97)."""
    if not _IBAN.fullmatch(compact) or _IBAN_LENGTHS.get(compact[:2], len(compact)) != len(compact):
        return False
    return int("".join(str(int(c, 36)) for c in compact[4:] + compact[:4])) % 97 == 1


def luhn_valid(digits: str) -> bool:
    """Whether ASCII digits end in their Luhn check digit."""
    if not (digits.isascii() and digits.isdigit()):
        return False
    doubled = (sum(divmod(int(d) * 2, 10)) if i % 2 else int(d) for i, d in enumerate(reversed(digits)))
    return sum(doubled) % 10 == 0


def read_identifier(value: str | None) -> Reading:
    """Read an identifier; the value names its scheme: ``cn_uscc``, ``cn_resident_id``, ``iban`` or ``other``."""
    text, notes = prepare(value, limit=_LIMIT, width=True)
    if not text:
        return NOTHING
    if code := placeholder_code(text):
        return Reading(None, None, (*notes, Note(code)), missing=True)
    if any(n.code == "too_long" for n in notes):
        return Reading(None, None, tuple(notes))
    if "@" in text:
        return Reading(None, None, (*notes, Note("wrong_field")))
    if found := _FLOAT.fullmatch(text):
        text = found[1]
        notes.append(Note("float_suffix"))
    upper = text.upper()
    if _EXPONENT.fullmatch(upper):
        return Reading(None, None, (*notes, Note("excel_float")))
    if "***" in upper:
        return Reading(None, None, (*notes, Note("masked")))
    compact = _WRAP.sub("", upper)
    if len(compact) > 1 and not compact.strip(compact[0]) and compact.isdigit():
        return Reading(None, None, (*notes, Note("placeholder")), missing=True)
    scheme, problem = _recognised(compact)
    if problem:
        return Reading(scheme, None, (*notes, Note(problem)))
    canonical = tidy(upper.replace(" ", "")) if scheme == "other" else compact
    return Reading(scheme, canonical, tuple(notes)) if canonical else Reading(None, None, (*notes, Note("format")))


def _recognised(compact: str) -> tuple[str, str | None]:
    """Scheme and what is wrong under it."""
    if compact[:2] in _IBAN_LENGTHS and iban_valid(compact):
        return "iban", None
    if len(compact) == 18:  # noqa: PLR2004 - both Chinese codes
        if resident_id_valid(compact):
            return "cn_resident_id", None
        if uscc_valid(compact):
            return "cn_uscc", None
        if _RESIDENT.fullmatch(compact):
            return "cn_resident_id", "checksum"
        if _USCC.fullmatch(compact):
            return "cn_uscc", "checksum"
    if _LEGACY.fullmatch(compact):
        return "cn_legacy", "legacy"
    if compact[:2] in _IBAN_LENGTHS and _IBAN.fullmatch(compact) and len(compact) == _IBAN_LENGTHS[compact[:2]]:
        return "iban", None if iban_valid(compact) else "checksum"
    return "other", None


def identifier(value: str) -> NormalizedText | None:
    """The compact form of a registration, tax or account number.

    Args:
        value: the raw text.

    Returns:
        Capitals without blanks (and without separators where the scheme is recognised); ``None`` where a
        recognised scheme's check digit is wrong.

    Example:
        >>> identifier(" 91 440300 1tqt25yy3d"), identifier("914403001TQH25YY3D"), identifier("de 123-456")
        ('914403001TQT25YY3D', None, 'DE123-456')

    Source: GB 32100-2015, GB 11643-1999, ISO 13616.
    """
    found = read_identifier(value).text
    return None if found is None else NormalizedText(found)
