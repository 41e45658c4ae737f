"""A card for programs: all that stands on it, with the reasons a page has no room for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from profiler_app.domain.profile import Card, Cell, to_json
from profiler_app.domain.tags import known_tags
from profiler_app.jobs import cards
from profiler_app.jobs.asking import next_questions
from profiler_app.jobs.cards.reasons import explain_tag
from profiler_app.jobs.cards.subject import read_subject
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.deviations import find_deviations
from profiler_app.store.workspace import Workspace


def card_as_json(
    workspace: Workspace, customer: int, *, as_of: date, known_on: date | None = None
) -> dict[str, Any]:
    """Return the card with the evidence of each tag, its sources and the questions to ask next.

    ``as_of`` and ``known_on`` are those of ``cards.read_card``. ``completeness`` (0 to 1) stands
    also at every dimension.
    """
    card = cards.read_card(workspace, customer, as_of=as_of, known_on=known_on)
    subject = read_subject(workspace, customer, as_of=as_of, known_on=known_on)
    found = to_json(card)
    for block in found["dimensions"]:
        block["completeness"] = block["filled"] / block["total"]
    for tag in found["tags"]:
        why = explain_tag(subject, known_tags()[tag["id"]])
        tag |= {
            "rule": why.rule,
            "evidence": why.evidence,
            "version": why.version,
            "removed_when": why.removed_when,
        }
    source = ColumnSource(workspace)
    questions = next_questions(source, subject)
    special = find_deviations(workspace, source, card, as_of=as_of)
    found["deviations"] = special.as_json() if special else None
    found["sources"] = _sources(card)
    found["next_question"] = asdict(questions[0]) if questions else None
    found["next_questions"] = [asdict(question) for question in questions]
    return found


def _sources(card: Card) -> list[dict[str, Any]]:
    """Return where the values of the dimensions come from, the most frequent source first."""
    by_name: dict[str, list[Cell]] = {}
    for cell in _known(card):
        by_name.setdefault(cell.source or "—", []).append(cell)
    ranked = sorted(by_name.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return [
        {
            "source": name,
            "fields": [cell.field for cell in cells],
            "newest": max((c.as_of.isoformat() for c in cells if c.as_of), default=None),
            "stale": [cell.field for cell in cells if cell.stale],
        }
        for name, cells in ranked
    ]


def _known(card: Card) -> Iterable[Cell]:
    return (cell for block in card.dimensions for cell in block.cells if cell.value is not None)
