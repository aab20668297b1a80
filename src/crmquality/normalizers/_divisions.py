"""Chinese provinces, cities and districts: found at the front of an address, in full, short or former names.

A district whose name several cities have stays without its city, unless a city is named further on. Short names are
cut by suffix (浙江, 呼和浩特, 延边 or 延边州); a short name before 路, 街 or 大道 is a street's. Source: GB/T 2260, the
packaged table names its date; a former name keeps its writing and has the code of what took its place.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import Final

from attrs import frozen

from crmquality._data import load

_PEOPLES: Final = (
    "(?:(?:蒙古|哈萨克|柯尔克孜|维吾尔|鄂温克|鄂伦春|达斡尔|塔吉克|锡伯|裕固|东乡|保安|撒拉|朝鲜|布依|土家|哈尼|傈僳|拉祜|纳西"
    "|景颇|仫佬|布朗|毛南|仡佬|普米|德昂|独龙|各)族?|[回藏苗彝壮满侗瑶白傣黎佤畲水土羌怒京]族)*"
)
_ENDS: Final = (
    re.compile(r"(?:壮族|回族|维吾尔)?(?:自治区|特别行政区)|省|市"),
    re.compile(_PEOPLES + "自治州|地区|[盟市县]"),
    re.compile(_PEOPLES + "自治[县旗]|新区|矿区|林区|[区县市旗]"),
)
_STREET_NEXT: Final = re.compile(r"[东西南北中]?(?:[一二三四五六七八九十]?(?:路|街|道)|大街|大道|胡同|巷)")
_PARK_NEXT: Final = re.compile(r"(?:国家级|经济|技术|高新|科技|产业|工业)*(?:开发区|园区|工业园|产业园|科技园)")
#: words that a city's short name is only part of: 中山公园, 长春桥, 朝阳门
#: how that which stands between names can begin
_BETWEEN_FIRST: Final = frozenset(" \t\u3000,，、./|-—_·:：()（）【】[]新生市省自")
_WORD_NEXT: Final = frozenset("路街道巷桥门山湖河江庄村寺塔城里弄园公广楼店馆站院口堂塘头南北东西中")
_NEVER_MENTIONED: Final = frozenset(("中山", "朝阳", "东方", "太和"))
_KIND_AGAIN: Final = re.compile("新区|[县区](?![城府委政])|市(?![场民政委府中辖容])")
_BETWEEN: Final = re.compile(
    r"(?:[\s,，、./|\-—_·:：()（）【】\[\]]"
    r"|(?:新疆)?生产建设兵团(?:第?[一二三四五六七八九十]+师)?|市辖区|省直辖县级行政区划|自治区直辖县级行政区划)*"
)
_MUNICIPAL: Final = ("11", "12", "31", "50")
_BEYOND: Final = ("71", "81", "82")
_UNITARY: Final = "市辖区"
_ISLANDS: Final = "4603"
_SHORTEST, _FULL, _FARTHEST = 2, 3, 10
_MOST_HEADS: Final = 16_384
_MORE: Final = {"内蒙": "150000", "广西壮族": "450000", "新疆维吾尔": "650000", "宁夏回族": "640000", "呼市": "150100",
                "乌市": "650100"}  # fmt: skip


@frozen
class Divisions:
    """What the front of an address names.

    Args:
        province: full name, or ``""``.
        city: full name; ``市辖区`` in municipalities; ``""`` where it is not known.
        district: full name, or ``""``.
        code: GB/T 2260 code of the smallest division that is certain, or ``""``.
        end: where the rest of the address begins.
        contradiction: two divisions are named that do not belong to each other.
        start: where the divisions begin.
    """

    province: str = ""
    city: str = ""
    district: str = ""
    code: str = ""
    end: int = 0
    contradiction: bool = False
    start: int = 0


_Table = dict[str, tuple[tuple[str, tuple[str, ...]], ...]]


@frozen(eq=False)
class _Index:
    """Names with their codes by their first two characters, the longest first."""

    names: dict[str, str]
    successors: dict[str, str]
    provinces: _Table
    cities: _Table
    districts: _Table
    full: frozenset[str]
    shared: frozenset[str]
    begun: frozenset[str]


def stem(name: str, level: int) -> str:
    """A name without its kind, or ``""`` where less than two characters are left; level 0 is the province."""
    for found in _ENDS[level].finditer(name, _SHORTEST):
        if found.end() == len(name):
            return name[: found.start()]
    return ""


@cache
def _index() -> _Index:
    data = load("cn_divisions")
    names = dict(data["names"])
    former: dict[str, list[str]] = data["former"]
    tables: tuple[dict[str, list[str]], ...] = tuple(defaultdict(list) for _ in range(3))
    for code, name in [*names.items(), *((c, n) for c, (n, _) in former.items())]:
        if "直辖县级" in name:
            continue
        level = 0 if code.endswith("0000") else 1 if code.endswith("00") else 2
        short = stem(name, level)
        for word in {name, short, f"{short}州" if name.endswith("自治州") else short} - {""}:
            tables[level][word].append(code)
    for word, code in _MORE.items():
        tables[0 if code.endswith("0000") else 1][word] = [code]
    names |= {c: n for c, (n, _) in former.items()}
    full = frozenset(names.values())
    below = [*tables[1], *tables[2]]
    shared = frozenset(p for p in tables[0] if any(n.startswith(p) and n != p for n in below))
    prefixes = {n[:i] for n in tables[2] for i in range(_SHORTEST, len(n))}
    begun = frozenset(n for n in tables[2] if n in prefixes)
    provinces, cities, districts = map(_by_head, tables)
    successors = {c: new for c, (_, new) in former.items()}
    return _Index(names, successors, provinces, cities, districts, full, shared, begun)


def _by_head(table: dict[str, list[str]]) -> _Table:
    heads: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for name in sorted(table, key=len, reverse=True):
        heads[name[:_SHORTEST]].append((name, tuple(table[name])))
    return {head: tuple(found) for head, found in heads.items()}


def _longest(text: str, at: int, table: _Table, inside: str = "") -> tuple[int, tuple[str, ...]]:
    """The longest name at a place, as its length and codes; only divisions inside another one, if given."""
    found = table.get(text[at : at + _SHORTEST])
    if found is None:
        return 0, ()
    index = _index()
    for name, codes in found:
        if not text.startswith(name, at):
            continue
        fits = tuple(c for c in codes if c.startswith(inside)) if inside else codes
        if not inside and (len(fits) > 1 or name != index.names[fits[0]]):  # a bare 金山区 is not New Taipei's
            near = tuple(c for c in fits if c[:2] not in _BEYOND and c[:4] != _ISLANDS)
            fits = near or (fits if len(name) > _SHORTEST or table is index.provinces else ())
        if fits and (index.names[fits[0]] == name or not _is_other(text, at + len(name), table, fits, inside)):
            return len(name), fits
    return 0, ()


def _is_other(text: str, end: int, table: _Table, codes: tuple[str, ...], inside: str) -> bool:
    """Whether a short name is a street's, or a district's that nothing places: 义乌 is one city, 城关 is anywhere."""
    if _STREET_NEXT.match(text, end):
        return True
    index = _index()
    if table is not index.districts or inside:
        return False
    return len(codes) > 1 or not (index.names[codes[0]].endswith("市") or _PARK_NEXT.match(text, end))


@cache
def _simple() -> tuple[re.Pattern[str], dict[int, str]]:
    table: dict[str, str] = load("cn_divisions")["traditional"]
    return re.compile(f"[{''.join(table)}]"), {ord(k): v for k, v in table.items()}


def simple(text: str) -> str:
    """A text with the characters of names of divisions in simplified form, one by one."""
    pattern, table = _simple()
    return text if pattern.search(text) is None else text.translate(table)


class _Heads:
    """Beginnings that have been read: province, city and district in some writing; what follows cannot change them."""

    def __init__(self) -> None:
        self.known: dict[str, Divisions] = {}
        self.sizes: tuple[int, ...] = ()

    def learn(self, head: str, found: Divisions) -> None:
        if len(self.known) < _MOST_HEADS:
            self.known[head] = found
            if len(head) not in self.sizes:
                self.sizes = tuple(sorted((*self.sizes, len(head)), reverse=True))


_HEADS: Final = _Heads()


def divisions(text: str) -> Divisions:
    """The divisions at the front of a compact address in simplified characters.

    Where nothing stands at the very front, a full name a few characters on is taken (下沙江干区), then a city that
    is named anywhere (科技园南区深圳虚拟大学园); that one also places a district of its own at the front.

    Example:
        >>> found = divisions("浙江杭州西湖区文三路90号")
        >>> found.province, found.city, found.district, found.code
        ('浙江省', '杭州市', '西湖区', '330106')
    """
    for size in _HEADS.sizes:
        if known := _HEADS.known.get(text[:size]):
            return known
    found = _from(text, 0)
    if (
        found.code
        and found.district
        and found.district not in _index().begun
        and text[: found.end].endswith(found.district)
    ):
        _HEADS.learn(text[: found.end], found)
        return found
    front = text[: _FARTHEST + 2]
    label = (front.find(":") if ":" in front else front.find("：") if "：" in front else -1) + 1
    if label and (later := _from(text, label)).end > label and later.district and not found.district:
        return later
    if found.end and found.province:
        return found
    if not found.end:
        full = _index().full
        for start in range(1, min(_FARTHEST, len(text) - _FULL + 1)):
            if any(text[start : start + size] in full for size in range(_FULL, _FULL + 4)):
                later = _from(text, start)
                if later.end >= start + _FULL:
                    return later
    return _mentioned(text, found)


def begins_with_city(text: str) -> bool:
    """Whether a text begins with a city and goes on behind it."""
    index = _index()
    head = text[:_SHORTEST]
    if head not in index.provinces and head not in index.cities:
        return False
    found = _from(text, 0)
    return bool(found.city and found.code and 0 < found.end < len(text))


def _mentioned(text: str, found: Divisions) -> Divisions:
    """A city named further on, and the district at the front if it is one of this city's."""
    index = _index()
    for at in range(max(1, found.end), len(text) - 1):
        for table in (index.provinces, index.cities):
            size, codes = _longest(text, at, table)
            code = codes[0] if codes else ""
            if not size or code[:2] in _BEYOND or (table is index.provinces and code[:2] not in _MUNICIPAL):
                continue
            full = index.names[code] == text[at : at + size]
            if full or (
                text[at + size : at + size + 1] not in _WORD_NEXT and text[at : at + size] not in _NEVER_MENTIONED
            ):
                inside = code[:2] if table is index.provinces else code[:4]
                near = _district(text, 0, index.names[f"{code[:2]}0000"], "", inside)
                city = "" if table is index.provinces else index.names[code]
                return (
                    near
                    if near.end
                    else Divisions(index.names[f"{code[:2]}0000"], city, found.district, code, found.end)
                )
    return found if found.end else _bracketed(text)


