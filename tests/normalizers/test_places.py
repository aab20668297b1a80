"""Addresses, regions, cities and postal codes: labelled sets with their score, and the laws of the tables."""

from __future__ import annotations

import pickle
import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.normalizers.chinese_addresses import ADDRESSES as CHINESE
from tests.normalizers.western_addresses import ADDRESSES as WESTERN

from crmquality._data import load
from crmquality.normalizers import _country, _divisions, address, city, country, postal_code, region
from crmquality.normalizers._address import read_street
from crmquality.normalizers._country import named_country
from crmquality.normalizers._place import Region, countries_of_city, postal_code_fits, read_region, region_of
from crmquality.normalizers._postal_code import postal_shape
from crmquality.normalizers._text import read_short_text
from crmquality.validators import examine

FORMATS = load("address_formats")
REGIONS = load("regions")
DIVISIONS = load("cn_divisions")


def codes(kind, value, **context):
    """Codes of the findings without the kind."""
    return [f.code.partition(".")[2] for f in examine(kind, value, **context).findings]


def test_western_addresses_are_taken_apart():
    """Country, region, city, postal code and street of 190 addresses of forty countries: 97 % whole, 99 % of the parts."""
    found = [(address(text, home or None), want) for text, home, *want in WESTERN]
    rows = [[(f.country, f.region, f.city, f.postal_code, f.street)[i] == w[i] for i in range(5)] for f, w in found]
    assert len(rows) > 150
    assert sum(map(all, rows)) / len(rows) >= 0.97
    assert sum(map(sum, rows)) / len(rows) / 5 >= 0.99


def test_chinese_addresses_are_taken_apart():
    """Short names, traditional script, contradictions, phones and codes around, pinyin: at least 95 % are right."""
    right = 0
    for text, *parts, want in CHINESE:
        found = address(text)
        got = [found.region, found.city, found.district, found.postal_code, found.street]
        right += got == parts and [c for c in codes("address", text) if c != "whitespace"] == want
    assert len(CHINESE) > 80
    assert right / len(CHINESE) >= 0.95


@pytest.mark.parametrize(("text", "home", "parts"), [
    ("10115 Musterdorf, Hauptstr. 5", "DE", ("DE", "", "Musterdorf", "10115", "Hauptstr. 5")),
    ("12 Musterweg", "DE", ("DE", "", "", "", "12 Musterweg")),
    ("141400, Московская область, г. Химки, ул. Ленина 5", "RU", ("RU", "Московская область", "Химки", "141400", "ул. Ленина 5")),
    ("2 Boulevard Royal, Luxembourg 2449", "LU", ("LU", "Luxembourg", "Luxembourg", "2449", "2 Boulevard Royal")),
    ("Rua Augusta 12 - Centro - Limeira, 13480-000", "BR", ("BR", "", "Limeira", "13480-000", "Rua Augusta 12 - Centro")),
    ("1 Peachtree St, Atlanta Georgia", "", ("US", "Georgia", "Atlanta", "", "1 Peachtree St")),
    ("Foo City of China", "", ("", "", "", "", "Foo City of China")), ("東京都", "JP", ("JP", "東京都", "", "", "")),
    ("Apt 7, 99 High Street Manchester, Germany", "", ("DE", "", "Manchester", "", "Apt 7, 99 High Street")),
    ("서울특별시", "KR", ("KR", "서울특별시", "", "", "")), ("日本大街 1号", "JP", ("JP", "", "", "", "大街 1号")),
    ("北京市朝阳区日本街7号", "", ("CN", "北京市", "市辖区", "", "日本街7号")), ("Acme, 10115", "DE", ("DE", "", "Acme", "10115", "")), (",", "", None),
])  # fmt: skip
def test_orders_of_parts(text, home, parts):
    """Codes before, behind and without towns; a country that belongs to a name; what is written without a street."""
    found = address(text, home or None)
    assert (found and (found.country, found.region, found.city, found.postal_code, found.street)) == parts


@pytest.mark.parametrize(("text", "code"), [
    ("杭州市江干区庆春东路1号", "330102"), ("广西南宁横县", "450181"), ("88 Keyuan Rd, Nanshan District, Shenzhen, China", "440305"),
    ("香港湾仔区轩尼诗道1号", "810000"), ("87 Jianguo Road, Chaoyang District, Beijing 100025, China", "110105"),
    ("莱芜市", "370116"),
])  # fmt: skip
def test_codes_of_divisions(text, code):
    """A former name has its successor's code; Hong Kong has the first level's alone; pinyin finds the same code."""
    assert address(text).code == code


