"""The domain name system as a verifier, against a name server on loopback."""

from __future__ import annotations

import asyncio
import socketserver
import subprocess
import sys
import threading

import pytest

pytest.importorskip("dns", reason="the extra 'dns' is not installed")

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

from crmquality.decay import CheckResults, Outbound
from crmquality.errors import PolicyError
from crmquality.integrations.dns import AsyncDnsVerifier, DnsVerifier
from crmquality.testing.verifiers import check_contract

ZONE = {
    ("acme.cn.", "MX"): ["10 mx.acme.cn.", "5 dead.acme.cn."],
    ("mx.acme.cn.", "A"): ["127.0.0.2"],
    ("dead.acme.cn.", "TXT"): ['"no address"'],
    ("six.example.", "MX"): ["10 mx.six.example."],
    ("mx.six.example.", "AAAA"): ["::1"],
    ("null.example.", "MX"): ["0 ."],
    ("byaddress.example.", "A"): ["127.0.0.2"],
    ("lost.example.", "MX"): ["10 nowhere.lost.example."],
    ("xn--fsq.xn--fiqs8s.", "MX"): ["10 mx.acme.cn."],
}  # fmt: skip
NAMES = {name for name, _ in ZONE}


class Desk(socketserver.BaseRequestHandler):
    """Answers one question out of ``ZONE``."""

    def handle(self):
        data, socket = self.request
        query = dns.message.from_wire(data)
        question = query.question[0]
        name, kind = question.name.to_text().lower(), dns.rdatatype.to_text(question.rdtype)
        self.server.asked.append((name, kind))
        if name.startswith("silent"):
            return
        answer = dns.message.make_response(query)
        answer.flags |= dns.flags.RA
        if name.startswith("broken"):
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif name not in NAMES:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        elif found := ZONE.get((name, kind)):
            answer.answer.append(dns.rrset.from_text(name, 60, "IN", kind, *found))
        socket.sendto(answer.to_wire(), self.client_address)


@pytest.fixture(scope="module")
def server():
    with socketserver.UDPServer(("127.0.0.1", 0), Desk) as found:
        found.asked = []
        thread = threading.Thread(target=found.serve_forever, daemon=True)
        thread.start()
        yield found
        found.shutdown()
        thread.join()


@pytest.fixture
def verifiers(server):
    where = {"nameservers": ["127.0.0.1"], "port": server.server_address[1], "seconds": 0.5}
    return DnsVerifier(**where), AsyncDnsVerifier(**where)


@pytest.mark.parametrize(
    ("address", "outcome", "reason"),
    [
        ("li@acme.cn", "unknown", "domain_takes_mail"),
        ("li@ACME.CN", "unknown", "domain_takes_mail"),
        ("six.example", "unknown", "domain_takes_mail"),
        ("a@byaddress.example", "unknown", "domain_takes_mail"),
        ("a@例子.中国", "invalid", "no_such_domain"),
        ("a@例.中国", "unknown", "domain_takes_mail"),
        ("a@no-such.example", "invalid", "no_such_domain"),
        ("a@null.example", "invalid", "takes_no_mail"),
        ("a@lost.example", "invalid", "no_mail_host"),
        ("a@dead.acme.cn", "invalid", "no_mail_host"),
        ("a@a..b", "invalid", "not_a_domain"),
        ("a@broken.example", "unknown", "no_answer"),
        ("a@silent.example", "unknown", "no_answer"),
    ],
)
def test_what_the_domain_says(verifiers, address, outcome, reason):
    """RFC 5321 section 5.1 and RFC 7505; waiting or not, the answer is the same."""
    sync, waiting = verifiers
    said = sync.verify("email", address)
    assert (said.outcome, said.reason) == (outcome, reason)
    assert asyncio.run(waiting.verify("email", address)) == said


@pytest.mark.parametrize("which", [0, 1])
def test_it_keeps_the_contract(verifiers, which):
    """Both ways pass the kit that adapters are tested with."""
    check_contract(verifiers[which], kind="email", valid="li@acme.cn", invalid="a@no-such.example")


def test_only_the_domain_leaves_and_once(verifiers, server):
    """Two colleagues are one question, and nothing before the @ is sent."""
    results = CheckResults(Outbound({"email": lambda address: address.rpartition("@")[2]}))
    server.asked.clear()
    told = results.ask(verifiers[0], "email", ["li@null.example", "wang@null.example"], at="2026-11-01")
    assert server.asked == [("null.example.", "MX")]
    assert [v.outcome for v in told.values()] == ["invalid", "invalid"]


@pytest.mark.parametrize("odd", ["", "@", "wei@", "wei@.", " "])
def test_without_a_domain_nothing_is_asked(verifiers, server, odd):
    """An address that ends in nothing is invalid, and the root of all names is not asked for; nor is a literal."""
    before = len(server.asked)
    assert verifiers[0].verify("email", odd).reason == "not_a_domain"
    assert verifiers[0].verify("email", "wei@[127.0.0.1]").reason == "address_literal"
    assert len(server.asked) == before


@pytest.mark.parametrize("bad", [{"nameservers": ["ns.acme.cn"]}, {"port": "53"}, {"seconds": -1}])
def test_what_a_verifier_cannot_use_is_refused(bad):
    """Names of servers, text for a port, a time below 0; one address may stand alone."""
    with pytest.raises(PolicyError, match=next(iter(bad))):
        DnsVerifier(**bad)
    assert DnsVerifier(nameservers="127.0.0.1").nameservers == ("127.0.0.1",)


def test_another_kind_is_refused(verifiers):
    """Domains say nothing about phones."""
    with pytest.raises(PolicyError, match="mobile"):
        verifiers[0].verify("mobile", "1")


def test_without_servers_it_takes_the_machines_own(monkeypatch):
    """The configuration of the machine is read only then, when a question is asked."""
    import dns.resolver

    monkeypatch.setattr(dns.resolver.Resolver, "resolve", lambda *_: (_ for _ in ()).throw(dns.resolver.NXDOMAIN()))
    monkeypatch.setattr(dns.resolver.Resolver, "read_resolv_conf", lambda *_: None)
    assert DnsVerifier().verify("email", "a@b.example").reason == "no_such_domain"


def test_building_one_imports_nothing():
    """The package is imported with the first question."""
    code = "import sys, crmquality.integrations.dns as d; d.DnsVerifier(['127.0.0.1']); print('dns' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
