"""Whether the domain of an e-mail address takes mail, asked of the domain name system. Needs the extra ``dns``.

Source: RFC 5321 section 5.1 (mail exchangers, else the address of the domain itself), RFC 7505 (a null MX takes no
mail). No mail server is contacted: a domain that takes mail says nothing about the mailbox, so the best answer is
``unknown``. Only the domain is asked for; the part before the @ never leaves.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from typing import Any, Final

from attrs import field, frozen

from crmquality.errors import MissingExtraError, PolicyError
from crmquality.types import Verified

#: mail exchangers looked at, best first
MOST_HOSTS: Final = 3
_GONE: Final = Verified("invalid", "no_such_domain")
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
        talk = self._talk("resolver", kind, value)
        while talk.said is None:
            try:
                talk.hear(talk.ask())
            except talk.trouble as error:
                talk.fail(error)
        return talk.said

    def _talk(self, module: str, kind: str, value: str) -> _Talk:
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
        return _Talk(dns, resolver, value)


@frozen
class AsyncDnsVerifier(DnsVerifier):
    """`DnsVerifier`, to be awaited."""

    async def verify(self, kind: str, value: str, /) -> Verified:  # type: ignore[override]  # awaited
        """As `DnsVerifier.verify`."""
        talk = self._talk("asyncresolver", kind, value)
        while talk.said is None:
            try:
                talk.hear(await talk.ask())
            except talk.trouble as error:
                talk.fail(error)
        return talk.said


class _Talk:
    """The questions about one address, whichever way they are waited for."""

    def __init__(self, dns: Any, resolver: Any, value: str) -> None:
        self.said: Verified | None = None
        self.trouble: type[Exception] = dns.exception.DNSException
        self._dns, self._resolver, self._steps = dns, resolver, _judge(value)
        self._asked = next(self._steps)

    def ask(self) -> Any:
        name, kind = self._asked
        codec = self._dns.name.IDNA_2008_Practical
        return self._resolver.resolve(self._dns.name.from_text(name, idna_codec=codec), kind)

    def hear(self, found: Iterable[Any] | None) -> None:
        try:
            self._asked = self._steps.send(None if found is None else tuple(found))
        except StopIteration as end:
            self.said = end.value

    def fail(self, error: Exception) -> None:
        """No such name and no such record are answers; a name that cannot be is one, too."""
        names = self._dns.name
        if isinstance(error, self._dns.resolver.NXDOMAIN):
            self.hear(None)
        elif isinstance(error, self._dns.resolver.NoAnswer):
            self.hear(())
        elif isinstance(error, (names.EmptyLabel, names.LabelTooLong, names.NameTooLong, names.IDNAException)):
            self.said = Verified("invalid", "not_a_domain")
        else:
            self.said = Verified("unknown", "no_answer")


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
