"""How a list is laid out: which columns in which order and width, by what it is sorted."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from profiler_app.jobs.list_columns import CUSTOMER, USUAL, known_columns, list_columns
from profiler_app.ui.widgets.table import Density

_NARROWEST, _WIDEST = 40, 600
_DENSITIES: tuple[Density, ...] = ("compact", "default", "relaxed")


def _none() -> Mapping[str, int]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout; ``widths`` holds only those somebody changed (at the usual size of the text)."""

    columns: tuple[str, ...] = USUAL
    widths: Mapping[str, int] = field(default_factory=_none)
    density: Density = "default"
    sort: str = ""
    descending: bool = False

    def with_columns(self, keys: Sequence[str]) -> Layout:
        """Return the layout with other columns; the customer is always there, first."""
        return replace(self, columns=tuple(column.key for column in known_columns(keys)))

    def still_known(self) -> Layout:
        """Return the layout without the columns and the order of fields that are gone."""
        found = self.with_columns(self.columns)
        known = any(column.sort == self.sort for column in list_columns().values())
        return found if known or not self.sort else found.sorted_by("", False)

    def without(self, key: str) -> Layout:
        """Return the layout with one column less."""
        return self.with_columns([each for each in self.columns if each != key])

    def moved(self, key: str, by: int) -> Layout:
        """Return the layout with a column moved among those after the customer."""
        others = [each for each in self.columns if each != CUSTOMER]
        if key not in others:
            return self
        at = others.index(key)
        others.insert(max(0, min(len(others) - 1, at + by)), others.pop(at))
        return self.with_columns(others)

    def with_width(self, key: str, width: int | None) -> Layout:
        """Return the layout with another width of a column; None is its usual one."""
        widths = {each: held for each, held in self.widths.items() if each != key}
        if width is not None:
            widths[key] = max(_NARROWEST, min(width, _WIDEST))
        return replace(self, widths=MappingProxyType(widths))

    def sorted_by(self, sort: str, descending: bool) -> Layout:
        """Return the layout in another order."""
        return replace(self, sort=sort, descending=descending)

    @property
    def order(self) -> str:
        """The order in one word: the name sorted by, after a minus when the biggest is first."""
        return f"-{self.sort}" if self.sort and self.descending else self.sort

    def same_list(self, other: Layout) -> bool:
        """Whether both show the same columns in the same order, sorted alike."""
        return (self.columns, self.order) == (other.columns, other.order)

    def to_text(self) -> str:
        """Return the layout, except the order, as a text that ``read_layout`` reads."""
        widths = dict(self.widths)
        return json.dumps({"columns": self.columns, "widths": widths, "density": self.density})


def read_layout(text: str, order: str = "") -> Layout:
    """Read a layout; what cannot be read is as usual."""
    try:
        found: Any = json.loads(text or "{}")
    except ValueError:
        found = {}
    if not isinstance(found, dict):
        found = {}
    columns, widths = found.get("columns"), found.get("widths")
    layout = Layout()
    if isinstance(columns, list):
        layout = layout.with_columns([str(key) for key in columns])
    for key, width in widths.items() if isinstance(widths, dict) else ():
        if isinstance(width, int):
            layout = layout.with_width(str(key), width)
    density = found.get("density")
    return replace(
        layout,
        density=density if density in _DENSITIES else "default",
        sort=order.removeprefix("-"),
        descending=order.startswith("-"),
    )
