"""Two records compared, one at a time. A record is a mapping of lane to text or ``None``, derived by the policy."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache

from attrs import define, field, frozen

from crmquality._data import load
from crmquality.matching._apart import called_apart, generations_apart, is_day, one_house, spelt_alike, written_apart
from crmquality.matching._model import AGAINST, LEVELS, NULL, UNIT, Gains, Model, bits, weight_of
from crmquality.matching._tests import CROSSED, PHONES, TESTS, derived, passes, phones_similar, role_mailbox

#: everything a record is compared by
LANES = (
    "given", "nickname", "family", "email", "local", "phone1", "phone2", "phone3", "company", "street",
    "postal_code", "city", "birth_date", "identifier", "job_title", "country", "generation", "title",
    "about", "more", "code", "number", "number2", "written",
)  # fmt: skip
#: what is counted within a country too: names and towns are common in one country, not in the world
SCOPED = ("given", "family", "city", "company")
#: how common one value usually is: judgement, for tables too small to say
USUAL = {
    "given": 0.003, "family": 0.001, "email": 1e-6, "phone": 1e-6, "company": 1e-4, "street": 1e-4,
    "postal_code": 3e-4, "city": 0.003, "birth_date": 5e-5, "identifier": 1e-6, "job_title": 0.03, "country": 0.3,
    "generation": 0.45,
    "title": 3e-5, "about": 0.001, "more": 0.02, "code": 1e-5, "number": 0.02, "number2": 0.02,
}  # fmt: skip
USUAL_WEIGHT = 500


@cache
def common(name: str) -> Mapping[str, float]:
    """Names that are more common than usual where they are at home, with their shares of people there."""
    found: Mapping[str, float] = load("names")["common"].get(name, {})
    return found


#: how many of the first few others that share a value do so by chance, where not all: titles repeat with their things,
#: and identifiers are given to one
CHANCE, FEW = {"title": 0.1, "identifier": 0.01}, 3
#: why a pair waits for a person, by number; 0 = it does not
DOUBTS = (
    "", "different birth dates", "different identity numbers", "junior and senior", "junior or senior on one side only",
    "names differ", "two mailboxes of one domain", "no mailbox, phone or number of their own is the same",
    "too little evidence", "two jobs in one company", "names sound alike but are written otherwise",
    "middle names or forms of address differ",
)  # fmt: skip
#: doubts that hold a whole cluster, though other pairs may join its records
CONTRADICTIONS = (1, 2, 3, 10, 11)
#: what differs here is never merged without a person: the most that may, and the doubt
TELLING = {"birth_date": (1, 1), "identifier": (0, 2), "generation": (0, 3)}
#: names in letters that have no Latin form say nothing about names that have one
NAMES = ("given", "family")
#: what agrees because something else does, and says nothing then: the town where the postal code is the same
IMPLIED = {"country": ("postal_code", "city"), "city": ("postal_code",)}
AUTO = 7 * UNIT
LINK = UNIT
KEEP = -2 * UNIT

#: every kind of match against strangers
STRANGERS = tuple(i for i, (_, other) in enumerate(AGAINST) if other == "random")

Cells = Mapping[str, str | None]


_PLACE = {name: {level: i for i, level in enumerate(levels)} for name, levels in LEVELS.items()}


def _place(name: str, level: str) -> int:
    return _PLACE[name][level]


def numbers_of(lanes: Cells) -> tuple[str, ...]:
    """The phones of a record, each once."""
    return tuple(dict.fromkeys(filter(None, map(lanes.__getitem__, PHONES))))


def crossed(a: Cells, b: Cells) -> dict[str, int]:
    """Given and family name have changed places, or one stands where the other should; umlauts may be written out."""
    ga, gb, fa, fb = a["given"], b["given"], a["family"], b["family"]
    one, two = spelt_alike(ga, fb), spelt_alike(gb, fa)
    if not (one or two) or not (ga and gb) or ga == gb or (fa is not None and fa == fb):
        return {}
    if one and two:
        family = _place("family", "swapped")
    else:
        left, right = (fa, gb) if one else (fb, ga)
        if left is None or right is None:
            family = NULL
        elif (min(len(left), len(right)) == 1 and left[0] == right[0]) or any(passes(t, left, right) for t in CROSSED):
            family = _place("family", "similar")
        else:
            family = _place("family", "different")
    return {"given": _place("given", "swapped"), "family": family}


def agreeing(name: str, value: str) -> int:
    """The level of two equal values."""
    return 1 if name == "email" and role_mailbox(value) else 0


def unlike(name: str, left: str, right: str, a: Cells, b: Cells) -> int:
    """The level of two different values of two records; phones and names that have changed places are others' work."""
    last = len(LEVELS[name]) - 1
    if name == "given" and left and right:
        if a["nickname"] is not None and a["nickname"] == b["nickname"]:
            return _place(name, "nickname")
        if left[0] == right[0] and 1 in (len(left), len(right)):
            return _place(name, "initial")
    elif name == "email":
        local = a["local"] is not None and a["local"] == b["local"]
        if left[:1] != right[:1] and not local:
            return last
    for level, test in _TESTS.get(name, ()):
        if passes(test, left, right):
            return level
    if name == "email":
        return _place(name, "same local part") if local else last
    if name == "birth_date" and any((d := derived(n, left)) and d == derived(n, right) for n in ("year", "day")):
        return _place(name, "near")
    return last


