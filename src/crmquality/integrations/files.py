"""Files in: CSV in the encodings and shapes that people really export, XLSX, Parquet.

Every oddity is a finding of the table (``file.*``), or one clear error; nothing is guessed silently.
Large clean CSV files go through polars; anything odd through the standard library's reader.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from itertools import islice, pairwise
from os import PathLike
from pathlib import Path

import polars as pl

from crmquality.columns import Table
from crmquality.errors import InputError
from crmquality.integrations._cells import text_column
from crmquality.integrations.frames import unique_names
from crmquality.types import Finding

DELIMITERS = ",;\t|"
HEADER_SEARCH = 10
SAMPLE = 1 << 16


def read_file(
    path: str | PathLike[str], *, sheet: str | None = None, header_row: int | None = None,
    encoding: str | None = None, delimiter: str | None = None,
) -> Table:  # fmt: skip
    """Read a table from a file; every cell becomes text or null.

    Args:
        path: a .csv, .tsv, .txt, .xlsx or .parquet file.
        sheet: sheet of a workbook; the first with a header unless given.
        header_row: row of the header, counted from 1; found unless given.
        encoding: of a text file; found unless given.
        delimiter: of a text file; found unless given.

    Raises:
        InputError: the file does not exist, is empty, or cannot be read as asked.
    """
    path = Path(path)
    if path.is_dir():
        raise InputError(f"{path.name} is a folder; name a csv, xlsx or parquet file in it")
    try:
        suffix = path.suffix.lower()
        if suffix in {".xlsx", ".xlsm"}:
            return _read_xlsx(path, sheet, header_row)
        if suffix == ".parquet":
            native = pl.read_parquet(path)
            text = pl.DataFrame([text_column(native[c]) for c in native.columns])
            return Table(text, tuple(native.columns), path.name, "parquet", native)
        if suffix == ".xls":
            raise InputError(f"{path.name}: the old .xls format is not read; save it as .xlsx or .csv")
        return _read_text(path, header_row, encoding, delimiter)
    except FileNotFoundError:
        raise InputError(f"there is no file {path.name} in that place") from None
    except OSError as error:
        raise InputError(f"{path.name} cannot be read: {error.strerror}") from error
    except pl.exceptions.PolarsError as error:
        raise InputError(f"{path.name} is not a readable {path.suffix.lstrip('.') or 'table'} file") from error


#: a carriage return that no line feed follows: line ends of old spreadsheets
_LONE_CR = re.compile(r"\r(?!\n)")


def _note(code: str, message: str) -> Finding:
    return Finding(f"file.{code}", "warning", "", message, bad_data_class="non_compliant")


def _read_text(path: Path, header_row: int | None, encoding: str | None, delimiter: str | None) -> Table:
    raw = path.read_bytes()
    if not raw.strip():
        raise InputError(f"{path.name} is empty; export it again with a header row")
    text, encoding, notes = _decode(raw, encoding, path.name)
    _refuse_binary(raw, text, path.name)
    if "\n" not in text or _LONE_CR.search(text[:SAMPLE]):
        text = _LONE_CR.sub("\n", text)
    if "\x00" in text:
        text = text.replace("\x00", "")
        notes.append(_note("nul_bytes", "the file holds NUL bytes; they were left out"))
    delimiter = delimiter or _delimiter(text)
    head = list(islice(csv.reader(io.StringIO(text[:SAMPLE]), delimiter=delimiter), HEADER_SEARCH))
    place = header_row - 1 if header_row else _header_place(head)
    if place >= len(head):
        raise InputError(f"{path.name} has no row {place + 1} to take headers from")
    if place:
        notes.append(_note("rows_skipped", f"{place} row(s) above the header were skipped"))
    options = {"encoding": encoding, "delimiter": delimiter, "header_row": str(place + 1)}
    try:
        frame, headers, more = _fast(text, delimiter, place) or _slow(text, delimiter, place)
    except csv.Error:
        # a carriage return inside an unquoted cell ends a row too
        frame, headers, more = _slow(_LONE_CR.sub("\n", text), delimiter, place)
    return Table(frame, tuple(headers), path.name, "csv", frame, (*notes, *more), options)


def _refuse_binary(raw: bytes, text: str, name: str) -> None:
    if raw.startswith(b"PK\x03\x04"):
        raise InputError(f"{name} is a workbook or an archive, not text; name it .xlsx or unpack it")
    head = text[:10_000]
    if sum(c < " " and c not in "\t\r\n\x00" for c in head) * 20 > len(head):
        raise InputError(f"{name} is not a text file; export it again as csv, xlsx or parquet")


def _decode(raw: bytes, encoding: str | None, name: str) -> tuple[str, str, list[Finding]]:
    if encoding:
        try:
            return raw.decode(encoding).removeprefix("\ufeff"), encoding, []
        except (UnicodeDecodeError, LookupError) as error:
            raise InputError(f"{name} is not encoded in {encoding}; leave the encoding out to have it found") from error
    for mark, found in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(mark):
            try:
                return raw.decode(found), found, []
            except UnicodeDecodeError as error:
                raise InputError(f"{name} begins like {found} but is damaged; export it again") from error
    if raw[:200].count(0) > len(raw[:200]) // 4:
        found = "utf-16-le" if raw[1:2] == b"\x00" else "utf-16-be"
        note = _note("encoding", f"the file has no mark of its encoding; read as {found}")
        return raw.decode(found, "replace"), found, [note]
    try:
        return raw.decode("utf-8"), "utf-8", []
    except UnicodeDecodeError:
        pass
    found = "gb18030" if _looks_chinese(raw) else "cp1252"
    text = raw.decode(found, "replace")
    notes = [_note("encoding", f"the file is not UTF-8; read as {found}")]
    if "\ufffd" in text:
        notes.append(_note("encoding_damaged", f"some characters do not exist in {found} and were replaced"))
    return text, found, notes


def _looks_chinese(raw: bytes) -> bool:
    """GB18030 text decodes without a fault, and mostly to hanzi."""
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError:
        return False
    high = [c for c in text if not c.isascii()]
    common = sum(
        "\u4e00" <= c <= "\u9fff" or c in "\u3000，。、；：（）！？·" or "\uff00" <= c <= "\uffef" for c in high
    )
    # lone accented letters between ASCII pair up into rare hanzi: real Chinese comes in runs
    runs = sum("\u4e00" <= a <= "\u9fff" and "\u4e00" <= b <= "\u9fff" for a, b in pairwise(text))
    return bool(high) and common / len(high) > 0.9 and runs * 3 >= len(high)  # noqa: PLR2004 - measured on real files


def _delimiter(text: str) -> str:
    """The delimiter that gives the most columns in the most rows of the beginning."""
    best, score = ",", (0, 0)
    for candidate in DELIMITERS:
        rows = [r for r in islice(csv.reader(io.StringIO(text[:SAMPLE]), delimiter=candidate), 20) if r]
        widths = [len(r) for r in rows[:-1]] or [len(r) for r in rows]
        width = max(set(widths), key=lambda w: (widths.count(w), w)) if widths else 1
        found = (widths.count(width) if width > 1 else 0, width)
        if found > score:
            best, score = candidate, found
    return best


def _header_place(rows: Sequence[Sequence[str]]) -> int:
    """The first row that reads like headers: as wide as the widest, mostly filled, distinct, no numbers."""
    widest = max((sum(bool(c.strip()) for c in r) for r in rows), default=0)
    for place, row in enumerate(rows):
        cells = [c.strip() for c in row if c.strip()]
        wordy = [c for c in cells if not c.replace(".", "").replace("-", "").isdigit() and "@" not in c]
        if cells and len(cells) * 2 > widest and len(wordy) == len(cells):
            return place
    return 0


def _fast(text: str, delimiter: str, place: int) -> tuple[pl.DataFrame, list[str], list[Finding]] | None:
    """Through polars where every row has the header's width; ``None`` where it has to be looked at row by row."""
    if place or len(text) < SAMPLE:
        return None
    headers = next(csv.reader(io.StringIO(text[:SAMPLE]), delimiter=delimiter))
    names = unique_names(headers)
    try:
        frame = pl.read_csv(
            text.encode("utf-8"), separator=delimiter, skip_lines=1, has_header=False, infer_schema=False,
            new_columns=names,
            schema_overrides=[pl.String] * len(names), raise_if_empty=False,
        )  # fmt: skip
    except pl.exceptions.PolarsError:
        return None
    if frame.width != len(names) or "\n" in "".join(headers):
        return None
    return frame.with_columns(pl.all().replace("", None)), headers, []


