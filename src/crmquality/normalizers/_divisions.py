"""Chinese provinces, cities and districts: found at the front of an address, in full or short names.

A district whose name several cities have stays without its city. Short names are cut by suffix (浙江, 呼和浩特, 延边);
a short name before 路, 街 or 大道 is a street's. Source: GB/T 2260, the packaged table names its snapshot.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import Final

from attrs import evolve, frozen

from crmquality._data import load

_PROVINCE_ENDS: Final = re.compile(r"(?:壮族|回族|维吾尔)?(?:自治区|特别行政区)|省|市")
_CITY_ENDS: Final = re.compile(
    r"(?:[蒙藏朝苗傣白彝侗黎哈回壮傈柯克](?:古|族|鲜族|家族|尼族|僳族|尔克孜|萨克)?|土家族|布依族|景颇族|羌族|各族|哈萨克|柯尔克孜|蒙古|朝鲜族)*自治州"
    r"|地区|盟|市|特别行政区"
)
_DISTRICT_ENDS: Final = re.compile(r"(?:[\u4e00-\u9fff]{1,6}族)*自治(?:县|旗)|新区|矿区|林区|区|县|市|旗")
_STREET_NEXT: Final = re.compile(r"[东西南北中]?(?:[一二三四五六七八九十]?(?:路|街|道)|大街|大道|胡同|巷)")
_MUNICIPAL: Final = ("11", "12", "31", "50")
_UNITARY: Final = "市辖区"
_FILLERS: Final = frozenset((_UNITARY, "县", "省直辖县级行政区划", "自治区直辖县级行政区划"))
_SHORTEST, _FULL, _FARTHEST = 2, 3, 10


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


_Table = dict[str, tuple[tuple[str, list[str]], ...]]


@frozen(eq=False)
class _Index:
    """Names with their codes by their first two characters, the longest first."""

    names: dict[str, str]
    provinces: _Table
    cities: _Table
    districts: _Table
    full: frozenset[str]


def _short(name: str, ends: re.Pattern[str]) -> str:
    for found in ends.finditer(name):
        if found.end() == len(name) and found.start() >= _SHORTEST:
            return name[: found.start()]
    return ""


@cache
def _index() -> _Index:
    names: dict[str, str] = load("cn_divisions")
    tables: tuple[dict[str, list[str]], ...] = tuple(defaultdict(list) for _ in range(3))
    for code, name in names.items():
        if name in _FILLERS:
            continue
        level = 0 if code.endswith("0000") else 1 if code.endswith("00") else 2
        tables[level][name].append(code)
        if short := _short(name, (_PROVINCE_ENDS, _CITY_ENDS, _DISTRICT_ENDS)[level]):
            tables[level][short].append(code)
    provinces, cities, districts = map(_by_head, tables)
    return _Index(names, provinces, cities, districts, frozenset(n for n in names.values() if n not in _FILLERS))


def _by_head(table: dict[str, list[str]]) -> _Table:
    heads: dict[str, list[tuple[str, list[str]]]] = defaultdict(list)
    for name in sorted(table, key=len, reverse=True):
        heads[name[:_SHORTEST]].append((name, table[name]))
    return {head: tuple(found) for head, found in heads.items()}


def _longest(text: str, at: int, table: _Table, inside: str = "") -> tuple[int, list[str]]:
    """The longest name at a place, as its length and codes; only divisions inside another one, if given."""
    names = _index().names
    for name, codes in table.get(text[at : at + _SHORTEST], ()):
        if text.startswith(name, at):
            fits = [c for c in codes if c.startswith(inside)]
            short = all(names[c] != name for c in fits)
            if fits and not (short and _is_other(text, at + len(name), table, fits, inside)):
                return len(name), fits
    return 0, []


def _is_other(text: str, end: int, table: _Table, codes: list[str], inside: str) -> bool:
    """Whether a short name is a street's, or a district's that nothing places: 义乌 is one city, 城关 is anywhere."""
    if _STREET_NEXT.match(text, end):
        return True
    index = _index()
    return table is index.districts and not inside and not (len(codes) == 1 and index.names[codes[0]].endswith("市"))


def divisions(text: str) -> Divisions:
    """The divisions at the front of a compact address in simplified characters.

    Where nothing stands at the very front, a full name a few characters on is taken: 下沙江干区.

    Example:
        >>> found = divisions("浙江杭州西湖区文三路90号")
        >>> found.province, found.city, found.district, found.code
        ('浙江省', '杭州市', '西湖区', '330106')
    """
    found = _from(text, 0)
    if found.end:
        return found
    for start in range(1, min(_FARTHEST, len(text) - _FULL + 1)):
        if any(text[start : start + size] in _index().full for size in range(_FULL, _FULL + 4)):
            later = _from(text[start:], 0)
            if later.end >= _FULL:
                return evolve(later, start=start, end=later.end + start)
    return found


def _from(text: str, at: int) -> Divisions:
    index = _index()
    size, provinces = _longest(text, at, index.provinces)
    wider = max(_longest(text, at, index.cities)[0], _longest(text, at, index.districts)[0])
    if wider > size:  # 吉林市 is a city, 吉林 the province; 海南区 is a district
        size, provinces = 0, []
    at += size
    inside = provinces[0][:2] if provinces else ""
    if inside in _MUNICIPAL:
        whole = index.names[provinces[0]]
        while text.startswith((whole, _UNITARY), at):
            at += len(_UNITARY) if text.startswith(_UNITARY, at) else len(whole)
        return _district(text, Divisions(whole, "", "", provinces[0], at), inside)
    found = Divisions(index.names[provinces[0]], "", "", provinces[0], at) if provinces else Divisions()
    size, cities = _longest(text, at, index.cities, inside)
    if size < _longest(text, at, index.districts, inside)[0]:  # 长沙县, 朝阳区
        return _district(text, found, inside)
    strange = False
    if not cities and inside:
        size, cities = _longest(text, at, index.cities)
        strange = bool(cities) and text[at : at + size] == index.names[cities[0]]
    if len(cities) == 1 and (strange or cities[0].startswith(inside)):
        code = cities[0]
        province = found.province or index.names[f"{code[:2]}0000"]
        found = Divisions(province, index.names[code], "", "" if strange else code, at + size, contradiction=strange)
        inside = code[:4]
    return found if found.contradiction else _district(text, found, inside)


def _district(text: str, found: Divisions, inside: str) -> Divisions:
    index = _index()
    size, codes = _longest(text, found.end, index.districts, inside)
    if not codes:
        if inside and len(inside) > _SHORTEST:
            size, codes = _longest(text, found.end, index.districts)
            named = codes and text[found.end : found.end + size] == index.names[codes[0]]
            near = [c for c in codes if c.startswith(inside[:2])]
            if named and not near:
                return evolve(found, district=index.names[codes[0]], end=found.end + size, contradiction=True, code="")
            codes = near
            if not codes or not named:
                return found
        else:
            return found
    name, end = index.names[codes[0]], found.end + size
    if len(codes) > 1:
        return evolve(found, district=name, end=end)
    code = codes[0]
    city = index.names.get(f"{code[:4]}00", "")
    if code[:2] in _MUNICIPAL:
        city = _UNITARY
    return Divisions(index.names[f"{code[:2]}0000"], found.city or city, name, code, end)
