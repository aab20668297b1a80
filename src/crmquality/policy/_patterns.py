"""What made-up texts look like: runs over a keyboard, repeats, machine-made words, made-up numbers and mailboxes.

Each function answers for one text and is total and linear; what an answer is worth is `crmquality.policy._signals`'s
to say. Lists and keyboards come from the packaged table of placeholders.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from crmquality._data import load
from crmquality._data import patterns as compiled
from crmquality._pinyin import pinyin
from crmquality._text import fold, has_han, is_han
from crmquality.normalizers._gibberish import gibberish
from crmquality.normalizers._reading import placeholder_code

_LONGEST: Final = 64
#: how far into a text code and advertising are looked for
_TOP, _FAR = 500, 2000
SHORT_RUN, LONG_RUN, HAN_REPEAT = 4, 5, 3
_MOSTLY: Final = 0.8
#: Han characters of a name; longer texts are names of firms
HAN_LONGEST: Final = 8
_PIECES: Final = re.compile(r"([a-z0-9]{2,4})\1+", re.ASCII)
_WORDS: Final = re.compile(r"[^\W\d_]+")
#: McDonald and VanDerBerg have one or two capitals inside, and no two together
_CAPITALS: Final = re.compile(
    r"[a-z][A-Z].*[a-z][A-Z].*[a-z][A-Z]|[a-z][A-Z]{2,}[a-z].*[a-z][A-Z]|[a-z][A-Z].*[a-z][A-Z]{2,}[a-z]"
)
_INJECTION: Final = compiled("placeholders")["injection"]
#: any of these stands in each of those
MAY_INJECT: Final[str] = load("placeholders")["patterns"]["may_inject"]
_MAY_INJECT: Final = re.compile(MAY_INJECT, re.IGNORECASE)
_LINK: Final = re.compile(r"https?://|(?<!/)www\.|\[url|<a\s", re.IGNORECASE)
_MANY_LINKS: Final = 2
_TOKEN: Final = re.compile("[a-z0-9]+")
_DIGITS: Final = re.compile(r"\d+", re.ASCII)
_ALTERNATING: Final = re.compile(r"(?:(\d)(?!\1)(\d)(?:\1\2){2,}\1?|(\d{3})\3\3)$", re.ASCII)
_BLOCKS: Final = re.compile(r"(\d{4})\1$|(\d{5})\2$", re.ASCII)
_US_555: Final = re.compile(r"(?:\+?1)?[2-9]?\d{0,2}555(?:01\d\d|\d{4})", re.ASCII)
RUNS: Final = "01234567890123 32109876543210"
LONG_DIGITS, FEW_DIGITS, TAIL, US_DIGITS = 7, 2, 8, 11
_MIXED: Final = re.compile(r"(?=[a-z0-9]*[a-z])[a-z0-9]{6,40}", re.ASCII)
_SWITCH: Final = re.compile(r"[a-z](?=\d)|\d(?=[a-z])", re.ASCII)
_SWITCHES: Final = 4
_LETTERS: Final = re.compile(r"[a-z]{6,24}", re.ASCII)
_HOUSE: Final = re.compile(r"[^\W\d_]{3,}")
_SURE: Final = 2.0
#: firms have odder domains than people have names
_SURER: Final = 2.7


@cache
def words_of(key: str) -> frozenset[str]:
    """One list of the packaged table, folded."""
    return frozenset(map(fold, load("placeholders")[key]))


@cache
def keyboard() -> tuple[tuple[str, ...], frozenset[str]]:
    """Rows of keys in both directions, and the runs that a walk begins with."""
    rows = tuple(map(fold, load("placeholders")["keyboard"]))
    runs = (*rows, *(row[::-1] for row in rows))
    return runs, frozenset(run[i : i + SHORT_RUN] for run in runs for i in range(len(run) - SHORT_RUN + 1))


def is_keyboard_walk(text: str) -> bool:
    """Whether a text is mostly a run of neighbouring keys, or Han characters typed by one.

    Example:
        >>> is_keyboard_walk("asdfgh"), is_keyboard_walk("property"), is_keyboard_walk("Trewin")
        (True, False, False)
    """
    lower = text.lower()
    bare = lower if lower.isascii() and lower.isalnum() else _bare(lower)
    if len(bare) < SHORT_RUN or bare.isdigit():
        return False
    runs, starts = keyboard()
    # a fifth at most may lie outside, so that the first run begins in the first fifth
    if not any([bare[i : i + SHORT_RUN] in starts for i in range(len(bare) // 5 + 1)]):  # noqa: C419 - half the time
        return not bare.isascii() and is_han(bare) and _typed_by_walk(bare)
    covered = at = 0
    while at <= len(bare) - SHORT_RUN:
        end = at + SHORT_RUN
        if bare[at:end] not in starts:
            at += 1
            continue
        while end < len(bare) and any(bare[at : end + 1] in run for run in runs):
            end += 1
        covered, at = covered + end - at, end
    return covered > _MOSTLY * len(bare)


def _bare(text: str) -> str:
    folded = fold(text[:_LONGEST])
    return folded if folded.isalnum() else "".join(c for c in folded if c.isalnum())


def _typed_by_walk(text: str) -> bool:
    """The first letters of the readings are a walk, and no surname stands first: 阿斯顿发 is asdf."""
    if len(text) > HAN_LONGEST or text[0] in load("names")["surnames"] or text[:2] in load("names")["compound"]:
        return False
    return is_keyboard_walk("".join(pinyin(c)[:1] for c in text))


def is_repeated(text: str) -> bool:
    """Whether a text is one or two letters over and over."""
    if not text.isascii() and len(text) > HAN_LONGEST and has_han(text):
        return False
    bare = [c for c in text[:_LONGEST].casefold() if c.isalpha()]
    few = len(set(bare))
    return (len(bare) >= LONG_RUN and few <= 2) or (few == 1 and len(bare) >= HAN_REPEAT and not bare[0].isascii())


@lru_cache(maxsize=65536)
def word_reason(text: str) -> str | None:
    """What gives one word or name away as typed at random; ``None`` = nothing.

    Returns:
        ``keyboard_walk``, ``repeated_character``, ``repeated_piece`` or ``mixed_case``.
    """
    if is_keyboard_walk(text):
        return "keyboard_walk"
    lower = text.lower()
    if lower[:1] == lower[1:2] or lower[:2] == lower[2:4] or len(lower) > LONG_RUN:
        if is_repeated(text):
            return "repeated_character"
        if (piece := _PIECES.fullmatch(lower)) and _is_typed(piece[1], len(lower)):
            return "repeated_piece"
    if not (text.islower() or text.istitle() or text.isupper()) and _CAPITALS.search(text[:_LONGEST]):
        return "mixed_case"
    return None


def _is_typed(piece: str, length: int) -> bool:
    """Whether a piece that a word consists of is no syllable: Lajlaj is a name, dfgdfg and lalalala are none."""
    return length > 2 * len(piece) or (len(piece) > 2 and (placeholder_code(piece) is not None or gibberish(piece) > 1))


def name_reason(text: str) -> str | None:
    """What gives a name away; ``None`` = nothing.

    Returns:
        A reason of `word_reason`, or ``fiction``, ``insult``, ``stand_in`` or ``no_letters``.
    """
    if reason := listed_reason(text.casefold() if text.isascii() else fold(text)):
        return reason
    if not _WORDS.search(text):
        # a whole phone number is misplaced, not made up
        return "no_letters" if sum(map(str.isdecimal, text[:_LONGEST])) <= TAIL else None
    return word_reason(text)


@cache
def listed() -> dict[str, str]:
    """Names of the lists, folded, and the reason that each gives."""
    found = dict.fromkeys(map(fold, load("names")["suspects"]), "suspect")
    return found | {w: reason for reason in ("test_value", "stand_in", "fiction", "insult") for w in words_of(reason)}


def listed_reason(folded: str) -> str | None:
    """``suspect``, ``stand_in``, ``fiction``, ``insult`` or ``test_value`` for a name of the lists."""
    return listed().get(folded)


@cache
def _spam() -> tuple[frozenset[str], re.Pattern[str], re.Pattern[str]]:
    """First words of advertising in ASCII, the phrases, and those of other scripts."""
    phrases = load("placeholders")["spam"]
    ascii_ones = [p for p in phrases if p.isascii()]
    first = frozenset(_TOKEN.findall(p)[0] for p in ascii_ones)
    whole = re.compile("|".join(rf"\b{re.escape(p)}\b" for p in ascii_ones))
    return first, whole, re.compile("|".join(re.escape(p) for p in phrases if not p.isascii()))


def _advertises(text: str) -> bool:
    low = text[:_FAR].lower()
    first, whole, others = _spam()
    if not low.isascii() and others.search(low):
        return True
    return not first.isdisjoint(_TOKEN.findall(low)) and whole.search(low) is not None


def text_reason(text: str, *, short: bool) -> str | None:
    """What gives any text away: ``injection`` of code, or ``spam``; ``None`` = nothing.

    Short: it is a name, a place or a title, where advertising has no business at all.
    """
    if not text.isalpha() and _MAY_INJECT.search(text) and _INJECTION.search(text[:_TOP]):
        return "injection"
    links = 0 if short else len(_LINK.findall(text[:_FAR]))
    return "spam" if links >= _MANY_LINKS or ((short or links or len(text) < _LONGEST) and _advertises(text)) else None


def mailbox_reason(local: str, raw: str) -> str | None:
    """What gives the part before the @ away, in small letters and as it was typed; ``None`` = nothing.

    A reason of `word_reason`, ``test_mailbox`` or ``random_mailbox``.
    """
    if local.isdigit():
        return None
    name = local.rstrip("0123456789")
    whole = len(name) >= SHORT_RUN and len(local) - len(name) < SHORT_RUN
    if local in words_of("mailbox") or (
        whole and (name in words_of("mailbox") or placeholder_code(name) == "test_value")
    ):
        return "test_mailbox"
    if (found := word_reason(name if len(name) > FEW_DIGITS else local)) or (found := word_reason(raw)):
        return found
    if _MIXED.fullmatch(local) and len(_SWITCH.findall(local)) >= _SWITCHES:
        return "random_mailbox"
    return None


@lru_cache(maxsize=65536)
def domain_reason(domain: str) -> str | None:
    """What gives a domain away as nobody's: ``made_up_domain``, ``odd_domain`` (mashed, or initials), or ``None``."""
    label = domain.partition(".")[0]
    if label in words_of("domain") or word_reason(label):
        return "made_up_domain"
    return "odd_domain" if _LETTERS.fullmatch(label) and gibberish(label) > _SURER else None


