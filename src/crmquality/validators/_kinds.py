"""The registry of kinds: which function examines which kind of field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from crmquality.errors import PolicyError
from crmquality.normalizers._reading import Reading
from crmquality.types import Brief, Examined
from crmquality.validators._common import Rule, examined, findings, rules

if TYPE_CHECKING:
    import polars as pl

    from crmquality.validators._sieves import Sieved


@frozen
class Kind:
    """A kind of field.

    Args:
        name: its name, as in ``Field(kind=...)``.
        module: the module of this package that examines it, or of `normalizers` that reads it.
        function: the function in that module.
        context: names of the keyword arguments it takes.
        rules: the group of rules by which what its reader notices is reported; ``None`` = the function examines.
        parts: the value that its reader gives is kept.
        shorter: the function that reads the same without the parts, where there is one; with a context, what makes it.
        ordinary: the reader's neighbour that gives the text of a value that raises no doubt, else ``None``; with a
            context, what makes it.
        sieved: the function that answers the ordinary cells of a column, where there is one.
    """

    name: str
    module: str
    function: str
    context: tuple[str, ...] = ()
    rules: str | None = None
    parts: bool = False
    shorter: str | None = None
    ordinary: str | None = None
    sieved: str | None = None

    @property
    def examine(self) -> Callable[..., Examined]:
        """The examining function, imported on first use."""
        if self.rules is None:
            found: Callable[..., Examined] = _function(f"validators.{self.module}", self.function)
            return found
        read, told, name, parts = *self._reader(), self.name, self.parts

        def examine(value: str | None, **context: Any) -> Examined:
            reading = read(value, **context)
            return examined(name, reading, told, reading.value if parts else None)

        return examine

    def _reader(self) -> tuple[Callable[..., Reading], Mapping[str, Rule]]:
        return _function(f"normalizers.{self.module}", self.function), rules(self.rules or "")

    def brief(self, **context: Any) -> Callable[[str], Brief]:
        """What reads a cell that is there without keeping its parts: text, findings, missing."""
        if self.shorter:
            found = _function(f"validators.{self.module}", self.shorter)
            shorter: Callable[[str], Brief] = found(**context) if self.context else found
            return shorter
        name, told = self.name, rules(self.rules) if self.rules else {}
        read = partial(self._reader()[0] if self.rules else self.examine, **context)
        if self.ordinary:
            quick = _function(f"normalizers.{self.module}", self.ordinary)
            quick = quick(**context) if self.context else quick
        else:
            quick = _nothing

        def brief(value: str) -> Brief:
            if (plain := quick(value)) is not None:
                return plain, (), False
            seen = read(value)
            if isinstance(seen, Examined):
                return seen.text, seen.findings, seen.missing
            return seen.text, findings(name, seen.notes, told) if seen.notes else (), seen.missing

        return brief

    def sieve(self, **context: Any) -> Callable[[pl.Series], Sieved] | None:
        """What answers the ordinary cells of a column at once; ``None`` = every cell is read."""
        return None if self.sieved is None else partial(_function("validators._sieves", self.sieved), **context)


def _nothing(_value: str) -> str | None:
    """No value is ordinary."""
    return None


@cache
def _function(module: str, function: str) -> Any:
    return getattr(import_module(f"crmquality.{module}"), function)


_TABLE: Final = (
    Kind("text", "_text", "read_free_text", (), "text", ordinary="ordinary_text"),
    Kind("person_name", "_names", "examine_person_name", ("locale",)),
    Kind("given_name", "_names", "examine_given_name"), Kind("family_name", "_names", "examine_family_name"),
    Kind("organization_name", "_names", "examine_organization_name", ("legal_form",), sieved="sieve_organization"),
    Kind("email", "_email", "examine_email", (), shorter="brief_email", sieved="sieve_email"),
    Kind("phone", "_phone", "examine_phone", ("region", "line"), shorter="brief_phone", sieved="sieve_phone"),
    Kind("country", "_country", "read_country", (), "code"),
    Kind("region", "_place", "read_region", ("country",), "place", parts=True),
    Kind("city", "_place", "read_city", ("country",), "place", ordinary="ordinary_city"),
    Kind("street", "_address", "read_street", (), "place", ordinary="ordinary_street"),
    Kind("postal_code", "_postal_code", "read_postal_code", ("country",), "code", ordinary="ordinary_postal_code"),
    Kind("date", "_date", "examine_date"), Kind("datetime", "_date", "examine_datetime", ("zone",)),
    Kind("url", "_url", "read_url", (), "code"),
    Kind("choice", "_codes", "examine_choice", ("choices", "aliases"), shorter="brief_choice"),
    Kind("identifier", "_identifier", "read_identifier", ("scheme",), "code", parts=True, sieved="sieve_identifier"),
    Kind("job_title", "_job_title", "read_job_title", (), "job_title", parts=True),
    Kind("address", "_address", "read_address", ("country",), "address", parts=True),
    Kind("amount", "_amount", "read_amount", (), "amount", parts=True),
    Kind("messaging_id", "_handle", "read_messaging_id", ("platform",), "handle", parts=True,
         ordinary="ordinary_messaging_id"),
    Kind("social_handle", "_handle", "read_social_handle", ("platform",), "handle", parts=True),
    Kind("number", "_choice", "read_number", (), "code", parts=True),
    Kind("boolean", "_choice", "read_boolean", (), "code", parts=True),
    Kind("custom", "_codes", "examine_custom", ("choices", "aliases")),
)  # fmt: skip
#: all kinds by name
KINDS: Final[Mapping[str, Kind]] = MappingProxyType({k.name: k for k in _TABLE})


def examine(kind: str, value: str | None, **context: Any) -> Examined:
    """Read one cell of a kind: canonical form and all findings in one pass.

    Args:
        kind: name of a kind in `KINDS`.
        value: the raw text; ``None`` or blank = missing.
        context: what the kind depends on: ``region`` (phone), ``country`` (postal code),
            ``choices`` and ``aliases`` (choice), ``locale`` (person names).

    Returns:
        The examined cell.

    Raises:
        PolicyError: no such kind.

    Example:
        >>> examine("date", "2024年3月5日").text
        '2024-03-05'
    """
    if value is None:
        return _MISSING
    reader = _READY.get(kind)
    if reader is None:
        if kind not in KINDS:
            raise PolicyError(f"no kind {kind!r}; kinds are {', '.join(KINDS)}")
        reader = _READY[kind] = KINDS[kind].examine
    return reader(value, **context)


_READY: Final[dict[str, Callable[..., Examined]]] = {}
_MISSING: Final = Examined(None, (), None, missing=True)
