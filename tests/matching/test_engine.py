"""The sweep over a table equals the scalar comparison of every pair, and clusters do not over-merge."""

from __future__ import annotations

import itertools

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import crmquality as cq
from crmquality.columns import Column
from crmquality.matching import Model, _sweep, find_pairs
from crmquality.matching._blocking_keys import RULES, _keys, record_keys, split_keys
from crmquality.matching._clusters import cluster, greedy
from crmquality.matching._compare import KEEP, LANES, UNIT, score
from crmquality.matching._levels import holds
from crmquality.matching._pieces import derived_texts, signatures
from crmquality.matching._tests import DERIVED, TESTS, derived, signature

WORDS = {
    "given": ["bill", "wei", "weiming", "w", "anna", "wang", "annabelle", "annabele", "محمد", "lv", "lu", "muller", "juergen"],
    "family": ["wang", "smith", "smyth", "wei", "garcialopez", "garcia", "a", "anna", "الأحمد", "lv", "lu", "mueller", "jurgen"], "generation": ["1", "2"], "nickname": ["william"],
    "email": ["annabelle@x.com", "anabelle@x.com", "annabelle@xx.com", "info@x.com", "b@x.com", "x@x.com", "n/a@n/a.com"], "local": ["wangwei99"],
    "phone1": ["+861380000001", "+861380000002", "01380000001", "+1"], "phone2": ["+3", "+8613811000010"],
    "company": ["acme", "acmee", "acmelogistics"], "street": ["1 main street", "1 main stret"],
    "postal_code": ["12345", "99999"], "city": ["berlin", "berlim"],
    "birth_date": ["1980-01-02", "1980-05-06", "1970-01-02", "1980-01-03", "1980", "1950-01-02", "1980-02-30"],
    "identifier": ["x1234", "x1243", "y9"], "job_title": ["ceo", "cto"], "country": ["CN", "DE"],
    "written": ["王伟", "王炜", "伟", "王伟//m", "//f", "/alb", "/a", "/pet iva/m", "?"],
}  # fmt: skip
TABLES = st.lists(st.fixed_dictionaries({n: st.none() | st.sampled_from(w) for n, w in WORDS.items()}), max_size=12)


#: one sound and one mailbox, written in two ways and more
ALIKE = [
    {"given": "wei", "family": "wang", "email": "annabelle@x.com", "phone1": "+861380000001", "written": written}
    for written in ("王伟", "王炜", "伟", None)
]


def narrower_keys(key, lanes):
    """The keys that stand in for one whose block is too large, each narrower than the one before."""
    keys = _keys(lanes)
    for part in split_keys(key[0], RULES[key[0]]):
        key = (*key, keys.get(part) or "")
        yield key


def columns(rows):
    return {n: Column.from_cells([r.get(n) for r in rows]) for n in LANES}


def ids(rows):
    return [f"r{i:03d}" for i in range(len(rows))]


@example([{**dict.fromkeys(LANES), **row} for row in ALIKE])
@given(TABLES)
def test_table_equals_pair_by_pair(rows):
    """Same pairs, weights and bands as comparing every two records that share a key."""
    found = find_pairs(columns(rows), ids=ids(rows), model=Model.default())
    lanes = found._lanes
    keys = [set(record_keys(r)) for r in rows]
    want = {}
    for i, j in itertools.combinations(range(len(rows)), 2):
        if keys[i] & keys[j]:
            s = score(rows[i], rows[j], Model.default(), lanes.count, lanes.filled, len(rows))
            if s.weight >= KEEP:
                want[i, j] = (s.weight, "auto" if not s.doubt else "review")
    got = {
        (a, b): (w, band)
        for a, b, w, band in zip(
            found.left.tolist(), found.right.tolist(), found.weight.tolist(), found.band, strict=True
        )
    }
    assert got == want
    for i, j in itertools.islice(want, 3):
        assert round(found.explain(i, j)["match_weight"] * UNIT) == want[i, j][0]


