"""A field in which one finds something by its name and takes it; the field is empty again then."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QTimer, Signal

from profiler_app.ui.forms.editors import LineEditor


class NameSearch(LineEditor):
    """``picked`` is what the name stands for, on a choice from the list or Enter.

    While one types nothing is taken: a name may begin with another one.
    """

    picked = Signal(str)

    def __init__(self, hint: str, meanings: Mapping[str, str]) -> None:
        super().__init__(hint)
        self._meanings = meanings
        self.offer(list(meanings))
        self.left.connect(self._take)
        # the text of the choice comes only after this signal
        self.completer().activated.connect(lambda _text: QTimer.singleShot(0, self, self._take))

    def _take(self) -> None:
        meaning = self._meanings.get(self.entry().strip())
        if meaning is not None:
            self.put("")
            self.picked.emit(meaning)
