"""What to know before a visit, on one page."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from profiler_app.domain.profile import Card, to_json

Verdict = Literal["fits", "wait"]


@dataclass(frozen=True, slots=True)
class Point:
    """Something to say, to ask or to leave out, and why; ``key`` says what it rests on."""

    key: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class LastContact:
    """The last time somebody spoke with the customer; ``promised`` is the next step agreed on."""

    on: date
    how: str
    said: str
    by: str
    promised: str


@dataclass(frozen=True, slots=True)
class Change:
    """What is new since then."""

    on: date
    label: str
    text: str
    value: str


@dataclass(frozen=True, slots=True)
class Fit:
    """A product or category that fits, or must wait, and why."""

    product: str
    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class VisitSheet:
    """Everything on the page: three ``talk`` points, what to ``avoid``, two ``ask`` questions.

    Where nothing is new, ``earlier`` are the latest events before.
    """

    card: Card
    last: LastContact | None
    changes: tuple[Change, ...]
    more_changes: int
    earlier: tuple[Change, ...]
    talk: tuple[Point, ...]
    avoid: tuple[Point, ...]
    ask: tuple[Point, ...]
    fit: tuple[Fit, ...]

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values; of the card only who it is about, contacts as they stand."""
        card = to_json(self.card)
        who = ("number", "kind", "line", "name", "as_of", "facts", "contacts", "owner", "consents")
        return {
            "customer": {name: card[name] for name in (*who, "stage", "segment", "kpis")},
            "last_contact": _dated(asdict(self.last)) if self.last else None,
            "changes": [_dated(asdict(change)) for change in self.changes],
            "more_changes": self.more_changes,
            "earlier": [_dated(asdict(change)) for change in self.earlier],
            "talk": [asdict(point) for point in self.talk],
            "avoid": [asdict(point) for point in self.avoid],
            "ask": [asdict(point) for point in self.ask],
            "fit": [asdict(fit) for fit in self.fit],
        }


def _dated(plain: dict[str, Any]) -> dict[str, Any]:
    return {**plain, "on": plain["on"].isoformat()}
