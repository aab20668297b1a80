"""Western personal names taken apart: titles, given and middle names, surnames with particles, suffixes, nicknames.

What stands before, between and behind commas decides ("Last, First", "First Last, Suffix"); then titles come off
the front, suffixes off the end, particles join the surname, conjunctions join their neighbours. Parts keep the
writing of the text. Left out: names whose order only their bearer knows.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from attrs import frozen

from crmquality._data import load
from crmquality._text import fold


@frozen
class WesternName:
    """Parts of a Western name as they are written."""

    given: str = ""
    middle: str = ""
    family: str = ""
    title: str = ""
    suffix: str = ""
    nickname: str = ""
    maiden: str = ""


_NICKNAMES: Final = re.compile(
    r"\(([^()]{0,60})\)|(?<!\w)\"([^\"]{1,60})\"(?!\w)|[“„]([^“”„]{1,60})[”“]|(?<!\w)'([^']{1,60})'(?!\w)|‘([^‘’]{1,60})’"
)
_MAIDEN: Final = re.compile(r"(?:née|nee|né|geb\.?|geborene|born|rozená|fka)\s+(\S.*)", re.IGNORECASE)
_INLINE_MAIDEN: Final = re.compile(r"(?<=\w),? (?:née|nee|né|geb\.|geborene|rozená|fka) ([^\W\d_][^,]*)$")
_CAPITAL_MAIDEN: Final = re.compile(_INLINE_MAIDEN.pattern, re.IGNORECASE)
_ABBREVIATED: Final = re.compile(r"(?:[^\W\d_]{2,}\.)+(?:[^\W\d_]{2,})?")
_INITIAL: Final = re.compile(r"[^\W\d_]\.?")
_PHD: Final = re.compile(r"\b(Ph|h|n)\. (D\b|c\.|med\.)", re.IGNORECASE)
_OF_FAITH: Final = re.compile("(?:[ae]l|[au]d)-(?:din|deen|dine)")
_ROMAN: Final = frozenset("iv")
#: suffixes that are names too: they count only in capitals among other writing
_NAMES_TOO: Final = frozenset("ma do ba pe ed vi pa ms jd abd md fellow".split())
_MILITARY: Final = frozenset("lt col sgt maj capt gen cpl cdr cmdr adm brig".split())
#: a single name behind them is a given one: King Henry
_REIGNING: Final = ("king", "queen", "pope")
_NAME: Final = 2


@cache
def words(kind: str) -> frozenset[str]:
    """The known words of a kind: ``titles``, ``suffixes``, ``particles``, ``bound`` ..."""
    listed = load("names")[kind]
    return frozenset(fold(w) for w in (listed.split() if isinstance(listed, str) else listed))


@lru_cache(maxsize=8192)
def bare(word: str) -> str:
    """A word without case, marks and outer stops."""
    return fold(word).strip(" .,")


def is_name_too(word: str) -> bool:
    """Whether a title is a given name or surname, too, and does not stand abbreviated: Dean, Earl, King."""
    return bare(word) in words("title_names") and not word.endswith(".")


def is_title(word: str) -> bool:
    """Whether a word (or words joined by a conjunction) is a title."""
    first = word.split(" ", 1)[0]
    plain = bare(first)
    if plain in words("titles"):
        return True
    if plain.startswith("dipl.-") or plain.replace("\u00a0", " ") in ("h. c", "n. med"):
        return True
    if "-" in plain or "." in plain:
        return all(p in words("titles") for p in re.split(r"[-.]", plain) if p)
    return False


def _is_leading_title(word: str) -> bool:
    abbreviated = _ABBREVIATED.fullmatch(word) is not None and bare(word) not in words("shortened")
    return is_title(word) or (abbreviated and not is_suffix(word, loose=False))


def is_suffix(word: str, *, loose: bool) -> bool:
    """Whether a word is a suffix; ``loose`` also takes I and V, which elsewhere are initials."""
    plain = bare(word)
    if plain in ("j.r", "s.r"):
        return False
    if plain in _ROMAN and _INITIAL.fullmatch(word):
        return loose and not word.endswith(".")
    known = words("suffixes")
    if word.isupper() and plain in words("postnominals"):
        return True
    if plain in _NAMES_TOO and "." not in word.strip("."):
        return word.isupper() and plain in known
    return plain in known or plain.replace(".", "").replace(" ", "") in known or (
        "." in plain and plain.startswith("dipl.")) or (
        "." in plain and any(p in known and len(p) > 1 for p in plain.split("."))
    )  # fmt: skip


def parse(text: str) -> WesternName:
    """Take a tidied name apart.

    Args:
        text: a name in a script that parts words by blanks, at least one word.
    """
    nicknames: list[str] = []
    maiden: list[str] = []
    titles: list[str] = []
    if (
        " " in text
        and (born := (_CAPITAL_MAIDEN if text.isupper() else _INLINE_MAIDEN).search(text))
        and " " in text[: born.start()]
    ):
        maiden.append(text[born.start(1) : born.end(1)])
        text = text[: born.start()]
    if any(mark in text for mark in "(\"'“„‘"):
        text = _NICKNAMES.sub(lambda m: _bracketed(m, text, nicknames, maiden, titles), text)
    text = _PHD.sub("\\1.\u00a0\\2", text.replace("،", ","))
    parts = [p for p in (_split(part) for part in text.split(",")) if p]
    if not parts:
        return WesternName(nickname=" ".join(nicknames))
    suffixes = [" ".join(p) for p in parts[1:]]
    if len(parts) == 1:
        found = _natural(parts[0], alone=bool(nicknames))
    elif _are_suffixes(parts[1], strict=len(parts[0]) == 1) or _is_postnominal(parts, text):
        found = _natural(parts[0], alone=True, suffixes=suffixes)
    elif len(parts) == _NAME == len(parts[0]) and all(is_title(w) and w[-1] == "." for w in parts[1]):
        found = _natural([*parts[1], *parts[0]], alone=True)  # Hans Müller, Dr.
    else:
        found = _last_first(parts[0], parts[1], suffixes[1:])
    given, middle, family, title, suffix = (p.replace("\u00a0", " ") for p in found)
    title = " ".join([title, *titles] if title else titles)
    return WesternName(given, middle, family, title, suffix, " ".join(nicknames), " ".join(maiden))


def _bracketed(found: re.Match[str], text: str, nicknames: list[str], maiden: list[str], titles: list[str]) -> str:
    """What takes the place of a bracket or quotation; suffixes stay, without their marks."""
    inner = next((g for g in found.groups() if g), "").strip()
    last = not text[found.end() :].strip() or text[found.end() :].lstrip().startswith(",")
    certain = bare(inner) in ("jr", "sr", "ret")
    if inner and (certain or last) and all(is_suffix(w, loose=False) for w in inner.split()):
        return f" {inner} "
    if inner.endswith(".") and last and is_title(inner) and text[: found.start()].strip():
        titles.append(inner)
        return " "
    if born := _MAIDEN.fullmatch(inner):
        maiden.append(born[1])
    elif inner:
        nicknames.append(inner)
    return " "


def _split(part: str) -> list[str]:
    """Words of a part; suffixes around a lone hyphen are one, elsewhere it opens the next word; symbols are none."""
    out: list[str] = []
    for word in part.split(" "):
        if not word or not (word in ("&", "-") or any(c.isalnum() or not _is_symbol(c) for c in word)):
            continue
        if word == "-" and out and is_suffix(out[-1].rpartition(" ")[2], loose=False):
            out[-1] += " -"
        elif out and (out[-1] == "-" or out[-1].endswith(" -")):
            out[-1] += f" {word}"
        elif word != "-" or out:
            out.append(word)
    return out[:-1] if out[-1:] == ["-"] else out


def _is_symbol(character: str) -> bool:
    return character in ".,;:!?/" or ord(character) >= 0x1F000 or 0x2600 <= ord(character) < 0x27C0


def _are_suffixes(part: list[str], *, strict: bool) -> bool:
    return all(is_suffix(w, loose=not strict) for joined in part for w in joined.split(" ") if w != "-")


def _is_postnominal(parts: list[list[str]], text: str) -> bool:
    """Whether a position or a word with several capitals stands behind a whole name: Ing. Jan Novák, CSc."""
    before, behind = parts[0], parts[1]
    if len(before) > 1 and _is_office(behind):
        return True
    if len(behind) > 1 or len(before) < _NAME or text.isupper() or bare(before[0]) in words("particles"):
        return False
    capitals = sum(c.isupper() for c in behind[0])
    plain = "-" not in behind[0] and "." not in behind[0][:-1]
    return plain and capitals > 1 and (capitals > _NAME or _is_leading_title(before[0]))


def _is_office(part: list[str]) -> bool:
    """Whether several words name a position: VP of Sales, Managing Director."""
    titles, keys = load("job_titles"), [bare(w) for w in part if w != "&"]
    known = all(k in titles["terms"] or k in titles["prepositions"] for k in keys)
    return len(keys) > 1 and known and any(titles["terms"].get(k, ("",))[0] for k in keys)


Five = tuple[str, str, str, str, str]


def _natural(part: list[str], *, alone: bool, suffixes: list[str] | None = None) -> Five:
    """Title, given, middle, family, suffix in their spoken order."""
    pieces = _joined(part)
    tail = _take_suffixes(pieces, least=_NAME, last=not suffixes)
    title = _take_titles(pieces)
    suffix = ", ".join([*([" ".join(tail)] if tail else []), *(suffixes or [])])
    if title and len(pieces) > 1 and pieces[0].islower() and bare(pieces[0]) in words("particles"):
        pieces = [" ".join(pieces)]  # Herr von Bülow
    two = next((n for n in (1, 2) if _OF_FAITH.fullmatch(bare("-".join(pieces[1 : n + 1])))), 0)
    if two and len(pieces) > two + 1:  # Nour El Din and Salah al-Din are one given name
        pieces = [" ".join(pieces[: two + 1]), *pieces[two + 1 :]]
    pieces = _with_bound(_with_particles(pieces))
    given, middle, family = _order(pieces, title, alone=alone)
    return given, middle, family, " ".join(title), suffix


def _order(pieces: list[str], title: list[str], *, alone: bool) -> tuple[str, str, str]:
    if not pieces:
        return "", "", ""
    opens = bare(pieces[0].split(" ", 1)[0]) in words("opening") and " " in pieces[0]
    if len(pieces) == 1:
        royal = bool(title) and bare(title[-1].split(" ")[-1]) in words("royal")
        last = opens or (bool(title) and not royal) or (alone and not title)
        return ("", "", pieces[0]) if last else (pieces[0], "", "")
    if opens:
        return "", "", " ".join(pieces)
    return pieces[0], " ".join(pieces[1:-1]), pieces[-1]


def _last_first(before: list[str], behind: list[str], suffixes: list[str]) -> Five:
    """Family name before the comma, title, given and middle names behind it."""
    family = list(before)
    first_suffix = _take_suffixes(family, least=1, last=False)
    pieces = _joined(behind)
    tail = _take_suffixes(pieces, least=1, last=not suffixes)
    title = _take_titles(pieces) if len(pieces) > 1 or tail else []
    moved: list[str] = []
    while len(pieces) > 1 and bare(pieces[-1]) in words("particles") and pieces[-1].islower():
        moved.insert(0, pieces.pop())
    pieces = _with_bound(pieces, least=_NAME)
    suffix = ", ".join(p for p in (" ".join(first_suffix), " ".join(tail), *suffixes) if p)
    return " ".join(pieces[:1]), " ".join(pieces[1:]), " ".join([*moved, *family]), " ".join(title), suffix


def _joined(part: list[str]) -> list[str]:
    """Words joined by conjunctions: John and Jane, Velasquez y Garcia, Secretary of State."""
    known = words("conjunctions")
    if not any(bare(w) in known for w in part):
        return list(part)
    names = sum(1 for w in part if not _is_leading_title(w) and not is_suffix(w, loose=False))
    out: list[str] = []
    open_end = False
    for word in part:
        plain = bare(word)
        joins = plain in known and (len(plain) > 1 or word == "&" or (names > _NAME + 1 and word.islower()))
        if out and (joins or open_end):
            out[-1] += f" {word}"
        else:
            out.append(word)
        open_end = joins
    return out


def _take_titles(pieces: list[str]) -> list[str]:
    title: list[str] = []
    while pieces and _opens_title(pieces, started=bool(title)):
        title.append(pieces.pop(0))
    return title


def _opens_title(pieces: list[str], *, started: bool) -> bool:
    word = pieces[0]
    first = word.split(" ", 1)[0]
    if bare(first) == "the" and " " in word:
        return is_title(word.split(" ", 1)[1])
    if started and bare(first) == "ret":
        return len(pieces) > 1
    if bare(first) in ("us", "pd") and len(pieces) > 1:
        return is_title(pieces[1])
    if bare(first) == "tan" and not started and len(pieces) > _NAME:
        return bare(pieces[1]) == "sri"
    if not started and is_name_too(word) and len(pieces) <= _NAME:
        return len(pieces) == _NAME and bare(word) in _REIGNING
    if len(pieces) == 1:
        return is_title(word) and (not started or " " in word)
    return _is_leading_title(first if " " in word else word)


def _take_suffixes(pieces: list[str], *, least: int, last: bool) -> list[str]:
    """Suffixes off the end, as long as ``least`` names remain; I and V only where nothing follows."""
    tail: list[str] = []
    while len(pieces) > least:
        word = pieces[-1]
        initial = _INITIAL.fullmatch(pieces[-2]) is not None and least == _NAME
        loose = last and not tail and not initial and (len(pieces) > _NAME or least == 1)
        military = bare(word) in _MILITARY and len(pieces) > _NAME
        if not (military or is_suffix(word, loose=loose)):
            break
        tail.insert(0, pieces.pop())
    return tail


def _with_particles(pieces: list[str]) -> list[str]:
    """A run of particles joins the names behind it, up to the next run."""
    out: list[str] = []
    joining = False
    for at, piece in enumerate(pieces):
        plain = [bare(w) for w in piece.split(" ")]
        particle = any(w in words("particles") for w in plain) and all(
            w in words("particles") or w in words("conjunctions") for w in plain
        )
        particle = particle or ("-" in piece and piece.rpartition("-")[2] in words("particles"))  # Jansen-de Boer
        particle = particle or piece in words("small") or piece.title() in load("names")["gaelic"]
        if particle and at < len(pieces) - 1 and (at > 0 or plain[0] in words("opening")):
            if joining and _ends_in_particle(out[-1]):
                out[-1] += f" {piece}"
            else:
                out.append(piece)
            joining = True
        elif joining and not (plain[0].startswith(("al-", "el-")) and not _ends_in_particle(out[-1])):
            out[-1] += f" {piece}"
        else:
            out.append(piece)
    return out


def _ends_in_particle(piece: str) -> bool:
    return bare(piece.rpartition(" ")[2]) in words("particles")


def _with_bound(pieces: list[str], least: int = 3) -> list[str]:
    if len(pieces) == least == _NAME + 1 and bare(pieces[1]) in words("bound"):
        return [pieces[0], f"{pieces[1]} {pieces[2]}"]
    if len(pieces) >= least and bare(pieces[0]) in words("bound"):
        return [f"{pieces[0]} {pieces[1]}", *pieces[2:]]
    return pieces
