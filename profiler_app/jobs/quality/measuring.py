"""Measuring the quality of the book: per record, per field, per source, and what to mend first."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import BoolArray, Column
from profiler_app.analysis.completeness import IDENTITY, weights
from profiler_app.analysis.matching import exact
from profiler_app.analysis.quality.scoring import Tally, mean_score, totals
from profiler_app.analysis.quality.validity import CHECKED, PAST_DATES
from profiler_app.domain.fields import Field, fields
from profiler_app.domain.quality import (
    RULES,
    WEIGHTS,
    ColumnQuality,
    Problem,
    Quality,
    Record,
    Remedy,
    Snapshot,
    SourceQuality,
)
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.quality import rules
from profiler_app.jobs.quality.look import Look
from profiler_app.store.customer_sources import customer_origins
from profiler_app.store.customers import read_customers
from profiler_app.store.workspace import Workspace

HISTORY = "quality.history"
"""The setting of the workspace that keeps what checks found."""
STALE = 0.5
"""What is known counts for less than this: it is stale."""
MEASURED_UP_TO = 20_000
"""More customers than this are not measured for a page: what was recorded last is shown."""
_SAMPLE = 5
_WORST = 20
_MORE = ("cn_id", "id_doc_expiry", "household_size", "children_count")
"""Fields that are off by default and yet checked where they are filled."""
_KEY_FIELDS = IDENTITY | {"birth_date", "gender", "province", "industry", "owner_rm"}
"""Where one of these is missing for some, that is a problem of its own."""
_REMEDIES: Mapping[str, Remedy] = {
    "missing": "list",
    "expired": "remind",
    "stale": "remind",
    "spelling": "unify",
    "duplicate": "review",
    "before_born": "list",
}
_URGENT = frozenset({"duplicate", "expired", "invalid", "impossible"})


def measure(workspace: Workspace, source: ColumnSource, *, today: date) -> Quality:
    """Measure everybody on a business day; seconds for a million customers."""
    for found in measuring_steps(workspace, source, today=today):
        if isinstance(found, Quality):
            return found
    raise AssertionError("the last step is the result")


def measuring_steps(
    workspace: Workspace, source: ColumnSource, *, today: date
) -> Iterator[float | Quality]:
    """Measure bit by bit: yield how far it is (0 to 1), and the result last.

    Whoever has other questions to answer meanwhile can answer them between two steps.
    """
    started = time.perf_counter()
    work = _Measuring(Look(source, today))
    if not work.look.size:
        empty = mean_score(Tally.of(1).aspects(), np.zeros(1), np.zeros(1, np.bool_))
        yield Quality(today.isoformat(), empty, history=history(workspace))
        return
    columns = []
    for column in work.fields():
        columns.append(column)
        yield min(0.7, len(columns) / len(weights()))
    for step in work.between_fields():
        yield 0.7 + 0.1 * step
    work.twins()
    yield 0.9
    work.freshness()
    aspects = work.tally.aspects()
    scores = totals(aspects)
    yield Quality(
        today.isoformat(),
        mean_score(aspects, scores),
        tuple(work.with_freshness(column) for column in columns),
        tuple(_sources(workspace, work.look.ids, aspects, scores)),
        tuple(sorted(work.problems(), key=lambda each: (-each.gain, each.key))),
        history(workspace),
        _worst(workspace, work.look.ids, scores),
        time.perf_counter() - started,
    )


def score_column(source: ColumnSource, as_of: date) -> Column:
    """Return the score of every record (0 to 100) as a column."""
    work = _Measuring(Look(source, as_of))
    for _step in chain(work.fields(), work.between_fields()):
        pass
    work.twins()
    work.freshness()
    scores = np.round(totals(work.tally.aspects()), 1)
    return Column("num", scores, np.ones(len(scores), np.bool_))


def history(workspace: Workspace) -> tuple[Snapshot, ...]:
    """Return what was recorded, the oldest first."""
    return tuple(Snapshot.from_json(each) for each in workspace.setting(HISTORY, ()))


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """Who has a problem, and how many points of each record it costs (``gain``, 0 to 1)."""

    who: BoolArray
    gain: Any
    count: int | None = None


class _Measuring:
    """Counts; each method adds one aspect."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.tally = Tally.of(look.size)
        self._found: dict[str, Callable[[], _Found]] = {}

    def fields(self) -> Iterator[ColumnQuality]:
        """Count every field that is on by default, or checked."""
        tally = self.tally
        for name in dict.fromkeys((*weights(), *_MORE)):
            field, weight = fields()[name], weights().get(name, 0)
            is_id = name == "cn_id"
            column = self.look.id_number if is_id else self.look.column(name)
            applies = self.look.applies(field)
            filled = column.known & applies
            valid = (self.look.has_id if is_id else self.look.valid(name, column)) & applies
            tally.add_field(weight, applies, filled, valid)
            may, has, right = (int(each.sum()) for each in (applies, filled, valid))
            found = ColumnQuality(name, may, has, right, None)
            if weight or found.filled:
                yield found
            self._note_field(field, weight, found, applies & ~filled, filled & ~valid)

    def _note_field(
        self, field: Field, weight: int, found: ColumnQuality, empty: BoolArray, bad: BoolArray
    ) -> None:
        if weight and field.id in _KEY_FIELDS and 0 < found.filled < found.applies:
            self._note(f"missing:{field.id}", empty, lambda: self._of_weight(weight))
        if found.valid < found.filled:
            rule = wrong(field)
            self._note(f"{rule}:{field.id}", bad, lambda: self._of_value(weight))

    def _note(self, key: str, who: BoolArray, gain: Callable[[], Any]) -> None:
        self._found[key] = lambda: _Found(who, gain())

    def _of_weight(self, weight: int) -> Any:
        return WEIGHTS["completeness"] * weight / np.maximum(self.tally.weight, 1)

    def _of_value(self, weight: int) -> Any:
        per_value = WEIGHTS["validity"] / np.maximum(self.tally.filled, 1)
        return per_value + (self._of_weight(weight) if weight else 0)

    def between_fields(self) -> Iterator[float]:
        """Check rules between fields, and that one value has one spelling; yield how far it is."""

        def gain() -> Any:
            return WEIGHTS["consistency"] / np.maximum(self.tally.applying, 1)

        for at, (name, rule) in enumerate(rules.BETWEEN.items()):
            yield at / len(rules.BETWEEN)
            verdict = rule(self.look)
            self.tally.add_rule(verdict.applies, verdict.fails)
            if verdict.fails.any():
                self._note(name, verdict.fails, gain)
        for name in rules.SPELLED:
            verdict, groups = rules.spelling(self.look, name)
            self.tally.add_rule(verdict.applies, verdict.fails)
            if groups:
                odd = sum(len(group.spellings) - 1 for group in groups)
                fails = verdict.fails
                self._found[f"spelling:{name}"] = lambda f=fails, n=odd: _Found(f, gain(), n)  # type: ignore[misc]

    def twins(self) -> None:
        """Look for customers who may be the same."""
        pairs = twin_pairs(self.look)
        self.tally.twin = pairs.involved(self.look.size)
        if len(pairs.first):
            found = _Found(self.tally.twin, WEIGHTS["uniqueness"], len(exact.groups(pairs)))
            self._found["duplicate"] = lambda: found

    def freshness(self) -> None:
        """Take how fresh everything is from the last refresh; who came since is fresh."""
        column = self.look.source.read_once("timeliness")
        if column is None:
            return
        fresh = np.where(column.known, column.values / 100, 1.0)
        self.tally.fresh = fresh
        stale = fresh < STALE
        if stale.any():
            self._note("stale", stale, lambda: WEIGHTS["timeliness"] * (1 - fresh))

    def with_freshness(self, column: ColumnQuality) -> ColumnQuality:
        """Add how fresh the records with a value are; identity does not grow old."""
        fresh = self.tally.fresh
        if column.field in IDENTITY or fresh is None or not column.filled:
            return column
        known = self.look.column(column.field).known
        mean = float(fresh[known].mean())
        return ColumnQuality(column.field, column.applies, column.filled, column.valid, mean)

    def problems(self) -> Iterator[Problem]:
        """Return what was noted, each with the points it costs the book."""
        for key, made in self._found.items():
            found = made()
            rule, name = key.partition(":")[::2]
            who = np.flatnonzero(found.who)
            gain = np.broadcast_to(found.gain, found.who.shape)[who]
            remedy = _REMEDIES.get(rule, "clean")
            yield Problem(
                key=key,
                aspect=RULES[rule][0],
                count=len(who) if found.count is None else found.count,
                gain=100 * float(gain.sum()) / self.look.size,
                remedy=remedy,
                unit=_UNITS.get(rule, "customers"),  # type: ignore[arg-type]
                where=_where(rule, name, self.look.as_of),
                sample=tuple(self.look.ids[who[:_SAMPLE]].tolist()),
                urgent=rule in _URGENT,
            )


