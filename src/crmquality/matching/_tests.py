"""What makes two different values of a comparison similar: one table for the scalar form and for the sweep.

A gate is part of its level: a cheap condition that must hold before any string is compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from functools import cache, lru_cache, partial
from types import MappingProxyType

from attrs import frozen
from rapidfuzz.distance import OSA, JaroWinkler, Levenshtein

from crmquality._data import load
from crmquality.matching._apart import plain

PHONES = ("phone1", "phone2", "phone3")
#: sets of letters may differ as they like
_ANY = 32
#: so many words of a title are keys, those first that say most
KEY_WORDS = 8
_TAIL = 8
_DATE = 10


def before(sign: str, value: str) -> str | None:
    return value.partition(sign)[0] or None


def _after(sign: str, value: str) -> str | None:
    return value.partition(sign)[2] or None


def _cut(start: int | None, stop: int | None, shortest: int, value: str) -> str | None:
    return value[start:stop] if len(value) >= shortest else None


def sound(family: str) -> str | None:
    """First letter and consonants, doubles once: what a family name sounds like; ``None`` without letters."""
    if not family or not family[0].isascii():
        return None
    return _consonants(family if family.isalpha() else family[0] + "".join(filter(str.isalpha, family[1:])), 4)


def _consonants(name: str, most: int) -> str:
    out = last = name[:1]
    for ch in name[1:].replace("ph", "f").replace("ck", "k").translate(_VOWELS):
        if ch != last:
            out += ch
            if len(out) == most:
                break
            last = ch
    return out


_VOWELS = dict.fromkeys(map(ord, "aeiouhwy"))


def company_sound(company: str) -> str | None:
    """What a firm's name begins with, by its consonants or its first three hanzi; ``None`` where that is little."""
    if not company.isascii():
        return company[:3] if len(company) > 3 else None  # noqa: PLR2004 - three hanzi and more
    out = _consonants(company, 6)
    return out if len(out) > 3 else None  # noqa: PLR2004 - three consonants are many firms


@cache
def roles() -> frozenset[str]:
    """Names of mailboxes that are nobody's own; digits in a row and equal ones among them."""
    counted = (run[i:j] for run in _RUNS for i in range(len(run)) for j in range(i + 3, len(run) + 1))
    equal = (d * n for d in "0123456789" for n in range(3, 13))
    # Na, Nan and Blank are people, too
    nothing = (w for w in load("placeholders")["placeholder"] if not (w.isascii() and w.isalpha()))
    return frozenset((*load("policy")["generic_mailboxes"], *load("email_domains")["role"], *counted, *equal, *nothing))


#: digits as they are typed for want of a number
_RUNS = ("01234567890", "9876543210")
_BEHIND = re.compile("[^a-z].*", re.DOTALL)


def role_mailbox(email: str) -> str | None:
    """What a mailbox is called after where that is a role (``info``, ``sales2``, ``support.uk``), else ``None``.

    One of the name of its domain is the house's, or nobody's: ``1@1.com``.
    """
    local, _, domain = email.partition("@")
    if local in roles() or (local and f"{domain}.".startswith(f"{local}.")):
        return local
    head = _BEHIND.sub("", local)
    return head if len(head) > 3 and head in roles() else None  # noqa: PLR2004 - less may be initials


#: what a value says beside itself: lane, function
DERIVED: Mapping[str, tuple[str, Callable[[str], str | None]]] = MappingProxyType(
    {
        "initial": ("given", partial(_cut, 0, 1, 1)),
        "plain": ("given", plain),
        "letter": ("family", partial(_cut, 0, 1, 1)),
        "sound": ("family", sound),
        "year": ("birth_date", partial(_cut, 0, 4, _DATE)),
        "day": ("birth_date", partial(_cut, 5, None, _DATE)),
        "mailbox": ("email", partial(before, "@")),
        "domain": ("email", partial(_after, "@")),
        "role": ("email", role_mailbox),
        "firm": ("company", company_sound),
        # the first of the phones stands for all
        "tail": ("phone1", partial(_cut, -_TAIL, None, _TAIL)),
        "end": ("phone1", partial(_cut, -5, None, _TAIL)),
        "front": ("phone1", partial(_cut, 0, -4, _TAIL)),
    }
)
#: those that nothing but blocking asks for
KEYS = ("letter", "sound", "firm")


