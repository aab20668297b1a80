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
_CAPITALS: Final = "[a-z][A-Z].*[a-z][A-Z]"
_SWITCHES: Final = "^[a-z0-9]*(?:[a-z][0-9]+[a-z]+[0-9]+[a-z]|[0-9][a-z]+[0-9]+[a-z]+[0-9])"
#: a bit for each letter of a text; for capitals, signs of names, Han characters, other ASCII, and all else in it
_LETTERS: Final = (1 << 26) - 1
_CAPITAL, _SIGN, _IN_HAN, _OTHER, _STRANGE = (1 << n for n in range(26, 31))
_FEED: Final = 10
_NO_DIGITS: Final = bytes(c for c in range(256) if c not in b"\n0123456789")
_NO_LETTERS: Final = bytes(c for c in range(128) if c not in f"\n{digits}{ascii_letters}".encode())
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

    def without(self, signs: bytes) -> tuple[npt.NDArray[np.uint8], Places]:
        """The bytes without some, and where the line feeds then are."""
        left = np.frombuffer(self.flat.tobytes().translate(None, signs), dtype=np.uint8)
        return left, np.flatnonzero(left == _FEED)


@frozen(eq=False)
class Folded:
    """Cells as `crmquality._text.fold` has them.

    Args:
        texts: the cells, folded.
        strange: places of those with other letters than ASCII and Han in them, or that were folded as a whole.
    """

    texts: pl.Series
    strange: Places

    @classmethod
    def of(cls, raw: pl.Series) -> Folded:
        """Many at a time where each letter is folded by itself, the others one by one."""
        odd = np.flatnonzero(~raw.str.contains(_PLAIN).to_numpy())
        some = raw.gather(odd).str.replace_many(_folding()).str.to_lowercase().str.replace_all(" +", " ")
        some = some.str.strip_chars(" ")
        strange = np.flatnonzero(some.str.contains(f"[^\\x20-\\x7e{_HAN}]").to_numpy())
        each = some.scatter(strange, [fold(t) for t in raw.gather(odd[strange])])
        return cls(raw.str.to_lowercase().scatter(odd, each), odd[strange])


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
        return _emails(raw, text.fill_null("")) & text.is_not_null().to_numpy()
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
    lines, low, cell = _Lines.of(folded.texts), pl.lit(folded.texts), pl.lit(raw)
    listed = low.is_in(pl.Series(sorted(patterns.listed())).implode())
    asked = _where(_said(low) | listed | cell.str.contains(_CAPITALS) | (cell.str.len_bytes() > _FAR))
    asked |= _typed(lines)
    asked |= _odd(lines, *((1.0, 3) if kind in PERSON else (SURE, LONG_NAME))) & (lines.used & ~(_LETTERS | _SIGN) == 0)
    asked[folded.strange] = True
    bare = np.flatnonzero(lines.used & (_LETTERS | _IN_HAN) == 0)
    asked[bare] |= (folded.texts.gather(bare).str.count_matches("[0-9]") <= patterns.TAIL).to_numpy()
    han = np.flatnonzero(lines.used & _IN_HAN)
    asked[han] |= _in_han(folded.texts.gather(han))
    return asked


def _in_han(folded: pl.Series) -> Mask:
    """Short texts of Han characters that begin with no surname, or with two alike."""
    letters = pl.lit(folded.str.replace_all(f"[^a-z{_HAN}]", ""))
    size, first = letters.str.len_chars(), [letters.str.slice(i, 1) for i in range(3)]
    alike = (size > 2) & ((first[0] == first[1]) | (first[0] == first[2]) | (first[1] == first[2]))  # noqa: PLR2004 - as `_patterns` has it
    surnames, compound = (pl.Series(sorted(load("names")[key])).implode() for key in ("surnames", "compound"))
    named = first[0].is_in(surnames) | letters.str.slice(0, 2).is_in(compound)
    walk = ~named & (size > 3) & (size <= patterns.HAN_LONGEST) & ~letters.str.contains("[a-z]")  # noqa: PLR2004 - as `_patterns` has it
    return _where(walk | (alike & (pl.lit(folded).str.len_chars() <= patterns.HAN_LONGEST)))


