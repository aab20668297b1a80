"""Names on messengers and social networks, out of labels, addresses and @-forms.

Shapes: WeChat 6 to 20 letters, digits, _ and -, a letter first; QQ 5 to 11 digits; WhatsApp a phone number. A mobile in
a field for such names is recognised as what it is, and a QQ mailbox as the QQ number that it is made of.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, cast
from urllib.parse import unquote

from crmquality._data import load, patterns
from crmquality._text import fold
from crmquality.normalizers._phone import read_phone
from crmquality.normalizers._reading import Note, Reading, begun, placeholder_code, refused
from crmquality.normalizers._url import platform_of
from crmquality.types import Handle, NormalizedText

_LIMIT: Final = 255
_PLAIN: Final = re.compile(r"@?([A-Za-z0-9][A-Za-z0-9_.-]{2,40})")
_PROFILE: Final = re.compile(r"(?:https?://)?(?:www\.)?([a-z]{1,12}\.com)/(?:in/)?([a-z0-9_][a-z0-9_-]{4,40})/?")
_WECHAT: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{5,19}", re.ASCII)
_QQ: Final = re.compile(r"([1-9][0-9]{4,10})(@(?:vip\.)?qq\.com)?", re.ASCII | re.IGNORECASE)
_LONGEST_QQ: Final = 10  # eleven digits are a mobile before they are a QQ number
_LABELLED: Final = re.compile(r"(?:([A-Za-z]{2,8}|[\u4e00-\u9fff]{2}): ?)?([A-Za-z0-9][A-Za-z0-9_-]{4,19})")
_REPAIRED: Final = Note("repaired")
_NUMBER: Final = re.compile(r"\+?[\d\s().\-]{7,24}")
_NAME: Final = re.compile(r"@?([\w.-]{1,64})")
_ANY: Final = re.compile(r"[A-Za-z][\w.-]{2,63}", re.ASCII)
_BY_PHONE: Final = ("whatsapp", "signal", "viber")
_SEVERAL: Final = re.compile(r"\s*[;；,，/、|]\s*")
_LEAST: Final = 5


def _owner(name: str, named: str | None) -> str:
    """The messenger that a plain name is of, on a named one or any; ``""`` = look at it at length."""
    if named in (None, "wechat") and _WECHAT.fullmatch(name):
        return "wechat" if name.lower() != "mobile" else ""
    return "qq" if named in (None, "qq") and len(name) <= _LONGEST_QQ and name.isdigit() and _QQ.fullmatch(name) else ""


def ordinary_messaging_id(platform: str | None = None) -> Callable[[str], str | None]:
    """What gives a name without a label back that raises no doubt."""
    return lambda value: value if _owner(value, platform) and placeholder_code(value) is None else None


def read_messaging_id(value: str | None, *, platform: str | None = None) -> Reading:
    """Read a name on the field's messenger or any; the value is a `Handle`, the text the name (a phone in E.164)."""
    said = _LABELLED.fullmatch(value) if value else None
    label, name = said.groups() if said else ("", "")
    known = load("hosts")["labels"].get(label.lower(), "") if label else platform
    named = known if name and platform in (None, known) else ""
    if (fits := _owner(name, named)) and placeholder_code(name) is None:
        return Reading(Handle(fits, name), name, (_REPAIRED,) if label else ())
    named, text, notes, done = _opened(value, platform, messenger=True)
    if done is not None:
        return done
    if patterns("hosts")["same_english" if text.isascii() else "same"].fullmatch(text):
        return Reading(None, None, (*notes, Note("same_as_phone")), missing=True)
    handle = _messenger(text, named, notes)
    if handle is None:
        pieces = [p for p in _SEVERAL.split(text) if len(p) >= _LEAST]
        return Reading(None, None, (*notes, Note("multiple_values" if len(pieces) > 1 else _refused(text))))
    if handle.name != text and (code := placeholder_code(handle.name)):
        return Reading(None, None, (*notes, Note(code)), missing=True)
    same = not notes or handle.name == value
    return Reading(handle, handle.name if same else _written(handle, platform), tuple(notes))


def _written(handle: Handle, platform: str | None) -> str:
    """The name alone where it reads as itself in the field, else with its messenger in front."""
    if platform in (None, handle.platform) and (handle.name[0] == "+" or _WECHAT.fullmatch(handle.name)):
        return handle.name
    alone = read_messaging_id(handle.name, platform=platform)
    same = alone.text == handle.name and (not platform or alone.value == handle)
    return handle.name if same else f"{handle.platform}:{handle.name}"


def _messenger(text: str, named: str, notes: list[Note]) -> Handle | None:
    """The name on a messenger, or ``None``."""
    qq = _QQ.fullmatch(text.removeprefix("@"))
    if qq and (named == "qq" or (named in ("", "wechat") and (qq[2] or len(qq[1]) <= _LONGEST_QQ))):
        notes += [Note("from_url")] * bool(qq[2]) + [Note("platform_mismatch")] * (named == "wechat")
        return Handle("qq", qq[1])
    bare = patterns("hosts")["same_behind"].sub("", text) if not text.isascii() else text
    if _NUMBER.fullmatch(bare):
        phone = read_phone(bare, region="CN" if bare.isdigit() else None)
        if phone.text is None or getattr(phone.value, "type", "") == "fixed_line":
            return None
        notes += [Note("is_phone")] * (named not in _BY_PHONE)
        return Handle(named or "phone", phone.text)
    name = text.removeprefix("@")
    if named in ("", "skype") and (skype := patterns("hosts")["skype"].fullmatch(name)):
        return Handle("skype", skype[1])
    if named not in ("qq", *_BY_PHONE) and _WECHAT.fullmatch(name):
        return Handle(named or "wechat", name)
    return Handle(named, name) if named not in ("wechat", "qq", *_BY_PHONE) and _ANY.fullmatch(name) else None