#: what gives a level, that which counts first
_TESTS = {name: [(_place(name, t.level), t) for t in reversed(tests)] for name, tests in TESTS.items()}


@frozen
class Scored:
    """A scored pair.

    Args:
        weight: match weight in 1/1024 bits.
        levels: level by comparison, -1 = no evidence.
        parts: what the prior and each comparison weigh for each kind of match against each class that is none;
            without those that follow from another.
        doubt: why it waits for a person, a place in ``DOUBTS``; 0 = sure enough to merge without one.
    """

    weight: int
    levels: Mapping[str, int]
    parts: Mapping[str, Sequence[int]]
    doubt: int = 0

    @property
    def probability(self) -> float:
        """Match probability, 0 to 1."""
        return float(1 / (1 + 2.0 ** (-self.weight / UNIT)))


@define(eq=False)
class Side:
    """A record that others are compared with, one at a time: the scalar form that the table's sweep must equal.

    Args:
        lanes: text or ``None`` by lane, all of ``LANES``.
        model: the model.
        records: how many records there are.
        count: how many records hold a value in a comparison, or in one within a country (`scopes`).
        filled: how many records hold anything there.
        floor: the least weight that is asked for, 1/1024 bits.
        itself: 1 where the record is to be counted with them.
        known: how rare values are, by comparison and the country that they are counted in, too.
    """

    lanes: Cells
    model: Model
    records: int
    count: Callable[[str, str], int]
    filled: Callable[[str], int]
    floor: int = -(2**29)
    itself: int = 0
    known: dict[tuple[str, str, str | None], int] = field(factory=dict)
    phones: tuple[str, ...] = field(init=False)
    #: where somebody is named, where nobody is, and where both have a title instead
    start: list[list[int]] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.phones = numbers_of(self.lanes)
        self.start = self.model.start(self.model.size("", self.records))

    @cached_property
    def _values(self) -> list[tuple[str, str, Gains, int, dict[str, int] | None]]:
        """The comparisons that it has something in, but phones; value, level of the same value, levels of others met.

        These are ``None`` where whatever else it is is different.
        """
        return [
            (n, v, g, agreeing(n, v) if n == "email" else 0, {} if len(g.levels) > 2 else None)  # noqa: PLR2004 - same and different
            for n, g in self.model.gains.items()
            if n != "phone" and (v := self.lanes[n]) is not None
        ]

    @cached_property
    def _near(self) -> tuple[set[str], set[str]]:
        return {p[-5:] for p in self.phones}, {p[:-4] for p in self.phones}

    def rare(self, name: str, value: str) -> int:
        """How rare a value of the record is at most; within the other's country it may be less rare."""
        country = self.lanes["country"] if name in SCOPED else None
        found = self.known.get((name, value, country))
        if found is None:
            usual, own = common(name).get(value, 0.0), self.itself
            size = self.model.size
            found = rarity(name, size(name, self.filled(name) + own), self.count(name, value) + own, usual)
            if country is not None:
                where = f"{name} in {country}"
                filled = size(where, self.filled(where) + own)
                found = min(found, rarity(name, filled, self.count(where, value) + own, usual))
            self.known[name, value, country] = found
        return found

    def rare_in(self, name: str, value: str, country: str | None) -> int:
        """How rare a value of the record is beside one of some country."""
        if name not in SCOPED or country is None or country == self.lanes["country"]:
            return self.rare(name, value)
        where = f"{name} in {country}"
        usual = common(name).get(value, 0.0)
        filled = self.model.size(where, self.filled(where))
        return min(self.rare(name, value), rarity(name, filled, self.count(where, value), usual))

    def against(self, other: Cells) -> Scored | None:  # noqa: C901 - one pass over what most pairs are dropped by
        """The pair, scored; ``None`` where it stays under the floor.

        Values that differ weigh their most against strangers until they are compared, one by one as long as the
        floor can be reached.
        """
        own, given, family = self.lanes, other["given"], other["family"]
        levels: dict[str, int] = {}
        # their first letters tell most apart
        if (given and own["family"] and given[0] == own["family"][0]) or (
            family and own["given"] and family[0] == own["given"][0]
        ):
            levels = crossed(own, other)
        start = self.start[0]
        if given is family is own["given"] is own["family"] is None:
            start = self.start[1 if own["title"] is None or other["title"] is None else 2]
        # the sum of both kinds of match is one bit above the greater at most
        most = UNIT - self.floor + max([start[i] for i in STRANGERS])
        apart = []
        for name, value, gains, same, met in self._values:
            theirs = other[name]
            if theirs is None or (name in NAMES and name not in levels and value.isascii() != theirs.isascii()):
                continue
            if name in levels:
                most += gains.best[levels[name]]
            elif theirs == value:
                levels[name] = same
                agreed = gains.best[same] + self.rare(name, value)
                most += agreed if agreed > 0 or name not in IMPLIED else 0
            elif met is None:
                levels[name] = len(gains.best) - 1
                most += gains.best[-1]
            elif theirs in met:
                level = levels[name] = met[theirs]
                most += gains.best[level]
            else:
                most += gains.most
                apart.append((name, value, theirs, gains.best, gains.most, met))
        shared = 0
        if self.phones and (phones := numbers_of(other)):
            same_phones = [self.rare("phone", p) for p in phones if p in self.phones]
            level = levels["phone"] = 0 if same_phones else self._unlike_phones(phones)
            shared = max(same_phones, default=0)
            most += self.model.gains["phone"].best[level] + shared
        for name, value, theirs, best, hoped, met in apart:
            if most < 0:
                return None
            level = levels[name] = unlike(name, value, theirs, own, other)
            most += best[level] - hoped
            if name != "email":  # which depends on the names, too
                met[theirs] = level
        return None if most < 0 else self._weighed(levels, start, shared, other)

    def _weighed(self, levels: dict[str, int], start: Sequence[int], shared: int, other: Cells) -> Scored | None:
        parts: dict[str, Sequence[int]] = {"prior": start}
        for name, level in levels.items():
            if level == NULL or (level == 0 and any(levels.get(n) == 0 for n in IMPLIED.get(name, ()))):
                continue
            gains = self.model.gains[name]
            parts[name] = gains.levels[level]
            if any(gains.valued[level]):
                rare = shared if name == "phone" else self.rare_in(name, self.lanes[name] or "", other["country"])
                parts[name] = [w + rare * v for w, v in zip(parts[name], gains.valued[level], strict=True)]
        weight = weight_of([sum(column) for column in zip(*parts.values(), strict=True)])
        if weight < self.floor:
            return None
        found = {n: levels.get(n, NULL) for n in LEVELS}
        return Scored(weight, found, parts, _doubt(weight, found, self.lanes, other))

    def _unlike_phones(self, phones: Collection[str]) -> int:
        ends, fronts = self._near
        near = any(p[-5:] in ends or p[:-4] in fronts for p in phones)
        return 1 if near and any(phones_similar(p, q) for p in phones for q in self.phones) else 2


