"""Times `match_accounts` on made-up leads and accounts: python bench/accounts.py [rows, 100000 unless given]."""

from __future__ import annotations

import random
import sys
import time

import polars as pl

import crmquality as cq

WORDS = (
    "alpha nova stern blau berg delta omni vert lumen quant harbor cedar orion pixel zenith vector solar terra".split()
)
HAN = "华讯腾达瑞安盛世恒通金鼎博远天宇信诚立德宏图中科联创智慧云海"
PLACES = {"China": ("北京", "上海", "深圳市"), "Germany": ("GmbH", "AG"), "US": ("Inc.", "LLC")}


def name(rng: random.Random, country: str) -> str:
    """A company's name."""
    if country == "China":
        core = "".join(rng.choice(HAN) for _ in range(4))
        return f"{rng.choice(PLACES[country])}{core}{rng.choice(('科技', '贸易', '电子'))}有限公司"
    core = " ".join(rng.choice(WORDS).title() + rng.choice(WORDS) for _ in range(2))
    return f"{core} {rng.choice(PLACES[country])}"


def main(rows: int) -> None:
    """Match as many leads as accounts, and say how long it took and how many found their own."""
    rng = random.Random(7)
    countries = [rng.choice(list(PLACES)) for _ in range(rows)]
    names = [name(rng, c) for c in countries]
    accounts = pl.DataFrame({
        "Account ID": [f"a{i}" for i in range(rows)], "Account Name": names, "Country": countries,
        "Website": [f"www.firm{i}.com" if i % 3 else "" for i in range(rows)],
    })  # fmt: skip
    own = [rng.randrange(rows) for _ in range(rows)]
    leads = pl.DataFrame({
        "Lead ID": [f"{k}" for k in range(rows)], "Company": [names[i] if rng.random() < 0.7 else "" for i in own],
        "Email": [f"p{k}@firm{i}.com" if rng.random() < 0.6 else f"p{k}@gmail.com" for k, i in enumerate(own)],
        "Country": [countries[i] for i in own],
    })  # fmt: skip
    start = time.perf_counter()
    found = cq.match_accounts(leads, accounts).filter(pl.col("relation") == "belongs_to")
    seconds = time.perf_counter() - start
    truth = pl.DataFrame({"lead_id": leads["Lead ID"], "own": [f"a{i}" for i in own]})
    right = found.join(truth, on="lead_id").filter(pl.col("account_id") == pl.col("own")).height
    print(f"{rows:,} leads x {rows:,} accounts: {seconds:.1f} s; {found.height:,} matched")
    print(f"{right / found.height:.1%} of them right; names repeat by chance")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
