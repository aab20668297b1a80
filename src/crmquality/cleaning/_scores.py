"""The score of made-up entries per row of a table: what the guard gives each record, once per distinct cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt
import polars as pl

from crmquality.cleaning._examine import ExaminedColumn, ExaminedTable
from crmquality.cleaning._suspects import Folded, reasons_told, suspects
from crmquality.policy import Field, Policy
from crmquality.policy._patterns import listed_ends, listed_reason
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
            folded = Folded.of(column.raw) if field.kind in COMPARED else None
            worth, own = _worth(field, column, folded)
            total += worth[column.codes]
            if field.kind == "email" and own:
                mashed[name] = own
            if folded is not None:
                # as `compared` has them: a single letter is no text
                texts[name] = folded.texts.set(folded.texts.str.len_bytes() == 1, "")
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
    policy: Policy,
    examined: ExaminedTable,
    total: Floats,
    texts: Mapping[str, pl.Series],
    mashed: Mapping[str, dict[int, Signal]],
) -> Floats:
    """The scores with what whole records add or take back, asked only where there is something to ask."""
    asked = _equal_cells(policy, examined, texts) | _listed_parts(policy, examined, texts)
    for name, own in mashed.items():
        asked |= np.isin(examined.columns[name].codes, list(own))
    for row in np.flatnonzero(asked).tolist():
        at = {n: int(examined.columns[n].codes[row]) for n in (*texts, *mashed)}
        found = [s for n, own in mashed.items() if (s := own.get(at[n]))]
        raw = {n: examined.columns[n].raw[code] for n, code in at.items() if code >= 0}
        total[row] += _sum(record_signals(policy, found, raw)) - _sum(found)
    return total


def _sum(signs: Sequence[Signal]) -> float:
    return sum(s.weight for s in signs)


def _equal_cells(policy: Policy, examined: ExaminedTable, texts: Mapping[str, pl.Series]) -> npt.NDArray[np.bool_]:
    """Rows where given and family name are one text, or three cells are."""
    known = pl.concat([t.filter(t != "").unique() for t in texts.values()] or [pl.Series([], dtype=pl.String)])
    twice = known.filter(known.is_duplicated()).unique()
    place = pl.DataFrame({"text": twice, "place": np.arange(len(twice), dtype=np.int32)})
    codes = []
    for i, (name, column) in enumerate(texts.items()):
        at = column.to_frame("text").join(place, on="text", how="left", maintain_order="left")["place"]
        codes.append(np.append(at.fill_null(-1 - i).to_numpy(), np.int32(-1 - i))[examined.columns[name].codes])
    parts = [i for i, n in enumerate(texts) if policy.field(n).kind in ("given_name", "family_name")]
    found, others = np.zeros(examined.height, dtype=bool), np.zeros((len(codes), examined.height), dtype=np.int8)
    for i, j in combinations(range(len(codes)), 2):
        equal = codes[i] == codes[j]
        others[i] += equal
        others[j] += equal
        if i in parts and j in parts:
            found |= equal
    for count in others:
        found |= count >= SAME - 1
    return found


def _listed_parts(policy: Policy, examined: ExaminedTable, texts: Mapping[str, pl.Series]) -> npt.NDArray[np.bool_]:
    """Rows whose given and family name make a listed name together."""
    found = np.zeros(examined.height, dtype=bool)
    given, family = ([n for n in texts if policy.field(n).kind == k] for k in ("given_name", "family_name"))
    first, last = listed_ends()
    for one in given:
        for other in family:
            sides = [(texts[n], words, examined.columns[n].codes) for n, words in ((one, first), (other, last))]
            among = [np.append(t.is_in(list(words)).to_numpy(), False)[codes] for t, words, codes in sides]
            rows = np.flatnonzero(among[0] & among[1])
            a, b = (t.gather(codes[rows]) for t, _, codes in sides)
            listed = [listed_reason(f"{a} {b}") or listed_reason(b + a) for a, b in zip(a, b, strict=True)]
            found[rows[np.array(listed, dtype=bool)]] = True
    return found
