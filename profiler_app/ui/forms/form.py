"""What every form has: rows that check themselves, a draft, and a way to be saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.text import _
from profiler_app.jobs.revealing import note_shown
from profiler_app.ui.desk import Desk
from profiler_app.ui.forms.form_row import FormRow
from profiler_app.ui.forms.masked_editor import MaskedEditor


class Form(QWidget):
    """``counted`` says how many rows are to be mended, ``saved`` that all is stored.

    ``draft`` is the name the typed texts are kept under, ``title`` what stands on top.
    """

    edited = Signal()
    counted = Signal(int)
    saved = Signal()
    leave_asked = Signal()
    in_sight = Signal(QWidget)

    def __init__(self, desk: Desk, *, draft: str, title: str) -> None:
        super().__init__()
        self.desk, self.draft, self.title = desk, draft, title
        self.rows: dict[str, FormRow] = {}
        self.busy = False
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(12)

    def add_row(self, name: str, row: FormRow) -> FormRow:
        """Let a row belong to the form (placing it is up to the caller)."""
        self.rows[name] = row
        row.edited.connect(self.edited)
        row.checked.connect(self.count)
        if isinstance(row.editor, MaskedEditor):
            row.editor.shown.connect(partial(self._note_shown, row))
        return row

    def about(self) -> int | None:
        """Return the customer whose stored values the form shows, if any."""
        return None

    def _note_shown(self, row: FormRow) -> None:
        """Let the history say that a masked value was shown (never which)."""
        customer = self.about()
        if customer is not None:
            self.desk.jobs.start(
                note_shown,
                customer,
                [row.editor.accessibleName()],
                title=_("Noting that it is shown"),
                failed=self.desk.show_problem,
            )

    def texts(self) -> dict[str, str]:
        """Return what was typed, by row."""
        return {name: text for name, row in self.rows.items() if (text := row.entry())}

    def put(self, texts: Mapping[str, str]) -> None:
        """Show typed texts."""
        for name, text in texts.items():
            if name in self.rows:
                self.rows[name].put(text)

    def dirty(self) -> bool:
        """Return whether there is anything to keep."""
        return bool(self.texts())

    def draft_texts(self) -> dict[str, str]:
        """Return what is kept when the form is left."""
        return self.texts()

    def first_field(self) -> QWidget | None:
        """Return what gets the focus first."""
        row = next(iter(self.rows.values()), None)
        return None if row is None else row.editor

    def head_widget(self) -> QWidget | None:
        """Return what stands beside the title, if anything."""
        return None

    def count(self) -> int:
        """Say how many rows are to be mended."""
        number = sum(bool(row.problem) for row in self.rows.values())
        self.counted.emit(number)
        return number

    def check(self) -> dict[str, Any] | None:
        """Return the values by row; None, and the first one to mend in sight, otherwise."""
        found = {name: row.check() for name, row in self.rows.items()}
        if self.count():
            wrong = next(row for row in self.rows.values() if row.problem)
            self.in_sight.emit(wrong)
            wrong.editor.setFocus()
            return None
        return {name: entry.value for name, entry in found.items()}

    def save(self) -> None:
        """Check everything and store it."""
        raise NotImplementedError

    def store(
        self, job: Callable[..., Any], *arguments: Any, done: Callable[[Any], None], **named: Any
    ) -> None:
        """Run the one job that saves the form; a second press of Save waits for the first."""
        if self.busy:
            return
        self.busy = True

        def finished(result: Any) -> None:
            self.busy = False
            self.saved.emit()
            done(result)

        self.desk.jobs.start(
            job,
            *arguments,
            title=_("Saving"),
            owner=self,
            done=finished,
            failed=self.refused,
            **named,
        )

    def refused(self, problem: UserProblem) -> None:
        """Keep what was typed and show why it could not be saved."""
        self.busy = False
        self.desk.show_problem(problem)