def _bracketed(text: str) -> Divisions:
    """A county-level city in brackets: 禧屋家居科技（昆山）."""
    index = _index()
    for found in re.finditer("[(（]([\u4e00-\u9fff]{2,6})[)）]", text):
        size, codes = _longest(found[1], 0, index.districts)
        if size == len(found[1]) and len(codes) == 1:
            return _placed(codes[0], "", "", 0, 0)
    return Divisions()


def _skip(text: str, at: int, *said: str) -> int:
    """Where the next name begins: after separators, words that name nothing, and names said once more."""
    while True:
        if text[at : at + 1] in _BETWEEN_FIRST and (found := _BETWEEN.match(text, at)):
            at = found.end()
        again = next((len(name) for name in said if name and text.startswith(name, at)), 0)
        if not again:
            return at
        at += again


def _from(text: str, at: int) -> Divisions:
    index = _index()
    start, at = at, _skip(text, at)
    province, inside, end = "", "", 0
    size, codes = _longest(text, at, index.provinces)
    wider = 0
    if text[at : at + size] in index.shared:
        wider = max(_longest(text, at, index.cities)[0], _longest(text, at, index.districts)[0])
    if size >= wider and codes:  # 吉林市 is a city, 吉林 the province; 海南区 is a district
        province, inside, end = index.names[codes[0]], codes[0][:2], at + size
        at = _skip(text, end, province)
        if inside in _MUNICIPAL:
            found = _district(text, at, province, "", inside, start=start)
            return found if found.end else Divisions(province, "", "", codes[0], end, start=start)
    size, codes = _longest(text, at, index.cities, inside)
    whole = codes and index.names[codes[0]] == text[at : at + size]
    if not whole and size < _longest(text, at, index.districts, inside)[0]:  # 长沙县, 朝阳区
        return _or_wider(_district(text, at, province, "", inside, start=start), province, "", inside, end, start)
    strange = False
    if not codes and inside:
        size, codes = _longest(text, at, index.cities)
        if not size or index.names[codes[0]] != text[at : at + size]:
            size, codes = 0, ()
        strange = bool(codes)
    if len(codes) != 1:
        return _or_wider(_district(text, at, province, "", inside, start=start), province, "", inside, end, start)
    city, province = index.names[codes[0]], province or index.names[f"{codes[0][:2]}0000"]
    end = at + size
    found = _district(text, _skip(text, end, city), province, city, codes[0][:4], start=start)
    if strange:
        return Divisions(province, city, found.district, "", found.end or end, True, start)
    return found if found.end else Divisions(province, city, "", _public(codes[0]), end, start=start)


