"""The registry of kinds: which function examines which kind of field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from crmquality.errors import PolicyError
from crmquality.types import Brief, Examined

if TYPE_CHECKING:
    import polars as pl

    from crmquality.validators._sieves import Sieved


@frozen
class Kind:
    """A kind of field.

    Args:
        name: its name, as in ``Field(kind=...)``.
        module: the module of this package that examines it.
        function: the function in that module.
        context: names of the keyword arguments it takes.
        shorter: the function that reads the same without the parts, where there is one.
        maker: the function that makes such a function from the context, where preparing it once pays.
        sieved: the function that answers the ordinary cells of a column, where there is one.
    """

    name: str
    module: str
    function: str
    context: tuple[str, ...] = ()
    shorter: str | None = None
    maker: str | None = None
    sieved: str | None = None

    @property
    def examine(self) -> Callable[..., Examined]:
        """The examining function, imported on first use."""
        found: Callable[..., Examined] = _function(self.module, self.function)
        return found

    def brief(self, **context: Any) -> Callable[[str], Brief]:
        """What reads a cell that is there without keeping its parts: text, findings, missing."""
        if self.maker:
            made: Callable[[str], Brief] = _function(self.module, self.maker)(**context)
            return made
        if self.shorter:
            found: Callable[[str], Brief] = _function(self.module, self.shorter)
            return partial(found, **context) if context else found
        examine = partial(self.examine, **context) if context else self.examine

        def brief(value: str) -> Brief:
            read = examine(value)
            return read.text, read.findings, read.missing

        return brief

    def sieve(self, **context: Any) -> Callable[[pl.Series], Sieved] | None:
        """What answers the ordinary cells of a column at once; ``None`` = every cell is read."""
        return None if self.sieved is None else partial(_function("_sieves", self.sieved), **context)


@cache
def _function(module: str, function: str) -> Any:
    return getattr(import_module(f"crmquality.validators.{module}"), function)


_TABLE: Final = (
    Kind("text", "_text", "examine_text"),
    Kind("person_name", "_names", "examine_person_name", ("locale",)),
    Kind("given_name", "_names", "examine_given_name"),
    Kind("family_name", "_names", "examine_family_name"),
    Kind("organization_name", "_names", "examine_organization_name", ("legal_form",)),
    Kind("email", "_email", "examine_email", (), "brief_email", sieved="sieve_email"),
    Kind("phone", "_phone", "examine_phone", ("region", "line"), "brief_phone", sieved="sieve_phone"),
    Kind("country", "_codes", "examine_country"),
    Kind("region", "_text", "examine_region", ("country",)),
    Kind("city", "_text", "examine_city", ("country",)),
    Kind("street", "_text", "examine_street"),
    Kind("postal_code", "_codes", "examine_postal_code", ("country",)),
    Kind("date", "_date", "examine_date"),
    Kind("datetime", "_date", "examine_datetime", ("zone",)),
    Kind("url", "_codes", "examine_url"),
    Kind("choice", "_codes", "examine_choice", ("choices", "aliases"), maker="brief_choice"),
    Kind("identifier", "_codes", "examine_identifier", ("scheme",), sieved="sieve_identifier"),
    Kind("job_title", "_more_kinds", "examine_job_title"),
    Kind("address", "_more_kinds", "examine_address", ("country",)),
    Kind("amount", "_more_kinds", "examine_amount"),
    Kind("messaging_id", "_more_kinds", "examine_messaging_id", ("platform",)),
    Kind("social_handle", "_more_kinds", "examine_social_handle", ("platform",)),
    Kind("number", "_codes", "examine_number"),
    Kind("boolean", "_codes", "examine_boolean"),
    Kind("custom", "_codes", "examine_custom", ("choices", "aliases")),
)
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
