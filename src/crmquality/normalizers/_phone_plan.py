"""The library's phone metadata compiled per country code: the same verdict for plain numbers, faster.

A plan reads text of digits and the punctuation that the library ignores, after any label without digits, and says
what the library says: valid (number, type, region) or the reason why not. Extensions, letters, other scripts' digits
and unknown country codes are left to the library.

Source: phonenumbers (Apache-2.0), ``phonenumberutil.parse``, ``is_valid_number`` and ``number_type``: the order of
type tests and of regions, and the conditions under which a prefix is cut, are theirs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any, Final

from attrs import frozen

from crmquality.normalizers._phone_automaton import EITHER, FIXED, MOBILE, Node, States, parse, prefixes, start, walk


@frozen
class PhoneNumber:
    """A valid phone number.

    Args:
        e164: the number in E.164, ``"+8613912345678"``.
        extension: digits to dial after the connection, or ``""``.
        type: the library's name of its type in lower case: ``"mobile"``, ``"fixed_line"``, ``"toll_free"`` ...
        region: ISO 3166-1 alpha-2 region, or ``""`` for numbers of no region.
        holder: who answers, where the text says so: ``"mobile"``, ``"direct"``, ``"switchboard"``, ``"assistant"``,
            ``"home"``, ``"fax"``; a number with an extension is a switchboard's.
    """

    e164: str
    extension: str = ""
    type: str = "unknown"
    region: str = ""
    holder: str = ""

    def __repr__(self) -> str:
        return "PhoneNumber(...)"


#: why a number is not valid, where the library can tell
Refusal = str
#: E.164, type and region of a valid number
Found = tuple[str, str, str]
#: dashes and blanks inside a number; ``x`` and ``~`` may begin an extension and are left to the library
_PLAIN: Final = re.compile(
    "[^\\d+\uff0b;x~]*+(\\+[ ().-]*+)?([0-9][0-9 ().\\-/\u2010-\u2015\u2212\u00a0]{3,40})[^\\w#]*+", re.UNICODE
)
#: what the library ignores in front of a number, and inside one; ``x`` may begin an extension
_LABEL: Final = b"abcdefghijklmnopqrstuvwyzABCDEFGHIJKLMNOPQRSTUVWYZ: "
_IGNORED: Final = b" ().-"
_ORDER: Final = (
    "premium_rate", "toll_free", "shared_cost", "voip", "personal_number", "pager", "uan", "voicemail", "fixed_line",
    "mobile",
)  # fmt: skip
_SHORTEST, _LONGEST = 2, 17
_FEWEST_DIGITS, MOST_DIGITS = 4, 40

Desc = tuple[frozenset[int], re.Pattern[str]]
#: by the length of a number where the walk over its digits begins
Starts = dict[int, Node | None]


@frozen(eq=False)
class _Plan:
    """Metadata of one region, or of one code of no region, compiled.

    ``by_length`` gives the type of a national number. In the main region of a code ``national``, ``dialled`` (behind
    ``prefix``, the plain digits that are dialled first) and ``international`` give it in a few steps.
    """

    region: str
    code: str
    general: re.Pattern[str]
    lengths: tuple[int, ...]
    local_lengths: frozenset[int]
    leading: re.Pattern[str] | None
    idd: re.Pattern[str] | None
    trunk: re.Pattern[str] | None
    transform: str | None
    by_length: Callable[[int], re.Pattern[str]]
    national: Starts
    dialled: Starts
    prefix: bytes
    international: Starts
    written: str

    def without_trunk(self, digits: str) -> str:
        """The digits without their trunk prefix, where the library cuts or rewrites it."""
        found = self.trunk.match(digits) if self.trunk is not None else None
        if found is None:
            return digits
        groups = found.groups()
        if self.transform is None or (groups and groups[-1] is None):
            cut = digits[found.end() :]
        else:
            cut = found.expand(self.transform) + digits[found.end() :]
        return digits if self.general.fullmatch(digits) and not self.general.fullmatch(cut) else cut

    def length(self, nsn: str) -> Refusal | None:
        """``None`` = a possible length; else the library's verdict on it."""
        size = len(nsn)
        if size in self.local_lengths:
            return "area_missing"
        if size in self.lengths:
            return None
        if size < self.lengths[0]:
            return "too_short"
        return "too_long" if size > self.lengths[-1] else "not_possible"


def _compiled(pattern: str | None) -> re.Pattern[str] | None:
    return re.compile(pattern) if pattern else None