def _or_wider(found: Divisions, province: str, city: str, inside: str, end: int, start: int) -> Divisions:
    """The district that was found, or what was known without it."""
    code = _public(f"{inside}0000") if inside else ""
    return found if found.end else Divisions(province, city, "", code, end, start=start if end else 0)


def _district(text: str, at: int, province: str, city: str, inside: str, *, start: int = 0) -> Divisions:
    """The district at a place; without one, an empty result."""
    index = _index()
    size, codes = _longest(text, at, index.districts, inside)
    if codes:
        end = at + size
        name = index.names[codes[0]]
        if len(name) > size and (kind := _KIND_AGAIN.match(text, end)):  # 浦东区, 静海县: the kind of former days
            end = kind.end()
        if len({index.successors.get(c, c) for c in codes}) > 1:
            return Divisions(province, city, name, "", end, start=start)
        return _placed(codes[-1] if len(codes) > 1 else codes[0], province, city, end, start)
    if len(inside) > _SHORTEST:
        size, codes = _longest(text, at, index.districts)
        if codes and text[at : at + size] == index.names[codes[0]]:
            near = [c for c in codes if c.startswith(inside[:2])]
            if len(near) == 1:
                return _placed(near[0], province, city, at + size, start)
            begun = _begun(text[at : at + size - 1], inside)
            if begun:  # 雨花区 in Nanjing is 雨花台区
                return _placed(begun, province, city, at + size, start)
            if not near and any(c.startswith(inside) and not c.endswith("00") for c in index.names):
                return Divisions(province, city, index.names[codes[0]], "", at + size, True, start)
    return Divisions()


def _begun(word: str, inside: str) -> str:
    """Code of the one district of a city whose name begins so, or ``""``."""
    found = [c for c, n in _index().names.items() if c.startswith(inside) and n.startswith(word)]
    return found[0] if len(found) == 1 and len(word) >= _SHORTEST else ""


def _placed(code: str, province: str, city: str, end: int, start: int) -> Divisions:
    index = _index()
    town = _UNITARY if code[:2] in _MUNICIPAL else index.names.get(f"{code[:4]}00", "")
    return Divisions(
        province or index.names[f"{code[:2]}0000"], city or town, index.names[code], _public(code), end, start=start
    )


def _public(code: str) -> str:
    """The code that stands for a division today; of Hong Kong, Macau and Taiwan the first level alone has one."""
    code = _index().successors.get(code, code)
    return f"{code[:2]}0000" if code[:2] in _BEYOND else code
