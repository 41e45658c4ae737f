"""Stages of life over time: who is where, since when, and who moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

WITHHELD = "withheld"
"""In a move: profiling was not allowed (yet, or any more)."""


@dataclass(frozen=True, slots=True)
class StageMove:
    """How many went from one stage to another in the time that ends with a day."""

    day: str
    before: str
    after: str
    customers: int


@dataclass(frozen=True, slots=True)
class StageEntry:
    """A stage and when it began: after ``after`` and no later than ``by``.

    Both are None for the stage on the first day that was looked at: it began before.
    """

    stage: str
    after: str | None
    by: str | None


@dataclass(frozen=True, slots=True)
class CustomerLife:
    """The stages of one customer in the order of time; the last one is that of today."""

    customer: str
    history: tuple[StageEntry, ...]

    @property
    def stage(self) -> str:
        """The stage now."""
        return self.history[-1].stage

    @property
    def entered_by(self) -> str | None:
        """The first day that was looked at with the stage of now, None: it began before."""
        return self.history[-1].by

    @property
    def before(self) -> str | None:
        """The stage before, None when no change was seen."""
        return self.history[-2].stage if len(self.history) > 1 else None


@dataclass(frozen=True, slots=True)
class LifecycleReport:
    """Everybody's stage as of the last of ``days``, and what happened between them.

    ``days`` are the ends of months and the business day; ``flow[i][stage]`` counts who stood
    there on ``days[i]``. ``withheld`` may not be profiled.
    """

    days: tuple[str, ...]
    flow: tuple[Mapping[str, int], ...]
    moves: tuple[StageMove, ...]
    withheld: int
    customers: tuple[CustomerLife, ...] = ()

    @property
    def counts(self) -> Mapping[str, int]:
        """How many stand on each stage now."""
        return self.flow[-1]

    def came(self, stage: str) -> int:
        """Return how many came to a stage since the end of the month before."""
        return sum(m.customers for m in self._latest if m.after == stage)

    def left(self, stage: str) -> int:
        """Return how many left a stage since the end of the month before."""
        return sum(m.customers for m in self._latest if m.before == stage)

    @property
    def _latest(self) -> list[StageMove]:
        return [move for move in self.moves if move.day == self.days[-1]]

    def as_json(self, *, customers: bool) -> dict[str, Any]:
        """Return plain JSON values, with every customer when asked to."""
        found: dict[str, Any] = {
            "as_of": self.days[-1],
            "stages": dict(self.counts),
            "flow": [
                {"day": day, "stages": dict(counts)}
                for day, counts in zip(self.days, self.flow, strict=True)
            ],
            "moves": [asdict(move) for move in self.moves],
            "withheld": self.withheld,
        }
        if customers:
            found["customers"] = [
                {
                    "customer": each.customer,
                    "stage": each.stage,
                    "entered_after": each.history[-1].after,
                    "entered_by": each.entered_by,
                    "history": [asdict(entry) for entry in each.history],
                }
                for each in self.customers
            ]
        return found


@dataclass(frozen=True, slots=True)
class StageEntrant:
    """One who moved: his stage on the first day, that of now, and between which days it began."""

    customer: int
    number: str
    name: str
    before: str
    after: str
    entered_after: str
    entered_by: str


@dataclass(frozen=True, slots=True)
class LifecycleView:
    """Stages for the page: the report, who went from where to where between its first and last
    day (those who stayed among them), and the first people of each move."""

    report: LifecycleReport
    flows: tuple[StageMove, ...]
    people: tuple[StageEntrant, ...]
