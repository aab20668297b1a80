"""A report as one HTML page: no script, no font, no picture from elsewhere.

Charts are drawn by altair and vl-convert as SVG inside the page. Needs the extra ``report``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from importlib.resources import files
from itertools import accumulate
from math import cos, pi, sin
from pathlib import Path
from types import MappingProxyType
from typing import Any

from attrs import field, frozen

from crmquality._data import load
from crmquality.decay import CalibrationReport
from crmquality.errors import MissingExtraError
from crmquality.integrations.writing import write_text
from crmquality.matching._words import held_in_words, word

INK, ACCENT, MUTED = "#1c2733", "#1f6f8b", "#5b6b78"
MOST_BARS, MOST_FIGURES = 14, 6
#: pairs and records of a cluster from which lines would be a disc and names hide one another
MOST_LINES, MOST_NAMES = 40, 24
#: bits that can be seen
_SHOWN = 0.05
FONT = "Helvetica Neue, Arial, Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif"


def render(data: Mapping[str, Any]) -> str:
    """The page of a report's data.

    Args:
        data: what ``Report.to_dict`` returns.

    Raises:
        MissingExtraError: the extra ``report`` is not installed.
    """
    filled = [{"name": f["label"], "share": f["filled"]} for f in data["fields"] if f["weight"] > 0]
    fresh = [{"name": f["label"], "share": f["mean"]} for f in data["freshness"] if f["mean"] is not None]
    words = load("policy")["report_words"]
    charts = {
        "fields": _bars(filled[:MOST_BARS], "share of records filled in"),
        "freshness": _bars(fresh, "chance that it still holds"),
        "classes": _counts(_named(data["classes"], words["classes"])),
        "actions": _counts(_named(data["health"]["actions"], words["actions"])),
        "calibration": _reliability(data["calibration"]["bins"], "") if data["calibration"] else "",
    }
    page: str = _template().render(**data, charts=charts, words=words)
    return page


def _named(rows: Sequence[Mapping[str, Any]], words: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{"name": words.get(r["name"], r["name"]), "count": r["count"]} for r in rows]


@cache
def _template() -> Any:
    try:
        import jinja2
    except ModuleNotFoundError as error:
        raise MissingExtraError("report", "jinja2") from error
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    environment.filters["percent"] = lambda v: "–" if v is None else f"{v:.0%}"
    environment.filters["number"] = lambda v: f"{v:,}"
    return environment.from_string((files("crmquality.integrations") / "report.html").read_text(encoding="utf-8"))


def _bars(rows: Sequence[Mapping[str, Any]], title: str) -> str:
    """Horizontal bars of shares between 0 and 1, each on a pale track."""
    return _svg(rows, "share", ".0%", 1.0, title) if rows else ""


def _counts(rows: Sequence[Mapping[str, Any]]) -> str:
    """Horizontal bars of counts."""
    return _svg(rows, "count", ",", max(r["count"] for r in rows) * 1.18, "") if rows else ""


@frozen
class Picture:
    """A drawing that a notebook shows.

    Args:
        svg: the drawing, without anything from elsewhere.
    """

    svg: str = field(repr=False)

    def _repr_svg_(self) -> str:
        return self.svg

    def save(self, path: str | Path) -> Path:
        """Write the drawing as an SVG file.

        Raises:
            OutputError: the file cannot be written.
        """
        return write_text(self.svg, Path(path))


def calibration_chart(report: CalibrationReport, title: str = "") -> Picture:
    """What was said against what came true, bin by bin, with 95 % intervals; on the line is right.

    Args:
        report: from ``crmquality.decay.calibration_report``, or one of a backtest.
        title: what the probabilities are of.

    Raises:
        MissingExtraError: the extra ``report`` is not installed.
    """
    return Picture(_reliability(report.to_dict()["bins"], title))


def waterfall_chart(told: Mapping[str, Any], title: str = "", *, language: str = "en") -> Picture:
    """How the weight of a pair comes about, in bits: prior, what speaks for, what speaks against, and the sum.

    Args:
        told: what ``explain`` of two records gives.
        title: of which records.
        language: ``"en"`` or ``"zh"``.

    Raises:
        MissingExtraError: the extra ``report`` is not installed.
    """
    alt, draw = _altair()
    say = partial(word, language=language)
    steps = [(say("prior"), told["prior"])]
    steps += [
        (f"{say(w['comparison'])}: {say(w['level'])}", w["weight"])
        for w in told["weights"]
        if abs(w["weight"]) >= _SHOWN
    ]
    ends = [0.0, *accumulate(weight for _, weight in steps)]
    bars = [*zip(steps, ends, ends[1:], strict=False), ((say("match weight"), ends[-1]), 0.0, ends[-1])]
    rows = [
        {"name": name, "from": a, "to": b, "end": max(a, b), "for": weight > 0, "bits": f"{weight:+.1f}"}
        for (name, weight), a, b in bars
    ]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=alt.Axis(labelLimit=360, ticks=False)),
        x=alt.X("from:Q", axis=alt.Axis(title=say("bits"))), x2="to:Q",
        color=alt.Color("for:N", scale=alt.Scale(domain=[True, False], range=[ACCENT, MUTED]), legend=None),
    )  # fmt: skip
    labels = base.mark_text(align="left", dx=4).encode(x="end:Q", text="bits:N", color=alt.value(INK))
    chart = alt.layer(base.mark_bar(height=13), labels)
    return Picture(draw(chart.properties(width=330, height=22 * len(rows), title=_head(alt, title))))


def cluster_chart(
    told: Mapping[str, Any], title: str = "", *, names: Mapping[str, str] = MappingProxyType({}), language: str = "en"
) -> Picture:
    """The records of a cluster on a circle and the pairs between them: the heavier the thicker, doubtful ones grey.

    Of very many pairs the heaviest that connect all records are drawn. Above them stands what holds the cluster back,
    or that it merges without a person.

    Args:
        told: what ``explain_cluster`` gives.
        title: of which cluster.
        names: what to write beside a record instead of its id.
        language: ``"en"`` or ``"zh"``.

    Raises:
        MissingExtraError: the extra ``report`` is not installed.
    """
    alt, draw = _altair()
    turn = 2 * pi / len(told["records"])
    place = {r: (cos(i * turn), sin(i * turn)) for i, r in enumerate(told["records"])}
    nodes = [{"x": x, "y": y, "name": names.get(r, r)} for r, (x, y) in place.items()]
    edges = []
    small = len(nodes) > MOST_NAMES
    for pair in told["pairs"] if len(told["pairs"]) <= MOST_LINES else _connecting(told["pairs"]):
        (x, y), (x2, y2) = place[pair["left_id"]], place[pair["right_id"]]
        at = {"x": x, "y": y, "x2": x2, "y2": y2, "mx": 0.6 * x + 0.4 * x2, "my": 0.6 * y + 0.4 * y2}
        weight = pair["match_weight"]
        # among many lines figures would hide one another
        said = f"{weight:+.1f}" if len(told["pairs"]) <= MOST_FIGURES else ""
        edges.append({**at, "weight": weight, "auto": pair["band"] == "auto", "bits": said})
    bare = alt.Axis(labels=False, ticks=False, domain=False, grid=False, title=None)
    across, up = ({"axis": bare, "scale": alt.Scale(domain=[-most, most])} for most in (1.7, 1.25))
    lines, dots = (alt.Chart(alt.InlineData(values=rows)) for rows in (edges, nodes))
    layers = [
        lines.mark_rule().encode(
            x=alt.X("x:Q", **across), y=alt.Y("y:Q", **up), x2="x2:Q", y2="y2:Q",
            size=alt.Size("weight:Q", scale=alt.Scale(domain=[0, 20], range=[0.5, 5], clamp=True), legend=None),
            color=alt.Color("auto:N", scale=alt.Scale(domain=[True, False], range=[ACCENT, "#b9c6ce"]), legend=None),
        ),
        lines.mark_text(fontSize=10.5, color=INK, dx=13, dy=-6).encode(
            x=alt.X("mx:Q", **across), y=alt.Y("my:Q", **up), text="bits:N"
        ),
    ]  # fmt: skip
    dots = dots.encode(x=alt.X("x:Q", **across), y=alt.Y("y:Q", **up))
    layers.append(dots.mark_point(filled=True, size=40 if small else 150, color=INK, opacity=1))
    for test, align, dx in (("datum.x >= 0", "left", 11), ("datum.x < 0", "right", -11)):
        names_of = dots.transform_filter(test)
        told_by = names_of.mark_text(align=align, dx=dx, color=INK, fontSize=8 if small else 12)
        layers.append(told_by.encode(text="name:N"))
    head = _head(alt, *filter(None, (title, held_in_words(told, language))))
    return Picture(draw(alt.layer(*layers).properties(width=460, height=460 if small else 300, title=head)))


def _connecting(pairs: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The heaviest pairs that connect all records."""
    group = {r: r for p in pairs for r in (p["left_id"], p["right_id"])}
    for pair in sorted(pairs, key=lambda p: -p["match_weight"]):
        one, two = group[pair["left_id"]], group[pair["right_id"]]
        if one != two:
            group = {r: one if g == two else g for r, g in group.items()}
            yield pair