def score(
    a: Cells, b: Cells, model: Model, count: Callable[[str, str], int], filled: Mapping[str, int], records: int
) -> Scored:
    """Score two records; as `Side` has it, but lanes may be left out."""
    one, two = ({**dict.fromkeys(LANES), **r} for r in (a, b))
    found = Side(one, model, records, count, lambda where: filled.get(where, 2)).against(two)
    assert found is not None
    return found


def scopes(name: str, country: str | None) -> Iterator[str]:
    """The groups of records that a value of a comparison is counted in: all, and those of its country."""
    yield name
    if country is not None and name in SCOPED:
        yield f"{name} in {country}"


@lru_cache(maxsize=65_536)
def rarity(name: str, filled: int, count: int, usual: float = 0.0) -> int:
    """log2 of one over a value's frequency, in 1/1024 bits.

    The frequency among the records at hand is drawn towards a usual one, which counts as much as 500 records and
    fades in a large table: two records that share a name in a table of ten say little about how common the name is.

    Args:
        name: the comparison.
        filled: records that hold anything in it.
        count: records that hold this value; two at least, the pair itself.
        usual: how common this value usually is, where it is more common than others.
    """
    all_in = filled + USUAL_WEIGHT
    others = max(count, 2) - 2 + filled / all_in
    others = min(others, FEW) * CHANCE.get(name, 1) + max(others - FEW, 0)
    others += USUAL_WEIGHT**2 * max(USUAL[name], usual) / all_in
    return -bits(min(others / all_in, 1.0))


