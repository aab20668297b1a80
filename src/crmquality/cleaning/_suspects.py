"""Which cells of a column may hold a sign of a made-up entry: the others are never asked.

Nothing is decided here. A cell is left out only where `crmquality.policy._signals.cell_signals` provably finds nothing;
a property test holds both together. Texts of letters that folding makes neither ASCII nor Han are always asked.
Patterns would read each cell many times, so what it takes to be typed at random is looked for in an array of bytes.
"""

from __future__ import annotations

from string import ascii_letters, digits
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from crmquality._data import load
from crmquality._text import fold
from crmquality.normalizers import _gibberish as model
from crmquality.policy import _patterns as patterns
from crmquality.policy._signals import PERSON, weights
from crmquality.types import Finding

Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]
Folded = tuple[pl.Series, Places]
_FAR: Final = 64
_HAN: Final = "\u4e00-\u9fff"
#: small letters are all that folding makes of these
_PLAIN: Final = f"^[\\x21-\\x7e{_HAN}]+(?: [\\x21-\\x7e{_HAN}]+)*$"
#: letters with marks, but for two in one and the Turkish ones that patterns for either case take for an i
_MARKED: Final = "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u012f\u0134-\u0148\u014a-\u017e"
_CAPITALS: Final = "[a-z][A-Z].*[a-z][A-Z]"
_SWITCHES: Final = "^[a-z0-9]*(?:[a-z][0-9]+[a-z]+[0-9]+[a-z]|[0-9][a-z]+[0-9]+[a-z]+[0-9])"
_NO_DIGITS: Final = bytes(c for c in range(256) if c not in b"\n0123456789")
#: all but letters and digits; of other letters than ASCII the first byte stays
_NO_LETTERS: Final = bytes(c for c in range(0xC0) if c not in f"\n{digits}{ascii_letters}".encode())


def suspects(kind: str, raw: pl.Series, text: pl.Series, folded: Folded | None) -> Mask:
    """Which of the distinct cells must be asked; what `fold_cells` makes of them for kinds that are compared."""
    if kind in ("postal_code", "date"):
        return np.zeros(len(raw), dtype=bool)
    if folded is not None:
        return _names(kind, raw, *folded)
    if kind in ("phone", "email"):
        return _phones(raw) if kind == "phone" else _emails(raw, text)
    low = pl.lit(raw.str.to_lowercase())
    more = _street(raw) if kind == "street" else low.str.contains(r"http|www\.|\[url|<a")
    return _where(_said(low) | more | (pl.lit(raw).str.len_chars() > _FAR))


def fold_cells(raw: pl.Series) -> Folded:
    """Cells as `crmquality._text.fold` has them, and the places of those that may be other than they look, folded."""
    low, odd = raw.str.to_lowercase(), np.flatnonzero(~raw.str.contains(_PLAIN).to_numpy())
    some, each = raw.gather(odd), pl.Series([fold(t) for t in raw.gather(odd)], dtype=pl.String)
    strange = some.str.contains(f"[^\\x20-\\x7e\u3000\uff01-\uff5e{_HAN}{_MARKED}]")
    strange |= each.str.contains(f"[^\\x20-\\x7e{_HAN}]")
    return low.scatter(odd, each), odd[strange.to_numpy()]


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
    listed = pl.Series(sorted(patterns.words_of("street"))).implode()
    low = raw.str.to_lowercase().str.replace_all("ß", "ss", literal=True)
    other = pl.lit(raw).str.contains(f"[^\\x20-\\x7e{_HAN}{_MARKED}]")
    return other | pl.lit(first["word"].is_in(odd.implode())) | pl.lit(low.is_in(listed))


def _names(kind: str, raw: pl.Series, folded: pl.Series, strange: Places) -> Mask:
    low, cell = pl.lit(folded), pl.lit(raw)
    han, size, alike = low.str.count_matches(f"[{_HAN}]"), low.str.len_chars(), low.str.head(1) == low.str.slice(1, 1)
    # Han characters are made up where four are typed by a walk, or three are all alike
    typed = han.is_between(patterns.SHORT_RUN, patterns.HAN_LONGEST) | (
        (han > 0) & (size <= patterns.HAN_LONGEST)
        & (low.str.contains("[a-z]") | ((han == patterns.HAN_REPEAT) & (alike | (size > patterns.HAN_REPEAT))))
    )  # fmt: skip
    bare = (han == 0) & ~low.str.contains("[a-z]") & (low.str.count_matches("[0-9]") <= patterns.TAIL)
    listed = low.is_in(pl.Series(sorted(patterns.listed())).implode())
    far = cell.str.len_bytes() > _FAR
    asked = _where(typed | bare | listed | far | _said(low) | cell.str.contains(_CAPITALS)) | _typed(folded)
    words = np.flatnonzero(folded.str.contains("^[a-z .'-]+$").to_numpy())
    asked[words] |= _odd(folded.gather(words), *((1.0, 3) if kind in PERSON else (model.SURE, model.LONG_NAME)))
    asked[strange] = True
    return asked


