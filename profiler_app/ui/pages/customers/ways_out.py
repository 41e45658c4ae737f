"""What to do about a list nobody is in: what each condition costs, and whose name sounds alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from profiler_app.domain.listing import ListQuery
from profiler_app.jobs import lists
from profiler_app.jobs.pinyin import readings_of
from profiler_app.ui.desk import Reader
from profiler_app.ui.pages.customers.conditions import Condition, rule_text

_MOST_NAMES = 3
_ROW_FIELDS = ("short_name",)


@dataclass(frozen=True, slots=True)
class WaysOut:
    """``without[i]`` customers fit when condition i is dropped, ``unsearched`` without the search.

    ``alike`` are names that sound like the search.
    """

    without: tuple[int, ...]
    unsearched: int
    alike: tuple[str, ...]

    def strictest(self) -> int | None:
        """Return the condition that costs most, None when dropping one alone helps nothing."""
        most = max(self.without, default=0)
        return self.without.index(most) if most else None


def find_ways_out(
    reader: Reader, conditions: Sequence[Condition], search: str, today: date
) -> WaysOut:
    """Count without each condition and without the search, and look for names by sound."""

    def count(kept: Sequence[Condition], text: str) -> int:
        query = ListQuery(rule_text(kept, today), text)
        return len(lists.find(reader.workspace, reader.source, query).ids)

    without = tuple(
        count([each for i, each in enumerate(conditions) if i != at], search)
        for at in range(len(conditions))
    )
    unsearched = count(conditions, "") if search.strip() and conditions else 0
    return WaysOut(without, unsearched, _alike(reader, search.strip()))


def _alike(reader: Reader, search: str) -> tuple[str, ...]:
    """Return names that sound like a Chinese search, best match first."""
    if not search or search.isascii():
        return ()
    query = ListQuery(search="".join(readings_of(search)[0]))
    found = lists.find(reader.workspace, reader.source, query).ids[:_MOST_NAMES].tolist()
    rows = lists.rows(reader.workspace, reader.source, found, _ROW_FIELDS)
    return tuple(dict.fromkeys(row.name for row in rows))
