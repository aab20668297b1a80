"""Two records compared, one at a time: the scalar form that the table's sweep must equal.

A record is a mapping of lane to text or ``None``. Lanes are derived by the policy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import frozen
from rapidfuzz.distance import JaroWinkler, Levenshtein

from crmquality.matching._model import CLASSES, LEVELS, NULL, UNIT, Model, bits, soft_add

#: everything a record is compared by; ``*_id`` lanes and keys are derived from these
LANES = (
    "given", "nickname", "family", "email", "local", "phone1", "phone2", "phone3", "company", "street",
    "postal_code", "city", "birth_date", "identifier",
)  # fmt: skip
PHONES = ("phone1", "phone2", "phone3")
#: letters that may differ between the letter sets of similar texts
GATE = {"given": 3, "family": 3, "company": 3, "street": 4, "city": 3}
SIMILAR = {"given": 0.88, "family": 0.88, "company": 0.92, "street": 0.85, "city": 0.88}
#: how common one value usually is: judgement, for tables too small to say
USUAL = {
    "given": 0.003, "family": 0.001, "email": 1e-6, "phone": 1e-6, "company": 1e-4, "street": 1e-4,
    "postal_code": 3e-4, "city": 0.003, "birth_date": 5e-5, "identifier": 1e-6,
}  # fmt: skip
USUAL_WEIGHT = 2000
AUTO = 7 * UNIT
LINK = 2 * UNIT
KEEP = -2 * UNIT

Cells = Mapping[str, str | None]


def signature(text: str) -> int:
    """The set of letters of a text as 32 bits; similar texts differ in few."""
    out = 0
    for ch in text:
        if ch != " ":
            out |= 1 << (ord(ch) % 31)
    return out


def similarity(name: str, left: str, right: str) -> float:
    """The measure of one comparison, 0 to 1."""
    if name == "street":
        return float(Levenshtein.normalized_similarity(left, right))
    return float(JaroWinkler.similarity(left, right))


def similar(name: str, left: str, right: str) -> bool:
    """The comparison's level of similarity holds; its gate is part of it."""
    if (signature(left) ^ signature(right)).bit_count() > GATE[name]:
        return False
    return similarity(name, left, right) >= SIMILAR[name]


def birth_near(left: str, right: str) -> bool:
    """Same year, or same month and day, or month and day exchanged."""
    if len(left) != 10 or len(right) != 10:  # noqa: PLR2004 - YYYY-MM-DD
        return False
    return left[:4] == right[:4] or left[5:] == right[5:]


def levels(a: Cells, b: Cells) -> dict[str, int]:
    """The level of every comparison; -1 where either side is empty."""
    out = {name: _level(name, a.get(name), b.get(name)) for name in LEVELS if name != "phone"}
    one, two = [p for n in PHONES if (p := a.get(n))], [p for n in PHONES if (p := b.get(n))]
    out["phone"] = NULL if not (one and two) else (0 if set(one) & set(two) else 1)
    ga, gb, fa, fb = a.get("given"), b.get("given"), a.get("family"), b.get("family")
    if ga and gb and ga != gb:
        if a.get("nickname") is not None and a.get("nickname") == b.get("nickname"):
            out["given"] = 1
        elif ga[0] == gb[0] and min(len(ga), len(gb)) == 1:
            out["given"] = 2
        if (fb is None or ga == fb) and (fa is None or fa == gb) and (ga == fb or fa == gb):
            # exchanged; where one record lacks the family name, what it calls the given name may be it
            out["given"], out["family"] = 4, 2 if fa and fb else NULL
    local = a.get("local")
    if out["email"] not in (NULL, 0) and local is not None and local == b.get("local"):
        out["email"] = 1
    return out


def _level(name: str, left: str | None, right: str | None) -> int:
    last = len(LEVELS[name]) - 1
    if left is None or right is None:
        return NULL
    if left == right:
        return 0
    if name in GATE and similar(name, left, right):
        return LEVELS[name].index("similar")
    if name == "birth_date" and birth_near(left, right):
        return 1
    return last


