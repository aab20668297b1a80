"""Which cells of a column may hold a sign of a made-up entry: the others are never asked.

Nothing is decided here. A cell is left out only where `crmquality.policy._signals.cell_signals` provably finds nothing;
a property test holds both together. Texts beyond ASCII and common Han characters are always asked.
"""

from __future__ import annotations

from itertools import combinations
from string import ascii_lowercase, digits
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from crmquality._data import load
from crmquality.normalizers._gibberish import ALPHABET, FEW_VOWELS, LEVEL, LONG_NAME, ONE_ROW, ROWS, SIZES, name_model
from crmquality.policy import _patterns as patterns
from crmquality.policy._signals import PERSON, weights
from crmquality.types import Finding

Mask = npt.NDArray[np.bool_]
_FAR: Final = 64
TOLERANCE: Final = 1e-9
_HAN: Final = "\u4e00-\u9fff"


def _two_of(letters: str, others: str = "") -> str:
    """A pattern of texts with at most two of the letters."""
    return "^(?:" + "|".join(f"[{a}{b}{others}]*" for a, b in combinations(letters, 2)) + ")$"


#: signs and digits of ASCII
_OTHERS: Final = r"\x20-\x60\x7b-\x7e"
_FEW_LETTERS: Final = _two_of(ascii_lowercase, _OTHERS)
_FIVE: Final = "(?:[a-z][^a-z]*){5}"
_FEW_DIGITS: Final = _two_of(digits)
_CAPITALS: Final = "[a-z][A-Z].*[a-z][A-Z]"
_SWITCHES: Final = "^[a-z0-9]*(?:[a-z][0-9]+[a-z]+[0-9]+[a-z]|[0-9][a-z]+[0-9]+[a-z]+[0-9])"


def suspects(kind: str, raw: pl.Series, text: pl.Series) -> Mask:
    """Cells that must be asked.

    Args:
        kind: of the field.
        raw: the distinct cells.
        text: their canonical forms.
    """
    if kind == "phone":
        asked = _phone(pl.lit(raw.str.replace_all("[^0-9]", "")))
    elif kind == "email":
        asked = _email(raw, text)
    elif kind == "street":
        asked = _said(pl.lit(raw.str.to_lowercase())) | _street(raw) | ~_plain(pl.lit(raw))
    elif kind == "text":
        low = pl.lit(raw.str.to_lowercase())
        asked = _said(low) | low.str.contains(r"http|www\.|\[url|<a")
    elif kind in ("postal_code", "date"):
        return np.zeros(len(raw), dtype=bool)
    else:
        low = pl.lit(raw.str.to_lowercase())
        # three characters are made up only where all are alike
        size, alike = low.str.len_chars(), low.str.slice(0, 1) == low.str.slice(1, 1)
        short_han = low.str.contains(f"[{_HAN}]") & (size <= patterns.HAN_LONGEST) & ((size > 3) | alike)  # noqa: PLR2004 - as `_patterns` has it
        asked = (
            _said(low) | ~_plain(pl.lit(raw)) | short_han | _typed(low, pl.lit(raw))
            | low.is_in(_listed().implode())
            | (~low.str.contains(f"[a-z{_HAN}]") & (low.str.count_matches("[0-9]") <= patterns.TAIL))
            | pl.lit(pl.Series(_odd(raw, 3 if kind in PERSON else LONG_NAME)))
        )  # fmt: skip
    found: Mask = pl.select(asked | (pl.lit(raw).str.len_chars() > _FAR)).to_series().fill_null(value=True).to_numpy()
    return np.broadcast_to(found, len(raw))


def _plain(cell: pl.Expr) -> pl.Expr:
    return ~cell.str.contains(f"[^\\x20-\\x7e{_HAN}]")


def _listed() -> pl.Series:
    return pl.Series(sorted(patterns.listed()))


def _grams(rows: tuple[str, ...], size: int) -> list[str]:
    return sorted({row[i : i + size] for row in rows for i in range(len(row) - size + 1)})


def _typed(low: pl.Expr, raw: pl.Expr) -> pl.Expr:
    """Runs, repeats and capitals inside."""
    bare = low.str.replace_all(f"[^a-z0-9{_HAN}]", "")
    pieces = [low.str.slice(0, n) == low.str.slice(n, n) for n in (2, 3, 4)]
    runs = bare.str.contains_any(_grams(patterns.keyboard()[0], 4))
    return (
        runs
        | pl.any_horizontal(pieces)
        | (low.str.contains(_FIVE) & low.str.contains(_FEW_LETTERS))
        | raw.str.contains(_CAPITALS)
    )


def _said(low: pl.Expr) -> pl.Expr:
    # small letters match twenty times as fast as letters of either case; two others have a capital in ASCII
    spam = low.str.contains_any(load("placeholders")["spam"])
    return spam | low.str.contains(patterns.MAY_INJECT) | low.str.contains("[\u017f\u212a]")