def _slow(text: str, delimiter: str, place: int) -> tuple[pl.DataFrame, list[str], list[Finding]]:
    csv.field_size_limit(1 << 30)
    rows = islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), place, None)
    headers = next(rows)
    body = [r for r in rows if any(c.strip() for c in r)]
    ragged = [i for i, r in enumerate(body, start=place + 2) if len(r) != len(headers)]
    width = max([len(headers), *(len(r) for r in body)])
    notes = []
    if ragged:
        many, at = len(ragged), ragged[0]
        notes.append(_note("ragged_rows", f"{many} row(s) have more or fewer cells than the header, first at row {at}"))
    headers = headers + [f"extra ({i})" for i in range(1, width - len(headers) + 1)]
    names = unique_names(headers)
    if len({h.strip() for h in headers}) < len(headers):
        notes.append(_note("repeated_headers", "some headers repeat or are empty; they were numbered"))
    columns = {
        name: pl.Series(name, [(r[i] or None) if i < len(r) else None for r in body], dtype=pl.String)
        for i, name in enumerate(names)
    }
    return pl.DataFrame(columns), headers, notes


def _read_xlsx(path: Path, sheet: str | None, header_row: int | None) -> Table:
    import fastexcel

    try:
        book = fastexcel.read_excel(path)
    except fastexcel.FastExcelError as error:
        raise InputError(f"{path.name} is not a readable workbook; save it again as .xlsx") from error
    if sheet is not None and sheet not in book.sheet_names:
        raise InputError(f"{path.name} has no sheet {sheet!r}; its sheets are: {', '.join(book.sheet_names)}")
    for name in [sheet] if sheet else book.sheet_names:
        raw = pl.DataFrame(book.load_sheet(name, header_row=None, dtypes="string"))
        if raw.height and raw.width:
            break
    else:
        raise InputError(f"{path.name} has no sheet with anything in it")
    # midnight of a date cell says nothing: 2024-03-05 00:00:00 is a date
    midnight = r"^(\d{4}-\d\d-\d\d)[ T]00:00:00$"
    text = pl.DataFrame([text_column(raw[c]).str.replace(midnight, "$1").replace("", None) for c in raw.columns])
    head = [["" if c is None else c for c in row] for row in text.head(HEADER_SEARCH).iter_rows()]
    place = header_row - 1 if header_row else _header_place(head)
    if place >= text.height:
        raise InputError(f"{path.name}, sheet {name!r}: no row {place + 1} to take headers from")
    headers = ["" if c is None else c for c in text.row(place)]
    body = text[place + 1 :].rename(dict(zip(text.columns, unique_names(headers), strict=True)))
    body = body.filter(~pl.all_horizontal(pl.all().is_null())) if body.width else body
    notes = (_note("rows_skipped", f"{place} row(s) above the header were skipped"),) if place else ()
    return Table(body, tuple(headers), path.name, "xlsx", body, notes, {"sheet": name, "header_row": str(place + 1)})