@pytest.mark.parametrize(("text", "home", "code"), [
    ("1 Main St, Boston, CA 02139", "US", "postal_mismatch"), ("广东省深圳市南山区科苑路1号 100083", None, "postal_mismatch"),
    ("7 Road, 123456 Town", "DE", "postal_mismatch"), ("10 Downing Street, London SW1A 2AA, UK", "DE", "region_mismatch"), ("广东省杭州市西湖区文三路90号", None, "contradiction"),
    ("PO Box 12, Leeds LS1 1AA", None, "po_box"), ("somewhere over the rainbow", None, "unparsed"),
    ("somewhere over the rainbow", None, "country_missing"), ("Main Street, Dublin, Ireland", None, "no_house_number"),
])  # fmt: skip
def test_doubts_of_addresses(text, home, code):
    """Each doubt has its code."""
    assert code in codes("address", text, country=home)


def test_keys_of_addresses():
    """The key is made when it is asked for, is no part of the value, and survives pickling."""
    one, two = address("10 Downing St., London SW1A 2AA"), address("10 Downing Street, London SW1A 2AA")
    assert one.match_key == two.match_key == pickle.loads(pickle.dumps(one)).match_key
    assert one == pickle.loads(pickle.dumps(one)) != two
    assert address("1 Main St, Boston, MA 02139").match_key != address("1 Main St, Boston, MA 02140").match_key


def test_streets_that_hold_more():
    """A city in the street's field and a box are noted; a street named after a city is none."""
    assert codes("street", "广东省深圳市南山区科苑路88号") == ["city_in_street"]
    assert codes("street", "10 Downing Street, London") == ["city_in_street"]
    assert codes("street", "Postfach 12 34") == ["po_box"]
    assert codes("street", "南京东路1号") == []
    assert codes("street", "Main Street 5, Apt 3") == []


@pytest.mark.parametrize("country", [c for c in FORMATS if "examples" in FORMATS[c]])
def test_examples_of_postal_codes(country):
    """Every example of the source is a code of its country, written the same when it is read again."""
    for example in FORMATS[country]["examples"]:
        if example == "12345":  # typed to test forms more often than for Schenectady
            continue
        written = postal_code(example, country)
        assert written is not None, example
        assert postal_code(written, country) == written
        assert postal_code(example.lower().replace(" ", "").replace("-", ""), country) == written


@given(text=st.text("0123456789ABCKMNPXYZ -", max_size=10), country=st.sampled_from(sorted(FORMATS)))
def test_postal_codes_read_as_themselves(text, country):
    """Reading a written code changes nothing."""
    written = postal_code(text, country)
    assert written is None or postal_code(written, country) == written


@pytest.mark.parametrize(("value", "country", "text", "code", "notes"), [
    ("CA", "US", "CA", "US-CA", []), ("ca", "US", "CA", "US-CA", ["case"]), ("Calif.", "US", "California", "US-CA", ["alias"]),
    ("广东", "CN", "广东省", "CN-GD", ["alias"]), ("廣東省", "CN", "廣東省", "CN-GD", []), ("内蒙", None, "内蒙古自治区", "CN-NM", ["alias"]),
    ("Guangdong Province", "CN", "Guangdong", "CN-GD", ["alias"]), ("bayern", "DE", "Bayern", "DE-BY", ["case"]),
    ("county cork", "IE", "Cork", "IE-CO", ["alias"]), ("sao paulo", "BR", "São Paulo", "BR-SP", ["alias"]),
    ("沪", None, "上海市", "CN-SH", ["alias"]), ("Hauts de France", "FR", "Hauts-de-France", "FR-HDF", ["alias"]), ("Moscow", "RU", "Moscow", "RU-MOW", []),
    ("CA", None, "CA", None, ["ambiguous"]), ("Ontario", "US", "Ontario", None, ["country_mismatch"]),
    ("Neverland", "US", None, None, ["unknown"]), ("Neverland", "GB", "Neverland", None, []), ("Neverland", "KE", "Neverland", None, []),
    ("Neverland", None, "Neverland", None, []), ("n/a", "US", None, None, ["placeholder"]), ("N.L.", "MX", "N.L.", "MX-NLE", []),
])  # fmt: skip
def test_regions(value, country, text, code, notes):
    """Official name in the language it was written in, ISO 3166-2 as the value; no error where the list is not known."""
    reading = read_region(value, country=country)
    assert (reading.text, reading.value.code if reading.value else None) == (text, code)
    assert [n.code for n in reading.notes] == notes
    assert region(value, country) == text


