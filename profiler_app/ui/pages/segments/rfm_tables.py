"""The eight groups and the moves between them, as tables."""

from __future__ import annotations

from PySide6.QtGui import QColor

from profiler_app.domain.segmentation import (
    GROUP_ORDER,
    Migration,
    Move,
    RfmGroup,
    group_label,
    is_worse,
)
from profiler_app.domain.text import _, pgettext
from profiler_app.ui.pages.segments.figures_table import Figure, FiguresTable
from profiler_app.ui.pages.segments.wording import percent, signed, whole_money
from profiler_app.ui.theme import current


def group_color(group: str) -> QColor:
    """Return the colour of one of the eight groups."""
    return current().chart_color(GROUP_ORDER.index(group))


class GroupTable(FiguresTable):
    """The eight groups: people, sales, average, and by how many each changed."""

    def __init__(self, currency: str) -> None:
        self.migration: Migration | None = None
        self._most = 1.0
        super().__init__(self._columns(currency), name=_("Eight value groups"))
        self.set_density("compact")

    def show_groups(self, groups: tuple[RfmGroup, ...], migration: Migration | None) -> None:
        """Show the groups and, against an earlier day, their changes."""
        self.migration = migration
        self._most = max([each.sales_share for each in groups] + [0.001])
        self.show_rows(groups)
        self.retranslate()

    def _change(self, row: RfmGroup) -> int:
        return 0 if self.migration is None else self.migration.change(row.group)

    def _change_text(self, row: RfmGroup) -> str:
        return "—" if self.migration is None else signed(self._change(row))

    def _bar(self, row: RfmGroup) -> tuple[float, QColor]:
        strong = row.sales_share >= 0.05
        return row.sales_share / self._most, current().chart_scale("sequential.blue")[
            5 if strong else 2
        ]

    def _change_title(self) -> str:
        if self.migration is None:
            return pgettext("figures", "Change")
        return _("since {day}").format(day=self.migration.before_day[5:])

    def _columns(self, currency: str) -> list[Figure]:
        return [
            Figure(
                lambda: _("Group"),
                lambda row: group_label(row.group),
                right=False,
                mark=lambda row: group_color(row.group),
            ),
            Figure(
                lambda: pgettext("figures", "Customers"),
                lambda row: f"{row.customers:,}",
                84,
                sort=lambda row: row.customers,
                raw=lambda row: row.customers,
            ),
            Figure(
                lambda: _("Share"),
                lambda row: percent(row.share),
                64,
                sort=lambda row: row.share,
                tone=lambda _row: "text.secondary",
                raw=lambda row: round(row.share, 4),
                drop=1,
            ),
            Figure(
                lambda: _("Share of sales"),
                lambda row: percent(row.sales_share),
                136,
                sort=lambda row: row.sales_share,
                bar=self._bar,
                raw=lambda row: round(row.sales_share, 4),
            ),
            Figure(
                lambda: pgettext("figures", "Average"),
                lambda row: whole_money(row.mean_minor, currency),
                90,
                sort=lambda row: row.mean_minor,
                raw=lambda row: row.mean_minor / 100,
                drop=2,
            ),
            Figure(
                self._change_title,
                self._change_text,
                88,
                sort=self._change,
                raw=lambda row: None if self.migration is None else self._change(row),
            ),
        ]


class MoveTable(FiguresTable):
    """Who went from which group to which: worse ones with a falling line, better ones rising."""

    def __init__(self, currency: str) -> None:
        self._most = 1
        super().__init__(self._columns(currency), name=_("Moves between groups"))
        self.set_density("compact")

    def show_moves(self, moves: tuple[Move, ...]) -> None:
        """Show these moves."""
        self._most = max([move.customers for move in moves] + [1])
        self.show_rows(moves)

    def _columns(self, currency: str) -> list[Figure]:
        return [
            Figure(
                lambda: _("From"),
                lambda move: group_label(move.before),
                0,
                right=False,
                icon=_trend,
                mark=lambda move: group_color(move.before),
            ),
            Figure(
                lambda: _("To"),
                lambda move: group_label(move.after),
                0,
                right=False,
                icon=lambda _move: ("arrow-right", "text.tertiary"),
                mark=lambda move: group_color(move.after),
            ),
            Figure(
                lambda: pgettext("figures", "Customers"),
                lambda move: f"{move.customers:,}",
                140,
                bar=lambda move: (
                    move.customers / self._most,
                    current().chart_color(1 if is_worse(move) else 2),
                ),
                sort=lambda move: move.customers,
                raw=lambda move: move.customers,
            ),
            Figure(
                lambda: _("12-month sales"),
                lambda move: whole_money(move.sales_minor, currency),
                112,
                sort=lambda move: move.sales_minor,
                tone=lambda _move: "text.secondary",
                raw=lambda move: move.sales_minor / 100,
                drop=1,
            ),
        ]


def _trend(move: Move) -> tuple[str, str]:
    return ("trending-down", "danger") if is_worse(move) else ("trending-up", "success")