_UNITS = {"duplicate": "groups", "spelling": "spellings"}


def wrong(field: Field) -> str:
    """Return which rule a value that is not valid breaks."""
    if field.id == "id_doc_expiry":
        return "expired"
    is_text = field.id in CHECKED or field.kind in ("enum", "text", "code")
    return "invalid" if is_text and field.id not in PAST_DATES else "impossible"


def missing(name: str) -> str:
    """Return a rule of the list for the customers who lack a value they could have."""
    found = {each.partition(":")[0] for each in fields()[name].applies_to}
    lines = {each.partition(":")[2] for each in fields()[name].applies_to}
    parts = [f"isnull({name})"]
    for what, values in (("kind", found), ("line", lines)):
        if len(values) == 1:
            parts.append(f'{what} == "{next(iter(values))}"')
    return " and ".join(parts)


def _where(rule: str, name: str, today: date) -> str:
    """Return a rule of the list of customers for those who have a problem, if one says it."""
    if rule == "missing":
        return missing(name)
    if rule == "stale":
        return f"timeliness < {100 * STALE:g}"
    if rule == "expired":
        return f'{name} < "{today.isoformat()}"'
    return ""


def twin_pairs(look: Look) -> exact.Pairs:
    """Return the open duplicate candidates of the book."""
    return exact.candidates(look.columns(exact.READ), look.size)