@pytest.mark.parametrize("iso", sorted(REGIONS))
def test_names_of_regions_read_as_themselves(iso):
    """Every name of the table is canonical once it is read, and stands for a region of its country."""
    names, short, aliases, begins = REGIONS[iso]
    for word in (*names, *short, *aliases):
        text = region(word, iso[:2])
        assert text is not None
        assert region(text, iso[:2]) == text
        assert isinstance(region_of(text, iso[:2]), Region)
    re.compile(begins)


@pytest.mark.parametrize(("slip", "country", "name"), [
    ("Shenzen", None, "Shenzhen"), ("Beijng", "CN", "Beijing"), ("Amsterdm", None, "Amsterdam"), ("Stuttgrat", "DE", "Stuttgart"),
    ("San Fransisco", None, "San Francisco"), ("Melborne", None, "Melbourne"),
    ("München", None, None), ("Munchen", None, None), ("Hannover", "DE", None), ("Hanover", "US", None), ("Pairs", None, None),
    ("Amsterdm", "US", None), ("北京", None, None), ("Springfeld Heights", None, None), ("Berlin-Mitte", "DE", None),
])  # fmt: skip
def test_slips_in_names_of_cities(slip, country, name):
    """One letter away from a large city is a suggestion, in the record's country alone; a known name is never one."""
    found = examine("city", slip, country=country)
    assert [f.suggestion for f in found.findings] == ([name] if name else [])
    assert found.text == slip
    assert city(slip, country) == slip


def test_no_large_city_is_a_slip():
    """No name of the table is doubted."""
    for land, rows in load("cities")["cities"].items():
        for row in rows:
            for name in row.split("|"):
                assert "typo" not in codes("city", name, country=land), name


def test_former_divisions_have_successors():
    """What took a division's place is one of today's, in the same province; a name that is gone resolves to it."""
    for code, (name, new) in DIVISIONS["former"].items():
        assert new in DIVISIONS["names"], name
        assert code[:2] == new[:2]
    assert not set(DIVISIONS["former"]) & set(DIVISIONS["names"])


def test_every_division_is_found_by_its_full_name():
    """Province, city and district in full give the district's code, whatever stands behind them."""
    names = DIVISIONS["names"]
    for code, name in names.items():
        if code.endswith("00") or code[:2] in ("71", "81", "82"):
            continue
        city_name = names.get(f"{code[:4]}00", "")
        head = names[f"{code[:2]}0000"] + ("" if "直辖" in city_name else city_name) + name
        assert _divisions.divisions(f"{head}人民路1号").code == code, head


@given(seed=st.integers(0, 10**9))
def test_learnt_beginnings_change_nothing(seed):
    """A beginning that was read before gives what reading from the start gives."""
    draw = random.Random(seed)
    names = DIVISIONS["names"]
    code = draw.choice([c for c in names if not c.endswith("00")])
    parts = [
        names[f"{code[:2]}0000"],
        names.get(f"{code[:4]}00", ""),
        names[code],
        draw.choice(("区", "人民路1号", "新区", "市", "")),
    ]
    text = "".join(p[: draw.choice((len(p), 2))] if i < 3 else p for i, p in enumerate(parts) if draw.random() < 0.8)
    first = _divisions.divisions(text)
    _divisions.divisions(text + "路1号")
    again = _divisions.divisions(text)
    plain = _divisions._from(text, 0)  # the oracle
    assert first == again
    assert not (plain.code and plain.district) or again == plain


@pytest.mark.parametrize(("text", "code"), [
    ("Česko", "CZ"), ("Ελλάδα", "GR"), ("Україна", "UA"), ("U.S.A.", "US"), ("意大利", "IT"), ("The Netherlands", "NL"), ("no", ""),
    ("UK", "GB"), ("Springfield", ""),
])  # fmt: skip
def test_named_countries(text, code):
    """Names in many languages and codes in capitals."""
    assert named_country(text) == code


def test_what_the_tables_prove():
    """A code fits its state or province; where nothing is known nothing is said."""
    assert postal_code_fits("94105", "US-CA") is True
    assert postal_code_fits("10118", "US-CA") is False
    assert postal_code_fits("518057", "CN-GD") is True
    assert postal_code_fits("1", "DE-BY") is None
    assert postal_shape("HK") is None
    assert countries_of_city("慕尼黑") == ("DE",)


