"""The RFM tab: the finding in a sentence, the grid, the eight groups, who moved."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.segmentation import (
    Migration,
    RfmCell,
    RfmGroup,
    RfmOverview,
    group_label,
    group_rule,
)
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.segments import overview as jobs
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.segments.moves_panel import MovesPanel
from profiler_app.ui.pages.segments.parts import Legend, scrolled
from profiler_app.ui.pages.segments.rfm_grid import RfmGrid
from profiler_app.ui.pages.segments.rfm_tables import GroupTable
from profiler_app.ui.pages.segments.rfm_words import cell_words, finding, high_scores, slipped
from profiler_app.ui.pages.segments.scheme_panel import SchemePanel
from profiler_app.ui.pages.segments.wording import month_before
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import ElidedLabel, Label
from profiler_app.ui.widgets.panel import Hairline, Panel
from profiler_app.ui.widgets.segmented import Segmented

_AGO = {"quarter": 91, "half": 182, "year": 365}
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
        self.moves = MovesPanel(currency)
        self.schemes = Segmented(small=True)
        self.scheme = SchemePanel(desk)
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
        in_force = QWidget()
        body = QHBoxLayout(in_force)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(12)
        body.addWidget(self._grid_panel(), 8)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self._group_panel())
        right.addWidget(self.moves, 1)
        body.addLayout(right, 10)
        self._stack = QStackedWidget()
        self._stack.addWidget(in_force)
        self._stack.addWidget(self.scheme)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self.schemes)
        column.addWidget(self._stack, 1)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        self._area = scrolled(whole)
        self._area.hide()  # there is nothing to see before the first answer
        outside.addWidget(self._area)

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

    def _connect(self) -> None:
        self.schemes.chosen.connect(self.show_scheme)
        self.grid.selected.connect(self._show_cell)
        self.grid.opened.connect(self._open_rfm_cell)
        self._open_cell.clicked.connect(lambda: self._open_rfm_cell(self.grid.cell()))
        self._view.clicked.connect(lambda: self._open_group(self._best()))
        self.groups.chosen.connect(self._show_group)
        self.groups.opened.connect(lambda _index: self._open_group(self.groups.row()))
        self.moves.compared.connect(self._compare_with)
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
        if self.is_other_scheme():
            self.scheme.reload()
        self._by_run = overview.earlier_day is not None
        self._show()
        self.loaded.emit(overview)
        if self._by_run:
            self._compare_with("run")
        elif overview.customers <= COMPARED_UNASKED:
            self._compare_with("month")

    def _compare_with(self, key: str) -> None:
        if key == "run":
            self._desk.reads.ask("segments.moves", _moves, done=self._receive_moves, owner=self)
        elif self.overview is not None:
            today = date.fromisoformat(self.overview.as_of)
            days = _AGO.get(key)
            self.compare(month_before(today) if days is None else today - timedelta(days=days))

    def compare(self, day: date) -> None:
        """Compute the groups as of an earlier day, by the same code and borders."""
        self.moves.wait()
        self._desk.jobs.start(
            jobs.migration_since,
            day=day,
            title=_("Comparing with an earlier day"),
            derived=True,
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

    def is_other_scheme(self) -> bool:
        """Return whether another scheme than the one in force is shown."""
        return self.schemes.key() not in ("", "force")

    def show_scheme(self, key: str) -> None:
        """Show the scores in force, or another scheme; nothing is saved."""
        self.schemes.choose(key)
        other = self.is_other_scheme()
        self._stack.setCurrentIndex(int(other))
        if other:
            self.scheme.show_scheme(key)
        self.loaded.emit(self.overview)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._grid_box.head.set_title(_("Recency × frequency"))
        self._group_box.head.set_title(_("Eight value groups"))
        self._open_cell.setText(_("View customers"))
        self.schemes.setAccessibleName(_("Scheme of RFM"))
        self.schemes.set_options(
            [
                ("force", _("In force")),
                ("eleven", _("Eleven groups")),
                ("weighted", _("Weighted points")),
                ("fixed", _("Typed edges")),
                ("quantile", _("Quantiles")),
            ]
        )
        self.scheme.retranslate()
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
        self._area.show()
        self.grid.show_overview(self.overview)
        self.groups.show_groups(self.overview.groups, self.migration)
        self._group_box.head.set_note(high_scores(self.overview))
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
        self._finding.setText(finding(best))
        n = best.customers
        view = ngettext("View this {n} customer", "View these {n} customers", n)
        self._view.setText(view.format(n=f"{n:,}"))
        self._context.setText(slipped(overview, self.migration, self._desk.settings.currency))

    def _show_cell(self, cell: RfmCell | None) -> None:
        self._open_cell.setEnabled(cell is not None and bool(cell.customers))
        first, second = _("No cell selected"), _("Click a cell or move with the arrow keys")
        if cell is not None:
            first, second = cell_words(cell, self._desk.settings.currency)
        self._cell.setText(first)
        self._cell_groups.setText(second)

    def _show_group(self, group: RfmGroup | None) -> None:
        self.grid.show_group(None if group is None else group.group)

    def _show_moves(self) -> None:
        self.moves.show_migration(self.overview, self.migration)

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
        table = self.scheme.exported() if self.is_other_scheme() else self.groups.figures()
        return (_("rfm groups"), *table)


def _overview(reader: Reader) -> RfmOverview:
    return jobs.rfm_overview(reader.workspace, reader.source)


def _moves(reader: Reader) -> Migration | None:
    return jobs.migration_between_runs(reader.workspace, reader.source)