def threshold_chart(table: Any, title: str = "", *, language: str = "en") -> Picture:
    """Precision and recall by threshold, as expected without labels.

    Args:
        table: what ``review.thresholds()`` gives.
        title: of what.
        language: ``"en"`` or ``"zh"``.

    Raises:
        MissingExtraError: the extra ``report`` is not installed.
    """
    alt, draw = _altair()
    rows = [{"at": t, "share": s, "name": word(n, language)}
            for n in ("precision", "recall") for t, s in zip(table["threshold"], table[n], strict=True)]  # fmt: skip
    chart = alt.Chart(alt.InlineData(values=rows)).mark_line(point=True).encode(
        x=alt.X("at:Q", title=word("threshold (bits)", language), axis=alt.Axis(tickMinStep=1, grid=False)),
        y=alt.Y("share:Q", title=None, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format=".0%")),
        color=alt.Color("name:N", title=None, scale=alt.Scale(range=[ACCENT, MUTED]), legend=alt.Legend(orient="top")),
    )  # fmt: skip
    return Picture(draw(chart.properties(width=380, height=220, title=_head(alt, title))))


def _reliability(bins: Sequence[Mapping[str, Any]], title: str) -> str:
    alt, draw = _altair()
    scale = alt.Scale(domain=[0, 1])
    base = alt.Chart(alt.InlineData(values=[dict(b) for b in bins]))
    along = alt.X("mean_p:Q", scale=scale, axis=alt.Axis(format=".0%", title="said", grid=False, labelFlush=False))
    up = alt.Y("low:Q", scale=scale, axis=alt.Axis(format=".0%", title="came true", grid=False))
    ends = alt.InlineData(values=[{"x": 0, "y": 0}, {"x": 1, "y": 1}])
    right = alt.Chart(ends).mark_line(color="#c9d5dc", strokeDash=[4, 4]).encode(
        x=alt.X("x:Q", scale=scale), y=alt.Y("y:Q", scale=scale)
    )  # fmt: skip
    spread = base.mark_rule(color=MUTED).encode(x=along, y=up, y2="high:Q")
    points = base.mark_point(color=ACCENT, filled=True, size=55).encode(x=along, y=alt.Y("share:Q", scale=scale))
    return draw(alt.layer(right, spread, points).properties(width=270, height=230, title=_head(alt, title)))


