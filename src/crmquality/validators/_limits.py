"""What a field's canonical value must keep to: length, form, range, another field's values, a caller's own test.

A policy makes these rules from its fields; nothing is ever cut or moved into range.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, Final

from attrs import frozen

from crmquality.errors import PolicyError
from crmquality.validators._conditions import LONGEST, compiled, is_date, number_of, value_order
from crmquality.validators._rule import Cells, RecordRule, Said

_PARTS: Final = re.compile(r"\s*[;,、；，]\s*")


def _within(rule: Limit, value: str, bound: str, kept: tuple[int, ...]) -> bool | None:
    order = value_order(value.removesuffix(rule.unit).rstrip() if rule.unit else value, bound)
    return None if order is None else order in kept


#: by test: whether a value keeps to a bound, the reason where it does not, and what is said
_TESTS: Final[Mapping[str, tuple[Callable[[Limit, str, str], bool | None], str, str]]] = MappingProxyType({
    "max_length": (lambda _r, v, b: len(v) <= int(b), "too_long",
                   "longer than the {0} characters that the CRM keeps; shorten it"),
    "pattern": (lambda _r, v, b: len(v) <= LONGEST and compiled(b).fullmatch(v) is not None, "pattern",
                "the text does not have the form that the field asks for"),
    "minimum": (partial(_within, kept=(0, 1)), "out_of_range", "below what the field allows: {0}"),
    "maximum": (partial(_within, kept=(-1, 0)), "out_of_range", "above what the field allows: {0}"),
    "among": (lambda _r, v, b: v == b or v in _PARTS.split(b), "reference",
              "not one of the values that the field {0} holds"),
    "check": (lambda r, v, _b: r.call is None or bool(r.call(v)), "check", "does not pass the test {0}"),
    "retired": (lambda _r, v, b: v not in b.split("\n"), "retired",
                "a value that the list no longer offers; choose a current one"),
})  # fmt: skip


@frozen(kw_only=True, repr=False)
class Limit(RecordRule):
    """One thing that a field's canonical value must keep to: a ``bound``, which may be the name of a field.

    ``unit`` may stand behind a number; ``call`` is the caller's own test, under the name in ``bound``.
    """

    name = "limit"
    needs_all = True
    field: str
    test: str
    bound: str
    unit: str = ""
    call: Callable[[str], bool] | None = None

    def __attrs_post_init__(self) -> None:
        if self.test not in _TESTS:
            raise PolicyError(f"no limit {self.test!r}; limits are {', '.join(_TESTS)}")
        if self.test == "pattern":
            compiled(self.bound)
        super().__attrs_post_init__()

    def _named(self) -> tuple[str, ...]:
        fixed = self.test not in ("minimum", "maximum") or number_of(self.bound) is not None or is_date(self.bound)
        return (self.field,) if fixed and self.test != "among" else (self.field, self.bound)

    def judge(self, value: str, bound: str | None = None) -> bool | None:  # type: ignore[override]  # its own number of values
        """Whether the value keeps to the limit; unknown where its precision leaves that open."""
        return _TESTS[self.test][0](self, value, bound or self.bound)

    def _says(self, _: Cells) -> Said:
        reason, message = _TESTS[self.test][1:]
        at = "choice" if self.test == "retired" else self.field
        said = self.bound + self.unit if len(self.bound) < LONGEST else ""
        return self.field, f"{at}.{reason}", message.format(said), "inaccurate"

    def to_dict(self) -> dict[str, Any]:
        """The limit as plain data; a caller's own test by its name alone."""
        return {k: v for k, v in super().to_dict().items() if k != "call"}

    def _arguments(self) -> str:
        return f"{self.field!r}, {self.test}={self.bound!r}"
