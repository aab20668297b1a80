"""Which records are compared at all: the blocking rules and the keys of one record."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from hashlib import blake2b

from crmquality.matching._compare import LANES
from crmquality.matching._tests import DERIVED, PHONES, company_sound, derived, key_words, sound

#: a block of more records than this says nothing about anybody: it is split by further keys
CAP = 600
#: looser rules: only small blocks are worth the look
LOOSE: Mapping[str, tuple[str, ...]] = {
    "sound of the family name and initial": ("sound", "initial"), "given name and family initial": ("given", "letter"),
    "given name and year of birth": ("given", "year"), "family name and year of birth": ("family", "year"),
    "given name and city": ("given", "city"), "family name and city": ("family", "city"), "street": ("street",),
    "sound of the company": ("only_firm",), "word": ("word",), "word of the description": ("about_word",),
}  # fmt: skip
#: keys of which a record has several, and the lane whose words they are
WORDS: Mapping[str, str] = {"word": "title", "about_word": "about"}
#: rules by the keys that two records must share; in order, the first that yields a pair owns it
RULES: Mapping[str, tuple[str, ...]] = {
    "email": ("email",), "phone": ("phone",), "identifier": ("identifier",), "name": ("names",),
    "mail name": ("local",), "family name and postal code": ("family", "postal_code"),
    "given name and postal code": ("given", "postal_code"), "company and family name": ("company", "family"),
    "company and given name": ("company", "given"), "street and initial": ("street", "initial"),
    "street and family name": ("street", "family"), "birth date": ("birth_date",),
    "birth date and initial": ("birth_date", "initial"),
    "birth date and family initial": ("birth_date", "letter"), "sound, initial and city": ("sound", "initial", "city"),
    "sound, initial and postal code": ("sound", "initial", "postal_code"),
    "birth date and postal code": ("birth_date", "postal_code"),
    "company and phone": ("company", "phone"), "company and city": ("only_company", "city"),
    "company": ("only_company",), "title": ("title",), "code": ("code",), **LOOSE,
}  # fmt: skip
#: largest block, in records, of rules whose larger blocks yield nothing that other rules do not
CAPS: Mapping[str, int] = {
    **dict.fromkeys(LOOSE, 20), "word": 60, "word of the description": 60, "name": 60,
    "sound, initial and city": 60,
}  # fmt: skip
#: the rules and one that yields many times the pairs, for little more of them found
WIDE: Mapping[str, tuple[str, ...]] = {**RULES, "sound and initial": ("sound", "initial")}
#: keys that split a block, in order, unless the rule's own keys say them already
_SPLIT = ("initial", "city", "postal_code")
_SAID = {"given": "initial", "names": "initial"}


def cap_of(rule: str, cap: int | None = CAP) -> int | None:
    """Largest block of a rule, in records; ``None`` = no limit."""
    own = CAPS.get(rule)
    if own is None or (cap is None and rule not in LOOSE):
        return cap
    return own if cap is None else min(cap, own)


def split_keys(rule: str, parts: tuple[str, ...]) -> tuple[str, ...]:
    """The further keys of a rule whose blocks are too large; one that has its own largest size has none."""
    if rule in CAPS:
        return ()
    said = {*parts, *(_SAID.get(p) for p in parts)}
    return tuple(k for k in _SPLIT if k not in said)


def record_keys(lanes: Mapping[str, str | None]) -> Iterator[tuple[str, ...]]:
    """The blocking keys of one record by its lanes, each begun by its rule's name."""
    keys = _keys(lanes)
    several = _several(lanes)
    for name, parts in RULES.items():
        for one in next((several.get(p, ()) for p in parts if p in _SEVERAL), (None,)):
            values = [one if p in _SEVERAL else keys.get(p) for p in parts]
            if all(v is not None for v in values):
                yield (name, *(str(v) for v in values))


def _several(lanes: Mapping[str, str | None]) -> dict[str, Collection[str]]:
    """The values of the keys of which a record may have several, where it has any."""
    out: dict[str, Collection[str]] = {}
    if phones := {p: None for n in PHONES if (p := lanes.get(n)) is not None}:
        out["phone"] = phones
    for part, lane in WORDS.items():
        if text := lanes.get(lane):
            out[part] = key_words(text)
    return out


