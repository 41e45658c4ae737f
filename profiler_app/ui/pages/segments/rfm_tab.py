"""The RFM tab: the finding in a sentence, the grid, the eight groups, who moved."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.segmentation import (
    Migration,
    RfmCell,
    RfmGroup,
    RfmOverview,
    group_label,
    group_rule,
    is_worse,
)
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.segments import overview as jobs
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.segments.parts import Legend
from profiler_app.ui.pages.segments.rfm_grid import RfmGrid
from profiler_app.ui.pages.segments.rfm_tables import GroupTable, MoveTable
from profiler_app.ui.pages.segments.wording import month_before, percent, whole_money
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import ElidedLabel, Label
from profiler_app.ui.widgets.panel import Hairline, Panel
from profiler_app.ui.widgets.segmented import Segmented

_SHOWN = 6
COMPARED_UNASKED = 100_000
"""Up to so many customers an earlier day is computed without being asked for."""


class RfmTab(QWidget):
    """``loaded`` follows an answer: an overview, or the problem why there is none."""

    loaded = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.overview: RfmOverview | None = None
        self.migration: Migration | None = None
        self._by_run = True
        currency = desk.settings.currency
        self._finding = Label("", "heading")
        self._context = Label("", "body", "text.secondary", wrap=True)
        self._view = Button(icon="arrow-right")
        self.grid = RfmGrid(currency)
        self.groups = GroupTable(currency)
        self.moves = MoveTable(currency)
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self._finding)
        texts.addWidget(self._context)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addLayout(texts, 1)
        top.addWidget(self._view)
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(self._grid_panel(), 8)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self._group_panel())
        right.addWidget(self._move_panel(), 1)
        body.addLayout(right, 10)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(12)
        column.addLayout(top)
        column.addLayout(body, 1)

    def _grid_panel(self) -> Panel:
        self._grid_box = Panel("·")
        self._legend = Legend()
        self._grid_box.head.add(self._legend)
        self._cell = ElidedLabel("", "strong")
        self._cell_groups = ElidedLabel("", "caption", "text.secondary")
        self._open_cell = Button(icon="users")
        said = QVBoxLayout()
        said.setSpacing(0)
        said.addWidget(self._cell)
        said.addWidget(self._cell_groups)
        foot = QHBoxLayout()
        foot.addLayout(said, 1)
        foot.addWidget(self._open_cell)
        self._grid_box.body.addWidget(self.grid, 1)
        self._grid_box.body.addWidget(Hairline())
        self._grid_box.body.addLayout(foot)
        return self._grid_box

    def _group_panel(self) -> Panel:
        self._group_box = Panel("·")
        self._group_box.body.addWidget(self.groups)
        return self._group_box

    def _move_panel(self) -> Panel:
        self._move_box = Panel("·")
        self._against = Segmented(small=True)
        self._which = Segmented(small=True)
        self._compare = Button(icon="history", small=True)
        self._no_moves = Label("", "body", "text.secondary", wrap=True)
        for widget in (self._against, self._which):
            self._move_box.head.add(widget)
        self._move_box.body.addWidget(self._no_moves)
        self._move_box.body.addWidget(self._compare)
        self._move_box.body.addWidget(self.moves, 1)
        return self._move_box

    def _connect(self) -> None:
        self.grid.selected.connect(self._show_cell)
        self.grid.opened.connect(self._open_rfm_cell)
        self._open_cell.clicked.connect(lambda: self._open_rfm_cell(self.grid.cell()))
        self._view.clicked.connect(lambda: self._open_group(self._best()))
        self.groups.chosen.connect(self._show_group)
        self.groups.opened.connect(lambda _index: self._open_group(self.groups.row()))
        self._which.chosen.connect(lambda _key: self._show_moves())
        self._against.chosen.connect(self._compare_with)
        self._compare.clicked.connect(self.compare_month)
        current().changed.connect(self._fit)

    # -- reading

    def reload(self) -> None:
        """Read the last run again."""
        self._desk.reads.ask(
            "segments.rfm", _overview, done=self._receive, failed=self.loaded.emit, owner=self
        )

    def _receive(self, overview: RfmOverview) -> None:
        self.overview = overview
        self.migration = None
        self._by_run = overview.earlier_day is not None
        self._show()
        self.loaded.emit(overview)
        if self._by_run:
            self._compare_with("run")
        elif overview.customers <= COMPARED_UNASKED:
            self.compare_month()

    def _compare_with(self, key: str) -> None:
        if key == "month":
            self.compare_month()
            return
        self._desk.reads.ask("segments.moves", _moves, done=self._receive_moves, owner=self)

    def month_ago(self) -> date:
        """Return the day a month before the last run."""
        assert self.overview is not None
        return month_before(date.fromisoformat(self.overview.as_of))

    def compare_month(self) -> None:
        """Compute the groups as of a month earlier, by the same code and borders."""
        if self.overview is None:
            return
        self._compare.setEnabled(False)
        self._desk.jobs.start(
            jobs.migration_since,
            day=self.month_ago(),
            title=_("Comparing with a month ago"),
            owner=self,
            done=self._receive_moves,
            failed=self._failed,
            cancelled=self._show_moves,
        )

    def _failed(self, problem: UserProblem) -> None:
        self._desk.toast(str(problem))
        self._show_moves()

    def _receive_moves(self, migration: Migration | None) -> None:
        self.migration = migration
        self._show()

    # -- showing

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._grid_box.head.set_title(_("Recency × frequency"))
        self._group_box.head.set_title(_("Eight value groups"))
        self._move_box.head.set_title(_("Moves between groups"))
        self._open_cell.setText(_("View customers"))
        self._against.setAccessibleName(_("Compare with"))
        self._which.setAccessibleName(_("Which moves are listed"))
        self._against.set_options([("run", _("Last run")), ("month", _("A month ago"))])
        self.groups.retranslate()
        self.moves.retranslate()
        self.colour_by("sales")
        self._show()

    def colour_by(self, colouring: str) -> None:
        """Colour the grid by another figure."""
        self.grid.colour_by(colouring)
        titles = {
            "sales": _("Share of sales"),
            "customers": _("Share of customers"),
            "mean": _("Average spend"),
        }
        self._legend.show_ends(titles[colouring], *self.grid.steps())

    def _show(self) -> None:
        if self.overview is None:
            return
        self.grid.show_overview(self.overview)
        self.groups.show_groups(self.overview.groups, self.migration)
        self._group_box.head.set_note(self._high_note(self.overview))
        self._show_finding(self.overview)
        self._show_cell(self.grid.cell())
        self._show_moves()
        self._fit()

    def _fit(self) -> None:
        self.groups.setFixedHeight(self.groups.height_of(8))

    def _best(self) -> RfmGroup | None:
        if self.overview is None:
            return None
        return max(self.overview.groups, key=lambda each: each.sales_share)

    def _show_finding(self, overview: RfmOverview) -> None:
        best = self._best()
        assert best is not None
        text = _("{group}: {share} of buyers bring {sales} of sales")
        self._finding.setText(
            text.format(
                share=percent(best.share),
                group=group_label(best.group),
                sales=percent(best.sales_share),
            )
        )
        n = best.customers
        view = ngettext("View this {n} customer", "View these {n} customers", n)
        self._view.setText(view.format(n=f"{n:,}"))
        self._context.setText(self._moved_sentence(overview))

    def _moved_sentence(self, overview: RfmOverview) -> str:
        worse = [m for m in (self.migration.moved if self.migration else ()) if is_worse(m)]
        if self.migration is None or not worse:
            return _("As of {day}").format(day=overview.as_of)
        worst = max(worse, key=lambda move: move.sales_minor)
        back = [
            m for m in self.migration.moved if (m.after, m.before) == (worst.before, worst.after)
        ]
        n = worst.customers
        text = ngettext(
            "Since {day} {n} customer slipped from {before} to {after}, {sales} of yearly sales; "
            "{back} came back.",
            "Since {day} {n} customers slipped from {before} to {after}, {sales} of yearly sales; "
            "{back} came back.",
            n,
        )
        return text.format(
            day=self.migration.before_day,
            n=f"{n:,}",
            before=group_label(worst.before),
            after=group_label(worst.after),
            sales=whole_money(worst.sales_minor, self._desk.settings.currency),
            back=f"{back[0].customers if back else 0:,}",
        )

    def _high_note(self, overview: RfmOverview) -> str:
        high = [
            f"{name} ≥ {int(mean) + 1}" for name, mean in zip("RFM", overview.means, strict=True)
        ]
        text = _("high: {scores}").format(scores=" · ".join(high))
        return f"{text} · {_('borders chosen by hand')}" if overview.by_hand else text

    def _show_cell(self, cell: RfmCell | None) -> None:
        self._open_cell.setEnabled(cell is not None and bool(cell.customers))
        if cell is None:
            self._cell.setText(_("No cell selected"))
            self._cell_groups.setText(_("Click a cell or move with the arrow keys"))
            return
        n = cell.customers
        said = ngettext("{n} customer", "{n} customers", n).format(n=f"{n:,}")
        mean = whole_money(cell.mean_minor, self._desk.settings.currency)
        average = _("{amount} on average").format(amount=mean)
        self._cell.setText(f"R{cell.recency} · F{cell.frequency} · {said} · {average}")
        parts = sorted(cell.groups.items(), key=lambda item: -item[1])
        words = " · ".join(f"{group_label(name)} {count:,}" for name, count in parts)
        self._cell_groups.setText(words or _("nobody"))

    def _show_group(self, group: RfmGroup | None) -> None:
        self.grid.show_group(None if group is None else group.group)

    def _show_moves(self) -> None:
        moved = self.migration.moved if self.migration is not None else ()
        self._compare.setEnabled(True)
        self._against.setVisible(
            self.overview is not None and self.overview.earlier_day is not None
        )
        if self.migration is not None and self.overview is not None:
            by_run = self.migration.before_day == self.overview.earlier_day
            self._against.choose("run" if by_run else "month")
        every = _("All {n}").format(n=len(moved))
        self._which.set_options([("largest", _("Largest")), ("all", every)])
        self._which.setVisible(bool(moved))
        shown = moved if self._which.key() == "all" else moved[:_SHOWN]
        self.moves.show_moves(shown)
        self.moves.setVisible(bool(moved))
        self._no_moves.setVisible(not moved)
        self._compare.setVisible(self.migration is None and self.overview is not None)
        if self.overview is not None:
            day = self.month_ago().isoformat()
            self._compare.setText(_("Compare with {day}").format(day=day))
        if self.migration is None:
            self._no_moves.setText(_("There is no earlier run to compare with yet."))
        else:
            text = _("Nobody changed group between {before} and {after}.")
            days = self.migration.before_day, self.migration.after_day
            self._no_moves.setText(text.format(before=days[0], after=days[1]))
            self._move_box.head.set_note("" if not moved else f"{days[0][5:]} → {days[1][5:]}")

    # -- opening customers

    def _open_rfm_cell(self, cell: RfmCell | None) -> None:
        if cell is not None and cell.customers:
            self._desk.open_list(cell.rule, f"R{cell.recency} · F{cell.frequency}")

    def _open_group(self, group: RfmGroup | None) -> None:
        if group is not None:
            self._desk.open_list(group_rule(group.group), group_label(group.group))

    def escape(self) -> bool:
        """Let the selection go; return whether there was one."""
        if self.groups.row() is not None:
            self.groups.clearSelection()
            self.groups.setCurrentIndex(self.groups.model().index(-1, -1))
            return True
        return self.grid.clear()

    def exported(self) -> tuple[str, list[str], list[list[Any]]]:
        """Return a name, headers and rows of what the tab shows."""
        return (_("rfm groups"), *self.groups.figures())


def _overview(reader: Reader) -> RfmOverview:
    return jobs.rfm_overview(reader.workspace, reader.source)


def _moves(reader: Reader) -> Migration | None:
    return jobs.migration_between_runs(reader.workspace, reader.source)
