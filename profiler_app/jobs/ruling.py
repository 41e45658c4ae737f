"""What a typed rule, or a question in plain words, means and for whom it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from profiler_app.analysis.evaluation import Kleene
from profiler_app.analysis.explanation import Explanation, explain
from profiler_app.domain.errors import RuleProblem
from profiler_app.domain.querying import Doubt, Goods, Unknown, ask
from profiler_app.domain.rules import Rule, parse, to_sentence, to_text
from profiler_app.domain.rules.outline import outline
from profiler_app.domain.tags import known_tags
from profiler_app.domain.text import LANGUAGES, _, in_language
from profiler_app.jobs import cards
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.judging import all_columns, all_tags, business_day, judge
from profiler_app.store.product_words import product_words
from profiler_app.store.segments import SAVED_RULE, SNAPSHOT, read_segments
from profiler_app.store.workspace import Workspace


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A rule that was understood: its text, tree, sentence by language, and how many it holds for.

    ``explanation`` is about one customer where one was asked for.
    """

    rule: Rule
    sentences: Mapping[str, str]
    customers: int
    unknown: int
    total: int
    as_of: str
    explanation: Explanation | None = None

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        found = {
            "text": to_text(self.rule),
            "tree": outline(self.rule),
            "sentence": dict(self.sentences),
            "count": self.customers,
            "unknown": self.unknown,
            "total": self.total,
            "as_of": self.as_of,
        }
        if self.explanation is not None:
            found["customer"] = self.explanation.as_json()
        return found


def segment_names(workspace: Workspace) -> dict[str, str]:
    """Return the names of the saved segments by key."""
    connection = workspace.connection
    rows = [*read_segments(connection, SAVED_RULE), *read_segments(connection, SNAPSHOT)]
    return {row.key: row.name for row in rows}


def parse_known(workspace: Workspace, text: str) -> Rule:
    """Parse a rule, its segments among those that are there. Raises RuleProblem."""
    if not text.strip():
        raise RuleProblem(position=0, reason=_("the rule is empty"))
    return parse(text, tags=known_tags(), segments=segment_names(workspace))


def read_rule(workspace: Workspace, text: str, *, customer: str | None = None) -> Reading:
    """Say what a rule means and count whom it holds for.

    ``customer`` (a number or an identifier) asks for the reasons of one customer. Raises
    RuleProblem with the place and the reason, and CustomerNotFound.
    """
    rule = parse_known(workspace, text)
    return reading_of(workspace, ColumnSource(workspace), rule, customer=customer)


def reading_of(
    workspace: Workspace, source: ColumnSource, rule: Rule, *, customer: str | None = None
) -> Reading:
    """Say what a parsed rule means and count whom it holds for."""
    verdict = judge(source, rule)
    about = None
    if customer is not None:
        about = explained(workspace, source, rule, cards.find(workspace, customer))
    return Reading(
        rule=rule,
        sentences=said(rule, workspace.settings.currency),
        customers=int(verdict.true.sum()),
        unknown=int(verdict.unknown.sum()),
        total=len(verdict),
        as_of=business_day(workspace).isoformat(),
        explanation=about,
    )


def said(rule: Rule, currency: str) -> dict[str, str]:
    """Return the sentence of a rule by language."""
    sentences: dict[str, str] = {}
    for each in LANGUAGES:
        with in_language(each):
            sentences[each] = to_sentence(rule, currency=currency)
    return sentences


def explained(workspace: Workspace, source: ColumnSource, rule: Rule, customer: int) -> Explanation:
    """Explain a rule for one customer."""
    place = np.searchsorted(source.ids(), [customer])
    columns = {name: each.take(place) for name, each in all_columns(source, rule).items()}
    tags = {
        name: Kleene(each.true[place], each.unknown[place])
        for name, each in all_tags(source, rule).items()
    }
    return explain(rule, columns, tags=tags, currency=workspace.settings.currency)


# -- questions in plain words


@dataclass(frozen=True, slots=True, eq=False)
class Reply:
    """What a typed question means.

    ``reading`` where it means one thing; ``candidates`` (rule, sentence by language) where it can
    mean several, ``doubts`` the words in question; ``unknown`` words nobody knows.
    """

    reading: Reading | None
    candidates: tuple[tuple[str, Mapping[str, str]], ...] = ()
    doubts: tuple[Doubt, ...] = ()
    unknown: tuple[Unknown, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        if self.reading is not None:
            return {"status": "understood", **self.reading.as_json()}
        if self.candidates:
            return {
                "status": "ambiguous",
                "doubts": [
                    {"words": d.words, "position": d.position, "meanings": list(d.meanings)}
                    for d in self.doubts
                ],
                "candidates": [
                    {"text": text, "sentence": dict(said_)} for text, said_ in self.candidates
                ],
            }
        words = [{"words": each.words, "position": each.position} for each in self.unknown]
        return {"status": "not_understood", "unknown": words}


def answer(workspace: Workspace, question: str, source: ColumnSource | None = None) -> Reply:
    """Read a question in plain Chinese or English by the fixed grammar, and count."""
    found = ask(question, goods_of(workspace))
    if found.rule is not None:
        return Reply(reading_of(workspace, source or ColumnSource(workspace), found.rule))
    currency = workspace.settings.currency
    candidates = tuple((to_text(each.rule), said(each.rule, currency)) for each in found.candidates)
    return Reply(None, candidates, found.doubts, found.unknown)


def goods_of(workspace: Workspace) -> Goods:
    """Return what can be bought, as the workspace calls it."""
    return Goods(*product_words(workspace.connection))
