"""No network, clock, environment or home folder: the main job in a process that has none of them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SEALED = """
import builtins, os, socket, sys, time, datetime

def refuse(*a, **k):
    raise AssertionError("the library reached for what it must not")

import polars, numpy, scipy.sparse.csgraph, jinja2, altair, vl_convert  # what they do when imported is theirs
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
own = builtins.open
def guarded(file, mode="r", *a, **k):
    if isinstance(file, (str, os.PathLike)) and set(mode) & set("wax+") and not str(file).startswith(sys.argv[2]):
        raise AssertionError("written outside of the output folder")
    return own(file, mode, *a, **k)
builtins.open = guarded
time.time = refuse

import crmquality as cq
plan = cq.clean(sys.argv[1], as_of="2026-11-01")
plan.save(sys.argv[2] + "/out", apply="all")
guard = cq.Guard(cq.presets.contact(region="CN"), index=cq.DuplicateIndex(cq.presets.contact(region="CN")))
guard.check({"full_name": "王伟", "mobile": "13800138000"}, as_of="2026-11-01")
"""


def test_the_main_job_runs_sealed(tmp_path):
    """Sockets refuse, the clock refuses, the home folder is not there, and only the output folder is written."""
    source = tmp_path / "contacts.csv"
    lines = (ROOT / "examples" / "contacts.csv").read_text(encoding="utf-8-sig").splitlines()[:150]
    source.write_text("\n".join(lines), encoding="utf-8")
    home = tmp_path / "home"
    home.mkdir(mode=0o500)
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", SEALED, source, tmp_path], capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert (tmp_path / "out" / "report.html").exists()
    assert list(home.iterdir()) == []
    assert sorted(p.name for p in tmp_path.iterdir()) == ["contacts.csv", "home", "out"]
