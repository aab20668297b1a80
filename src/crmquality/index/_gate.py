"""What tells most records apart before they are weighed: bits of their values, which similar values share."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from crmquality.matching._compare import IMPLIED, NAMES, STRANGERS, Cells, Side, agreeing, numbers_of
from crmquality.matching._model import LEVELS, UNIT
from crmquality.matching._tests import TESTS, signature

#: where the letters of a value stand in the signs of a record: 31 bits, and one that says there is a value
_SLOTS = {name: 32 * i for i, name in enumerate(n for n in LEVELS if n != "phone")}
_AT = {at + 32: name for name, at in _SLOTS.items()}
_DATA, _MARK, _ABOVE = 2**31 - 1, 2**31, 32 * len(_SLOTS)
#: the sets of letters of similar texts differ by two at most, in these by three, and in these they may as they like
_BY_THREE = tuple(n for n in _SLOTS if any(t.most == 3 for t in TESTS.get(n, ())))  # noqa: PLR2004 - letters
_FREE = ("birth_date", *(n for n in _SLOTS if any((t.most or 0) > 3 for t in TESTS.get(n, ()))))  # noqa: PLR2004 - letters
#: where one text may hold the other
_PARTS = tuple(n for n in _SLOTS if any(t.most is None for t in TESTS.get(n, ())))


def signs_of(lanes: Cells) -> tuple[int, tuple[str, ...]]:
    """What most records are told apart by: the letters of all values side by side, and parts of the phones."""
    signs = sum([(signature(v) & _DATA | _MARK) << at for n, at in _SLOTS.items() if (v := lanes[n]) is not None])
    for at, name in enumerate(NAMES, _ABOVE):
        signs |= ((lanes[name] or "").isascii() ^ 1) << at
    return signs, tuple([part for p in numbers_of(lanes) for part in (p[-5:], p[:-4])])


@lru_cache(maxsize=1024)
def _masks(own: tuple[str, ...], *, nickname: bool) -> tuple[int, ...]:
    def at(bits: int, *names: str) -> int:
        return sum(bits << _SLOTS[n] for n in own if n in names)

    free = at(_MARK, *_FREE, *(["given"] if nickname else []))
    three = at(_MARK, *_BY_THREE) & ~free
    two = at(_MARK, *own) & ~(free | three)
    return at(_DATA, *own), at(_MARK, *own), two, three, at(_DATA, *_PARTS), at(_MARK, *own) & ~at(_MARK, *_PARTS)


class _Sums(dict[int, int]):
    """What comparisons weigh together, by their marks."""

    def __init__(self, weigh: Callable[[str], int]) -> None:
        self._weigh = weigh

    def __missing__(self, marks: int) -> int:
        found, left = 0, marks
        while left:
            last = left & -left
            found += self._weigh(_AT[last.bit_length()])
            left ^= last
        self[marks] = found
        return found


@lru_cache(maxsize=16)
def _sums(weights: tuple[int, ...]) -> _Sums:
    return _Sums(dict(zip(_SLOTS, weights, strict=True)).__getitem__)


def gate(query: Side) -> Callable[[int, tuple[str, ...]], bool]:
    """Whether a record of these signs may reach the floor of a query: an upper bound of its weight.

    All comparisons are made at once, in whole numbers that hold the letters of all values side by side: those of two
    values differ by none where the values are the same, and by few where they are similar.
    """
    lanes, gains = query.lanes, query.model.gains
    own = tuple([n for n in _SLOTS if lanes[n] is not None])
    data, marks, two, three, parts, others = _masks(own, nickname=lanes["nickname"] is not None)
    mine, phones = signs_of(lanes)
    # names of two scripts say nothing about each other
    script, mine = mine >> _ABOVE, mine & data
    mine_parts, ends = mine & parts, frozenset(phones)
    given, family = (mine >> _SLOTS[n] & _DATA for n in ("given", "family"))
    # names that have changed places, where neither is the same, are weighed with all the rest
    crossed = (family << _SLOTS["given"]) | (given << _SLOTS["family"])
    names = (_DATA << _SLOTS["given"] if family else 0) | (_DATA << _SLOTS["family"] if given else 0)
    kept = names + names & ~names
    # umlauts may be written out
    letters = names & ~sum(signature("e") << _SLOTS[n] for n in NAMES)
    apart = _sums(tuple([gains[n].best[-1] for n in _SLOTS]))
    similar = _sums(tuple([gains[n].most - gains[n].best[-1] for n in _SLOTS]))

    def agreed(name: str) -> int:
        value = lanes[name] or ""
        best = gains[name].best
        least = 0 if name in IMPLIED else gains[name].most
        return max(best[agreeing(name, value)] + query.rare(name, value), *best[2:], gains[name].most, least) - best[-1]

    same, phone = _Sums(agreed), gains["phone"].best
    # the sum of both kinds of match is one bit above the greater at most
    start = UNIT + max([query.start[0][i] for i in STRANGERS])
    near = max([phone[1], *(phone[0] + query.rare("phone", p) for p in query.phones)])

    def reaches(signs: int, numbers: tuple[str, ...]) -> bool:
        there, x = signs & marks, (signs ^ mine) & data
        # a bit of each that is left, one letter less each time
        differ = x + data & marks
        changed = ((signs ^ crossed) & letters) + names & kept != kept and not there & ~differ & kept
        if changed or signs >> _ABOVE != script:
            return True
        y = x & x - (differ >> 31)
        y &= y - ((y + data & marks) >> 31)
        left = y + data & marks
        shut = left & two | (y & y - (left >> 31)) + data & three
        if shut & ~others:
            both = signs & mine_parts
            shut &= (both ^ signs & parts) + parts & (both ^ mine_parts) + parts | others
        most = start + apart[there] + same[there & ~differ] + similar[there & differ & ~shut]
        if phones and numbers:
            most += phone[-1] if ends.isdisjoint(numbers) else near
        return most >= query.floor

    return reaches
