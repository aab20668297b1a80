"""Contacts with planted problems and the answer key that names every one of them."""

from __future__ import annotations

import csv
import datetime as dt
import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Literal

from attrs import fields, frozen

from crmquality.errors import InputError
from crmquality.testing._damage import DAMAGES, junk, vary
from crmquality.testing._entities import Person, World
from crmquality.testing._records import COLUMNS, FAMILY, GIVEN, ID, PHONE, Desk, Planted

Mix = Literal["mixed", "english", "chinese"]
_HAN_SHARE = {"mixed": 0.5, "english": 0.0, "chinese": 1.0}
#: shares: repeats of somebody known, exact copies and moved people among them; junk; damaged, and twice
_REPEAT, _EXACT, _MOVED, _JUNK, _DAMAGED, _TWICE = 0.2, 0.15, 0.15, 0.006, 0.42, 0.12
_WINDOW = 1000
_NAMES = (tuple(e for e, _ in COLUMNS), tuple("姓名" if i == GIVEN else c for i, (_, c) in enumerate(COLUMNS)))
_IN_ONE = {"wrong_field.full_name"}
AS_OF = dt.date(2026, 11, 1)


@frozen
class AnswerKeyRow:
    """One planted problem, or with an empty `problem` only the record's entity.

    Args:
        record_id: id of the record.
        entity_id: who the record is about; records with the same entity are duplicates.
        field: header of the column, ``""`` for the record as a whole.
        problem: what was done, for example ``"email.typo_domain"``; ``""`` on the record's own row.
        kind: ``missing``, ``inaccurate``, ``wrong_field``, ``non_compliant``, ``duplicate``, ``fake``,
            ``decay`` (silent, unsubscribed, bounced), ``trap`` (looks wrong and is right) or ``""``.
        truth: the value that belongs there; ``""`` where there is none.
    """

    record_id: str
    entity_id: str
    field: str = ""
    problem: str = ""
    kind: str = ""
    truth: str = ""


@frozen
class Generated:
    """Rows of an export and their answer key.

    Args:
        rows: one mapping of header to cell per record; ``None`` = empty cell.
        answers: for each record one row naming its entity, then one per planted problem.
    """

    rows: list[dict[str, str | None]]
    answers: list[AnswerKeyRow]


def headers(mix: Mix = "mixed") -> tuple[str, ...]:
    """Headers of the export: Chinese ones for a Chinese mix."""
    names = _NAMES[mix == "chinese"]
    return (*names[:FAMILY], *names[FAMILY + 1 :]) if mix == "chinese" else names


def _records(n: int, seed: int, mix: Mix, as_of: dt.date) -> Iterator[tuple[list[str], str, list[Planted]]]:
    """Row, entity and planted problems of one record after another."""
    world = World(seed, _HAN_SHARE[mix])
    draw, desk = world.random.random, Desk(world, as_of)
    recent: list[tuple[Person, list[str], list[Planted]]] = []
    for number in range(n):
        if draw() < _JUNK:
            row, _ = desk.row(world.person(), number)
            yield row, f"fake{number}", junk(row, world)
            continue
        known = world.known() if draw() < _REPEAT else None
        if known is not None and recent and draw() < _EXACT:
            person, old, planted = world.pick(recent)
            again = [p for p in planted if p[2] != "duplicate"]
            yield [str(100_000 + number), *old[1:]], person.entity, [*again, (ID, "duplicate.exact", "duplicate", "")]
            continue
        person = known or world.person()
        if known is not None and draw() < _MOVED:
            person = world.moved(person)
        row, planted = desk.row(person, number)
        if known is not None:
            planted += vary(row, person, world)
            planted.append((ID, "duplicate.near", "duplicate", ""))
        if person.kin:
            planted.append((ID, "trap.household", "trap", ""))
        elif row[PHONE] and person.line == person.company.switchboard:
            planted.append((ID, "trap.switchboard", "trap", ""))
        if draw() < _DAMAGED:
            planted = _damaged(row, planted, person, world)
        recent.append((person, row, planted))
        if len(recent) > 2 * _WINDOW:
            del recent[:_WINDOW]
        yield row, person.entity, planted