def _street(raw: pl.Series) -> pl.Expr:
    first = pl.DataFrame({"word": raw.str.extract(f"([A-Za-z{_HAN}]{{3,}})", 1)})
    known = first.unique().drop_nulls()
    odd = known.filter(pl.Series([patterns.is_made_up_word(w) for w in known["word"]], dtype=pl.Boolean))["word"]
    listed = pl.Series(sorted(patterns.words_of("street")))
    return pl.lit(first["word"].is_in(odd.implode())) | pl.lit(raw.str.to_lowercase()).is_in(listed.implode())


def _phone(found: pl.Expr) -> pl.Expr:
    def end(size: int, before: int = 0) -> pl.Expr:
        return found.str.slice(-size - before, size)

    equal = [
        end(2) == end(2, 2),
        end(4) == end(4, 4),
        end(5) == end(5, 5),
        (end(3) == end(3, 3)) & (end(3) == end(3, 6)),
    ]
    equal[0] &= end(2) == end(2, 4)
    runs = end(8).str.contains_any(_grams(tuple(patterns.RUNS.split()), 6)) | found.str.contains_any(
        load("placeholders")["keypad"]
    )
    return pl.any_horizontal(equal) | runs | end(8).str.contains(_FEW_DIGITS) | found.str.contains("555")


def _email(raw: pl.Series, text: pl.Series) -> pl.Expr:
    # an accepted address has one @ outside quotes; with more of them the cell is asked
    sides = text.str.to_lowercase().str.splitn("@", 2).struct.rename_fields(["low", "domain"]).struct.unnest()
    hosts = sides["domain"].unique().drop_nulls()
    label = hosts.str.extract("^([^.]*)", 1)
    one = pl.lit(label)
    strange = _typed(one, one) | one.is_in(pl.Series(sorted(patterns.words_of("domain"))).implode()) | ~_plain(one)
    odd = hosts.filter(pl.select(strange | pl.lit(pl.Series(_odd(label)))).to_series())
    odd = odd.filter(pl.Series([patterns.domain_reason(h) is not None for h in odd], dtype=pl.Boolean))
    low = pl.lit(sides["low"])
    names = pl.Series(sorted(patterns.words_of("mailbox") | patterns.words_of("test_value"))).implode()
    said = low.is_in(names) | low.str.strip_chars_end("0123456789").is_in(names) | low.str.contains(_SWITCHES)
    mashed = pl.lit(pl.Series(_odd(sides["low"].str.extract("^([a-z]{6,24})$", 1).fill_null(""))))
    odd_host = pl.lit(sides["domain"].is_in(odd.implode()))
    asked = said | _typed(low, pl.lit(raw)) | odd_host | mashed | ~_plain(pl.lit(raw))
    return pl.lit(text).is_not_null() & (asked | pl.lit(sides["domain"]).str.contains("@", literal=True))


def _odd(texts: pl.Series, least: int = 3) -> Mask:
    """Texts all of whose words may be evidence of mashed keys, by an upper bound of their surprise."""
    words = texts.str.to_lowercase().str.extract_all("[a-z]{3,24}")
    flat = pl.DataFrame({"row": np.arange(len(texts)), "word": words}).explode("word").drop_nulls()
    flat = flat.filter(pl.col("word").str.len_bytes() >= least)
    known = flat.select("word").unique()
    held = flat.join(known.with_columns(odd=pl.Series(_surprising(known["word"]))), on="word", how="left")
    by_row = held.group_by("row").agg(pl.col("odd").all())
    found = np.zeros(len(texts), dtype=bool)
    found[by_row["row"].to_numpy()] = by_row["odd"].to_numpy()
    return found


def _surprising(words: pl.Series) -> Mask:
    table, evidence = name_model()
    least = min(next(i for i, e in enumerate(part) if e >= 1) for part in evidence) * LEVEL
    costs = np.array([[ord(c) - 65 for c in table[a + b]] for a in ALPHABET for b in ALPHABET]).reshape(27, 27, 27)
    size = SIZES[-1][1] + 3
    padded = ("__" + words + "_").str.pad_end(size, "`").to_list()
    codes = np.frombuffer("".join(padded).encode(), dtype=np.uint8).reshape(-1, size).astype(np.int16) - 96
    inside = codes[:, 2:] != 0
    place = np.where(codes == ord("_") - 96, 0, codes)
    total = (costs[place[:, :-2], place[:, 1:-1], place[:, 2:]] * inside).sum(axis=1)
    vowels = words.str.count_matches("[aeiou]") < FEW_VOWELS * words.str.len_bytes()
    rows = words.str.contains("^(?:" + "|".join(f"[{row}]+" for row in ROWS) + ")$")
    surprise: npt.NDArray[np.float64] = total * LEVEL / inside.sum(axis=1) + ONE_ROW * (vowels & rows).to_numpy()
    return surprise >= least - TOLERANCE


def reasons_told(findings: tuple[tuple[Finding, ...], ...]) -> Mask:
    """Which results of the checks are signs themselves."""
    known = weights().keys()
    return np.array([any(f.code.rpartition(".")[2] in known for f in found) for found in findings])
