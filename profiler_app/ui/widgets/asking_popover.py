"""A popover that asks for one line of text."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.popover import Popover

_WIDTH = 300


def ask_text(
    parent: QWidget, opener: QWidget, question: str, act: str, done: Callable[[str], object]
) -> Popover:
    """Ask below ``opener``; the button ``act`` (or Enter) gives what was told to ``done``."""
    popover = Popover(parent, width=_WIDTH)
    popover.setAccessibleName(question)
    told = QLineEdit()
    told.setAccessibleName(question)
    save = Button(act, kind="primary", small=True)
    save.setEnabled(False)
    told.textChanged.connect(lambda text: save.setEnabled(bool(text.strip())))
    told.returnPressed.connect(save.click)

    def finish() -> None:
        text = told.text().strip()
        popover.close()
        done(text)

    save.clicked.connect(lambda _on=False: finish())
    for widget in (Label(question, "strong"), told, save):
        popover.body.addWidget(widget)
    popover.show_below(opener, align_right=True)
    told.setFocus()
    return popover