def _damaged(row: list[str], planted: list[Planted], person: Person, world: World) -> list[Planted]:
    """Plants one problem, now and then a second in other columns; what it overwrites leaves the key."""
    done: list[Planted] = []
    for _ in range(1 + (world.random.random() < _TWICE)):
        trial = row.copy()
        new = world.pick(DAMAGES)(trial, person, world)
        if new and not {p[0] for p in new} & {p[0] for p in done}:
            row[:] = trial
            done += new
    touched = {p[0] for p in done}
    return [p for p in planted if p[0] not in touched] + done


def _one_name(row: list[str], planted: list[Planted]) -> tuple[list[str], list[Planted]]:
    """Given and family name as the one column 姓名 of Chinese systems."""
    given, family = row[GIVEN], row[FAMILY]
    name = f"{given} {family}".strip() if (given + family).isascii() else family + given
    keep = [p for p in planted if p[0] not in {GIVEN, FAMILY} or (p[2] != "missing" and p[1] not in _IN_ONE)]
    if not name:
        keep.append((GIVEN, "missing.blank", "missing", ""))
    return [*row[:GIVEN], name, *row[FAMILY + 1 :]], [(GIVEN if p[0] == FAMILY else p[0], *p[1:]) for p in keep]


def _stream(n: int, seed: int, mix: Mix, as_of: dt.date) -> Iterator[tuple[list[str], str, list[Planted]]]:
    """Cells under the mix's headers, entity and planted problems of one record after another."""
    if n < 0 or mix not in _HAN_SHARE:
        raise InputError("contacts need n of at least 0 and a mix of 'mixed', 'english' or 'chinese'")
    records = _records(n, seed, mix, as_of)
    if mix == "chinese":
        return (
            (cells, entity, found) for row, entity, planted in records for cells, found in [_one_name(row, planted)]
        )
    return records


def _key(record_id: str, entity: str, planted: list[Planted], mix: Mix) -> Iterator[tuple[str, ...]]:
    """The record's rows of the answer key."""
    yield record_id, entity, "", "", "", ""
    for column, problem, kind, truth in planted:
        name = "" if column == ID else _NAMES[mix == "chinese"][column]
        yield record_id, entity, name, problem, kind, truth


def contacts(n: int, *, seed: int = 0, mix: Mix = "mixed", as_of: dt.date = AS_OF) -> Generated:
    """Made-up contacts as a CRM exports them, with planted problems of every class and their answer key.

    Args:
        n: number of records, at least 0.
        seed: any integer; the same seed gives the same records.
        mix: ``"mixed"`` (half Chinese, half Western), ``"english"``, or ``"chinese"`` (Chinese headers too).
        as_of: day of the export; all dates lie in the six years before it.

    Returns:
        Rows in the order in which they were entered, and the answer key.

    Raises:
        InputError: `n` is negative or `mix` unknown.

    Example:
        >>> made = contacts(3, seed=7)
        >>> [row["Record ID"] for row in made.rows]
        ['100000', '100001', '100002']
    """
    names = headers(mix)
    rows: list[dict[str, str | None]] = []
    answers: list[AnswerKeyRow] = []
    for cells, entity, planted in _stream(n, seed, mix, as_of):
        rows.append({name: cell or None for name, cell in zip(names, cells, strict=True)})
        answers += [AnswerKeyRow(*row) for row in _key(cells[ID], entity, planted, mix)]
    return Generated(rows, answers)


def write_contacts(
    path: str | os.PathLike[str], n: int, *, seed: int = 0, mix: Mix = "mixed", as_of: dt.date = AS_OF,
    answers: str | os.PathLike[str] | None = None,
) -> None:  # fmt: skip
    """Write made-up contacts to a CSV file, record by record, so that a million need little memory.

    Args:
        path: file to write, UTF-8.
        n: number of records, at least 0.
        seed: as for `contacts`.
        mix: as for `contacts`.
        as_of: as for `contacts`.
        answers: file for the answer key, or ``None`` for no key.

    Raises:
        InputError: `n` is negative or `mix` unknown.
        OSError: a file cannot be written.
    """
    with ExitStack() as files:
        paths = [Path(p) for p in (path, answers) if p is not None]
        table, *key = (
            csv.writer(files.enter_context(p.open("w", encoding="utf-8", newline="")), lineterminator="\n")
            for p in paths
        )
        table.writerow(headers(mix))
        for writer in key:
            writer.writerow(field.name for field in fields(AnswerKeyRow))
        for cells, entity, planted in _stream(n, seed, mix, as_of):
            table.writerow(cells)
            for writer in key:
                writer.writerows(_key(cells[ID], entity, planted, mix))