@frozen
class Scored:
    """A scored pair.

    Args:
        weight: match weight in 1/1024 bits.
        levels: level by comparison, -1 = no evidence.
        parts: by class, its prior and one weight per comparison.
    """

    weight: int
    levels: Mapping[str, int]
    parts: Mapping[str, Mapping[str, int]]

    @property
    def probability(self) -> float:
        """Match probability, 0 to 1."""
        return float(1 / (1 + 2.0 ** (-self.weight / UNIT)))


def score(
    a: Cells, b: Cells, model: Model, count: Callable[[str, str], int], filled: Mapping[str, int], records: int
) -> Scored:
    """Score two records.

    Args:
        a: lanes of one.
        b: lanes of the other.
        model: the model.
        count: how many records hold a value in a comparison.
        filled: how many records hold anything in a comparison.
        records: how many records there are.
    """
    found = levels(a, b)
    rare = {}
    for name, level in found.items():
        if level == 0:
            shared = agreed(name, a, b)
            rare[name] = rarity(name, filled.get(name, 2), min(count(name, v) for v in shared))
    parts = {}
    for kind in CLASSES:
        table = model.tables[kind]
        part = {"prior": model.prior(kind, records)}
        for name, level in found.items():
            if level != NULL:
                extra = rare[name] if level == 0 and model.u[kind][name][0] is None else 0
                part[name] = table[name][level] + extra
        parts[kind] = part
    against = [-sum(p.values()) for p in parts.values()]
    return Scored(-soft_add(soft_add(against[0], against[1]), against[2]), found, parts)


def agreed(name: str, a: Cells, b: Cells) -> list[str]:
    """The values on which two records agree in a comparison."""
    if name != "phone":
        value = a.get(name)
        return [value] if value is not None else []
    return sorted({p for n in PHONES if (p := a.get(n))} & {p for n in PHONES if (p := b.get(n))})


def rarity(name: str, filled: int, count: int) -> int:
    """log2 of one over a value's frequency, in 1/1024 bits.

    The frequency among the records at hand is drawn towards a usual one, which counts as much as 2,000 records:
    two records that share a name in a table of ten say little about how common the name is.

    Args:
        name: the comparison.
        filled: records that hold anything in it.
        count: records that hold this value; two at least, the pair itself.
    """
    others = max(count, 2) - 2 + 2 * filled / (filled + USUAL_WEIGHT)
    return -bits((others + USUAL_WEIGHT * USUAL[name]) / (filled + USUAL_WEIGHT))


def is_auto(weight: int, found: Mapping[str, int]) -> bool:
    """Sure enough to merge without a person: heavy, names agree, a channel or birth date too, nothing contradicts."""
    if weight < AUTO:
        return False
    names = found["given"] in (0, 1) and found["family"] in (0, 1)
    company = found["given"] == NULL and found["family"] == NULL and found["company"] == 0
    proof = any(found[n] == 0 for n in ("email", "phone", "identifier", "birth_date"))
    clash = found["birth_date"] == len(LEVELS["birth_date"]) - 1 or found["identifier"] == 1
    return (names or company) and proof and not clash


def explain(scored: Scored) -> dict[str, Any]:
    """A pair's weight in words: prior, evidence against strangers, and what household or workplace take away.

    ``match_weight`` is exactly the sum of the weights listed.
    """
    parts = scored.parts["random"]
    rows = [
        {
            "comparison": name,
            "level": "no evidence" if level == NULL else LEVELS[name][level],
            "weight": parts.get(name, 0) / UNIT,
        }
        for name, level in scored.levels.items()
    ]
    others = scored.weight - sum(parts.values())
    rows.append(
        {"comparison": "household or workplace", "level": "could explain the same agreement", "weight": others / UNIT}
    )
    return {
        "match_weight": scored.weight / UNIT,
        "match_probability": scored.probability,
        "prior": parts["prior"] / UNIT,
        "weights": rows,
    }
