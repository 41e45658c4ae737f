"""What the commands do, area by area."""

from __future__ import annotations

from collections.abc import Mapping

from profiler_app.cli import (
    cards,
    exporting,
    grouping,
    keeping,
    listing,
    predicting,
    quality,
    valuing,
)
from profiler_app.cli.demo import demo
from profiler_app.cli.opening import Command

_AREAS = (
    cards,
    exporting,
    grouping,
    keeping,
    listing,
    predicting,
    quality,
    valuing,
)

COMMANDS: Mapping[str, Command] = {
    "demo": demo,
    **{name: run for area in _AREAS for name, run in area.COMMANDS.items()},
}
