"""What a user installs and imports: a small face, a light import, typed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import crmquality as cq

ROOT = Path(__file__).resolve().parents[1]
HEAVY = ("numpy", "polars", "scipy", "pandas", "phonenumbers", "email_validator", "pypinyin", "rapidfuzz", "narwhals")
MEASURE = """
import json, resource, sys, time
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.perf_counter()
import crmquality
seconds = time.perf_counter() - start
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(json.dumps({"seconds": seconds, "mb": grown / 1024, "modules": sorted(sys.modules)}))
"""


def measure() -> dict:
    done = subprocess.run([sys.executable, "-c", MEASURE], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_the_facade_is_small_and_every_name_works():
    """At most 30 names; each can be fetched, and dir() lists it."""
    assert len(cq.__all__) <= 30
    assert cq.__all__ == sorted(cq.__all__)
    for name in cq.__all__:
        assert getattr(cq, name) is not None
    assert set(cq.__all__) <= set(dir(cq))


def test_import_is_light():
    """`import crmquality` loads no table engine and no metadata, within 60 ms and 20 MB (the best of five)."""
    runs = [measure() for _ in range(5)]
    assert not {m.split(".")[0] for m in runs[0]["modules"]} & set(HEAVY)
    assert min(run["seconds"] for run in runs) < 0.06
    assert min(run["mb"] for run in runs) < 20


def test_the_package_is_typed_and_its_version_is_one():
    """py.typed ships; pyproject.toml and the package say the same version."""
    assert (ROOT / "src" / "crmquality" / "py.typed").exists()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == cq.__version__


def test_every_dependency_has_its_reason_in_writing():
    """docs/explanation/dependencies.md names each run-time dependency."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *(d for name in extras if name not in {"all", "dev"} for d in extras[name])]
    page = (ROOT / "docs" / "explanation" / "dependencies.md").read_text(encoding="utf-8")
    names = [re.split("[<>=[]", dependency)[0] for dependency in wanted]
    assert [name for name in names if f"| {name} |" not in page] == []


def test_tables_carry_source_date_and_licence():
    """Every packaged table says where it comes from."""
    for path in sorted((ROOT / "src" / "crmquality" / "_data").glob("*.json")):
        table = json.loads(path.read_text(encoding="utf-8"))
        assert set(table) == {"source", "date", "licence", "data"}, path.name
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", table["date"]), path.name


def test_no_module_is_too_long():
    """Modules stay under 400 lines, and all of them under 29,000 non-blank lines (the mark is 10,000)."""
    sources = [p for p in (ROOT / "src").rglob("*") if p.suffix in {".py", ".js", ".css", ".html"}]
    lengths = {p.name: len(p.read_text(encoding="utf-8").splitlines()) for p in sources if p.suffix == ".py"}
    assert {name: n for name, n in lengths.items() if n > 400} == {}
    lines = (line for p in sources for line in p.read_text(encoding="utf-8").splitlines())
    assert sum(1 for line in lines if line.strip()) <= 29_000
