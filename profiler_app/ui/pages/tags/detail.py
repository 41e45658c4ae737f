"""One tag in full: what it means, for whom, where it is used, and how it was before."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from profiler_app.domain.fields import fields
from profiler_app.domain.rules.showing import listed
from profiler_app.domain.tags import known_tags
from profiler_app.domain.text import _, ngettext, pgettext
from profiler_app.jobs.giving import can_be_given
from profiler_app.jobs.own_tags import is_fixed
from profiler_app.jobs.tag_detail import TagDetail, Version
from profiler_app.jobs.tag_governance import HINTS, Contradiction, TagRow
from profiler_app.ui.pages.tags.history_view import CoverageBars
from profiler_app.ui.pages.tags.wording import kind_label, use_label
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button, IconButton
from profiler_app.ui.widgets.flow import FlowBox
from profiler_app.ui.widgets.labels import ElidedLabel, Label
from profiler_app.ui.widgets.panel import Hairline
from profiler_app.ui.widgets.pills import StatusPill, TagPill
from profiler_app.ui.widgets.surface import Bar, Surface

_WIDTH = 420
_MOST_USES = 12


class TagPanel(Surface):
    """``acted`` says what is to be done with the tag: open, edit, copy, give, retire, revive."""

    acted = Signal(str)
    tag_asked = Signal(str)
    rule_asked = Signal(str, str)
    version_asked = Signal(object)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__(edges=Qt.Edge.LeftEdge)
        self.row: TagRow | None = None
        self.detail: TagDetail | None = None
        self._name = ElidedLabel("", "heading")
        self._state = StatusPill()
        self.edit = IconButton("pencil", "-")
        self.more = IconButton("ellipsis", "-")
        self.shut = IconButton("x", "-")
        self.open, self.give = Button(icon="users"), Button(icon="user-plus")
        self._body = Surface()
        self._column = QVBoxLayout(self._body)
        self._build()
        current().changed.connect(self._fit)
        self._fit()

    def _build(self) -> None:
        head = Bar(52, margin=16, spacing=6)
        for widget in (self._name, self._state):
            head.row.addWidget(widget)
        head.row.addStretch(1)
        for button in (self.edit, self.more, self.shut):
            head.row.addWidget(button)
        self._column.setContentsMargins(16, 14, 16, 16)
        self._column.setSpacing(6)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._body)
        foot = Bar(52, edges=Qt.Edge.TopEdge, margin=16)
        foot.row.addWidget(self.give)
        foot.row.addStretch(1)
        foot.row.addWidget(self.open)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(area, 1)
        column.addWidget(foot)
        self.edit.clicked.connect(lambda: self.acted.emit("edit"))
        self.more.clicked.connect(lambda: self.menu().popup(self._under_more()))
        self.shut.clicked.connect(self.closed)
        self.give.clicked.connect(lambda: self.acted.emit("give"))
        self.open.clicked.connect(lambda: self.acted.emit("open"))

    def _fit(self) -> None:
        self.setFixedWidth(current().px(_WIDTH))

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.edit.set_name(_("Change this tag"))
        self.more.set_name(_("More"))
        self.shut.set_name(_("Close the panel"))
        self.give.setText(_("Give by hand"))

    def menu(self) -> QMenu:
        """Return what else can be done with the tag."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        row = self.row
        if row is None:
            return menu
        fixed = is_fixed(row.tag)
        offered = [("copy", _("Copy as a new tag"), not fixed)]
        if row.retired:
            offered.append(("revive", _("Use it again"), not fixed))
        else:
            offered.append(("retire", _("Retire this tag"), not fixed))
        for key, text, enabled in offered:
            action = menu.addAction(text, partial(self.acted.emit, key))
            action.setEnabled(enabled)
        return menu

    def _under_more(self) -> QPoint:
        return self.more.mapToGlobal(QPoint(0, self.more.height() + 4))

    # -- showing

    def show_tag(
        self, row: TagRow, detail: TagDetail, contradictions: tuple[Contradiction, ...]
    ) -> None:
        """Show a tag with everything about it."""
        self.row, self.detail = row, detail
        self._name.setText(row.label)
        if row.retired:
            self._state.set_state(pgettext("tag", "Retired"), "neutral")
        elif row.sensitive:
            self._state.set_state(pgettext("tag", "Sensitive"), "warning")
        else:
            self._state.set_state(kind_label(row), "accent" if row.own else "neutral")
        self.edit.setEnabled(not is_fixed(row.tag))
        self.give.setVisible(can_be_given(known_tags()[row.tag]))
        self.open.setEnabled(bool(row.customers))
        n = row.customers or 0
        text = ngettext("See the {n} customer", "See the {n} customers", n)
        self.open.setText(text.format(n=f"{n:,}"))
        self._clear()
        self._meaning(row, detail)
        self._figures(row)
        self._warnings(row, contradictions)
        self._family(row, detail)
        self._uses(row, detail)
        self._history(detail)
        self._column.addStretch(1)

    def _clear(self) -> None:
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _head(self, text: str) -> None:
        if self._column.count():
            self._column.addWidget(_gap())
        self._column.addWidget(Label(text, "strong"))

    def _line(self, text: str, *, color: str = "text.primary", caption: bool = False) -> None:
        label = Label(text, "caption" if caption else "body", color, wrap=True)
        self._column.addWidget(label)

    def _meaning(self, row: TagRow, detail: TagDetail) -> None:
        self._head(_("What it means"))
        self._line(detail.sentence or _("Given by hand only."))
        if detail.rule:
            self._line(detail.rule, color="text.tertiary", caption=True)
        read = [fields()[name].label for name in detail.reads if name in fields()]
        if read:
            said = _("Reads: {fields}").format(fields=listed(read))
            self._line(said, color="text.secondary", caption=True)

    def _figures(self, row: TagRow) -> None:
        self._head(_("For whom"))
        told = []
        if row.customers is None:
            told.append(_("Not computed yet"))
        else:
            n = row.customers
            told.append(ngettext("{n} customer", "{n} customers", n).format(n=f"{n:,}"))
            if row.coverage is not None:
                share = f"{row.coverage:.1%}"
                told.append(_("{share} of those it is meant for").format(share=share))
            if row.unknown:
                told.append(_("{n} cannot be told").format(n=f"{row.unknown:,}"))
        self._line(" · ".join(told))
        kept = [
            _("Owner: {name}").format(name=row.owner or "—"),
            _("Review on: {day}").format(day=row.review_on or "—"),
            _("Changed: {day}").format(day=row.changed or _("as delivered")),
        ]
        self._line(" · ".join(kept), color="text.secondary", caption=True)
        if row.drift is not None:
            text = _("Stability index since {day}: {index}")
            said = text.format(day=row.since, index=f"{row.drift:.3f}")
            self._line(said, color="text.secondary", caption=True)

    def _warnings(self, row: TagRow, contradictions: tuple[Contradiction, ...]) -> None:
        mine = [each for each in contradictions if row.tag in each.tags]
        if not row.hints:
            return
        self._head(_("To look at"))
        for hint in row.hints:
            if hint != "contradiction" and not (hint == "overlap" and row.same_as):
                self._line(_(HINTS[hint]), color="warning")
        if row.same_as:
            button = Button(_("Says the same as another tag"), kind="link", small=True, icon="copy")
            button.clicked.connect(partial(self.tag_asked.emit, row.same_as))
            self._column.addWidget(button)
        for each in mine:
            n = each.customers
            text = ngettext("{n} customer has both: {tags}", "{n} customers have both: {tags}", n)
            button = Button(text.format(n=f"{n:,}", tags=each.text), kind="link", small=True,
                            icon="circle-alert")  # fmt: skip
            button.clicked.connect(partial(self.rule_asked.emit, each.rule, each.text))
            self._column.addWidget(button)

    def _family(self, row: TagRow, detail: TagDetail) -> None:
        if len(detail.family) < 2:
            return
        self._head(_("One of these for each customer"))
        box = FlowBox(max_lines=3)
        pills: list[QWidget] = []
        for name in detail.family:
            pill = TagPill(name, row.colour)
            pill.setCheckable(True)
            pill.setChecked(name == row.label)
            pill.clicked.connect(partial(self._ask_named, name, pill))
            pills.append(pill)
        box.set_widgets(pills)
        self._column.addWidget(box)

    def _ask_named(self, name: str, pill: TagPill) -> None:
        pill.setChecked(self.row is not None and name == self.row.label)
        self.tag_asked.emit(f"={name}")

    def _uses(self, row: TagRow, detail: TagDetail) -> None:
        self._head(_("Used in"))
        if not detail.uses:
            self._line(_("Nothing asks for it yet."), color="text.secondary")
        if row.used_on:
            said = _("Last used on {day}").format(day=row.used_on)
            self._line(said, color="text.secondary", caption=True)
        for use in detail.uses[:_MOST_USES]:
            said = f"{use_label(use.kind)} · {use.name}"
            if not use.tag:
                self._line(said)
                continue
            button = Button(said, kind="link", small=True)
            button.clicked.connect(partial(self.tag_asked.emit, use.tag))
            self._column.addWidget(button)
        if detail.asks:
            said = _("Asks for: {tags}").format(tags=listed(list(detail.asks)))
            self._line(said, color="text.secondary", caption=True)

    def _history(self, detail: TagDetail) -> None:
        self._head(_("How many carried it"))
        if len(detail.counts) == 1:
            only = detail.counts[0]
            self._line(f"{only.day} · {only.holding:,}", color="text.secondary")
        elif detail.counts:
            bars = CoverageBars()
            bars.show_counts(detail.counts)
            self._column.addWidget(bars)
        else:
            self._line(_("Not computed yet"), color="text.secondary")
        if detail.versions:
            self._head(_("How it was defined"))
        for at, version in enumerate(detail.versions):
            self._column.addWidget(self._version(version, newest=at == 0))

    def _version(self, version: Version, *, newest: bool) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(2)
        line = QHBoxLayout()
        word = _("retired") if version.status == "retired" else ""
        said = " · ".join(filter(None, [f"v{version.version}", version.day, word]))
        line.addWidget(Label(said, "caption", "text.secondary"))
        line.addStretch(1)
        if not newest and version.rule and version.status != "retired":
            again = Button(_("Restore"), kind="link", small=True)
            again.clicked.connect(partial(self.version_asked.emit, version))
            line.addWidget(again)
        column.addLayout(line)
        column.addWidget(Label(version.sentence or _("Given by hand only."), "body", wrap=True))
        column.addWidget(Hairline())
        return holder


def _gap() -> QWidget:
    gap = QWidget()
    gap.setFixedHeight(6)
    return gap
