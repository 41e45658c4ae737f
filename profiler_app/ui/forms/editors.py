"""What a value is typed or chosen in. Every editor holds a text as ``jobs.entries`` reads it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QCompleter,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from profiler_app.domain.fields import Field, option_label, options
from profiler_app.domain.rules.showing import listed
from profiler_app.domain.text import _
from profiler_app.jobs.entries import LIST_MARK
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.flow import FlowBox
from profiler_app.ui.widgets.inputs import DropDown
from profiler_app.ui.widgets.labels import as_tooltip
from profiler_app.ui.widgets.popover import Popover

_NONE = "—"


class Editor(Protocol):
    """``edited`` after every change by hand, ``left`` when one is done with it."""

    edited: Any
    left: Any

    def entry(self) -> str:
        """Return the text."""

    def put(self, text: str) -> None:
        """Show a text without a signal."""


class LineEditor(QLineEdit):
    """One line of text; it can offer what others typed."""

    edited = Signal()
    left = Signal()

    def __init__(self, hint: str = "") -> None:
        super().__init__()
        self.setAcceptDrops(False)
        self.setPlaceholderText(hint)
        self.textEdited.connect(self.edited)
        self.editingFinished.connect(self.left)
        self._offers = QStringListModel(self)

    def entry(self) -> str:
        """Return the text."""
        return self.text()

    def put(self, text: str) -> None:
        """Show a text."""
        self.setText(text)
        self.setCursorPosition(0)

    def offer(self, names: Sequence[str]) -> None:
        """Offer names that hold what is typed."""
        self._offers.setStringList(list(names))
        if self.completer() is None:
            completer = QCompleter(self._offers, self)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.activated.connect(lambda _text: self.edited.emit())
            self.setCompleter(completer)


class TextEditor(QPlainTextEdit):
    """Several lines of text; Tab goes on."""

    edited = Signal()
    left = Signal()

    def __init__(self, hint: str = "", *, lines: int = 3) -> None:
        super().__init__()
        self.setAcceptDrops(False)
        self.setTabChangesFocus(True)
        self.setPlaceholderText(hint)
        self.setFixedHeight(current().px(20 * lines + 14))
        self._composing = False
        self.textChanged.connect(self._changed)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Say nothing while a word is composed: half of it would be checked and kept."""
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Check what was typed when one is done with it."""
        super().focusOutEvent(event)
        if event.reason() not in (
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
        ):
            self.left.emit()

    def _changed(self) -> None:
        if not self._composing:
            self.edited.emit()

    def entry(self) -> str:
        """Return the text."""
        return self.toPlainText()

    def put(self, text: str) -> None:
        """Show a text."""
        self.blockSignals(True)
        self.setPlainText(text)
        self.blockSignals(False)


class ChoiceEditor(DropDown):
    """One of the options of a field, or none."""

    edited = Signal()
    left = Signal()

    def __init__(self, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__([("", _NONE), *choices])
        self.currentIndexChanged.connect(lambda _at: self.edited.emit())
        self.activated.connect(lambda _at: self.left.emit())

    def entry(self) -> str:
        """Return the id of the option."""
        return self.key()

    def put(self, text: str) -> None:
        """Choose an option; a value outside the list is kept as it is."""
        self.blockSignals(True)
        if text and self.findData(text) < 0:
            self.addItem(text, text)
        self.choose(text)
        self.blockSignals(False)


class SetEditor(Button):
    """Any number of options, ticked in a popover."""

    edited = Signal()
    left = Signal()

    def __init__(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(_NONE)
        self._name, self._choices = name, choices
        self._ids: list[str] = []
        policy = self.sizePolicy()
        policy.setHorizontalPolicy(policy.Policy.Ignored)
        self.setSizePolicy(policy)
        self.clicked.connect(self.open)

    def entry(self) -> str:
        """Return the ids of what is ticked."""
        return LIST_MARK.join(self._ids)

    def put(self, text: str) -> None:
        """Tick other options."""
        self._ids = [part for part in text.split(LIST_MARK) if part]
        names = dict(self._choices)
        shown = listed([names.get(each, each) for each in self._ids])
        self.setText(shown or _NONE)
        self.setToolTip(as_tooltip(shown))

    def open(self) -> None:
        """Show the options to tick."""
        popover = Popover(self, width=260)
        popover.setAccessibleName(self._name)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        for key, label in self._choices:
            box = QCheckBox(label)
            box.setChecked(key in self._ids)
            box.toggled.connect(lambda on, key=key: self._tick(key, on=on))
            column.addWidget(box)
        scroll = QScrollArea()
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        scroll.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        scroll.setFixedHeight(min(inside.sizeHint().height() + 4, current().px(300)))
        popover.body.addWidget(scroll)
        popover.closed.connect(self.left)
        popover.closed.connect(popover.deleteLater)
        popover.show_below(self)
        first = inside.findChild(QCheckBox)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def _tick(self, key: str, *, on: bool) -> None:
        ids = [*self._ids, key] if on else [each for each in self._ids if each != key]
        self.put(LIST_MARK.join(ids))
        self.edited.emit()


class ChipEditor(FlowBox):
    """Options as small buttons, all in sight; one of them or several can be on."""

    edited = Signal()
    left = Signal()

    def __init__(self, choices: Sequence[tuple[str, str]], *, several: bool = False) -> None:
        super().__init__(gap=6, line_gap=6)
        self._several = several
        self._chips: dict[str, Button] = {}
        for key, label in choices:
            chip = Button(label, small=True)
            chip.setCheckable(True)
            chip.clicked.connect(lambda on, key=key: self._pick(key, on=on))
            self._chips[key] = chip
        self.set_widgets(list(self._chips.values()))

    def entry(self) -> str:
        """Return the ids of what is on."""
        return LIST_MARK.join(key for key, chip in self._chips.items() if chip.isChecked())

    def put(self, text: str) -> None:
        """Turn other options on."""
        on = text.split(LIST_MARK)
        for key, chip in self._chips.items():
            chip.setChecked(key in on)

    def chip(self, key: str) -> Button:
        """Return the button of an option."""
        return self._chips[key]

    def _pick(self, key: str, *, on: bool) -> None:
        if on and not self._several:
            self.put(key)
        self.edited.emit()
        self.left.emit()


def editor_for(field: Field, *, offers: Sequence[str] = ()) -> Any:
    """Return the editor that fits the kind of a field."""
    if field.kind == "bool":
        return ChoiceEditor([("true", _("yes")), ("false", _("no"))])
    if field.options and field.kind == "enum":
        return ChoiceEditor(choices_of(field.options))
    if field.options and field.kind == "list":
        return SetEditor(field.label, choices_of(field.options))
    editor = LineEditor(_hint(field))
    if offers:
        editor.offer(offers)
    return editor


def choices_of(name: str) -> list[tuple[str, str]]:
    """Return the options of a list with their labels."""
    return [(option.id, option_label(name, option.id)) for option in options(name)]


def _hint(field: Field) -> str:
    if field.kind == "date":
        return _("e.g. 1988-02-28")
    if field.kind == "list":
        return _("several with a comma between them")
    if field.kind == "money":
        return _("e.g. 20,000")
    return ""