@given(
    text=st.text("人民路12号室xX# -aA＊锟9", min_size=1, max_size=30)
    | st.text("Strabcx. ,12éÃšÂœ-/w", min_size=1, max_size=30)
)
def test_plain_streets_read_as_short_texts(text):
    """The short way gives the reading of the long one, but for what streets alone are asked."""
    found = read_street(text)
    plain = read_short_text(text)
    assert (found.text, found.missing) == (plain.text, plain.missing)
    assert [n for n in found.notes if n.code not in ("city_in_street", "po_box")] == list(plain.notes)


@pytest.mark.parametrize(("text", "country"), [
    ("Marburg", "DE"), ("Mühlheim", "DE"), ("Bilton", "GB"), ("Candler", "US"), ("Norfork", "US"), ("Takoma", "US"),
    ("Bielsko-Biała", "PL"), ("Bielsko Biala", "PL"), ("Washington, D.C.", "US"), ("Bienne", "CH"), ("Bienne", None),
    ("St Petersburg", None), ("Urumqi", "CN"), ("Xi-an", "CN"),
])  # fmt: skip
def test_real_cities_are_no_slips(text, country):
    """A smaller place, a short form of a name, and another writing of a large city's name are no slips of it."""
    assert codes("city", text, country=country) == []


def test_divisions_in_pinyin_are_no_slips():
    """No Chinese division in pinyin, with or without a word for its kind, is taken for a slip of a large city."""
    names = {n for row in DIVISIONS["latin"].values() for n in row.split("|")}
    names |= {"Conghua", "Zengcheng", "Longhai", "Baoting", "Emeishan", "Qionglai"}
    forms = [n + end for n in names for end in ("", "shi", " Shi", " City", "xian", " County", "qu", " District")]
    assert [f for f in forms for land in ("CN", None) if "typo" in codes("city", f, country=land)] == []


@pytest.mark.parametrize(("text", "country", "meant"), [
    ("Shenzen", "CN", "Shenzhen"), ("Guangzou", "CN", "Guangzhou"), ("Hangzhuo", "CN", "Hangzhou"), ("Hambrug", "DE", "Hamburg"),
    ("Frankfrut", "DE", None), ("Manchster", "GB", "Manchester"), ("Los Angelas", "US", "Los Angeles"), ("Chcago", "US", "Chicago"),
])  # fmt: skip
def test_slips_of_large_cities(text, country, meant):
    """A name that no place has and that is one letter from a large city's has it as a suggestion."""
    found = [f.suggestion for f in examine("city", text, country=country).findings]
    assert found == ([meant] if meant else [])


@pytest.mark.parametrize(("text", "meant"), [
    ("Georgia", ("GE", "US")), ("Korea", ("KR", "KP")), ("Congo", ("CG", "CD")), ("Columbia", ("CO", "US")), ("刚果", ("CG", "CD")),
])  # fmt: skip
def test_ambiguous_countries_have_no_value(text, meant):
    """A name of several countries, or of a state as well, is none of them and gives phones and codes no country."""
    found = examine("country", text)
    assert (found.text, found.value) == (None, None)
    assert [(f.code, f.severity, f.alternatives) for f in found.findings] == [("country.ambiguous", "warning", meant)]
    assert codes("postal_code", "30301", country=text) == ["country_unknown"]


@pytest.mark.parametrize(("code", "names"), [
    ("US", "U.S.A.|U.S.|US|U S A|the United States"), ("GB", "U.K.|UK|Great-Britain"), ("CN", "P.R.China|P. R. China|PR China|中国（大陆）|中国内地|中國大陸"),
    ("CI", "Cote d'Ivoire|Côte d'Ivoire|Côte d’Ivoire|Cote dIvoire|Ivory Coast"), ("BA", "Bosnia and Herzegovina|Bosnia & Herzegovina|Bosnia-Herzegovina"),
    ("HK", "Hong-Kong|Hong Kong|HongKong"), ("VN", "Viet-Nam|Viet Nam|Vietnam"), ("SZ", "Swaziland|Eswatini"), ("AE", "阿联酋|U.A.E."),
    ("SA", "沙特|沙特阿拉伯"), ("KR", "韓國|韩国|South-Korea"), ("VA", "Vatican|Vatican City"), ("PS", "Palestine"), ("TT", "Trinidad and Tobago"),
    ("GW", "Guinea Bissau|Guinea-Bissau"), ("CD", "D.R. Congo|Zaire"),
])  # fmt: skip
def test_everyday_names_of_countries(code, names):
    """Stops, hyphens, apostrophes, brackets, blanks, and for & and traditional characters make no difference."""
    assert {n: country(n) for n in names.split("|")} == dict.fromkeys(names.split("|"), code)


