"""`find_duplicates` beside Splink, on the same contacts in one run: seconds, peak memory, pairwise F1, ratio.

    python bench/against_splink.py [10000 100000]

Needs splink. Ours gets the raw export and no configuration. Splink gets what its documentation tells a user to do:
cleaned columns (case, digits of phones, legal forms off, frequent e-mails and phones as null), hand-written blocking
rules and comparisons with term frequencies, u by sampling, two rounds of EM, clusters at 0.95.
"""

from __future__ import annotations

import json
import sys
import time
import warnings

import measure

COLUMNS = {
    "Record ID": "record_id", "First Name": "first_name", "Last Name": "last_name", "Email": "email",
    "Mobile Phone Number": "phone", "Company Name": "company", "Street Address": "street", "Postal Code": "postal_code",
}  # fmt: skip
LEGAL = r"\b(inc|llc|corp|ltd|limited|plc|gmbh|ag|sarl|sas|sl|sa|srl|spa|ltda|pvt|private|incorporated|corporation)\b"
LEGAL_HAN = r"(股份有限公司|有限责任公司|有限公司|股份公司|公司)$"


def ours(path: str) -> None:
    import crmquality as cq

    start = time.perf_counter()
    found = cq.find_duplicates(path)
    clusters = dict(zip(found.clusters["record_id"], found.clusters["cluster_id"], strict=True))
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "peak_mb": measure.peak_mb(), "clusters": clusters}))


def cleaned(path: str):
    """The columns as a careful user of Splink would prepare them."""
    import polars as pl

    frame = pl.read_csv(path, infer_schema=False).select(list(COLUMNS)).rename(COLUMNS)
    text = pl.col("first_name", "last_name", "company", "street").str.to_lowercase()
    frame = frame.with_columns(
        text.str.replace_all(r"[\.,'\"()（）\-_/]+", " ").str.replace_all(r"\s+", " ").str.strip_chars(),
        pl.col("email").str.to_lowercase().str.strip_chars(),
        pl.col("phone").str.replace_all(r"\D", "").str.tail(9),
        pl.col("postal_code").str.to_uppercase().str.replace_all(r"\s", ""),
    )
    legal = pl.col("company").str.replace_all(LEGAL, "").str.replace_all(LEGAL_HAN, "").str.strip_chars()
    frame = frame.with_columns(legal)
    frame = frame.with_columns(pl.when(pl.col(pl.String).str.len_chars() > 0).then(pl.col(pl.String)))
    often = max(8, len(frame) // 2000)
    rare = [pl.when(pl.len().over(c) <= often).then(pl.col(c)).alias(c) for c in ("email", "phone")]
    return frame.with_columns(*rare, (pl.col("first_name") + " " + pl.col("last_name")).alias("full_name")).to_pandas()


def settings():
    import splink.comparison_library as cl
    from splink import SettingsCreator, block_on

    tf = {"term_frequency_adjustments": True}
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="record_id",
        blocking_rules_to_generate_predictions=[
            block_on("email"), block_on("phone"), block_on("first_name", "last_name"),
            "l.first_name = r.last_name and l.last_name = r.first_name", block_on("last_name", "postal_code"),
            block_on("last_name", "company"), block_on("first_name", "company"),
            block_on("substr(first_name,1,3)", "substr(last_name,1,4)"),
        ],
        comparisons=[
            cl.ForenameSurnameComparison("first_name", "last_name", forename_surname_concat_col_name="full_name"),
            cl.EmailComparison("email").configure(**tf),
            cl.DamerauLevenshteinAtThresholds("phone", [1]).configure(**tf),
            cl.JaroWinklerAtThresholds("company", [0.92, 0.8]).configure(**tf),
            cl.JaroWinklerAtThresholds("street", [0.92]).configure(**tf),
            cl.LevenshteinAtThresholds("postal_code", [1]).configure(**tf),
        ],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )  # fmt: skip


def theirs(path: str) -> None:
    import duckdb
    from splink import DuckDBAPI, Linker, block_on

    warnings.filterwarnings("ignore")
    start = time.perf_counter()
    api = DuckDBAPI(connection=duckdb.connect())
    linker = Linker(api.register(cleaned(path)), settings())
    sure = [block_on("email", "last_name"), block_on("phone", "first_name")]
    linker.training.estimate_probability_two_random_records_match(sure, recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (block_on("email"), block_on("first_name", "last_name")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule, estimate_without_term_frequencies=True)
    predictions = linker.inference.predict(threshold_match_probability=0.01)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
        predictions, threshold_match_probability=0.95
    ).as_pandas_dataframe()
    labels = dict(zip(clusters["record_id"], clusters["cluster_id"], strict=True))
    seconds = time.perf_counter() - start
    print()
    print(json.dumps({"seconds": seconds, "peak_mb": measure.peak_mb(), "clusters": labels}))


def compare(n: int) -> dict[str, dict[str, float]]:
    """Both on the same file, one after the other."""
    path, key = measure.sample(n)
    out = {}
    for name in ("ours", "splink"):
        result = measure.child("against_splink.py", name, path)
        out[name] = {**measure.score(result.pop("clusters"), key), **result}
    return out


def main(sizes: list[int]) -> None:
    for n in sizes:
        both = compare(n)
        print(f"\n{n:,} contacts")
        for name, r in both.items():
            quality = f"P {r['precision']:.3f} R {r['recall']:.3f} F1 {r['f1']:.3f}"
            print(f"  {name:8} {r['seconds']:8.1f} s {r['peak_mb']:8,.0f} MB  {quality}")
        a, b = both["ours"], both["splink"]
        print(f"  x{b['seconds'] / a['seconds']:.1f} faster, {a['peak_mb'] / b['peak_mb']:.2f} of the memory")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        (ours if sys.argv[2] == "ours" else theirs)(sys.argv[3])
    else:
        main([int(a) for a in sys.argv[1:]] or [10_000, 100_000])
