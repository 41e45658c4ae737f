"""The catalog of fields: every fact and every feature of a customer is declared here once.

Forms, import mapping, filters, the rule language, the card and exports all read it. The rows
stand in ``resources/catalogs/fields.json``; the lists of allowed values in ``options.json``. The
open workspace adds the fields its people defined (``use_own_fields``); from then on they are
fields like all others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, wraps
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, ParamSpec, TypeVar, cast

from profiler_app.domain.resources import catalog
from profiler_app.domain.text import label

Kind = Literal[
    "text", "enum", "list", "code", "int", "num", "ratio", "money", "date", "bool", "ref"
]
Place = Literal["column", "attribute", "feature", "rows"]

OWN = "my_"
"""The ids of fields a workspace defined itself begin so: the catalog never gets such a field."""

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Option:
    """One allowed value of a field: the stored ``id`` and its name in both languages.

    ``also`` are other words for it in files.
    """

    id: str
    names: Mapping[str, str]
    also: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The name in the current language."""
        return label(self.names)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the catalog.

    ``place`` says where its value lives: ``column`` (a column of the customer row with the
    field's id as its name), ``attribute`` (a row of the attribute table), ``feature`` (computed,
    never stored as a fact), ``rows`` (read from other rows, such as feedback).
    ``kind`` ``money`` is integer minor units inside, decimal major units in texts.
    ``applies_to`` holds ``person:trade``, ``person:bank``, ``company:trade``, ``company:bank``.
    ``sensitivity`` is S0 (public) to S3 (sensitive: off by default, never in rules or exports).
    """

    id: str
    names: Mapping[str, str]
    kind: Kind
    place: Place
    applies_to: frozenset[str]
    dimension: str | None = None
    sub_item: str = ""
    options: str | None = None
    unit: str | None = None
    sensitivity: str = "S1"
    origin: str = "declared"
    default_on: bool = False
    synonyms: tuple[str, ...] = ()
    formula: str = ""
    null_means: str = "missing"
    range: tuple[float, float] | None = None
    also: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The field's name in the current language."""
        return label(self.names)

    @property
    def is_own(self) -> bool:
        """Whether the people of the workspace defined it."""
        return self.id.startswith(OWN)

    def applies(self, kind: str, line: str) -> bool:
        """Whether the field means anything for this type of customer and line of business."""
        return f"{kind}:{line}" in self.applies_to


@dataclass(frozen=True, slots=True)
class Dimension:
    """One of the eight dimensions of a profile, or one of their six extensions (``E...``)."""

    id: str
    names: Mapping[str, str]

    @property
    def label(self) -> str:
        """The dimension's name in the current language."""
        return label(self.names)


class _Own(NamedTuple):
    """The own fields of the open workspace."""

    fields: tuple[Field, ...] = ()
    lists: Mapping[str, tuple[Option, ...]] = MappingProxyType({})


_own = _Own()
_kept: list[Callable[[], None]] = []
"""What forgets everything that was made of the catalog, one entry a function."""


def use_own_fields(
    own: Iterable[Field] = (), lists: Mapping[str, tuple[Option, ...]] | None = None
) -> None:
    """Let these be the own fields of the open workspace, for all threads.

    ``lists`` are their allowed values by the name in ``Field.options``.
    """
    global _own
    new = _Own(tuple(own), MappingProxyType(dict(lists or {})))
    if new != _own:
        _own = new
        for forget in _kept:
            forget()


def of_catalog(make: Callable[P, T]) -> Callable[P, T]:
    """Keep what a function makes of the catalog, until the workspace's own fields are others.

    Values of a million rows are read through it, so it is ``functools.cache`` and nothing more.
    """

    @wraps(make)
    def steady(*args: P.args, **named: P.kwargs) -> T:
        while True:  # again, if another thread let other fields be used meanwhile
            own = _own
            made = make(*args, **named)
            if own is _own:
                return made

    kept = cache(steady)
    _kept.append(kept.cache_clear)
    return cast(Callable[P, T], kept)


@cache
def built_in_fields() -> Mapping[str, Field]:
    """Return the fields every workspace has, by id, in the order of the catalog."""
    rows = catalog("fields")["fields"]
    return MappingProxyType({row["id"]: _field(row) for row in rows})


@of_catalog
def fields() -> Mapping[str, Field]:
    """Return all fields by id: those of the catalog in its order, then the workspace's own."""
    own = {field.id: field for field in _own.fields}
    return MappingProxyType({**built_in_fields(), **own})


def _field(row: Mapping[str, Any]) -> Field:
    extent = row.get("range")
    return Field(
        id=row["id"],
        names={"zh": row["zh"], "en": row["en"]},
        kind=row["kind"],
        place=row["place"],
        applies_to=frozenset(row["applies_to"]),
        dimension=row["dimension"],
        sub_item=row.get("sub_item", ""),
        options=row.get("options"),
        unit=row.get("unit"),
        sensitivity=row["sensitivity"],
        origin=row["origin"],
        default_on=row["default_on"],
        synonyms=tuple(row.get("synonyms", ())),
        formula=row.get("formula", ""),
        null_means=row.get("null_means", "missing"),
        range=(extent[0], extent[1]) if extent else None,
        also=tuple(row.get("also", ())),
    )


@of_catalog
def _by_any_name() -> Mapping[str, Field]:
    names = {other: field for field in fields().values() for other in field.also}
    return {**names, **fields()}


def find_field(name: str) -> Field | None:
    """Return the field with this id (or with this former id), or None."""
    return _by_any_name().get(name)


@of_catalog
def options(name: str) -> tuple[Option, ...]:
    """Return the allowed values of an option list, in the order they are offered."""
    if name in _own.lists:
        return _own.lists[name]
    rows = catalog("options")[name]
    return tuple(
        Option(row["id"], {"zh": row["zh"], "en": row["en"]}, tuple(row.get("also", ())))
        for row in rows
    )


@of_catalog
def _options_by_id(name: str) -> Mapping[str, Option]:
    return {option.id: option for option in options(name)}


def option_label(name: str, value: str) -> str:
    """Return the label of a stored value; a value outside the list is shown as it is."""
    found = _options_by_id(name).get(value)
    return found.label if found else value


@cache
def dimensions() -> tuple[Dimension, ...]:
    """Return the eight dimensions and the extensions, in the order of the card."""
    rows = catalog("fields")["dimensions"]
    return tuple(Dimension(row["id"], {"zh": row["zh"], "en": row["en"]}) for row in rows)
