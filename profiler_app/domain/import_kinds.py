"""What the rows of a file can be: the kinds of an import, declared in ``import_targets.json``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

from profiler_app.domain.resources import catalog
from profiler_app.domain.text import label

Rule = tuple[tuple[str, ...], ...]
"""All of these must be there; of each the one or the other."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of rows.

    ``table`` is where they are kept; ``key`` names the columns that tell its rows apart, and
    ``otherwise`` the columns where the key holds nothing (``either``: where the first of the key
    does not, the next counts). Rows that may ``repeat`` are told apart by how often they occurred
    before. ``needs`` is what a row cannot do without. ``customer`` says whether every row names
    one (``needed``), whether rows of nobody are kept (``optional``), whether the account names him
    (``by_account``), or whether the rows belong to nobody (``none``). ``creates`` are kinds whose
    rows may create the customers they name. ``usual`` are the values a new row begins with.
    ``rest`` is the field of all columns that no other field fits. ``order`` is the place of the
    kind among files that belong together.
    """

    id: str
    names: Mapping[str, str]
    prefix: str
    table: str
    order: int
    key: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = ()
    either: bool = False
    repeats: bool = False
    needs: Rule = ()
    customer: Literal["needed", "optional", "by_account", "none"] = "needed"
    creates: bool = False
    usual: Mapping[str, Any] = field(default_factory=dict)
    moments: tuple[str, ...] = ()
    sign: Mapping[str, str] = field(default_factory=dict)
    recognised: tuple[Rule, ...] = ()
    unless: tuple[str, ...] = ()
    rest: str | None = None

    @property
    def label(self) -> str:
        """What the rows are called, in the current language."""
        return label(self.names)


@cache
def kinds() -> Mapping[str, Kind]:
    """Return every kind by id, in the order they are offered."""
    declared = catalog("import_targets")["kinds"]
    return MappingProxyType({name: _kind(name, row) for name, row in declared.items()})


def kind_of(target: str) -> Kind:
    """Return one kind."""
    return kinds()[target]


def _kind(name: str, row: Mapping[str, Any]) -> Kind:
    return Kind(
        id=name,
        names={"zh": row["zh"], "en": row["en"]},
        prefix=row["prefix"],
        table=row["table"],
        order=row["order"],
        key=tuple(row.get("key", ())),
        otherwise=tuple(row.get("otherwise", ())),
        either=row.get("either", False),
        repeats=row.get("repeats", False),
        needs=tuple(map(tuple, row.get("needs", ()))),
        customer=row.get("customer", "needed"),
        creates=row.get("creates", False),
        usual=row.get("set", {}),
        moments=tuple(row.get("moments", ())),
        sign=row.get("sign", {}),
        recognised=tuple(_rule(each) for each in row.get("recognised", ())),
        unless=tuple(row.get("unless", ())),
        rest=row.get("rest"),
    )


def _rule(words: list[str]) -> Rule:
    """``a|b`` is the one or the other; a field with ``!`` counts under its own header only."""
    return tuple(tuple(word.split("|")) for word in words)
