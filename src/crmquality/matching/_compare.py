"""Two records compared, one at a time: the scalar form that the table's sweep must equal.

A record is a mapping of lane to text or ``None``. Lanes are derived by the policy.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import lru_cache
from typing import Any

from attrs import field, frozen

from crmquality.matching._model import (
    CLASSES,
    LEVELS,
    MATCHES,
    NEVER,
    NULL,
    PEOPLE,
    UNIT,
    Model,
    bits,
    packed,
    soft_add,
    weight_of,
)
from crmquality.matching._tests import CROSSED, PHONES, TESTS, derived, passes, phones_similar, role_mailbox

#: everything a record is compared by
LANES = (
    "given", "nickname", "family", "email", "local", "phone1", "phone2", "phone3", "company", "street",
    "postal_code", "city", "birth_date", "identifier", "job_title", "country",
)  # fmt: skip
#: what is counted within a country too: names and towns are common in one country, not in the world
SCOPED = ("given", "family", "city", "company")
#: how common one value usually is: judgement, for tables too small to say
USUAL = {
    "given": 0.003, "family": 0.001, "email": 1e-6, "phone": 1e-6, "company": 1e-4, "street": 1e-4,
    "postal_code": 3e-4, "city": 0.003, "birth_date": 5e-5, "identifier": 1e-6, "job_title": 0.03, "country": 0.3,
}  # fmt: skip
USUAL_WEIGHT = 500
AUTO = 7 * UNIT
LINK = UNIT
KEEP = -2 * UNIT

Cells = Mapping[str, str | None]


def levels(a: Cells, b: Cells) -> dict[str, int]:
    """The level of every comparison; -1 where either side is empty."""
    out = {name: _level(name, a, b) for name in LEVELS}
    ga, gb = a.get("given"), b.get("given")
    if out["given"] > 0 and ga and gb:
        out |= _crossed(ga, gb, a.get("family"), b.get("family"))
    return out


_PLACE = {name: {level: i for i, level in enumerate(levels)} for name, levels in LEVELS.items()}


def _place(name: str, level: str) -> int:
    return _PLACE[name][level]


def phone_level(one: Collection[str], two: Collection[str]) -> int:
    """The level of the phones of two records."""
    if not (one and two):
        return NULL
    if set(one) & set(two):
        return 0
    return 1 if any(phones_similar(p, q) for p in one for q in two) else 2


def _crossed(ga: str, gb: str, fa: str | None, fb: str | None) -> dict[str, int]:
    """Given and family name have changed places, or one stands where the other should."""
    one, two = ga == fb, gb == fa
    if not (one or two) or (fa is not None and fa == fb):
        return {}
    if one and two:
        family = _place("family", "swapped")
    else:
        left, right = (fa, gb) if one else (fb, ga)
        if left is None:
            family = NULL
        elif (min(len(left), len(right)) == 1 and left[0] == right[0]) or any(passes(t, left, right) for t in CROSSED):
            family = _place("family", "similar")
        else:
            family = _place("family", "different")
    return {"given": _place("given", "swapped"), "family": family}


def _level(name: str, a: Cells, b: Cells) -> int:
    if name == "phone":
        return phone_level([p for n in PHONES if (p := a.get(n))], [p for n in PHONES if (p := b.get(n))])
    left, right = a.get(name), b.get(name)
    if left is None or right is None:
        return NULL
    return agreeing(name, left) if left == right else unlike(name, left, right, a, b)


def agreeing(name: str, value: str) -> int:
    """The level of two equal values."""
    return 1 if name == "email" and role_mailbox(value) else 0


def unlike(name: str, left: str, right: str, a: Cells, b: Cells) -> int:
    """The level of two different values of a comparison but phones; names that have changed places not looked for.

    Args:
        name: the comparison.
        left: the value of one record.
        right: the value of the other.
        a: the one record.
        b: the other.
    """
    if name == "given" and left and right:
        if a.get("nickname") is not None and a.get("nickname") == b.get("nickname"):
            return _place(name, "nickname")
        if left[0] == right[0] and 1 in (len(left), len(right)):
            return _place(name, "initial")
    for test in reversed(TESTS.get(name, ())):
        if passes(test, left, right):
            return _place(name, test.level)
    if name == "email" and a.get("local") is not None and a.get("local") == b.get("local"):
        return _place(name, "same local part")
    if name == "birth_date" and any((d := derived(n, left)) and d == derived(n, right) for n in ("year", "day")):
        return _place(name, "near")
    return len(LEVELS[name]) - 1


@frozen
class Scored:
    """A scored pair.

    Args:
        weight: match weight in 1/1024 bits.
        levels: level by comparison, -1 = no evidence.
        rare: by comparison that agrees, how rare the agreed value is.
        nobody: neither record names a person.
        records: how many records there are.
    """

    weight: int
    levels: Mapping[str, int]
    rare: Mapping[str, int]
    nobody: bool
    records: int
    _model: Model = field(repr=False, eq=False, alias="model")

    @property
    def probability(self) -> float:
        """Match probability, 0 to 1."""
        return float(1 / (1 + 2.0 ** (-self.weight / UNIT)))

    @property
    def parts(self) -> dict[str, dict[str, int]]:
        """By class, its prior and the log2 probability of each comparison's level."""
        out = {}
        for kind in CLASSES:
            never = NEVER if self.nobody and kind in PEOPLE else 0
            out[kind] = {"prior": self._model.prior(kind, self.records) + never}
            for name, level in self.levels.items():
                if level != NULL:
                    rare = self.rare.get(name, 0) if self._model.by_value(kind, name, level) else 0
                    out[kind][name] = self._model.tables[kind][name][level] - rare
        return out


