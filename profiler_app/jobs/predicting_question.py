"""What is foretold from what, and what the screening found, with the names people know."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from profiler_app.analysis.columns import Column
from profiler_app.analysis.prediction.screening import Finding
from profiler_app.domain.predicting import Told


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """What is foretold from what: typed columns in one order of rows.

    ``time`` is the column of the moment of a row; with ``row_order`` the order of the rows itself
    is looked at without one. ``names`` are those of the rows, ``named`` tells those of the
    fields to people and ``shown`` a value, both in the current language; ``locked`` are fields no
    model may learn from.
    """

    target: str
    column: Column
    yes: str | None
    columns: Mapping[str, Column]
    time: str | None
    row_order: bool
    names: Sequence[str]
    shown: Callable[[str, Column, int], str]
    named: Callable[[str], str] = str
    locked: frozenset[str] = frozenset()
    warnings: tuple[Told, ...] = ()

    def label(self, name: str) -> str:
        """Return the name of a field for people."""
        return self.named(name)


def told(asked: Question, finding: Finding, yes: str) -> Told:
    """Return a finding of the screening with the names people know."""
    facts: dict[str, Any] = {**finding.facts, "field": asked.label(finding.field)}
    if "label" in facts:
        facts["label"] = yes if facts["label"] else f"≠ {yes}"
    if "time" in facts:
        facts["time"] = asked.label(facts["time"])
    return Told(finding.code, facts)
