"""Says while one types that the customer may be here already; it never stands in the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from profiler_app.domain.text import _
from profiler_app.jobs.duplicates_hint import Twin, twins
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.theme import motion_ms
from profiler_app.ui.widgets.band import Band

HINTED = ("mobile", "cn_id", "uscc", "email", "member_no", "core_cust_no", "name", "birth_date",
          "address", "gender")  # fmt: skip
"""The fields by which somebody is recognised."""
_MOST = 2


class TwinsHint(QWidget):
    """``values`` returns what is typed so far; ``chosen`` is the customer whose card is wanted."""

    chosen = Signal(int)

    def __init__(
        self, desk: Desk, values: Callable[[], Mapping[str, Any]], but: int | None
    ) -> None:
        super().__init__()
        self._desk, self._values, self._but = desk, values, but
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._timer = QTimer(self, singleShot=True, interval=motion_ms("search_debounce_ms"))
        self._timer.timeout.connect(self._ask)
        self.hide()

    def look(self) -> None:
        """Look in a moment: something was typed."""
        self._timer.start()

    def _ask(self) -> None:
        self._desk.reads.ask(
            "twins",
            _twins,
            self._values(),
            self._but,
            done=self._show,
            failed=self._desk.show_problem,
            owner=self,
        )

    def _show(self, found: tuple[Twin, ...]) -> None:
        while (item := self._column.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for twin in found[:_MOST]:
            text = _("{name} · {reason} · {number}").format(
                name=twin.name, reason=twin.because, number=twin.number
            )
            band = Band("warning", _("May be here already"), text)
            band.add_button(_("Open the card"), partial(self.chosen.emit, twin.customer))
            self._column.addWidget(band)
        self.setVisible(bool(found))


def _twins(reader: Reader, values: dict[str, Any], but: int | None) -> tuple[Twin, ...]:
    return twins(reader.workspace, values, but=but)
