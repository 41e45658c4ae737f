"""The columns of the customer list: their widths, what they read and the text in their cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from profiler_app.domain.dates import days_ago, from_day
from profiler_app.domain.fields import option_label
from profiler_app.domain.listing import CustomerRow
from profiler_app.domain.money import format_money
from profiler_app.domain.profile import Tone
from profiler_app.domain.tags import built_in_tags, tag_groups
from profiler_app.domain.text import N_, language
from profiler_app.ui.widgets.table import UNKNOWN

NO_PROFILING = "no_profiling"
"""The tag of customers who did not allow profiling: nothing computed about them is shown."""

STAGE_TONES: dict[str, Tone] = {
    "prospect": "neutral",
    "acquire": "accent",
    "growth": "accent",
    "mature": "success",
    "decline": "warning",
    "lost": "danger",
    "winback": "accent",
}

_TIERS = ("rfm8", "value_tier_bank", "value_tier_corp")
_MONEY = ("monetary_all", "aum_mavg", "deposit_mavg")

FIELDS = ("short_name", "lifecycle", *_MONEY, "last_order_on")
"""What a row of the list is read with."""

Text = Callable[[CustomerRow, date, str], str | None]


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column; ``sort`` is the field it is sorted by, ``width`` its usual width."""

    key: str
    title: str
    width: int
    text: Text
    sort: str = ""
    right: bool = False
    width_en: int | None = None

    @property
    def usual_width(self) -> int:
        """The width in the current language."""
        return self.width_en if self.width_en and language() == "en" else self.width


def initial_of(row: CustomerRow) -> str:
    """Return what stands in the avatar: the first sign of the short name, as on the card."""
    return str(row.values.get("short_name") or row.name).strip()[:1].upper()


def stage_of(row: CustomerRow) -> str | None:
    """Return the stage of life, where profiling is allowed."""
    found = row.values.get("lifecycle")
    return None if found is None or NO_PROFILING in row.tags else str(found)


def tier_of(row: CustomerRow) -> str | None:
    """Return the name of the RFM group, of the AUM tier or of the tier of a company."""
    definitions = built_in_tags()
    for tag in row.tags:
        definition = definitions.get(tag)
        if definition is not None and definition.exclusive_group in _TIERS:
            label = definition.names[language()]
            return label if NO_PROFILING not in row.tags else None
    return None


def tag_labels(row: CustomerRow) -> list[tuple[str, int]]:
    """Return the tags as (label, place of the group in the palette), the rarest first."""
    definitions = built_in_tags()
    places = {group.id: at for at, group in enumerate(tag_groups())}
    known = (definitions[tag] for tag in row.tags if tag in definitions)
    return [(tag.names[language()], places.get(tag.group, 0)) for tag in known]


def _stage(row: CustomerRow, today: date, currency: str) -> str | None:
    stage = stage_of(row)
    return None if stage is None else option_label("lifecycle", stage)


def _tier(row: CustomerRow, today: date, currency: str) -> str | None:
    return tier_of(row)


def _total(row: CustomerRow, today: date, currency: str) -> str | None:
    if NO_PROFILING in row.tags:
        return None
    for name in _MONEY if row.line == "trade" else _MONEY[1:]:
        if name in row.values:
            return format_money(round(row.values[name] / 100) * 100, currency=currency)
    return None


def _last_order(row: CustomerRow, today: date, currency: str) -> str | None:
    day = row.values.get("last_order_on")
    return None if day is None else days_ago(from_day(day), today)


def _tags(row: CustomerRow, today: date, currency: str) -> str | None:
    shown = [label for label, _colour in tag_labels(row)]
    return ("、" if language() == "zh" else ", ").join(shown) or None


COLUMNS = (
    ListColumn("customer", N_("Customer"), 160, lambda row, _today, _currency: row.name),
    ListColumn("stage", N_("Stage"), 92, _stage, sort="lifecycle", width_en=104),
    ListColumn("tier", N_("Value tier"), 118, _tier, width_en=168),
    ListColumn("total", N_("Spend / AUM"), 118, _total, sort="monetary_all", right=True),
    ListColumn("last_order", N_("Last order"), 104, _last_order, sort="last_order_on", right=True),
    ListColumn("tags", N_("Tags"), 320, _tags),
)

HIDING_ORDER = ("tags", "last_order", "tier", "total")
"""Columns that give way in this order when names would become too narrow."""


def cell_text(column: ListColumn, row: CustomerRow, today: date, currency: str) -> str:
    """Return the text of a cell; a dash where nothing is known."""
    return column.text(row, today, currency) or UNKNOWN
