"""One saved segment: what it is, and five ways to look at it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from profiler_app.domain.saved_segments import SavedSegment
from profiler_app.domain.text import _, ngettext, pgettext
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.segments.mine.changes_section import ChangesSection
from profiler_app.ui.pages.segments.mine.overlap_section import OverlapSection
from profiler_app.ui.pages.segments.mine.rest_section import RestSection
from profiler_app.ui.pages.segments.mine.strategy_section import StrategySection
from profiler_app.ui.pages.segments.mine.why_section import WhySection
from profiler_app.ui.pages.segments.parts import scrolled
from profiler_app.ui.pages.segments.wording import percent
from profiler_app.ui.widgets.buttons import Button, IconButton
from profiler_app.ui.widgets.labels import ElidedLabel, Label
from profiler_app.ui.widgets.panel import Panel
from profiler_app.ui.widgets.segmented import Segmented
from profiler_app.ui.widgets.surface import Surface


class SegmentDetail(Panel):
    """Buttons to look at the customers, to change, freeze, print, delete; the tab connects them."""

    shown = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._segment: SavedSegment | None = None
        self.open, self.edit = Button(icon="users"), Button(icon="pencil")
        self.freeze = IconButton("pin", "", kind="secondary")
        self.campaign = IconButton("target", "", kind="secondary")
        self.persona = IconButton("user", "", kind="secondary")
        self.print = IconButton("printer", "", kind="secondary")
        self.delete = IconButton("trash-2", "", kind="secondary")
        self._name = ElidedLabel("", "heading")
        self._kind = Label("", "caption", "text.tertiary")
        self._rule = Label("", "body", "text.secondary", wrap=True)
        self._text = Label("", "caption", "text.tertiary", wrap=True)
        self._size = Label("", "strong", wrap=True)
        self.ways = Segmented(small=True)
        self.strategy, self.why = StrategySection(desk), WhySection(desk)
        self.rest, self.changes = RestSection(desk), ChangesSection(desk)
        self.overlap = OverlapSection(desk)
        self.sections: dict[str, Any] = {
            "strategy": self.strategy,
            "why": self.why,
            "rest": self.rest,
            "changes": self.changes,
            "overlap": self.overlap,
        }
        self._stack = QStackedWidget()
        self._build()
        self.ways.chosen.connect(lambda _key: self._show_section())

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(self._kind)
        self.body.addLayout(head)
        parts: list[QWidget] = [self._rule, self._text, self._size]
        for part in parts:
            self.body.addWidget(part)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (
            self.open,
            self.edit,
            self.campaign,
            self.freeze,
            self.persona,
            self.print,
            self.delete,
        ):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.body.addLayout(buttons)
        self.body.addSpacing(6)
        self.body.addWidget(self.ways)
        for section in self.sections.values():
            self._stack.addWidget(scrolled(_on_surface(section)))
        self.body.addWidget(self._stack, 1)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.open.setText(_("View customers"))
        self.edit.setText(pgettext("button", "Change"))
        self.campaign.set_name(_("Plan a campaign for this segment"))
        self.freeze.set_name(_("Keep a snapshot of who is in it today"))
        self.persona.set_name(_("Typical customer of the segment"))
        self.print.set_name(_("Segment sheet as PDF"))
        self.delete.set_name(_("Delete"))
        self.ways.setAccessibleName(_("What is shown of the segment"))
        self.ways.set_options(
            [
                ("strategy", _("Strategy")),
                ("why", pgettext("segment", "Why in")),
                ("rest", _("The rest")),
                ("changes", pgettext("segment", "Changes")),
                ("overlap", _("Overlap")),
            ]
        )
        for section in self.sections.values():
            section.retranslate()
        self._show_section()

    def show_way(self, key: str) -> None:
        """Show another section."""
        self.ways.choose(key)
        self._show_section()

    def show_segment(self, segment: SavedSegment | None) -> None:
        """Show another segment."""
        self._segment = segment
        self.setVisible(segment is not None)
        if segment is None:
            return
        live = segment.frozen_on is None
        self._name.setText(segment.name)
        kind = _("Live") if live else _("Snapshot of {day}").format(day=segment.frozen_on)
        self._kind.setText(kind)
        self._rule.setText(segment.problem or segment.sentence)
        self._text.setText(segment.rule)
        self._text.setVisible(live)
        self._rule.set_color("danger" if segment.problem else "text.secondary")
        self._size.setText(_said(segment))
        for button in (self.open, self.campaign, self.print, self.persona):
            button.setEnabled(not segment.problem)
        self.edit.setVisible(live)
        self.freeze.setVisible(live and not segment.problem)
        self._show_section()

    def _show_section(self) -> None:
        key = self.ways.key()
        if not key:
            return
        self._stack.setCurrentIndex(list(self.sections).index(key))
        if self._segment is not None:
            self.sections[key].show_segment(self._segment)


def _on_surface(section: QWidget) -> Surface:
    holder = Surface()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 2, 0, 0)
    column.addWidget(section)
    return holder


def _said(segment: SavedSegment) -> str:
    n = segment.customers
    said = [
        ngettext("{n} customer", "{n} customers", n).format(n=f"{n:,}"),
        _("{share} of sales").format(share=percent(segment.sales_share)),
    ]
    if segment.unknown:
        n = segment.unknown
        doubt = ngettext("{n} cannot be told", "{n} cannot be told", n)
        said.append(doubt.format(n=f"{n:,}"))
    return " · ".join(said)
