"""Phone number patterns as one automaton: the type of a national number from its first few digits.

The library's patterns hold digits, classes, groups, alternatives and bounded repeats, nothing else; so a set of them
is a finite automaton. It is built digit by digit as numbers come by (Antimirov's partial derivatives), and a walk
ends as soon as every number with these first digits and this length has the same verdict.

Source: V. Antimirov, Partial derivatives of regular expressions and finite automaton constructions, 1996.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final

from attrs import frozen

#: what can follow: digits as a mask of ten bits, or alternatives
Item = int | tuple["Sequence", ...]
Sequence = tuple[Item, ...]
States = frozenset[Sequence]
_ANY: Final = 0b11_1111_1111
_TOKEN: Final = re.compile(r"\\d|\[[\d-]+\]|\d|\((?:\?:)?|\)|\||\?|\{(\d+)(?:,(\d+))?\}|\$", re.ASCII)
_ZERO: Final = ord("0")
_DIGITS: Final[dict[Item, str]] = {1 << d: str(d) for d in range(10)}
FIXED, MOBILE, EITHER = "fixed_line", "mobile", "fixed_line_or_mobile"


class UnknownPatternError(ValueError):
    """A pattern with syntax that is not read here; its numbers are the library's to judge."""


@lru_cache(maxsize=4096)
def parse(pattern: str) -> States:
    """The ways to match a pattern; ``$`` is left out, so that a prefix matches a little more than it should.

    Raises:
        UnknownPatternError: it holds anything but digits, classes, groups, alternatives and bounded repeats.
    """
    tokens = list(_TOKEN.finditer(pattern))
    if "".join(t[0] for t in tokens) != pattern:
        raise UnknownPatternError
    found, end = _alternatives(tokens, 0)
    if end != len(tokens):
        raise UnknownPatternError
    return frozenset(found)


def _alternatives(tokens: list[re.Match[str]], at: int) -> tuple[tuple[Sequence, ...], int]:
    """Sequences up to the closing bracket or the end, and where it stands."""
    out: list[Sequence] = []
    items: list[Item] = []
    while at < len(tokens) and (text := tokens[at][0]) != ")":
        if text == "|":
            out.append(tuple(items))
            items = []
        elif text[0] == "(":
            inner, at = _alternatives(tokens, at + 1)
            items.append(inner)
        elif text[0] in "?{":
            low, high = (0, 1) if text == "?" else (int(tokens[at][1]), int(tokens[at][2] or tokens[at][1]))
            items += _repeated(items.pop(), low, high)
        elif text != "$":
            items.append(_mask(text))
        at += 1
    return (*out, tuple(items)), at


def _repeated(item: Item, low: int, high: int) -> list[Item]:
    rest: Sequence = ()
    for _ in range(high - low):
        rest = (((item, *rest), ()),)
    return [*[item] * low, *rest]


def _mask(text: str) -> int:
    if text == r"\d":
        return _ANY
    digits = re.sub(r"(\d)-(\d)", lambda m: "".join(map(str, range(int(m[1]), int(m[2]) + 1))), text)
    return sum({1 << int(d) for d in digits.strip("[]")})


@cache
def _sizes(items: Sequence) -> tuple[int, int]:
    """Shortest and longest text of a sequence."""
    low = high = 0
    for item in items:
        inner = [(1, 1)] if isinstance(item, int) else [_sizes(s) for s in item]
        low, high = low + min(a for a, _ in inner), high + max(b for _, b in inner)
    return low, high


@cache
def _after(items: Sequence, digit: int) -> States:
    """What remains of a sequence behind a digit."""
    if not items:
        return frozenset()
    head, rest = items[0], items[1:]
    if isinstance(head, int):
        return frozenset((rest,)) if head >> digit & 1 else frozenset()
    return frozenset(s for inner in head for s in _after(inner + rest, digit))


def _step(states: States, digit: int) -> States:
    return frozenset(s for items in states for s in _after(items, digit))


def _fitting(states: Iterable[Sequence], size: int) -> States:
    """The sequences that can match a text of a length."""
    return frozenset(s for s in states if _sizes(s)[0] <= size <= _sizes(s)[1])


