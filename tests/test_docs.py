"""The pages are whole: links lead somewhere, README has its parts, and the blocks are collected."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")


def anchors(text: str) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    """Every relative link names a file, and its anchor a heading."""
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target.read_text(encoding="utf-8")), link


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_python_block_is_run(page):
    """No block hides behind another fence, an indent or a skip mark."""
    text = page.read_text(encoding="utf-8")
    fences = re.findall(r"^\s*```(\S*)", text, re.MULTILINE)
    assert not {f for f in fences if f not in {"", "python", "sh", "text", "json", "toml"}}
    assert len(re.findall(r"^\s*```python", text, re.MULTILINE)) == len(re.findall(r"^```python\n", text, re.MULTILINE))


@pytest.mark.parametrize("page", PAGES[1:], ids=lambda p: str(p.relative_to(ROOT)))
def test_every_page_is_reachable_from_the_index(page):
    """The index links to each page of docs/."""
    index = ROOT / "docs" / "index.md"
    linked = {(index.parent / link.partition("#")[0]).resolve() for link in LINK.findall(index.read_text("utf-8"))}
    assert page == index or page in linked


def test_readme_shows_the_three_callers():
    """A script, a backend and a notebook, each in about ten lines."""
    blocks = re.findall(r"^```python\n(.*?)^```$", PAGES[0].read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert [("clean(" in b, "Guard(" in b) for b in blocks] == [(True, False), (False, True), (True, False)]
    assert all(len(b.splitlines()) <= 12 for b in blocks)


def test_changelog_fragments_have_known_types():
    """changelog.d/<id>.<type>.md."""
    types = {"added", "changed", "results changed", "deprecated", "removed", "fixed"}
    for fragment in (ROOT / "changelog.d").glob("*.md"):
        assert fragment.stem.split(".", 1)[1] in types
        assert fragment.read_text(encoding="utf-8").strip()
