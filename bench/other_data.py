"""F1 on data that nothing was tuned to, ours beside three peers, each at its defaults.

    python bench/other_data.py FOLDER [--peer ours|splink|recordlinkage|goldenmatch] [--sets NAME ...]

Contact data goes to ours without a policy; other data with one that names columns and kinds only. Splink gets the
comparison that its library has for each kind, blocking and training by single columns, 0.95; recordlinkage ECM the same
blocking; goldenmatch its zero configuration. A peer runs in any interpreter that has it, numpy and pandas. Prints
pairwise precision, recall, F1 after clustering; for ours also the precision of the pairs of each band, beside the
limits that are stated for it before anybody has judged a pair, and by how many bits its weights are off.

FOLDER holds what is fetched and never committed:

    pyjedai/data     data/ of github AI-team-UoA/pyJedAI (Apache-2.0): OAEI restaurants, Abt-Buy, Amazon-Google,
                     DBLP-ACM, Walmart-Amazon, CDDB, Cora, Fodor's and Zagat's
    pseudo           tables of `pseudopeople.generate_*(seed=3, year=None)` from the sample it ships (BSD-3-Clause)
    goldenmatch      scripts/suggest_quality/corpora of github benseverndev-oss/goldenmatch (MIT)
    name_pairs.csv   contrib/name_bench of github opensanctions/nomenklatura (MIT), or a part of it
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

Edges = tuple[np.ndarray, np.ndarray]
#: columns by kind; "" = none named
Kinds = Mapping[str, str]


class Data:
    """A table of texts, the kinds of its columns (none for contacts), the truth, and which pairs are judged."""

    def __init__(self, frame: pd.DataFrame, kinds: Kinds, truth: np.ndarray, judged: Edges | None = None) -> None:
        order = np.random.default_rng(7).permutation(len(frame))
        frame = frame.iloc[order].reset_index(drop=True).astype(object)
        for c in frame:
            said = [None if pd.isna(v) or str(v).strip() in ("", "None", "nan") else str(v).strip() for v in frame[c]]
            frame[c] = pd.Series(said, dtype=object)
        frame.insert(0, "record_id", [str(i) for i in range(len(frame))])
        self.frame, self.kinds = frame, kinds
        self.truth = pd.factorize(pd.Series(np.asarray(truth)[order]).astype(str))[0]
        place = np.argsort(order)
        self.judged = None if judged is None else (place[judged[0]], place[judged[1]])


def components(height: int, edges: Edges) -> np.ndarray:
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    graph = coo_matrix((np.ones(len(edges[0])), edges), shape=(height, height))
    return connected_components(graph, directed=False)[1]


def linked(folder: Path, one: str, two: str, sep: str, kinds: Kinds, rename: Mapping[str, str] | None = None) -> Data:
    """Two tables of pyJedAI and the pairs that join them, as one table."""
    folder = folder / "pyjedai/data/ccer"
    sides = [pd.read_csv(folder / f, sep=sep, dtype=str, engine="python", on_bad_lines="skip") for f in (one, two)]
    sides = [s.rename(columns=lambda c: c.rpartition("#")[2] or c).rename(columns=dict(rename or {})) for s in sides]
    places = [{str(k): i for i, k in enumerate(s["id"])} for s in sides]
    gold = pd.read_csv(folder / Path(one).parent / "gt.csv", sep=sep, dtype=str, engine="python")
    pairs = [(places[0].get(a), places[1].get(b)) for a, b in gold.iloc[:, :2].itertuples(index=False)]
    pairs = [(a, b + len(sides[0])) for a, b in pairs if a is not None and b is not None]
    frame = pd.concat([s[[c for c in kinds if c in s]] for s in sides], ignore_index=True)
    return Data(frame, kinds, components(len(frame), tuple(np.array(pairs).T)))


def single(folder: Path, table: str, gold: str, sep: str, kinds: Kinds) -> Data:
    folder = folder / "pyjedai/data"
    frame = pd.read_csv(folder / table, sep=sep, dtype=str)
    key = next(c for c in ("id", "Entity Id") if c in frame)
    place = {k: i for i, k in enumerate(frame[key])}
    pairs = pd.read_csv(folder / gold, sep="|" if "cddb" not in gold else ",", dtype=str, header=None)
    pairs = pairs[pairs[0].isin(place) & pairs[1].isin(place)]
    edges = np.array([place[a] for a in pairs[0]]), np.array([place[b] for b in pairs[1]])
    return Data(frame[list(kinds)], kinds, components(len(frame), edges))


def pseudo(folder: Path, name: str, pick: Callable[[pd.DataFrame], pd.Series], drop: tuple[str, ...] = ()) -> Data:
    """Simulated forms; a person is one who moves, marries and mistypes."""
    frame = pd.read_parquet(folder / f"pseudo/{name}.parquet").replace({"nan": None, "None": None, "<NA>": None})
    frame = frame[pick(frame)].reset_index(drop=True)
    return Data(frame.drop(columns=["simulant_id", "household_id", *drop], errors="ignore"), {}, frame["simulant_id"])


def golden(folder: Path, name: str, kinds: Kinds) -> Data:
    home = folder / "goldenmatch" / name
    frame = pd.read_csv(home / "records.csv", dtype=str)
    pairs = pd.read_csv(home / "truth.csv").to_numpy()
    return Data(frame[list(kinds)], kinds, components(len(frame), (pairs[:, 0], pairs[:, 1])))


def names(folder: Path, schema: str, kind: str) -> Data:
    """Pairs of names in many scripts; only those pairs are judged, and a name is one record however often it stands."""
    table = pd.read_csv(folder / "name_pairs.csv", dtype=str)
    table = table[table["schema"].isin(schema.split("|"))]
    frame = pd.DataFrame({"name": pd.unique(pd.concat([table["name1"], table["name2"]]))})
    place = {n: i for i, n in enumerate(frame["name"])}
    left, right = (np.array([place[n] for n in table[c]]) for c in ("name1", "name2"))
    same = (table["is_match"] == "true").to_numpy()
    return Data(frame, {"name": kind}, components(len(frame), (left[same], right[same])), (left, right))


_PRODUCT = {"name": "text", "description": "text", "price": "amount"}
SETS: Mapping[str, Callable[[Path], Data]] = {
    "census": lambda f: pseudo(f, "decennial_census", lambda d: d["year"].isin(["2020", "2030"])),
    "tax_forms": lambda f: pseudo(f, "taxes_w2_and_1099", lambda d: d["tax_year"].isin(["2034", "2035"])),
    "wic": lambda f: pseudo(f, "women_infants_and_children", lambda d: d["year"] > ""),
    "social_security": lambda f: pseudo(f, "social_security", lambda d: d["event_date"] > ""),
    "restaurants": lambda f: single(f, "test/der/restaurantProfiles.csv", "test/der/duplicates.csv", "|",
        {"name": "organization_name", "addr": "street", "phone": "phone", "city": "city", "type": "text"}),
    "abt_buy": lambda f: linked(f, "D2/abt.csv", "D2/buy.csv", "|", _PRODUCT),
    "amazon_google": lambda f: linked(f, "D3/amazon.csv", "D3/gp.csv", "#",
        {"title": "text", "manufacturer": "organization_name", "price": "amount"}),
    "dblp_acm": lambda f: linked(f, "D4/dblp.csv", "D4/acm.csv", "%",
        {"title": "text", "authors": "text", "venue": "text", "year": "number"}),
    "walmart_amazon": lambda f: linked(f, "D8/walmart.csv", "D8/amazon.csv", "|",
        {"title": "text", "brand": "text", "modelno": "identifier", "price": "amount"}),
    "cddb": lambda f: single(f, "der/cddb/cddb.csv", "der/cddb/gt.csv", ",",
        {"artist": "text", "title": "text", "genre": "text", "year": "number"}),
    "cora": lambda f: single(f, "der/cora/cora.csv", "der/cora/cora_gt.csv", "|",
        {"author": "text", "title": "text", "venue": "text", "year": "number"}),
    "organizations": lambda f: golden(f, "orgs_hard", {
        "org_name": "organization_name", "street": "street", "city": "city", "postcode": "postal_code",
        "website": "url", "phone": "phone", "industry": "text"}),
    "person_names": lambda f: names(f, "Person", "person_name"),
    "company_names": lambda f: names(f, "Company|Organization|LegalEntity", "organization_name"),
}  # fmt: skip


def off(weight: np.ndarray, hit: np.ndarray) -> str:
    """By how many bits all weights of a band would have to move to expect as many wrong pairs as there are."""
    from scipy.optimize import brentq

    from crmquality.cleaning._proof import doubt

    if hit.all() or not hit.any():
        return ""
    return f", weights off by {brentq(lambda d: doubt(weight + d).mean() - 1 + hit.mean(), -60, 60):+.1f} bits"


def ours(data: Data) -> np.ndarray:
    import polars as pl

    import crmquality as cq

    frame, policy = pl.DataFrame({c: list(data.frame[c]) for c in data.frame}, infer_schema_length=None), None
    if data.kinds:
        policy = cq.Policy("record", [cq.Field(c.replace(" ", "_"), kind) for c, kind in data.kinds.items()])
    found = cq.find_duplicates(frame, policy, id="record_id")
    pairs = found.pairs
    left, right = (pairs[f"{side}_id"].cast(pl.Int64).to_numpy() for side in ("left", "right"))
    hit, band = data.truth[left] == data.truth[right], pairs["band"].to_numpy()
    weight = pairs["match_weight"].to_numpy()
    for row in found.review.proof().iter_rows(named=True):
        own = band == row["band"]
        within = f"said {row['precision_low']:.3f} to {row['precision_high']:.3f}"
        print(f"      {row['band']} {hit[own].mean():.3f} of {row['pairs']:,d}, {within}{off(weight[own], hit[own])}",
              flush=True)  # fmt: skip
    data.found, data.hit = found, hit  # for who looks closer
    order = found.clusters.select(pl.col("record_id").cast(pl.Int64), "cluster_id").sort("record_id")
    return np.unique(order["cluster_id"].to_numpy(), return_inverse=True)[1]


_LETTERS = ("text", "person_name", "organization_name", "street", "city")
#: kinds of contact data, as a user of a peer would read its headers
_BY_HEADER = {
    "dob": "birth", "birth": "birth", "ssn": "identifier", "first_name": "given_name", "last_name": "family_name",
    "zip": "postal_code", "street_name": "street", "city": "city", "employer_name": "organization_name",
}  # fmt: skip


def kinds_of(data: Data) -> dict[str, str]:
    if data.kinds:
        return dict(data.kinds)
    return {
        c: next(k for h, k in _BY_HEADER.items() if h in c)
        for c in data.frame
        if c == "employer_name" or (any(h in c for h in _BY_HEADER) and not c.startswith("employer_"))
    }


def splink(data: Data) -> np.ndarray:
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on
    from splink.internals.exceptions import EMTrainingException

    def compare(column: str, kind: str) -> object:
        if kind in ("given_name", "family_name", "person_name"):
            return cl.NameComparison(column)
        if kind == "birth":
            return cl.DamerauLevenshteinAtThresholds(column, [1, 2])
        if kind in _LETTERS:
            return cl.JaroWinklerAtThresholds(column).configure(term_frequency_adjustments=True)
        if kind in ("phone", "identifier", "postal_code"):
            return cl.DamerauLevenshteinAtThresholds(column, [1])
        return cl.ExactMatch(column)

    kinds = kinds_of(data)
    frame = data.frame[["record_id", *kinds]].copy()
    for c in kinds:
        frame[c] = frame[c].str.lower()
    rare = [c for c in kinds if frame[c].nunique() > len(frame) / 50] or list(kinds)
    settings = SettingsCreator(
        link_type="dedupe_only", unique_id_column_name="record_id",
        blocking_rules_to_generate_predictions=[block_on(c) for c in rare] + [
            block_on(f"substr({c},1,4)") for c in kinds if kinds[c] in ("text", "person_name", "organization_name")],
        comparisons=[compare(c, k) for c, k in kinds.items()],
    )  # fmt: skip
    linker = Linker(DuckDBAPI().register(frame), settings)
    linker.training.estimate_probability_two_random_records_match([block_on(*list(kinds)[:2])], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for c in rare[:2]:
        try:
            linker.training.estimate_parameters_using_expectation_maximisation(block_on(c))
        except EMTrainingException as e:  # one column: nothing is left to train on
            print("      training:", type(e).__name__)
    pairs = linker.inference.predict(threshold_match_probability=0.95).as_pandas_dataframe()
    return components(
        len(frame), (pairs["record_id_l"].astype(int).to_numpy(), pairs["record_id_r"].astype(int).to_numpy())
    )


def recordlinkage(data: Data) -> np.ndarray:
    import recordlinkage as rl
    from recordlinkage.index import Block

    kinds = kinds_of(data)
    frame = data.frame[list(kinds)].apply(lambda s: s.str.lower())
    rare = [c for c in kinds if frame[c].nunique() > len(frame) / 50] or list(kinds)
    compare, pairs = rl.Compare(), None
    for c, kind in kinds.items():
        if kind in (*_LETTERS, "given_name", "family_name"):
            compare.string(c, c, method="jarowinkler", threshold=0.85, label=c)
        else:
            compare.exact(c, c, label=c)
    for c in rare:
        found = Block([c]).index(frame.dropna(subset=[c]))
        pairs = found if pairs is None else pairs.union(found)
    found = rl.ECMClassifier().fit_predict(compare.compute(pairs, frame))
    return components(len(frame), (found.get_level_values(0).to_numpy(), found.get_level_values(1).to_numpy()))


def goldenmatch(data: Data) -> np.ndarray:
    import goldenmatch as gm
    import polars as pl

    found = gm.dedupe_df(
        pl.DataFrame({c: list(data.frame[c]) for c in data.frame if c != "record_id"}, infer_schema_length=None)
    )
    labels = np.arange(len(data.frame)) + len(data.frame)
    for cluster, told in found.clusters.items():
        labels[np.asarray(told["members"], dtype=np.int64)] = cluster
    return labels


def judge(data: Data, labels: np.ndarray) -> tuple[float, float, float]:
    if data.judged is not None:
        got, want = (x[data.judged[0]] == x[data.judged[1]] for x in (labels, data.truth))
        hit, said, true = (got & want).sum(), got.sum(), want.sum()
    else:
        hit, said, true = (
            int((c * (c - 1) // 2).sum())
            for c in (
                np.unique(x, return_counts=True)[1]
                for x in (labels * (data.truth.max() + 1) + data.truth, labels, data.truth)
            )
        )
    p, r = hit / max(said, 1), hit / max(true, 1)
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def main() -> None:
    warnings.filterwarnings("ignore")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--peer", default="ours", choices=["ours", "splink", "recordlinkage", "goldenmatch"])
    parser.add_argument("--sets", nargs="*", default=list(SETS))
    options = parser.parse_args()
    for name in options.sets:
        data = SETS[name](options.folder)
        start = time.perf_counter()
        try:
            p, r, f1 = judge(data, globals()[options.peer](data))
        except Exception as e:  # a peer that fails is a result too, our own failure is none
            if options.peer == "ours":
                raise
            print(
                f"{name:16s} {options.peer:14s} {len(data.frame):7,d} failed: {type(e).__name__} {str(e)[:200]}",
                flush=True,
            )
            continue
        seconds = time.perf_counter() - start
        print(
            f"{name:16s} {options.peer:14s} {len(data.frame):7,d} P {p:.3f} R {r:.3f} F1 {f1:.3f} {seconds:.0f} s",
            flush=True,
        )


if __name__ == "__main__":
    main()
