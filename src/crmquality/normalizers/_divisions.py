"""Chinese provinces, cities and districts: found at the front of an address, in full, short or former names.

A district whose name several cities have stays without its city, unless a city is named further on. Short names stand
in the table (浙江, 呼和浩特, 延边 or 延边州); a short name before 路, 街 or 大道 is a street's. Source: GB/T 2260, the
packaged table names its date; a former name keeps its writing and has the code of what took its place.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import Final

from attrs import frozen

from crmquality._data import load
from crmquality.normalizers._address_forms import pattern

#: how that which stands between names can begin
_BETWEEN_FIRST: Final = frozenset(" \t\u3000,，、./|-—_·:：()（）【】[]新生市省自雄")
#: words that a city's short name is only part of: 中山公园, 长春桥, 朝阳门
_WORD_NEXT: Final = frozenset("路街道巷桥门山湖河江庄村寺塔城里弄园公广楼店馆站院口堂塘头南北东西中")
_NEVER_MENTIONED: Final = frozenset(("中山", "朝阳", "东方", "太和"))
_MUNICIPAL: Final = ("11", "12", "31", "50")
_BEYOND: Final = ("71", "81", "82")
_SHORTEST, _FULL, _FARTHEST = 2, 3, 10
#: beginnings that have been read, in characters; what follows cannot change them
_HEADS: Final[dict[str, Divisions]] = {}
_LONGEST_HEAD, _SHORTEST_HEAD, _MOST_HEADS = 14, 4, 16_384


@frozen
class Divisions:
    """What the front of an address names, in full, with the code of the smallest division that is certain.

    The divisions stand from ``start`` to ``end``; in a contradiction two are named that do not belong to each other.
    """

    province: str = ""
    city: str = ""
    district: str = ""
    code: str = ""
    end: int = 0
    contradiction: bool = False
    start: int = 0


_Table = dict[str, list[tuple[str, tuple[str, ...]]]]


@frozen(eq=False)
class _Index:
    """Names by code; by level the names with their codes by their first two characters, the longest first."""

    names: dict[str, str]
    successors: dict[str, str]
    ended: frozenset[str]
    provinces: _Table
    cities: _Table
    districts: _Table
    full: dict[str, tuple[str, ...]]
    shared: set[str]
    begun: set[str]


def level(code: str) -> int:
    """0 of a province, 1 of a city, 2 of a district."""
    return 0 if code.endswith("0000") else 1 if code.endswith("00") else 2


@cache
def _index() -> _Index:
    data = load("cn_divisions")
    names = data["names"] | {code: name for code, (name, _) in data["former"].items()}
    tables: tuple[dict[str, list[str]], ...] = (defaultdict(list), defaultdict(list), defaultdict(list))
    for code, name in names.items():
        for word in (name, *data["short"].get(code, ())) if "直辖县级" not in name else ():
            tables[level(code)][word].append(code)
    begins, begun = (
        {n[:i] for t in some for n in t for i in range(_SHORTEST, len(n))} for some in (tables[1:], tables[2:])
    )
    successors = {code: new for code, (_, new) in data["former"].items()}
    provinces, cities, districts = map(_by_head, tables)
    full: dict[str, tuple[str, ...]] = {}
    for name in filter(lambda n: len(n) >= _FULL, names.values()):
        full[name[:_SHORTEST]] = (*full.get(name[:_SHORTEST], ()), name)
    ended, shared = frozenset(data["ended"]), begins & {*tables[0]}
    return _Index(names, successors, ended, provinces, cities, districts, full, shared, begun & {*tables[2]})


def _by_head(table: dict[str, list[str]]) -> _Table:
    heads: _Table = defaultdict(list)
    for name in sorted(table, key=len, reverse=True):
        heads[name[:_SHORTEST]].append((name, tuple(table[name])))
    return dict(heads)


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
        if not inside and (
            len(fits) > 1 or name != index.names[fits[0]]
        ):  # a bare 金山区 is not New Taipei's, nor 南沙区 in the sea
            near = tuple(c for c in fits if c[:2] not in _BEYOND and c[:4] != "4603")
            near = tuple(c for c in near if c not in index.ended) or near
            fits = near or (fits if len(name) > _SHORTEST or table is index.provinces else ())
        if fits and (index.names[fits[0]] == name or not _is_other(text, at + len(name), table, fits, inside)):
            return len(name), fits
    return 0, ()


def _is_other(text: str, end: int, table: _Table, codes: tuple[str, ...], inside: str) -> bool:
    """Whether a short name is a street's, or a district's that nothing places: 义乌 is one city, 城关 is anywhere."""
    if pattern("street_next").match(text, end):
        return True
    index = _index()
    if len(codes) == 1 and table is index.districts and text[end : end + 1] in ("县", "市"):  # 密云县 of former days
        return False
    if table is not index.districts or inside or (len(codes) == 1 and end == len(text)):
        return False
    return len(codes) > 1 or not (index.names[codes[0]].endswith("市") or pattern("park_next").match(text, end))


@cache
def _simple() -> tuple[re.Pattern[str], dict[int, str]]:
    table = load("cn_divisions")["traditional"]
    return re.compile(f"[{''.join(table)}]"), str.maketrans(table)


def simple(text: str) -> str:
    """A text with the characters of names of divisions in simplified form, one by one."""
    signs, table = _simple()
    return text.translate(table) if signs.search(text) else text


def divisions(text: str) -> Divisions:
    """The divisions at the front of a compact address in simplified characters.

    Where nothing stands at the very front, a full name a few characters on is taken (下沙江干区), then a city that
    is named anywhere (科技园南区深圳虚拟大学园); that one also places a district of its own at the front.
    """
    for size in range(_LONGEST_HEAD, _SHORTEST_HEAD - 1, -1):
        if known := _HEADS.get(text[:size]):
            return known
    found, index = _from(text, 0), _index()
    head = text[: found.end]
    if found.code and found.district and found.district not in index.begun and head.endswith(found.district):
        if _SHORTEST_HEAD <= found.end <= _LONGEST_HEAD and len(_HEADS) < _MOST_HEADS:
            _HEADS[head] = found
        return found
    label = max(text.find(sign, 0, _FARTHEST + 2) for sign in ":：") + 1
    if label and (later := _from(text, label)).end > label and later.district and not found.district:
        return later
    if found.end and found.province:
        return found
    for start in range(1, min(_FARTHEST, len(text) - _FULL + 1)) if not found.end else ():
        if text.startswith(index.full.get(text[start : start + _SHORTEST], ()), start):
            later = _from(text, start)
            if later.end >= start + _FULL:
                return later
    return _mentioned(text, found)


def begins_with_city(text: str) -> bool:
    """Whether a text begins with a city and goes on behind it."""
    index = _index()
    head = simple(text[:_SHORTEST])
    if head not in index.provinces and head not in index.cities:
        return False
    found = _from(simple(text), 0)
    return bool(found.city and found.code and 0 < found.end < len(text))


def _mentioned(text: str, found: Divisions) -> Divisions:
    """A city named further on, and the district at the front if it is one of this city's."""
    index = _index()
    for at in range(max(1, found.end), len(text) - 1):
        head = text[at : at + _SHORTEST]
        for table in (index.provinces, index.cities):
            size, codes = _longest(text, at, table) if head in table else (0, ())
            code, word = codes[0] if codes else "", text[at : at + size]
            if not size or code[:2] in _BEYOND or (table is index.provinces and code[:2] not in _MUNICIPAL):
                continue
            if index.names[code] != word and (
                text[at + size : at + size + 1] in _WORD_NEXT or word in _NEVER_MENTIONED
            ):
                continue
            province = index.names[f"{code[:2]}0000"]
            city, inside = ("", code[:2]) if table is index.provinces else (index.names[code], code[:4])
            near = _district(text, 0, province, "", inside)
            return near or Divisions(province, city, found.district, code, found.end)
    return found


