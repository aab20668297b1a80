"""A file takes its place once all of it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crmquality.errors import OutputError

#: polars and zipfile pass on the words of the system with a number or a path behind them
_REASON = re.compile(r"\(os error \d+\).*|^\[Errno \d+\]|: .*$", re.DOTALL)


@contextmanager
def beside(path: Path, *errors: type[Exception]) -> Iterator[Path]:
    """A path to write to, which takes the place of the one wanted once all is written.

    Args:
        path: the file wanted.
        errors: what else than `OSError` says that it cannot be written.

    Raises:
        OutputError: the file cannot be written.
    """
    part = path.with_name(path.name + ".part")
    known: tuple[type[Exception], ...] = (OSError, *errors)
    try:
        yield part
        part.replace(path)
    except known as error:
        part.unlink(missing_ok=True)
        raise cannot_write(path, error) from error


def cannot_write(path: Path, error: OSError | Exception) -> OutputError:
    """The error to raise where a file cannot be written: its name and the reason, never the path."""
    reason = getattr(error, "strerror", None) or _REASON.sub("", str(error)).strip() or "it is open elsewhere"
    return OutputError(f"cannot write {path.name}: {reason}")
