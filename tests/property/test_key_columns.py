"""What a whole table is compared by is, row by row, what each of its records is compared by."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import crmquality as cq
from crmquality.cleaning import _find, _red_lines, _source
from crmquality.cleaning._examine import examine_table
from crmquality.policy import Policy, compile_policy
from crmquality.policy._key_columns import lane_columns
from crmquality.policy._keys import record_lanes
from crmquality.testing import contacts, strategies

LOCAL = st.from_regex(
    r"\A(info|j\.?smith|smithj[0-9]{0,4}|zhang\.?wei|wei[0-9]*|a+|[a-zA-Z0-9._+-]{1,12}|müller|张伟)\Z"
)
DOMAIN = st.sampled_from(
    ["gmail.com", "googlemail.com", "outlook.com", "firma.de", "a@b.cn", "x", "公司.cn", "smith.de", "wei", "a+.x"]
)
CELLS = {
    "email": st.one_of(st.builds("{}@{}".format, LOCAL, DOMAIN), st.text(max_size=20)),
    "first_name": st.one_of(st.sampled_from(["Smith", "J", "John", "J.", "John Smith ſr", "Mehmet JUNİOR", "Pan Junıor", "Ann, PÈRE", "Wei", "伟", "John Smith", "张伟民", "阳静怡", "怡 (Joy)", "Mr. Robin", "Frau Anna", "robin", ""]), st.text(max_size=9)),
    "last_name": st.one_of(st.sampled_from(["Smith", "S", "张", "欧", "欧陽", "Zhang", "o'Neil", ""]), st.text(max_size=9)),
    "name": st.sampled_from(["John Smith", "Smith", "Pan, Anna", "HERR, Anna", "Herr Smith", "J Smith ſr", "Yilmaz JUNİOR", "张伟", "張偉先生", "山田 太郎", "古丽·买买提", "J Smith", "Wei Zhang", "n/a", "John A. Smith", "Mrs J Smith", "Иван Петрович Сидоров", "王颖女士", "王*"]),
    "phone": st.one_of(strategies.values("phone"), strategies.dirty("phone").map(lambda d: d.raw), st.text(max_size=16)),
    "mobile": st.one_of(strategies.values("phone"), st.sampled_from(["0000000", "8.61380013E+12", "+4930123456", "12345678; 2"])),
    "company": st.one_of(strategies.values("organization_name"), st.text(max_size=12)),
    "street": st.from_regex(r"\A(Apt\.? )?[0-9]{0,3} ?(Main|High|北京路|Straße) (St|St\.|Ave|Apt 4|Road)?\Z"),
    "city": st.sampled_from(["北京", "Beijing", "St. Gallen", "München", "-"]),
    "tax_id": st.sampled_from(["9.13501E+17", "1E+10", "12e10", "DE123456789", " 9,1e+17 "]),
    "job_title": st.sampled_from(["9.13501E+17", "CEO", "12 E 10", "总经理"]),
    "postal_code": st.one_of(strategies.values("postal_code"), st.text(max_size=9)),
    "birth_date": st.sampled_from(["1980-02-30", "19800230", "1980-02-03", "3 March 1980", "03/04/1980", "x"]),
    "country": st.sampled_from(["CN", "Deutschland", "US", "?"]),
}  # fmt: skip
POLICIES = [
    cq.presets.contact(region="CN"),
    cq.presets.company(),
    Policy("thing", [cq.Field(n, "person_name" if n == "name" else "text") for n in CELLS]),
]


@pytest.mark.parametrize("policy", POLICIES, ids=lambda p: p.name)
@settings(max_examples=50)
@given(rows=st.lists(st.fixed_dictionaries({}, optional=CELLS), min_size=1, max_size=12))
def test_lanes_of_a_table_are_those_of_its_records(policy, rows):
    """Expressions over columns answer as the functions over single keys do, and an index reads a record alone."""
    known = [n for n in CELLS if n in policy.field_names and any(r.get(n) for r in rows)]
    table = pl.DataFrame({n: pl.Series([r.get(n) or None for r in rows], dtype=pl.String) for n in known})
    compiled = compile_policy(policy)
    found = examine_table(table, {n: n for n in known}, compiled, None)
    lanes = {n: c.to_series().to_list() for n, c in lane_columns(policy, found.columns, len(rows)).items()}
    index = cq.DuplicateIndex(policy)
    for i, row in enumerate(rows):
        cells = {n: row.get(n) or None for n in known}
        read = compiled.examine_record(cells).cells
        of_row = {n: v[i] for n, v in lanes.items()}
        assert of_row == record_lanes(policy, {n: read[n] for n in known}, cells)
        index.add(str(i), row)
        ((_, kept),) = [item for item in index._store.items() if item[0] == str(i)]
        assert of_row == {**kept}


def test_matching_needs_no_more_than_is_read_for_it():
    """The result is the same where every column is read and every rule over records is run."""
    for seed, mix in ((5, "mixed"), (6, "english"), (7, "chinese")):
        table = contacts(1500, seed=seed, mix=mix).rows
        found = cq.find_duplicates(table)
        source = _source.understand(table, None, id=None)
        whole = examine_table(source.table.frame, source.mapping.fields, compile_policy(source.policy), None)
        judged = _find.in_our_words(whole.canonical_frame(), source.policy)
        forbids = _red_lines.signs(source, judged, None, None, None)
        full = _find.matched(source, whole, forbids, cq.Decisions(), None, None)
        assert found.pairs.equals(full.pairs)
        assert found.clusters.equals(full.clusters)
        assert len(found.pairs) > 50