def _skip(text: str, at: int, *said: str) -> int:
    """Where the next name begins: after separators, words that name nothing, and names said once more."""
    while True:
        if text[at : at + 1] in _BETWEEN_FIRST and (found := pattern("between").match(text, at)):
            at = found.end()
        again = next((len(name) for name in said if name and text.startswith(name, at)), 0)
        if not again:
            return at
        at += again


def _from(text: str, at: int) -> Divisions:
    """The divisions at a place: a province, a city inside it, a district inside that; each may be left out."""
    index = _index()
    start, at = at, _skip(text, at)
    province, inside, wider = "", "", Divisions()
    size, codes = _longest(text, at, index.provinces)
    name = text[at : at + size]
    longer = max(_longest(text, at, t)[0] for t in (index.cities, index.districts)) if name in index.shared else 0
    if codes and size >= longer:  # 吉林市 is a city, 吉林 the province; 海南区 is a district
        province, inside = index.names[codes[0]], codes[0][:2]
        wider = Divisions(province, "", "", codes[0], at + size, start=start)
        at = _skip(text, at + size, province)
        if inside in _MUNICIPAL:
            return _district(text, at, province, "", inside, start) or wider
    size, codes = _longest(text, at, index.cities, inside)
    strange = False
    if not _is_full(text, at, size, codes) and size < _longest(text, at, index.districts, inside)[0]:
        codes = ()  # 长沙县, 朝阳区
    elif not codes and inside:
        size, codes = _longest(text, at, index.cities)
        strange = _is_full(text, at, size, codes) or (len(codes) == 1 and _goes_on(text, at + size, codes[0]))
        codes = codes if strange else ()
    if len(codes) != 1:
        return _district(text, at, province, "", inside, start) or wider
    city, province = index.names[codes[0]], province or index.names[f"{codes[0][:2]}0000"]
    wider = Divisions(province, city, "", _public(codes[0]), at + size, start=start)
    begin = _skip(text, at + size, province, city)
    if text[begin - 1] == "市" and text[begin : begin + 2] in ("南区", "北区", "中区"):  # 青岛市南区
        begin -= _longest(text, begin - 1, index.districts, codes[0][:4])[0] > 0
    found = _district(text, begin, province, city, codes[0][:4], start) or wider
    return Divisions(province, city, found.district, "", found.end, True, start) if strange else found


