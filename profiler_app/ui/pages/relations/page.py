"""The page of relations: the map of everybody around a customer, the group and its circles."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.relation_map import RelationMap
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.relation_map import Places, places_of, relation_map
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.profile.column_scroll import ColumnScroll
from profiler_app.ui.pages.relations.graph import RelationGraph
from profiler_app.ui.pages.relations.panel import RelationsPanel
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.band import Band
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.sub_bar import SubBar
from profiler_app.ui.widgets.surface import Surface

_PANEL, _GAP = 372, 128


class RelationsPage(QWidget):
    """The map at the left, what it says at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("surface", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._desk = desk
        self._customer: int | None = None
        self.map: RelationMap | None = None
        self._fit, self._add = Button(icon="maximize-2"), Button(icon="plus")
        self._top = SubBar(self._fit, self._add)
        self.graph = RelationGraph()
        self._side = ColumnScroll()
        self._problem = QVBoxLayout()
        self._lay_out()
        self._top.back.connect(desk.back)
        self._fit.clicked.connect(self.graph.fit)
        self._add.clicked.connect(self._ask_relation)
        self.graph.chosen.connect(self._show_side)
        self.graph.opened.connect(desk.open_customer)
        desk.data_changed.connect(self._reload)
        self._say()

    def _lay_out(self) -> None:
        frame = Surface(edges=Qt.Edge.LeftEdge)
        frame.setFixedWidth(current().px(_PANEL))
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 0, 0, 0)
        inside.addWidget(self._side)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.graph, 1)
        row.addWidget(frame)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top)
        column.addLayout(self._problem)
        column.addLayout(row, 1)

    def _say(self) -> None:
        self._top.retranslate()
        self._fit.setText(_("Show all"))
        self._add.setText(_("Add a relation"))

    # -- what the window asks

    def open_place(self, customer: int) -> None:
        """Show the map around a customer."""
        self._customer = customer
        self._reload()

    def activated(self) -> None:
        """Nothing to do: the map is read when it is opened."""

    def retranslate(self) -> None:
        """Show everything in the current language."""
        self._say()
        self._reload()

    def search_focus(self) -> None:
        """Searching happens in the list of customers."""
        self._desk.open_page("customers")

    def escape(self) -> bool:
        """The window goes back."""
        return False

    def tab_regions(self) -> list[QWidget]:
        """Return the regions F6 walks through."""
        return [self.graph, self._side]

    def _ask_relation(self) -> None:
        if self._customer is not None:
            self._desk.add_relation(self._customer)

    # -- reading

    def _reload(self) -> None:
        if self._customer is None or not self.isVisible():
            return
        self._desk.reads.ask(
            "relations",
            _read,
            self._customer,
            as_of=self._desk.today(),
            done=self._show,
            failed=self._fail,
            owner=self,
        )

    def _show(self, found: tuple[RelationMap, Places]) -> None:
        self._clear_problem()
        self.map, places = found
        n = len(self.map.customers) - 1
        self._top.say(
            _("Relations · {name}").format(name=self.map.named(self.map.customer)),
            ngettext("{n} customer", "{n} customers", n).format(n=n),
        )
        self.graph.show_map(self.map, places)
        self._show_side(self.map.customer)

    def _show_side(self, customer: int) -> None:
        if self.map is not None:
            panel = RelationsPanel(self.map, customer)
            panel.opened.connect(self._desk.open_customer)
            self._side.show_contents(panel)

    def _fail(self, problem: UserProblem) -> None:
        self._clear_problem()
        band = Band("danger", _("The relations could not be read"), problem.sentence())
        band.add_button(_("Try again"), self._reload)
        self._problem.addWidget(band)

    def _clear_problem(self) -> None:
        while (item := self._problem.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()


def _read(reader: Reader, customer: int, *, as_of: date) -> tuple[RelationMap, Places]:
    found = relation_map(reader.workspace, reader.source, customer, as_of=as_of)
    return found, places_of(found, gap=_GAP)