@settings(max_examples=40)
@given(TABLES, st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter(rows, random):
    """Shuffled rows give the same clusters."""
    order = list(range(len(rows)))
    random.shuffle(order)
    one = find_pairs(columns(rows), ids=ids(rows))
    two = find_pairs(columns([rows[i] for i in order]), ids=[f"r{i:03d}" for i in order])

    def groups(labels, names):
        out = {}
        for label, name in zip(labels.tolist(), names, strict=True):
            out.setdefault(label, set()).add(name)
        return {frozenset(g) for g in out.values()}

    assert groups(one.labels, ids(rows)) == groups(two.labels, [f"r{i:03d}" for i in order])


def test_the_share_of_matches_is_fitted():
    """A table full of copies raises every weight, a clean one does not; the model says so."""

    def person(i):
        return {"given": f"g{i % 37}", "family": f"f{i % 41}", "email": f"u{i}@x.com", "phone1": f"+{i}"}

    copies = [person(i // 4) for i in range(400)]
    clean = [person(i) for i in range(400)]
    full = find_pairs(columns(copies), ids=ids(copies))
    assert full.model.pairs["unchanged"] > Model.default().pairs["unchanged"]
    assert full.model.name != "shipped"
    assert find_pairs(columns(clean), ids=ids(clean)).model.pairs["unchanged"] < Model.default().pairs["unchanged"]
    assert len(set(full.labels.tolist())) == 100
    assert all(full.exact[full.labels[full.left] == full.labels[full.right]])


def test_progress_and_empty_tables():
    """Nothing in, nothing out."""
    heard = []
    rows = [{"email": "a@x.com"}, {"email": "a@x.com"}]
    find_pairs(columns(rows), ids=ids(rows), progress=lambda s, d: heard.append((s, d)))
    assert heard[0] == ("match", 0.0)
    assert find_pairs(columns([]), ids=[]).labels.tolist() == []
    assert find_pairs(columns([{}]), ids=["a"]).exact.tolist() == []


@settings(max_examples=40)
@given(TABLES, st.integers(2, 4))
def test_large_blocks_are_split_by_further_keys(rows, cap):
    """Pairs of a block beyond the cap meet only in the parts that further keys make of it; one record at a time too."""
    found = find_pairs(columns(rows), ids=ids(rows), model=Model.default(), cap=cap)
    blocks = {}
    for row, record in enumerate(rows):
        for key in record_keys(record):
            for k in (key, *narrower_keys(key, record)):
                blocks.setdefault(k, []).append(row)

    def meet(one, two):
        for key in set(record_keys(one)) & set(record_keys(two)):
            for a, b in zip((key, *narrower_keys(key, one)), (key, *narrower_keys(key, two)), strict=True):
                if a != b:
                    break
                if len(blocks[a]) <= cap:
                    return True
        return False

    whole = find_pairs(columns(rows), ids=ids(rows), model=Model.default(), cap=None)
    want = [(a, b) for a, b in zip(whole.left.tolist(), whole.right.tolist(), strict=True) if meet(rows[a], rows[b])]
    equal = np.array(found.rule_names)[found.rule] == "equal rows"
    assert list(zip(found.left[~equal].tolist(), found.right[~equal].tolist(), strict=True)) == want
    assert all(rows[a] == rows[b] for a, b in zip(found.left[equal].tolist(), found.right[equal].tolist(), strict=True))
    assert all(o.largest > cap for o in found.work.oversize)


@settings(max_examples=40)
@given(TABLES)
def test_threads_and_chunks_do_not_matter(rows):
    """The same pairs, owned by the same rules, for any number of threads."""
    one, two = (find_pairs(columns(rows), ids=ids(rows), cap=3, threads=n) for n in (1, 3))
    for name in ("left", "right", "weight", "rule", "labels"):
        assert getattr(one, name).tolist() == getattr(two, name).tolist()
    # the first rule that yields a pair owns it
    for a, b, rule in zip(one.left.tolist(), one.right.tolist(), one.rule.tolist(), strict=True):
        shared = {k[0] for k in set(record_keys(rows[a])) & set(record_keys(rows[b]))}
        assert one.rule_names[rule] in shared or (one.rule_names[rule] == "equal rows" and rows[a] == rows[b])


def test_a_value_that_everybody_holds_is_reported():
    """What no further key could split is said, with its size."""
    rows = [{"email": "info@acme.com", "city": f"c{i % 2}"} for i in range(12)]
    found = find_pairs(columns(rows), ids=ids(rows), cap=5)
    assert [(o.rule, o.blocks, o.records, o.largest) for o in found.work.oversize] == [("email", 2, 12, 6)]
    assert find_pairs(columns(rows), ids=ids(rows), cap=6).work.oversize == ()


def test_copies_beyond_any_block_are_one_cluster():
    """A row that was taken in more often than a block is large: all of it is one, and what is beside it is not."""
    copies = [{"given": "wei", "family": "wang", "email": "wei.wang@acme.cn", "city": "beijing"}] * 40
    other = [{"given": "li", "family": "zhao", "email": "wei.wang@acme.cn", "city": "beijing"}]
    faint = [{"city": "bonn"}] * 40
    rows = copies + other + faint
    found = find_pairs(columns(rows), ids=ids(rows), model=Model.default(), cap=20)
    assert set(np.bincount(found.labels).tolist()) == {1, 40}
    assert len(set(found.labels[:40].tolist())) == 1
    assert {found.rule_names[r] for r in found.rule.tolist()} == {"equal rows"}
    assert "完全相同的行" in found.explain(5, 0)["text"]["zh"]
    kept_apart = find_pairs(columns(rows), ids=ids(rows), model=Model.default(), cap=20, vetoes=[(0, 5)])
    assert kept_apart.labels[0] != kept_apart.labels[5]


def test_copies_do_not_teach_what_matches_look_like():
    """A fit is the same whether a junk row that no block holds stands beside the table or not."""
    made = [{"given": f"g{i}", "family": f"f{i % 50}", "email": f"{i}@x.de"} for i in range(1200)]
    rows = made + [{**r, "email": None} for r in made[:300]]
    junk = [{"given": "test", "family": "test", "email": "test@test.de", "phone1": "+491234567"}] * 40
    found = find_pairs(columns(rows + junk), ids=ids(rows + junk), cap=30)
    assert len(set(found.labels[len(rows) :].tolist())) == 1
    alone = find_pairs(columns(rows + junk[:1]), ids=ids(rows + junk[:1]), cap=30)
    for name, told in found.model.levels["unchanged"].items():
        assert told == pytest.approx(alone.model.levels["unchanged"][name], rel=0.05), name


@settings(max_examples=20, deadline=None)
@given(TABLES, st.sampled_from([(1, 1), (8, 2), (64, 4)]))
def test_turns_do_not_matter(rows, sizes):
    """However few distances of a block are looked at in one turn."""
    whole = find_pairs(columns(rows), ids=ids(rows), model=Model.default(), cap=None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_sweep, "_PAIRS", sizes[0])
        patch.setattr(_sweep, "_TURN", sizes[1])
        small = find_pairs(columns(rows), ids=ids(rows), model=Model.default(), cap=None)
    for name in ("left", "right", "weight", "rule"):
        assert getattr(whole, name).tolist() == getattr(small, name).tolist()


def test_keys_of_a_record():
    """Only rules whose keys are all there give a key; a firm without a person is found by its name."""
    assert {k[0] for k in record_keys({"email": "a@x.com"})} == {"email"}
    assert {k[0] for k in record_keys({"company": "acme", "city": "bonn"})} == {"company", "company and city"}
    assert ("phone", "+1") in set(record_keys({"phone1": "+1", "phone2": "+2"}))


@given(st.lists(st.text("ab@12-伟", max_size=12), max_size=6), st.sampled_from(sorted(DERIVED)))
def test_pieces_of_many_texts_equal_one_by_one(texts, name):
    """What a value says beside itself, made for all values at once."""
    assert derived_texts(name, pl.Series(texts, dtype=pl.String)).to_list() == [derived(name, t) for t in texts]


@given(st.lists(st.tuples(*[st.text("ab1.伟", min_size=1, max_size=6)] * 2), min_size=1, max_size=6))
def test_measures_of_many_texts_equal_one_by_one(texts):
    """What makes two texts similar, asked of all pairs at once."""
    left, right = [min(p) for p in texts], [max(p) for p in texts]
    for test in {t for tests in TESTS.values() for t in tests}:
        assert holds(test, left, right).tolist() == [test.holds(a, b) for a, b in zip(left, right, strict=True)]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), max_size=6))
