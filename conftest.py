"""Runs the python blocks of README.md and docs/ as tests, one page at a time.

Blocks of a page share one namespace and run in order, in an empty folder that holds ``contacts.csv`` (the first records
of the example) under two names: beside the reader and under ``examples/``. A block of ``>>>`` lines runs as a doctest.
"""

from __future__ import annotations

import doctest
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# the machines that run the tests are shared: time is measured in bench/, not here
settings.register_profile("shared", deadline=None)
settings.register_profile("soak", deadline=None, max_examples=5000)
settings.load_profile("shared")

ROOT = Path(__file__).resolve().parent
RECORDS = 120
_BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> Page | None:
    if file_path.suffix == ".md" and (file_path == ROOT / "README.md" or ROOT / "docs" in file_path.parents):
        return Page.from_parent(parent, path=file_path)
    return None


class Page(pytest.File):
    """A page of the documentation."""

    def collect(self) -> Iterator[pytest.Item]:
        text = self.path.read_text(encoding="utf-8")
        blocks = [(text.count("\n", 0, m.start(1)), m.group(1)) for m in _BLOCK.finditer(text)]
        if blocks:
            yield Blocks.from_parent(self, name=f"{self.path.stem} blocks", blocks=blocks)


class Blocks(pytest.Item):
    """The python blocks of one page."""

    def __init__(self, *, blocks: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.blocks = blocks

    def runtest(self) -> None:
        pytest.importorskip("polars", reason="pages show tables, which need the extra 'tables'")
        names: dict[str, Any] = {"__name__": "__page__"}
        home = Path.cwd()
        with tempfile.TemporaryDirectory() as folder:
            furnish(Path(folder))
            os.chdir(folder)
            try:
                for line, code in self.blocks:
                    self.run_block(line, code, names)
            finally:
                os.chdir(home)

    def run_block(self, line: int, code: str, names: dict[str, Any]) -> None:
        if not code.startswith(">>>"):
            exec(compile("\n" * line + code, str(self.path), "exec"), names)
            return
        test = doctest.DocTestParser().get_doctest(code, names, self.name, str(self.path), line)
        runner = doctest.DebugRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
        runner.run(test, clear_globs=False)
        names.update(test.globs)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.blocks[0][0], self.name


def furnish(folder: Path) -> None:
    """Put the first records of the example where the pages expect them."""
    with (ROOT / "examples" / "contacts.csv").open(encoding="utf-8") as file:
        head = "".join(line for _, line in zip(range(RECORDS + 1), file, strict=False))
    (folder / "examples").mkdir()
    for path in (folder / "contacts.csv", folder / "examples" / "contacts.csv"):
        path.write_text(head, encoding="utf-8")
