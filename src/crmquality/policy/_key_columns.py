"""Lanes of a whole table: each key computed once per distinct reading, then gathered.

What is plain ASCII gets its key from expressions over whole columns; they answer as the functions of `_keys` do, or not
at all (a property test compares them), and those are asked for the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt
import polars as pl

from crmquality._data import load
from crmquality._text import _HAN
from crmquality.columns import Codes, Column, combine
from crmquality.matching._apart import UNNAMED
from crmquality.matching._compare import LANES
from crmquality.matching._tests import PHONES, roles
from crmquality.normalizers._email import _DOTLESS_PROVIDERS, _PLUS_PROVIDERS
from crmquality.normalizers._phone import NOBODYS, NOBODYS_TAILS
from crmquality.policy import _keys
from crmquality.policy._policy import Policy
from crmquality.policy._written import written, written_key
from crmquality.types import Examined, OrganizationName, PersonName

_Texts = list[str | None] | pl.Series


class Read(Protocol):
    """One field of a table, read: what stands in it, reading by reading."""

    @property
    def codes(self) -> Codes:
        """Per row the distinct reading; -1 = empty."""

    @property
    def raw(self) -> pl.Series:
        """Raw values."""

    @property
    def text(self) -> pl.Series:
        """Canonical forms, or null."""

    @property
    def missing(self) -> npt.NDArray[np.bool_]:
        """Whether nothing usable was there."""

    @property
    def values(self) -> tuple[object, ...] | None:
        """Parts of names."""


def lane_columns(policy: Policy, examined: Mapping[str, Read], height: int) -> dict[str, Column]:
    """One column per lane, row by row equal to `record_lanes`; no role filled = empty columns of the height."""
    none = Column(np.full(height, -1, dtype=np.int32), ())

    def keyed(field: str, make: _keys.Key) -> Column:
        return Column.encode(_keyed(examined[field], make), ordered=False).take(examined[field].codes)

    def derive(make: Callable[[pl.DataFrame], Sequence[_Texts]], *columns: Column, several: int = 1) -> list[Column]:
        if not any(len(c.texts) for c in columns):
            return [none] * several
        rows = combine(columns)
        cells = pl.DataFrame({str(i): c.gather(c.texts) for i, c in enumerate(rows.columns)})
        made = [pl.Series(keys, dtype=pl.String) for keys in make(cells)]
        return [Column.encode(keys, ordered=False).take(rows.codes) for keys in made]

    lanes = _keys.lanes_of(policy)
    by_field = {
        (lane, field): keyed(field, make)
        for field, keys in lanes.keys.items() if field in examined for lane, make in keys
    }  # fmt: skip

    def of(lane: str) -> list[Column]:
        return [c for (n, _), c in by_field.items() if n == lane]

    def first(lane: str) -> Column:
        columns = of(lane)
        return columns[0] if len(columns) == 1 else derive(_first, *columns)[0]

    out = {lane: first(lane) for lane in LANES}
    out |= {lane: by_field.get((role, field), none) for lane, field, role in lanes.placed}
    told = map(first, _keys.PARTS)
    out["given"], out["family"], out["local"] = derive(_who, *told, out["email"], several=3)
    if lanes.titled:
        (out["code"],) = derive(_each(_keys.titled_code), out["code"], out["title"])
    (out["nickname"],) = derive(_each(_keys.nickname), out["given"])
    (how,) = derive(_each(written), *map(first, _keys.WRITTEN))
    out["written"] = _or_nobody(how, out["given"].codes, out["family"].codes) if lanes.named else how
    return out | dict(zip(PHONES, derive(_phones, *of("phone"), several=len(PHONES)), strict=True))


def _or_nobody(how: Column, given: Codes, family: Codes) -> Column:
    """As `_written.written_or_not`."""
    nobody = (how.codes < 0) & (given < 0) & (family < 0)
    if not nobody.any():
        return how
    texts = pl.concat([pl.Series(how.texts, dtype=pl.String), pl.Series([UNNAMED])])
    return Column(np.where(nobody, np.int32(len(texts) - 1), how.codes), texts)


def _plain(most: int) -> pl.Expr:
    """Letters and digits of short texts, word by word."""
    said = pl.coalesce(_filled(pl.col("text")), pl.when(~pl.col("missing")).then("raw"))
    short = pl.when(said.str.contains(f"^[ -~]{{1,{most}}}$")).then(said)
    return short.str.to_lowercase().str.replace_all("[^a-z0-9]+", " ").str.strip_chars(" ")


def _filled(text: pl.Expr) -> pl.Expr:
    return pl.when(text != "").then(text)


def _street() -> pl.Expr:
    words = pl.element().replace(load("policy")["street_words"])
    return _plain(200).str.split(" ").list.eval(words.filter(words != "")).list.join(" ")


def _email() -> pl.Expr:
    """Addresses of printable ASCII with one sign at."""
    whole = pl.col("text").str.to_lowercase()
    sides = pl.when(pl.col("text").str.contains("^[!-?A-~]+@[!-?A-~]+$")).then(whole).str.splitn("@", 2).struct
    local, domain = sides.field("field_0"), sides.field("field_1")
    name = pl.coalesce(_filled(local.str.splitn("+", 2).struct.field("field_0")), local)
    dotless = name.str.replace_all(".", "", literal=True) + "@gmail.com"
    dots, plus = (domain.is_in(sorted(known)) for known in (_DOTLESS_PROVIDERS, _PLUS_PROVIDERS))
    tagged = pl.when(plus).then(name + "@" + domain)
    return pl.when(dots).then(dotless).otherwise(pl.coalesce(tagged, pl.when(domain.is_not_null()).then(whole)))


def _phone() -> pl.Expr:
    number = pl.col("text").str.splitn(";", 2).struct.field("field_0")
    # what else is nobody's is no number in E.164
    return pl.when(~number.is_in(sorted(NOBODYS)) & ~number.str.tail(8).is_in(sorted(NOBODYS_TAILS))).then(number)


def _word() -> pl.Expr:
    joined = _plain(120).str.replace_all(" ", "", literal=True)
    # numbers that may have been rounded are looked at one by one
    return pl.when(~joined.str.contains("^[0-9]+e[0-9]+$")).then(joined)


#: by function of `_keys`: the key of every plain reading; null = ask the function
_AT_ONCE: Final[Mapping[_keys.Key, Callable[[], pl.Expr]]] = {
    _keys.word_key: _word, _keys.city_key: _word, _keys.street_key: _street, _keys.email_key: _email,
    _keys.phone_key: _phone,
    _keys.date_key: lambda: pl.col("text").str.slice(0, 10),
}  # fmt: skip
#: functions that give the matching key of such a name
_PARTS: Final[Mapping[_keys.Key, type]] = {_keys.part_key: PersonName, _keys.company_key: OrganizationName}


def _keyed(read: Read, make: _keys.Key) -> pl.Series:
    """The key of every reading of a field."""
    cells = pl.DataFrame({"text": read.text, "raw": read.raw, "missing": read.missing})
    values = read.values or [None] * len(cells)
    after = cells["text"].str.extract(_keys.AFTER)
    if make is _keys.generation_key:
        return after.str.to_lowercase().str.strip_chars(".").replace_strict(_keys.GENERATIONS, default=None)
    if at_once := _AT_ONCE.get(make):
        known = cells.select(_filled(at_once())).to_series()
    else:
        parts = _PARTS.get(make, ())
        known = pl.Series(
            [getattr(v, "match_key", None) if isinstance(v, parts) else None for v in values], dtype=pl.String
        )
        known = known.replace("", None).set(after.is_not_null() & (make is _keys.part_key), None)
    rest = (_says_more(cells, values) if make is written_key else known.is_null()).arg_true().to_numpy()
    asked = [
        make(Examined(text, (), values[i], gone), raw)
        for i, (text, raw, gone) in zip(rest.tolist(), cells[rest].iter_rows(), strict=True)
    ]
    return known.scatter(rest, pl.Series(asked, dtype=pl.String)) if len(rest) else known


def _says_more(cells: pl.DataFrame, values: Sequence[object]) -> pl.Series:
    """Where a name may say more than its sound: hanzi, middle names, titles, words that were dropped."""
    more = pl.Series([isinstance(v, PersonName) and bool(v.middle or v.title) for v in values], dtype=pl.Boolean)
    text = pl.col("text")
    return more | cells.select(text.str.contains(_HAN.pattern) | (text != pl.col("raw"))).to_series()


def _each(make: Callable[..., str | None]) -> Callable[[pl.DataFrame], list[_Texts]]:
    """A function of several keys, of every row of cells."""
    return lambda cells: [[make(*row) for row in cells.iter_rows()]]


def _first(cells: pl.DataFrame) -> list[_Texts]:
    return [cells.select(pl.coalesce(map(_filled, map(pl.col, cells.columns)))).to_series()]


def _phones(cells: pl.DataFrame) -> list[_Texts]:
    """The phones of records from those of their fields, each once."""
    held = cells.select(pl.concat_list(map(_filled, map(pl.col, cells.columns))).list.drop_nulls().alias("all"))
    held = held.select(pl.col("all").list.unique(maintain_order=True))
    return [held.select(pl.col("all").list.get(i, null_on_oob=True)).to_series() for i in range(len(PHONES))]


def _who(cells: pl.DataFrame) -> list[_Texts]:
    """Given name, family name and local part; as `_keys.names` and `_keys.local_key`."""
    given, family, email = pl.col("0"), pl.col("1"), pl.col("4")
    (whole_given, whole_family), (one, two) = (
        [_filled(pl.col(name).str.splitn("|", 2).struct.field(f"field_{i}")) for i in range(2)] for name in ("2", "3")
    )
    both = given.is_not_null() & family.is_not_null() & (given.str.len_chars() > 1)
    by_whole = family.is_null() & pl.col("2").is_not_null()
    compound = both & whole_given.is_not_null() & (family + whole_family).is_in(sorted(_keys.compounds()))
    named = cells.with_columns(
        both.alias("both"), given=pl.when(by_whole | compound).then(whole_given).otherwise(given),
        family=pl.when(by_whole).then(whole_family).when(compound).then(family + whole_family).otherwise(family),
    )  # fmt: skip
    given, family = pl.col("given"), pl.col("family")
    fits = (given.is_null() | given.eq_missing(one)) & (family.is_null() | family.eq_missing(two))
    by_full = ~pl.col("both") & pl.col("3").is_not_null() & fits
    named = named.with_columns(
        given=pl.when(by_full).then(one).otherwise(given), family=pl.when(by_full).then(two).otherwise(family)
    )
    part = (
        pl.when(given.is_null()).then(family.is_not_null()).otherwise(family.is_null() | (given.str.len_chars() == 1))
    )
    rows = named.select(pl.arg_where(~pl.col("both") & email.is_not_null() & part)).to_series()
    told = [_keys.names(*row) for row in cells[rows].iter_rows()]
    for i, name in enumerate(("given", "family")):
        found = pl.Series([pair[i] for pair in told], dtype=pl.String)
        named = named.with_columns(named[name].scatter(rows, found))
    return [named["given"], named["family"], _local(named.select(email.alias("email"), "given", "family"))]


def _local(cells: pl.DataFrame) -> pl.Series:
    """The local part where it says more than the name."""
    local = pl.col("email").str.splitn("@", 2).struct.field("field_0")
    left = cells.with_columns(local=local, rest=local.str.to_lowercase().str.replace_all("[^a-z0-9]", ""))
    longer = pl.col("given").str.len_chars().fill_null(0) >= pl.col("family").str.len_chars().fill_null(0)
    for part in (pl.when(longer).then("given").otherwise("family"), pl.when(longer).then("family").otherwise("given")):
        rest, at = pl.col("rest"), pl.col("rest").str.find(_filled(part), literal=True)
        behind = rest.str.slice(at.cast(pl.Int64) + part.str.len_chars())
        cut = rest.str.slice(0, at) + behind
        left = left.with_columns(rest=pl.when(at.is_not_null()).then(cut).otherwise(rest))
    letters, digits = (pl.col("rest").str.count_matches(one) for one in ("[a-z]", "[0-9]"))
    says = (letters > _keys.INITIAL) | (digits > _keys.YEAR)
    nobody = pl.col("local").is_in(sorted(roles())) | (pl.col("local").str.len_chars() < _keys.SHORTEST_LOCAL)
    found = left.select(pl.when(says & ~nobody).then("local"), foreign=~pl.col("local").str.contains("^[!-~]*$"))
    rows = found.select(pl.arg_where(pl.col("foreign"))).to_series()
    asked = pl.Series([_keys.local_key(*row) for row in cells[rows].iter_rows()], dtype=pl.String)
    return found["local"].scatter(rows, asked)
