"""Which account a lead or contact belongs to: another question than whether two records are the same.

Evidence is owned domains, names, country and registration ids. Mailboxes of free providers, agencies, social networks,
marketplaces and builders of sites say nothing; neither does a domain that four or more unrelated accounts give. A lead
belongs to one account at most; branches, franchises and other companies of a group are named as what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
import polars as pl
from attrs import evolve, frozen

from crmquality._data import load
from crmquality.cleaning._account_names import Called, abroad, called, kinship, one_letter_off, owned_domain
from crmquality.cleaning._account_parts import beginnings, short_for_several
from crmquality.cleaning._duplicates import in_kind
from crmquality.cleaning._examine import ExaminedTable, examine_table
from crmquality.cleaning._source import Source, understand
from crmquality.policy import Policy, compile_policy
from crmquality.policy._recognise import header_key
from crmquality.presets import company
from crmquality.types import OrganizationName

#: what a kinship of names makes of a pair, with and without a shared domain, and how sure it is
_RULES: Final = pl.DataFrame(
    [(kind, *rest) for kind, rest in load("matching")["companies"]["kinships"].items()], orient="row",
    schema=["kind", "with_domain", "sure_with", "without", "sure_without", "words"],
)  # fmt: skip
COLUMNS: Final = ("lead_id", "account_id", "relation", "confidence", "reason")
#: accounts that one key may bring; keys of more need the whole name
MOST: Final = 50
#: unrelated accounts with one domain from which it is somebody else's
SHARED_BY: Final = 4
#: links this sure teach whose domain it is
LEARNED_FROM: Final = 0.65
_LIST: Final = re.compile(r"[;,|、，；\s]+")
_SITES: Final = re.compile(r"(?i)domain|website|web ?site|homepage|^urls?$|域名|网址|网站|官网")
_REGISTERED: Final = frozenset(map(header_key, load("headers")["related"]["registered"]))
_HOST: Final = re.compile(
    r"(?:[a-z][a-z0-9+.-]*:)?/{0,2}(?:[^/@\s]*@)?([^/:?#\s]+\.[^/:?#\s]+)[^/?]*([/?][^#\s]*)?", re.IGNORECASE
)
_MAIL: Final = re.compile(r".*@([^@]*)()")


@frozen(eq=False)
class Side:
    """Leads or accounts, read.

    Args:
        rows: row, name (place in ``names``, -1 = none), country, city, tax; id.
        domains: row, owned domain and the host that has it.
        names: the distinct names.
    """

    rows: pl.DataFrame
    domains: pl.DataFrame
    names: tuple[Called, ...]

    def keys(self) -> pl.DataFrame:
        """name, key, brand, the whole of it and its initials, one row per distinct name."""
        whole = [f"{n.key}|{n.place}|{n.form}|{n.branch}" for n in self.names]
        return pl.DataFrame({
            "name": np.arange(len(whole), dtype=np.int32), "key": [n.key or None for n in self.names],
            "brand": [n.brand or None for n in self.names], "whole": whole,
            "initials": [n.initials or None for n in self.names],
        }, schema={"name": pl.Int32, **dict.fromkeys(("key", "brand", "whole", "initials"), pl.String)})  # fmt: skip


def match_accounts(
    leads: object, companies: object, policy: Policy | None = None, *, company_policy: Policy | None = None,
    id: str | None = None, company_id: str | None = None, region: str | None = None,  # noqa: A002 - the contract's name
) -> Any:  # fmt: skip
    """Say which account each lead or contact belongs to, and which accounts are related to its company.

    Args:
        leads: leads or contacts, whatever `clean` reads.
        companies: the accounts, likewise.
        policy: of the leads; chosen from their columns unless given.
        company_policy: of the accounts; the preset ``company`` unless given.
        id: the leads' id column; recognised unless given.
        company_id: the accounts' id column; recognised unless given.
        region: ISO country of phones without one.

    Returns:
        A frame in the kind of ``leads``: lead_id, account_id, relation, confidence (0 to 1), reason; sorted by lead,
        then ``belongs_to`` first, then falling confidence. At most one ``belongs_to`` per lead. The others say what
        the lead's company is to the account: ``branch_of``, ``has_branch`` (the account is its branch), ``franchise``,
        ``same_group`` (another company of the name or domain). A lead without evidence has no row.

    Raises:
        InputError: a table cannot be read.
        PolicyError: a policy or column cannot work.

    Example:
        >>> leads = [{"Lead ID": "1", "Email": "li.na@acme.cn"}, {"Lead ID": "2", "Company": "Acme Ltd, London Branch"}]
        >>> accounts = [{"Account ID": "a", "Account Name": "Acme Ltd", "Website": "www.acme.cn"}]
        >>> [(m["lead_id"], m["relation"]) for m in match_accounts(leads, accounts).iter_rows(named=True)]
        [('1', 'belongs_to'), ('2', 'branch_of')]
    """
    one = understand(leads, policy, id=id, region=region)
    two = understand(companies, company_policy or company(region=region), id=company_id, region=region)
    return in_kind(matched(side(one), side(two)), one.table.kind)


def side(source: Source) -> Side:
    """Read what tells a company from the rows of a table."""
    policy = source.policy
    roles = {f.name: f.match for f in policy.fields}
    wanted = {
        n: c for n, c in source.mapping.fields.items()
        if roles[n] in ("company", "country", "city") or n == "tax_id"
    }  # fmt: skip
    examined = examine_table(source.table.frame, wanted, compile_policy(policy), None)
    names, codes = _names(examined, [n for n, r in roles.items() if r == "company"])
    texts = {what: _first(examined, [n for n, r in roles.items() if r == what]) for what in ("country", "city")}
    texts["tax"] = _first(examined, ["tax_id"])
    for column in source.mapping.unrecognised:
        if header_key(column) in _REGISTERED:
            number = source.table.frame[column].str.to_lowercase().str.replace_all(r"[\s.-]", "").replace("", None)
            texts["tax"] = pl.select(pl.coalesce(texts["tax"], number)).to_series()
    rows = pl.DataFrame({
        "row": np.arange(examined.height, dtype=np.int32), "id": pl.Series(source.ids, dtype=pl.String), "name": codes,
        **texts,
    })  # fmt: skip
    return Side(rows, _domains(source), names)


def _first(examined: ExaminedTable, fields: Sequence[str]) -> pl.Series:
    """The text of the first field that is there, folded; null where nothing usable stands."""
    for name in fields:
        if (column := examined.columns.get(name)) is not None:
            return column.written().str.to_lowercase().replace("", None)
    return pl.Series([None] * examined.height, dtype=pl.String)


def _names(examined: ExaminedTable, fields: Sequence[str]) -> tuple[tuple[Called, ...], np.ndarray[Any, Any]]:
    column = next((examined.columns[n] for n in fields if n in examined.columns), None)
    if column is None:
        return (), np.full(examined.height, -1, dtype=np.int32)
    values = column.values or ()
    return tuple(called(v if isinstance(v, OrganizationName) else None) for v in values), column.codes


def site_columns(source: Source) -> dict[str, str]:
    """Columns that may hold domains, with ``email`` or ``url``."""
    kinds = {c: source.policy.field(n).kind for n, c in source.mapping.fields.items()}
    known = {c: k for c, k in kinds.items() if k in ("email", "url")}
    return {**known, **{c: "url" for c in source.mapping.unrecognised if _SITES.search(c)}}


def _domains(source: Source) -> pl.DataFrame:
    parts = [pl.DataFrame(schema={"row": pl.Int32, "domain": pl.String, "host": pl.String})]
    for column, kind in site_columns(source).items():
        cells = source.table.frame[column]
        found = [(cell, *owned) for cell in cells.drop_nulls().unique() for owned in hosts(cell, kind)]
        table = pl.DataFrame(found, schema=dict.fromkeys(("cell", "domain", "host"), pl.String), orient="row")
        rows = pl.DataFrame({"row": np.arange(len(cells), dtype=np.int32), "cell": cells})
        parts.append(rows.join(table, on="cell").select("row", "domain", "host"))
    return pl.concat(parts).unique().sort("row", "domain", "host")


def hosts(cell: str, kind: str) -> Iterator[tuple[str, str]]:
    """Owned domains in a cell of ``email`` or ``url``, each with its host."""
    for part in _LIST.split(cell.strip()):
        found = _HOST.match(part) if kind == "url" else _MAIL.fullmatch(part)
        if found and (domain := owned_domain(found[1], found[2] or "")) is not None:
            yield domain, found[1].lower().strip(".").removeprefix("www.")


def matched(leads: Side, accounts: Side) -> pl.DataFrame:
    """The relations of all leads to all accounts; see `match_accounts`."""
    accounts = without_shared(accounts)
    first = _relations(leads, accounts)
    learned = _learned(first, leads, accounts)
    if learned.height:
        open_rows = leads.domains.filter(pl.col("domain").is_in(learned["domain"].implode())).join(
            first.filter(relation="belongs_to"), on="row", how="anti"
        )
        asked = evolve(
            leads, rows=leads.rows.filter(pl.col("row").is_in(open_rows["row"].implode())), domains=open_rows
        )
        more = _relations(asked, evolve(accounts, domains=learned)).filter(pl.col("relation") == "belongs_to")
        more = more.with_columns(
            confidence=pl.col("confidence") - 0.13,
            reason=pl.col("reason").str.replace("own domain", "domain of its people"),
        )
        first = pl.concat([first.join(more, on=["row", "account"], how="anti"), more])
    ids = accounts.rows.select(account="row", account_id="id")
    out = first.join(leads.rows.select("row", lead_id="id"), on="row").join(ids, on="account")
    own = pl.col("relation") == "belongs_to"
    return out.sort(
        "lead_id", own, "confidence", "account_id", descending=[False, True, True, False]
    ).select(COLUMNS).with_columns(pl.col("confidence").round(2))  # fmt: skip


def without_shared(accounts: Side) -> Side:
    """Accounts without the domains that several unrelated ones give: an agency's, a host's."""
    brands = accounts.domains.join(accounts.rows.select("row", "name"), on="row").join(accounts.keys(), on="name")
    shared = brands.group_by("domain").agg(pl.col("brand").n_unique()).filter(pl.col("brand") >= SHARED_BY)
    return evolve(accounts, domains=accounts.domains.join(shared, on="domain", how="anti"))


def _candidates(leads: Side, accounts: Side) -> pl.DataFrame:
    """Pairs of rows that share a domain, a registration id, a name or a brand, each once."""
    one, two = leads.keys(), accounts.keys()
    held = leads.rows.join(one, on="name", how="left"), accounts.rows.join(two, on="name", how="left")
    parts = [_joined(leads.domains, accounts.domains, "domain")]
    parts += [_joined(held[0], held[1], key) for key in ("tax", "key", "brand", "whole")]
    parts += [_joined(held[0], held[1], *keys) for keys in (("key", "initials"), ("initials", "key"))]
    parts.append(_slips(held[0], held[1], one, two))
    begun = beginnings(leads.names, accounts.names, MOST)
    parts.append(
        leads.rows.join(begun, on="name")
        .join(accounts.rows.select(account="row", other="name"), on="other")
        .select("row", "account")
    )
    return pl.concat(parts).unique()


def _joined(left: pl.DataFrame, right: pl.DataFrame, key: str, other: str = "") -> pl.DataFrame:
    keys = right.select(account="row", key=other or key).drop_nulls()
    if key != "whole":
        keys = keys.filter(pl.len().over("key") <= MOST)
    return left.select("row", key=key).drop_nulls().join(keys, on="key").select("row", "account")


def _slips(left: pl.DataFrame, right: pl.DataFrame, one: pl.DataFrame, two: pl.DataFrame) -> pl.DataFrame:
    """Pairs whose long Latin keys differ in one letter: they share what is left when one letter is taken out."""
    known = two.select(other="key").drop_nulls().unique()
    asked = one.select("key").drop_nulls().unique().join(known, left_on="key", right_on="other", how="anti")
    near = _cuts(asked, "key").join(_cuts(known, "other"), on="rest").select("key", "other").unique()
    pairs = near.filter([one_letter_off(a, b) for a, b in near.iter_rows()])
    return left.drop_nulls("key").select("row", "key").join(pairs, on="key").join(
        right.select(account="row", other="key"), on="other"
    ).select("row", "account")  # fmt: skip


def _cuts(keys: pl.DataFrame, name: str) -> pl.DataFrame:
    """Each long Latin key whole, and without each of its letters but the first."""
    text = pl.col(name)
    long = keys.filter(text.str.contains(r"^[\x00-\x7f]{8,}$"))
    cut = long.with_columns(at=pl.int_ranges(1, text.str.len_bytes() + 1)).explode("at").drop_nulls("at")
    rest = text.str.slice(0, pl.col("at")) + text.str.slice(pl.col("at") + 1)
    return cut.select(name, rest=rest)


def _relations(leads: Side, accounts: Side) -> pl.DataFrame:
    """row, account, relation, confidence, reason: at most one ``belongs_to`` per row."""
    pairs = _candidates(leads, accounts)
    pairs = pairs.join(leads.rows.drop("id"), on="row").join(
        accounts.rows.select(
            account="row", other="name", country2="country", city2="city", tax2="tax", account_id="id"
        ),
        on="account",
    )
    shared = pairs.select("row", "account").join(leads.domains, on="row").join(
        accounts.domains.select("domain", account="row", at="host"), on=["account", "domain"]
    ).group_by("row", "account").agg(
        pl.col("domain").min(), exact=(pl.col("host") == pl.col("at")).any().fill_null(value=False)
    )  # fmt: skip
    pairs = pairs.join(shared, on=["row", "account"], how="left").join(
        kinds(leads, accounts, pairs), on=["name", "other"]
    )
    return _one_each(_judged(pairs, leads, accounts), accounts)


def kinds(leads: Side, accounts: Side, pairs: pl.DataFrame) -> pl.DataFrame:
    """The kinship of each distinct pair of names; ``abroad``: the lead's is a company of its own in another country."""
    distinct = pairs.select("name", "other").unique()
    nobody, several = Called(), short_for_several(leads.names, accounts.names)
    one, two = (*leads.names, nobody), (*accounts.names, nobody)

    def kind(a: int, b: int) -> str:
        kin = kinship(one[a], two[b])
        return "several" if kin in ("same", "short") and a in several and one[a].full != two[b].full else kin

    rows = list(distinct.iter_rows())
    return distinct.with_columns(
        pl.Series("kind", [kind(a, b) for a, b in rows], dtype=pl.String),
        pl.Series("brand", [one[a].brand for a, _ in rows], dtype=pl.String),
        pl.Series("abroad", [abroad(one[a], two[b]) for a, b in rows], dtype=pl.Boolean),
    )