def test_signatures_of_many_equal_one_by_one(texts):
    """The set of letters, made for all values at once."""
    assert signatures(pl.Series(texts, dtype=pl.String)).tolist() == [*map(signature, texts), 0]


def edges(*triples):
    left, right, weight = (np.array(x) for x in zip(*triples, strict=True))
    return left.astype(np.int64), right.astype(np.int64), (weight * UNIT).astype(np.int32)


@pytest.mark.parametrize(
    ("triples", "vetoes", "groups"),
    [
        ([(0, 1, 9)], set(), [[0, 1], [2], [3]]),
        ([(0, 1, 9), (1, 2, 9)], set(), [[0, 1, 2], [3]]),
        ([(0, 1, 9), (1, 2, 2)], set(), [[0, 1], [2], [3]]),
        ([(0, 1, 9), (1, 2, 2), (0, 2, -1)], set(), [[0, 1, 2], [3]]),
        ([(0, 1, 9), (2, 3, 9), (1, 2, 7)], set(), [[0, 1], [2, 3]]),
        ([(0, 1, 9)], {(0, 1)}, [[0], [1], [2], [3]]),
        ([(0, 1, 9), (1, 2, 9), (0, 2, 9)], {(0, 2)}, [[0, 1], [2], [3]]),
    ],
)
def test_clusters_join_only_on_positive_evidence(triples, vetoes, groups):
    """A missing pair counts against joining; a veto holds through others."""
    labels = cluster(4, *edges(*triples), ids=list("abcd"), vetoes=vetoes, link=UNIT)
    found = {}
    for row, label in enumerate(labels.tolist()):
        found.setdefault(label, []).append(row)
    assert sorted(found.values()) == groups