def _goes_on(text: str, end: int, city: str) -> bool:
    """Whether a city's short name is meant as the city: nothing or one of its districts is behind it."""
    return end == len(text) or _longest(text, _skip(text, end), _index().districts, city[:4])[0] > 0


def _is_full(text: str, at: int, size: int, codes: tuple[str, ...]) -> bool:
    """Whether a name at a place is a division's in full."""
    return bool(codes) and _index().names[codes[0]] == text[at : at + size]


def _district(text: str, at: int, province: str, city: str, inside: str, start: int = 0) -> Divisions | None:
    """The district at a place."""
    index = _index()
    size, codes = _longest(text, at, index.districts, inside)
    end = at + size
    if codes:
        name = index.names[codes[0]]
        if len(name) > size and (
            kind := pattern("kind_again").match(text, end)
        ):  # 浦东区, 静海县: the kind of former days
            end = kind.end()
        if len({index.successors.get(c, c) for c in codes}) > 1:
            return Divisions(province, city, name, "", end, start=start)
        full = [c for c in codes if index.names[c] == text[at : at + size]]
        today = [c for c in codes if c not in index.successors]  # 章丘 is today's 章丘区
        return _placed((full or today or codes)[-1], province, city, end, start)
    if len(inside) == _SHORTEST or not inside:
        return None
    size, codes = _longest(text, at, index.districts)
    end = at + size
    if not _is_full(text, at, size, codes):
        return None
    near = [c for c in codes if c.startswith(inside[:2])]
    inner = _inside(inside)
    near = near or [c for c in inner if index.names[c].startswith(text[at : end - 1])]
    if len(near) == 1:  # a district of the province; 雨花区 in Nanjing is 雨花台区
        return _placed(near[0], province, city, end, start)
    odd = inner and not near
    return Divisions(province, city, index.names[codes[0]], "", end, True, start) if odd else None


@cache
def _inside(city: str) -> list[str]:
    """Codes of a city's districts."""
    return [code for code in _index().names if code.startswith(city) and not code.endswith("00")]


def _placed(code: str, province: str, city: str, end: int, start: int) -> Divisions:
    names = _index().names
    town = "市辖区" if code[:2] in _MUNICIPAL else names.get(f"{code[:4]}00", "")
    return Divisions(province or names[f"{code[:2]}0000"], city or town, names[code], _public(code), end, start=start)


def _public(code: str) -> str:
    """The code that stands for a division today; of Hong Kong, Macau and Taiwan the first level alone has one."""
    code = _index().successors.get(code, code)
    return f"{code[:2]}0000" if code[:2] in _BEYOND else code