def _phones(raw: pl.Series) -> Mask:
    found, start, size = _lines(raw, _NO_DIGITS)
    rows = np.flatnonzero(size >= patterns.LONG_DIGITS)
    end = start[rows] + size[rows]
    last = [found[end - k] for k in range(1, 11)]  # from the end, beyond shorter numbers into their neighbours
    steps = [(10 + last[i] - last[i + 1]) % 10 for i in range(1, 5)]  # of the last six, or of the seven before the last
    own = np.bitwise_or.reduce([np.uint16(1) << (d - np.uint8(ord("0"))) for d in last[: patterns.LONG_DIGITS]])
    hits = [[last[i] == last[i + apart] for i in range(n)] for apart, n in ((2, 4), (3, 6), (4, 4), (5, 5))]
    hits += [[s == by for s in steps] for by in (1, -1 % 10)]
    hits += [
        [d == ord("5") for d in last[4:7]] + [size[rows] <= patterns.US_DIGITS],
        [np.bitwise_count(own) <= patterns.FEW_DIGITS],
    ]
    asked = _where(pl.lit(raw).str.len_bytes() > _FAR)
    asked[rows] |= np.any([np.all(hit, axis=0) for hit in hits], axis=0)
    # a way over the keys, three by three
    known = np.zeros(1 << 16, dtype=bool)
    known[[int(way[i : i + 3]) for way in load("placeholders")["keypad"] for i in (0, 3)]] = True
    figure = found - np.uint8(ord("0"))
    part = known[(figure[:-2] * np.uint16(10) + figure[1:-1]) * np.uint16(10) + figure[2:]]
    asked[np.searchsorted(start, np.flatnonzero(part[:-3] & part[3:]), side="right") - 1] = True
    return asked


def _emails(raw: pl.Series, text: pl.Series) -> Mask:
    # an accepted address has one @ outside quotes; with more of them the cell is asked
    local, domain = text.fill_null("@").str.splitn("@", 2).struct.unnest()
    low = local.str.to_lowercase()
    cell = pl.lit(low)
    names = pl.Series(sorted(patterns.words_of("mailbox") | patterns.words_of("test_value"))).implode()
    asked = _where(
        cell.is_in(names) | cell.str.strip_chars_end(digits).is_in(names) | cell.str.contains(_SWITCHES)
        | cell.str.contains(r"[^\x20-\x7e]") | (cell.str.len_bytes() > _FAR)
    )  # fmt: skip
    # numbers are given out by providers
    asked |= _odd_word(low) | (_typed(low) & low.str.contains("[a-z]").to_numpy())
    hosts = domain.filter(domain.is_first_distinct())
    asked |= domain.is_in(hosts.filter(_odd_host(hosts)).implode()).to_numpy()
    typed = np.flatnonzero(((raw != text) | (low != local)).fill_null(value=False).to_numpy())
    folded, strange = fold_cells(raw.gather(typed).str.splitn("@", 2).struct[0])
    asked[typed] |= _typed(folded) | raw.gather(typed).str.contains(_CAPITALS).to_numpy()
    asked[typed[strange]] = True
    asked[text.is_null().to_numpy()] = False
    return asked


def _odd_host(hosts: pl.Series) -> Mask:
    label = hosts.str.extract("^([^.]*)", 1)
    asked: Mask = _typed(label) | _odd_word(label) | label.str.contains(r"[^\x20-@\[-\x7e]").to_numpy()
    asked |= label.is_in(pl.Series(sorted(patterns.words_of("domain"))).implode()).to_numpy()
    asked[asked] = [patterns.domain_reason(h) is not None for h in hosts.filter(asked)]
    asked |= hosts.str.contains("@", literal=True).to_numpy()
    return asked