def _keys(lanes: Mapping[str, str | None]) -> dict[str, str | None]:
    given, family = lanes.get("given"), lanes.get("family")
    keys = dict(lanes)
    keys["initial"] = given[:1] if given else None
    keys["letter"] = family[:1] if family else None
    keys["sound"] = sound(family) if family else None
    keys["year"] = derived("year", lanes.get("birth_date") or "")
    keys["names"] = "|".join(sorted((given, family))) if given and family else None
    company = keys["only_company"] = lanes.get("company") if given is None and family is None else None
    keys["only_firm"] = company_sound(company) if company else None
    return keys


@lru_cache(maxsize=65_536)
def text_hash(text: str) -> int:
    """64 bits of a text, the same everywhere."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def mix(key: int, part: int) -> int:
    """64 bits of a key and one more part."""
    return (key * MIX + part) * MIX & MASK


MIX = 0x9E3779B97F4A7C15
MASK = 2**64 - 1
#: by rule: its own hash, its keys, the keys that split it, its largest block
RULE_HASHES = {
    name: (text_hash(name), parts, split_keys(name, parts), cap_of(name) or CAP) for name, parts in RULES.items()
}
#: what rules and splits are made of, each with a number that tells its values from those of the others
SALTS = {p: text_hash(p) | 1 for p in {*_SPLIT, *(p for parts in RULES.values() for p in parts)}}
_SEVERAL = ("phone", *WORDS)
#: keys of a record that names no person: its company's, and what that sounds like
_ONLY = (("only_company", ""), ("only_firm", "firm"))
#: by lane: the keys that follow from it alone, and what makes them of its text
_OF_LANE = {
    lane: parts
    for lane in LANES
    if (parts := [(p, p if p in DERIVED else "") for p in SALTS if lane == (DERIVED[p][0] if p in DERIVED else p)])
}


def part_hashes(lanes: Mapping[str, str | None]) -> dict[str, int]:
    """A number for every key of a record but those of which it may have several."""
    out: dict[str, int] = {}
    for lane in _OF_LANE:
        if (value := lanes.get(lane)) is not None:
            out.update(_lane_hashes(lane, value))
    given, family = lanes.get("given"), lanes.get("family")
    if given and family:
        # in either order
        out["names"] = (text_hash(given) + text_hash(family)) * SALTS["names"] & MASK
    elif given is family is None and (company := lanes.get("company")) is not None:
        out.update(_lane_hashes("only_company", company))
    return out


@lru_cache(maxsize=32_768)
def _lane_hashes(lane: str, value: str) -> list[tuple[str, int]]:
    """The keys that follow from one lane."""
    made = [(part, derived(of, value) if of else value) for part, of in _OF_LANE.get(lane, _ONLY)]
    return [(part, text_hash(key) * SALTS[part] & MASK) for part, key in made if key is not None]


def hashed_keys(lanes: Mapping[str, str | None], parts: Mapping[str, int]) -> list[tuple[int, tuple[str, ...], int]]:
    """The keys of a record by its lanes and `part_hashes`, with those that split their blocks and the largest size."""
    singles, doubles, others = _asked(frozenset(parts))
    out = [(seed + parts[n] & MASK, split, cap) for seed, n, split, cap in singles]
    out += [(seed + parts[a] + parts[b] & MASK, split, cap) for seed, a, b, split, cap in doubles]
    several = {part: [text_hash(v) * SALTS[part] for v in values] for part, values in _several(lanes).items()}
    for part, seed, names, split, cap in others:
        for one in several.get(part, ()) if part else (0,):
            out.append((seed + one + sum([parts[n] for n in names]) & MASK, split, cap))
    return out


_Single = tuple[int, str, tuple[str, ...], int]
_Double = tuple[int, str, str, tuple[str, ...], int]
_Other = tuple[str, int, tuple[str, ...], tuple[str, ...], int]


@lru_cache(maxsize=1024)
def _asked(held: frozenset[str]) -> tuple[list[_Single], list[_Double], list[_Other]]:
    """The rules for records that have these parts: of one, of two, and those with a part that there are several of."""
    one: list[_Single] = []
    two: list[_Double] = []
    others: list[_Other] = []
    for seed, names, split, cap in RULE_HASHES.values():
        part = next((n for n in names if n in _SEVERAL), "")
        if not held.issuperset(rest := tuple(n for n in names if n != part)):
            continue
        if part or len(rest) > 2:  # noqa: PLR2004 - two names
            others.append((part, seed, rest, split, cap))
        elif len(rest) == 1:
            one.append((seed, rest[0], split, cap))
        else:
            two.append((seed, rest[0], rest[1], split, cap))
    return one, two, others
