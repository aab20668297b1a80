"""The examples run, and the example export is what its script makes."""

from __future__ import annotations

import asyncio
import csv
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


def load(path: Path):
    spec = importlib.util.spec_from_file_location(f"example_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_export_is_what_its_script_makes(tmp_path):
    """Running make_examples.py again gives the same bytes."""
    load(EXAMPLES / "make_examples.py").main(tmp_path)
    for name in ("contacts.csv", "contacts_answers.csv"):
        assert (tmp_path / name).read_bytes() == (EXAMPLES / name).read_bytes()


def test_the_script_cleans(tmp_path, capsys):
    """The script writes a report, a journal and files for the CRM, and leaves its input alone."""
    pytest.importorskip("polars", reason="tables need the extra 'tables'")
    source = tmp_path / "contacts.csv"
    with (EXAMPLES / "contacts.csv").open(encoding="utf-8", newline="") as file:
        source.write_text("".join(line for _, line in zip(range(200), file, strict=False)), encoding="utf-8")
    before = source.read_bytes()
    load(EXAMPLES / "clean_contacts.py").main(source, tmp_path / "out")
    assert (tmp_path / "out" / "report.html").stat().st_size > 5000
    assert (tmp_path / "out" / "journal").exists()
    assert any((tmp_path / "out" / "write-back").iterdir())
    assert source.read_bytes() == before
    assert "changes proposed" in capsys.readouterr().out


def posts(app, payloads):
    """Answers of the create endpoint, without a server."""
    httpx = pytest.importorskip("httpx", reason="the backend example is asked through httpx")

    async def ask():
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://crm.test") as client:
            return [await client.post("/contacts", json=payload) for payload in payloads]

    return asyncio.run(ask())


def test_the_backend_guards_its_create_endpoint():
    """A new contact is stored in canonical form; a second one for the same person is refused with its candidate."""
    pytest.importorskip("fastapi", reason="the backend example needs fastapi")
    new = {"first_name": "伟", "last_name": "王", "email": "Wang.Wei@Example-Corp.cn ", "phone": "138 0571 9002"}
    other = {"first_name": "Anna", "last_name": "Köhler", "email": "anna.koehler@beispielwerk.de"}
    app = load(EXAMPLES / "backend" / "app.py").app
    created, again, third = posts(app, [new, {**new, "phone": "+86 13805719002"}, other])
    assert created.status_code == 201, created.text
    assert created.json()["record"]["phone"] == "+8613805719002"
    assert again.status_code == 409, again.text
    assert again.json()["duplicates"]
    assert third.status_code == 201, third.text


RUN_NOTEBOOK = """
import sys
import nbformat
from nbclient import NotebookClient
from nbclient.client import KernelManager
manager = KernelManager(kernel_name="python3")
manager.kernel_spec.argv[0] = sys.executable
notebook = nbformat.read(sys.argv[1], as_version=4)
NotebookClient(notebook, timeout=240, km=manager).execute()
nbformat.write(notebook, sys.argv[2])
"""


def test_the_notebook_runs(tmp_path):
    """Every cell of the notebook runs in a fresh kernel, and the report shows itself."""
    for package in ("polars", "pandas", "nbclient", "ipykernel"):
        pytest.importorskip(package, reason="the notebook needs tables, pandas and a kernel")
    out = tmp_path / "out.ipynb"
    env = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(EXAMPLES.parent / "src"), os.environ.get("PYTHONPATH", "")]),
    }
    command = [sys.executable, "-c", RUN_NOTEBOOK, str(EXAMPLES / "notebook.ipynb"), str(out)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    cells = json.loads(out.read_text(encoding="utf-8"))["cells"]
    outputs = [o for cell in cells if cell["cell_type"] == "code" for o in cell["outputs"]]
    assert any("text/html" in o.get("data", {}) for o in outputs)


def test_the_answer_key_names_records_of_the_export():
    """Every record has its own row in the key, and no row names another."""
    with (EXAMPLES / "contacts.csv").open(encoding="utf-8", newline="") as file:
        ids = [row["Record ID"] for row in csv.DictReader(file)]
    with (EXAMPLES / "contacts_answers.csv").open(encoding="utf-8", newline="") as file:
        answers = list(csv.DictReader(file))
    assert [row["record_id"] for row in answers if not row["problem"]] == ids
    assert {row["record_id"] for row in answers} == set(ids)
