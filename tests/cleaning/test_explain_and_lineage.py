"""Pairs explain themselves in words, clusters say where they come from and how sure they are."""

from __future__ import annotations

import re

import polars as pl
import pytest

import crmquality as cq
from crmquality.integrations.report import cluster_chart, threshold_chart, waterfall_chart
from crmquality.matching._blocking_keys import RULES, WIDE
from crmquality.matching._compare import DOUBTS
from crmquality.matching._model import LEVELS
from crmquality.matching._words import in_words, word
from crmquality.testing import contacts

ROWS = [
    {"id": "1", "First Name": "伟", "Last Name": "王", "Mobile": "13900001234", "Email": "wei@acme.cn", "City": "北京"},
    {"id": "2", "Name": "Wang Wei", "Mobile": "+86 139 0000 1234", "Email": "wei@acme.cn", "City": "上海"},
    {"id": "3", "First Name": "Sabine", "Last Name": "Krause", "Mobile": "13700001111"},
]


@pytest.fixture(scope="module")
def found():
    return cq.find_duplicates(ROWS, id="id", region="CN")


def test_an_explanation_names_the_strongest_fields(found):
    """The two that weigh most, and the rules that brought the pair, in both languages."""
    told = found.explain("1", "2")
    fields = [w for w in told["weights"] if "or" not in w["comparison"].split()]
    first, second = sorted(fields, key=lambda w: -abs(w["weight"]))[:2]
    assert f"Strongest: {first['comparison']} and {second['comparison']}." in told["text"]["en"]
    assert {"email", "phone", "name"} <= set(told["rules"])
    assert "Against: " in told["text"]["en"]
    assert "支持:" in told["text"]["zh"]
    assert re.search("[a-z]", told["text"]["zh"]) is None
    known = {
        *RULES,
        *WIDE,
        *DOUBTS[1:],
        "decision",
        *LEVELS,
        *(level for levels in LEVELS.values() for level in levels),
    }
    assert [w for w in sorted(known) if re.search("[a-z]", word(w, "zh"))] == []


@pytest.mark.parametrize(
    ("weight", "en", "zh"),
    [
        (18.9, "more than 99.99 %", "超过 99.99 %"),
        (-40.0, "less than 0.01 %", "不到 0.01 %"),
        (1.0, "66.67 %", "66.67 %"),
    ],
)
def test_nothing_is_told_as_quite_sure(weight, en, zh):
    """Neither 100 % nor 0 %."""
    told = {"match_weight": weight, "match_probability": 1 / (1 + 2**-weight), "weights": []}
    assert in_words(told).startswith(f"{weight:.1f} bits, {en} likely the same.")
    assert in_words(told, language="zh").startswith(f"{weight:.1f} 比特,相同的可能性 {zh}。")


def test_a_non_match_explains_itself(found):
    """Records that no key brings together are weighed all the same."""
    told = found.explain("1", "3")
    assert told["match_weight"] < 0
    assert told["rules"] == []
    assert told["text"]["en"].endswith("never compared.")


def test_a_waterfall_ends_at_the_weight(found, tmp_path):
    """The chart shows prior, steps and sum."""
    told = found.explain("1", "2")
    picture = waterfall_chart(told, "1 and 2")
    assert f"{told['match_weight']:+.1f}" in picture.svg
    assert picture.save(tmp_path / "pair.svg").exists()


def test_charts_speak_chinese_and_english(found):
    """Words of fields, levels, axes; the drawing of a cluster names its records."""
    pytest.importorskip("vl_convert", reason="the extra 'report' is not installed")
    told = found.explain("1", "2")
    zh = waterfall_chart(told, language="zh").svg
    assert "匹配权重" in zh
    assert "邮箱: 相同" in zh
    assert "email: same" in waterfall_chart(told).svg
    cluster = found.explain_cluster("c-1")
    assert "+" in (picture := cluster_chart(cluster, "c-1", names={"2": "Wang Wei"}).svg)
    assert "Wang Wei" in picture
    assert "Merges without a person." in picture
    assert "可自动合并。" in cluster_chart(cluster, language="zh").svg
    held = {**cluster, "band": "review", "reason": "different owners; more than 5 records"}
    # a disc of 190 lines says nothing: those that connect
    crowd = {
        **cluster,
        "records": [str(i) for i in range(20)],
        "pairs": [
            {"left_id": str(a), "right_id": str(b), "match_weight": 9.0, "band": "auto"}
            for b in range(20)
            for a in range(b)
        ],
    }
    assert cluster_chart(crowd).svg.count("<line") == 19
    assert "需要人工确认:" in (zh := cluster_chart(held, language="zh").svg)
    assert "owners" not in zh
    assert cluster_chart(found.explain_cluster("c-3")).svg.startswith("<svg")
    table = found.review.thresholds()
    assert "召回率" in threshold_chart(table, language="zh").svg
    assert "recall" in threshold_chart(table).svg