@given(st.dictionaries(st.integers(0, 27), st.sampled_from([-9, -2, 0, 2, 5, 9]), min_size=1))
def test_whole_components_join_as_the_heaviest_first_would(weights):
    """What is joined at once is what is joined one pair after the other."""
    pairs = [(a, b) for b in range(8) for a in range(b)]
    triples = sorted(((*pairs[i], w) for i, w in weights.items()), key=lambda t: (-t[2], *t[:2]))
    labels = cluster(8, *edges(*triples), ids="abcdefgh", vetoes=(), link=UNIT).tolist()
    home = greedy([(a, b, w * UNIT) for a, b, w in triples], (), UNIT)
    head = [home.get(i, i) for i in range(8)]
    assert [[x == y for y in labels] for x in labels] == [[x == y for y in head] for x in head]


def test_names_that_are_all_alike_are_no_sign():
    """A list whose strangers have nearly one name: what is usual there speaks for nobody."""
    made = "aeiou"
    rows = [
        {"id": str(i), "First Name": f"Bo{made[i % 5]}{made[i // 5 % 5]}", "Last Name": "Wang Li Chen Liu".split()[i % 4],
         "Email": f"p{i}x{i * 7919 % 997}@firma{i % 89}.cn"}
        for i in range(100)
    ]  # fmt: skip
    assert cq.find_duplicates(rows, id="id").pairs.height == 0


def test_colleagues_are_counted_where_a_company_and_a_place_are_shared():
    """A table of large offices expects more pairs of colleagues than one of many small ones; the order is nothing."""

    def expected(size):
        rows = [
            {"given": f"g{i}", "family": f"f{i}", "company": f"firm {i // size}", "street": f"{i // size} road"}
            for i in range(600)
        ]
        return find_pairs(columns(rows), ids=ids(rows)).model.pairs["workplace"]

    usual = Model.default().pairs["workplace"]
    assert expected(60) > 3 * usual
    assert expected(300) > expected(60)
    assert expected(1) == usual
    copies = [{"given": f"g{i // 7}", "company": f"firm {i // 7}", "street": f"{i // 7} road"} for i in range(700)]
    assert find_pairs(columns(copies), ids=ids(copies)).model.pairs["workplace"] == usual