def _judged(pairs: pl.DataFrame, leads: Side, accounts: Side) -> pl.DataFrame:
    """Relation, confidence and reason of every candidate."""
    elsewhere = leads.domains.join(accounts.domains, on="domain", how="semi")["row"].implode()
    owned = pl.col("domain").is_not_null()
    # a name the domain spells is the domain's, whatever the account is called
    pairs = pairs.with_columns(kind=pl.when(
        (pl.col("kind") == "alien") & (pl.col("domain").str.split(".").list.first() == pl.col("brand"))
    ).then(pl.lit("unknown")).otherwise("kind"), near=pl.col("country") == pl.col("country2"))  # fmt: skip
    exact = pl.col("exact").fill_null(value=False)
    loose = pl.col("kind").is_in(["unknown", "alien"]) & owned
    another = owned & ~exact & exact.any().over("row")
    subsidiary = loose & pl.col("abroad") & ~pl.col("near").fill_null(value=False)
    pairs = pairs.join(_RULES, on="kind").with_columns(
        relation=pl.when(owned).then("with_domain").otherwise("without"),
        confidence=pl.when(owned).then("sure_with").otherwise("sure_without"),
        one_id=pl.col("tax") == pl.col("tax2"),
        astray=~owned & pl.col("row").is_in(elsewhere),
    )  # fmt: skip
    far, near = ~pl.col("near").fill_null(value=True), pl.col("near").fill_null(value=False)
    same_id, other_id = pl.col("one_id").fill_null(value=False), ~pl.col("one_id").fill_null(value=True)
    entity = ~pl.col("kind").is_in(["branch", "head", "franchise"])
    bare = ~owned & (pl.col("relation") == "belongs_to")
    relation = (
        pl.when(same_id & entity).then(pl.lit("belongs_to"))
        .when(bare & far & (pl.col("kind") == "same")).then(pl.lit("same_group"))
        .when(bare & far).then(None)
        .when(~owned & far & pl.col("kind").is_in(["group", "part", "several"])).then(None)
        .when((another & loose) | subsidiary).then(pl.lit("same_group"))
        .when(~owned & pl.col("kind").is_in(["typo", "initials"]) & ~near).then(None)
        .when(other_id & (pl.col("relation") == "belongs_to")).then(pl.lit("same_group"))
        .otherwise("relation")
    )  # fmt: skip
    sure = pl.when(same_id & entity).then(0.99).otherwise(
        pl.min_horizontal(
            pl.col("confidence") + pl.when(near & ~owned).then(0.05).when(near).then(0.01).otherwise(0.0)
            + pl.when(pl.col("city") == pl.col("city2")).then(0.005).otherwise(0.0)
            - pl.when(far).then(0.05).otherwise(0.0)
            - pl.when(pl.col("astray")).then(0.2).when(another).then(0.02).otherwise(0.0),
            pl.when(far & ~owned).then(0.4).otherwise(0.98),
        )
    )  # fmt: skip
    words = [
        pl.when(same_id).then(pl.lit("same registration id")).when(other_id).then(pl.lit("different registration ids")),
        pl.when(owned).then(pl.lit("own domain")), pl.col("words"),
        pl.when(near).then(pl.lit("same country")).when(far).then(pl.lit("different countries")),
        pl.when(pl.col("astray")).then(pl.lit("mail domain of another account")),
    ]  # fmt: skip
    reason = pl.concat_str(words, separator="; ", ignore_nulls=True)
    return pairs.with_columns(relation=relation, confidence=sure, reason=reason).drop_nulls("relation")


