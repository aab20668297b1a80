"""Whether the domain of an e-mail address takes mail, asked of the domain name system. Needs the extra ``dns``.

Source: RFC 5321 section 5.1 (mail exchangers, else the address of the domain itself), RFC 7505 (a null MX takes no
mail). No mail server is contacted: a domain that takes mail says nothing about the mailbox, so the best answer is
``unknown``. Only the domain is asked for; the part before the @ never leaves.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address
from typing import Any, Final

from attrs import field, frozen

from crmquality.decay._given import ABOVE, SOME, of_kind
from crmquality.errors import MissingExtraError, PolicyError
from crmquality.types import Verified

#: mail exchangers looked at, best first
MOST_HOSTS: Final = 3
_TAKES_MAIL: Final = Verified("unknown", "domain_takes_mail")


def _addresses(given: Iterable[str]) -> tuple[str, ...]:
    servers = (given,) if isinstance(given, str) else tuple(given)
    try:
        return tuple(str(ip_address(server)) for server in servers)
    except ValueError:
        raise PolicyError("nameservers takes addresses such as '127.0.0.1', not names") from None


@frozen
class DnsVerifier:
    """A `Verifier` of kind ``email``: ``invalid`` where the domain does not exist or takes no mail.

    Args:
        nameservers: addresses of the name servers; the machine's own unless given.
        port: their port.
        seconds: longest time for one question; past it the answer is ``unknown``.
    """

    nameservers: tuple[str, ...] = field(default=(), converter=_addresses)
    port: int = field(default=53, validator=SOME)
    seconds: float = field(default=5.0, validator=ABOVE)
    kinds: frozenset[str] = field(default=frozenset({"email"}), init=False)

    def verify(self, kind: str, value: str, /) -> Verified:
        """Judge an address, or the bare domain of one.

        Raises:
            PolicyError: another kind than ``email``, or no text.
            MissingExtraError: the extra ``dns`` is not installed.
        """
        with ThreadPoolExecutor(1) as own:  # where a notebook waits already, one cannot wait a second time
            return own.submit(asyncio.run, self._verify(kind, value)).result()

    async def _verify(self, kind: str, value: str) -> Verified:
        domain = of_kind("value", value, str).rpartition("@")[2].strip()
        if kind not in self.kinds:
            raise PolicyError(f"names of domains say nothing about {kind!r}")
        try:
            from dns import asyncresolver, exception, name, resolver
        except ModuleNotFoundError as error:
            raise MissingExtraError("dns", "dnspython") from error
        asked = asyncresolver.Resolver(configure=not self.nameservers)
        if self.nameservers:
            asked.nameservers, asked.port = list(self.nameservers), self.port
        asked.timeout = asked.lifetime = self.seconds

        async def records(domain: str, what: str) -> Sequence[Any] | None:
            try:
                return tuple(await asked.resolve(name.from_text(domain, idna_codec=name.IDNA_2008_Practical), what))
            except resolver.NXDOMAIN:
                return None
            except resolver.NoAnswer:
                return ()

        if not domain.strip("."):
            return Verified("invalid", "not_a_domain")
        if domain.startswith("["):
            return Verified("unknown", "address_literal")
        try:
            return await _judge(domain, records)
        except (name.EmptyLabel, name.LabelTooLong, name.NameTooLong, name.IDNAException):
            return Verified("invalid", "not_a_domain")
        except exception.DNSException:
            return Verified("unknown", "no_answer")


@frozen
class AsyncDnsVerifier(DnsVerifier):
    """`DnsVerifier`, to be awaited."""

    async def verify(self, kind: str, value: str, /) -> Verified:  # type: ignore[override]  # awaited
        """As `DnsVerifier.verify`."""
        return await self._verify(kind, value)


async def _judge(domain: str, records: Callable[[str, str], Awaitable[Sequence[Any] | None]]) -> Verified:
    """The answer from the records of a name and type; ``None`` = there is no such name."""
    exchangers = await records(domain, "MX")
    if exchangers is None:
        return Verified("invalid", "no_such_domain")
    hosts = [str(r.exchange) for r in sorted(exchangers, key=lambda r: r.preference)]
    if hosts == ["."]:
        return Verified("invalid", "takes_no_mail")
    for host in hosts[:MOST_HOSTS] or [domain]:
        for kind in ("A", "AAAA"):
            if await records(host, kind):
                return _TAKES_MAIL
    return _TAKES_MAIL if len(hosts) > MOST_HOSTS else Verified("invalid", "no_mail_host")
