"""PySide6 6.12.0 lost references to None and True on Python 3.10 and 3.11, and aborted."""

from __future__ import annotations

import os
import subprocess
import sys

SCRIPT = """
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLabel

class Sender(QObject):
    sent = Signal(bool)

application = QApplication([])
received = []
sender = Sender()
sender.sent.connect(lambda value: received.append(value) if len(received) < 3 else None)
label = QLabel()
for number in range(200_000):
    sender.sent.emit(True)
    label.setText(str(number))
assert received == [True, True, True]
assert label.text() == "199999"
"""


def test_two_hundred_thousand_signals_and_calls_do_not_abort() -> None:
    result = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
