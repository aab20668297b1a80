"""Registration, tax and account numbers: Chinese USCC and resident ID, European VAT, IBAN, Luhn; others in capitals.

A field may say which scheme it holds; otherwise a number is recognised by its form. Where a scheme is known, its
length, form and check digits are judged apart. What no scheme of ours knows stays as written, in capitals.

Sources: GB 32100-2015 and GB/T 17710 (USCC, modulus 31), GB 11714 (organisation code), GS 15-2006 (registration
number), GB 11643-1999 (resident ID, ISO 7064 MOD 11-2), ISO 13616 (IBAN, modulus 97), ISO/IEC 7812-1 (Luhn).
"""

from __future__ import annotations

import re
from functools import partial
from typing import Final, cast

from crmquality._data import load, patterns
from crmquality._text import tidy
from crmquality.errors import PolicyError
from crmquality.normalizers._reading import Note, Reading, begun, located, placeholder_code, settled, text_notes
from crmquality.normalizers._tax_number import form_problem, forms, last_fits, luhn, real_day, vat_countries
from crmquality.types import NormalizedText

_LIMIT: Final = 100
_USCC_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_VALUES: Final = {c: i for i, c in enumerate(_USCC_ALPHABET)}
_USCC_WEIGHTS: Final = tuple(pow(3, i, 31) for i in range(17))
_USCC: Final = re.compile(rf"[{_USCC_ALPHABET}]{{2}}[0-9]{{6}}[{_USCC_ALPHABET}]{{10}}", re.ASCII)
#: letters that the alphabet leaves out, and what they are mistaken for
_CONFUSED: Final = str.maketrans("OIZSV", "0125U")
_RESIDENT: Final = re.compile(r"[1-8][0-9]{5}(?:18|19|20)[0-9]{2}[01][0-9][0-3][0-9][0-9]{3}[0-9X]", re.ASCII)
_RESIDENT_CHECK: Final = (tuple(pow(2, 17 - i, 11) for i in range(17)), "10X98765432")
_LEGACY: Final = re.compile(r"[1-8][0-9]{14}", re.ASCII)
_ORGANISATION: Final = re.compile(r"([0-9A-Z]{8})-([0-9X])", re.ASCII)
_ORGANISATION_CHECK: Final = ((3, 7, 9, 10, 5, 8, 4, 2), "0X987654321")
_ACCOUNT: Final = re.compile(r"([A-Z]{2})([0-9]{2})([A-Z0-9]{8,32})", re.ASCII)
_SLIP: Final = 2  # characters that an account number may lack or have too many, and still be one
_WHOLE: Final = 18  # characters of both Chinese numbers
_LEAST_TAX: Final = 10  # shorter ones that begin with two letters are anybody's
_LEAST_PADDED: Final = 7
_PADDED: Final = {"BE": 10, "EL": 9, "NL": 12}
_ELSEWHERE: Final = {"EL": "GR", "XI": "GB"}
_PREFIXED: Final = re.compile(r"[A-Z]{2}[A-Z0-9]{8,13}")
FIGURES: Final = re.compile(r"[0-9]{4,14}|[A-Z]-?[0-9]{3,7}")
_FLOAT: Final = re.compile(r"([0-9]{4,15})\.0+", re.ASCII)
_EXPONENT: Final = re.compile(r"[0-9](?:\.[0-9]+)?E\+[0-9]{1,2}", re.ASCII)
_WRAP: Final = re.compile(r"[ .\-/:,_\u2010-\u2015]")
_SEVERAL: Final = re.compile(r"[;,|、]")
_SCHEMES: Final = ("cn_uscc", "cn_resident_id", "iban", "vat", "luhn")
#: scheme, canonical form, what is wrong, a better text
_Found = tuple[str, str | None, str | None, str | None]


def uscc_valid(compact: str) -> bool:
    """Whether 18 capitals and digits form a unified social credit code (check modulus 31)."""
    if not _USCC.fullmatch(compact):
        return False
    total = sum(_USCC_VALUES[c] * w for c, w in zip(compact, _USCC_WEIGHTS, strict=False))
    return _USCC_ALPHABET[-total % 31] == compact[17]


def resident_id_valid(compact: str) -> bool:
    """Whether 18 characters form a resident identity number: a real birth date and the check digit."""
    return _resident_problem(compact) is None


def _resident_problem(compact: str) -> str | None:
    if not _RESIDENT.fullmatch(compact):
        return "format"
    if not real_day(int(compact[6:10]), compact[10:12], compact[12:14]):
        return "component"
    return None if last_fits(compact, *_RESIDENT_CHECK) else "checksum"


def luhn_valid(digits: str) -> bool:
    """Whether ASCII digits end in their Luhn check digit."""
    return digits.isascii() and digits.isdigit() and luhn(digits) == 0


