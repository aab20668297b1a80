"""Matching beside Splink on the same contacts in one run: seconds, peak memory, pairwise F1, ratios.

    python bench/against_splink.py [--sizes 10000 100000] [--rules narrow|wide] [--cap 600] [--shared FOLDER]

Needs splink. Both get the columns that this library has cleaned, and the same blocking rules; the time for cleaning
is told apart and counts for neither. Splink compares as its documentation tells a user to: its library comparisons
with term frequencies, u by sampling, two rounds of EM, clusters at 0.95. ``whole`` is `find_duplicates` from the raw
export to clusters, without any configuration. Without ``--shared`` the contacts come from ``crmquality.testing``,
with it from that folder's ``bench/synth.py``. ``--cap 0`` takes the limit off our blocks; Splink has none.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path

import measure

#: not under the names of our own rules, whose blocks of common names have limits that Splink lacks
NARROW = {
    "email": ("email",), "phone": ("phone",), "both names": ("names",), "mail name": ("local",),
    "family name and postal code": ("family", "postal_code"), "given name and postal code": ("given", "postal_code"),
    "company and family name": ("company", "family"), "company and given name": ("company", "given"),
    "street and initial": ("street", "initial"), "sound, initial, city": ("sound", "initial", "city"),
}  # fmt: skip
WIDE = {**NARROW, "sound and initial": ("sound", "initial")}


def data(n: int, shared: str) -> tuple[Path, Path]:
    """An export of n contacts and its answer key."""
    if not shared:
        return measure.sample(n)
    folder = Path(tempfile.gettempdir()) / "crmquality-bench"
    folder.mkdir(exist_ok=True)
    path, key = folder / f"synth-{n}.parquet", folder / f"synth-{n}.key.csv"
    if not key.exists():
        import polars as pl

        subprocess.run([sys.executable, str(Path(shared) / "bench" / "synth.py"), str(n), str(path)], check=True)
        frame = pl.read_parquet(path).with_columns(pl.col("record_id").cast(pl.String))
        fake = pl.when(pl.col("entity_id") < 0).then(pl.lit("fake")).otherwise(pl.lit(""))
        frame.select("record_id", entity_id=fake + pl.col("entity_id").cast(pl.String), problem=pl.lit("")).write_csv(
            key
        )
        frame.drop("entity_id").write_parquet(path)
    return path, key


def labels_of(ids, labels) -> dict[str, object]:
    return dict(zip(ids, labels.tolist(), strict=True))


def whole(path: str) -> None:
    import crmquality as cq

    start = time.perf_counter()
    found = cq.find_duplicates(path, id=None if path.endswith("csv") else "record_id")
    seconds = time.perf_counter() - start
    clusters = dict(zip(found.clusters["record_id"], found.clusters["cluster_id"], strict=True))
    print(json.dumps({"seconds": seconds, "peak_mb": measure.peak_mb(), "clusters": clusters}))


def matching(lanes_path: str, rules: str, cap: str) -> None:
    """From the cleaned columns to clusters."""
    import polars as pl

    from crmquality.columns import Column
    from crmquality.matching import find_pairs
    from crmquality.matching._compare import LANES

    import_module("scipy.sparse.csgraph")  # imports count for neither
    start = time.perf_counter()
    frame = pl.read_parquet(lanes_path)
    with ThreadPoolExecutor(2) as pool:
        lanes = dict(zip(LANES, pool.map(lambda n: Column.encode(frame[n], ordered=False), LANES), strict=True))
    ids = frame["id"].to_list()
    found = find_pairs(lanes, ids=ids, rules=NARROW if rules == "narrow" else WIDE, cap=int(cap) or None)
    seconds = time.perf_counter() - start
    work = found.work
    pairs = sum(work.candidates.values())
    print(
        f"{pairs:,} candidates, {work.survivors / pairs:.2%} scored, {work.strings / pairs:.2%} strings",
        file=sys.stderr,
    )
    print(json.dumps({"seconds": seconds, "peak_mb": measure.peak_mb(), "clusters": labels_of(ids, found.labels)}))


def settings(rules: str):
    import splink.comparison_library as cl
    from splink import SettingsCreator, block_on

    tf = {"term_frequency_adjustments": True}
    blocking = []
    for parts in (NARROW if rules == "narrow" else WIDE).values():
        if parts == ("phone",):
            blocking += [block_on("phone1"), block_on("phone2"), "l.phone1 = r.phone2", "l.phone2 = r.phone1"]
        else:
            blocking.append(block_on(*parts))
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="id",
        blocking_rules_to_generate_predictions=blocking,
        comparisons=[
            cl.ForenameSurnameComparison("given", "family", forename_surname_concat_col_name="full_name"),
            cl.EmailComparison("email").configure(**tf),
            cl.DamerauLevenshteinAtThresholds("phone1", [1]).configure(**tf),
            cl.JaroWinklerAtThresholds("company", [0.92, 0.8]).configure(**tf),
            cl.JaroWinklerAtThresholds("street", [0.92]).configure(**tf),
            cl.LevenshteinAtThresholds("postal_code", [1]).configure(**tf),
        ],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )  # fmt: skip


def prepared(lanes_path: str):
    """The same columns with the keys that Splink cannot derive."""
    import polars as pl

    from crmquality.matching._lanes import DERIVED

    frame = pl.read_parquet(lanes_path)
    for name in ("initial", "sound"):
        lane, make = DERIVED[name]
        frame = frame.with_columns(pl.Series(name, [None if v is None else make(v) for v in frame[lane].to_list()]))
    both = pl.concat_list("given", "family").list.sort().list.join("|")
    named = pl.when(pl.col("given").is_not_null() & pl.col("family").is_not_null())
    return frame.with_columns(
        named.then(both).alias("names"), full_name=pl.col("given") + " " + pl.col("family")
    ).to_pandas()


def splink(lanes_path: str, rules: str) -> None:
    import duckdb
    from splink import DuckDBAPI, Linker, block_on

    warnings.filterwarnings("ignore")
    table = prepared(lanes_path)
    start = time.perf_counter()
    connection = duckdb.connect()
    linker = Linker(DuckDBAPI(connection=connection).register(table), settings(rules))
    sure = [block_on("email", "family"), block_on("phone1", "given")]
    linker.training.estimate_probability_two_random_records_match(sure, recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (block_on("email"), block_on("given", "family")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule, estimate_without_term_frequencies=True)
    predictions = linker.inference.predict(threshold_match_probability=0.01)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
        predictions, threshold_match_probability=0.95
    ).as_pandas_dataframe()
    seconds = time.perf_counter() - start
    labels = dict(zip(clusters["id"], clusters["cluster_id"], strict=True))
    print()
    print(json.dumps({"seconds": seconds, "peak_mb": measure.peak_mb(), "clusters": labels}))


def compare(n: int, rules: str, cap: int, shared: str) -> dict[str, dict[str, float]]:
    """Both on the same columns, one after the other, and the whole of ours."""
    path, key = data(n, shared)
    lanes = path.with_suffix(".lanes.parquet")
    out = {"cleaning": measure.child("measure.py", path, lanes)}
    runs = {"matching": (lanes, rules, cap), "splink": (lanes, rules), "whole": (path,)}
    for name, args in runs.items():
        result = measure.child("against_splink.py", name, *args)
        out[name] = {**measure.score(result.pop("clusters"), key), **result}
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--rules", choices=("narrow", "wide"), default="narrow")
    parser.add_argument("--cap", type=int, default=600)
    parser.add_argument("--shared", default="")
    options = parser.parse_args()
    for n in options.sizes:
        runs = compare(n, options.rules, options.cap, options.shared)
        print(f"\n{n:,} contacts, {options.rules} rules")
        for name, r in runs.items():
            quality = f"P {r['precision']:.3f} R {r['recall']:.3f} F1 {r['f1']:.3f}" if "f1" in r else ""
            print(f"  {name:8} {r['seconds']:8.1f} s {r['peak_mb']:8,.0f} MB  {quality}")
        ours, theirs = runs["matching"], runs["splink"]
        speed = theirs["seconds"] / ours["seconds"]
        print(f"  matching x{speed:.1f} faster, {ours['peak_mb'] / theirs['peak_mb']:.2f} of the memory")
        print(
            f"  whole, reading and cleaning included, x{theirs['seconds'] / runs['whole']['seconds']:.1f}", flush=True
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        {"whole": whole, "matching": matching, "splink": splink}[sys.argv[2]](*sys.argv[3:])
    else:
        main()