def _phones(raw: pl.Series) -> Mask:
    lines = _Lines.of(raw)
    found, end = lines.without(_NO_DIGITS)
    size = np.diff(end, prepend=-1) - 1
    rows = np.flatnonzero(size >= patterns.LONG_DIGITS)
    last = [found[end[rows] - k] for k in range(1, 11)]  # from the end, beyond shorter numbers into their neighbours
    steps = [(10 + last[i] - last[i + 1]) % 10 for i in range(1, 5)]  # of the last six, or of the seven before the last
    own = np.bitwise_or.reduce([1 << (d.astype(np.int32) - ord("0")) for d in last[: patterns.LONG_DIGITS]])

    def alike(apart: int, count: int) -> Mask:
        return np.logical_and.reduce([last[i] == last[i + apart] for i in range(count)])

    asked = lines.size > _FAR
    asked[rows] |= alike(2, 4) | alike(3, 6) | alike(4, 4) | alike(5, 5) | _few(own)
    asked[rows] |= np.logical_and.reduce([s == 1 for s in steps]) | np.logical_and.reduce([s == 9 for s in steps])
    asked[rows] |= np.logical_and.reduce([d == ord("5") for d in last[4:7]]) & (size[rows] <= _US_DIGITS)
    three = np.array([found[i : len(found) - 2 + i] - ord("0") for i in range(3)], dtype=np.uint16)
    way = _keypad()[three[0] * 100 + three[1] * 10 + three[2]]
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
    local, domain = text.str.splitn("@", 2).struct.unnest().fill_null("")
    lines = _Lines.of(local)
    capital = np.flatnonzero(lines.used & _CAPITAL)
    low = pl.lit(local.scatter(capital, local.gather(capital).str.to_lowercase()))
    names = pl.Series(sorted(patterns.words_of("mailbox") | patterns.words_of("test_value"))).implode()
    asked = _where(low.is_in(names) | low.str.strip_chars_end(digits).is_in(names) | low.str.contains(_SWITCHES))
    asked |= _typed(lines) | (lines.used & (_IN_HAN | _STRANGE) != 0) | (lines.size > _FAR) | _odd_word(local, lines)
    hosts = domain.unique()
    asked |= domain.is_in(hosts.filter(_odd_host(hosts)).implode()).to_numpy()
    typed = np.union1d(np.flatnonzero((raw != text).to_numpy()), capital)
    folded = Folded.of(raw.gather(typed).str.splitn("@", 2).struct[0])
    asked[typed] |= _typed(_Lines.of(folded.texts)) | raw.gather(typed).str.contains(_CAPITALS).to_numpy()
    asked[typed[folded.strange]] = True
    return asked


def _odd_host(hosts: pl.Series) -> Mask:
    label = hosts.str.extract("^([^.]*)", 1)
    lines = _Lines.of(label)
    asked = _typed(lines) | (lines.used & (_CAPITAL | _IN_HAN | _STRANGE) != 0) | _odd_word(label, lines)
    asked |= label.is_in(pl.Series(sorted(patterns.words_of("domain"))).implode()).to_numpy()
    asked[asked] = [patterns.domain_reason(h) is not None for h in hosts.filter(asked)]
    return asked | hosts.str.contains("@", literal=True).to_numpy()


def _odd_word(texts: pl.Series, lines: _Lines) -> Mask:
    """Texts that are one word of 6 to 24 letters, and may be mashed keys."""
    word = (lines.used & ~(_LETTERS | _CAPITAL) == 0) & (lines.size >= LONG_NAME) & (lines.size <= SIZES[-1][1])
    word[word] = _odd(_Lines.of(texts.filter(word)), 1.0)
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
    letters = lines.used & _LETTERS
    for n in (2, 3, 4):
        at = lines.start[(lines.size >= 2 * n) & (letters > 0)]
        for i in range(n):
            at = at[lines.flat[at + i] == lines.flat[at + n + i]]
        found[np.searchsorted(lines.start, at)] = True
    several = (lines.size >= 5) | ((letters & (letters - 1) == 0) & (lines.size >= 3))
    return found | (several & (letters > 0) & _few(letters) & (lines.used & _IN_HAN == 0))


def _odd(lines: _Lines, evidence: float, least: int = 3) -> Mask:
    """Texts all of whose words are evidence of mashed keys, as `crmquality.normalizers._gibberish` has it."""
    table, known = name_model()
    costs = np.array([ord(c) - 65 for a in ALPHABET for b in ALPHABET for c in table[a + b]], dtype=np.int64)
    costs[0] = 0  # between words
    place = np.append([0, 0], _PLACE[lines.flat])
    inside = place[2:] > 0
    cost = costs[(place[:-2] * (place[1:-1] > 0) * 27 + place[1:-1]) * 27 + place[2:]]
    start = np.flatnonzero(inside & (place[1:-1] == 0))
    size, total, vowels = (np.add.reduceat(x, start, dtype=np.int64) for x in (inside, cost, _VOWEL[lines.flat]))
    mashed = (np.bitwise_and.reduceat(_ROW[lines.flat], start) > 0) & (vowels < FEW_VOWELS * size)
    level = np.minimum((total * LEVEL / (size + 1) + ONE_ROW * mashed) / LEVEL, STEPS - 1).astype(int)
    told = np.array(known)[np.searchsorted([most for _, most in SIZES[:-1]], size), level]
    row = np.searchsorted(lines.start, start, side="right") - 1
    judged = size >= least
    ordinary = judged & (told < evidence) & (size <= SIZES[-1][1])
    count = np.bincount(row[judged], minlength=len(lines.start))
    return (count > 0) & (np.bincount(row[ordinary], minlength=len(lines.start)) == 0)
