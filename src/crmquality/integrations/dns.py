"""Whether the domain of an e-mail address takes mail, asked of the domain name system. Needs the extra ``dns``.

Source: RFC 5321 section 5.1 (mail exchangers, else the address of the domain itself), RFC 7505 (a null MX takes no
mail). No mail server is contacted: a domain that takes mail says nothing about the mailbox, so the best answer is
``unknown``. Only the domain is asked for; the part before the @ never leaves.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Any, Final

from attrs import field, frozen

from crmquality.errors import MissingExtraError, PolicyError
from crmquality.types import Verified

#: mail exchangers looked at, best first
MOST_HOSTS: Final = 3
_GONE: Final = Verified("invalid", "no_such_domain")
_TROUBLE: Final = Verified("unknown", "no_answer")
_TAKES_MAIL: Final = Verified("unknown", "domain_takes_mail")
#: records of an answer; ``None`` = the name does not exist
Records = Sequence[Any] | None


@frozen
class DnsVerifier:
    """A `Verifier` of kind ``email``: ``invalid`` where the domain does not exist or takes no mail.

    Args:
        nameservers: addresses of the name servers; the machine's own unless given.
        port: their port.
        seconds: longest time for one question; past it the answer is ``unknown``.

    Example:
        >>> from crmquality.decay import CheckResults, Outbound
        >>> results = CheckResults(Outbound({"email": lambda address: address.rpartition("@")[2]}))
        >>> len(results.ask(DnsVerifier(["127.0.0.1"]), "email", [], at="2026-11-01"))
        0
    """

    nameservers: tuple[str, ...] = field(default=(), converter=tuple)
    port: int = 53
    seconds: float = 5.0
    kinds: frozenset[str] = field(default=frozenset({"email"}), init=False)

    def verify(self, kind: str, value: str, /) -> Verified:
        """Judge an address, or the bare domain of one.

        Raises:
            PolicyError: another kind than ``email``.
            MissingExtraError: the extra ``dns`` is not installed.
        """
        dns, resolver = self._resolver("resolver", kind)
        steps = _judge(value)
        try:
            asked = next(steps)
            while True:
                try:
                    found: Records = tuple(resolver.resolve(*_absolute(dns, *asked)))
                except dns.exception.DNSException as error:
                    if (found := _missing(dns, error)) is _FAILED:
                        return _failure(dns, error)
                asked = steps.send(found)
        except StopIteration as end:
            said: Verified = end.value
            return said

    def _resolver(self, module: str, kind: str) -> tuple[Any, Any]:
        if kind not in self.kinds:
            raise PolicyError(f"names of domains say nothing about {kind!r}")
        try:
            import dns.asyncresolver
            import dns.resolver
        except ModuleNotFoundError as error:
            raise MissingExtraError("dns", "dnspython") from error
        resolver = getattr(dns, module).Resolver(configure=not self.nameservers)
        if self.nameservers:
            resolver.nameservers, resolver.port = list(self.nameservers), self.port
        resolver.timeout = resolver.lifetime = self.seconds
        return dns, resolver


@frozen
class AsyncDnsVerifier(DnsVerifier):
    """`DnsVerifier`, to be awaited."""

    async def verify(self, kind: str, value: str, /) -> Verified:  # type: ignore[override]
        """As `DnsVerifier.verify`."""
        dns, resolver = self._resolver("asyncresolver", kind)
        steps = _judge(value)
        try:
            asked = next(steps)
            while True:
                try:
                    found: Records = tuple(await resolver.resolve(*_absolute(dns, *asked)))
                except dns.exception.DNSException as error:
                    if (found := _missing(dns, error)) is _FAILED:
                        return _failure(dns, error)
                asked = steps.send(found)
        except StopIteration as end:
            said: Verified = end.value
            return said


_FAILED: Final[Records] = ("failed",)


def _judge(value: str) -> Generator[tuple[str, str], Records, Verified]:
    """The questions to ask, as name and type, and in the end the answer; one text for both ways of waiting."""
    domain = value.rpartition("@")[2]
    exchangers = yield domain, "MX"
    if exchangers is None:
        return _GONE
    hosts = [str(r.exchange) for r in sorted(exchangers, key=lambda r: r.preference)]
    if hosts == ["."]:
        return Verified("invalid", "takes_no_mail")
    for host in hosts[:MOST_HOSTS] or [domain]:
        for kind in ("A", "AAAA"):
            found = yield host, kind
            if found:
                return _TAKES_MAIL
    return _TAKES_MAIL if len(hosts) > MOST_HOSTS else Verified("invalid", "no_mail_host")


def _absolute(dns: Any, name: str, kind: str) -> tuple[Any, str]:
    return dns.name.from_text(name, idna_codec=dns.name.IDNA_2008_Practical), kind


def _missing(dns: Any, error: Exception) -> Records:
    """What a failed question says: no such name, no such record, or nothing."""
    if isinstance(error, dns.resolver.NXDOMAIN):
        return None
    return () if isinstance(error, dns.resolver.NoAnswer) else _FAILED


def _failure(dns: Any, error: Exception) -> Verified:
    names = (dns.name.EmptyLabel, dns.name.LabelTooLong, dns.name.NameTooLong, dns.name.IDNAException)
    return Verified("invalid", "not_a_domain") if isinstance(error, (*names, dns.name.BadEscape)) else _TROUBLE
