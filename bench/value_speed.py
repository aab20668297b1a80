"""Speed of reading values, one core: our check against the library's on the same stream, in one run.

    POLARS_MAX_THREADS=1 python bench/value_speed.py [--rows 1000000] [--values 50000] [--table FILE.parquet] [--kinds]

Prints, per kind, the stream and its shares, microseconds a value, and the ratio to the peer: phonenumbers (parse,
valid, type, E.164) as shipped and with its pattern cache on, email-validator without DNS. Then whole columns through
normalise and validate: phones and emails at 80 % distinct, and ten usual fields of made-up contacts.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

import phonenumbers as pn
from email_validator import EmailNotValidError, validate_email
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from crmquality import normalizers, validators
from crmquality.policy import compile_policy
from crmquality.presets import contact
from crmquality.testing import contacts, strategies, write_contacts
from crmquality.validators import KINDS

ADDRESS = ("street", "city", "region", "postal_code", "country")

REGIONS = {
    "CN": 34, "US": 16, "GB": 6, "DE": 6, "FR": 4, "IN": 4, "JP": 3, "HK": 3, "CA": 2, "SG": 2, "AU": 2, "BR": 2,
    "IT": 2,
    "ES": 2, "NL": 1, "CH": 1, "AT": 1, "SE": 1, "NO": 1, "DK": 1, "PL": 1, "CZ": 1, "TR": 1, "RU": 1, "KR": 1, "TW": 1,
    "TH": 1, "VN": 1, "MY": 1, "ID": 1, "PH": 1, "AE": 1, "SA": 1, "IL": 1, "ZA": 1, "NG": 1, "EG": 1, "MX": 1, "AR": 1,
    "CO": 1, "CL": 1, "PT": 1, "IE": 1, "BE": 1, "FI": 1, "GR": 1, "NZ": 1, "UA": 1, "RO": 1, "HU": 1,
}  # fmt: skip
"""Regions of a realistic stream, in percent."""


def phone_stream(n: int, seed: int = 1, home: str | None = None) -> tuple[list[tuple[str, str]], dict[str, float]]:
    """Numbers as people type them, each with its region, and the shares of their forms.

    With a ``home``, as one column of a CRM holds them: numbers from elsewhere carry their country code.
    """
    draw = random.Random(seed)
    regions, weights = list(REGIONS), list(REGIONS.values())
    count: dict[str, int] = {}
    out = []
    for _ in range(n):
        region = draw.choices(regions, weights)[0]
        kind = draw.choice((0, 1, 1, 1))
        example = pn.example_number_for_type(region, kind) or pn.example_number(region)
        nsn = pn.national_significant_number(example)
        keep = draw.randint(3, 5)
        number = pn.parse(
            f"+{example.country_code}{nsn[:keep]}" + "".join(draw.choices("0123456789", k=len(nsn) - keep))
        )
        roll = draw.random() if home in (None, region) else 0.5 + draw.random() / 3
        if roll < 0.30:
            form, text = "digits", pn.national_significant_number(number)
        elif roll < 0.50:
            form, text = "national", pn.format_number(number, pn.PhoneNumberFormat.NATIONAL)
        elif roll < 0.68:
            form, text = "international", pn.format_number(number, pn.PhoneNumberFormat.INTERNATIONAL)
        elif roll < 0.86:
            form, text = "e164", pn.format_number(number, pn.PhoneNumberFormat.E164)
        elif roll < 0.90:
            form, text = "00 prefix", f"00{number.country_code}{number.national_number}"
        elif roll < 0.94:
            form, text = "wrong length", pn.national_significant_number(number)[: -draw.randint(1, 3)]
        elif roll < 0.96:
            text = pn.format_number(number, pn.PhoneNumberFormat.NATIONAL)
            form, text = "extension", text + draw.choice((" ext 12", " x345", "转801", "-802"))
        elif roll < 0.98:
            form, text = "label", draw.choice(("Tel: ", "电话：", "T. ")) + pn.format_number(number, 1)
        elif roll < 0.99:
            form, text = "junk", draw.choice(("n/a", "无", "13800138000", "123", "call later", "0", "a@b.com"))
        else:
            form, text = (
                "fullwidth",
                "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in str(number.national_number)),
            )
        count[form] = count.get(form, 0) + 1
        out.append((text, region))
    return out, {k: v / n for k, v in sorted(count.items())}


FREE = ("gmail.com", "qq.com", "163.com", "hotmail.com", "outlook.com", "126.com", "yahoo.com", "icloud.com")


def email_stream(n: int, odd: float, seed: int = 2) -> tuple[list[str], dict[str, float]]:
    """Addresses, of which a share ``odd`` is international, wrapped or broken."""
    draw = random.Random(seed)
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = ["".join(draw.choices(letters, k=draw.randint(3, 9))) for _ in range(20_000)]
    suffixes, tops = ("", "-group", "tech"), ("com", "cn", "de", "co.uk", "io")
    hosts = [f"{draw.choice(names)}{draw.choice(suffixes)}.{draw.choice(tops)}" for _ in range(max(50, n // 12))]
    foreign = [
        f"{w}{i}.{t}" for i in range(max(3, n // 400)) for w, t in (("müller", "de"), ("例子", "com"), ("公司", "中国"))
    ]
    count: dict[str, int] = {}
    out = []
    for _ in range(n):
        number = draw.choice(("", "", str(draw.randint(1, 99))))
        local = draw.choice((".", "", "_", "-")).join((draw.choice(names), draw.choice(names))) + number
        host = draw.choice(FREE) if draw.random() < 0.35 else draw.choice(hosts)
        form, text = "plain", f"{local}@{host}"
        if draw.random() < odd:
            form = draw.choice(("idn domain", "idn domain", "utf-8 local", "upper case", "broken", "wrapped"))
            text = {
                "idn domain": f"{local}@{draw.choice(foreign)}",
                "utf-8 local": f"jörg.{local}@{host}",
                "upper case": text.upper(),
                "broken": text.replace("@", draw.choice((".", "@@", " at ", "@."))),
                "wrapped": f"<{text}>;",
            }[form]
        count[form] = count.get(form, 0) + 1
        out.append(text)
    return out, {k: v / n for k, v in sorted(count.items())}


def library_phone(text: str, region: str) -> object:
    """Verdict, type and E.164 by phonenumbers."""
    try:
        number = pn.parse(text, region)
    except pn.NumberParseException:
        return None
    valid = pn.is_valid_number(number)
    return valid, pn.number_type(number), pn.format_number(number, pn.PhoneNumberFormat.E164)


def library_email(text: str) -> object:
    """Normalised address by email-validator."""
    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        return None


def micros(call: Callable[..., object], values: Sequence[tuple[str, ...]], piece: int = 500, turns: int = 5) -> float:
    """Microseconds of processor a value: the best of several turns for each piece of the stream."""
    total = 0.0
    for at in range(0, len(values), piece):
        best = float("inf")
        for _ in range(turns):
            start = time.process_time()
            for value in values[at : at + piece]:
                call(*value)
            best = min(best, time.process_time() - start)
        total += best
    return total / len(values) * 1e6


def shares(found: dict[str, float]) -> str:
    """The shares of a stream as text."""
    return ", ".join(f"{k} {v:.1%}" for k, v in found.items())


def scalar(n: int) -> None:
    """Values one by one against the libraries: normalizers alone, then the check with all findings."""
    phones, mix = phone_stream(n)
    print(f"phone: {n:,} values, {len(set(phones)) / n:.0%} distinct: {shares(mix)}")
    few = phones[: n // 5]
    checks = {region: validators.phone(region) for region in REGIONS}
    for text, region in phones[: n // 5]:  # plans are built on first use
        checks[region](text)
    alone = micros(normalizers.phone, few)
    ours = micros(lambda t, r: checks[r](t), few)
    shipped = micros(library_phone, few)
    pn.enable_pattern_cache()
    cached = micros(library_phone, few)
    for name, cost in (("normalizer", alone), ("check", ours)):
        print(f"  {name} {cost:.2f} µs; phonenumbers {shipped:.1f} (x{shipped / cost:.1f}), "
              f"with its pattern cache {cached:.1f} (x{cached / cost:.1f})")  # fmt: skip
    for odd in (0.02, 0.13):
        mails, mix = email_stream(n, odd)
        distinct = [(m,) for m in dict.fromkeys(mails)][: n // 5]
        theirs = micros(library_email, distinct)
        print(f"email: {len(distinct):,} distinct values: {shares(mix)}")
        for name, call in (("normalizer", normalizers.email), ("check", validators.email())):
            cost = micros(call, distinct)
            print(f"  {name} {cost:.2f} µs; email-validator {theirs:.1f} (x{theirs / cost:.1f})")


def kinds(n: int, table: Path | None) -> None:
    """Every kind on distinct values: of made-up contacts or another maker's beside their country, and as drawn."""
    import polars as pl

    policy = contact("CN")
    frame = pl.DataFrame(contacts(n, seed=5).rows) if table is None else pl.read_parquet(table).head(n * 3)
    frame = frame.select(pl.all().cast(pl.String))
    mapped, compiled = policy.recognise(frame.columns).fields, compile_policy(policy)
    for field, column in mapped.items():
        pairs = frame.select(pl.col(column), land=pl.col(mapped["country"])).drop_nulls(column)
        pairs = (pairs if compiled.context_of(field) else pairs.with_columns(land=None)).unique(maintain_order=True)
        if len(pairs) < 30:
            continue
        readers = {land: compiled.brief(field, land and normalizers.country(land)) for land in pairs["land"].unique()}
        told(field, policy.field(field).kind, pairs.rows(), lambda v, land, r=readers: r[land](v))
    for mix in ("english", "chinese"):
        told(f"{mix} addresses", "address", whole_addresses(n // 4, mix), KINDS["address"].brief())
    for kind in KINDS:
        told("strategies", kind, drawn(kind, n // 10), KINDS[kind].brief())


def told(name: str, kind: str, values: Sequence[tuple[str, ...]], call: Callable[..., object]) -> None:
    """Print what values of a kind take that are read once, after as many others, and the shares of their forms."""
    first = len(values) // 2
    for value in values[:first]:  # tables are loaded on first use
        call(*value)
    cost = micros(call, values[first:], turns=1)
    forms = Counter(
        re.sub("[^\\W\\d_]+", lambda m: "汉" if m[0] > "\u2e80" else "a", re.sub(r"\d+", "9", v)) for v, *_ in values
    )
    most = ", ".join(f"{form[:24]!r} {count / len(values):.0%}" for form, count in forms.most_common(4))
    print(f"  {name:18} {kind:18} {len(values):7,} distinct  {cost:6.2f} µs  {most}")


def whole_addresses(n: int, mix: Literal["english", "chinese"]) -> list[tuple[str]]:
    """Distinct addresses in one cell each, put together from made-up contacts."""
    rows = contacts(n, seed=5, mix=mix).rows
    mapped = contact("CN").recognise(list(rows[0])).fields
    out = []
    for row in rows:
        street, city, region, code, land = (row.get(mapped.get(f, "")) or "" for f in ADDRESS)
        if street and city:
            tail = f"{region} {code}".strip()
            parts = (street, city, tail, land) if mix == "english" else (f"{code} {region}{city}{street}".strip(),)
            out.append((", ".join(p for p in parts if p),))
    return list(dict.fromkeys(out))


def drawn(kind: str, n: int) -> list[tuple[str]]:
    """Distinct values of a kind, as `crmquality.testing.strategies` draws them."""
    out: list[str] = []

    @seed(5)
    @settings(max_examples=n // 20, database=None, deadline=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(st.lists(strategies.values(kind), min_size=20, max_size=20))
    def draw(values: list[str]) -> None:
        out.extend(values)

    draw()
    return [(v,) for v in dict.fromkeys(out) if v]


def columns(n: int) -> None:
    """Whole columns through normalise and validate."""
    import polars as pl

    from crmquality.cleaning._examine import examine_table

    compiled = compile_policy(contact("CN"))
    few = n * 4 // 5
    draw = random.Random(3)
    for name, made in (
        ("mobile", [t for t, _ in phone_stream(int(few * 1.05), home="CN")[0]]),
        ("email", email_stream(few, 0.02)[0]),
    ):
        distinct = list(dict.fromkeys(made))[:few]
        rows = distinct + draw.choices(distinct, k=n - len(distinct))
        draw.shuffle(rows)
        frame = pl.DataFrame({name: rows})
        start = time.perf_counter()
        examine_table(frame, {name: name}, compiled, None)
        print(f"{name}: {n:,} rows, {len(distinct) / n:.0%} distinct: {time.perf_counter() - start:.2f} s")


TEN = (
    "first_name",
    "last_name",
    "email",
    "mobile",
    "company",
    "job_title",
    "city",
    "postal_code",
    "country",
    "created_at",
)
OTHER_TEN = (*(f for f in TEN if f not in ("mobile", "created_at")), "phone", "street")


def ten_fields(n: int, table: Path | None) -> None:
    """Ten fields of made-up contacts, each with its own share of distinct values, one after the other."""
    import polars as pl

    from crmquality.cleaning._examine import examine_table

    if table is None:
        with tempfile.TemporaryDirectory() as folder:
            write_contacts(Path(folder) / "contacts.csv", n, seed=11)
            frame = pl.read_csv(Path(folder) / "contacts.csv", infer_schema=False)
        name, wanted = "crmquality.testing", TEN
    else:
        frame, name, wanted = pl.read_parquet(table).head(n), table.name, OTHER_TEN
    policy = contact("CN")
    mapping = {f: c for f, c in policy.recognise(frame.columns).fields.items() if f in wanted}
    frame = frame.select(pl.col(list(mapping.values())).cast(pl.String))
    start = time.perf_counter()
    examine_table(frame.select(mapping.values()), mapping, compile_policy(policy), None)
    whole = time.perf_counter() - start
    for field, column in mapping.items():
        distinct = frame[column].n_unique()
        print(f"  {field:14} {distinct / n:6.1%} distinct")
    print(f"{len(mapping)} fields of {frame.height:,} contacts ({name}): {whole:.1f} s")


def main() -> None:
    """Run everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--values", type=int, default=50_000)
    parser.add_argument("--table", type=Path, help="another maker's contacts, Parquet")
    parser.add_argument("--kinds", action="store_true", help="every kind of these contacts, and nothing else")
    arguments = parser.parse_args()
    if arguments.kinds:
        kinds(20_000, arguments.table)
        return
    scalar(arguments.values)
    kinds(20_000, arguments.table)
    columns(arguments.rows)
    ten_fields(arguments.rows, None)
    if arguments.table:
        ten_fields(arguments.rows, arguments.table)


if __name__ == "__main__":
    main()
