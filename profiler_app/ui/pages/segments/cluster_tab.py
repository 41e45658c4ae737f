"""The tab of clusters: cards, the choice of their number, a map, what sets each apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.fields import Field, fields
from profiler_app.domain.models import ClusterParameters
from profiler_app.domain.rules.showing import listed
from profiler_app.domain.segmentation import ClusterView
from profiler_app.domain.text import _, ngettext, pgettext
from profiler_app.jobs.segments import adopted as adopting
from profiler_app.jobs.segments.drawing import ChartImage, draw_curves, draw_map
from profiler_app.jobs.segments.grouping import SEED, find_groups, offered_fields
from profiler_app.jobs.segments.reporting import default_fields
from profiler_app.jobs.segments.saved import save_segment
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.segments.cluster_card import ClusterCard
from profiler_app.ui.pages.segments.field_choice import FieldChoice
from profiler_app.ui.pages.segments.heat import HeatTable
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.band import Band
from profiler_app.ui.widgets.buttons import Button, IconButton
from profiler_app.ui.widgets.chart_view import ChartView
from profiler_app.ui.widgets.empty_state import EmptyState
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Panel

_A_ROW = 5


class ClusterTab(QWidget):
    """``loaded`` follows every change of what is shown."""

    loaded = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.view: ClusterView | None = None
        self._in_force: adopting.Adopted | None = None
        self._names: tuple[str, ...] = ()
        self._lit: int | None = None
        self._offered: list[Field] = []
        self._usual: list[str] = []
        self._cards = QGridLayout()
        self._cards.setSpacing(12)
        self._problem = Band("warning", "")
        self._empty = EmptyState("chart-pie", "")
        self._start = self._empty.add_button("", self.find_groups, kind="primary")
        self._pick = self._empty.add_button("", lambda: self._choose_fields(self._pick))
        self.curves, self.map, self.heat = ChartView(height=240), ChartView(height=300), HeatTable()
        self.fewer = IconButton("minus", "", kind="secondary", small=True)
        self.more = IconButton("plus", "", kind="secondary", small=True)
        self._k = Label("", "strong")
        self._verdict = Label("", "body", "text.secondary", wrap=True)
        self._fields = Label("", "caption", "text.secondary", wrap=True)
        self._change = Button(kind="link", small=True)
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self._results = QWidget()
        column = QVBoxLayout(self._results)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(12)
        column.addLayout(self._cards)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._choice_panel(), 5)
        self._map_box = Panel("·")
        self._map_box.body.addWidget(self.map, 1)
        row.addWidget(self._map_box, 8)
        self._heat_box = Panel("·")
        self._heat_box.body.addWidget(self.heat, 1)
        row.addWidget(self._heat_box, 7)
        column.addLayout(row, 1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._results)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._problem)
        whole.addWidget(self._scroll, 1)
        whole.addWidget(self._empty, 1)

    def _choice_panel(self) -> Panel:
        self._choice_box = Panel("·")
        for widget in (self.fewer, self._k, self.more):
            self._choice_box.head.add(widget)
        self.curves.setMinimumHeight(current().px(200))
        self._choice_box.body.addWidget(self.curves, 1)
        self._choice_box.body.addWidget(self._verdict)
        foot = QHBoxLayout()
        foot.addWidget(self._fields, 1)
        foot.addWidget(self._change, 0, Qt.AlignmentFlag.AlignTop)
        self._choice_box.body.addLayout(foot)
        return self._choice_box

    def _connect(self) -> None:
        self.curves.wanted.connect(self._draw_curves)
        self.curves.mark_clicked.connect(lambda at: self._try(at + 2))
        self.map.wanted.connect(self._draw_map)
        self.fewer.clicked.connect(lambda: self._try(self._count() - 1))
        self.more.clicked.connect(lambda: self._try(self._count() + 1))
        self._change.clicked.connect(lambda: self._choose_fields(self._change))

    def _count(self) -> int:
        return len(self.view.groups) if self.view is not None else 0

    # -- finding

    def reload(self) -> None:
        """Learn which groups are in force and which fields there are."""
        self._desk.reads.ask(
            "segments.clusters", _what_there_is, done=self._receive_state, owner=self
        )

    def _receive_state(self, found: tuple[adopting.Adopted | None, list[Field], list[str]]) -> None:
        self._in_force, self._offered, self._usual = found
        self._show()

    def find_groups(self, names: Sequence[str] = (), k: int | None = None) -> None:
        """Find groups; nothing is saved."""
        kept = tuple(names) or (self.view.fields if self.view is not None else ())
        self._start.setEnabled(False)
        self._desk.jobs.start(
            find_groups,
            names=kept,
            k=k,
            title=_("Finding groups of customers"),
            owner=self,
            done=self._receive,
            failed=self._failed,
            cancelled=self._show,
        )

    def _try(self, k: int) -> None:
        if self.view is not None and 2 <= k <= 8 and k != self._count():
            self.find_groups(self.view.fields, k)

    def _receive(self, view: ClusterView) -> None:
        self.view = view
        self._problem.hide()
        self._show()

    def _failed(self, problem: UserProblem) -> None:
        self._problem.set_message(_("No groups could be found"), str(problem))
        self._show()
        self._problem.show()

    def adopt(self) -> None:
        """Put the groups shown in force."""
        if self.view is None:
            return
        names = tuple(group.name for group in self.view.groups)
        self._desk.jobs.start(
            adopting.adopt,
            names,
            self.view.parameters,
            title=_("Saving"),
            owner=self,
            done=self._adopted,
            failed=self._desk.show_problem,
        )

    def _adopted(self, operation: int) -> None:
        self._desk.toast(_("Groups adopted. Filters know them as “Cluster”."), operation)
        self._desk.data_changed.emit()

    def is_in_force(self) -> bool:
        """Return whether the groups shown are the ones in force."""
        return (
            self.view is not None
            and self._in_force is not None
            and _same(self._in_force.parameters, self.view.parameters)
        )

    def _choose_fields(self, anchor: QWidget) -> None:
        shown = self.view.fields if self.view is not None else ()
        on = shown or tuple(self._usual)
        choice = FieldChoice(self._offered, on, self)
        choice.chosen.connect(self.find_groups)
        choice.show_below(anchor)

    # -- showing

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._empty.set_message(
            _("Groups of similar customers"),
            _("k-means looks for customers that resemble each other in a few figures, such as how "
              "often and how much they buy. It takes some seconds and changes nothing."),
        )  # fmt: skip
        self._start.setText(_("Find groups"))
        self._pick.setText(_("Choose fields"))
        self._choice_box.head.set_title(_("How many groups"))
        self._map_box.head.set_title(_("Map of the customers"))
        self._heat_box.head.set_title(_("Difference from the average"))
        self._heat_box.head.set_note(_("standard deviations, 0 = average"))
        self.fewer.set_name(_("One group less"))
        self.more.set_name(_("One group more"))
        self._change.setText(pgettext("button", "Change"))
        self._show()

    def _show(self) -> None:
        view = self.view
        self._start.setEnabled(True)
        self._problem.setVisible(False)
        self._empty.setVisible(view is None)
        self._scroll.setVisible(view is not None)
        if view is not None:
            kept = self._in_force.names if self.is_in_force() and self._in_force else None
            self._names = kept or tuple(group.name for group in view.groups)
            self._show_cards(view)
            self._show_choice(view)
            self.heat.show_view(view, self._names)
            sample = _("sample of {n}, the axes hold {share} of the variance")
            share = f"{view.explained:.0%}"
            self._map_box.head.set_note(sample.format(n=f"{len(view.points):,}", share=share))
            self.curves.ask()
            self.map.ask()
        self.loaded.emit(view)

    def _show_cards(self, view: ClusterView) -> None:
        while (item := self._cards.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        columns = len(view.groups) if len(view.groups) <= _A_ROW else (len(view.groups) + 1) // 2
        for at in range(len(view.groups)):
            card = ClusterCard(
                view,
                at,
                name=self._names[at],
                in_force=self.is_in_force(),
                currency=self._desk.settings.currency,
            )
            card.lit.connect(self._light)
            card.opened.connect(self._open)
            card.kept.connect(self._keep)
            self._cards.addWidget(card, at // columns, at % columns)
        for column in range(8):
            self._cards.setColumnStretch(column, 1 if column < columns else 0)

    def _show_choice(self, view: ClusterView) -> None:
        k = len(view.groups)
        self._k.setText(str(k))
        self.fewer.setEnabled(k > 2)
        self.more.setEnabled(k < 8)
        if k == view.best_k:
            text = _(
                "{k} groups fit best: the largest number from 3 to 6 that is stable, has no tiny "
                "group and separates almost as well as any; if none is stable, the most stable."
            )
        else:
            text = _("You chose {k} groups; the rule would choose {best}.")
        self._verdict.setText(text.format(k=k, best=view.best_k))
        labels = [fields()[name].label for name in view.fields]
        self._fields.setText(_("Fields: {fields}").format(fields=listed(labels)))

    def foot(self) -> tuple[str, str]:
        """Return what stands in the status bar."""
        if self.view is None:
            if self._in_force is None:
                return "", ""
            return _("In force: {names}").format(names=listed(self._in_force.names)), ""
        n = self.view.members
        told = ngettext("{n} customer grouped", "{n} customers grouped", n).format(n=f"{n:,}")
        out = self.view.left_out
        left = ngettext("{n} left out, too few known figures",
                        "{n} left out, too few known figures", out)  # fmt: skip
        scaled = _("figures scaled, extremes cut at 1% and 99%")
        seconds = _("{n} s").format(n=f"{self.view.seconds:.1f}")
        return " · ".join([told, left.format(n=f"{out:,}"), scaled]), seconds

    def note(self) -> str:
        """Return how the groups were found."""
        return _("k-means · random seed {seed}").format(seed=SEED)

    def _light(self, at: int, on: bool) -> None:
        before, self._lit = self._lit, at if on else None
        if before != self._lit:
            self.map.ask()

    # -- pictures

    def _draw_curves(self, size: QSize, ratio: float) -> None:
        if self.view is not None:
            self._desk.reads.ask(
                "segments.curves", _curves, self.view, size=(size.width(), size.height()),
                dpr=ratio, mode=current().mode,
                done=lambda image: _put(self.curves, image), owner=self,
            )  # fmt: skip

    def _draw_map(self, size: QSize, ratio: float) -> None:
        if self.view is not None:
            self._desk.reads.ask(
                "segments.map", _map, self.view, self._names, size=(size.width(), size.height()),
                dpr=ratio, mode=current().mode, lit=self._lit,
                done=lambda image: _put(self.map, image), owner=self,
            )  # fmt: skip

    # -- what one does with a group

    def _open(self, at: int) -> None:
        name = self._names[at]
        self._desk.open_list(adopting.cluster_rule(name), name)

    def _keep(self, at: int) -> None:
        name = self._names[at]
        done = _("Saved as the segment “{name}”.").format(name=name)

        def tell(operation: int) -> None:
            self._desk.toast(done, operation)
            self._desk.data_changed.emit()

        self._desk.jobs.start(
            save_segment,
            None,
            name,
            adopting.cluster_rule(name),
            title=_("Saving"),
            owner=self,
            done=tell,
            failed=self._desk.show_problem,
        )

    def escape(self) -> bool:
        """There is nothing to let go."""
        return False

    def exported(self) -> tuple[str, list[str], list[list[Any]]]:
        """Return a name, headers and rows: one for each group."""
        assert self.view is not None
        labels = [fields()[name].label for name in self.view.fields]
        headers = [
            _("Group"),
            pgettext("figures", "Customers"),
            _("Share"),
            _("Share of sales"),
            *labels,
        ]
        rows = [
            [
                name,
                group.customers,
                round(group.share, 4),
                None if group.sales_share is None else round(group.sales_share, 4),
                *(
                    _raw(field, value)
                    for field, value in zip(self.view.fields, group.typical, strict=True)
                ),
            ]
            for name, group in zip(self._names, self.view.groups, strict=True)
        ]
        return _("clusters"), headers, rows


def _raw(name: str, value: float | None) -> float | None:
    return value / 100 if value is not None and fields()[name].kind == "money" else value


def _same(one: ClusterParameters, other: ClusterParameters) -> bool:
    return one.centres == other.centres and one.scaling == other.scaling


def _what_there_is(reader: Reader) -> tuple[adopting.Adopted | None, list[Field], list[str]]:
    in_force = adopting.adopted(reader.workspace.connection)
    return in_force, offered_fields(reader.source), default_fields(reader.source)


def _curves(_reader: Reader, view: ClusterView, **how: Any) -> ChartImage:
    return draw_curves(view.curve, k=len(view.groups), **how)


def _map(_reader: Reader, view: ClusterView, names: Sequence[str], **how: Any) -> ChartImage:
    return draw_map(view, names, **how)


def _put(chart: ChartView, drawn: ChartImage) -> None:
    image = QImage(drawn.rgba, drawn.width, drawn.height, QImage.Format.Format_RGBA8888).copy()
    marks = [(QRectF(m.x, m.y, m.width, m.height), m.text) for m in drawn.marks]
    chart.set_chart(image, marks, finding=drawn.finding)