def _iban_problem(compact: str) -> str | None:
    found = _ACCOUNT.fullmatch(compact)
    if found is None or found[1] not in forms("iban"):
        return "component" if found else "format"
    right = int("".join(str(int(c, 36)) for c in compact[4:] + compact[:4])) % 97 == 1
    return form_problem("iban", found[1], found[3]) or (None if right else "checksum")


def schemes() -> tuple[str, ...]:
    """Names of the schemes that a field can ask for: ``cn_uscc``, ``vat``, ``de_vat`` ..."""
    return (*_SCHEMES, *(f"{c.lower()}_vat" for c in vat_countries()))


def read_identifier(value: str | None, *, scheme: str | None = None, country: str | None = None) -> Reading:
    """Read an identifier of a scheme, or by its form; the value names the scheme: ``iban``, ``de_vat``, ``other``."""
    if scheme is None and value and (quick := _quick(value, country)):
        return quick
    return long_read(value, scheme=scheme, country=country)


def _quick(value: str, country: str | None) -> Reading | None:
    """The reading of plain figures, a letter before them, or a valid credit code; ``None`` = ask the long way."""
    if FIGURES.fullmatch(value):
        if value.strip(value[0]) and placeholder_code(value) is None:
            return Reading("other", value)
    elif country or value in load("identifiers")["samples"]:
        return None
    elif value[0] == "9" and len(value) == _WHOLE and uscc_valid(value):
        return Reading("cn_uscc", value)
    elif _PREFIXED.fullmatch(value) and (found := _vat(value, None))[1] == value and placeholder_code(value) is None:
        return Reading(found[0], value)
    return None


def long_read(value: str | None, *, scheme: str | None = None, country: str | None = None) -> Reading:
    """As `read_identifier`, for every text."""
    if scheme is not None and scheme not in schemes():
        raise PolicyError(f"no scheme {scheme!r} of identifiers; schemes are {', '.join(schemes())}")
    text, notes, done = begun(value, _LIMIT)
    if done is not None:
        return done
    if "@" in text:
        return Reading(None, None, (*notes, Note("wrong_field")))
    if (label := patterns("identifiers")["label"].match(text)) and text[label.end() :]:
        bare = read_identifier(text[label.end() :], scheme=scheme, country=country)
        return Reading(bare.value, bare.text, (*notes, Note("repaired"), *bare.notes), bare.missing)
    upper = text.upper().replace(" ", "")
    if number := _FLOAT.fullmatch(upper):
        upper = number[1]
        notes.append(Note("float_suffix"))
    compact = _WRAP.sub("", upper)
    if code := _unusable(text, upper, compact):
        return Reading(None, None, (*notes, Note(code)), missing=code == "placeholder")
    found = _asked(scheme, compact) if scheme else _recognised(compact, upper)
    if found[0] == "other":
        notes += located(text_notes(upper), upper, value)
    first = _reading(found, tidy(upper), notes, country)
    return settled(first, value, partial(read_identifier, country=country)) if first.value == "other" else first


def _unusable(text: str, upper: str, compact: str) -> str | None:
    """Why a text is no identifier of any scheme."""
    if _EXPONENT.fullmatch(upper):
        return "excel_float"
    if "***" in upper or "●●●" in upper:
        return "masked"
    pieces = [p for p in _SEVERAL.split(text) if any(c.isdigit() for c in p)]
    if len(pieces) > 1:
        return "multiple_values"
    repeated = len(compact) > 1 and not compact.strip(compact[0]) and compact.isdigit()
    return "placeholder" if repeated else None


def _reading(found: _Found, upper: str, notes: list[Note], country: str | None) -> Reading:
    scheme, canonical, problem, better = found
    if problem or not (canonical or upper):
        return Reading(scheme, None, (*notes, Note(problem or "format", None, better)))
    canonical = canonical or upper
    if scheme == "cn_resident_id" and canonical[:6] not in load("cn_divisions")["names"]:
        notes.append(Note("area_unknown"))
    if canonical in load("identifiers")["samples"]:
        notes.append(Note("sample_number"))
    if country and (home := _home(scheme)) and home != country.upper():
        notes.append(Note("country_mismatch"))
    return Reading(scheme, canonical, tuple(notes))


def _home(scheme: str) -> str:
    """Country of those that a scheme numbers; ``""`` for accounts, which people have anywhere."""
    code = scheme[:2].upper() if scheme.startswith("cn_") or scheme.endswith("_vat") else ""
    return _ELSEWHERE.get(code, code)


def id_country(compact: str) -> str:
    """Country that a canonical identifier belongs to; ``""`` = it does not tell."""
    scheme, canonical, _, _ = _recognised(compact, compact)
    return _home(scheme) if canonical else ""


