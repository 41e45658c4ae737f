"""Saying what went wrong: problems with a way out, and our own mistakes once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.text import _
from profiler_app.ui import theme

_WIDTH = 320


def show_problem(parent: QWidget, problem: UserProblem) -> None:
    """Show a problem the user can act on."""
    _show(parent, "triangle-alert", "warning", problem.sentence())


def show_crash(parent: QWidget, name: str) -> None:
    """Say that something of ours failed; details are in the log, without personal data."""
    text = _(
        "Something went wrong inside Zhike ({error}). What you saved is safe. If it happens "
        "again, please restart the program."
    )
    _show(parent, "circle-x", "danger", text.format(error=name))


def ask(
    parent: QWidget,
    title: str,
    text: str,
    act: str,
    done: Callable[[], object],
    *,
    stay: str | None = None,
) -> None:
    """Ask before something that cannot be undone; Enter and Esc leave everything as it is.

    ``act`` is the name of doing it, ``stay`` that of leaving it.
    """
    box = _box(parent, "triangle-alert", "warning", title)
    box.setInformativeText(text)
    for label in box.findChildren(QLabel, "qt_msgbox_informativelabel"):
        label.setMinimumWidth(theme.current().px(_WIDTH))
    doing = box.addButton(act, QMessageBox.ButtonRole.DestructiveRole)
    leaving = box.addButton(stay or _("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(leaving)
    box.setEscapeButton(leaving)
    doing.clicked.connect(lambda _on=False: done())
    box.open()


def _show(parent: QWidget, icon: str, color: str, text: str) -> None:
    box = _box(parent, icon, color, text)
    box.addButton(_("Close"), QMessageBox.ButtonRole.AcceptRole)
    box.open()


def _box(parent: QWidget, icon: str, color: str, text: str) -> QMessageBox:
    from profiler_app.ui import icons  # the first window shows no icon of ours yet

    box = QMessageBox(parent)
    side = theme.current().px(28)
    box.setIconPixmap(icons.pixmap(icon, color, side, parent.devicePixelRatioF()))
    box.setWindowTitle(_("Zhike"))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return box
