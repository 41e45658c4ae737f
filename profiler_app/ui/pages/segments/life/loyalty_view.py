"""Loyalty tiers: who stands where, who is near the next one, who went up or down."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from profiler_app.domain.segmentation import NOT_SCORED, Migration
from profiler_app.domain.text import _, ngettext, pgettext
from profiler_app.jobs.segments.loyalty import LoyaltyRow, LoyaltyView, loyalty_view, tier_moves
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.segments.figures_table import Figure, FiguresTable
from profiler_app.ui.pages.segments.matrix import MigrationMatrix
from profiler_app.ui.pages.segments.wording import month_before, percent, whole_money
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.empty_state import EmptyState
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Panel


class LoyaltyPanel(QWidget):
    """``tiers_asked`` asks for the form of the tiers, below the button it carries."""

    tiers_asked = Signal(object)
    computed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.view: LoyaltyView | None = None
        self.moves: Migration | None = None
        self.table = FiguresTable(self._columns())
        self.open, self.near = Button(icon="users"), Button(icon="trending-up")
        self.change, self.compare = Button(icon="pencil"), Button(icon="history", small=True)
        self._note = Label("", "caption", "text.secondary", wrap=True)
        self._moved = Label("", "strong", wrap=True)
        self.matrix = MigrationMatrix((), tier_label)
        self._empty = EmptyState("layers", "")
        self._start = self._empty.add_button(
            "", lambda: self.tiers_asked.emit(self._start), kind="primary"
        )
        self._build()
        self.change.clicked.connect(lambda: self.tiers_asked.emit(self.change))
        self.open.clicked.connect(self._open)
        self.near.clicked.connect(self._open_near)
        self.compare.clicked.connect(self.ask_moves)
        self.table.opened.connect(lambda _index: self._open())
        self.table.chosen.connect(lambda _row: self._enable())

    def _build(self) -> None:
        self._box, self._moves_box = Panel("·"), Panel("·")
        for button in (self.near, self.open, self.change):
            self._box.head.add(button)
        self._box.body.addWidget(self._note)
        self._box.body.addWidget(self.table)
        self._moves_box.head.add(self.compare)
        self._moves_box.body.addWidget(self._moved)
        self._moves_box.body.addWidget(self.matrix)
        for box in (self._box, self._moves_box):
            box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._box)
        column.addWidget(self._moves_box)
        column.addWidget(self._empty, 1)
        column.addStretch(0)

    def _columns(self) -> list[Figure]:
        currency = self._desk.settings.currency
        return [
            Figure(lambda: _("Tier"), lambda row: row.name, 0, right=False),
            Figure(lambda: pgettext("tier", "From"), lambda row: self._from(row), 170,
                   raw=lambda row: row.bound_minor / 100),
            Figure(lambda: pgettext("tier", "Benefit"), lambda row: row.benefit or "—", 180,
                   right=False, drop=2),
            Figure(lambda: pgettext("figures", "Customers"), lambda row: f"{row.customers:,}", 90,
                   raw=lambda row: row.customers),
            Figure(lambda: _("Share"), lambda row: percent(row.share), 80,
                   raw=lambda row: round(row.share, 4)),
            Figure(lambda: pgettext("figures", "Sales"),
                   lambda row: whole_money(row.sales_minor, currency), 110,
                   raw=lambda row: row.sales_minor / 100, drop=1),
            Figure(lambda: _("Share of sales"), lambda row: percent(row.sales_share), 150,
                   raw=lambda row: round(row.sales_share, 4),
                   bar=lambda row: (row.sales_share, current().chart_color(0))),
            Figure(lambda: _("Near it"), lambda row: f"{row.near:,}", 80,
                   raw=lambda row: row.near),
        ]  # fmt: skip

    def _from(self, row: LoyaltyRow) -> str:
        money = whole_money(row.bound_minor, self._desk.settings.currency)
        if not row.orders:
            return money
        n = row.orders
        text = ngettext("{amount} or {n} purchase", "{amount} or {n} purchases", n)
        return text.format(amount=money, n=n)

    # -- reading

    def reload(self) -> None:
        """Count the tiers again."""
        self._desk.reads.ask("segments.loyalty", _view, done=self._receive, owner=self)

    def _receive(self, view: LoyaltyView | None) -> None:
        self.view, self.moves = view, None
        rows = () if view is None else view.rows
        self.table.show_rows(rows)
        self.table.setFixedHeight(self.table.height_of(max(len(rows), 1)))
        if rows:
            self.table.selectRow(0)
        self._show()
        self.computed.emit()

    def ask_moves(self) -> None:
        """Compute the tiers of a month ago."""
        self.compare.setEnabled(False)
        self._desk.jobs.start(
            tier_moves,
            day=month_before(self._desk.today()),
            title=_("Comparing with a month ago"),
            owner=self,
            done=self._receive_moves,
            failed=self._desk.show_problem,
            cancelled=self._show,
            derived=True,
        )

    def _receive_moves(self, moves: Migration) -> None:
        self.moves = moves
        self._show()

    # -- showing

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._box.head.set_title(_("Loyalty tiers"))
        self._moves_box.head.set_title(_("Up, kept, down"))
        self.open.setText(_("View customers"))
        self.near.setText(_("View who is near"))
        self.change.setText(_("Change tiers"))
        self.compare.setText(_("Compare with a month ago"))
        self._start.setText(_("Set up tiers"))
        self._empty.set_message(
            _("No tiers yet"),
            _("A tier has a name, an amount and, if you like, a number of purchases and a "
              "benefit. The card then says how far the next tier is."),
        )  # fmt: skip
        self.table.setAccessibleName(_("Loyalty tiers"))
        self.table.retranslate()
        self._show()

    def _show(self) -> None:
        view = self.view
        self._empty.setVisible(view is None)
        self._box.setVisible(view is not None)
        self._moves_box.setVisible(view is not None)
        self.compare.setEnabled(True)
        if view is None:
            return
        n = view.without
        text = ngettext("{n} customer stands on no tier.", "{n} customers stand on no tier.", n)
        rule = _("A tier is reached by the amount or the purchases of the last 12 months, kept as "
                 "long as they suffice, and lost at the next refresh after. Near: at least 80% of "
                 "the amount.")  # fmt: skip
        self._note.setText(f"{text.format(n=f'{n:,}')} {rule}")
        self.matrix.setVisible(self.moves is not None)
        self._moved.setVisible(self.moves is not None)
        self.compare.setVisible(self.moves is None)
        if self.moves is not None:
            self.matrix.show_names((*view.tiers.names, NOT_SCORED))
            self.matrix.show_migration(self.moves)
            self._moved.setText(_moved_words(self.moves, (*view.tiers.names, NOT_SCORED)))
        self._enable()

    def _enable(self) -> None:
        row: LoyaltyRow | None = self.table.row()
        self.open.setEnabled(row is not None and bool(row.customers))
        self.near.setEnabled(row is not None and bool(row.near))

    def _open(self) -> None:
        row: LoyaltyRow | None = self.table.row()
        if row is not None and row.customers:
            self._desk.open_list(row.rule, row.name)

    def _open_near(self) -> None:
        row: LoyaltyRow | None = self.table.row()
        if row is not None and row.near:
            self._desk.open_list(row.near_rule, _("near {tier}").format(tier=row.name))

    def exported(self) -> tuple[str, list[str], list[list[Any]]]:
        """Return a name, headers and rows."""
        return (_("loyalty tiers"), *self.table.figures())


def _moved_words(moves: Migration, names: tuple[str, ...]) -> str:
    """Say how many went up, kept their tier and went down; a tier earlier in names is higher."""
    place = {name: at for at, name in enumerate(names)}
    up = sum(m.customers for m in moves.moves if place[m.after] < place[m.before])
    down = sum(m.customers for m in moves.moves if place[m.after] > place[m.before])
    kept = sum(m.customers for m in moves.moves if m.after == m.before != NOT_SCORED)
    text = _("Since {day}: {up} went up, {kept} kept their tier, {down} went down "
             "(rows: then, columns: now).")  # fmt: skip
    return text.format(day=moves.before_day, up=f"{up:,}", kept=f"{kept:,}", down=f"{down:,}")


def tier_label(name: str) -> str:
    """Return the name of a tier, or the word for none."""
    return pgettext("tier", "None") if name == NOT_SCORED else name


def _view(reader: Reader) -> LoyaltyView | None:
    return loyalty_view(reader.workspace, reader.source)
