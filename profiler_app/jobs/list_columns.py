"""What a list of customers can show of each one: columns with their text, cell and order.

Six columns are made for reading (stage, tier, spend or assets ...); beside them every field and
feature of the catalog is a column of its own. The table, the export, the printed list and the
clipboard all take their texts from here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from types import MappingProxyType

from profiler_app.domain.dates import days_ago, from_day
from profiler_app.domain.fields import Field, fields, of_catalog, option_label
from profiler_app.domain.listing import CustomerRow
from profiler_app.domain.money import format_money
from profiler_app.domain.rules.showing import listed
from profiler_app.domain.tags import NO_PROFILING, known_tags, tag_groups
from profiler_app.domain.text import N_, _, language
from profiler_app.jobs.list_orders import TIERS
from profiler_app.jobs.lists import exported, shown_value
from profiler_app.reports.workbooks import Cell

UNKNOWN = "—"
CUSTOMER = "customer"
"""The column that is always there, first."""

_MONEY = ("monetary_all", "aum_mavg", "deposit_mavg")
_AT_RIGHT = frozenset({"int", "num", "ratio", "money", "date"})
_STANDS_FOR = frozenset({"name", "lifecycle", "last_order_on"})
"""Fields that one of the six columns shows already."""

Text = Callable[[CustomerRow, date, str], str | None]


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column.

    ``reads`` are the fields a row is read with; ``text`` (row, today, currency) is what the table
    shows, ``cell`` what an export writes. ``sort`` is the name the list is ordered by; ``field``
    is the field of the catalog it shows as it is. ``about`` explains the column where its title
    does not.
    """

    key: str
    name: str
    reads: tuple[str, ...]
    text: Text
    cell: Callable[[CustomerRow], Cell]
    sort: str
    right: bool = False
    field: Field | None = None
    about: str = ""
    biggest_first: bool = False

    @property
    def title(self) -> str:
        """The name in the current language."""
        return self.field.label if self.field is not None else _(self.name)

    def shown(self, row: CustomerRow, today: date, currency: str) -> str:
        """Return the text of a cell; a dash where nothing is known."""
        return self.text(row, today, currency) or UNKNOWN


def stage_of(row: CustomerRow) -> str | None:
    """Return the stage of life, where profiling is allowed."""
    found = row.values.get("lifecycle")
    return None if found is None or NO_PROFILING in row.tags else str(found)


def tier_of(row: CustomerRow) -> str | None:
    """Return the name of the RFM group, of the AUM tier or of the tier of a company."""
    definitions = known_tags()
    for tag in row.tags:
        definition = definitions.get(tag)
        if definition is not None and definition.exclusive_group in TIERS:
            label = definition.names[language()]
            return label if NO_PROFILING not in row.tags else None
    return None


def tag_labels(row: CustomerRow) -> list[tuple[str, int]]:
    """Return the tags as (label, place of the group in the palette), the rarest first."""
    definitions = known_tags()
    places = {group.id: at for at, group in enumerate(tag_groups())}
    known = (definitions[tag] for tag in row.tags if tag in definitions)
    return [(tag.names[language()], places.get(tag.group, 0)) for tag in known]


def _stage(row: CustomerRow, *_how: object) -> str | None:
    stage = stage_of(row)
    return None if stage is None else option_label("lifecycle", stage)


def _tier(row: CustomerRow, *_how: object) -> str | None:
    return tier_of(row)


def _total_value(row: CustomerRow) -> int | None:
    if NO_PROFILING in row.tags:
        return None
    names = _MONEY if row.line == "trade" else _MONEY[1:]
    return next((row.values[name] for name in names if name in row.values), None)


def _total(row: CustomerRow, today: date, currency: str) -> str | None:
    value = _total_value(row)
    return None if value is None else format_money(round(value / 100) * 100, currency=currency)


def _total_cell(row: CustomerRow) -> Cell:
    value = _total_value(row)
    return None if value is None else Decimal(value) / 100


def _last_order(row: CustomerRow, today: date, currency: str) -> str | None:
    day = row.values.get("last_order_on")
    return None if day is None else days_ago(from_day(day), today)


def _last_order_cell(row: CustomerRow) -> Cell:
    day = row.values.get("last_order_on")
    return None if day is None else from_day(day)


def _tags(row: CustomerRow, *_how: object) -> str | None:
    return listed([label for label, _colour in tag_labels(row)]) or None


_MADE = (
    ListColumn(CUSTOMER, N_("Customer"), ("short_name",), lambda row, *_how: row.name,
               lambda row: row.name, "name"),
    ListColumn("stage", N_("Stage"), ("lifecycle",), _stage, _stage, "lifecycle"),
    ListColumn("tier", N_("Value tier"), (), _tier, _tier, "tier",
               about=N_("RFM group, tier of assets (bank) or tier of a company; sorted by rank")),
    ListColumn("total", N_("Spend / AUM"), _MONEY, _total, _total_cell, "total", right=True,
               biggest_first=True,
               about=N_("Spend in all; for bank customers their assets, else their deposits "
                        "(monthly average)")),
    ListColumn("last_order", N_("Last order"), ("last_order_on",), _last_order, _last_order_cell,
               "last_order_on", right=True, biggest_first=True),
    ListColumn("tags", N_("Tags"), (), _tags, _tags, "tags", biggest_first=True,
               about=N_("The rarest first; sorted by how many there are")),
)  # fmt: skip

USUAL = tuple(column.key for column in _MADE)
"""The columns of a list nobody changed, in their order."""


@of_catalog
def list_columns() -> Mapping[str, ListColumn]:
    """Return every column by its key: the six made ones, then the catalog's in its order."""
    others = {field.id: _of_field(field) for field in fields().values() if _is_shown(field)}
    return MappingProxyType({**{column.key: column for column in _MADE}, **others})


def known_columns(keys: Iterable[str]) -> tuple[ListColumn, ...]:
    """Return the columns with these keys, the customer first; keys of no column are left out."""
    every = list_columns()
    wanted = dict.fromkeys([CUSTOMER, *(key for key in keys if key in every)])
    return tuple(every[key] for key in wanted)


def fields_of(columns: Iterable[ListColumn]) -> tuple[str, ...]:
    """Return the fields a row is read with to fill these columns."""
    return tuple(dict.fromkeys(name for column in columns for name in column.reads))


def _is_shown(field: Field) -> bool:
    """Whether a field may be a column: sensitive ones and rows of other tables never are."""
    hidden = field.sensitivity == "S3" or field.place == "rows" or field.kind == "ref"
    return not hidden and field.id not in _STANDS_FOR


def _of_field(field: Field) -> ListColumn:
    return ListColumn(
        field.id,
        "",
        (field.id,),
        partial(_field_text, field),
        partial(_field_cell, field),
        field.id,
        right=field.kind in _AT_RIGHT,
        field=field,
        biggest_first=field.kind in _AT_RIGHT,
    )


def _field_text(field: Field, row: CustomerRow, today: date, currency: str) -> str | None:
    value = row.values.get(field.id)
    return None if value is None else shown_value(value, field, currency)


def _field_cell(field: Field, row: CustomerRow) -> Cell:
    found: Cell = exported(row.values.get(field.id), field)
    return found
