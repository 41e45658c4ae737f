"""One field of a form: label, editor, and below it what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.jobs.entries import Entry
from profiler_app.ui.forms.editors import Editor, LineEditor
from profiler_app.ui.widgets.labels import Label

Check = Callable[[str], Entry]


class FormRow(QWidget):
    """Checks itself when it is left, and after a first error on every change."""

    edited = Signal()
    checked = Signal()

    def __init__(
        self,
        label: str,
        editor: Editor,
        check: Check,
        *,
        shown: Callable[[Any], str] | None = None,
        required: bool = False,
        wrap: bool = False,
    ) -> None:
        super().__init__()
        assert isinstance(editor, QWidget)
        self.editor: Any = editor
        self._check, self._shown = check, shown
        self.problem = ""
        head = QHBoxLayout()
        head.setSpacing(3)
        mark = " *" if required else ""
        name = Label(label + mark, wrap=True) if wrap else Label(label, "caption", "text.secondary")
        head.addWidget(name, int(wrap))
        if required and not wrap:
            head.addWidget(Label("*", "caption", "danger"))
        if not wrap:
            head.addStretch(1)
        self._message = Label("", "caption", "danger", wrap=True)
        self._message.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(editor)
        column.addWidget(self._message)
        column.addStretch(1)
        editor.setAccessibleName(label)
        editor.edited.connect(self._edited)
        editor.left.connect(self._left)

    def entry(self) -> str:
        """Return the typed text."""
        return str(self.editor.entry()).strip()

    def put(self, text: str) -> None:
        """Show a text without a signal."""
        self.editor.put(text)

    def check(self) -> Entry:
        """Check the text and say what is wrong."""
        found = self._check(self.entry())
        self._tell(found.problem)
        return found

    def _edited(self) -> None:
        if self.problem:
            self.check()
            self.checked.emit()
        self.edited.emit()

    def _left(self) -> None:
        before = self.problem
        found = self.check()
        normal = isinstance(self.editor, LineEditor) and self._shown is not None
        if normal and not found.problem and found.value is not None:
            assert self._shown is not None
            self.editor.put(self._shown(found.value))
        if before != self.problem:
            self.checked.emit()

    def _tell(self, problem: str) -> None:
        if problem == self.problem:
            return
        self.problem = problem
        self._message.setText(problem)
        self._message.setVisible(bool(problem))
        self.editor.setAccessibleDescription(problem)
        self.editor.setProperty("invalid", bool(problem))
        self.editor.style().unpolish(self.editor)
        self.editor.style().polish(self.editor)
