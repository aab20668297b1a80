"""Which cells of a column may hold a sign of a made-up entry: the others are never asked.

Nothing is decided here. A cell is left out only where `crmquality.policy._signals.cell_signals` provably finds nothing;
a property test holds both together. Texts of other letters than Han characters and those that folding makes ASCII are
always asked. Patterns would read each cell many times, so the letters of a column are looked at as one array of bytes.
"""

from __future__ import annotations

from functools import cache, cached_property
from string import ascii_letters, ascii_lowercase, digits
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import frozen

from crmquality._data import load
from crmquality._text import fold
from crmquality.normalizers._gibberish import (
    ALPHABET,
    FEW_VOWELS,
    LEVEL,
    LONG_NAME,
    ONE_ROW,
    ROWS,
    SIZES,
    STEPS,
    SURE,
    name_model,
)
from crmquality.policy import _patterns as patterns
from crmquality.policy._signals import PERSON, weights
from crmquality.types import Finding

Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]
_FAR: Final = 64
_HAN: Final = "\u4e00-\u9fff"
#: small letters are all that folding makes of these
_PLAIN: Final = f"^[\\x21-\\x7e{_HAN}]+(?: [\\x21-\\x7e{_HAN}]+)*$"
#: letters with marks; patterns for either case take the two Turkish ones for an i
_MARKED: Final = "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u012f\u0132-\u017e"
_SWITCHES: Final = "^[a-z0-9]*(?:[a-z][0-9]+[a-z]+[0-9]+[a-z]|[0-9][a-z]+[0-9]+[a-z]+[0-9])"
#: a bit for each letter of a text; for capitals, signs of names, Han characters, other ASCII, and all else in it
_LETTERS: Final = (1 << 26) - 1
_CAPITAL, _SIGN, _IN_HAN, _OTHER, _STRANGE = (1 << n for n in range(26, 31))
_FEED: Final = 10
_NO_DIGITS: Final = bytes(c for c in range(256) if c not in b"\n0123456789")
#: all but letters and digits; of a Han character its first byte stays
_NO_LETTERS: Final = bytes(c for c in range(0xC0) if c not in f"\n{digits}{ascii_letters}".encode())
#: by byte: the place of a letter in the alphabet of the model, whether it is a vowel, and the rows of keys it may be in
_PLACE: Final = np.array([max(ALPHABET.find(chr(c)), 0) for c in range(256)], dtype=np.int16)
_VOWEL: Final = np.array([chr(c) in "aeiou" for c in range(256)])
_ROW: Final = np.array(
    [sum(1 << i for i, row in enumerate(ROWS) if not chr(c).islower() or chr(c) in row) for c in range(256)],
    dtype=np.uint8,
)
#: of a number of the United States with their country code
_US_DIGITS: Final = 11


@frozen(eq=False)
class _Lines:
    """Texts as one array of bytes of UTF-8, each with a line feed behind it, and no other line feed.

    Args:
        cased: the bytes.
        start: where each text begins.
        size: bytes of each.
    """

    cased: npt.NDArray[np.uint8]
    start: Places
    size: Places

    @classmethod
    def of(cls, texts: pl.Series) -> _Lines:
        written = f"{texts.str.join(chr(10)).item()}\n".encode()
        cased = np.frombuffer(bytearray(written), dtype=np.uint8)
        size = texts.str.len_bytes().to_numpy().astype(np.int64)
        end = np.cumsum(size + 1) - 1
        cased[cased == _FEED] = 0
        cased[end] = _FEED
        return cls(cased, end - size, size)

    @cached_property
    def flat(self) -> npt.NDArray[np.uint8]:
        """In small letters."""
        return np.frombuffer(self.cased.tobytes().lower(), dtype=np.uint8)

    @cached_property
    def used(self) -> npt.NDArray[np.int32]:
        """What each text consists of, by the bits above."""
        return np.bitwise_or.reduceat(_bits()[self.cased], self.start) if len(self.start) else np.zeros(0, np.int32)

    def holding(self, places: Places) -> Places:
        """The texts in which places of the array lie."""
        return np.searchsorted(self.start, places, side="right") - 1

    def without(self, signs: bytes) -> tuple[npt.NDArray[np.uint8], Places]:
        """The bytes without some, and where the line feeds then are."""
        left = np.frombuffer(self.flat.tobytes().translate(None, signs), dtype=np.uint8)
        return left, np.flatnonzero(left == _FEED)


