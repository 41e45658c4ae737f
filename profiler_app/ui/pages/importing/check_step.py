"""The third step: what the import would do; nothing is written yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedLayout, QVBoxLayout, QWidget

from profiler_app.domain.imports import ImportReport
from profiler_app.domain.text import _, ngettext
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.importing.changes_panel import ChangesPanel
from profiler_app.ui.pages.importing.damage_banner import DamageBanner
from profiler_app.ui.pages.importing.draft import Draft
from profiler_app.ui.pages.importing.notes_line import NotesLine
from profiler_app.ui.pages.importing.progress_panel import ProgressPanel
from profiler_app.ui.pages.importing.record_dialog import RecordDialog, read_record
from profiler_app.ui.pages.importing.rejects_list import RejectsPanel
from profiler_app.ui.pages.importing.selection import Effect, Selection
from profiler_app.ui.pages.importing.tiles import Tiles, counts_of
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.panel import Hairline

_SHARES = [700, 452]
_LEAST = (690, 340)
"""Widths under which the table and the refused rows are not readable side by side."""
_PATIENCE = 300
"""Milliseconds after which a second check shows its progress."""


class CheckStep(QWidget):
    """Shows a job while it runs, then what came of it.

    ``chosen`` carries the decisions of the user and the effect they have; ``asked`` carries
    changes of the request after which the file is checked again.
    """

    cancelled = Signal()
    other_file_asked = Signal()
    export_asked = Signal()
    chosen = Signal(object, object)
    asked = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._draft: Draft | None = None
        self._report: ImportReport | None = None
        self._selection: Selection | None = None
        self._kind = ""
        self._aside = False  # the refused rows are looked at rather than the table
        self._again = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self.progress = ProgressPanel()
        self._whole = QWidget()
        self.damage = DamageBanner()
        self._notes = NotesLine()
        self.tiles = Tiles()
        self.panel = ChangesPanel(desk.settings.currency)
        self.rejects = RejectsPanel()
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.progress)
        self._stack.addWidget(self._whole)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        top = QVBoxLayout()
        top.setContentsMargins(20, 14, 20, 14)
        top.setSpacing(12)
        top.addWidget(self.damage)
        top.addWidget(self._notes)
        top.addWidget(self.tiles)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setHandleWidth(1)
        self._split.setChildrenCollapsible(False)
        for part in (self.panel, self.rejects):
            self._split.addWidget(part)
        self._split.setStretchFactor(0, 1)
        self._split.setSizes(_SHARES)
        column = QVBoxLayout(self._whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(Hairline())
        column.addWidget(self._split, 1)
        self._fit()
        current().changed.connect(self._fit)

    def _connect(self) -> None:
        self.progress.cancelled.connect(self.cancelled)
        self._patience.timeout.connect(lambda: self._stack.setCurrentWidget(self.progress))
        self.rejects.export_asked.connect(self.export_asked)
        self.rejects.fixed.connect(self._ask_fixes)
        self.rejects.answered.connect(lambda answer: self._check_again({answer: True}))
        self.damage.treated.connect(lambda chosen: self._check_again({"treatments": chosen}))
        self.damage.other_file_asked.connect(self.other_file_asked)
        self.tiles.chosen.connect(self._show_kind)
        self.panel.edited.connect(self._tell)
        self.panel.policy_chosen.connect(self._ask_policy)
        self.panel.record_asked.connect(self._read_record)

    def tab_regions(self) -> list[QWidget]:
        """Return the parts F6 walks through."""
        parts = (self.tiles, self.panel, self.rejects)
        return [part for part in parts if not part.isHidden()]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show table and refused rows side by side where there is room for both."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """In a narrow window the tiles decide which of the two is shown."""
        least = [current().px(width) for width in _LEAST]
        for part, width in zip((self.panel, self.rejects), least, strict=True):
            part.setMinimumWidth(width)
        both = self.width() >= sum(least) + self._split.handleWidth()
        self.panel.setHidden(self._aside and not both)
        self.rejects.setHidden(not self._aside and not both)

    # -- what is shown

    def show_busy(self) -> None:
        """Show the progress of the job that was just started; a quick second check shows none."""
        if self._again:
            self._whole.setEnabled(False)
            self._patience.start(_PATIENCE)
        else:
            self._stack.setCurrentWidget(self.progress)

    def _check_again(self, changes: Mapping[str, Any]) -> None:
        """Ask for another check; what is shown stays in sight while it is quick."""
        self._again = True
        self.asked.emit(changes)

    def show_draft(self, draft: Draft) -> None:
        """Show the result of the check, unless it is the one that is shown."""
        self._draft = draft
        if draft.checked is not None and draft.checked is not self._report:
            self._report = draft.checked
            self._selection = Selection(draft.checked, draft.request.choices)
            self._show_report(draft.checked, self._selection)

    def show_result(self) -> None:
        """Show the counts and lists instead of the progress."""
        self._again = False
        self._patience.stop()
        self._whole.setEnabled(True)
        self._stack.setCurrentWidget(self._whole)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.panel.retranslate()
        if self._report is not None and self._selection is not None:
            self._show_report(self._report, self._selection)

    def _show_report(self, report: ImportReport, selection: Selection) -> None:
        assert self._draft is not None
        self._show_notes(report)
        self.damage.show_damage(report.damage)
        self.rejects.show_rejects(
            report.rejects,
            report.mapped,
            repaired=self._repaired(report),
            answers=report.mapped.target == "orders",
        )
        self.panel.show_report(report, selection, self._draft.request.policies)
        self._show_counts()
        some = {**counts_of(report), "updated": len(selection.changes)}
        if not some.get(self._kind):
            self._kind = "updated" if selection.changes or not report.created else "created"
        nothing_else = not (selection.changes or report.created)
        self._aside = bool(report.rejected) and (nothing_else or self.panel.isHidden())
        self.tiles.choose("rejected" if self._aside else self._kind)
        self.panel.show_kind(self._kind)
        self._fit()

    def _repaired(self, report: ImportReport) -> int:
        """Return how many rows put right are not among the refused ones any more."""
        assert self._draft is not None
        refused = {reject.line for reject in report.rejects}
        return len(self._draft.request.fixes.keys() - refused)

    def _show_counts(self) -> None:
        assert self._report is not None and self._selection is not None
        effect = self._selection.effect
        counts = {**counts_of(self._report), "updated": effect.updated}
        counts["unchanged"] = effect.unchanged
        fields = ngettext("{n} field changes", "{n} fields change", effect.fields)
        kinds = len({reject.code for reject in self._report.rejects})
        causes = ngettext("{n} cause, click to see", "{n} causes, click to see", kinds)
        texts = {"updated": fields.format(n=f"{effect.fields:,}") if effect.fields else ""}
        texts["rejected"] = causes.format(n=kinds) if kinds else _("every row can be imported")
        alike = sum(bool(each.like) for each in self._report.listed)
        if alike:
            said = ngettext("at least {n} may be here", "at least {n} may be here", alike)
            texts["created"] = said.format(n=alike)
        self.tiles.show_counts(counts, texts)

    def _show_notes(self, report: ImportReport) -> None:
        self._notes.show_notes([note.sentence for note in report.notes if note.code != "kept"])

    # -- what the user does

    def _show_kind(self, kind: str) -> None:
        self._aside = kind == "rejected"
        self._fit()
        if self._aside:
            self.rejects.take_focus()
        else:
            self._kind = kind
            self.panel.show_kind(kind)

    def _tell(self) -> None:
        assert self._selection is not None
        self._show_counts()
        self.chosen.emit(dict(self._selection.choices), self._selection.effect)

    def _ask_policy(self, field: str, policy: str) -> None:
        """Give a field a policy; what was decided about it one by one is forgotten."""
        assert self._draft is not None
        request = self._draft.request
        choices = {key: on for key, on in request.choices.items() if key[1] != field}
        self._check_again({"policies": {**request.policies, field: policy}, "choices": choices})

    def _ask_fixes(self, fixes: Mapping[int, tuple[str, ...]]) -> None:
        assert self._draft is not None
        self._check_again({"fixes": {**self._draft.request.fixes, **fixes}})

    def _read_record(self, places: Sequence[int]) -> None:
        assert self._selection is not None
        changes = [self._selection.changes[place] for place in places]
        ticked = [self._selection.ticked(place) for place in places]
        self._desk.reads.ask(
            "record",
            read_record,
            changes[0].customer,
            done=partial(self._open_record, changes, ticked),
            owner=self,
        )

    def _open_record(self, changes: Any, ticked: Sequence[bool], known: Mapping[str, Any]) -> None:
        RecordDialog(self, changes, ticked, known, self._desk.settings.currency).open()


__all__ = ["CheckStep", "Effect"]
