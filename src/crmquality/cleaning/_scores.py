"""The score of made-up entries per row of a table: what the guard gives each record, once per distinct cell."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations, product

import numpy as np
import numpy.typing as npt
import polars as pl

from crmquality.cleaning._examine import ExaminedColumn, ExaminedTable
from crmquality.cleaning._suspects import Folded, Mask, fold_cells, reasons_told, suspects
from crmquality.policy import Field, Policy
from crmquality.policy._patterns import listed
from crmquality.policy._signals import COMPARED, SAME, SIGNAL_KINDS, Signal, cell_signals, record_signals
from crmquality.types import Examined

Floats = npt.NDArray[np.float64]


def scores(policy: Policy, examined: ExaminedTable) -> Floats:
    """Sum of the signs of each record taken alone, in row order."""
    total = np.zeros(examined.height)
    mashed: dict[str, dict[int, Signal]] = {}
    texts: dict[str, pl.Series] = {}
    for name, column in examined.columns.items():
        field = policy.field(name)
        if field.kind in SIGNAL_KINDS:
            folded = fold_cells(column.raw) if field.kind in COMPARED else None
            worth, own = _worth(field, column, folded)
            total += worth[column.codes]
            if field.kind == "email" and own:
                mashed[name] = own
            if folded is not None:
                texts[name] = folded[0].set(folded[0].str.len_bytes() <= 1, None)  # a single letter is no text
    return _with_records(policy, examined, total, texts, mashed)


def _worth(field: Field, column: ExaminedColumn, folded: Folded | None) -> tuple[Floats, dict[int, Signal]]:
    """What each distinct cell adds, and its sign of mashed keys; the last place is for empty cells."""
    worth = np.zeros(len(column.raw) + 1)
    mashed: dict[int, Signal] = {}
    asked = suspects(field.kind, column.raw, column.text, folded) | reasons_told(column.findings)[column.outcome]
    places = np.flatnonzero(asked)
    cells = zip(places.tolist(), column.raw.gather(places), column.text.gather(places), strict=True)
    for i, raw, text in cells:
        item = Examined(text, column.findings[column.outcome[i]], None, bool(column.missing[i]))
        if signs := cell_signals(field, item, raw):
            worth[i] = sum(s.weight for s in signs)
            if signs[-1].reason == "gibberish":
                mashed[i] = signs[-1]
    return worth, mashed


def _with_records(
    policy: Policy, examined: ExaminedTable, total: Floats,
    texts: Mapping[str, pl.Series], mashed: Mapping[str, dict[int, Signal]],
) -> Floats:  # fmt: skip
    """The scores with what whole records add or take back, asked only where there is something to ask."""
    asked = _together(policy, examined, texts)
    for name, own in mashed.items():
        asked |= np.isin(examined.columns[name].codes, list(own))
    for row in np.flatnonzero(asked).tolist():
        at = {n: int(examined.columns[n].codes[row]) for n in (*texts, *mashed)}
        found = [s for n, own in mashed.items() if (s := own.get(at[n]))]
        raw = {n: examined.columns[n].raw[code] for n, code in at.items() if code >= 0}
        total[row] += sum(s.weight for s in record_signals(policy, found, raw)) - sum(s.weight for s in found)
    return total


def _together(policy: Policy, examined: ExaminedTable, texts: Mapping[str, pl.Series]) -> Mask:
    """Rows where given and family name are one text or make a listed name, or three cells are one text."""
    rows = pl.DataFrame({n: examined.columns[n].gather(t) for n, t in texts.items()})
    known = pl.Series(sorted(listed())).implode()
    found = [pl.lit(pl.repeat(False, examined.height, eager=True))]
    sides = ([n for n in texts if policy.field(n).kind == k] for k in ("given_name", "family_name"))
    for a, b in product(*sides):
        found += [pl.col(a) == pl.col(b), pl.concat_str(b, a).is_in(known)]
        found.append(pl.concat_str(a, b, separator=" ").is_in(known))
    found += [(pl.col(a) == pl.col(b)) & (pl.col(b) == pl.col(c)) for a, b, c in combinations(texts, SAME)]
    asked: Mask = rows.select(pl.any_horizontal(found).fill_null(value=False)).to_series().to_numpy().copy()
    return asked
