"""One field of a dimension: label, value or question, source; edited in its place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.fields import fields
from profiler_app.domain.profile import Cell, Tone
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.editing import edit_customer, stored_values
from profiler_app.jobs.entries import (
    REGION,
    entry_text,
    read_entry,
    region_text,
    with_implied,
)
from profiler_app.jobs.sources import SourcedValue, choose_value
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.forms.editors import LineEditor, SetEditor, editor_for
from profiler_app.ui.pages.profile.sources_popover import SourcesPopover, read_sources
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import ElidedLabel, Label, as_tooltip
from profiler_app.ui.widgets.painting import fill_round, focus_ring
from profiler_app.ui.widgets.pills import StatusPill

_ROW, _EDITED = 22, 28
_SOURCE_WIDTH = 110
_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)


class CellRow(QWidget):
    """Enter, F2 or a double click opens the editor; ``closed`` when it is gone again."""

    closed = Signal()

    def __init__(
        self,
        desk: Desk,
        customer: int,
        cell: Cell,
        *,
        label_width: int,
        tone: Tone,
        with_sources: bool,
        editable: bool,
    ) -> None:
        super().__init__()
        self._desk, self.customer, self.cell = desk, customer, cell
        self._editor: Any = None
        self._known: dict[str, Any] = {}
        self._busy = False
        self._editable = editable and bool(cell.edits)
        self._edits = cell.edits
        self._line = QWidget()
        self._line.setFixedHeight(current().px(_ROW))
        self._row = QHBoxLayout(self._line)
        self._row.setContentsMargins(current().px(20), 0, 0, 0)
        self._row.setSpacing(8)
        label = ElidedLabel(cell.label, "caption", "text.tertiary")
        label.setFixedWidth(current().px(label_width))
        self._row.addWidget(label)
        self._shown: list[QWidget] = []
        self._show_value(tone, with_sources=with_sources)
        self._why = Label("", "caption", "danger", wrap=True)
        self._why.setContentsMargins(current().px(28) + label.width(), 0, 0, 2)
        self._why.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._line)
        column.addWidget(self._why)
        if self._editable:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setAttribute(Qt.WidgetAttribute.WA_Hover)
            self.setAccessibleName(f"{cell.label} {cell.value or cell.question}")

    def _show_value(self, tone: Tone, *, with_sources: bool) -> None:
        cell, source = self.cell, self.cell.source
        if cell.value is not None:
            self._put(ElidedLabel(cell.value), 1)
            self.setToolTip(as_tooltip(" · ".join(p for p in (source, cell.basis) if p)))
        elif cell.question:
            ink = "text.link" if self._editable and tone == "warning" else "text.secondary"
            self._put(StatusPill(_("to ask"), tone))
            self._put(ElidedLabel(cell.question, "body", ink), 1)
            if self._editable:
                self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self._put(Label("—", "body", "text.tertiary"))
            self._put(ElidedLabel(cell.basis, "caption", "text.tertiary"), 1)
            source = ""
        if cell.disputed and self._editable:
            self._put(self._sources_button())
        if cell.stale:
            self._put(StatusPill(_("to check"), "neutral"))
        if source and with_sources:
            words = ElidedLabel(source, "caption", "text.tertiary")
            words.setMaximumWidth(min(words.sizeHint().width(), current().px(_SOURCE_WIDTH)))
            self._put(words)

    def _sources_button(self) -> Button:
        n = self.cell.sources
        text = ngettext("{n} source", "{n} sources", n).format(n=n)
        button = Button(text, kind="link", small=True)
        button.setFixedHeight(current().px(_ROW))
        button.setAccessibleName(f"{self.cell.label}: {text}")
        button.clicked.connect(lambda _on=False: self.ask_sources(button))
        return button

    # -- several sources

    def ask_sources(self, opener: QWidget) -> None:
        """Show what the sources tell."""
        self._desk.reads.ask(
            "sources",
            read_sources,
            self.customer,
            self.cell.disputed,
            done=partial(self._show_sources, opener),
            failed=self._desk.show_problem,
            owner=self,
        )

    def _show_sources(self, opener: QWidget, values: Sequence[SourcedValue]) -> None:
        popover = SourcesPopover(self, self.cell.disputed, values, desk=self._desk)
        popover.chosen.connect(self._choose)
        popover.show_below(opener, align_right=True)

    def _choose(self, value: Any) -> None:
        name = self.cell.disputed
        self._desk.jobs.start(
            choose_value,
            self.customer,
            name,
            value,
            today=self._desk.today(),
            title=_("Saving"),
            owner=self,
            done=partial(self._chosen, fields()[name].label),
            failed=self._desk.show_problem,
        )

    def _chosen(self, label: str, operation: int) -> None:
        self._desk.toast(_("{field} is saved.").format(field=label), operation)
        self._desk.refresh_data()

    def _put(self, widget: QWidget, stretch: int = 0) -> None:
        self._row.addWidget(widget, stretch)
        self._shown.append(widget)

    def editing(self) -> bool:
        """Return whether the editor is open."""
        return self._editor is not None

    # -- opening and closing

    def open(self, field: str = "") -> None:
        """Open the editor with the stored value; of ``field`` where several share the row."""
        if self._editable and not self.editing():
            self._edits = field or self.cell.edits
            self._desk.reads.ask(
                "cell",
                _values,
                self.customer,
                done=self._edit,
                failed=self._desk.show_problem,
                owner=self,
            )

    def _edit(self, values: dict[str, Any]) -> None:
        if self.editing():
            return
        self._known = values
        field = fields()[self._edits]
        editor = editor_for(field)
        editor.setProperty("field", "sm")
        editor.setFixedHeight(current().size("control.sm"))
        editor.setAccessibleName(field.label)
        editor.put(self._stored())
        self._editor = editor
        for widget in self._shown:
            widget.hide()
        self._line.setFixedHeight(current().px(_EDITED))
        self._row.addWidget(editor, 1)
        editor.setFocus()
        if isinstance(editor, SetEditor):
            editor.open()
        elif isinstance(editor, LineEditor):
            editor.selectAll()
        editor.left.connect(self._save)

    def restore(self) -> None:
        """Throw away what was typed."""
        if not self.editing() or self._busy:
            return
        editor, self._editor = self._editor, None
        editor.blockSignals(True)
        editor.hide()
        editor.deleteLater()
        self._why.hide()
        self._line.setFixedHeight(current().px(_ROW))
        for widget in self._shown:
            widget.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def _stored(self) -> str:
        """Return what is stored, as it stands in the editor."""
        name = self._edits
        if name == REGION:
            return region_text(self._known)
        return entry_text(name, self._known.get(name))

    # -- saving

    def _save(self) -> None:
        if not self.editing() or self._busy:
            return
        name, today = self._edits, self._desk.today()
        kind = str(self._known.get("kind") or "person")
        text = self._editor.entry().strip()
        if text == self._stored():
            self.restore()
            return
        found = read_entry(name, text, kind=kind, today=today)
        if found.problem:
            self._refuse(found.problem)
            return
        self._busy = True
        self._desk.jobs.start(
            edit_customer,
            self.customer,
            with_implied({name: found.value}, kind=kind, today=today),
            today=today,
            known=self._known,
            title=_("Saving"),
            owner=self,
            done=partial(self._saved, fields()[name].label),
            failed=self._fail,
        )

    def _saved(self, label: str, operation: int) -> None:
        self._busy = False
        desk = self._desk
        self.restore()
        desk.toast(_("{field} is saved.").format(field=label), operation)
        desk.refresh_data()

    def _fail(self, problem: UserProblem) -> None:
        self._busy = False
        self._refuse(problem.sentence())

    def _refuse(self, reason: str) -> None:
        """Keep the text and say below why it cannot be saved."""
        self._why.setText(reason)
        self._why.show()
        self._editor.setAccessibleDescription(reason)
        self._editor.setProperty("invalid", True)
        self._editor.style().unpolish(self._editor)
        self._editor.style().polish(self._editor)

    # -- keys and mouse

    def event(self, event: QEvent) -> bool:
        """Keep Esc from the window while the editor is open."""
        if (
            self.editing()
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter or F2, go back with Esc."""
        if self.editing() and event.key() == Qt.Key.Key_Escape:
            self.restore()
        elif not self.editing() and event.key() in _OPENING:
            self.open()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the editor of a value."""
        self.open()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the editor of a question."""
        if event.button() == Qt.MouseButton.LeftButton and self.cell.value is None:
            self.open()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what lies under the mouse, and the ring of the focus."""
        if not self._editable or self.editing():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(current().px(16), 0, 0, 0)
        if self.underMouse():
            fill_round(painter, box, 4, current().color("bg.hover"))
        if self.hasFocus():
            focus_ring(painter, box, 4)


def _values(reader: Reader, customer: int) -> dict[str, Any]:
    return stored_values(reader.workspace, customer)
