"""Which missing answer would change most of what is concluded about a customer.

What a customer might answer is drawn from the answers of others of his kind. With each draw the
rules of all tags are evaluated; the worth of a question is the mutual information between its
answer and the outcome of each group of tags, in bits, added up (C. E. Shannon, A Mathematical
Theory of Communication, 1948), with the correction of Miller and Madow for few draws. Tags that
exclude each other are one outcome. Rules a question does not reach get exactly nothing.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Column
from profiler_app.analysis.evaluation import Kleene, evaluate
from profiler_app.analysis.rows import IntArray
from profiler_app.domain.tags import TagDefinition, in_dependency_order

DRAWS = 512
_ANSWERS = 12
"""So many different answers are told apart; the others, and numbers, fall into as many bands."""

Columns = Mapping[str, Column]


@dataclass(frozen=True, slots=True)
class Question:
    """A question by its key, and the fields its answer fills (the first ones matter most)."""

    key: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Worth:
    """What an answer is expected to tell, and per tag it may decide the chance to have it."""

    key: str
    gain: float
    chances: Mapping[str, float]


class Asking:
    """Knows the rules, and how others answered; ``others`` are columns of customers of a kind."""

    def __init__(
        self, definitions: Iterable[TagDefinition], others: Columns, *, seed: int = 7
    ) -> None:
        self._others = others
        self._seed = seed
        usable = [tag for tag in definitions if tag.rule and not tag.sensitive]
        self._order = in_dependency_order(usable)
        self._reads = _reads(self._order)

    @property
    def reads(self) -> frozenset[str]:
        """The fields the rules read."""
        return frozenset[str]().union(*self._reads.values())

    def reached(self, question: Question) -> frozenset[str]:
        """Return the tags whose rules read what a question fills."""
        wanted = set(question.fields)
        return frozenset(tag for tag, fields in self._reads.items() if fields & wanted)

    def worth(self, known: Columns, questions: Sequence[Question]) -> list[Worth]:
        """Return the worth of every question for a customer, the most telling first.

        ``known`` are the customer's columns (length 1). Equal ones stay in the order given.
        """
        reached = [self.reached(question) for question in questions]
        wanted = frozenset[str]().union(*reached)
        if not wanted:
            return [Worth(question.key, 0.0, {}) for question in questions]
        columns, answers = self._draw(known, questions)
        tags = self.outcomes(columns, wanted, DRAWS)
        found = [
            self._worth(question, answers[question.key], tags, mine)
            for question, mine in zip(questions, reached, strict=True)
        ]
        return sorted(found, key=lambda worth: -round(worth.gain, 6))

    def outcomes(self, columns: Columns, wanted: Iterable[str], size: int) -> dict[str, Kleene]:
        """Evaluate the wanted tags, and those they ask for."""
        chosen = self._with_asked(wanted)
        answers: dict[str, Kleene] = {}
        for tag in self._order:
            if tag.id in chosen and tag.rule is not None:
                answers[tag.id] = evaluate(tag.rule, columns, tags=answers, size=size)
        return answers

    def groups(self, wanted: Iterable[str]) -> dict[str, list[str]]:
        """Return tags by the group in which only one is kept; others are a group of their own."""
        wanted = set(wanted)
        found = defaultdict(list)
        for tag in self._order:
            if tag.id in wanted:
                found[tag.exclusive_group or tag.id].append(tag.id)
        return dict(found)

    def _with_asked(self, wanted: Iterable[str]) -> set[str]:
        chosen = set(wanted)
        for tag in reversed(self._order):
            if tag.id in chosen and tag.rule is not None:
                chosen |= tag.rule.tags
        return chosen

    def _draw(
        self, known: Columns, questions: Sequence[Question]
    ) -> tuple[dict[str, Column], dict[str, IntArray]]:
        """Complete the customer with answers of others; return columns and codes of answers."""
        columns = {name: _repeated(column) for name, column in known.items()}
        answers = {}
        for number, question in enumerate(questions):
            places = self._who_answered(question)
            if not len(places):
                answers[question.key] = np.zeros(DRAWS, np.int64)
                continue
            rng = np.random.default_rng([self._seed, len(places), number])
            drawn = {
                name: self._others[name].take(rng_places)
                for rng_places in [rng.choice(places, DRAWS)]
                for name in question.fields
                if name in self._others
            }
            columns |= drawn
            answers[question.key] = _codes(list(drawn.values()))
        return columns, answers

    def _who_answered(self, question: Question) -> NDArray[np.int64]:
        """Return who answered; for a part of the question if nobody answered all of it."""
        there = [self._others[name].known for name in question.fields if name in self._others]
        if not there:
            return np.zeros(0, np.int64)
        every = np.logical_and.reduce(there)
        return np.flatnonzero(every if every.any() else np.logical_or.reduce(there))

    def _worth(
        self,
        question: Question,
        answers: IntArray,
        tags: Mapping[str, Kleene],
        reached: frozenset[str],
    ) -> Worth:
        gain = 0.0
        for members in self.groups(reached).values():
            gain += information(answers, outcome([tags[tag] for tag in members]))
        chances = {tag: float(tags[tag].true.mean()) for tag in reached}
        open_ = {tag: chance for tag, chance in chances.items() if 0 < chance < 1}
        return Worth(question.key, gain, open_)


def _reads(order: Sequence[TagDefinition]) -> dict[str, set[str]]:
    """Return the fields each tag reads, also through other tags."""
    reads: dict[str, set[str]] = {}
    for tag in order:
        assert tag.rule is not None
        through = (reads.get(asked, set()) for asked in tag.rule.tags)
        reads[tag.id] = set(tag.rule.fields).union(*through)
    return reads


def _repeated(column: Column) -> Column:
    return column.take(np.zeros(DRAWS, np.int64))


def _codes(columns: Sequence[Column]) -> IntArray:
    """Return the different answers as numbers; numbers in bands, rare answers as one."""
    code = np.zeros(DRAWS, np.int64)
    for column in columns:
        part = np.where(column.known, _banded(column), -1)
        both = np.column_stack([code, part])
        code = np.unique(both, axis=0, return_inverse=True)[1].reshape(-1)
    values, counts = np.unique(code, return_counts=True)
    rare = values[np.argsort(-counts, kind="stable")[_ANSWERS * len(columns) :]]
    return np.where(np.isin(code, rare), -1, code)


def _banded(column: Column) -> IntArray:
    values = column.values.astype(np.float64)
    if column.kind in ("int", "num", "ratio", "money", "date") and column.known.any():
        edges = np.quantile(values[column.known], np.linspace(0, 1, _ANSWERS + 1)[1:-1])
        return np.searchsorted(edges, values, side="right")
    return np.unique(values, return_inverse=True)[1].reshape(-1)


def outcome(tags: Sequence[Kleene]) -> IntArray:
    """Return which tag of a group holds: -1 none, -2 not to be told."""
    code = np.full(len(tags[0].true), -1, np.int64)
    for number, answer in reversed(list(enumerate(tags))):
        code = np.where(answer.true, number, np.where(answer.unknown, -2, code))
    return code


def information(answers: IntArray, results: IntArray) -> float:
    """Return the mutual information of two codes in bits, corrected for few draws (at least 0)."""
    names, rows = np.unique(answers, return_inverse=True)
    kinds, columns = np.unique(results, return_inverse=True)
    if len(names) < 2 or len(kinds) < 2:
        return 0.0
    table = np.zeros((len(names), len(kinds)))
    np.add.at(table, (rows.reshape(-1), columns.reshape(-1)), 1)
    total = table.sum()
    expected = table.sum(1, keepdims=True) @ table.sum(0, keepdims=True) / total
    there = table > 0
    bits = float((table[there] * np.log2(table[there] / expected[there])).sum() / total)
    free = (len(names) - 1) * (len(kinds) - 1)
    return max(bits - free / (2 * float(total) * math.log(2)), 0.0)