def _lines(texts: pl.Series, but: bytes = b"") -> tuple[npt.NDArray[np.uint8], Places, Places]:
    """Texts in small letters as bytes, but for some, a line feed behind each; where each begins, and its size."""
    whole = texts.str.replace_all("\n", " ", literal=True).str.join("\n").item()
    flat = np.frombuffer(f"{whole}\n".encode().lower().translate(None, but), dtype=np.uint8)
    end = np.flatnonzero(flat == ord("\n"))[: len(texts)]
    size = np.diff(end, prepend=-1) - 1
    return flat, end - size, size


def _typed(texts: pl.Series) -> Mask:
    """Runs over a keyboard that begin in the first fifth of a text; letters and pieces over and over."""
    bare, start, size = _lines(texts, _NO_LETTERS)
    found = np.zeros(len(start), dtype=bool)
    runs = [run.encode() for run in patterns.keyboard()[1] if run.isascii()]
    pairs = np.zeros(1 << 16, dtype=bool)
    pairs[[int.from_bytes(run[i : i + 2]) for run in runs for i in range(3)]] = True
    two = bare[:-1] * np.uint16(256) + bare[1:]
    near = pairs[two]
    walks = np.flatnonzero(near[:-2] & near[1:-1] & near[2:])
    walks = walks[np.isin(two[walks] * np.int64(1 << 16) + two[walks + 2], [int.from_bytes(run) for run in runs])]
    row = np.searchsorted(start, walks, side="right") - 1
    found[row[5 * (walks - start[row]) <= size[row]]] = True
    for n in (2, 3, 4):
        at = start[size >= 2 * n]
        for i in range(n):
            at = at[(bare[at + i] == bare[at + n + i]) & (bare[at + i] < 0x80)]  # noqa: PLR2004 - ASCII
        found[np.searchsorted(start, at)] = True
    bits = np.zeros(256, dtype=np.int32)
    bits[list(ascii_letters[:26].encode())] = 1 << np.arange(26)
    bits[0x80:] = 7 << 26  # more than a few
    letters = np.bitwise_or.reduceat(bits[bare], start)
    few = np.bitwise_count(letters)
    found |= (few == 1) & (size >= patterns.HAN_REPEAT) | (few == patterns.FEW_DIGITS) & (size >= patterns.LONG_RUN)
    return found


def _odd_word(low: pl.Series) -> Mask:
    """Texts that are one word of 6 to 24 letters, and may be mashed keys."""
    word: Mask = low.str.contains("^[a-z]{6,24}$").to_numpy().copy()
    word[word] = _odd(low.filter(word), 1.0)
    return word


def _odd(texts: pl.Series, evidence: float, least: int = 3) -> Mask:
    """Texts all of whose words may be evidence of mashed keys, as `crmquality.normalizers._gibberish` has it."""
    (flat, begin, _), (table, known) = _lines(texts), model.name_model()
    costs = np.array(
        [ord(c) - 65 for a in model.ALPHABET for b in model.ALPHABET for c in table[a + b]], dtype=np.uint8
    )
    costs[0] = 0  # between words
    place = np.append(np.zeros(2, dtype=np.int16), np.where(flat >= ord("a"), flat - np.int16(96), 0))
    inside, many = place[2:] > 0, np.int16(len(model.ALPHABET))
    cost = costs[(place[:-2] * (place[1:-1] > 0) * many + place[1:-1]) * many + place[2:]]
    start = np.flatnonzero(inside & (place[1:-1] == 0))
    rows = np.full(256, 7, dtype=np.uint8)
    rows[ord("a") : ord("z") + 1] = [
        sum(1 << i for i, row in enumerate(model.ROWS) if c in row) for c in ascii_letters[:26]
    ]
    one = np.bitwise_and.reduceat(rows[flat], start) > 0  # row of keys, and perhaps few vowels
    size, total = (np.add.reduceat(x, start, dtype=np.int32) for x in (inside, cost))
    level = (total * model.LEVEL / (size + 1) + model.ONE_ROW * one) / model.LEVEL
    at = np.searchsorted([most for _, most in model.SIZES[:-1]], size), np.minimum(level, model.STEPS - 1).astype(int)
    row, judged = np.searchsorted(begin, start, side="right") - 1, size >= least
    ordinary = judged & (np.array(known)[at] < evidence) & (size <= model.SIZES[-1][1])
    count, spoken = (np.bincount(row[words], minlength=len(begin)) for words in (judged, ordinary))
    found: Mask = (count > 0) & (spoken == 0)
    return found
