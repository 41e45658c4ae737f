"""A field for a product: it offers those whose name holds what is typed; a new name is allowed."""

from __future__ import annotations

from PySide6.QtCore import QTimer

from profiler_app.domain.text import _
from profiler_app.jobs.form_start import ProductOffer, offered_products
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.forms.editors import LineEditor
from profiler_app.ui.theme import motion_ms


class ProductEditor(LineEditor):
    """Products of one line of business."""

    def __init__(self, desk: Desk, line: str) -> None:
        super().__init__(_("Search, or type a new name"))
        self._desk, self._line = desk, line
        self._found: dict[str, ProductOffer] = {}
        self._search = QTimer(self, singleShot=True, interval=motion_ms("search_debounce_ms"))
        self._search.timeout.connect(self._look_up)
        self.edited.connect(self._search.start)

    def chosen(self) -> ProductOffer | None:
        """Return the product that stands in the field, if it is one of those offered."""
        return self._found.get(self.entry())

    def _look_up(self) -> None:
        text = self.entry().strip()
        if text and text not in self._found:
            self._desk.reads.ask(
                "products",
                _products,
                text,
                self._line,
                done=self._show,
                failed=self._desk.show_problem,
                owner=self,
            )

    def _show(self, found: tuple[ProductOffer, ...]) -> None:
        self._found = {offer.name: offer for offer in found}
        self.offer(list(self._found))
        completer = self.completer()
        if found and self.hasFocus() and completer is not None:
            completer.setCompletionPrefix(self.text())
            completer.complete()


def _products(reader: Reader, text: str, line: str) -> tuple[ProductOffer, ...]:
    return offered_products(reader.workspace, text, line)