def test_keys_of_countries_are_unique():
    """No two countries share a key of a name."""
    keys = {}
    for name, code in load("countries")["names"].items():
        assert keys.setdefault(_country._key(name), code) == code, name


@pytest.mark.parametrize(("text", "region", "city"), [
    ("Flat 3, 10 High St, Leeds, West Yorkshire, LS1 4AP", "West Yorkshire", "Leeds"), ("10 High St, Luton, Beds LU1 1AA", "Beds", "Luton"),
    ("10 High St, Guildford, Surrey, GU1 3AA", "Surrey", "Guildford"), ("1 The Row, Solihull, West Midlands B91 1AA", "West Midlands", "Solihull"),
])  # fmt: skip
def test_counties_behind_a_city(text, region, city):
    """A county of Great Britain behind the city is the region, whether ISO 3166-2 lists it or not."""
    found = address(text, "GB")
    assert (found.region, found.city) == (region, city)


@pytest.mark.parametrize(("text", "doubtful"), [
    ("山西西安", True), ("山西西安雁塔区科技路1号", True), ("广东杭州", True), ("山西省西安市雁塔区1号", True), ("陕西西安", False), ("吉林吉林", False),
    ("山西太原", False), ("江苏中山路1号", False), ("湖南吉林小区1号", False), ("河北海南路2号", False), ("辽宁朝阳", False),
])  # fmt: skip
def test_short_names_that_contradict(text, doubtful):
    """A city of another province contradicts in short as well, where nothing or a district of its own follows."""
    assert ("contradiction" in codes("address", text)) == doubtful


@pytest.mark.parametrize("front", [
    "收件人王伟 13857190021 ", "王伟 13857190021 ", "王伟，13857190021，", "收件人：王伟，电话：13857190021，地址：", "13857190021 ", "收件人：王伟 ",
    "联系人：欧阳小明 手机+86 13857190021,",
])  # fmt: skip
def test_people_in_front_of_addresses(front):
    """A recipient and a phone number in front are noted and are part of neither street nor district."""
    found = address(front + "北京市海淀区1号")
    assert (found.region, found.district, found.street) == ("北京市", "海淀区", "1号")
    assert "multiple_values" in codes("address", front + "北京市海淀区1号")


@pytest.mark.parametrize("text", ["北京市海淀区1号", "海淀区 中关村大街1号", "姓名路12号", "北京 海淀区1号"])
def test_addresses_without_people_in_front(text):
    """A division or a street in front is no person."""
    assert "multiple_values" not in codes("address", text)


@pytest.mark.parametrize(("text", "country", "code", "meant"), [
    ("3000", "KR", "format", None), ("2134", "US", "padded", "02134"), ("10080", "CN", "padded", "010080"), ("50000", "CN", "padded", "050000"),
    ("80000", "CN", "format", None), ("99999", "CN", "placeholder", None), ("1067", "DE", "padded", "01067"), ("0106", "DE", "format", None),
    ("1000", "RU", "format", None), ("10000", "RU", "format", None), ("150", "NO", "padded", "0150"), ("101", "AT", "format", None),
    ("800", "AU", "padded", "0800"), ("200", "AU", "padded", "0200"), ("700", "AU", "format", None),
])  # fmt: skip
def test_lost_zeros_of_postal_codes(text, country, code, meant):
    """A zero is put back where the country has a region, or codes at all, that begin like it; never in Korea."""
    assert [(f.code, f.suggestion) for f in examine("postal_code", text, country=country).findings] == [
        (f"postal_code.{code}", meant)
    ]


@pytest.mark.parametrize(("text", "meant"), [
    ("广洲", "广州"), ("深训", "深圳"), ("杨州", "扬州"), ("福洲市", "福州市"), ("北亰", "北京"), ("石家壮", "石家庄"), ("深川", None),
    ("昆山", None), ("浦东", None), ("沈陽", None), ("拉薩", None), ("富山", None), ("四日市", None), ("青衣", None), ("某某某", None),
])  # fmt: skip
def test_slips_of_chinese_cities(text, meant):
    """One character another that sounds alike, or any but the first, where one city alone fits and no place has the name."""
    assert [f.suggestion for f in examine("city", text).findings] == ([meant] if meant else [])
    assert codes("city", text, country="JP") == []


def test_names_of_chinese_divisions_are_no_slips():
    """No Chinese division, in full or short, is taken for a slip of a city."""
    names = {n for code, name in DIVISIONS["names"].items() for n in (name, *DIVISIONS["short"].get(code, ()))}
    assert [n for n in names if "typo" in codes("city", n, country="CN")] == []
