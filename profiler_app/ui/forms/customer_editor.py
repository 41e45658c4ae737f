"""A field in which one searches a customer, or names one who is to be made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCompleter

from profiler_app.domain.text import _
from profiler_app.jobs.relating import Candidate
from profiler_app.ui.forms.editors import LineEditor
from profiler_app.ui.theme import motion_ms

_MARK = " · "


class CustomerEditor(LineEditor):
    """``searched`` carries what is to be looked up; ``show_found`` is the answer to it.

    It holds the customer as ``name · number``, and a new one as the offer to make it.
    """

    searched = Signal(str)

    def __init__(self, *, may_be_new: bool = True) -> None:
        super().__init__(_("Name, pinyin, phone or number"))
        self._may_be_new = may_be_new
        self._ids: dict[str, int] = {}
        self._new: dict[str, str] = {}
        self._timer = QTimer(self, singleShot=True, interval=motion_ms("search_debounce_ms"))
        self._timer.timeout.connect(self._ask)
        self.edited.connect(self._timer.start)

    def chosen(self) -> int | None:
        """Return the customer that stands in the field, if one of those offered does."""
        return self._ids.get(self.entry().strip())

    def fix(self, customer: int, name: str, number: str) -> None:
        """Hold one customer that cannot be changed for another."""
        label = f"{name}{_MARK}{number}"
        self._remember({label: customer}, {})
        self.put(label)
        self.setEnabled(False)

    def new_name(self) -> str:
        """Return the name of a customer to be made, if that was chosen."""
        return self._new.get(self.entry().strip(), "")

    def put(self, text: str) -> None:
        """Show a text; a customer kept in a draft is looked up by the number in it."""
        super().put(text)
        if text and text not in self._ids:
            self._timer.start()

    def ask_again(self) -> None:
        """Look up what stands in the field once more: who fits has changed."""
        self._ids, self._new = {}, {}
        if self.entry().strip():
            self._timer.start()

    def show_found(self, text: str, found: Sequence[Candidate]) -> None:
        """Offer the customers found for a text, and to make one of this name."""
        labels = {f"{each.name}{_MARK}{each.number}": each.customer for each in found}
        new = {}
        if self._may_be_new and _MARK not in text:
            new = {_("New customer “{name}”").format(name=text): text}
        self._remember(labels, new)
        if not self.hasFocus() or self.entry().strip() in labels:
            return
        self.offer([*labels, *new])
        completer = self.completer()
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.complete()

    def _remember(self, labels: Mapping[str, int], new: Mapping[str, str]) -> None:
        self._ids |= labels
        self._new |= new

    def _ask(self) -> None:
        text = self.entry().strip()
        if text and text not in self._ids and text not in self._new:
            self.searched.emit(text)
