"""Domains: the part that is registered, and whether it belongs to the company of whoever writes from it.

Source: Mozilla's Public Suffix List, by publicsuffixlist; our own tables of providers.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

from crmquality._data import load

if TYPE_CHECKING:
    import polars as pl

#: names in examples and forms, no company's
_EXAMPLES: Final = frozenset(("company", "domain", "email", "example", "mail", "mycompany", "test", "yourcompany"))
#: endings without a registrant of their own, or without companies
_NO_COMPANY: Final = frozenset(("arpa", "example", "invalid", "internal", "lan", "local", "localhost", "onion", "test"))
#: shorter names of providers less a letter are other words
_SLIPS_FROM: Final = 5


@cache
def _suffixes() -> Any:
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()


@cache
def _others() -> tuple[frozenset[str], frozenset[str]]:
    """Domains that are nobody's own, and names of mail providers (a letter may be lost), which have many endings."""
    mail = load("email_domains")
    names = {d.partition(".")[0] for d in mail["provider"]}
    providers = names | {n[:i] + n[i + 1 :] for n in names if len(n) >= _SLIPS_FROM for i in range(len(n))}
    return frozenset((*mail["free"], *mail["typo"], *mail["agency"], *load("disposable_domains"))), frozenset(providers)


@cache
def _rules() -> tuple[frozenset[str], frozenset[str]]:
    """Suffixes of the list that no ``*.`` stands before, and all names in it, with or without ``*.`` or ``!``."""
    from publicsuffixlist import PSLFILE

    with open(PSLFILE, encoding="utf-8") as lines:  # noqa: PTH123 - a file of the installed package
        rules = {line.split()[0] for line in lines if line.strip() and not line.startswith("//")}
    return frozenset(r for r in rules if f"*.{r}" not in rules), frozenset(r.lstrip("*.!") for r in rules)


def _plainly_registered(host: str) -> bool:
    """Whether a host is one label under a suffix that the list names, and no other line of it is near."""
    label, _, suffix = host.partition(".")
    suffixes, names = _rules()
    return suffix in suffixes and host not in names and bool(label) and host.isascii() and "xn--" not in host


@lru_cache(maxsize=65_536)
def registrable(host: str) -> str | None:
    """The registered domain that a host in lower case belongs to; ``None`` where it is a suffix or has none."""
    if _plainly_registered(host):
        return host
    found = _suffixes().privatesuffix(host) if "." in host else None
    return None if found is None else str(found)


@lru_cache(maxsize=65_536)
def company_domain(host: str) -> str | None:
    """The registered domain of a mail host, where it is a company's own.

    ``None`` for free, disposable and misspelt providers, agencies, test names and public suffixes.
    """
    host = host.lower()
    if host.rpartition(".")[2] in _NO_COMPANY:
        return None
    domain = registrable(host)
    shared, providers = _others()
    if domain is None or host in shared or domain in shared:
        return None
    return None if (name := domain.partition(".")[0]) in providers or name in _EXAMPLES else domain


def plainly_owned(hosts: pl.Series) -> pl.Series:
    """Per host whether it is, to all appearances, a company's own registered domain; the others are to be asked."""
    labels = hosts.str.splitn(".", 2).struct
    label, suffix = labels.field("field_0"), labels.field("field_1")
    suffixes, names, shared, providers = _columns()
    return (
        hosts.str.contains(r"^[a-z0-9-]+\.[a-z0-9.]*[a-z]$") & suffix.is_in(suffixes) & ~hosts.is_in(names)
        & ~hosts.str.contains("xn--", literal=True) & ~hosts.str.contains(rf"\.(?:{'|'.join(sorted(_NO_COMPANY))})$")
        & ~hosts.is_in(shared) & ~label.is_in(providers) & ~label.is_in(sorted(_EXAMPLES))
    )  # fmt: skip


@cache
def _columns() -> list[pl.Series]:
    import polars as pl

    return [pl.Series(sorted(known)) for known in (*_rules(), *_others())]
