"""The log: where something of ours failed and of which kind, never a value of anybody."""

from __future__ import annotations

import logging  # not logging.handlers, which imports socket
from pathlib import Path
from typing import Any


def keep_log(file: Path) -> None:
    """Write errors of the program to a small file that is replaced when it grows."""
    log = logging.getLogger("profiler_app")
    if log.handlers:
        return
    if file.exists() and file.stat().st_size > 500_000:
        file.replace(file.with_name(f"{file.name}.1"))
    handler = logging.FileHandler(file, encoding="utf-8", delay=True)
    handler.setFormatter(_WithoutValues("%(asctime)s %(levelname)s %(name)s %(message)s"))
    log.addHandler(handler)
    log.propagate = False


class _WithoutValues(logging.Formatter):
    """Formats errors as their type and places; texts of errors may hold personal data."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line, however many the message pretends to be."""
        return " ".join(super().format(record).replace("\0", " ").splitlines())

    def formatException(self, ei: Any) -> str:
        """Return the frames of a traceback without any text of the error."""
        kind, _error, trace = ei
        frames = []
        while trace is not None:
            code = trace.tb_frame.f_code
            frames.append(f"{Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}")
            trace = trace.tb_next
        return f"{kind.__name__} at " + " < ".join(reversed(frames))