@frozen(eq=False)
class Folded:
    """Cells as `crmquality._text.fold` has them.

    Args:
        cased: the cells, folded but for capitals of ASCII.
        texts: the cells, folded.
        strange: places of those with other letters than ASCII and Han in them, or that were folded as a whole.
    """

    cased: pl.Series
    texts: pl.Series
    strange: Places

    @classmethod
    def of(cls, raw: pl.Series) -> Folded:
        """Many at a time where each letter is folded by itself, the others one by one."""
        odd = np.flatnonzero(~raw.str.contains(_PLAIN).to_numpy())
        some = raw.gather(odd).str.replace_many(_folding()).str.replace_all(" +", " ").str.strip_chars(" ")
        strange = np.flatnonzero(some.str.contains(f"[^\\x20-\\x7e{_HAN}]").to_numpy())
        each = [fold(t) for t in raw.gather(odd[strange])]
        cased = raw.clone().scatter(odd, some.scatter(strange, each))
        return cls(cased, cased.str.to_lowercase().scatter(odd[strange], each), odd[strange])


@cache
def _folding() -> dict[str, str]:
    """Letters, digits and signs beyond ASCII, folded to one of ASCII of the same nature."""
    blocks = (range(0xA0, 0x250), range(0x1E00, 0x1F00), (0x3000,), range(0xFF01, 0xFF5F))
    found = {chr(c): fold(f"x{chr(c)}x")[1:-1] for block in blocks for c in block}
    return {
        c: to for c, to in found.items() if to.isascii() and (len(to) == 1 or c == "ß") and _nature(c) == _nature(to)
    }


def _nature(text: str) -> tuple[bool, bool, bool]:
    return text.isalpha(), text.isdecimal(), text.isalnum()


@cache
def _bits() -> npt.NDArray[np.int32]:
    """What each byte says of its text."""
    bits = np.full(256, _OTHER, dtype=np.int32)
    bits[:32] = bits[127] = _STRANGE
    bits[0x80:0xC0], bits[0xC0:] = 0, _STRANGE  # what follows a first byte says nothing
    bits[0xE4:0xEA] = _IN_HAN
    bits[_FEED] = 0
    bits[list(b" .'-")] = _SIGN
    for i, letter in enumerate(ascii_lowercase):
        bits[ord(letter)] = 1 << i
        bits[ord(letter.upper())] = 1 << i | _CAPITAL
    return bits


def suspects(kind: str, raw: pl.Series, text: pl.Series, folded: Folded | None) -> Mask:
    """Cells that must be asked.

    Args:
        kind: of the field.
        raw: the distinct cells.
        text: their canonical forms.
        folded: the cells, folded, where they are compared with their neighbours.
    """
    if kind in ("postal_code", "date"):
        return np.zeros(len(raw), dtype=bool)
    if folded is not None:
        return _names(kind, raw, folded)
    if kind == "phone":
        return _phones(raw)
    if kind == "email":
        return _emails(raw, text)
    low = pl.lit(raw.str.to_lowercase())
    more = _street(raw) if kind == "street" else low.str.contains(r"http|www\.|\[url|<a")
    return _where(_said(low) | more | (pl.lit(raw).str.len_chars() > _FAR))


def reasons_told(findings: tuple[tuple[Finding, ...], ...]) -> Mask:
    """Which results of the checks are signs themselves."""
    known = weights().keys()
    return np.array([any(f.code.rpartition(".")[2] in known for f in found) for found in findings])


def _where(mask: pl.Expr) -> Mask:
    found: Mask = pl.select(mask).to_series().fill_null(value=True).to_numpy()
    return found


def _said(low: pl.Expr) -> pl.Expr:
    # small letters match twenty times as fast as letters of either case; some others have their capital in ASCII
    spam = low.str.contains_any(load("placeholders")["spam"])
    return spam | low.str.contains(patterns.MAY_INJECT) | low.str.contains("[\u0131\u017f\u0307\u212a]")


def _street(raw: pl.Series) -> pl.Expr:
    first = pl.DataFrame({"word": raw.str.extract(f"([A-Za-z{_HAN}{_MARKED}]{{3,}})", 1)})
    known = first.unique().drop_nulls()
    odd = known.filter(pl.Series([patterns.is_made_up_word(w) for w in known["word"]], dtype=pl.Boolean))["word"]
    listed = pl.Series(sorted(patterns.words_of("street")))
    low = raw.str.to_lowercase().str.replace_all("ß", "ss", literal=True)
    return (
        pl.lit(first["word"].is_in(odd.implode()))
        | pl.lit(low.is_in(listed.implode()))
        | pl.lit(raw).str.contains(f"[^\\x20-\\x7e{_HAN}{_MARKED}]")
    )