def _recognised(compact: str, upper: str) -> _Found:
    """What a text is by its form; without a scheme of ours, ``other``."""
    if len(compact) == _WHOLE and compact[:2].isalnum() and not compact[:2].isalpha():
        resident, found = _judged("cn_resident_id", compact, _resident_problem(compact)), _uscc(compact)
        if resident[2] is None:
            return resident
        if found[2] is None or (resident[2] == "format" and (found[2] == "checksum" or found[3])):
            return found
        if resident[2] != "format":
            return resident
    if patterns("identifiers")["credit"].fullmatch(compact) and not compact.isdigit():
        return _uscc(compact)
    old = _ORGANISATION.fullmatch(upper)
    if _LEGACY.fullmatch(compact) or (old and last_fits(old[1] + old[2], *_ORGANISATION_CHECK)):
        return "cn_legacy", None, "legacy", None
    if compact[:1].isalpha() or compact.endswith("MVA"):
        return _lettered(compact)
    return "other", None, None, None


def _judged(scheme: str, compact: str, problem: str | None) -> _Found:
    return scheme, None if problem else compact, problem, None


def _lettered(compact: str) -> _Found:
    """VAT numbers and IBANs, which begin with their country."""
    tax = _vat(compact, None)
    if tax[2] is None:
        return tax
    known = forms("iban").get(compact[:2])
    if known and compact[2:4].isdigit() and abs(len(compact) - 4 - known[0][0]) <= _SLIP:
        return _judged("iban", compact, _iban_problem(compact))
    return tax if tax[2] == "checksum" and len(compact) >= _LEAST_TAX else ("other", None, None, None)


def _asked(scheme: str, compact: str) -> _Found:
    """What a text is under the scheme asked for."""
    if not (compact.isascii() and compact.replace("+", "").replace("*", "").isalnum()):
        return scheme, None, "format", None
    if scheme == "cn_uscc":
        return ("cn_legacy", None, "legacy", None) if len(compact) in (9, 15) else _uscc(compact)
    if scheme == "cn_resident_id":
        if _LEGACY.fullmatch(compact):
            return _legacy(compact)
        return _judged(scheme, compact, _resident_problem(compact) if len(compact) == _WHOLE else "length")
    if scheme == "luhn":
        wrong = "checksum" if compact.isdigit() else "format"
        return _judged(scheme, compact, None if luhn_valid(compact) else wrong)
    if scheme == "iban":
        return _judged(scheme, compact, _iban_problem(compact))
    return _vat(compact, None if scheme == "vat" else scheme[:2].upper())


def _uscc(compact: str) -> _Found:
    if len(compact) != _WHOLE or uscc_valid(compact):
        return _judged("cn_uscc", compact, "length" if len(compact) != _WHOLE else None)
    meant = compact.translate(_CONFUSED)
    problem = "checksum" if _USCC.fullmatch(compact) else "format"
    return "cn_uscc", None, problem, meant if problem == "format" and uscc_valid(meant) else None


def _legacy(compact: str) -> _Found:
    """A resident ID of 15 digits; outside a field for them such a number may as well be a company's."""
    if not real_day(1900 + int(compact[6:8]), compact[8:10], compact[10:12]):
        return "cn_legacy", None, "legacy", None
    # the numbers 996 to 999 were kept for people born in the century before
    body = compact[:6] + ("18" if compact[12:] >= "996" else "19") + compact[6:]
    return "cn_legacy", None, "legacy", next((body + c for c in "0123456789X" if resident_id_valid(body + c)), None)


def _vat(compact: str, country: str | None) -> _Found:
    """A VAT number with its prefix; under the scheme of one country the prefix may be left out."""
    prefix, number = "EL" if compact[:2] == "GR" else compact[:2], compact[2:]
    if compact.endswith("MVA") and prefix != "NO":
        prefix, number = "NO", compact
    if country is not None and (prefix != country or form_problem("vat", country, compact) is None):
        prefix, number = country, compact
    if prefix not in vat_countries():
        return "vat", None, "component", None
    if number[:1].isdigit() and len(number) >= _LEAST_PADDED:
        number = number.zfill(_PADDED.get(prefix, 0))
    return _judged(f"{prefix.lower()}_vat", prefix + number, form_problem("vat", prefix, number))


def identifier(value: str, scheme: str | None = None) -> NormalizedText | None:
    """The compact form of a registration, tax or account number.

    Args:
        value: the raw text.
        scheme: ``cn_uscc``, ``cn_resident_id``, ``iban``, ``vat`` (any country, with its prefix), ``de_vat`` and so on
            (prefix optional), ``luhn``; ``None`` = recognised by its form.

    Returns:
        Capitals without blanks (and without separators where the scheme is recognised); ``None`` where it is wrong
        under its scheme.

    Raises:
        PolicyError: no such scheme.

    Example:
        >>> identifier(" 91 440300 1tqt25yy3d"), identifier("914403001TQH25YY3D"), identifier("de 123-456")
        ('914403001TQT25YY3D', None, 'DE123-456')
        >>> identifier("136 695 976", "de_vat"), identifier("136 695 976")
        ('DE136695976', '136695976')

    Source: GB 32100-2015, GB 11643-1999, ISO 13616, the Commission's check algorithms.
    """
    return cast("NormalizedText | None", read_identifier(value, scheme=scheme).text)
