"""Saying what went wrong: problems with a way out, and our own mistakes once."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.text import _


def show_problem(parent: QWidget, problem: UserProblem) -> None:
    """Show a problem the user can act on."""
    _show(parent, QMessageBox.Icon.Warning, problem.sentence())


def show_crash(parent: QWidget, name: str) -> None:
    """Say that something of ours failed; details are in the log, without personal data."""
    text = _(
        "Something went wrong inside Zhike ({error}). What you saved is safe. If it happens "
        "again, please restart the program."
    )
    _show(parent, QMessageBox.Icon.Critical, text.format(error=name))


def _show(parent: QWidget, icon: QMessageBox.Icon, text: str) -> None:
    box = QMessageBox(parent)
    box.setIcon(icon)
    box.setWindowTitle(_("Zhike"))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.addButton(_("Close"), QMessageBox.ButtonRole.AcceptRole)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
