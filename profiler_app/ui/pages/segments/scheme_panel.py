"""RFM by another scheme: what it needs, how it cuts, and its groups, which open customers."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any, Literal, cast

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.money import SYMBOLS
from profiler_app.domain.rfm_schemes import Scheme, SchemeAsked, SchemeGroup, SchemeView
from profiler_app.domain.segmentation import RfmEdges
from profiler_app.domain.text import _, ngettext, pgettext
from profiler_app.jobs.segments.saved import save_segment
from profiler_app.jobs.segments.schemes import scheme_job, scheme_view
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.segments.edges_form import edges_typed, shown_edge
from profiler_app.ui.pages.segments.figures_table import Figure, FiguresTable
from profiler_app.ui.pages.segments.wording import percent, whole_money
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Panel
from profiler_app.ui.widgets.segmented import Segmented

_DEBOUNCE_MS = 300


class SchemePanel(Panel):
    """Reads anew while numbers are typed; orders are counted by a job."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("·")
        self._desk = desk
        self.scheme: Scheme = "eleven"
        self.view: SchemeView | None = None
        self._timer = QTimer(self, singleShot=True, interval=_DEBOUNCE_MS)
        self._timer.timeout.connect(self.reload)
        self.names = Segmented([("8", ""), ("11", "")], small=True)
        self.names.choose("11")
        self.fields = [QLineEdit() for _at in range(4)]
        self._titles = [Label("", "caption", "text.secondary") for _at in range(4)]
        self._about = Label("", "body", "text.secondary", wrap=True)
        self._cut = Label("", "caption", "text.tertiary", wrap=True)
        self.problem = Label("", "body", "danger", wrap=True)
        self.table = FiguresTable(self._columns())
        self.open = Button(icon="users")
        self.keep = Button(icon="bookmark")
        self._build()
        self.names.chosen.connect(lambda _key: self.reload())
        self.table.opened.connect(lambda _index: self._open())
        self.table.chosen.connect(lambda _row: self._enable())
        self.open.clicked.connect(self._open)
        self.keep.clicked.connect(self._keep)

    def _build(self) -> None:
        self.head.add(self.names)
        self.body.addWidget(self._about)
        row = QHBoxLayout()
        row.setSpacing(8)
        for title, field in zip(self._titles, self.fields, strict=True):
            row.addWidget(title)
            row.addWidget(field, 1)
            field.textEdited.connect(lambda _text: self._timer.start())
            field.returnPressed.connect(self.reload)
        self._typed = QWidget()
        self._typed.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        for part in (self._typed, self._cut, self.problem):
            self.body.addWidget(part)
        self.body.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.keep)
        foot.addWidget(self.open)
        self.body.addLayout(foot)

    def _columns(self) -> list[Figure]:
        currency = self._desk.settings.currency
        return [
            Figure(lambda: pgettext("figures", "Group"), lambda row: row.label, 0, right=False),
            Figure(lambda: pgettext("figures", "Customers"), lambda row: f"{row.customers:,}", 96,
                   sort=lambda row: row.customers, raw=lambda row: row.customers),
            Figure(lambda: _("Share"), lambda row: percent(row.share), 84,
                   sort=lambda row: row.share, raw=lambda row: round(row.share, 4)),
            Figure(lambda: pgettext("figures", "Sales"),
                   lambda row: whole_money(row.sales_minor, currency), 120,
                   sort=lambda row: row.sales_minor, raw=lambda row: row.sales_minor / 100),
            Figure(lambda: _("Share of sales"), lambda row: percent(row.sales_share), 170,
                   sort=lambda row: row.sales_share, raw=lambda row: round(row.sales_share, 4),
                   bar=lambda row: (row.sales_share, current().chart_color(0))),
            Figure(lambda: pgettext("figures", "Average"),
                   lambda row: whole_money(row.mean_minor, currency), 110,
                   sort=lambda row: row.mean_minor, raw=lambda row: row.mean_minor / 100),
        ]  # fmt: skip

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.open.setText(_("View customers"))
        self.keep.setText(_("Save as segment"))
        self.names.set_options([("8", _("Eight groups")), ("11", _("Eleven groups"))])
        self.names.setAccessibleName(_("Which groups are shown"))
        self.table.setAccessibleName(_("Groups of the scheme"))
        self.table.retranslate()
        self._label()
        if self.view is not None:
            self.reload()

    def show_scheme(self, scheme: str) -> None:
        """Show another scheme, with numbers to begin with."""
        self.scheme, self.view = cast("Scheme", scheme), None
        if scheme == "weighted":
            texts = ["2", "1", "1", ""]
        else:
            texts = ["30, 90, 180, 365", "1, 2, 4, 8", "500, 2000, 5000, 20000", ""]
        for field, text in zip(self.fields, texts, strict=True):
            field.setText(text)
        self.table.show_rows([])
        self._label()
        self.reload()

    def _label(self) -> None:
        weighted, fixed = self.scheme == "weighted", self.scheme == "fixed"
        symbol = SYMBOLS[self._desk.settings.currency]
        titles = [_("Weight R"), _("Weight F"), _("Weight M"), _("Tiers from points")]
        if fixed:
            titles = [_("R edges, days"), _("F edges, purchase days"),
                      _("M edges, {unit}").format(unit=symbol), ""]  # fmt: skip
        for title, field, text in zip(self._titles, self.fields, titles, strict=True):
            title.setText(text)
            title.setVisible(bool(text))
            field.setVisible(bool(text))
            field.setAccessibleName(text)
        self.fields[3].setPlaceholderText(_("empty: three equal parts"))
        self._typed.setVisible(weighted or fixed)
        self.names.setVisible(self.scheme in ("fixed", "quantile"))
        self.head.set_title(
            {
                "eleven": _("Eleven groups by the scores in force"),
                "weighted": _("Tiers by weighted points"),
                "fixed": _("Groups by edges you type"),
                "quantile": _("Groups by quantiles of the whole history"),
            }[self.scheme]
        )
        self._about.setText(
            {
                "eleven": _("The scores of the grid, named after ranges of R, F and M; the first "
                            "range that matches wins."),
                "weighted": _("Points are the three scores times their weights; the sum decides "
                              "the tier."),
                "fixed": _("Nothing is saved: to score everybody by your edges, use Thresholds."),
                "quantile": _("Recency, number of orders and money of the whole history, cut at "
                              "20, 40, 60 and 80 %."),
            }[self.scheme]
        )  # fmt: skip

    def asked(self) -> SchemeAsked | None:
        """Return what is asked for; None when what is typed is none (``problem`` says why)."""
        self._complain("")
        names = cast("Literal[8, 11]", int(self.names.key() or 11))
        try:
            if self.scheme == "weighted":
                r, f, m = (_number(field.text()) for field in self.fields[:3])
                bounds = tuple(_number(part) for part in _parts(self.fields[3].text()))
                return SchemeAsked("weighted", weights=(r, f, m), bounds=bounds)
            if self.scheme == "fixed":
                units = (1, 1, 100)
                edges = [
                    edges_typed(field.text(), unit)
                    for field, unit in zip(self.fields, units, strict=False)
                ]
                return SchemeAsked("fixed", names, RfmEdges(*edges))
        except ValueError:
            text = _("Write one to four rising numbers, separated by commas.")
            if self.scheme == "weighted":
                text = _("Write a number for each weight, and falling points such as 16, 10.")
            self._complain(text)
            return None
        return SchemeAsked(self.scheme, names)

    def reload(self) -> None:
        """Compute the groups."""
        self._timer.stop()
        asked = self.asked()
        if asked is None:
            return
        if asked.scheme == "quantile":
            self._cut.setText(_("Counting orders…"))
            self._desk.jobs.start(
                scheme_job, asked, title=_("Scoring customers"), owner=self,
                done=self._receive, failed=self._failed, cancelled=self._enable, derived=True,
            )  # fmt: skip
        else:
            self._desk.reads.ask(
                "segments.scheme", _view, asked, done=self._receive, failed=self._failed, owner=self
            )

    def _complain(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def _failed(self, problem: UserProblem) -> None:
        self.view = None
        self._cut.setText("")
        self.table.show_rows([])
        self._complain(str(problem))
        self._enable()

    def _receive(self, view: SchemeView) -> None:
        if view.asked.scheme != self.scheme:
            return
        self.view = view
        self._complain("")
        self._cut.setText(self._said(view))
        self.table.show_rows(view.groups)
        self.table.selectRow(0)
        self._enable()

    def _said(self, view: SchemeView) -> str:
        """Say where the scheme cuts, and what happens to equal values."""
        n = view.scored
        parts = [ngettext("{n} buyer", "{n} buyers", n).format(n=f"{n:,}")]
        if view.asked.scheme == "weighted":
            points = ", ".join(f"{round(bound, 2):g}" for bound in view.bounds)
            return " · ".join([*parts, _("tiers from {points} points on").format(points=points)])
        edges = view.edges
        for letter, values, unit in (
            ("R", edges.recency, 1), ("F", edges.frequency, 1), ("M", edges.monetary, 100),
        ):  # fmt: skip
            parts.append(f"{letter}: {' | '.join(shown_edge(value, unit) for value in values)}")
        parts.append(
            _("a value on an edge gets the lower range")
            if view.ties == "below"
            else _("a value on an edge gets the upper range")
        )
        if view.merged > 0:
            k = view.merged
            text = ngettext(
                "{n} edge fell together with another (many equal values)",
                "{n} edges fell together with others (many equal values)",
                k,
            )
            parts.append(text.format(n=k))
        return " · ".join(parts)

    def _enable(self) -> None:
        row = self.table.row()
        for button in (self.open, self.keep):
            button.setEnabled(row is not None and bool(row.customers))

    def _open(self) -> None:
        row: SchemeGroup | None = self.table.row()
        if row is not None and row.customers:
            self._desk.open_list(row.rule, row.label)

    def _keep(self) -> None:
        row: SchemeGroup | None = self.table.row()
        if row is None:
            return
        done = _("Saved as the segment “{name}”.").format(name=row.label)

        def tell(operation: int) -> None:
            self._desk.toast(done, operation)
            self._desk.data_changed.emit()

        self._desk.jobs.start(
            save_segment, None, row.label, row.rule, title=_("Saving"), owner=self._desk,
            done=tell, failed=self._desk.show_problem,
        )  # fmt: skip

    def exported(self) -> tuple[list[str], list[list[Any]]]:
        """Return headers and rows of what is shown."""
        return self.table.figures()


def _parts(text: str) -> list[str]:
    typed = text.replace("，", ",").replace("、", ",")
    return [part for part in typed.split(",") if part.strip()]


def _number(text: str) -> float:
    """Read a number from 0 on. Raises ValueError."""
    try:
        value = float(Decimal(text.strip()))
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not 0 <= value < 1e6:
        raise ValueError(text)
    return value


def _view(reader: Reader, asked: SchemeAsked) -> SchemeView:
    return scheme_view(reader.workspace, reader.source, asked)
