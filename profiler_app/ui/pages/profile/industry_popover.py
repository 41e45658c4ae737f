"""What to know about a company's industry before a visit, with a note of one's own."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from profiler_app.domain.industry_notes import IndustryNotes, notes_for
from profiler_app.domain.text import _
from profiler_app.jobs.industry_notes import own_note, save_note
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.forms.editors import TextEditor
from profiler_app.ui.theme import FontRole
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label, wrapped
from profiler_app.ui.widgets.panel import Hairline
from profiler_app.ui.widgets.popover import Popover

_WIDTH = 400


class IndustryButton(Button):
    """Opens the notes of a division."""

    def __init__(self, desk: Desk, notes: IndustryNotes) -> None:
        super().__init__(_("Know the industry"), icon="lightbulb", kind="link", small=True)
        self._desk, self._notes = desk, notes
        self.setToolTip(_("Needs, risks and questions of {industry}").format(industry=notes.name))
        self.clicked.connect(self._ask)

    def _ask(self) -> None:
        self._desk.reads.ask("industry", _read, self._notes.key, done=self._show, owner=self)

    def _show(self, note: str) -> None:
        popover = IndustryPopover(self._desk, self._notes, note, self)
        popover.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popover.show_below(self)


class IndustryPopover(Popover):
    """The shipped notes, then one's own, which can be changed."""

    def __init__(self, desk: Desk, notes: IndustryNotes, own: str, parent: QWidget) -> None:
        super().__init__(parent, width=_WIDTH)
        self._desk, self._notes, self._kept = desk, notes, own
        self.setAccessibleName(notes.name)
        self.body.setSpacing(6)
        self.body.addWidget(_wrapped(notes.name, "strong"))
        if notes.peculiar:
            self.body.addWidget(_wrapped(notes.peculiar))
        for title, text in notes.parts:
            self.body.addWidget(Label(title, "caption", "text.tertiary"))
            self.body.addWidget(_wrapped(text))
        self.body.addWidget(Label(_("Worth asking"), "caption", "text.tertiary"))
        for question in notes.questions:
            self.body.addWidget(_wrapped(f"· {question}"))
        said = _("General knowledge of the industry, not drawn from your data.")
        self.body.addWidget(_wrapped(said, "caption", "text.tertiary"))
        self.body.addWidget(Hairline())
        self.body.addWidget(Label(_("Your own note, for all companies of it"), "caption"))
        self.own = TextEditor(lines=2)
        self.own.setAccessibleName(_("Your own note, for all companies of it"))
        self.own.put(own)
        self.body.addWidget(self.own)
        self.save = Button(_("Save"), kind="primary", small=True)
        self.save.clicked.connect(self._save)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.save)
        self.body.addLayout(row)

    def _save(self) -> None:
        text = self.own.entry()
        self.close()
        if text.strip() == self._kept:
            return
        self._desk.jobs.start(
            save_note,
            self._notes.key,
            text,
            title=_("Saving"),
            owner=self._desk,
            done=partial(self._desk.toast, _("Noted for {name}").format(name=self._notes.name)),
            failed=self._desk.show_problem,
        )


def industry_button(desk: Desk, code: str) -> list[QWidget]:
    """Return the button for an industry code; nothing where it is not known."""
    notes = notes_for(code) if code else None
    return [IndustryButton(desk, notes)] if notes else []


def _read(reader: Reader, key: str) -> str:
    return own_note(reader.workspace, key)


def _wrapped(text: str, role: FontRole = "body", ink: str = "text.primary") -> Label:
    return wrapped(text, _WIDTH - 24, role, ink)
