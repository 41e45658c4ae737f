"""How wide the columns of the customer list are, in which order they give way, what stands in them.

What a column says is in ``jobs.list_columns``.
"""

from __future__ import annotations

from PySide6.QtGui import QFontMetrics

from profiler_app.domain.listing import CustomerRow
from profiler_app.domain.profile import Tone
from profiler_app.domain.text import language
from profiler_app.jobs.list_columns import CUSTOMER, ListColumn
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.table import PADDING

STAGE_TONES: dict[str, Tone] = {
    "prospect": "neutral",
    "acquire": "accent",
    "growth": "accent",
    "mature": "success",
    "decline": "warning",
    "lost": "danger",
    "winback": "accent",
}

NAMES_NEED = 160
"""The customer column is never narrower than this."""

_WIDTHS = {
    "zh": {"stage": 92, "tier": 118, "total": 118, "last_order": 104, "tags": 320},
    "en": {"stage": 104, "tier": 168, "total": 118, "last_order": 104, "tags": 320},
}
_BY_KIND = {"money": 112, "date": 104, "bool": 72, "list": 180, "text": 128, "code": 112}
_OTHER, _WIDEST_TITLE = 92, 220
_ARROW = 16
_GO_FIRST = ("tags",)
_GO_LAST = ("last_order", "tier", "total", "stage")


def initial_of(row: CustomerRow) -> str:
    """Return what stands in the avatar: the first sign of the short name, as on the card."""
    return str(row.values.get("short_name") or row.name).strip()[:1].upper()


def usual_width(column: ListColumn) -> int:
    """Return the width of a column nobody changed, at the usual size of the text."""
    made = _WIDTHS[language()].get(column.key)
    if made is not None:
        return made
    if column.field is None:
        return NAMES_NEED
    theme = current()
    title = QFontMetrics(theme.font("caption")).horizontalAdvance(column.title)
    needed = round(title / theme.scale) + 2 * PADDING + _ARROW
    return max(_BY_KIND.get(column.field.kind, _OTHER), min(needed, _WIDEST_TITLE))


def giving_way(keys: list[str]) -> list[str]:
    """Return columns in the order they are hidden when names would become too narrow."""
    others = [key for key in reversed(keys) if key not in (CUSTOMER, *_GO_FIRST, *_GO_LAST)]
    return [key for key in (*_GO_FIRST, *others, *_GO_LAST) if key in keys]