def _doubt(weight: int, found: Mapping[str, int], a: Cells, b: Cells) -> int:
    """What keeps a pair from a merge; sure is what is heavy, agrees in names and a channel, and nowhere contradicts."""
    for name, (most, number) in TELLING.items():
        slip = name == "birth_date" and found[name] == 1
        if found[name] > most or (slip and generations_apart(a[name] or "", b[name] or "")):
            return number
    if (a["generation"] is None) != (b["generation"] is None):
        return 4
    near = {n: found[n] == _place(n, "similar") and spelt_alike(a[n], b[n]) for n in NAMES}
    given, family = (found[n] == 0 or near[n] for n in NAMES)
    # a slip in a family name, where its mailbox is the same; else it may be a colleague's
    names = (given or found["given"] == 1) and (family or (found["family"] == 1 and found["email"] == 0))
    if not names and (found["given"], found["family"], found["company"]) != (NULL, NULL, 0):
        return 5
    if names and written_apart(a["written"], b["written"]):
        return 10
    if names and called_apart(a["written"], b["written"]):
        return 11
    if all(found[n] for n in ("email", "identifier")) and (found["birth_date"] or not is_day(a["birth_date"] or "")):
        # two that name nobody may be anybody of their company
        if found["phone"] != 0 or (not names and a["written"] is not None and a["written"] == b["written"]):
            return 7
        if found["email"] == len(LEVELS["email"]) - 1 and one_house(a["email"] or "", b["email"] or ""):
            return 6
        if (found["company"], found["job_title"]) == (0, 1):
            return 9
    return 0 if weight >= AUTO else 8
