"""How good beliefs and P(active) are on the decay corpus: Brier score, AUC and ECE beside references and plain rules.

    python bench/decay_quality.py --shared FOLDER

Fields: 3000 made-up contacts with other outcome tables and another shape of job changes than the defaults, which score
them; beside the shared layer the same without it, and age alone; then backtests at two cuts. Customers: the public
CDNOW sample, P(active in the next 39 weeks), fitted and calibrated on two thirds and scored on the rest, three times
over; raw and beside the rule.
"""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path

import numpy as np
from attrs import evolve

from crmquality.decay import Aliveness, Calibrator, Evidence, HazardTable, backtest, calibration_report, score_fields

FIELDS = ("email", "phone", "title", "company", "address")


def columns(path: Path) -> dict[str, list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: [row[name] for row in rows] for name in rows[0]}


def line(name: str, p: np.ndarray, y: np.ndarray, reference: float | None = None) -> None:
    r = calibration_report(p, y)
    beside = "" if reference is None else f" | {reference:.4f}"
    print(f"{name} | {r.brier:.4f} | {r.auc:.3f} | {r.ece:.3f}{beside}")


def fields(folder: Path) -> None:
    events, contacts = columns(folder / "synthetic_events_dev.csv"), columns(folder / "synthetic_contacts_dev.csv")
    truth = columns(folder / "synthetic_truth_dev.csv")
    reference = json.loads((folder / "synthetic_prototype_scores.json").read_text(encoding="utf-8"))
    as_of = {c: float(day) for c, day in zip(contacts["contact"], contacts["as_of_day"], strict=True)}
    at = np.array([float(d) - as_of[c] for c, d in zip(events["contact"], events["day"], strict=True)])
    shared = HazardTable.default().for_fields({f: f for f in FIELDS})
    alone = HazardTable({f: evolve(h, rate=h.total, shared=None) for f, h in shared.hazards.items()})
    print("field and model | Brier | AUC | ECE | reference's Brier")
    for name, hazards, n in (("layered", shared, len(at)), ("independent", alone, len(at)), ("age_only", alone, 0)):
        scores = score_fields(
            events["contact"][:n], events["field"][:n], events["kind"][:n], at[:n], as_of=0.0, hazards=hazards,
            contacts=contacts["contact"], entered_at=-np.array(list(as_of.values())),
        )  # fmt: skip
        for f in FIELDS:
            line(f"{f}, {name}", scores.of(f), np.array(truth[f], dtype=float), reference[f][name]["Brier"])


def backwards(folder: Path) -> None:
    rows = columns(folder / "synthetic_events_dev.csv")
    events = [
        Evidence(contact, field, kind, float(day))
        for contact, field, kind, day in zip(*(rows[c] for c in ("contact", "field", "kind", "day")), strict=True)
    ]
    hazards = HazardTable.default().for_fields({f: f for f in FIELDS})
    print("backtest: cut, cases, model | Brier | AUC | ECE")
    for found in backtest(events, [400.0, 800.0], hazards=hazards, horizon_days=180):
        for name, r in found.reports.items():
            print(f"day {found.cut:.0f}, {found.n}, {name} | {r.brier:.4f} | {r.auc:.3f} | {r.ece:.3f}")


def customers(folder: Path) -> None:
    rows = columns(folder / "cdnow_summary.csv")
    x, t_x, age, later = (np.array(rows[c], dtype=float) for c in ("x", "t_x", "T", "x_next_39w"))
    y = (later > 0).astype(float)
    said = {name: np.zeros(len(x)) for name in ("MBG, Platt", "MBG, isotonic", "MBG", "BG", "MBG, P(alive)")}
    for fold in range(3):
        out = np.arange(len(x)) % 3 == fold
        rest = ~out
        mbg, bg = (Aliveness.fit(x[rest], t_x[rest], age[rest], model=m) for m in ("mbg", "bg"))
        platt, steps = (Calibrator.fit(mbg.p_active(39), y[rest], m) for m in ("platt", "isotonic"))
        mbg, bg = mbg.on(x[out], t_x[out], age[out]), bg.on(x[out], t_x[out], age[out])
        said["MBG"][out], said["BG"][out] = mbg.p_active(39), bg.p_active(39)
        said["MBG, isotonic"][out] = steps(mbg.p_active(39))
        said["MBG, Platt"][out], said["MBG, P(alive)"][out] = platt(mbg.p_active(39)), mbg.p_alive
    said["silent over 26 weeks"] = (age - t_x <= 26).astype(float)
    said["recency, rank alone"] = 1 / (1 + age - t_x)
    draw = np.random.default_rng(1)
    luck = [
        calibration_report(said["MBG, Platt"], draw.uniform(size=len(y)) < said["MBG, Platt"]).ece for _ in range(50)
    ]
    print(f"customers | Brier | AUC | ECE (chances that are exactly right show {np.mean(luck):.3f} on so few)")
    for name, p in said.items():
        line(name, p, y)


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--shared", type=Path, required=True)
    folder = args.parse_args().shared / "corpora" / "decay"
    fields(folder)
    backwards(folder)
    customers(folder)


if __name__ == "__main__":
    main()
