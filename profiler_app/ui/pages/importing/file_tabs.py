"""The files that are imported together, each with its kind and what there is to do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from profiler_app.domain.import_kinds import kind_of
from profiler_app.domain.text import _
from profiler_app.ui.pages.importing.chrome import Bar
from profiler_app.ui.pages.importing.draft import Draft
from profiler_app.ui.widgets.buttons import Button, IconButton
from profiler_app.ui.widgets.labels import Label, as_tooltip

_WITH_TITLE = 3
"""With more files than so many their names need the room."""


class FileTabs(Bar):
    """``chosen`` and ``removed`` carry the place of a file."""

    chosen = Signal(int)
    removed = Signal(int)

    def __init__(self) -> None:
        super().__init__(40, surface="bg.sunken")
        self._title = Label("", "caption", "text.tertiary")
        self.row.addWidget(self._title)
        self.row.addStretch(1)
        self._parts: list[QWidget] = []
        self.buttons: list[Button] = []
        self.hide()

    def show_drafts(self, drafts: Sequence[Draft], at: int) -> None:
        """Show the files; the one ``at`` this place is on."""
        for part in self._parts:
            self.row.removeWidget(part)
            part.deleteLater()
        self._parts, self.buttons = [], []
        self._title.setText(_("Together, as one operation"))
        self._title.setVisible(len(drafts) <= _WITH_TITLE)
        for place, draft in enumerate(drafts):
            self._add(place, draft, on=place == at)

    def _add(self, place: int, draft: Draft, *, on: bool) -> None:
        kind = kind_of(draft.mapped.target).label
        text = _("{file} ({kind})").format(file=_short(draft.path.name), kind=kind)
        button = Button(text, kind="secondary" if on else "ghost", small=True)
        button.setAccessibleName(_("{file}, shown").format(file=text) if on else text)
        button.setToolTip(as_tooltip(draft.missing() or draft.path.name))
        if draft.missing():
            button.set_icon("triangle-alert")
        button.clicked.connect(lambda _on=False: self.chosen.emit(place))
        self.row.insertWidget(self.row.count() - 1, button)
        self._parts.append(button)
        self.buttons.append(button)
        if draft.written is None:
            away = IconButton("x", _("Leave out {file}").format(file=draft.path.name), small=True)
            away.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            away.clicked.connect(lambda _on=False: self.removed.emit(place))
            self.row.insertWidget(self.row.count() - 1, away)
            self._parts.append(away)


def _short(name: str) -> str:
    return name if len(name) <= 26 else name[:16] + "…" + name[-9:]