@cache
def _covers(items: Sequence, size: int) -> bool:
    if not items:
        return size == 0
    head, rest = items[0], items[1:]
    if isinstance(head, int):
        return size > 0 and head == _ANY and _covers(rest, size - 1)
    return any(_covers(inner + rest, size) for inner in head)


def _always(states: States, size: int) -> bool:
    """Whether any digits, so many, match: shown by one sequence alone, so that a no may be a yes."""
    return any(_covers(items, size) for items in states)


@frozen
class Patterns:
    """Patterns of one length of number, from the front, and how many digits are to come.

    Hazards must not begin it, the general one all match; types stand in the order of the tests, the lines last.
    """

    hazards: States
    general: States
    types: tuple[tuple[str, States], ...]
    rest: int

    def after(self, digit: int) -> Patterns:
        """The patterns behind one more digit."""
        rest = self.rest - 1
        kept = ((name, _fitting(_step(states, digit), rest)) for name, states in self.types)
        return Patterns(
            _step(self.hazards, digit), _fitting(_step(self.general, digit), rest),
            tuple((name, states) for name, states in kept if states), rest,
        )  # fmt: skip

    def verdict(self) -> str | bool:
        """The type of every number that goes on from here; ``False`` = none, or not to be told; ``True`` = go on."""
        if any(_sizes(s)[0] == 0 for s in self.hazards) or not self.general or not self.types:
            return False
        sure = [name for name, states in self.types if _always(states, self.rest)]
        name = self.types[0][0]
        if self.hazards or name not in sure or not _always(self.general, self.rest):
            return self.rest > 0
        if name == FIXED and len(self.types) > 1:
            return EITHER if MOBILE in sure else self.rest > 0
        return name


class Node(dict[int, "Node | str | None"]):
    """A state of the automaton: by the byte of the next digit another state, a type, or ``None`` = ask elsewhere."""

    __slots__ = ("known", "patterns")

    def __init__(self, patterns: Patterns, known: dict[Patterns, Node]) -> None:
        super().__init__()
        self.patterns, self.known = patterns, known

    def __missing__(self, byte: int) -> Node | str | None:
        patterns = self.patterns.after(byte - _ZERO)
        found = patterns.verdict()
        after: Node | str | None
        if found is True:
            after = self.known.get(patterns) or self.known.setdefault(patterns, Node(patterns, self.known))
        else:
            after = found or None
        self[byte] = after
        return after


def start(general: str, types: Iterable[tuple[str, str]], hazards: States, size: int, before: str = "") -> Node | None:
    """Where the walk over a number of a length begins; ``None`` where a pattern is not read here.

    Types stand in the order of the tests; a number that begins with a hazard is not told (the empty prefix is none);
    ``before`` are digits in front that ``size`` does not count.
    """
    lead = tuple(1 << int(d) for d in before)

    def ways(pattern: str) -> States:
        return frozenset(lead + s for s in _fitting(parse(pattern), size))

    try:
        kinds = tuple((name, ways(p)) for name, p in types)
        return Node(Patterns(hazards - {()}, ways(general), kinds, size + len(before)), {})
    except UnknownPatternError:
        return None


def prefixes(*patterns: str | None) -> tuple[States, str]:
    """The prefixes that patterns describe, and the shortest of plain digits, or ``""``.

    Raises:
        UnknownPatternError: as `parse`.
    """
    found = frozenset(s for p in patterns if p for s in parse(p))
    plain = [s for s in found if s and all(m in _DIGITS for m in s)]
    shortest = min(plain, key=lambda s: (len(s), str(s)), default=())
    return found, "".join(_DIGITS[m] for m in shortest)


def walk(node: Node | str | None, digits: bytes) -> str | None:
    """The type of a number; ``None`` = none, or to be asked elsewhere."""
    for byte in digits:
        node = node[byte]  # type: ignore[index]  # asked below, a cast here costs a quarter of the walk
        if node.__class__ is not Node:
            return node  # type: ignore[return-value]  # no Node, as the line above says
    return None