def _names(kind: str, raw: pl.Series, folded: Folded) -> Mask:
    lines, low = _Lines.of(folded.cased), pl.lit(folded.texts)
    listed = low.is_in(pl.Series(sorted(patterns.listed())).implode())
    asked = _where(_said(low) | listed | (pl.lit(raw).str.len_bytes() > _FAR)) | _typed(lines)
    words = lines.used & ~(_LETTERS | _CAPITAL | _SIGN) == 0
    words[words] = _odd(folded.texts.filter(words), *((1.0, 3) if kind in PERSON else (SURE, LONG_NAME)))
    bare = np.flatnonzero(lines.used & (_LETTERS | _IN_HAN) == 0)
    asked[bare] |= (folded.texts.gather(bare).str.count_matches("[0-9]") <= patterns.TAIL).to_numpy()
    han = np.flatnonzero(lines.used & _IN_HAN)
    asked[han] |= _in_han(folded.texts.gather(han))
    asked[folded.strange] = True
    asked[words] = True
    return asked


def _in_han(folded: pl.Series) -> Mask:
    """Short texts of Han characters that begin with no surname, or with two alike."""
    letters = pl.lit(folded.str.replace_all(f"[^a-z{_HAN}]", ""))
    size, first = letters.str.len_chars(), [letters.str.slice(i, 1) for i in range(3)]
    alike = (first[0] == first[1]) | (first[0] == first[2]) | (first[1] == first[2])
    surnames, compound = (pl.Series(sorted(load("names")[key])).implode() for key in ("surnames", "compound"))
    named = first[0].is_in(surnames) | letters.str.slice(0, 2).is_in(compound) | letters.str.contains("[a-z]")
    walk = ~named & size.is_between(patterns.SHORT_RUN, patterns.HAN_LONGEST)
    alike &= (size >= patterns.HAN_REPEAT) & (pl.lit(folded).str.len_chars() <= patterns.HAN_LONGEST)
    return _where(walk | alike)


def _phones(raw: pl.Series) -> Mask:
    lines = _Lines.of(raw)
    found, end = lines.without(_NO_DIGITS)
    size = np.diff(end, prepend=-1) - 1
    rows = np.flatnonzero(size >= patterns.LONG_DIGITS)
    last = [found[end[rows] - k] for k in range(1, 11)]  # from the end, beyond shorter numbers into their neighbours
    steps = [(10 + last[i] - last[i + 1]) % 10 for i in range(1, 5)]  # of the last six, or of the seven before the last
    own = np.bitwise_or.reduce([np.uint16(1) << (d - np.uint8(ord("0"))) for d in last[: patterns.LONG_DIGITS]])
    hits = [[last[i] == last[i + apart] for i in range(n)] for apart, n in ((2, 4), (3, 6), (4, 4), (5, 5))]
    hits += [[s == by for s in steps] for by in (1, -1 % 10)]
    hits += [[d == ord("5") for d in last[4:7]] + [size[rows] <= _US_DIGITS], [_few(own)]]
    asked: Mask = lines.size > _FAR
    asked[rows] |= np.any([np.all(hit, axis=0) for hit in hits], axis=0)
    figure = found - np.uint8(ord("0"))
    way = _keypad()[(figure[:-2] * np.uint16(10) + figure[1:-1]) * np.uint16(10) + figure[2:]]
    asked[np.searchsorted(end, np.flatnonzero(way[:-3] & (way[3:] >> 1)))] = True
    return asked


@cache
def _keypad() -> npt.NDArray[np.uint8]:
    """Three digits that a way over the keys begins with (1), and its next three (2)."""
    known = np.zeros(1 << 16, dtype=np.uint8)
    for way in load("placeholders")["keypad"]:
        known[int(way[:3])] |= 1
        known[int(way[3:6])] |= 2
    return known


def _few(bits: npt.NDArray[np.integer]) -> Mask:
    """Where at most two bits are set."""
    rest = bits & (bits - 1)
    found: Mask = (rest & (rest - 1)) == 0
    return found


def _emails(raw: pl.Series, text: pl.Series) -> Mask:
    # an accepted address has one @ outside quotes; with more of them the cell is asked
    local, domain = text.fill_null("@").str.splitn("@", 2).struct.unnest()
    lines = _Lines.of(local)
    capital = np.flatnonzero(lines.used & _CAPITAL)
    low = pl.lit(local.scatter(capital, local.gather(capital).str.to_lowercase()))
    names = pl.Series(sorted(patterns.words_of("mailbox") | patterns.words_of("test_value"))).implode()
    asked = _where(low.is_in(names) | low.str.strip_chars_end(digits).is_in(names) | low.str.contains(_SWITCHES))
    asked |= (lines.used & (_IN_HAN | _STRANGE) != 0) | (lines.size > _FAR) | _odd_word(local, lines)
    asked |= _typed(lines) & (lines.used & _LETTERS > 0)  # numbers are given out by providers
    hosts = domain.filter(domain.is_first_distinct())
    asked |= domain.is_in(hosts.filter(_odd_host(hosts)).implode()).to_numpy()
    typed = np.flatnonzero((raw != text).fill_null(value=False).to_numpy())
    folded = Folded.of(raw.gather(typed).str.splitn("@", 2).struct[0])
    asked[typed] |= _typed(_Lines.of(folded.cased))
    asked[typed[folded.strange]] = True
    asked[text.is_null().to_numpy()] = False
    return asked


