"""The report as people see it, in headless Chromium: first screen, phone, paper, offline."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import crmquality as cq
from crmquality.testing import contacts

BROWSER = next((b for b in ("chromium", "chromium-browser", "google-chrome") if shutil.which(b)), None)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium here")
SWITCHES = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--no-first-run", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND", "--hide-scrollbars",
)  # fmt: skip
MEASURE = """<script>
const box = e => e.getBoundingClientRect();
document.title = JSON.stringify({
  first: Math.max(...[...document.querySelectorAll('.first *')].map(e => box(e).bottom)),
  width: document.documentElement.scrollWidth, screen: document.documentElement.clientWidth,
  cards: document.querySelectorAll('.card').length, steps: document.querySelectorAll('.steps li').length,
  charts: document.querySelectorAll('svg').length, text: document.querySelector('.first').innerText,
  outside: [...document.querySelectorAll('[src],link[href],a[href]')].length,
});
</script>"""


def chromium(folder: Path, *words: str) -> str:
    """Run the browser with a profile of its own; what it prints."""
    command = [str(BROWSER), *SWITCHES, f"--user-data-dir={folder / 'profile'}", *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> Path:
    """The report of 400 made-up contacts with a script that measures it."""
    plan = cq.clean(contacts(400, seed=4).rows, as_of="2026-11-01", progress=False)
    path = plan.report.save(tmp_path_factory.mktemp("report") / "report.html")
    path.with_name("measured.html").write_text(path.read_text(encoding="utf-8") + MEASURE, encoding="utf-8")
    return path


def measured(page: Path, width: int, height: int) -> dict:
    """What the script found at a size of the window."""
    url = page.with_name("measured.html").as_uri()
    out = chromium(page.parent, f"--window-size={width},{height}", "--dump-dom", url)
    title = re.search(r"<title>(.*?)</title>", out, re.DOTALL)
    return json.loads(title[1].replace("&quot;", '"').replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">"))


def test_the_first_screen_fits_a_laptop(page):
    """One sentence, four numbers, three actions and the word that nothing has changed, without scrolling."""
    found = measured(page, 1440, 900)
    assert found["first"] <= 820
    assert (found["cards"], found["steps"]) == (4, 3)
    assert found["charts"] >= 3
    assert "Nothing has been changed." in found["text"]
    assert found["outside"] == 0


def test_it_reads_on_a_phone(page):
    """Nothing sticks out at the side."""
    found = measured(page, 400, 800)
    assert found["width"] <= found["screen"]


def test_the_first_screen_prints_as_one_page(page, tmp_path):
    """The first section alone is one page; the whole starts the rest on the next."""
    text = page.read_text(encoding="utf-8")
    first = text[: text.index("</section>") + len("</section>")] + "</main></body></html>"
    (tmp_path / "first.html").write_text(first, encoding="utf-8")
    pages = {}
    for name, source in (("first", tmp_path / "first.html"), ("whole", page)):
        target = tmp_path / f"{name}.pdf"
        chromium(tmp_path, f"--print-to-pdf={target}", source.as_uri())
        pages[name] = len(re.findall(rb"/Type /Page\b", target.read_bytes()))
    assert pages["first"] == 1
    assert pages["whole"] >= 2


def test_no_personal_data_on_the_page(page):
    """No name, address, number or owner of the table stands in the report."""
    text = page.read_text(encoding="utf-8")
    rows = contacts(400, seed=4).rows
    for header in ("Email", "Mobile Phone Number", "Phone Number", "Contact Owner"):
        # a run of one digit is a placeholder, and stands in the coordinates of charts
        values = {v for r in rows if (v := r.get(header)) and len(v) > 5 and len(set(v)) > 2}
        assert [v for v in values if v in text] == [], header
