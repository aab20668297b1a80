"""The short ways through names say what the long ways say."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crmquality.normalizers._amount import long_read as long_amount
from crmquality.normalizers._amount import read_amount
from crmquality.normalizers._choice import read_number
from crmquality.normalizers._date import long_read, plain_date, read_date
from crmquality.normalizers._domain import _plainly_registered, _rules, _suffixes
from crmquality.normalizers._handle import read_social_handle
from crmquality.normalizers._identifier import long_read as long_identifier
from crmquality.normalizers._identifier import read_identifier
from crmquality.normalizers._organization_name import _read, quick_organization
from crmquality.normalizers._person_name import _read_full, _read_one
from crmquality.normalizers._plain_name import mended, plain_name, plain_part
from crmquality.normalizers._postal_code import long_read as long_postal_code
from crmquality.normalizers._postal_code import ordinary_postal_code, postal_shape
from crmquality.normalizers._reading import Reading, settled
from crmquality.normalizers._url import long_read as long_url
from crmquality.normalizers._url import read_url
from crmquality.testing import contacts, strategies

WORDS = st.sampled_from(
    "Anna Li Wang Ouyang Xiu McDonald van Dr King Jr Ma Test None Xxxx Aaaa Acme Ltd GmbH Co Inc The and Foods "
    "AB Oy Limited Corp Company Holding SA John Doe De Abdul JD IBM Nguyen Wei Kowalska-Müller O'Neil mCartney I v J.".split()
)
HAN = st.text(
    st.sampled_from("（）()王欧阳单于东方红李娜伟总工先生女士测试无公司集团有限责任股份上海华分行"),
    min_size=1,
    max_size=9,
)
LATIN = st.builds(lambda words, gap: gap.join(words), st.lists(WORDS, min_size=1, max_size=5),
                  st.sampled_from((" ", " ", "  ", ", ", "\u3000")))  # fmt: skip
NAMES = st.one_of(LATIN, LATIN.map(str.upper), LATIN.map(str.lower), HAN, HAN.map(" ".join), st.text(max_size=8),
                  st.builds("{} {}".format, HAN, HAN))  # fmt: skip
ROWS = contacts(600, seed=3, mix="english").rows + contacts(600, seed=4, mix="mixed").rows
CELLS = sorted({v for row in ROWS for v in row.values() if v and any(c.isalpha() for c in v)})


def agree(text):
    """Compare every short way that answers."""
    for read, plain in (
        (partial(_read_full, locale=None), plain_name),
        (partial(_read_one, part="given"), partial(plain_part, part="given")),
        (partial(_read_one, part="family"), partial(plain_part, part="family")),
    ):
        if (short := plain(text)) is not None:
            long = read(text)
            assert (long.value, long.text, long.notes) == (short, text, ())
        elif (done := mended(text, plain)) is not None:
            assert settled(read(text), text, read) == done
    if (name := quick_organization(text, notes := [])) is not None:
        assert settled(_read(text), text, _read) == Reading(name, name.display, tuple(notes))


@given(NAMES)
def test_short_and_long_ways_agree(text):
    """Whatever a short way answers, the long one answers too."""
    agree(text)


def test_they_agree_on_contacts():
    """The cells of made-up contacts, names or not."""
    for text in CELLS:
        agree(text)


@pytest.mark.parametrize("text", ["Acme Ltd", "上海华讯有限公司", "Anna Li", "王伟"])
def test_ordinary_names_take_the_short_way(text):
    """They are worth having."""
    assert plain_name(text) is not None or quick_organization(text, []) is not None


FIGURES = st.integers(0, 60) | st.integers(1840, 2110)
DATES = st.one_of(
    st.builds("{}{}{}{}{}{}".format, FIGURES, st.sampled_from("-/. 年"), FIGURES, st.sampled_from("-/. 月"), FIGURES,
              st.sampled_from(("", "日", " 14:30", "T24:00:00", " 00:00:00", " 10:00:00+08:00", "T10:00:00Z", " 10:00:00.250", "T00:00:00.000000", " 10:00.5"))),
    st.builds("{:02d} {} {}".format, st.integers(0, 40), st.sampled_from("March Mar Mart Foo May".split()), FIGURES),
    st.builds("{:04d}{:02d}{:02d}".format, FIGURES, st.integers(0, 13), st.integers(0, 32)),
    st.datetimes().map(str), st.dates().map("{:%d.%m.%Y}".format), st.dates().map("{:%d/%m/%Y}".format), st.text(max_size=9),
)  # fmt: skip


@given(DATES, st.booleans())
def test_short_and_long_ways_through_dates_agree(text, midnight):
    """Value, text and notes, whichever way answers."""
    long = long_read(text, midnight=midnight)
    assert read_date(text, midnight=midnight) == long
    if plain := plain_date(text, midnight=midnight):
        assert (plain, plain, ()) == (long.value, long.text, long.notes)


HOSTS = st.lists(st.sampled_from("www firma a-b a--b xn--x -x bit ly t co linkedin com de test local 10 example n/a".split()),
                 min_size=1, max_size=4).map(".".join)  # fmt: skip
URLS = st.builds("{}{}{}".format, st.sampled_from(("", "http://", "https://", "HTTP://", "//")), HOSTS,
                 st.sampled_from(("", "/", "/a/b.html", "/?q=1", "/a%20b", "//", "/a/", ":80", ".", "#x", "/./..", "/?utm_source=a&x=1", "/a?gclid=3", "?a&&b", "/?a=.")))  # fmt: skip


@given(URLS | st.text(max_size=9))
def test_short_and_long_ways_through_addresses_agree(text):
    """A plain address is what the long way makes of it."""
    assert read_url(text) == long_url(text)


AMOUNTS = st.builds("{}{}{}{}{}".format, st.sampled_from(("", "$", "￥", "EUR ", "USD", "XYZ ", "¥", "-", "A$")),
                    st.integers(0, 10**15).map("{:,}".format) | st.integers(0, 10**15).map(str) | st.sampled_from(("1,23", "1.234", "12.345.678")),
                    st.sampled_from(("", ".5", ",50", ".50", ".000", ",5")), st.sampled_from(("", "万", " 亿", " 元", "k")),
                    st.sampled_from(("", " EUR", "元", "€", " ABC", "USD", " 元整")))  # fmt: skip


@example("1kUSD")
@given(AMOUNTS | st.text("0123456789.,万亿元 USDE$", max_size=9))
def test_short_and_long_ways_through_amounts_agree(text):
    """Number, currency and notes; fullwidth signs are the long way's to name."""
    short, long = read_amount(text), long_amount(text)
    assert (short.value, short.text) == (long.value, long.text)
    assert [n for n in long.notes if n.code != "fullwidth"] == list(short.notes) or short == long