@cache
def _plan(region: str, code: int = 0) -> _Plan | None:
    from phonenumbers import PhoneMetadata

    m: Any = PhoneMetadata.metadata_for_region_or_calling_code(code, region)
    if m is None:
        return None
    general = m.general_desc
    lengths = tuple(n for n in general.possible_length if n > 0)
    descs: dict[str, Desc] = {}
    for name in _ORDER:
        desc = getattr(m, name)
        if desc is not None and desc.national_number_pattern:
            own = frozenset(n for n in desc.possible_length if n > 0)
            descs[name] = own or frozenset(lengths), re.compile(desc.national_number_pattern)
    pattern, code_digits = general.national_number_pattern, str(m.country_code)
    main = _regions()[code_digits][0] == region
    trunk, idd, transform = m.national_prefix_for_parsing, m.international_prefix, m.national_prefix_transform_rule
    outside, _ = prefixes(idd, code_digits)
    cut, plain = prefixes(trunk)
    dialled = "" if transform else plain

    def starts(hazards: States, before: str = "") -> Starts:
        types = {n: [(t, d.pattern) for t, (sizes, d) in descs.items() if n in sizes] for n in lengths}
        size = len(before)
        return {n + size: start(pattern, types[n], hazards, n, before) for n in lengths} if main else {}

    return _Plan(
        region=region, code=code_digits, general=re.compile(pattern), lengths=lengths,
        local_lengths=frozenset(general.possible_length_local_only), leading=_compiled(m.leading_digits),
        idd=_compiled(idd), trunk=_compiled(trunk), transform=transform or None,
        by_length=cache(partial(_alternation, pattern, descs)), national=starts(outside | cut),
        dialled=starts(outside | {s for s in cut if s not in parse(dialled)}, dialled) if dialled else {},
        prefix=dialled.encode(), international=starts(cut), written="" if region == "001" else region,
    )  # fmt: skip


def _alternation(general: str, descs: dict[str, Desc], length: int) -> re.Pattern[str]:
    """All types of one length in the order of the library's tests, behind the general pattern."""
    fits = {name: desc.pattern for name, (sizes, desc) in descs.items() if length in sizes}
    if FIXED in fits and MOBILE in fits:
        both = {EITHER: rf"(?=(?:{fits[MOBILE]})\Z)(?:{fits[FIXED]})"}
        fits = {k: v for k, v in fits.items() if k not in (FIXED, MOBILE)} | both | fits
    kinds = "|".join(f"(?P<{name}>{pattern})" for name, pattern in fits.items())
    return re.compile(rf"(?=(?:{general})\Z)(?:{kinds or '(?!)'})")


@cache
def _regions() -> dict[str, tuple[str, ...]]:
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

    return {str(c): tuple(r) for c, r in COUNTRY_CODE_TO_REGION_CODE.items()}


@cache
def _plans(code: str) -> tuple[_Plan, ...]:
    """Plans of all regions of a country code, the main one first."""
    return tuple(_in_turn(code))


def _in_turn(code: str) -> Iterator[_Plan]:
    """As `_plans`, each made ready when it is asked for: most codes are asked for their main region alone."""
    for region in _regions()[code]:
        if (plan := _plan(region, int(code) if region == "001" else 0)) is not None:
            yield plan


@cache
def _leading(code: str) -> re.Pattern[str]:
    """The leading digits of all regions of a code that have some; the group is named after the region."""
    return re.compile("|".join(f"(?P<{p.region}>{p.leading.pattern})" for p in _plans(code) if p.leading) or "(?!)")


@cache
def _candidates(code: str, leading: str | None) -> tuple[_Plan, ...]:
    """Regions a number of a code can belong to, in the library's order."""
    return tuple(p for p in _plans(code) if p.leading is None or p.region == leading)


@cache
def main_region(region: str) -> str | None:
    """The region as phone metadata knows it, in capitals; ``None`` = not known."""
    name = region.strip().upper()
    name = "GB" if name == "UK" else name
    return name if _plan(name) is not None else None


def fast(text: str, region: str | None) -> PhoneNumber | Refusal | None:
    """What the library says about a plain text: as `look`, the number as an object."""
    found = look(text, region)
    return PhoneNumber(found[0], "", found[1], found[2]) if isinstance(found, tuple) else found


