"""Files out: written beside and renamed, formulas made harmless, nothing half-written.

Text that a spreadsheet would run as a formula gets a leading apostrophe. Numbers and phone numbers
(``-1.5``, ``+8613900001234``) are left as they are: no program runs them.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType

import polars as pl
from attrs import define, field

from crmquality._files import beside, cannot_write
from crmquality.errors import OutputError

_FORMULA = r"^[=+\-@\t\r]"
_HARMLESS = r"^[+\-]?[\d ().,/-]*\d[\d ().,/-]*$|^[+\-]$"
CHUNK = 100_000


def escape_formulas(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with cells that a spreadsheet would run made plain text."""
    return frame.with_columns(_escaped(frame[c]) for c, t in frame.schema.items() if t == pl.String)


def _escaped(cells: pl.Series) -> pl.Series:
    # what begins so may be a formula; a comparison takes a fraction of the time of a pattern
    at = ((cells < ".") | ((cells >= "=") & (cells < "A"))).arg_true()
    doubtful = cells.gather(at)
    run = doubtful.str.contains(_FORMULA) & ~doubtful.str.contains(_HARMLESS)
    return cells.clone().scatter(at.filter(run), "'" + doubtful.filter(run)) if run.any() else cells


def write_csv(frame: pl.DataFrame, path: Path, *, headers: Sequence[str] | None = None, bom: bool = False) -> Path:
    """Write a CSV file: UTF-8, comma, a line feed at the end of each row.

    Args:
        frame: what to write.
        path: where to.
        headers: names to write in place of the frame's columns; they may repeat.
        bom: begin with a byte order mark, for spreadsheets.

    Raises:
        OutputError: the file cannot be written.
    """
    return write_csv_chunks([frame], path, headers=headers, bom=bom)


def write_csv_chunks(
    frames: Iterable[pl.DataFrame], path: Path, *, headers: Sequence[str] | None = None, bom: bool = False
) -> Path:
    """Write frames of equal columns one after the other into one CSV file."""
    with beside(path) as part, part.open("wb") as file:
        if bom:
            file.write(b"\xef\xbb\xbf")
        for number, frame in enumerate(frames):
            names = list(headers or frame.columns)
            if names and not number:
                head = pl.DataFrame([names], schema=[f"c{i}" for i in range(len(names))], orient="row")
                escape_formulas(head).write_csv(file, include_header=False)
            if frame.width:
                escape_formulas(frame).write_csv(file, include_header=False)
    return path


def write_parquet(frame: pl.DataFrame, path: Path) -> Path:
    """Write a Parquet file.

    Raises:
        OutputError: the file cannot be written.
    """
    with beside(path) as part:
        frame.write_parquet(part)
    return path


def write_xlsx(frame: pl.DataFrame, path: Path, *, headers: Sequence[str] | None = None) -> Path:
    """Write an Excel workbook with one sheet; every cell is text, so that ids and phones stay whole.

    Raises:
        OutputError: the file cannot be written.
    """
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    if not path.parent.is_dir():
        raise OutputError(f"cannot write {path.name}: the folder does not exist")
    with (
        beside(path, xlsxwriter.exceptions.FileCreateError) as part,
        xlsxwriter.Workbook(str(part), {**options, "constant_memory": True}) as book,
    ):
        sheet = book.add_worksheet("data")
        sheet.write_row(0, 0, list(headers or frame.columns))
        for place, row in enumerate(frame.cast(pl.String).iter_rows(), start=1):
            for column, cell in enumerate(row):
                if cell:
                    sheet.write_string(place, column, cell[:32_767])
    return path


def write_text(text: str, path: Path) -> Path:
    """Write a text file in UTF-8.

    Raises:
        OutputError: the file cannot be written.
    """
    with beside(path) as part:
        part.write_bytes(text.encode("utf-8", "replace"))
    return path


def check_folder(target: Path, *, overwrite: bool) -> None:
    """Refuse a folder before any work is done.

    Raises:
        OutputError: it is a file, or holds something and ``overwrite`` is off.
    """
    if target.exists() and not target.is_dir():
        raise OutputError(f"{target.name} is a file, not a folder; choose another output folder")
    if target.is_dir() and any(target.iterdir()) and not overwrite:
        raise OutputError(f"the folder {target.name} is not empty; name another, or allow --overwrite")


@define
class OutputFolder:
    """A folder that appears whole or not at all.

    Use as a context manager: it hands out a folder beside the target and renames it at the end; on an
    exception the folder is taken away again.

    Args:
        target: the folder wanted; it may exist if it is empty.
        overwrite: replace what the target holds.

    Raises:
        OutputError: the target is not empty and ``overwrite`` is off, or it cannot be written.
    """

    target: Path
    overwrite: bool = field(default=False, kw_only=True)

    @property
    def _beside(self) -> Path:
        return self.target.with_name(self.target.name + ".part")

    def __enter__(self) -> Path:
        try:
            check_folder(self.target, overwrite=self.overwrite)
            if self._beside.exists():
                shutil.rmtree(self._beside)
            self._beside.mkdir(parents=True)
        except OSError as error:
            raise cannot_write(self.target, error) from error
        return self._beside

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            shutil.rmtree(self._beside, ignore_errors=True)
            if isinstance(error, OSError):
                raise cannot_write(self.target, error) from error
            return
        try:
            if self.target.exists():
                shutil.rmtree(self.target)
            self._beside.replace(self.target)
        except OSError as failure:
            raise cannot_write(self.target, failure) from failure
