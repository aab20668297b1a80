"""Web addresses: scheme and host in lower case, no default port, no fragment, hosts of other scripts in Punycode.

Typing slips before the host (``http//``, ``https://https://``), labels and brackets are repaired; ``www.`` and the path
stay as written; an address with a user's name in it is refused. Sources: RFC 3986, section 6; RFC 5891 and UTS 46, by
idna.
"""

from __future__ import annotations

import ipaddress
import re
from typing import Final, cast
from urllib.parse import urlsplit

from crmquality._data import load, patterns
from crmquality._text import scripts
from crmquality.normalizers._reading import Note, Reading, begun, placeholder_code, refused
from crmquality.types import NormalizedURL

_LIMIT: Final = 2000
_PLAIN: Final = re.compile(
    r"(?:(https?)://)?((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}([a-z]{2,24}))((?:/[A-Z0-9._~-]+)*/?)"
    r"(\?[A-Z0-9=&._~%+-]+)?",
    re.IGNORECASE | re.ASCII,
)
_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]*):(?=//|\D)", re.IGNORECASE | re.ASCII)
_HOST_PART: Final = re.compile(r"(?!-)[\w-]{1,63}(?<!-)")
_LONGEST_HOST: Final = 253
_PORTS: Final = {"http": 80, "https": 443}
_PRIVATE: Final = frozenset("local localhost test invalid internal lan example onion home corp".split())
_NO_SCHEME: Final = Note("scheme_missing")
#: scripts that one label may mix (UTS 39, highly restrictive)
_MIXES: Final = (frozenset(("Latin", "Han", "Hiragana", "Katakana")), frozenset(("Latin", "Han", "Hangul")))


def platform_of(host: str) -> str | None:
    """The social network or messenger that a host belongs to: linkedin of de.linkedin.com."""
    platforms = load("hosts")["platforms"]
    labels = host.split(".")
    return next((found for i in range(len(labels) - 1) if (found := platforms.get(".".join(labels[i:])))), None)


def read_url(value: str | None) -> Reading:
    """Read a web address (http or https)."""
    if value and len(value) < _LONGEST_HOST and (found := _PLAIN.fullmatch(value)) and placeholder_code(value) is None:
        scheme, host, last, path, query = found.groups("")
        host = host.lower()
        if last.lower() not in _PRIVATE and "--" not in host and value[-1] != ".":
            plain = f"{scheme.lower() or 'https'}://{host}{path if query or path != '/' else ''}{query}"
            notes = () if scheme else (_NO_SCHEME,)
            return Reading(plain, plain, notes + _host_notes(host) + (_tracking(plain, query[1:]) if query else ()))
    return long_read(value)


def long_read(value: str | None) -> Reading:
    """As `read_url`, for every text."""
    text, notes, done = begun(value, _LIMIT)
    if done is not None:
        return done
    bare = _unwrapped(text)
    if "@" in bare and "/" not in bare:
        return Reading(None, None, (*notes, Note("wrong_field")))
    mended = [Note("repaired")] if bare.lower() != text.lower() else []
    if not _SCHEME.match(bare):
        bare = f"https:{bare}" if bare.startswith("//") else f"https://{bare}"
        mended.append(_NO_SCHEME)
    found = None if " " in bare or "\\" in bare else _canonical(bare)
    if found is None:
        return Reading(None, None, (*notes, Note(_why_not(text))))
    url, host, query, shown = found
    if mended[-1:] == [_NO_SCHEME] and "." not in host and ":" not in host and host not in _PRIVATE:
        return Reading(None, None, (*notes, Note("syntax")))  # a company's name, not its site
    notes += mended
    address = _address(host)
    public = address.is_global if address else "." in host and host.rpartition(".")[2] not in _PRIVATE
    notes += _host_notes(host) if public else (Note("not_public"),)
    if shown != host:
        notes.append(Note("idn"))
        written = map(scripts, shown.split("."))
        if any(len(found) > 1 and not any(found <= mix for mix in _MIXES) for found in written):
            notes.append(Note("mixed_script"))
    notes += _tracking(url, query)
    return Reading(url, url, tuple(notes))


def _why_not(text: str) -> str:
    pieces = [p for p in patterns("hosts")["several"].split(text) if p]
    if len(pieces) > 1 and all(patterns("hosts")["hostlike"].fullmatch(p) for p in pieces):
        return "multiple_values"
    return "syntax" if "<" not in text and "://" in text else refused(text, "syntax")


def _unwrapped(text: str) -> str:
    """Without a label, brackets and punctuation around, and with the scheme that a slip meant."""
    forms = patterns("hosts")
    if label := forms["url_label"].match(text):
        text = text[label.end() :]
    wrapped = forms["wrapped"].fullmatch(text)
    text = (wrapped[1] if wrapped and "[" not in text[:9] else text) or text
    slip = forms["slip"].match(text)
    return f"http{slip[1].lower()}://{text[slip.end() :]}" if slip else text


def _tracking(url: str, query: str) -> tuple[Note, ...]:
    """A note where parameters only say where a visitor came from, with the address that has none of them."""
    tracking = load("hosts")["tracking"]
    names = ((p, p.partition("=")[0].lower()) for p in query.split("&")) if query else ()
    kept = "&".join(p for p, name in names if name not in tracking and not name.startswith("utm_"))
    return () if kept == query else (Note("tracking_parameters", None, (url[: -len(query)] + kept).rstrip("?")),)


def _canonical(text: str) -> tuple[str, str, str, str] | None:
    """The address, its host, its query, and its host as it is shown."""
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").removesuffix("."), parts.port
        shown = host
        if ":" not in host and (not host.isascii() or "xn--" in host):
            import idna

            host = idna.encode(host, uts46=True).decode("ascii")
            shown = idna.decode(host)
    except ValueError:  # no address, or no internationalised name
        return None
    scheme = parts.scheme.lower()
    if scheme not in _PORTS or not host or parts.username is not None or parts.password is not None:
        return None
    labels = [] if ":" in host else host.split(".")
    if len(host) > _LONGEST_HOST or not all(_HOST_PART.fullmatch(label) for label in labels):
        return None
    if labels and labels[-1].isdigit() and not _address(host):
        return None
    at = "" if port in (None, _PORTS[scheme]) else f":{port}"
    path = "" if parts.path == "/" and not parts.query else parts.path
    tail = f"{at}{path}" + (f"?{parts.query}" if parts.query else "")
    return f"{scheme}://{f'[{host}]' if ':' in host else host}{tail}", host, parts.query, shown


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _host_notes(host: str) -> tuple[Note, ...]:
    """What a host is known for."""
    if host.rpartition(".")[0].rpartition(".")[2] not in load("hosts")["names"]:
        return ()
    if host.removeprefix("www.") in load("hosts")["shorteners"]:
        return (Note("shortener"),)
    return (Note("social_link"),) if platform_of(host) else ()


def url(value: str) -> NormalizedURL | None:
    """The canonical form of a web address.

    Args:
        value: the raw text; a missing scheme is taken as https.

    Returns:
        The address without default port and fragment, its host in Punycode, or ``None`` where it is none.

    Example:
        >>> url("WWW.Firma.DE/"), url("http://x.cn:80/Pfad?q=1#top"), url("https://müller.de")
        ('https://www.firma.de', 'http://x.cn/Pfad?q=1', 'https://xn--mller-kva.de')

    Source: RFC 3986, section 6; RFC 5891.
    """
    return cast("NormalizedURL | None", read_url(value).text)
