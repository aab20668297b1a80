"""The library's phone metadata compiled per country code: the same verdict for plain numbers, faster.

A plan answers only for text of digits and the commonest punctuation whose reading involves neither an
international prefix, nor a repeated country code, nor a trunk prefix with rules of its own; it answers only
"valid, this number, this type", never "invalid". All else is the library's.

Source: phonenumbers (Apache-2.0), ``phonenumberutil``: the order of type tests and of regions is theirs.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

from attrs import frozen


@frozen
class PhoneNumber:
    """A valid phone number.

    Args:
        e164: the number in E.164, ``"+8613912345678"``.
        extension: digits to dial after the connection, or ``""``.
        type: the library's name of its type in lower case: ``"mobile"``, ``"fixed_line"``, ``"toll_free"`` ...
        region: ISO 3166-1 alpha-2 region, or ``""`` for numbers of no region.
    """

    e164: str
    extension: str = ""
    type: str = "unknown"
    region: str = ""

    def __repr__(self) -> str:
        return "PhoneNumber(...)"


_PLAIN: Final = re.compile(r"\(?(\+?)([1-9][0-9 ().-]{4,22}[0-9]|0[0-9 ().-]{4,22}[0-9])", re.ASCII)
_DROP: Final = str.maketrans("", "", " ().-")
_CN_MOBILE: Final = re.compile(r"(\+86|)[ -]?(1[3-9][0-9])[ -]?([0-9]{4})[ -]?([0-9]{4})", re.ASCII)
_ORDER: Final = ("premium_rate", "toll_free", "shared_cost", "voip", "personal_number", "pager", "uan", "voicemail")

Desc = tuple[frozenset[int], re.Pattern[str]]


@frozen
class _Plan:
    """Metadata of one region, compiled."""

    region: str
    code: str
    general: re.Pattern[str]
    lengths: frozenset[int]
    leading: re.Pattern[str] | None
    idd: re.Pattern[str] | None
    trunk: re.Pattern[str] | None
    transforms: bool
    kinds: tuple[tuple[str, Desc], ...]
    fixed: Desc | None
    mobile: Desc | None

    def without_trunk(self, digits: str) -> str | None:
        """The digits without their trunk prefix; ``None`` where the library must weigh it."""
        found = self.trunk.match(digits) if self.trunk is not None else None
        if found is None:
            return digits
        groups = found.groups()
        if (self.transforms and not (groups and groups[-1] is None)) or self.general.fullmatch(digits):
            return None
        cut = digits[found.end() :]
        return cut if self.general.fullmatch(cut) else None

    def type_of(self, nsn: str) -> str | None:
        """Type of a national number, ``None`` where the region has no such number."""
        size = len(nsn)
        if size not in self.lengths or not self.general.fullmatch(nsn):
            return None
        for name, (lengths, pattern) in self.kinds:
            if size in lengths and pattern.fullmatch(nsn):
                return name
        fixed, mobile = _fits(self.fixed, nsn), _fits(self.mobile, nsn)
        if fixed and mobile:
            return "fixed_line_or_mobile"
        return "fixed_line" if fixed else "mobile" if mobile else None


def _fits(desc: Desc | None, nsn: str) -> bool:
    return desc is not None and len(nsn) in desc[0] and desc[1].fullmatch(nsn) is not None


def _desc(desc: Any, lengths: frozenset[int]) -> Desc | None:
    if desc is None or not desc.national_number_pattern:
        return None
    own = frozenset(n for n in desc.possible_length if n > 0)
    return own or lengths, re.compile(desc.national_number_pattern)


@cache
def _plan(region: str) -> _Plan | None:
    from phonenumbers import PhoneMetadata

    m: Any = PhoneMetadata.metadata_for_region(region, None)
    if m is None:
        return None
    lengths = frozenset(n for n in m.general_desc.possible_length if n > 0)
    found = ((name, _desc(getattr(m, name), lengths)) for name in _ORDER)
    prefix = m.national_prefix_for_parsing
    return _Plan(
        region=region,
        code=str(m.country_code),
        general=re.compile(m.general_desc.national_number_pattern),
        lengths=lengths,
        leading=re.compile(m.leading_digits) if m.leading_digits else None,
        idd=re.compile(m.international_prefix) if m.international_prefix else None,
        trunk=re.compile(prefix) if prefix else None,
        transforms=bool(m.national_prefix_transform_rule),
        kinds=tuple((name, desc) for name, desc in found if desc is not None),
        fixed=_desc(m.fixed_line, lengths),
        mobile=_desc(m.mobile, lengths),
    )


@cache
def _regions() -> dict[str, tuple[str, ...]]:
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

    return {str(c): tuple(r) for c, r in COUNTRY_CODE_TO_REGION_CODE.items() if r != ("001",)}


@cache
def main_region(region: str) -> str | None:
    """The region as phone metadata knows it, in capitals; ``None`` = not known."""
    name = {"UK": "GB"}.get(region.strip().upper(), region.strip().upper())
    return name if _plan(name) is not None else None


def _of_code(code: str, nsn: str) -> PhoneNumber | None:
    for region in _regions()[code]:
        plan = _plan(region)
        if plan is None:
            return None
        if plan.leading is not None:
            if plan.leading.match(nsn):
                kind = plan.type_of(nsn)
                return PhoneNumber(f"+{code}{nsn}", "", kind, region) if kind else None
        elif kind := plan.type_of(nsn):
            return PhoneNumber(f"+{code}{nsn}", "", kind, region)
    return None


def fast(text: str, region: str | None) -> PhoneNumber | None:
    """The valid number a plain text stands for, or ``None`` = ask the library.

    Args:
        text: the raw text.
        region: a known region, or ``None``.
    """
    if (region == "CN" or text[:1] == "+") and (found := _CN_MOBILE.fullmatch(text)):
        plan = _plan("CN")
        nsn = found[2] + found[3] + found[4]
        if plan is not None and (region == "CN" or found[1]):
            # no other type of the region has eleven digits beginning with 13 to 19: see the differential test
            if _fits(plan.mobile, nsn):
                return PhoneNumber(f"+86{nsn}", "", "mobile", "CN")
            return None
    plain = _PLAIN.fullmatch(text)
    if plain is None:
        return None
    digits = plain[2].translate(_DROP)
    if plain[1]:
        return _international(digits)
    return None if region is None else _national(digits, region)


def _international(digits: str) -> PhoneNumber | None:
    if digits[0] == "0":
        return None
    regions = _regions()
    code = next((digits[:n] for n in (1, 2, 3) if digits[:n] in regions), None)
    if code is None:
        return None
    plan = _plan(regions[code][0])
    nsn = None if plan is None else plan.without_trunk(digits[len(code) :])
    return None if plan is None or nsn is None or len(nsn) not in plan.lengths else _of_code(code, nsn)


def _national(digits: str, region: str) -> PhoneNumber | None:
    plan = _plan(region)
    if plan is None or digits.startswith(plan.code) or (plan.idd is not None and plan.idd.match(digits)):
        return None
    nsn = plan.without_trunk(digits)
    return None if nsn is None or len(nsn) not in plan.lengths else _of_code(plan.code, nsn)
