"""Which events of a source are meant: all of them, or those for which conditions hold."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from profiler_app.domain.errors import RuleProblem
from profiler_app.domain.rules.draft_parts import Group, draft_text
from profiler_app.domain.rules.drafting import draft_of_where, where_sentence
from profiler_app.domain.rules.happenings import SOURCES
from profiler_app.domain.text import _, pgettext
from profiler_app.jobs.rule_subjects import subjects_of_events
from profiler_app.ui.rules.rule_row import Offered
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label, as_tooltip
from profiler_app.ui.widgets.popover import Popover


class NarrowButton(Button):
    """Says which events are meant; a click asks. ``narrowed`` carries the text of the condition."""

    narrowed = Signal(str)

    def __init__(self, source: str, where: str) -> None:
        super().__init__(icon="list-filter", small=True)
        self.source, self.where = source, where
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(current().px(70))
        self._say()
        self.clicked.connect(self.open)

    def _say(self) -> None:
        said = where_sentence(self.source, self.where)
        self.setText(said or pgettext("events", "any"))
        self.setToolTip(as_tooltip(said))
        name = _("Which {events} are meant").format(events=SOURCES[self.source].label)
        self.setAccessibleName(f"{name}: {self.text()}")

    def turn_to(self, source: str) -> None:
        """Mean all events of another source."""
        self.source, self.where = source, ""
        self._say()

    def open(self) -> NarrowPopover:
        """Ask which events are meant."""
        popover = NarrowPopover(self.source, self.where, self)
        popover.narrowed.connect(self._narrow)
        popover.show_below(self)
        return popover

    def _narrow(self, where: str) -> None:
        self.where = where
        self._say()
        self.narrowed.emit(where)


class NarrowPopover(Popover):
    """Conditions on one event; every edit that is whole holds at once."""

    narrowed = Signal(str)

    def __init__(self, source: str, where: str, parent: QWidget) -> None:
        from profiler_app.ui.rules.group_box import GroupBox  # whose rows open this popover

        super().__init__(parent, width=520)
        try:
            group = draft_of_where(source, where)
        except RuleProblem:  # never typed here: nothing to lose
            group = Group()
        offered = subjects_of_events(source)
        self.box = GroupBox(group, Offered(lambda: offered), depth=2)
        title = _("Which {events} are meant").format(events=SOURCES[source].label)
        self.body.addWidget(Label(title, "heading"))
        self.body.addWidget(self.box)
        self.box.join.hide()
        self.box.remove.hide()
        self.box.say_subject(_("Events of which"))
        self.box.changed.connect(self._changed)
        self.closed.connect(self.deleteLater)

    def _changed(self) -> None:
        group = self.box.group()
        if group.is_complete or not group.parts:
            self.narrowed.emit(draft_text(group) if group.parts else "")
        self.adjustSize()
