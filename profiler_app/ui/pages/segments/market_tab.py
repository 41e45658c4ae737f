"""The market of companies: size class by industry section, how many, what they buy."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from profiler_app.domain.fields import option_label
from profiler_app.domain.rules.code_names import code_names
from profiler_app.domain.segmentation import Market, MarketCell
from profiler_app.domain.text import _, language
from profiler_app.jobs.segments import market as jobs
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.segments.figures_table import Figure, FiguresTable
from profiler_app.ui.pages.segments.wording import percent, whole_money
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.empty_state import EmptyState
from profiler_app.ui.widgets.panel import Panel

_ENGLISH = {
    "A": "Agriculture, forestry, fishing",
    "B": "Mining",
    "C": "Manufacturing",
    "D": "Electricity, heat, gas, water",
    "E": "Construction",
    "F": "Wholesale and retail",
    "G": "Transport, storage, post",
    "H": "Accommodation and catering",
    "I": "Software and information services",
    "J": "Finance",
    "K": "Real estate",
    "L": "Leasing and business services",
    "M": "Research and technical services",
    "N": "Water, environment, public facilities",
    "O": "Household and other services",
    "P": "Education",
    "Q": "Health and social work",
    "R": "Culture, sports, entertainment",
    "S": "Public administration",
    "T": "International organizations",
}
"""The sections of GB/T 4754-2017, whose catalog has Chinese names only."""

_SIZES = ("large", "medium", "small", "micro", "")


class MarketTab(QWidget):
    """A row opens its customers; ``loaded`` follows every answer."""

    loaded = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.market: Market | None = None
        self.table = FiguresTable(self._columns())
        self._empty = EmptyState("building-2", "")
        self._import = self._empty.add_button("", lambda: desk.open_import(), kind="primary")
        self._box = Panel("·")
        self._box.body.addWidget(self.table, 1)
        self._whole = QWidget()
        inner = QVBoxLayout(self._whole)
        inner.setContentsMargins(20, 14, 20, 14)
        inner.addWidget(self._box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._whole, 1)
        column.addWidget(self._empty, 1)
        self.table.opened.connect(lambda _index: self._open())
        self.retranslate()

    def _columns(self) -> list[Figure]:
        currency = self._desk.settings.currency
        return [
            Figure(lambda: _("Size class"), lambda c: size_label(c.size), 120, right=False,
                   sort=lambda c: -_SIZES.index(c.size)),
            Figure(lambda: _("Industry section"), lambda c: section_label(c.section), 0,
                   right=False, sort=lambda c: c.section),
            Figure(lambda: _("Companies"), lambda c: f"{c.customers:,}", 160,
                   sort=lambda c: c.customers, raw=lambda c: c.customers,
                   bar=lambda c: (self._part(c), current().chart_color(0))),
            Figure(lambda: _("12-month sales"), lambda c: whole_money(c.sales_minor, currency),
                   120, sort=lambda c: c.sales_minor, raw=lambda c: c.sales_minor / 100),
            Figure(lambda: _("Penetration"), lambda c: percent(c.buying / c.customers), 160,
                   sort=lambda c: c.buying / c.customers,
                   raw=lambda c: round(c.buying / c.customers, 4),
                   bar=lambda c: (c.buying / c.customers, current().chart_color(2))),
            Figure(lambda: _("Kinds each"), lambda c: f"{c.kinds:.1f}", 120,
                   sort=lambda c: c.kinds, raw=lambda c: round(c.kinds, 2)),
        ]  # fmt: skip

    def _part(self, cell: MarketCell) -> float:
        most = max([each.customers for each in self.market.cells], default=1) if self.market else 1
        return cell.customers / most

    def reload(self) -> None:
        """Count the companies again."""
        self._desk.reads.ask("segments.market", _market, done=self._receive, owner=self)

    def _receive(self, market: Market) -> None:
        self.market = market
        cells = sorted(market.cells, key=lambda c: (_SIZES.index(c.size), -c.customers))
        self.table.show_rows(cells)
        if cells:
            self.table.selectRow(0)
        self._show()
        self.loaded.emit(market)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._box.head.set_title(_("Companies by size and industry"))
        self._box.head.set_note(
            _("size by the 2017 rule; penetration: bought within a year or holds a product")
        )
        self._empty.set_message(
            _("No companies yet"),
            _("Import companies with industry, employees and revenue; their size class follows."),
        )
        self._import.setText(_("Import"))
        self.table.setAccessibleName(_("Companies by size and industry"))
        self.table.retranslate()
        self._show()

    def _show(self) -> None:
        empty = self.market is not None and not self.market.companies
        self._empty.setVisible(empty)
        self._whole.setVisible(not empty)

    def _open(self) -> None:
        cell = self.table.row()
        if cell is not None:
            title = f"{size_label(cell.size)} · {section_label(cell.section)}"
            self._desk.open_list(cell.rule, title)

    def escape(self) -> bool:
        """There is nothing to let go."""
        return False

    def exported(self) -> tuple[str, list[str], list[list[Any]]]:
        """Return a name, headers and rows."""
        return (_("company market"), *self.table.figures())


def size_label(size: str) -> str:
    """Return the name of a size class."""
    return option_label("size_class", size) if size else _("size not known")


def section_label(section: str) -> str:
    """Return the name of an industry section."""
    if not section:
        return _("industry not known")
    chinese = code_names("industry_section").get(section, "")
    return f"{section} {chinese if language() == 'zh' else _ENGLISH.get(section, chinese)}".strip()


def _market(reader: Reader) -> Market:
    return jobs.market(reader.source)
