"""Loading the heavy libraries after the window is shown, so that their first use is quick."""

from __future__ import annotations

import gc
from importlib import import_module

from profiler_app.store.connect import load_table_layer


def warm_up() -> None:
    """Import what charts and writes will need; none of it is ever garbage."""
    load_table_layer()
    import_module("matplotlib.figure")
    import_module("matplotlib.backends.backend_agg")
    gc.freeze()