def _odd_host(hosts: pl.Series) -> Mask:
    label = hosts.str.extract("^([^.]*)", 1)
    lines = _Lines.of(label)
    asked: Mask = _typed(lines) | (lines.used & (_IN_HAN | _STRANGE) != 0) | _odd_word(label, lines)
    asked |= label.is_in(pl.Series(sorted(patterns.words_of("domain"))).implode()).to_numpy()
    asked[asked] = [patterns.domain_reason(h) is not None for h in hosts.filter(asked)]
    asked |= hosts.str.contains("@", literal=True).to_numpy()
    return asked


def _odd_word(texts: pl.Series, lines: _Lines) -> Mask:
    """Texts that are one word of 6 to 24 letters, and may be mashed keys."""
    word: Mask = (lines.used & ~(_LETTERS | _CAPITAL) == 0) & (lines.size >= LONG_NAME) & (lines.size <= SIZES[-1][1])
    word[word] = _odd(texts.filter(word), 1.0)
    return word


@cache
def _starts() -> tuple[Mask, npt.NDArray[np.int64]]:
    """Pairs of bytes that stand side by side in a row of keys, and four that a walk begins with, as numbers."""
    runs = [run.encode() for run in patterns.keyboard()[1] if run.isascii()]
    pairs = np.zeros(1 << 16, dtype=bool)
    pairs[[int.from_bytes(run[i : i + 2]) for run in runs for i in range(3)]] = True
    return pairs, np.array(sorted(int.from_bytes(run) for run in runs))


def _typed(lines: _Lines) -> Mask:
    """Runs over a keyboard that begin in the first fifth of a text; letters and pieces over and over."""
    bare, end = lines.without(_NO_LETTERS)
    pairs, starts = _starts()
    two = bare[:-1] * np.uint16(256) + bare[1:]
    near = pairs[two]
    walks = np.flatnonzero(near[:-2] & near[1:-1] & near[2:])
    walks = walks[np.isin(two[walks] * np.int64(1 << 16) + two[walks + 2], starts)]
    row = np.searchsorted(end, walks)
    first, size = walks - np.append(0, end + 1)[row], np.diff(end, prepend=-1) - 1
    found = np.zeros(len(end), dtype=bool)
    found[row[5 * first <= size[row]]] = True
    for n in (2, 3, 4):
        at = lines.start[lines.size >= 2 * n]
        for i in range(n):
            at = at[lines.flat[at + i] == lines.flat[at + n + i]]
        found[lines.holding(at)] = True
    letters = lines.used & _LETTERS
    several = (lines.size >= patterns.LONG_RUN) | (letters & (letters - 1) == 0) & (lines.size >= patterns.HAN_REPEAT)
    found |= several & (letters > 0) & _few(letters) & (lines.used & _IN_HAN == 0)
    # capitals inside, twice
    low, high = (lines.cased - np.uint8(ord(first)) < len(ascii_lowercase) for first in "aA")
    inside = lines.holding(np.flatnonzero(low[:-1] & high[1:]))
    found[inside[1:][inside[1:] == inside[:-1]]] = True
    return found


def _odd(texts: pl.Series, evidence: float, least: int = 3) -> Mask:
    """Texts all of whose words are evidence of mashed keys, as `crmquality.normalizers._gibberish` has it."""
    lines, (table, known) = _Lines.of(texts), name_model()
    costs = np.array([ord(c) - ord("A") for a in ALPHABET for b in ALPHABET for c in table[a + b]], dtype=np.uint8)
    costs[0] = 0  # between words
    place = np.append(_PLACE[:2], _PLACE[lines.flat])
    inside = place[2:] > 0
    many = np.int16(len(ALPHABET))
    cost = costs[(place[:-2] * (place[1:-1] > 0) * many + place[1:-1]) * many + place[2:]]
    start = np.flatnonzero(inside & (place[1:-1] == 0))
    size, total, vowels = (np.add.reduceat(x, start, dtype=np.int32) for x in (inside, cost, _VOWEL[lines.flat]))
    mashed = (np.bitwise_and.reduceat(_ROW[lines.flat], start) > 0) & (vowels < FEW_VOWELS * size)
    level = np.minimum((total * LEVEL / (size + 1) + ONE_ROW * mashed) / LEVEL, STEPS - 1).astype(np.int32)
    told = np.array(known)[np.searchsorted([most for _, most in SIZES[:-1]], size), level]
    row, judged = lines.holding(start), size >= least
    ordinary = judged & (told < evidence) & (size <= SIZES[-1][1])
    count, spoken = (np.bincount(row[words], minlength=len(lines.start)) for words in (judged, ordinary))
    found: Mask = (count > 0) & (spoken == 0)
    return found
