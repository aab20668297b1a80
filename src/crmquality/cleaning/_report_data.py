"""The numbers and sentences of a report, computed from a plan.

No personal data and no staff names: examples are masked, owners never named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from crmquality import _data, quality
from crmquality.cleaning import _pipeline, _write_back
from crmquality.cleaning._account_findings import NOBODY
from crmquality.cleaning._report import Report

if TYPE_CHECKING:
    from crmquality.cleaning._plan import Plan

TOP = 8
EXAMPLES = 2
MORE_LIKELY = 0.5
#: minutes a person needs per pair or record, for the effort named beside an action
MINUTES_PER_PAIR = 0.5
MINUTES_PER_CHECK = 2.0
STAGES = ("lifecycle_stage", "lead_status")
#: more columns than these would push the first screen apart
MANY = 8
#: proposed actions by what they are called among the counts
ACTIONS = {"suppressed": "suppress", "archive": "archive", "re_engage": "re_engage", "verify": "verify"}
PLURAL = {"contact": "contacts", "company": "companies", "lead": "leads"}


def build(plan: Plan) -> Report:
    """The report of a plan."""
    fields = _fields(plan)
    counts = _counts(plan)
    noun = plan.policy.name if plan.policy.name in PLURAL else "record"
    noun = noun if counts["rows"] == 1 else PLURAL.get(noun, "records")
    versions = {
        "policy": f"{plan.policy.name} {plan.policy.fingerprint[:12]}", "as_of": plan.as_of.isoformat(),
        "tables": _data.versions(),
    }  # fmt: skip
    data: dict[str, Any] = {
        "headline": _headline(counts, noun), "numbers": _numbers(counts, noun), "actions": _actions(counts),
        "source": _source(plan), "quality": _quality(plan, fields, counts), "fields": [_field_row(f) for f in fields],
        "data_classes": [{"name": n, "score": _digits(s)} for n, s in quality.completeness_by_class(fields).items()],
        "stages": {n: _stages(plan, n) for n in STAGES if n in plan.tables.examined.columns},
        "critical": _critical(plan), "problems": _problems(plan),
        "classes": _by(plan.tables.findings, "bad_data_class"), "duplicates": _duplicates(plan, counts),
        "freshness": _freshness(plan), "health": _health(plan), "calibration": _calibration(plan),
        "notes": _notes(plan), "versions": versions,
    }  # fmt: skip
    return Report(data, _render)


def _stages(plan: Plan, name: str) -> dict[str, int]:
    values = plan.tables.examined.columns[name].rule_cells().whole.to_series()
    return quality.distribution(values, plan.policy.field(name).steps)


def _notes(plan: Plan) -> list[str]:
    notes = [f.message for f in plan.source.table.notes] + list(plan.tables.condition.notes)
    if reason := _write_back.blocked(plan.source):
        notes.append(reason)
    if silent := sum(found.filter(pl.col("code") == NOBODY.code).height for found in plan.tables.accounts):
        notes.append(f"accounts without contacts here: {silent:,}")
    if conflicts := len(plan.review.decisions.conflicts):
        notes.append(f"{conflicts:,} decisions part what others join; they were kept apart")
    return notes


def _render(data: Any) -> str:
    from crmquality.integrations.report import render

    return render(data)


def _counts(plan: Plan) -> dict[str, int]:
    health, changes, clusters = plan.tables.health, plan.tables.changes, plan.tables.clusters
    safe = changes.filter(pl.col("safe"))
    extra = clusters.filter(pl.col("record_id") != pl.col("survivor"))
    table, pairs = plan.source.table, plan.tables.pairs
    return {
        "rows": table.height, "columns": table.frame.width, "understood": len(plan.mapping.fields),
        "contactable": int(health["contactable"].sum()), "extra_copies": extra.height,
        "extra_auto": extra.filter(pl.col("band") == "auto").height,
        "review_pairs": pairs.filter(pl.col("band") == "review").height, "safe_changes": safe.height,
        "safe_records": safe["row"].n_unique(),
        "telling_records": safe.filter(~pl.col("cosmetic"))["row"].n_unique(),
        **{n: int((health["action"] == a).sum()) for n, a in ACTIONS.items()},
    }  # fmt: skip


def _headline(c: dict[str, int], noun: str) -> str:
    if not c["rows"]:
        return f"The table holds no {noun}."
    if not c["understood"]:
        return f"None of the {c['columns']:,} columns was understood: name them in the mapping, then run again."
    copies = "is an extra copy" if c["extra_copies"] == 1 else "are extra copies"
    text = f"Of {c['rows']:,} {noun}, {c['contactable']:,} can be contacted today; {c['extra_copies']:,} {copies}"
    return text + (f"; {c['suppressed']:,} may not be mailed." if c["suppressed"] else ".")


def _numbers(c: dict[str, int], noun: str) -> list[dict[str, Any]]:
    silent, doubtful = (c["suppressed"], "may not be mailed"), (c["verify"], "need a check: probably out of date")
    fourth = silent if c["suppressed"] else doubtful
    told = [(c["rows"], f"{noun} read"), (c["contactable"], "can be contacted today"),
            (c["extra_copies"], "are extra copies"), fourth]  # fmt: skip
    shares = ["", *(f"{count / c['rows']:.0%}" if c["rows"] else "" for count, _ in told[1:])]
    return [{"value": f"{n:,}", "label": label, "share": s} for (n, label), s in zip(told, shares, strict=True)]


def _actions(c: dict[str, int]) -> list[dict[str, str]]:
    """The three actions with most records behind them, always three."""
    options = [
        (c["extra_auto"], "Merge the sure copies", "one step, can be undone",
         f"{c['extra_auto']:,} fewer records to search through"),
        (c["safe_records"], "Apply the safe corrections", "one step, can be undone",
         f"{c['safe_changes']:,} values in one standard form"),
        (c["review_pairs"], "Decide the doubtful pairs", _effort(c["review_pairs"] * MINUTES_PER_PAIR),
         f"{c['review_pairs']:,} possible copies settled"),
        (c["suppressed"], "Keep the unsubscribed out of mailings", "one import",
         f"{c['suppressed']:,} complaints avoided"),
        (c["re_engage"], "Write once more to the silent", "one mailing", f"{c['re_engage']:,} won back or cleared out"),
        (c["verify"], "Check the details most likely out of date", _effort(c["verify"] * MINUTES_PER_CHECK),
         f"{c['verify']:,} records current again"),
    ]  # fmt: skip
    chosen = sorted(enumerate(options), key=lambda o: (o[1][0] == 0, o[0]))[:3]
    return [
        {"title": title, "effort": effort if count else "nothing to do", "gain": gain if count else "already in order"}
        for _, (count, title, effort, gain) in sorted(chosen)
    ]


def _effort(minutes: float) -> str:
    if minutes < 90:  # noqa: PLR2004 - reads better as hours from there
        return f"about {max(1, round(minutes))} minutes"
    hours = minutes / 60
    return f"about {round(hours)} hours" if hours < 60 else f"about {round(hours / 8):,} working days"  # noqa: PLR2004 - hours of work


def _source(plan: Plan) -> dict[str, Any]:
    mapping = plan.mapping
    unknown = list(mapping.unrecognised)
    return {
        "file": plan.source.table.name, "date": plan.as_of.isoformat(), "rows_read": plan.source.table.height,
        "rows_skipped": int(plan.source.table.options.get("header_row", "1")) - 1, "policy": plan.policy.name,
        "not_understood": unknown[:MANY] + ([f"and {len(unknown) - MANY} more"] if len(unknown) > MANY else []),
        "understood": [{"column": c, "field": plan.policy.field(f).label or f} for f, c in mapping.fields.items()],
        "nothing_changed": "Nothing has been changed.",
    }  # fmt: skip


def _fields(plan: Plan) -> list[quality.FieldQuality]:
    common = (
        plan.tables.findings.filter(pl.col("severity") != "info")
        .group_by("field", "code", "message").len().sort(["field", "len", "code"], descending=[False, True, False])
        .unique("field", keep="first", maintain_order=True)
    )  # fmt: skip
    commonest = dict(common.select("field", "message").iter_rows())
    broken: dict[str, list[int]] = {}
    for rows, finding in plan.tables.examined.record_findings:
        if finding.severity == "error":
            broken.setdefault(finding.field, []).extend(rows)
    out = []
    for name, column in plan.tables.examined.columns.items():
        field = plan.policy.field(name)
        filled, valid = column.filled(), column.valid()
        valid[broken.get(name, [])] = False
        out.append(
            quality.FieldQuality(
                name, field.label or name, plan.source.table.height, int(filled.sum()), int((valid & filled).sum()),
                field.criticality, commonest.get(name), field.data_class,
            )
        )  # fmt: skip
    return out


def _field_row(f: quality.FieldQuality) -> dict[str, Any]:
    return {
        "field": f.field, "label": f.label, "filled": _digits(f.completeness), "valid": _digits(f.validity),
        "weight": f.weight, "commonest": f.commonest.partition(";")[0].partition(" (")[0] if f.commonest else None,
    }  # fmt: skip


def _quality(plan: Plan, fields: list[quality.FieldQuality], c: dict[str, int]) -> list[dict[str, Any]]:
    contradictions = plan.tables.findings.filter(
        pl.col("code").cat.starts_with("record.") & (pl.col("bad_data_class") != "missing")
        & (pl.col("severity") != "info")
    )  # fmt: skip
    inconsistent = contradictions["row"].n_unique()
    rows = quality.dimensions(
        fields, rows=c["rows"], extra_copies=c["extra_copies"], inconsistent=inconsistent,
        timeliness=plan.tables.condition.timeliness,
    )  # fmt: skip
    return [{"name": d.name, "score": _digits(d.score), "meaning": d.meaning} for d in rows]


def _critical(plan: Plan) -> list[dict[str, Any]]:
    """The few fields where mistakes are frequent and heavy; the commonest mistake with a masked example."""
    found = plan.tables.findings.filter((pl.col("severity") != "info") & (pl.col("field") != ""))
    records = dict(found.group_by("field").agg(pl.col("row").n_unique()).iter_rows())
    common = (
        found.group_by("field", "code").agg(count=pl.col("row").n_unique(), first=pl.col("row").first())
        .sort(["field", "count", "code"], descending=[False, True, False]).unique("field", keep="first")
    )  # fmt: skip
    faults = []
    for field, code, count, first in common.iter_rows():
        column = plan.tables.examined.columns.get(field)
        at = int(column.codes[first]) if column is not None else -1
        example = {code: column.raw[at]} if column is not None and at >= 0 else {}
        faults.append(quality.FieldFaults(field, records[field], {code: count}, example))
    top = quality.rank_fields(faults, plan.policy, rows=plan.source.table.height)
    return [
        {"field": f.field, "label": f.label, "rate": _digits(f.error_rate), "weight": f.weight, "score": f.score,
         "code": f.commonest, "example": f.example}
        for f in top
    ]  # fmt: skip


def _problems(plan: Plan) -> list[dict[str, Any]]:
    top = (
        plan.tables.findings.filter(pl.col("severity") != "info")
        .group_by("field", "code", "severity", "bad_data_class", "message")
        .agg(count=pl.len(), rows=pl.col("row").head(EXAMPLES))
        .sort(["count", "field", "code", "message"], descending=[True, False, False, False])
        .head(TOP)
    )
    out = []
    for row in top.iter_rows(named=True):
        column = plan.tables.examined.columns.get(row["field"])
        label = plan.policy.field(row["field"]).label or row["field"] if column else "whole record"
        examples = [] if column is None else [
            quality.mask(column.raw[code]) for i in row["rows"] if (code := int(column.codes[i])) >= 0
        ]  # fmt: skip
        out.append({
            "field": label, "code": row["code"], "what": row["message"], "count": row["count"],
            "severity": row["severity"], "class": row["bad_data_class"], "examples": examples,
        })  # fmt: skip
    return out


def _duplicates(plan: Plan, c: dict[str, int]) -> dict[str, Any]:
    groups = plan.tables.clusters.filter(pl.col("size") > 1).unique("cluster_id", maintain_order=True)
    sizes = groups.group_by("size").len().sort("size")
    bands = {f"{band}_groups": groups.filter(pl.col("band") == band).height for band in ("auto", "review")}
    return {
        "groups": groups.height, **bands, "extra_copies": c["extra_copies"], "review_pairs": c["review_pairs"],
        "sizes": [{"size": s, "groups": n} for s, n in sizes.iter_rows()], "links": _links(plan),
        "held_back": _by(groups.filter(pl.col("reason").is_not_null()), "reason"),
        "proof": plan.review.proof().to_dicts(),
        "pipeline": _pipeline.summary(plan.tables.pipeline_impact, plan.tables.open_deals),
    }  # fmt: skip


def _links(plan: Plan) -> str:
    if plan.tables.attached is None:
        return "Deals, orders and tickets were not given: links not checked."
    lost = plan.tables.links.filter(pl.col("to_id").is_null()).height
    moved = plan.tables.links.height - lost
    return f"{moved:,} deals, orders, tickets or activities move along with a merge; {lost:,} belong to no record here."


def _freshness(plan: Plan) -> list[dict[str, Any]]:
    return [
        {"field": name, "label": plan.policy.field(name).label or name, "mean": _digits(mean), "doubtful": doubtful}
        for name, mean, doubtful in plan.tables.condition.by_field()
    ]


def _calibration(plan: Plan) -> dict[str, Any] | None:
    proof = plan.tables.condition.proof
    if proof is None:
        return None
    bins = [{k: _digits(v) for k, v in b.items()} for b in proof["bins"]]
    return {"brier": _digits(proof["brier"]), "ece": _digits(proof["ece"]), "cases": proof["cases"], "bins": bins}


def _health(plan: Plan) -> dict[str, Any]:
    health = plan.tables.health
    likely = health.filter(pl.col("p_ghost") >= MORE_LIKELY)
    return {
        "actions": _by(health, "action"), "causes": _by(likely, "cause"), "ghosts": likely.height,
        "defences": _by(likely, "defence"), "this_week": plan.tables.verify_next.height,
    }  # fmt: skip


def _by(frame: pl.DataFrame, column: str) -> list[dict[str, Any]]:
    counted = frame.drop_nulls(column).group_by(column).len().sort(["len", column], descending=[True, False])
    return [{"name": n, "count": c} for n, c in counted.iter_rows()]


def _digits(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.6g}")
