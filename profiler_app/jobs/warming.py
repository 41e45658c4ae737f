"""What is done once for the whole process, so that the window answers quickly from then on."""

from __future__ import annotations

import gc
import sys
from importlib import import_module

_TURN = 0.0005
"""Seconds a thread may keep the interpreter while another waits for it (Python's own: 0.005).

One paint asks for the interpreter for every widget written in Python; while a job computes, each
of them would wait that long.
"""


def favour_window() -> None:
    """Let jobs disturb the window as little as the interpreter allows; once, when it is shown.

    The collector of garbage leaves out what is there already: its rounds stop every thread, so
    few and short ones matter more than memory. Who makes the rounds is the window's matter.
    """
    sys.setswitchinterval(_TURN)
    gc.freeze()
    gc.set_threshold(10_000, 5, 100)


def load_catalogs() -> None:
    """Read what every page asks for at its first paint: fields, and tags with their rules."""
    from profiler_app.domain.fields import fields
    from profiler_app.domain.tags import known_tags

    fields()
    known_tags()


def warm_up() -> None:
    """Import what charts, writes and groups of customers will need, after the window is shown.

    None of it is garbage. Loading it in the middle of a job would hold up the window.
    """
    from profiler_app.store.connect import load_table_layer

    load_table_layer()
    import_module("matplotlib.figure")
    import_module("matplotlib.backends.backend_agg")
    import_module("sklearn.cluster")
    import_module("sklearn.metrics")
    gc.freeze()