def score(
    a: Cells, b: Cells, model: Model, count: Callable[[str, str], int], filled: Mapping[str, int], records: int
) -> Scored:
    """Score two records.

    Args:
        a: lanes of one.
        b: lanes of the other.
        model: the model.
        count: how many records hold a value in a comparison, or in one within a country (`scopes`).
        filled: how many records hold anything there.
        records: how many records there are.
    """
    found = levels(a, b)
    nobody = all(r.get(n) is None for r in (a, b) for n in ("given", "family"))
    total, rare = packed(model.start(records)[nobody]), {}
    for name, level in found.items():
        if level != NULL:
            total += model.gains[name].levels[level]
            if model.gains[name].valued[level]:
                rare[name] = _rare(name, a, b, count, filled)
                total += rare[name] * model.gains[name].valued[level]
    return Scored(weight_of(total), found, rare, nobody, records, model=model)


def _rare(name: str, a: Cells, b: Cells, count: Callable[[str, str], int], filled: Mapping[str, int]) -> int:
    """How rare the agreed value is; of several the rarest, within either record's country the least rare."""
    where = {*scopes(name, a.get("country")), *scopes(name, b.get("country"))}
    return max(min(rarity(name, filled.get(w, 2), count(w, v)) for w in where) for v in agreed(name, a, b))


def scopes(name: str, country: str | None) -> Iterator[str]:
    """The groups of records that a value of a comparison is counted in: all, and those of its country."""
    yield name
    if country is not None and name in SCOPED:
        yield f"{name} in {country}"


def agreed(name: str, a: Cells, b: Cells) -> list[str]:
    """The values on which two records agree in a comparison."""
    if name != "phone":
        value = a.get(name)
        return [value] if value is not None else []
    return sorted({p for n in PHONES if (p := a.get(n))} & {p for n in PHONES if (p := b.get(n))})


@lru_cache(maxsize=65_536)
def rarity(name: str, filled: int, count: int) -> int:
    """log2 of one over a value's frequency, in 1/1024 bits.

    The frequency among the records at hand is drawn towards a usual one, which counts as much as 500 records and
    fades in a large table: two records that share a name in a table of ten say little about how common the name is.

    Args:
        name: the comparison.
        filled: records that hold anything in it.
        count: records that hold this value; two at least, the pair itself.
    """
    all_in = filled + USUAL_WEIGHT
    others = max(count, 2) - 2 + (filled + USUAL_WEIGHT**2 * USUAL[name]) / all_in
    return -bits(min(others / all_in, 1.0))


def is_auto(weight: int, found: Mapping[str, int]) -> bool:
    """Sure enough to merge without a person: heavy, names agree, a channel or birth date too, nothing contradicts."""
    if weight < AUTO:
        return False
    names = found["given"] in (0, 1) and found["family"] in (0, 1)
    company = found["given"] == NULL and found["family"] == NULL and found["company"] == 0
    proof = any(found[n] == 0 for n in ("email", "phone", "identifier", "birth_date"))
    clash = any(found[n] == len(LEVELS[n]) - 1 for n in ("birth_date", "identifier"))
    return (names or company) and proof and not clash


def explain(scored: Scored) -> dict[str, Any]:
    """A pair's weight as data: prior, evidence by comparison, and what other explanations add or take away.

    Each comparison weighs a match (of the likelier kind) against strangers. ``match_weight`` is exactly the sum of
    ``prior`` and the weights listed.
    """
    totals = {kind: sum(part.values()) for kind, part in scored.parts.items()}
    kind = max(MATCHES, key=lambda k: totals[k])
    match, random = scored.parts[kind], scored.parts["random"]
    rows = [
        {
            "comparison": name,
            "level": "no evidence" if level == NULL else LEVELS[name][level],
            "weight": (match.get(name, 0) - random.get(name, 0)) / UNIT,
        }
        for name, level in scored.levels.items()
    ]
    both = soft_add(*(totals[k] for k in MATCHES)) - totals[kind]
    rows.append({"comparison": "change of job or address", "level": "allowed for", "weight": both / UNIT})
    others = scored.weight - both - totals[kind] + totals["random"]
    rows.append(
        {"comparison": "household or workplace", "level": "could explain the same agreement", "weight": others / UNIT}
    )
    return {
        "match_weight": scored.weight / UNIT,
        "match_probability": scored.probability,
        "prior": (match["prior"] - random["prior"]) / UNIT,
        "weights": rows,
    }