def read_social_handle(value: str | None, *, platform: str | None = None) -> Reading:
    """Read a name on the field's network or any, with or without @ and address; the value is a `Handle`."""
    if value and (plain := _PLAIN.fullmatch(value)) and placeholder_code(value) is None:
        return Reading(Handle(platform or "", plain[1]), plain[1])
    hosts = load("hosts")
    if value and (found := _PROFILE.fullmatch(value)) and (named := hosts["platforms"].get(found[1])):
        name, fits = found[2], platform in (None, named) and named not in _BY_PHONE
        if fits and not (name in hosts["steps"] or name in hosts["pages"] or placeholder_code(name)):
            return Reading(Handle(named, name), name, (Note("from_url"),))
    named, text, notes, done = _opened(value, platform, messenger=False)
    if done is not None:
        return done
    if "/" in text and (found := patterns("hosts")["profile"].fullmatch(text)):
        known = platform_of(found["host"].lower())
        return Reading(None, None, (*notes, Note("syntax" if known else "wrong_field")))
    name = _NAME.fullmatch(text)
    if name is None:
        return Reading(None, None, (*notes, Note(_refused(text))))
    if code := placeholder_code(name[1]):
        return Reading(None, None, (*notes, Note(code)), missing=True)
    return Reading(Handle(named, name[1]), name[1], tuple(notes))


def _refused(text: str) -> str:
    return "wrong_field" if "@" in text[1:] or "://" in text else refused(text, "syntax")


def _opened(value: str | None, platform: str | None, *, messenger: bool) -> tuple[str, str, list[Note], Reading | None]:
    """Network and name out of labels and addresses, the notes, and the reading where that is all."""
    forms = patterns("hosts")
    text, notes, done = begun(value, _LIMIT)
    if done is not None or text.isdecimal():
        return platform or "", text, notes, done
    said, bare = "", forms["bare"].match(text)
    while not bare and (found := forms["label"].match(text) or (messenger and forms["loose_label"].match(text))):
        label = load("hosts")["labels"].get(fold(found[1] or found[2]))
        if not label or not text[found.end() :]:
            break
        said, text = said or label, text[found.end() :]
    if said:
        notes.append(Note("repaired"))
        if code := placeholder_code(text):
            return "", text, notes, Reading(None, None, (*notes, Note(code)), missing=True)
    named = _where(said, platform, notes)
    if "/" in text and (found := forms["profile"].fullmatch(text)) and (there := _profile(*found.groups())):
        named, text = _where(there[0], platform, notes), there[1]
        notes.append(Note("from_url"))
        text = f"+{text.lstrip('+')}" if messenger and there[0] in _BY_PHONE else text
    return named, text, notes, None


def _where(said: str, platform: str | None, notes: list[Note]) -> str:
    """The network that the cell names, before that of the field."""
    if platform and said not in ("", platform):
        notes.append(Note("platform_mismatch"))
    return said or platform or ""


def _profile(host: str, path: str) -> tuple[str, str] | None:
    """Network and name of a profile's address; ``None`` where it is another page, or of another host."""
    platform = platform_of(host.lower())
    way, _, query = path.partition("?")
    if platform is None:
        return None
    if query and (number := patterns("hosts")["number"].search(query)) and not way.startswith("p/"):
        return platform, number[1]
    idle, pages = load("hosts")["steps"], load("hosts")["pages"]
    steps = [s for s in (unquote(way) if "%" in way else way).partition("#")[0].split("/") if s and s not in idle]
    name = steps[0].lstrip("@~") if steps else ""
    shape = _NUMBER if platform in _BY_PHONE else _NAME
    return (platform, name) if shape.fullmatch(name) and name.lower() not in pages else None


def messaging_id(value: str, platform: str | None = None) -> NormalizedText | None:
    """The name on a messenger.

    Args:
        value: the raw text, with or without a label such as 微信：.
        platform: ``"wechat"``, ``"wecom"``, ``"qq"``, ``"whatsapp"``, ``"telegram"``, ``"line"`` ...; ``None`` = any.

    Returns:
        The name; a phone number in E.164; ``None`` where there is none.

    Example:
        >>> messaging_id("微信：wang_wei88"), messaging_id("13912345678"), messaging_id("QQ:10001")
        ('wang_wei88', '+8613912345678', '10001')
    """
    return cast("NormalizedText | None", read_messaging_id(value, platform=platform).text)


def social_handle(value: str, platform: str | None = None) -> NormalizedText | None:
    """The name on a social network, without @ and address.

    Args:
        value: the raw text.
        platform: the network of the field; ``None`` = any.

    Returns:
        The name, or ``None`` where there is none.

    Example:
        >>> social_handle("https://www.linkedin.com/in/anna-li/"), social_handle("@annali")
        ('anna-li', 'annali')
    """
    return cast("NormalizedText | None", read_social_handle(value, platform=platform).text)
