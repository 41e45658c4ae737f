"""What the commands do, area by area."""

from __future__ import annotations

from collections.abc import Mapping

from profiler_app.cli import (
    baskets,
    campaigning,
    cards,
    cohorts,
    comparing,
    daily,
    deduping,
    doctoring,
    exchanging,
    exporting,
    grouping,
    installing,
    keeping,
    listing,
    match_rules,
    merging,
    packing,
    predicting,
    quality,
    recommending,
    recovering,
    registering,
    reporting,
    ruling,
    scorecards,
    scoring,
    segmenting,
    surveying,
    tags,
    trusting,
    valuing,
    visiting,
    voices,
)
from profiler_app.cli.demo import demo
from profiler_app.cli.opening import Command

_AREAS = (
    cards,
    cohorts,
    deduping,
    exchanging,
    exporting,
    grouping,
    keeping,
    listing,
    match_rules,
    merging,
    packing,
    predicting,
    quality,
    ruling,
    segmenting,
    surveying,
    tags,
    scorecards,
    scoring,
    valuing,
    comparing,
    visiting,
    voices,
    baskets,
    recommending,
    reporting,
    campaigning,
    trusting,
    recovering,
    registering,
    doctoring,
    daily,
    installing,
)

COMMANDS: Mapping[str, Command] = {
    "demo": demo,
    **{name: run for area in _AREAS for name, run in area.COMMANDS.items()},
}
