"""Copying what concerns a customer: it stays on the clipboard for half a minute only."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QTimer
from PySide6.QtGui import QGuiApplication

KEPT_MS = 30_000
_OURS = "application/x-zhike-copied"
_HINTS = {  # what keeps histories of the clipboard from noting it down
    "x-kde-passwordManagerHint": b"secret",
    "application/x-nspasteboard-concealed-type": b"",
    "org.nspasteboard.ConcealedType": b"",
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"1",
    'application/x-qt-windows-mime;value="CanIncludeInClipboardHistory"': b"\0\0\0\0",
}


def copy_for_a_while(text: str) -> None:
    """Put a text on the clipboard and empty it after ``KEPT_MS`` if nothing else was copied."""
    data = QMimeData()
    data.setText(text)
    data.setData(_OURS, b"1")
    for hint, value in _HINTS.items():
        data.setData(hint, value)
    clipboard = QGuiApplication.clipboard()
    clipboard.setMimeData(data)
    QTimer.singleShot(KEPT_MS, clipboard, lambda: _forget(text))


def forget_copied() -> None:
    """Empty the clipboard if what lies there was copied from here: on locking and on leaving."""
    clipboard = QGuiApplication.clipboard()
    held = clipboard.mimeData()
    # not every platform can say whose it is: what is copied for a while carries a mark
    if clipboard.ownsClipboard() or (held is not None and held.hasFormat(_OURS)):
        clipboard.clear()


def _forget(text: str) -> None:
    clipboard = QGuiApplication.clipboard()
    if clipboard.text() == text:
        clipboard.clear()
