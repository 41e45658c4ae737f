"""The list of the tab: groups to decide about, those put off, and the merges that stand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout

from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.merging import reviewing
from profiler_app.jobs.merging.reviewing import Group, Review
from profiler_app.jobs.merging.separating import MergedGroup
from profiler_app.ui.pages.duplicates.evidence_panel import chance
from profiler_app.ui.pages.segments.figures_table import Figure, FiguresTable
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.segmented import Segmented
from profiler_app.ui.widgets.surface import Surface

_WIDTH = 300


class QueuePanel(Surface):
    """Shows one of three parts; below it, how good the comparison is by the answers so far.

    ``changed``: another part, another row, or the probability is hidden; ``look_asked``: compare
    all customers again.
    """

    changed = Signal()
    look_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.found: Review | None = None
        self.merged: Sequence[MergedGroup] = ()
        self.parts = Segmented(small=True)
        self.queue = FiguresTable(self._columns())
        self.merges = FiguresTable(_merge_columns())
        self.blind = QCheckBox()
        self.again = Button(kind="ghost", small=True, icon="refresh-cw")
        self._quality = Label("", "caption", "text.secondary", wrap=True)
        self._build()
        self.parts.chosen.connect(lambda _key: self._show_part())
        self.queue.chosen.connect(lambda _group: self.changed.emit())
        self.merges.chosen.connect(lambda _merge: self.changed.emit())
        self.blind.toggled.connect(lambda _on: self.changed.emit())
        self.again.clicked.connect(lambda _on=False: self.look_asked.emit())

    def _columns(self) -> list[Figure]:
        return [
            Figure(lambda: _("May be the same"), _names, 0, right=False),
            Figure(lambda: "", self._chance, 64,
                   tone=lambda _group: "text.secondary"),
        ]  # fmt: skip

    def _chance(self, group: Group) -> str:
        if self.blind.isChecked():
            return reviewing.count_text(group)
        return chance(group.probability)

    def _build(self) -> None:
        self.setFixedWidth(current().px(_WIDTH))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self.parts)
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(self.queue, 1)
        column.addWidget(self.merges, 1)
        below = QHBoxLayout()
        below.addWidget(self.blind, 1)
        below.addWidget(self.again)
        column.addLayout(below)
        column.addWidget(self._quality)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.blind.setText(_("Hide the probability"))
        self.again.setText(_("Look again"))
        self.queue.setAccessibleName(_("May be the same"))
        self.merges.setAccessibleName(_("Merged records"))
        for table in (self.queue, self.merges):
            table.retranslate()
        self._name_parts()
        self._say_quality()

    # -- what is shown

    def show_found(self, found: Review) -> None:
        """Show what a comparison of all customers found."""
        self.found = found
        self._show_part()

    def show_merges(self, merged: Sequence[MergedGroup]) -> None:
        """Show the merges that stand."""
        self.merged = merged
        self._show_part()

    def show_part(self, key: str) -> None:
        """Show those to decide about, those put off, or the merges that stand."""
        self.parts.choose(key)
        self._show_part()

    def shows_merges(self) -> bool:
        """Whether the merges are shown, not the groups."""
        return self.parts.key() == "merged"

    def group(self) -> Group | None:
        """Return the group that is chosen, none while the merges are shown."""
        found: Group | None = None if self.shows_merges() else self.queue.row()
        return found

    def merge(self) -> MergedGroup | None:
        """Return the merge that is chosen while the merges are shown."""
        found: MergedGroup | None = self.merges.row() if self.shows_merges() else None
        return found

    def count(self) -> int | None:
        """Return how many groups wait for a decision; None before anybody has looked."""
        if self.found is None:
            return None
        return sum(not group.later for group in self.found.groups)

    def replace(self, group: Group, groups: Sequence[Group]) -> None:
        """Show what is left after a group was decided, from where it stood on."""
        assert self.found is not None
        rows = self.queue.rows()
        at = rows.index(group) if group in rows else 0
        self.show_found(Review(tuple(groups), self.found.estimate))
        count = len(self.queue.rows())
        if count:
            self.queue.selectRow(min(at, count - 1))

    def _groups(self) -> list[Group]:
        wanted = self.parts.key() == "later"
        return [each for each in (self.found.groups if self.found else ()) if each.later == wanted]

    def _show_part(self) -> None:
        self._name_parts()
        merged = self.shows_merges()
        for part in (self.queue, self.blind, self.again):
            part.setVisible(not merged)
        self.merges.setVisible(merged)
        table: FiguresTable = self.merges if merged else self.queue
        table.show_rows(self.merged if merged else self._groups())
        if table.rows() and table.row() is None:
            table.selectRow(0)
        self._say_quality()
        self.changed.emit()

    def _name_parts(self) -> None:
        put_off = sum(group.later for group in (self.found.groups if self.found else ()))
        self.parts.set_options(
            [
                ("pending", _("Open {n}").format(n=self.count() or 0)),
                ("later", _("Later {n}").format(n=put_off)),
                ("merged", _("Merged {n}").format(n=len(self.merged))),
            ]
        )
        self.parts.setAccessibleName(_("What the list shows"))

    def _say_quality(self) -> None:
        told = self.found and self.found.estimate
        if not told or self.shows_merges():
            self._quality.setText("")
            return
        text = _("From {threshold} on: precision about {precision}, recall about {recall}").format(
            threshold=f"{told.threshold:.0%}",
            precision=f"{told.precision:.0%}",
            recall=f"{told.recall:.0%}",
        )
        by = ngettext("by {n} answer", "by {n} answers", told.answers).format(n=told.answers)
        if not told.answers:
            by = _("no answers of yours yet")
        self._quality.setText(_("{text} ({by})").format(text=text, by=by))
        self._quality.setToolTip(
            _("Estimated per band of probability: the comparison's own share of true pairs counts "
              "as two answers, every answer of yours as one (Beta distribution). The threshold is "
              "the lowest that keeps 98 % precision.")
        )  # fmt: skip


def _merge_columns() -> list[Figure]:
    return [
        Figure(lambda: _("Customer"), lambda group: group.survivor[1], 0, right=False),
        Figure(lambda: _("Day"), lambda group: group.at[:10], 92),
    ]


def _names(group: Group) -> str:
    return " · ".join(dict.fromkeys(group.names))
