"""Identity, tax and account numbers of 200 schemes, by the package python-stdnum where it is installed.

An adapter that the caller asks for by name: no other check depends on whether the package is there.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Final

from attrs import frozen

from crmquality._data import load
from crmquality.errors import PolicyError
from crmquality.types import Finding

_LIMIT: Final = 100
_UNKNOWN: Final = "python-stdnum has no scheme {!r}; schemes are named like 'de.idnr' or 'iban'"
_MESSAGES: Final[Mapping[str, tuple[str, str]]] = load("findings")["stdnum"]


@frozen(repr=False)
class IdentifierScheme:
    """Findings of a number under one scheme; call it with the text."""

    name: str

    def __call__(self, value: str) -> tuple[Finding, ...]:
        """Findings of a number; empty = valid."""
        _, problem = self._read(value)
        if problem is None:
            return ()
        reason, message = _MESSAGES.get(problem, _MESSAGES["InvalidFormat"])
        return (Finding(f"identifier.{reason}", "error", "identifier", message, None, None, "inaccurate"),)

    def __repr__(self) -> str:
        return f"identifier_scheme({self.name!r})"

    def normalize(self, value: str) -> str | None:
        """The compact form of a valid number, or ``None``."""
        return self._read(value)[0]

    def _read(self, value: str) -> tuple[str | None, str | None]:
        if len(value) > _LIMIT:
            return None, "InvalidLength"
        try:
            return str(_module(self.name).validate(value)), None
        except (ValueError, KeyError, IndexError, TypeError, AttributeError) as refusal:
            # the package's refusals are ValueErrors; some schemes stumble over characters they do not expect
            return None, type(refusal).__name__


def _module(name: str) -> Any:
    try:
        return import_module(f"stdnum.{name}")
    except ModuleNotFoundError as missing:
        if missing.name == "stdnum":
            raise PolicyError("identifier_scheme needs python-stdnum: pip install python-stdnum") from missing
        raise PolicyError(_UNKNOWN.format(name)) from missing


def identifier_scheme(name: str) -> IdentifierScheme:
    """A validator for one scheme of python-stdnum.

    Args:
        name: the scheme as the package names it, for example ``"de.idnr"``, ``"us.ein"``, ``"eu.vat"``.

    Returns:
        A validator that combines with ``all_of`` and ``any_of``; its ``normalize`` gives the compact form.

    Raises:
        PolicyError: the package is not installed, or has no such scheme.

    Source: python-stdnum (LGPL-2.1-or-later), used where the caller has installed it.
    """
    if not all(part.isidentifier() for part in name.split(".")) or not hasattr(_module(name), "validate"):
        raise PolicyError(_UNKNOWN.format(name))
    return IdentifierScheme(name)
