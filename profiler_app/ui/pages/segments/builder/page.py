"""A segment put together: what it asks at the left, whom it holds and why at the right."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from profiler_app.domain.saved_segments import Preview, SavedSegment
from profiler_app.domain.text import _
from profiler_app.jobs.segments.saved import save_segment, why_refused
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.place_page import PlacePage
from profiler_app.ui.pages.profile.column_scroll import ColumnScroll
from profiler_app.ui.pages.segments.builder.samples_list import SamplesList
from profiler_app.ui.pages.segments.building import Building
from profiler_app.ui.pages.segments.mine.overlap_section import OverlapSection
from profiler_app.ui.pages.segments.mine.why_section import WhySection
from profiler_app.ui.pages.segments.wording import signed
from profiler_app.ui.rules.counted_rule import CountedRule
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.pills import StatusPill
from profiler_app.ui.widgets.sub_bar import SubBar
from profiler_app.ui.widgets.surface import Surface

_SIDE = 404


class SegmentBuilder(PlacePage):
    """Stays as it was left; what was not saved is offered again when something else is opened."""

    def __init__(self, desk: Desk) -> None:
        self.save = Button(kind="primary", icon="check")
        self.state = StatusPill()
        super().__init__(desk, SubBar(self.state, self.save))
        self._opened = Building()
        self.name = QLineEdit()
        self.rule = CountedRule(desk, "", height=0)
        self.change = StatusPill()
        self.samples, self.why = SamplesList(desk), WhySection(desk)
        self.overlap = OverlapSection(desk)
        self._name_title = Label("", "caption", "text.secondary")
        self._why_title, self._overlap_title = Label("", "strong"), Label("", "strong")
        self._none = Label("", "body", "text.secondary", wrap=True)
        self._build()
        self._connect()
        self._say()
        self._show_opened(Building())

    def _build(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(20, 14, 20, 14)
        left.setSpacing(8)
        self.name.setMaxLength(60)
        left.addWidget(self._name_title)
        left.addWidget(self.name)
        left.addWidget(self.rule, 1)
        inside = Surface()
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self.rule.count, 1)
        head.addWidget(self.change)
        column.addLayout(head)
        for part in (self.rule.detail, self._none, *self._answers()):
            column.addWidget(part)
        column.addStretch(1)
        self.side = Surface(edges=Qt.Edge.LeftEdge)
        scroll = ColumnScroll()
        scroll.setWidget(inside)
        around = QVBoxLayout(self.side)
        around.setContentsMargins(1, 0, 0, 0)
        around.addWidget(scroll)
        both = QHBoxLayout()
        both.setSpacing(0)
        both.addLayout(left, 1)
        both.addWidget(self.side)
        self.column().addLayout(both, 1)
        current().changed.connect(self._fit)
        self._fit()

    def _answers(self) -> tuple[QWidget, ...]:
        """Return what is shown of a rule that holds together."""
        why = (self._why_title, self.why)
        return (self.samples, *why, self._overlap_title, self.overlap)

    def _fit(self) -> None:
        self.side.setFixedWidth(current().px(_SIDE))

    def _connect(self) -> None:
        self.save.clicked.connect(self._save)
        self.name.textChanged.connect(lambda _text: self._enable())
        self.rule.changed.connect(self._enable)
        self.rule.counted.connect(self._counted)

    # -- what the window asks

    def open_place(self, opened: Building) -> None:
        """Put together a new segment, or change one; edits left unsaved can be had back."""
        name, rule = self.name.text(), self.rule.text()
        if self.is_edited() and (opened.segment or opened.rule or self._opened.segment):
            before = self._opened

            def again() -> None:
                self._show_opened(before._replace(name=name, rule=rule))

            text = _("The unsaved edits of “{name}” were put aside.")
            self._desk.toast(text.format(name=name or _("New segment")), again)
        elif self.is_edited():
            return  # a new one was begun: it goes on
        self._show_opened(opened)

    def is_edited(self) -> bool:
        """Whether there is something that was not saved."""
        segment = self._opened.segment
        kept = ("", "") if segment is None else (segment.name, segment.rule)
        return (self.name.text().strip(), self.rule.text()) != kept

    def activated(self) -> None:
        """Count again what the data may have changed, and let the name be typed."""
        self._reload()
        if not self.name.text():
            self.name.setFocus()

    def tab_regions(self) -> list[QWidget]:
        """Return the regions F6 walks through."""
        return [self._top, self.rule, self.side]

    def _reload(self) -> None:
        if self.isVisible():
            self.rule.ask()

    # -- showing

    def _say(self) -> None:
        super()._say()
        self.save.setText(_("Save segment"))
        self._name_title.setText(_("Name"))
        self.name.setAccessibleName(_("Name"))
        self._none.setText(
            _("Choose or describe what the customers have in common. Here you will see how many "
              "they are, some of them, and why somebody is among them or not.")
        )  # fmt: skip
        self._why_title.setText(_("Why in, why not"))
        self._overlap_title.setText(_("Overlap with other segments"))
        for part in (self.samples, self.why, self.overlap):
            part.retranslate()
        self._enable()

    def _show_opened(self, opened: Building) -> None:
        self._opened = opened
        segment = opened.segment
        number = 0 if segment is None else segment.number
        self.rule.check = partial(_check, number) if number else None
        self.name.setText(opened.name or ("" if segment is None else segment.name))
        self.rule.begin(opened.rule or ("" if segment is None else segment.rule))
        self._enable()
        if not self.rule.text():
            self._counted(Preview(0, 0, 0, 0, 0.0, ""))

    def _enable(self) -> None:
        name = self.name.text().strip()
        segment = self._opened.segment
        new = segment is None
        self._top.say(name or (_("New segment") if new else _("Change segment")))
        self.save.setEnabled(self.rule.valid and bool(name) and self.is_edited())
        self.state.set_state(_("not saved"), "warning")
        self.state.setVisible(self.is_edited())

    def _counted(self, found: Preview) -> None:
        there = bool(found.sentence) and not found.problem
        for part in self._answers():
            part.setVisible(there)
        self._none.setVisible(not there and not self.rule.text())
        self._compare(found if there else None)
        if there:
            self.samples.show_rule(self.rule.text())
            self.why.show_rule(self.rule.text())
            segment = self._opened.segment
            self.overlap.show_rule(
                self.rule.text(),
                self.name.text().strip() or _("New segment"),
                found.customers,
                without=0 if segment is None else segment.number,
            )
        self._enable()

    def _compare(self, found: Preview | None) -> None:
        """Say by how many the rule differs from the saved one."""
        segment: SavedSegment | None = self._opened.segment
        change = 0 if found is None or segment is None else found.customers - segment.customers
        self.change.setVisible(bool(change))
        self.change.set_state(_("{n} beside the saved one").format(n=signed(change)), "accent")

    # -- saving

    def _save(self) -> None:
        desk, name = self._desk, self.name.text().strip()
        done = _("Segment “{name}” saved.").format(name=name)
        segment = self._opened.segment

        def tell(operation: int) -> None:
            desk.toast(done, operation)
            self._show_opened(Building())
            desk.refresh_data()  # tags may ask for it
            desk.back()

        self.save.setEnabled(False)
        desk.jobs.start(
            save_segment,
            None if segment is None else segment.number,
            name,
            self.rule.text(),
            title=_("Saving"),
            owner=self,
            done=tell,
            failed=self._fail,
        )

    def _fail(self, problem: object) -> None:
        self._desk.show_problem(problem)  # type: ignore[arg-type]
        self._enable()


def _check(number: int, reader: Reader, text: str) -> str:
    return why_refused(reader.workspace, number, text)
