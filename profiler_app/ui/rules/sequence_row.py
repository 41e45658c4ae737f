"""One event and, within so many days after it, another one or none such."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from profiler_app.domain.rules.draft_parts import Happening, Sequence
from profiler_app.domain.rules.happenings import SOURCES
from profiler_app.domain.text import _, pgettext
from profiler_app.ui.rules.narrowing import NarrowButton
from profiler_app.ui.rules.rule_row import RuleRow, days_edit, days_of, window_edit
from profiler_app.ui.widgets.inputs import DropDown
from profiler_app.ui.widgets.labels import Label


class SequenceRow(RuleRow):
    """Two lines: what happened first, and what followed or did not."""

    leaf: Sequence

    def __init__(self, sequence: Sequence) -> None:
        super().__init__(sequence)
        self.first = _sources(sequence.first.source, _("What happened first"))
        self.then = _sources(sequence.then.source, _("What happened after it, or did not"))
        self.how = DropDown(
            [("then", pgettext("sequence", "and then")), ("not", pgettext("sequence", "and no"))]
        )
        self.within = days_edit(sequence.within, _("Within so many days after"))
        self.which_first = NarrowButton(sequence.first.source, sequence.first.where)
        self.which_then = NarrowButton(sequence.then.source, sequence.then.where)
        self._lines = QVBoxLayout()
        self._build()

    def _build(self) -> None:
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addWidget(self.join)
        self._lines.setSpacing(4)
        whole.addLayout(self._lines, 1)
        whole.addWidget(self.count)
        whole.addWidget(self.remove)
        above, below = QHBoxLayout(), QHBoxLayout()
        for line in (above, below):
            line.setSpacing(6)
            self._lines.addLayout(line)
        above.addWidget(self.first)
        above.addWidget(self.which_first, 1)
        self.days = window_edit(above, self.leaf.days)
        self.how.choose("not" if self.leaf.missing else "then")
        self.how.setAccessibleName(_("Whether the second happened"))
        below.addWidget(self.how)
        below.addWidget(self.then)
        below.addWidget(self.which_then, 1)
        below.addWidget(Label(pgettext("sequence", "within"), "caption", "text.secondary"))
        below.addWidget(self.within)
        below.addWidget(Label(pgettext("sequence", "days after"), "caption", "text.secondary"))
        self.first.currentIndexChanged.connect(
            lambda _at: self._turn(self.which_first, "first", self.first.key())
        )
        self.then.currentIndexChanged.connect(
            lambda _at: self._turn(self.which_then, "then", self.then.key())
        )
        self.how.currentIndexChanged.connect(lambda _at: self._use(missing=self.how.key() == "not"))
        self.days.textEdited.connect(lambda text: self._use(days=days_of(text)))
        self.within.textEdited.connect(lambda text: self._use(within=days_of(text)))
        self.which_first.narrowed.connect(self._narrowing("first", self.which_first))
        self.which_then.narrowed.connect(self._narrowing("then", self.which_then))

    def _turn(self, which: NarrowButton, place: str, source: str) -> None:
        """Mean another source of events; what narrowed the one before is not of this one."""
        which.turn_to(source)
        self._use(**{place: Happening(source)})

    def _narrowing(self, place: str, which: NarrowButton) -> Callable[[str], None]:
        return lambda where: self._use(**{place: Happening(which.source, where)})

    def _use(self, **changes: Any) -> None:
        self.leaf = replace(self.leaf, **changes)
        self.changed.emit()


def _sources(chosen: str, name: str) -> DropDown:
    found = DropDown([(source.id, source.label) for source in SOURCES.values()])
    found.choose(chosen)
    found.setAccessibleName(name)
    return found
