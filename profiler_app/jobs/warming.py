"""What is done once for the whole process, so that the window answers quickly from then on."""

from __future__ import annotations

import gc
from importlib import import_module

from profiler_app.store.connect import load_table_layer


def collect_rarely() -> None:
    """Let the collector of garbage work from now on, but not on what is there already.

    Its rounds stop every thread, the window too: few and short ones matter more than memory.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    gc.enable()


def warm_up() -> None:
    """Import what charts and writes will need, after the window is shown; none of it is garbage."""
    load_table_layer()
    import_module("matplotlib.figure")
    import_module("matplotlib.backends.backend_agg")
    gc.freeze()
