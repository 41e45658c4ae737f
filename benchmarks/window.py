"""From the start of the process to the first painted window, beside an empty PySide6 window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from benchmarks import generating
from benchmarks.measuring import Bar, Experiment, Scale, worker

_REMARK = (
    "First window: the start of the program as after the first day, so the page that asks for the "
    "passphrase follows at once (“First page painted”); the peer is an empty QMainWindow of the "
    "same size. Both offscreen, from the start of the process to the end of the paint."
)


def experiments(scale: Scale) -> Sequence[Experiment]:
    """Return the start to the page that asks for the passphrase, beside an empty window."""
    home = str(generating.home())
    places = {"QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": home, "XDG_CONFIG_HOME": home}
    cases = (
        worker("empty", "benchmarks.start_cases:open_empty"),
        worker("zhike", "benchmarks.start_cases:open_zhike"),
    )
    return [
        Experiment(
            cases=tuple(replace(case, environment=places) for case in cases),
            bars=(
                Bar("First window painted", "zhike.painted", "empty.painted", 1.5),
                Bar("… processor time until then", "zhike.painted_cpu", "empty.painted_cpu", None),
                Bar("First page painted", "zhike.page", "empty.painted", None),
                Bar("Heavy libraries imported before it", "zhike.heavy", None, 0, "libraries"),
                Bar("Memory in use then", "zhike.resident", None, 110, "MB"),
            ),
            remark=_REMARK,
        )
    ]