def mailbox_gibberish(local: str) -> float:
    """Evidence that a mailbox is named by mashed keys; initials and short names have none."""
    return gibberish(local) if _LETTERS.fullmatch(local) else 0.0


def number_reason(text: str) -> str | None:
    """What gives a phone number away as invented; ``None`` = nothing.

    Returns:
        ``keypad`` (a way over the keys), ``alternating``, ``blocks``, ``digit_run``, ``few_digits`` or ``fictional``.
    """
    digits = text if text.isascii() and text.isdigit() else "".join(_DIGITS.findall(text[:_LONGEST]))
    if len(digits) < LONG_DIGITS:
        return None
    digits = digits[-_LONGEST:]
    tail = digits[-TAIL:]
    if len(set(tail)) <= FEW_DIGITS:
        return "few_digits"
    if any(tail[i : i + LONG_DIGITS] in RUNS for i in range(len(tail) - LONG_DIGITS + 1)) or tail[-6:] in RUNS:
        return "digit_run"
    if any(way in digits for way in load("placeholders")["keypad"]):
        return "keypad"
    if _ALTERNATING.search(digits):
        return "alternating"
    if _BLOCKS.search(digits):
        return "blocks"
    if (text.startswith("+1") or len(digits) in (7, 10)) and _US_555.fullmatch(digits):
        return "fictional"
    return None


@lru_cache(maxsize=65536)
def is_made_up_word(word: str) -> bool:
    """Whether a word was typed at random or to test a form."""
    return placeholder_code(word) == "test_value" or word_reason(word) is not None or gibberish(word) > _SURE


def is_made_up_street(text: str) -> bool:
    """Whether a street is one of nobody's, or begins with a word typed at random."""
    if text.casefold() in words_of("street"):
        return True
    first = _HOUSE.search(text)
    return first is not None and is_made_up_word(first[0])
