"""The table for those who make the products: what is said about them, and about nobody.

One row is a product, a topic and a month. A row about fewer than ``LEAST_PEOPLE`` customers is
pooled: first the small months of a topic, then the small topics of a product, then the products.
What is still too small is left out and counted. There are no sums, so that nothing that was left
out can be found by taking away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from profiler_app.analysis.columns import NULL_INT
from profiler_app.domain.feedback import topic_name
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_, _, ngettext
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.feedback.said import Said, read_said
from profiler_app.jobs.feedback.viewing import counted_said, months_until
from profiler_app.reports.workbooks import write_csv, write_xlsx
from profiler_app.store.workspace import Workspace

LEAST_PEOPLE: Final = 10
POOLED: Final = "*"
"""Stands for several products, topics or months put together."""

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class ProductRow:
    """Product, topic and month (``POOLED`` for several), and what was said."""

    product: str
    topic: str
    month: str
    texts: int
    customers: int
    negative: float | None
    rating: float | None

    def cells(self) -> list[Any]:
        """Return the row as it is written."""
        product = _("other products") if self.product == POOLED else self.product
        topic = _("other topics") if self.topic == POOLED else topic_name(self.topic)
        return [
            product or _("no product named"),
            topic or _("no topic"),
            _("other months") if self.month == POOLED else self.month,
            self.texts,
            self.customers,
            None if self.negative is None else round(self.negative, 3),
            None if self.rating is None else round(self.rating, 2),
        ]


@dataclass(frozen=True, slots=True)
class ProductTable:
    """The rows, and how many texts are in none of them."""

    rows: tuple[ProductRow, ...]
    left_out: int


def product_table(
    workspace: Workspace, source: ColumnSource, *, where: str = "", today: date
) -> ProductTable:
    """Return the table of the last twelve months. Raises RuleProblem for a filter that is none."""
    said = read_said(workspace, source.ids(), today)
    inside = counted_said(source, said, where, months_until(today)[0])
    groups: dict[Key, list[int]] = defaultdict(list)
    for at, topics in enumerate(inside.topics):
        for topic in topics or ("",):
            groups[inside.products[at], topic, str(inside.month[at])].append(at)
    return pooled(inside, groups)


def pooled(said: Said, groups: dict[Key, list[int]]) -> ProductTable:
    """Put small groups together until each is about enough customers, or left out."""
    kept: dict[Key, list[int]] = {}
    small = groups
    for wider in (lambda k: (k[0], k[1], POOLED), lambda k: (k[0], POOLED, POOLED),
                  lambda _k: (POOLED, POOLED, POOLED)):  # fmt: skip
        enough, few = _split(said, small)
        kept |= enough
        small = _joined((wider(key), rows) for key, rows in few.items())
    enough, few = _split(said, small)
    kept |= enough
    rows = [_row(said, key, places) for key, places in kept.items()]
    rows.sort(key=lambda row: tuple((part in ("", POOLED), part) for part in
                                    (row.product, row.topic, row.month)))  # fmt: skip
    left = {at for places in few.values() for at in places}
    left -= {at for places in kept.values() for at in places}
    return ProductTable(tuple(rows), len(left))


def _split(
    said: Said, groups: dict[Key, list[int]]
) -> tuple[dict[Key, list[int]], dict[Key, list[int]]]:
    enough: dict[Key, list[int]] = {}
    few: dict[Key, list[int]] = {}
    for key, rows in groups.items():
        people = len({int(said.place[at]) for at in rows})
        (enough if people >= LEAST_PEOPLE else few)[key] = rows
    return enough, few


def _joined(groups: Iterable[tuple[Key, list[int]]]) -> dict[Key, list[int]]:
    whole: dict[Key, set[int]] = defaultdict(set)
    for key, rows in groups:
        whole[key].update(rows)
    return {key: sorted(rows) for key, rows in whole.items()}


def _row(said: Said, key: Key, rows: list[int]) -> ProductRow:
    moods = [int(said.mood[at]) for at in rows if said.mood[at] != said.UNKNOWN]
    rated = [int(said.rating[at]) for at in rows if said.rating[at] != NULL_INT]
    return ProductRow(
        *key,
        len(rows),
        len({int(said.place[at]) for at in rows}),
        moods.count(said.NEGATIVE) / len(moods) if moods else None,
        sum(rated) / len(rated) if rated else None,
    )


def headers() -> list[str]:
    """Return the heads of the columns."""
    return [
        _("Product"),
        _("Topic"),
        _("Month"),
        _("Texts"),
        _("Customers"),
        _("Dissatisfied (share)"),
        _("Mean rating"),
    ]


def note_of(table: ProductTable) -> str:
    """Say what the table leaves out."""
    note = _("No row is about fewer than {k} customers: smaller ones are put together.")
    parts = [note.format(k=LEAST_PEOPLE)]
    if table.left_out:
        n = table.left_out
        parts.append(
            ngettext("{n} text is left out.", "{n} texts are left out.", n).format(n=f"{n:,}")
        )
    return " ".join(parts)


def export_product_table(
    progress: Progress, workspace: Workspace, path: Path, *, where: str = "", today: date
) -> ProductTable:
    """Write the table as .xlsx or, with any other ending, as CSV; it has no personal data.

    Raises PlaceNotWritable, NoSpaceForFile, or RuleProblem for a filter that is none.
    """
    progress.step(0.0, N_("Reading feedback"))
    table = product_table(workspace, ColumnSource(workspace), where=where, today=today)
    progress.step(0.7, N_("Writing the file"))
    rows = [row.cells() for row in table.rows]
    if path.suffix.lower() == ".xlsx":
        write_xlsx(path, headers(), rows, about=[(_("Withheld"), note_of(table))])
    else:
        write_csv(path, headers(), rows, foot=_("Note: {text}").format(text=note_of(table)))
    return table