def test_clusters_explain_themselves(found):
    """Pairs, the heaviest first, the faintest named; a record of its own says so; reasons in both languages."""
    told = found.explain_cluster("c-1")
    assert told["records"] == ["1", "2"]
    assert told["pairs"][0]["left_id"] == "1"
    assert told["text"]["en"].startswith("2 records, 1 of 1 pairs speak for it: 1 – 2 (+")
    assert found.explain_cluster("c-3")["text"]["zh"] == "独立的记录。"
    with pytest.raises(KeyError):
        found.explain_cluster("c-9")
    rows = [{**ROWS[0], "id": str(i), "Owner": f"owner {i}"} for i in range(3)]
    held = cq.find_duplicates(rows, id="id", region="CN").explain_cluster("c-0")["text"]
    assert held["en"].endswith("Waits for a person: different owners.")
    assert held["zh"].endswith("需要人工确认:负责人不同。")
    assert "Faintest: " in held["en"]


def read(text):
    """The two fields that a reader of nothing but the text calls the strongest: what stands beside the largest figures."""
    levels = "|".join(sorted(LEVEL_WORDS, key=len, reverse=True))
    said = re.findall(rf"(?:^|[:,] )([a-z ]+?) (?:{levels}) \(([+-][\d.]+)\)", text)
    fields = [(abs(float(w)), n) for n, w in said if n not in ("change of job or address", "household or workplace")]
    return {n for _, n in sorted(fields, reverse=True)[:2]}


LEVEL_WORDS = {level for levels in LEVELS.values() for level in levels} | {
    "allowed for",
    "could explain the same agreement",
}


def test_a_reader_names_the_two_strongest_fields():
    """Forty pairs of generated contacts, sure and doubtful; from the figures in the text and from its own words."""
    found = cq.find_duplicates(contacts(1500, seed=11).rows)
    pairs = pl.concat([found.pairs.filter(band=b).sample(20, seed=4) for b in ("auto", "review")])
    for left, right in pairs.select("left_id", "right_id").rows():
        told = found.explain(left, right)
        fields = [w for w in told["weights"] if w["comparison"] in LEVELS]
        weights = sorted((abs(round(w["weight"], 1)) for w in fields), reverse=True)
        strongest = {w["comparison"].replace("_", " ") for w in sorted(fields, key=lambda w: -abs(w["weight"]))[:2]}
        said = re.search(r"Strongest: (.+?) and (.+?)\.", told["text"]["en"])
        assert {said[1], said[2]} == strongest
        if weights[1] > weights[2]:
            assert read(told["text"]["en"]) == strongest


def test_clusters_say_what_became_of_them():
    """Joined, split, grown, shrunk, new and kept."""
    from crmquality.cleaning._lineage import lineage

    before = pl.DataFrame({
        "record_id": list("abcdefghi"), "cluster_id": ["c-a", "c-a", "c-c", "c-d", "c-d", "c-f", "c-g", "c-g", "c-i"],
    })  # fmt: skip
    after = pl.DataFrame({
        "record_id": ["a", "b", "c", "d", "e", "f", "x", "g", "y", "i"],
        "cluster_id": ["c-a", "c-a", "c-a", "c-d", "c-e", "c-f", "c-f", "c-g", "c-y", "c-i"],
    })  # fmt: skip
    told = {c: (e, list(f)) for c, f, e in lineage(before, after).rows()}
    assert told == {
        "c-a": ("joined", ["c-a", "c-c"]), "c-d": ("split", ["c-d"]), "c-e": ("split", ["c-d"]),
        "c-f": ("grew", ["c-f"]), "c-g": ("shrank", ["c-g"]), "c-i": ("kept", ["c-i"]), "c-y": ("new", []),
    }  # fmt: skip


def test_the_riskiest_cluster_comes_first(found):
    """A chain is riskier than a clique; a run tells its own."""
    from crmquality.cleaning._lineage import merge_risk

    clusters = pl.DataFrame({"record_id": list("abcdef"), "cluster_id": ["x", "x", "x", "y", "y", "z"]})
    pairs = pl.DataFrame({"left_id": ["a", "b", "d"], "right_id": ["b", "c", "e"], "match_weight": [9.0, 2.0, 8.0]})
    assert merge_risk(clusters, pairs).rows() == [("x", 3, 2, 2.0, 0.333333), ("y", 2, 1, 8.0, 0.0)]
    assert found.risk()["cluster_id"].to_list() == ["c-1"]
    assert found.since(found.clusters)["event"].unique().to_list() == ["kept"]