def look(text: str, region: str | None) -> Found | Refusal | None:
    """The valid number that the library finds in a plain text, or why there is none.

    ``no_country``, ``unparseable``, ``too_short``, ``too_long``, ``area_missing``, ``not_possible``, ``invalid``;
    ``None`` = ask the library.
    """
    if text.isascii() and len(text) <= MOST_DIGITS:
        raw = text.encode()
        if not raw.isdigit():
            raw = raw.lstrip(_LABEL).translate(None, _IGNORED)
        if raw.isdigit():
            if len(raw) < _FEWEST_DIGITS:
                return None
            return "no_country" if region is None else _national(raw, region)
        if raw[:1] == b"+" and raw[1:].isdigit():
            return _international(raw[1:]) if len(raw) > _FEWEST_DIGITS else None
    plain = _PLAIN.fullmatch(text)
    if plain is None:
        return None
    plus, body = plain.groups()
    raw = "".join(filter(str.isdigit, body)).encode()
    if len(raw) < _FEWEST_DIGITS:
        return None
    if plus:
        return _international(raw)
    if region is None:  # a plus sign behind it is the library's to judge
        return None if "+" in text else "no_country"
    return _national(raw, region)


@cache
def _main(three: bytes) -> tuple[_Plan, int] | None:
    """Main plan and length of the country code that a number's first three digits begin with."""
    digits = three.decode()
    code = next((c for size in (1, 2, 3) if (c := digits[:size]) in _regions()), None)
    return None if code is None else (next(_in_turn(code)), len(code))


def _international(raw: bytes) -> Found | Refusal | None:
    """A number behind a plus sign; a code that no country has is the library's to judge."""
    found = _main(raw[:3])
    if found is None:
        return None
    plan, size = found
    node = plan.international.get(len(raw) - size)
    if node is not None and (kind := walk(node, raw[size:])) is not None:
        return "+" + raw.decode(), kind, plan.written
    return _finish(plan.code, plan, raw[size:].decode())


def beginning(first: bytes, size: int, region: str | None) -> tuple[str, int, str] | None:
    """What numbers of a size have in common whose first signs, without punctuation but with a plus, are these.

    What stands in front of the E.164 form, how many own signs are cut there, and the type; ``None`` = they differ.
    """
    if first[:1] == b"+":
        main = _main(first[1:4]) if size > _FEWEST_DIGITS else None
        node = None if main is None else main[0].international.get(size - 1 - main[1])
        kind = None if node is None or main is None else walk(node, first[1 + main[1] :])
        return None if kind is None else ("", 0, kind)
    plan = _plan(region) if region and size >= _FEWEST_DIGITS else None
    if plan is None:
        return None
    dialled = bool(plan.prefix) and first.startswith(plan.prefix)
    node = (plan.dialled if dialled else plan.national).get(size)
    kind = None if node is None else walk(node, first)
    return None if kind is None else (f"+{plan.code}", len(plan.prefix) * dialled, kind)


def _national(raw: bytes, region: str) -> Found | Refusal | None:
    plan = _plan(region)
    if plan is None:
        return None
    digits, prefix = raw.decode(), plan.prefix
    if prefix and raw.startswith(prefix):
        node, cut = plan.dialled.get(len(raw)), digits[len(prefix) :]
    else:
        node, cut = plan.national.get(len(raw)), digits
    if node is not None and (kind := walk(node, raw)) is not None:
        return f"+{plan.code}{cut}", kind, plan.written
    idd = plan.idd
    if idd is not None and (found := idd.match(digits)) and digits[found.end() : found.end() + 1] != "0":
        rest = digits[found.end() :]
        if len(rest) <= _SHORTEST:
            return "too_short"
        return "unparseable" if rest[0] == "0" else _international(rest.encode()) or "unparseable"
    if digits.startswith(plan.code):
        cut = plan.without_trunk(digits[len(plan.code) :])
        if (not plan.general.fullmatch(digits) and plan.general.fullmatch(cut)) or plan.length(digits) == "too_long":
            return _finish(plan.code, next(_in_turn(plan.code)), cut)
    return _finish(plan.code, plan, digits)


def _finish(code: str, plan: _Plan, nsn: str) -> Found | Refusal:
    """The verdict on what follows the country code."""
    if plan.trunk is not None and plan.trunk.match(nsn):
        cut = plan.without_trunk(nsn)
        if cut is not nsn and plan.length(cut) in (None, "too_long"):
            nsn = cut
    if not _SHORTEST <= len(nsn) <= _LONGEST:
        return "too_short" if len(nsn) < _SHORTEST else "too_long"
    plans = _plans(code)
    if len(plans) > 1:
        leading = _leading(code).match(nsn)
        homes = _candidates(code, leading.lastgroup if leading else None)
    else:
        homes = plans
    for home in homes:
        pattern = home.by_length(len(nsn)) if len(nsn) in home.lengths else None
        found = pattern.fullmatch(nsn) if pattern is not None else None
        if found is not None:
            return f"+{code}{nsn}", found.lastgroup or "unknown", home.written
        if home.leading is not None:
            break
    return plans[0].length(nsn) or "invalid"
