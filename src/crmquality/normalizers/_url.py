"""Web addresses: scheme and host in lower case, no default port, no fragment. Source: RFC 3986."""

from __future__ import annotations

import ipaddress
import re
from typing import Final
from urllib.parse import urlsplit

from crmquality.normalizers._reading import NOTHING, Note, Reading, placeholder_code, prepare
from crmquality.types import NormalizedURL

_LIMIT: Final = 2000
_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]*):(?=//|\D)", re.IGNORECASE | re.ASCII)
_LABEL: Final = re.compile(r"(?!-)[\w-]{1,63}(?<!-)")
_LONGEST_HOST: Final = 253
_TRACKING: Final = re.compile(r"(?:^|&)(?:utm_[a-z]+|gclid|fbclid|spm)=", re.IGNORECASE)
_PORTS: Final = {"http": 80, "https": 443}


def read_url(value: str | None) -> Reading:
    """Read a web address (http or https)."""
    text, notes = prepare(value, limit=_LIMIT, width=True)
    if not text:
        return NOTHING
    if len(value or "") > _LIMIT:
        return Reading(None, None, tuple(notes))
    if code := placeholder_code(text):
        return Reading(None, None, (*notes, Note(code)), missing=True)
    if "@" in text and "/" not in text:
        return Reading(None, None, (*notes, Note("wrong_field")))
    if not _SCHEME.match(text):
        text = f"https:{text}" if text.startswith("//") else f"https://{text}"
        notes.append(Note("scheme_missing"))
    found = None if " " in text or "\\" in text else _canonical(text)
    if found is None:
        return Reading(None, None, (*notes, Note("syntax")))
    url, host, query = found
    if not _public(host):
        notes.append(Note("not_public"))
    if _TRACKING.search(query):
        notes.append(Note("tracking_parameters"))
    return Reading(url, url, tuple(notes))


def _canonical(text: str) -> tuple[str, str, str] | None:
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in _PORTS or not host or parts.username is not None:
        return None
    if ":" in host:
        written = f"[{host}]"
    elif len(host) <= _LONGEST_HOST and all(_LABEL.fullmatch(label) for label in host.split(".")):
        written = host
    else:
        return None
    at = "" if port in (None, _PORTS[scheme]) else f":{port}"
    path = "" if parts.path == "/" and not parts.query else parts.path
    return f"{scheme}://{written}{at}{path}" + (f"?{parts.query}" if parts.query else ""), host, parts.query


def _public(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        last = host.rpartition(".")[2]
        return (
            "." in host
            and last not in ("local", "localhost", "test", "invalid", "internal", "lan")
            and not last.isdigit()
        )


def url(value: str) -> NormalizedURL | None:
    """The canonical form of a web address.

    Args:
        value: the raw text; a missing scheme is taken as https.

    Returns:
        The address without default port and fragment, or ``None`` where it is none.

    Example:
        >>> url("WWW.Firma.DE/"), url("http://x.cn:80/Pfad?q=1#top")
        ('https://www.firma.de', 'http://x.cn/Pfad?q=1')

    Source: RFC 3986, section 6.
    """
    found = read_url(value).text
    return None if found is None else NormalizedURL(found)