def _one_each(judged: pl.DataFrame, accounts: Side) -> pl.DataFrame:
    """One account per lead at most: where several fit alike, none is chosen unless they bear one name."""
    keys = accounts.keys().select(other="name", whole="whole")
    judged = judged.join(keys, on="other", how="left").with_columns(pl.col("confidence").round(4))
    own = judged.filter(pl.col("relation") == "belongs_to").with_columns(
        best=pl.col("confidence") == pl.col("confidence").max().over("row")
    )
    top = own.filter("best").with_columns(
        alike=pl.len().over("row"), parties=pl.col("whole").n_unique().over("row"),
    ).sort("row", "account_id")  # fmt: skip
    clear = top.filter(pl.col("parties") == 1).unique("row", keep="first", maintain_order=True).with_columns(
        confidence=pl.when(pl.col("alike") > 1).then(pl.col("confidence") - 0.1).otherwise("confidence"),
        reason=pl.when(pl.col("alike") > 1).then(pl.format("{}; one of {} accounts alike", "reason", "alike"))
        .otherwise("reason"),
    )  # fmt: skip
    rest = own.join(clear, on=["row", "account"], how="anti").filter(
        pl.col("domain").is_not_null() | (pl.col("kind").is_in(["same", "short"]))
    ).filter(pl.col("kind") != "alien").with_columns(
        relation=pl.lit("same_group"), confidence=pl.lit(0.5),
        reason=pl.concat_str("reason", pl.lit("another account fits as well"), separator="; "),
    )  # fmt: skip
    columns = ["row", "account", "relation", "confidence", "reason"]
    return pl.concat([
        part.select(columns) for part in (judged.filter(pl.col("relation") != "belongs_to"), clear, rest)
    ])  # fmt: skip


def _learned(found: pl.DataFrame, leads: Side, accounts: Side) -> pl.DataFrame:
    """Domains that no account gives and that at least two leads of one account by name, and of no other, write from."""
    named = found.filter((pl.col("relation") == "belongs_to") & (pl.col("confidence") >= LEARNED_FROM))
    return leads.domains.join(accounts.domains, on="domain", how="anti").join(
        named.select("row", "account"), on="row"
    ).group_by("domain").agg(
        row=pl.col("account").min(), several=pl.col("account").n_unique(), leads=pl.col("row").n_unique()
    ).filter((pl.col("several") == 1) & (pl.col("leads") > 1)).select(
        "row", "domain", host=pl.lit(None, pl.String)
    )  # fmt: skip
