"""Web addresses: repairs, Punycode, hosts that are nobody's own, parameters that say nothing."""

from __future__ import annotations

import pytest

from crmquality.validators import examine

CASES = [
    ("www.Firma.de/", "https://www.firma.de", ["scheme_missing"]), ("HTTPS://Firma.DE/Pfad?Q=1#x", "https://firma.de/Pfad?Q=1", []),
    ("http//firma.de", "http://firma.de", ["repaired"]), ("http:/firma.de", "http://firma.de", ["repaired"]),
    ("https://https://firma.de", "https://firma.de", ["repaired"]), ("http:\\\\firma.de", "http://firma.de", ["repaired"]),
    ("<https://firma.de>", "https://firma.de", ["repaired"]), ("官网: firma.cn", "https://firma.cn", ["repaired", "scheme_missing"]),
    ("firma.de.", "https://firma.de", ["repaired", "scheme_missing"]), ("http://firma.de./x", "http://firma.de/x", []),
    ("http://firma.de:80/", "http://firma.de", []), ("http://firma.de:443", "http://firma.de:443", []),
    ("http://user:pw@firma.de", None, ["syntax"]), ("https://user@firma.de/", None, ["syntax"]), ("http://firma.de:99999", None, ["syntax"]),
    ("http://256.1.1.1", None, ["syntax"]), ("http://8.8.8.8", "http://8.8.8.8", []), ("http://10.0.0.1", "http://10.0.0.1", ["not_public"]),
    ("http://[2606:4700::1111]/", "http://[2606:4700::1111]", []), ("http://[::1]", "http://[::1]", ["not_public"]),
    ("https://müller.de", "https://xn--mller-kva.de", ["idn"]), ("https://xn--mller-kva.de", "https://xn--mller-kva.de", ["idn"]),
    ("https://公司.cn", "https://xn--55qx5d.cn", ["idn"]), ("http://firma。com", "http://firma.com", []),
    ("https://аpple.com", "https://xn--pple-43d.com", ["idn", "mixed_script"]), ("https://xn--a.de", None, ["syntax"]),
    ("https://日本のlabo.jp", "https://xn--labo-4c4cn272ao4b.jp", ["idn"]), ("https://bit.ly/abc", "https://bit.ly/abc", ["shortener"]),
    ("https://de.linkedin.com/company/acme", "https://de.linkedin.com/company/acme", ["social_link"]),
    ("https://x.de/?utm_source=a&id=3", "https://x.de/?utm_source=a&id=3", ["tracking_parameters"]),
    ("a.de; b.de", None, ["multiple_values"]), ("www.a.de www.b.de/x", None, ["multiple_values"]), ("no website", None, ["syntax"]),
    ("javascript:alert(1)", None, ["syntax"]), ("ftp://x.de", None, ["syntax"]), ("mailto:li@firma.de", None, ["wrong_field"]),
    ("firma", None, ["syntax"]), ("上海某某公司", None, ["syntax"]), ("localhost:8080", "https://localhost:8080", ["scheme_missing", "not_public"]), ("https://firma.de/a b", None, ["syntax"]), ("https://a..de", None, ["syntax"]),
    ("https://-a.de", None, ["syntax"]), ("https://a_b.firma.de", "https://a_b.firma.de", []), ("x" * 2001, None, ["too_long"]),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "text", "codes"), CASES, ids=lambda c: str(c)[:40])
def test_addresses_and_their_findings(raw, text, codes):
    """The written form, and every repair and doubt."""
    seen = examine("url", raw)
    assert seen.text == text
    assert [f.code.partition(".")[2] for f in seen.findings] == codes


@pytest.mark.parametrize(
    ("raw", "better"),
    [("https://x.de/?utm_source=a&id=3&gclid=5", "https://x.de/?id=3"), ("https://x.de/a?fbclid=1", "https://x.de/a")],
)
def test_tracking_parameters_can_go(raw, better):
    """The suggestion is the same page without them."""
    [finding] = examine("url", raw).findings
    assert finding.suggestion == better