def _altair() -> tuple[Any, Callable[[Any], str]]:
    """Altair, and what draws a chart of it in the page's style."""
    try:
        import altair as alt
        import vl_convert
    except ModuleNotFoundError as error:
        raise MissingExtraError("report", str(error.name)) from error

    def draw(chart: Any) -> str:
        styled = chart.configure(font=FONT).configure_view(stroke=None)
        svg: str = vl_convert.vegalite_to_svg(
            json.dumps(styled.configure_axis(labelFontSize=12.5, labelColor=INK).to_dict())
        )
        return svg

    return alt, draw


def _head(alt: Any, *lines: str) -> Any:
    return alt.Title([*lines], anchor="start", fontWeight="normal", fontSize=12, color=MUTED)


def _svg(rows: Sequence[Mapping[str, Any]], value: str, form: str, end: float, title: str) -> str:
    alt, draw = _altair()
    data = [{**r, "track": end if value == "share" else 0} for r in rows]
    names = alt.Axis(labelLimit=230, ticks=False, domain=False, labelPadding=8)
    scale = alt.Scale(domain=[0, end])
    base = alt.Chart(alt.InlineData(values=data)).encode(y=alt.Y("name:N", sort=None, title=None, axis=names))
    track = base.mark_bar(color="#eaf0f3", height=14).encode(x=alt.X("track:Q", scale=scale, axis=None))
    bars = base.mark_bar(color=ACCENT, height=14).encode(x=alt.X(f"{value}:Q", scale=scale, axis=None))
    labels = base.mark_text(align="left", dx=5, color=INK).encode(
        x=alt.X(f"{value}:Q", scale=scale, axis=None), text=alt.Text(f"{value}:Q", format=form)
    )
    chart = alt.layer(track, bars, labels)
    return draw(chart.properties(width=270, height=24 * len(rows), title=_head(alt, title)))
