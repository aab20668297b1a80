"""Names on messengers and social networks, out of labels, addresses and @-forms.

Shapes: WeChat 6 to 20 letters, digits, _ and -, a letter first; QQ 5 to 11 digits; WhatsApp a phone number. A
mobile in a field for such names is recognised as what it is.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

from crmquality.normalizers._phone import read_phone
from crmquality.normalizers._reading import NOTHING, Note, Reading, placeholder_code, prepare
from crmquality.types import Handle, NormalizedText

_LIMIT: Final = 255
_LABEL: Final = re.compile(
    r"(?P<wecom>企业微信|企微|wecom)|(?P<wechat>微信号?|we ?chat|weixin|wx|vx|v信)|(?P<qq>qq号?码?|扣扣)"
    r"|(?P<whatsapp>whats ?app|wa)|(?P<telegram>telegram|tg)|(?P<line>line)|(?P<skype>skype)|(?P<signal>signal)",
    re.IGNORECASE,
)
_SEPARATOR: Final = re.compile(r"\s*(?:id|号)?\s*[:：=]\s*|\s+", re.IGNORECASE)
_SAME: Final = re.compile(
    r"同(?:手机|电话|上|号)号?码?|(?:same as )?(?:phone|mobile|above)|手机同号|微信同号", re.IGNORECASE
)
_WECHAT: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{5,19}", re.ASCII)
_QQ: Final = re.compile(r"[1-9][0-9]{4,10}", re.ASCII)
_NAME: Final = re.compile(r"@?([\w.-]{1,64})")
_ADDRESS: Final = re.compile(
    r"(?:https?://)?(?:[a-z]{2,3}\.|www\.|m\.|mobile\.)?(?P<host>[a-z0-9.-]+\.[a-z]{2,})/(?P<path>[^?#\s]*)",
    re.IGNORECASE,
)
_HOSTS: Final = {
    "linkedin.com": "linkedin", "twitter.com": "x", "x.com": "x", "facebook.com": "facebook", "fb.com": "facebook",
    "instagram.com": "instagram", "weibo.com": "weibo", "weibo.cn": "weibo", "xing.com": "xing", "github.com": "github",
    "tiktok.com": "tiktok", "douyin.com": "douyin", "youtube.com": "youtube", "bilibili.com": "bilibili",
    "zhihu.com": "zhihu", "t.me": "telegram", "wa.me": "whatsapp", "xiaohongshu.com": "xiaohongshu",
    "medium.com": "medium", "threads.net": "threads", "vk.com": "vk", "pinterest.com": "pinterest",
}  # fmt: skip
_STEPS: Final = frozenset(
    ("in", "pub", "company", "school", "profile", "user", "people", "u", "c", "channel", "n", "add")
)


def read_messaging_id(value: str | None, *, platform: str | None = None) -> Reading:
    """Read a messenger's name; the value is a `Handle`, the text the name alone (a phone in E.164).

    Args:
        value: the raw cell.
        platform: the messenger of the field; ``None`` = whatever the cell says.
    """
    text, notes, done = _start(value)
    if done is not None:
        return done
    named = platform or ""
    if (label := _LABEL.match(text)) and (mark := _SEPARATOR.match(text, label.end())) and text[mark.end() :]:
        named, text = platform or label.lastgroup or "", text[mark.end() :]
        notes.append(Note("repaired"))
    if _SAME.fullmatch(text):
        return Reading(None, None, (*notes, Note("same_as_phone")), missing=True)
    if "@" in text[1:] or "://" in text:
        return Reading(None, None, (*notes, Note("wrong_field")))
    phone = read_phone(text, region="CN" if text.isdigit() else None)
    if phone.text is not None and len(text) >= 11 and getattr(phone.value, "type", "") != "fixed_line":  # noqa: PLR2004
        if named not in ("whatsapp", "signal"):
            notes.append(Note("is_phone"))
        return Reading(Handle(named or "phone", phone.text), phone.text, tuple(notes))
    name = text.removeprefix("@")
    if named in ("", "qq") and _QQ.fullmatch(name):
        return Reading(Handle("qq", name), name, tuple(notes))
    if named == "whatsapp":
        return Reading(None, None, (*notes, Note("syntax")))
    if _WECHAT.fullmatch(name) or (named not in ("", "wechat", "qq") and _NAME.fullmatch(name)):
        return Reading(Handle(named or "wechat", name), name, tuple(notes))
    return Reading(None, None, (*notes, Note("syntax")))


def read_social_handle(value: str | None, *, platform: str | None = None) -> Reading:
    """Read a name on a social network, from an address, with or without @; the value is a `Handle`.

    Args:
        value: the raw cell.
        platform: the network of the field; ``None`` = whatever the address says.
    """
    text, notes, done = _start(value)
    if done is not None:
        return done
    named = platform or ""
    if found := _ADDRESS.fullmatch(text):
        host = ".".join(found["host"].lower().split(".")[-2:])
        there = _HOSTS.get(host)
        steps = [s for s in unquote(found["path"]).split("/") if s and s not in _STEPS]
        if there is None or not steps:
            return Reading(None, None, (*notes, Note("wrong_field" if there is None else "syntax")))
        if platform and there != platform:
            notes.append(Note("platform_mismatch"))
        named, text = there, steps[0]
        notes.append(Note("from_url"))
    name = _NAME.fullmatch(text)
    if name is None:
        return Reading(None, None, (*notes, Note("wrong_field" if "@" in text[1:] else "syntax")))
    return Reading(Handle(named, name[1]), name[1], tuple(notes))


def _start(value: str | None) -> tuple[str, list[Note], Reading | None]:
    text, notes = prepare(value, limit=_LIMIT, width=True)
    if not text:
        return "", notes, NOTHING
    if any(n.code == "too_long" for n in notes):
        return "", notes, Reading(None, None, tuple(notes))
    if (code := placeholder_code(text)) is not None:
        return "", notes, Reading(None, None, (*notes, Note(code)), missing=True)
    return text, notes, None


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
    found = read_messaging_id(value, platform=platform).text
    return None if found is None else NormalizedText(found)


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
    found = read_social_handle(value, platform=platform).text
    return None if found is None else NormalizedText(found)
