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
from profiler_app.ui.pages.place_page import PlacePage
from profiler_app.ui.pages.profile.column_scroll import ColumnScroll
from profiler_app.ui.pages.relations.graph import RelationGraph
from profiler_app.ui.pages.relations.panel import RelationsPanel
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.sub_bar import SubBar
from profiler_app.ui.widgets.surface import Surface

_PANEL, _GAP = 372, 128


class RelationsPage(PlacePage):
    """The map at the left, what it says at the right."""

    def __init__(self, desk: Desk) -> None:
        self._fit, self._add = Button(icon="maximize-2"), Button(icon="plus")
        super().__init__(desk, SubBar(self._fit, self._add))
        self._customer: int | None = None
        self.map: RelationMap | None = None
        self.graph = RelationGraph()
        self._side = ColumnScroll()
        self._lay_out()
        self._fit.clicked.connect(self.graph.fit)
        self._add.clicked.connect(self._ask_relation)
        self.graph.chosen.connect(self._show_side)
        self.graph.opened.connect(desk.open_customer)
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
        self.column().addLayout(row, 1)

    def _say(self) -> None:
        super()._say()
        self._fit.setText(_("Show all"))
        self._add.setText(_("Add a relation"))

    # -- what the window asks

    def open_place(self, customer: int) -> None:
        """Show the map around a customer."""
        self._customer = customer
        self._reload()

    def tab_regions(self) -> list[QWidget]:
        """Return the regions F6 walks through."""
        return [self.graph, self._side]

    def _ask_relation(self) -> None:
        if self._customer is not None:
            self._desk.forms.add_relation(self._customer)

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
        self._show_problem(_("The relations could not be read"), problem)


def _read(reader: Reader, customer: int, *, as_of: date) -> tuple[RelationMap, Places]:
    found = relation_map(reader.workspace, reader.source, customer, as_of=as_of)
    return found, places_of(found, gap=_GAP)