@lru_cache(maxsize=1 << 17)
def sound_apart(left: str, right: str) -> bool:
    """Two names in pinyin of as many syllables, of which one is another: brothers share one, slips sound alike."""
    pairs = [(one, two) for one in _syllables(left) for two in _syllables(right) if len(one) == len(two)]
    return bool(pairs) and all(one != two for one, two in pairs)


@lru_cache(maxsize=1 << 16)
def _syllables(text: str) -> tuple[tuple[str, ...], ...]:
    """How a name may be read as one or two syllables of pinyin, those that many mix up written alike."""
    known = _pinyin()
    two = [(known.get(text[:i]), known.get(text[i:])) for i in range(1, min(len(text), 7))]
    found = [(known[text],)] if text in known else []
    return (*found, *((a, b) for a, b in two if a is not None and b is not None))


@cache
def _pinyin() -> Mapping[str, str]:
    return {s: re.sub("(?<=[zcs])h|(?<=n)g$", "", one_u(s)) for s in load("names")["syllables"]}


#: lü as pinyin keys have it, and as many write it
TWO_U = {"lv": "lu", "nv": "nu"}


def one_u(name: str) -> str:
    """A name with lü as many write it: lu."""
    for exact, usual in TWO_U.items():
        name = name.replace(exact, usual)
    return name