def numbers_of(workspace: Workspace, customers: Sequence[int]) -> dict[int, str]:
    """Return the numbers of some customers by id."""
    found = read_customers(workspace.connection, customers, ("number",))
    return {each: str(cells[0]) for each, cells in found.items()}


def _worst(
    workspace: Workspace, ids: NDArray[Any], scores: NDArray[np.float64]
) -> tuple[Record, ...]:
    """Return the records with the lowest scores, the lowest first."""
    lowest = np.argsort(scores, kind="stable")[:_WORST]
    found = ids[lowest].tolist()
    named = read_customers(workspace.connection, found, ("number", "name"))
    records = []
    for customer, score in zip(found, scores[lowest].tolist(), strict=True):
        number, name = named[customer]
        records.append(Record(customer, number, name, round(score, 1)))
    return tuple(records)


def _sources(
    workspace: Workspace, ids: NDArray[Any], aspects: Any, scores: NDArray[np.float64]
) -> Iterator[SourceQuality]:
    """Return each file and other source with the score of the customers it brought."""
    named: dict[tuple[str, str], BoolArray] = {}
    for origin in customer_origins(workspace.connection):
        kind = origin.kind if origin.kind in ("import", "sample") else "create"
        name = str(origin.facts.get("file", "")) if kind == "import" else ""
        begin = int(np.searchsorted(ids, origin.first))
        end = int(np.searchsorted(ids, origin.last, side="right"))
        if end > begin:
            marks = named.setdefault((name, kind), np.zeros(len(ids), np.bool_))
            marks[begin:end] = True
    for (name, kind), marks in named.items():
        yield SourceQuality(name, kind, mean_score(aspects, scores, marks))
