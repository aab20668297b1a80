"""Which records are compared at all: the blocking rules and the keys of one record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from crmquality.matching._compare import PHONES

#: a block of more records than this says nothing about anybody; other keys still reach its pairs
CAP = 600
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
    "company": ("only_company",),
}  # fmt: skip


def sound(family: str) -> str | None:
    """First letter and consonants, doubles once: what a family name sounds like; ``None`` without letters."""
    if not family or not family[0].isascii():
        return None
    out = family[0]
    for ch in family[1:].replace("ph", "f").replace("ck", "k"):
        if ch.isalpha() and ch not in "aeiouhwy" and ch != out[-1]:
            out += ch
    return out[:4]


def record_keys(lanes: Mapping[str, str | None]) -> Iterator[tuple[str, ...]]:
    """The blocking keys of one record, each begun by its rule's name.

    Args:
        lanes: text by lane.
    """
    given, family = lanes.get("given"), lanes.get("family")
    keys: dict[str, str | None] = dict(lanes)
    keys["initial"] = given[:1] if given else None
    keys["letter"] = family[:1] if family else None
    keys["sound"] = sound(family) if family else None
    keys["names"] = "|".join(sorted((given, family))) if given and family else None
    keys["only_company"] = lanes.get("company") if given is None and family is None else None
    phones = sorted({p for n in PHONES if (p := lanes.get(n)) is not None})
    for name, parts in RULES.items():
        for phone in phones if "phone" in parts else (None,):
            values = [phone if p == "phone" else keys.get(p) for p in parts]
            if all(v is not None for v in values):
                yield (name, *(str(v) for v in values))