def _number(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


@lru_cache(maxsize=1 << 17)
def word_weights(text: str) -> Mapping[str, float]:
    """Words by what they say: the longer, the rarer, and more so those with digits."""
    return {w: min(len(w), 9) * (1.5 if any(map(str.isdigit, w)) else 1.0) for w in text.split()}


_BEGINS = 4


def key_words(text: str) -> tuple[str, ...]:
    """The words of a title that say most; of a short one also how they begin and end, and all in one."""
    found = word_weights(text)
    out = sorted((w for w in found if len(w) > 1), key=lambda w: (-found[w], w))
    if len(out) < KEY_WORDS // 2:
        ends = [e for w in out if len(w) > _BEGINS for e in (f"{w[:_BEGINS]} ", f" {w[-_BEGINS:]}")]
        out += ([text.replace(" ", "")] if " " in text else []) + ends
    return tuple(dict.fromkeys(out[:KEY_WORDS]))


def model_code(title: str) -> str | None:
    """The number of a model in a title: its longest word of letters and digits, or of many digits."""
    found = [w for w in title.split(" ") if is_code(w)]
    return max(found, key=lambda w: (len(w), w)) if found else None


def is_code(word: str) -> bool:
    """A word that names a model: digits among letters, a size with its unit apart, or many digits."""
    digits = sum(c.isdigit() for c in word)
    if digits == len(word):
        return digits > 5  # noqa: PLR2004 - less is a year or a price
    return len(word) > 3 and digits > 0 and not word.rstrip(_LATIN).isdigit()  # noqa: PLR2004 - mp3


_LATIN = "abcdefghijklmnopqrstuvwxyz"


@lru_cache(maxsize=1 << 17)
def words_alike(left: str, right: str) -> tuple[float, bool]:
    """The share of the words of two texts that they have in common, by weight, and whether each has its own numbers."""
    joined = [side.replace(" ", "") for side in (left, right)]
    one, two = word_weights(left), word_weights(right)
    both = one.keys() & two.keys()
    mine, yours = [w for w in one if w not in both], [w for w in two if w not in both]
    whole = sum(one.values()) + sum(two.values())
    shared = 2 * sum(one[w] for w in both)
    if shared >= whole * LEAST_SHARE or 1 in (len(one), len(two)):
        for word in mine:
            if near := next((w for w in yours if w[0] == word[0] and _mistyped(word, w)), None):
                yours.remove(near)
                shared += 2 * min(one[word], two[near])
    share = shared / whole if whole else 0.0
    # a word cut in two, or mistyped where few words are
    alike = Levenshtein.normalized_similarity(*joined, score_cutoff=ALIKE)
    if alike == 1 or (alike and not any(map(str.isdigit, "".join(mine + yours)))):
        share = max(share, alike)
    return share, _clash(both, "".join(mine), "".join(yours)) or all(any(map(is_code, w)) for w in (mine, yours))


def _clash(both: Collection[str], mine: str, yours: str) -> bool:
    """Whether each of two texts has its own numbers, and no model is in both; TFC 295 is TFC295."""
    one, two = _number(mine), _number(yours)
    return bool(one and two) and one != two and not any(map(is_code, both))


#: slips are looked for where so much agrees
LEAST_SHARE = 0.2
#: and letter by letter from this share of equal letters
ALIKE = 0.8


def _mistyped(left: str, right: str) -> bool:
    """One word mistyped or cut short."""
    if not (left.isalpha() and right.isalpha()):
        return False
    short, long = sorted((left, right), key=len)
    if len(short) > 2 and long.startswith(short):  # noqa: PLR2004 - three letters and more
        return True
    return len(short) > _BEGINS and OSA.distance(left, right, score_cutoff=1) == 1


def _near(left: str, right: str) -> bool:
    """Two years next to each other, days of one year, or amounts within a twentieth."""
    try:
        one, two = float(left), float(right)
    except ValueError:
        return left[:4] == right[:4]
    years = all(_FIRST_YEAR < x < _LAST_YEAR and x.is_integer() for x in (one, two))
    return abs(one - two) <= (1 if years else max(abs(one), abs(two)) / 20)


_FIRST_YEAR, _LAST_YEAR = 1000, 2100


@frozen(eq=False)
class Test:
    """One way to be similar.

    Args:
        level: the level it gives.
        measure: ``jaro`` (Jaro-Winkler at least), ``name`` (the same, or lu for lü, but not two names in pinyin),
            ``street`` (share of equal letters at least), ``edits`` (at most; one exchange of neighbours is one),
            ``slip`` (so many edits, but neither in a number nor at an end, where initials stand), ``part`` (one begins
            or ends with the other, and they are not two in pinyin), ``within``, ``words`` (share of the words at
            least), ``numbers`` (the same, where each has numbers that the other lacks), ``near`` (numbers).
        most: by which the sets of letters may differ, in letters; ``None`` = one set within the other.
        bound: of the measure.
        shortest: letters that the shorter value must have.
        on: what is compared, a name in ``DERIVED``; ``None`` = the value.
        same: what must be equal first, a name in ``DERIVED``; ``None`` = nothing.
    """

    __test__ = False  # pytest takes the name for a test

    level: str
    measure: str
    most: int | None
    bound: float = 0.0
    shortest: int = 1
    on: str | None = None
    same: str | None = None

    def gate(self, left: int, right: int) -> bool:
        """The gate on the sets of letters of two values."""
        return left & right in (left, right) if self.most is None else (left ^ right).bit_count() <= self.most

    def holds(self, left: str, right: str) -> bool:
        """The measure alone, for two texts."""
        return min(len(left), len(right)) >= self.shortest and _MEASURES[self.measure](left, right, self.bound)


def _slip(left: str, right: str, most: float) -> bool:
    ends = left[0] == right[0] and left[-1] == right[-1]
    return ends and _number(left) == _number(right) and OSA.distance(left, right) <= most


def _name(left: str, right: str, least: float) -> bool:
    near = JaroWinkler.similarity(left, right) >= least or one_u(left) == one_u(right)
    return near and not sound_apart(left, right)


def _part(left: str, right: str, _: float) -> bool:
    short, long = (left, right) if len(left) < len(right) else (right, left)
    return (long.startswith(short) or long.endswith(short)) and not sound_apart(left, right)


_MEASURES: Mapping[str, Callable[[str, str, float], bool]] = {
    "jaro": lambda left, right, least: JaroWinkler.similarity(left, right) >= least,
    "name": _name,
    "street": lambda left, right, least: Levenshtein.normalized_similarity(left, right) >= least,
    "edits": lambda left, right, most: OSA.distance(left, right) <= most,
    "slip": _slip, "part": _part, "within": lambda left, right, _: left in right or right in left,
    "words": lambda left, right, least: not (found := words_alike(left, right))[1] and found[0] >= least,
    "numbers": lambda left, right, least: (found := words_alike(left, right))[1] and found[0] >= least,
    "near": lambda left, right, _: _near(left, right),
}  # fmt: skip


#: in order: what holds later counts
TESTS: Mapping[str, tuple[Test, ...]] = MappingProxyType(
    {
        "given": (Test("similar", "name", 2, 0.86), Test("short form", "part", None, 0, 2)),
        "family": (Test("similar", "name", 2, 0.86), Test("part", "part", None, 0, 3)),
        "email": (
            Test("similar", "slip", 2, 1, 5, on="mailbox", same="domain"),
            Test("similar", "edits", 2, 1, 6, on="domain", same="mailbox"),
        ),
        "company": (Test("similar", "jaro", 2, 0.92), Test("similar", "within", None, 0, 4)),
        "street": (Test("similar", "street", 3, 0.85), Test("similar", "within", None, 0, 8)),
        "city": (Test("similar", "jaro", 3, 0.88),),
        "birth_date": (Test("similar", "edits", 2, 1, _DATE),),
        "identifier": (Test("similar", "edits", 2, 1, 5),),
        **dict.fromkeys(("title", "about", "more"), (
            Test("some words", "words", _ANY, 0.35), Test("most words", "words", _ANY, 0.6),
            Test("same words", "words", _ANY, 0.85), Test("other numbers", "numbers", _ANY, 0.6),
        )),
        "code": (Test("similar", "within", None, 0, 4),),
        "number": (Test("similar", "near", _ANY, 1),), "number2": (Test("similar", "near", _ANY, 1),),
    }
)  # fmt: skip
#: a telephone number is similar with the same last digits, or one slip away with one half the same
PHONE = Test("similar", "edits", None, 1, _TAIL)
#: what takes the place of a name that was exchanged or lies beside it
CROSSED = TESTS["family"][:1]


@lru_cache(maxsize=65_536)
def signature(text: str) -> int:
    """The set of letters of a text as 32 bits, the highest for letters beyond ASCII; similar texts differ in few."""
    return sum({*map(_BITS.__getitem__, text)}) | (0 if text.isascii() else 1 << 31)


class _Bits(dict[str, int]):
    """The bit of a letter."""

    def __missing__(self, letter: str) -> int:
        return 0 if letter == " " else 1 << (ord(letter) % 31)


_BITS = _Bits({chr(i): 1 << (i % 31) for i in range(128)} | {" ": 0})


def derived(name: str, value: str) -> str | None:
    """What a value says under a name in ``DERIVED``."""
    return DERIVED[name][1](value)


def passes(test: Test, left: str, right: str) -> bool:
    """A test on two different values of a comparison, its gate included."""
    # Jaro-Winkler is not symmetric to the last digit
    one, two = (left, right) if left < right else (right, left)
    if test.on is not None:
        if test.same is not None and derived(test.same, left) != derived(test.same, right):
            return False
        one, two = derived(test.on, one) or "", derived(test.on, two) or ""
    # to measure two texts takes less than to look at their letters one by one
    return test.holds(one, two) and test.gate(signature(left), signature(right))


def phones_similar(left: str, right: str) -> bool:
    """Two numbers that are not equal may be one: the same end, or one slip."""
    if (tail := derived("tail", left)) is not None and tail == derived("tail", right):
        return True
    half = any((d := derived(n, left)) is not None and d == derived(n, right) for n in ("front", "end"))
    return half and PHONE.holds(left, right)