@given(st.text("0123456789.-", max_size=12) | st.decimals(-(10**18), 10**18, places=3).map(str))
def test_plain_numbers_are_what_the_long_way_makes_of_them(text):
    """A blank in front sends a number the long way."""
    short, long = read_number(text), read_number(f" {text}")
    assert (short.value, short.text) == (long.value, long.text)


@given(st.builds("{}{}/{}{}".format, st.sampled_from(("", "https://", "http://www.", "www.")),
                 st.sampled_from(("linkedin.com", "x.com", "acme.com", "weibo.com", "whatsapp.com", "facebook.com")), st.sampled_from(("", "in/", "u/", "pages/")),
                 st.sampled_from(("anna-li", "signup", "login", "share", "undefined", "aaaaaaa", "null", "anna_li/", "people", "10001/x", "company", "explore"))))  # fmt: skip
def test_profiles_read_the_same_behind_a_blank(text):
    """A blank in front sends a profile the long way."""
    short, long = read_social_handle(text), read_social_handle(f" {text}")
    assert (short.value, short.text) == (long.value, long.text)
    assert short.notes == tuple(n for n in long.notes if n.code != "whitespace")


VAT = (
    "ATU13585627 BE0428759497 CHE107787577IVA DE811907980 EL094259216 NO995525828MVA GB980780684 NL004495445B01".split()
)
NUMBERS = st.one_of(strategies.identifiers(), st.sampled_from(VAT), st.sampled_from(VAT).map(str.lower), st.text("0123456789", max_size=19), st.text("0123456789AE-.X", max_size=10),
                    st.from_regex(r"[A-Z]{1,2}-?[0-9]{3,12}", fullmatch=True))  # fmt: skip


@given(NUMBERS, st.sampled_from((None, "CN", "DE")))
def test_short_and_long_ways_through_identifiers_agree(text, country):
    """Scheme, text and notes."""
    assert read_identifier(text, country=country) == long_identifier(text, country=country)


LABELS = st.sampled_from(
    ["a", "acme", "www", "com", "co", "uk", "xn--p1ai", "müller", "city", "kobe", "github", "", "1"]
)


@given(st.lists(LABELS, max_size=3), st.one_of(LABELS, st.sampled_from(sorted(_rules()[1]))))
def test_a_plainly_registered_domain_is_what_the_list_says(labels, suffix):
    """Suffixes of all sorts, wildcards and exceptions of the list among them."""
    host = ".".join((*labels, suffix.lstrip("!*.")))
    if _plainly_registered(host):
        assert _suffixes().privatesuffix(host) == host


def test_ordinary_domains_are_plainly_registered():
    """One label under a suffix; neither a suffix, nor what lies further down, nor a wildcard's."""
    hosts = ["acme.com", "acme.co.uk", "firma.de", "co.uk", "www.acme.com", "a.ck", "www.ck", "city.kobe.jp"]
    assert [h for h in hosts if _plainly_registered(h)] == ["acme.com", "acme.co.uk", "firma.de"]


COUNTRIES = ["CN", "US", "GB", "DE", "NL", "CA", "JP", "IE", "PT", "SE", "AE", "XX"]


@given(st.sampled_from(COUNTRIES), st.data())
def test_a_postal_code_that_stands_as_written_reads_as_itself(country, data):
    """The long way says the same of codes that the short way answers."""
    codes = [st.from_regex(r"\A[A-Z0-9 -]{2,9}\Z"), st.sampled_from(["000000", "123456", "00000", "SW1A 1AA", "11111"])]
    if shape := postal_shape(country):
        codes.append(st.from_regex(shape[0], fullmatch=True))
    code = data.draw(st.one_of(codes))
    if ordinary_postal_code(country)(code) is not None:
        long = long_postal_code(code, country)
        assert (long.value, long.text, long.notes, long.missing) == (code, code, (), False)
