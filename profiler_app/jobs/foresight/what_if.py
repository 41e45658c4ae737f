"""What a model would say of a customer if a field were different.

The model is learned again (the same data and seed give the same model) and kept only while it is
asked: fitted models are never stored. Values offered are values customers have, so that no model
is asked about what it never saw. Sensitive fields are no part of any model.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Column
from profiler_app.analysis.prediction.screening import screen
from profiler_app.analysis.prediction.strength import CODED
from profiler_app.analysis.prediction.targets import read_target
from profiler_app.analysis.scoring.points import Scale, learn_scorecard
from profiler_app.domain.errors import NoModelToAsk
from profiler_app.domain.fields import find_field
from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.rules.showing import show
from profiler_app.domain.text import N_, _, pgettext
from profiler_app.jobs.foresight.churn import learn_churn, level_of
from profiler_app.jobs.foresight.pages.field import likelihood
from profiler_app.jobs.foresight.pages.parts import names
from profiler_app.jobs.insights.warned import level_label
from profiler_app.jobs.insights.words import percent
from profiler_app.jobs.predicting import Wanted, customers_question
from profiler_app.store.customers import file_keys
from profiler_app.store.workspace import Workspace

KINDS = ("churn", "field", "scorecard")
"""The models that can be asked."""

_SEED = 42
_MOST_CUSTOMERS = 200
_MOST_FIELDS = 8
_MOST_VALUES = 12
_SAMPLE = 500
_LEAST_OF_VALUE = 10
_QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
_PAST = frozenset((
    *("tenure_days", "first_order_days", "freq_all", "monetary_all", "ipi_median"),
    *("overdue_ratio", "last_order_at", "first_order_at"),
))  # fmt: skip
"""What nobody can change any more, or what only follows from other fields."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A field one can change: its name and the values it may take, each with its words."""

    field: str
    label: str
    values: tuple[tuple[Any, str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A model that can be asked, and whom about.

    ``customers`` are (id, number and name), those most at risk first. ``figure`` gives the
    probability (of a scorecard: the points) of rows; ``level`` the words for one. ``locked`` are
    the sensitive fields no model may learn from. ``exact``: the figure itself may be shown.
    """

    kind: str
    title: str
    ids: NDArray[np.int64]
    columns: Mapping[str, Column]
    figure: Callable[[Mapping[str, Column]], NDArray[np.float64]]
    level: Callable[[float], str]
    shown: Callable[[float], str]
    customers: tuple[tuple[int, str], ...]
    choices: tuple[Choice, ...]
    locked: tuple[str, ...]
    exact: bool
    currency: str

    def row(self, customer: int) -> int:
        """Return the place of a customer."""
        return int(np.searchsorted(self.ids, customer))

    def now(self, customer: int, field: str) -> str:
        """Return the value a customer has in a field, in words."""
        value = self.columns[field].value(self.row(customer))
        return _("unknown") if value is None else _words(field, value, self.currency)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model says before and after: level, and the figure where it may be shown."""

    level_before: str
    level_after: str
    before: float
    after: float
    shown_before: str = ""
    shown_after: str = ""


def ask(asked: Asked, customer: int, changes: Mapping[str, Any]) -> Answer:
    """Return what the model says of a customer as it is, and with other values."""
    from profiler_app.analysis.prediction.reasons import with_changes

    rows = with_changes(asked.columns, asked.row(customer), changes)
    before, after = (float(asked.figure(each)[0]) for each in rows)
    figures = (asked.shown(before), asked.shown(after)) if asked.exact else ("", "")
    return Answer(asked.level(before), asked.level(after), before, after, *figures)


def learn_to_ask(
    progress: Progress,
    workspace: Workspace,
    *,
    kind: str,
    today: date,
    target: str = "",
    yes: str | None = None,
    exact: bool = False,
    customer: int | None = None,
) -> Asked:
    """Learn a model so that it can be asked, about one ``customer`` or those most at risk.

    Nothing is saved. Raises NoModelToAsk where the data allow none, NotComputed or ColumnNotFound.
    """
    if kind == "churn":
        return _about(workspace, _churn(progress, workspace, today, exact), customer)
    question = customers_question(Part(progress, 0.0, 0.2), workspace, Wanted(target, yes))
    found = read_target(question.column, yes)
    if isinstance(found, int):
        raise NoModelToAsk()
    rows = np.flatnonzero(found.known)
    truth = found.truth[rows]
    columns = {name: column.take(rows) for name, column in question.columns.items()}
    progress.step(0.2, N_("Looking for leaks"))
    kept, findings = screen(columns, truth, target=target, locked=question.locked, time=None)
    locked = tuple(question.label(each.field) for each in findings if each.code == "sensitive")
    if not kept or min(truth.sum(), (~truth).sum()) == 0:
        raise NoModelToAsk()
    keys = {key: customer for customer, key in file_keys(workspace.connection).items()}
    ids = np.array([keys[each] for each in question.names], np.int64)
    progress.step(0.5, N_("Fitting the model"))
    label = question.label(target)
    if kind == "scorecard":
        return _card(workspace, ids, question.columns, (columns, kept, truth), label, locked)
    return _field(workspace, ids, question.columns, (columns, kept, truth), (label, locked), exact)


Learned = tuple[Mapping[str, Column], tuple[str, ...], NDArray[np.bool_]]


def _churn(progress: Progress, workspace: Workspace, today: date, exact: bool) -> Asked:
    found = learn_churn(progress, workspace, today=today)
    model, curve = found.model, found.curve
    if model is None or curve is None or not len(found.now.ids):
        raise NoModelToAsk()

    def level(probability: float) -> str:
        name = level_of(probability)
        return level_label(name) if name else pgettext("churn level", "No warning")

    return _asked(
        workspace, "churn", _("Churn warning"), found.now.ids,
        {name: found.now.columns[name] for name in found.fields},
        lambda columns: curve.probability(model.scores(columns)),
        (level, _share), _strongest(model, found.now.columns, found.fields), (),
        exact or not found.failed,
    )  # fmt: skip


def _about(workspace: Workspace, asked: Asked, customer: int | None) -> Asked:
    """Leave only one customer. Raises NoModelToAsk where the model did not look at this one."""
    if customer is None:
        return asked
    if customer not in asked.ids:
        raise NoModelToAsk()
    named = names(workspace, (customer,))
    return replace(asked, customers=((customer, " ".join(named[customer])),))


def _field(
    workspace: Workspace,
    ids: NDArray[np.int64],
    everybody: Mapping[str, Column],
    learned: Learned,
    told: tuple[str, tuple[str, ...]],
    exact: bool,
) -> Asked:
    from profiler_app.analysis.prediction.choosing import choose

    columns, kept, truth = learned
    fitted = choose(columns, kept, truth, np.arange(len(truth)), seed=_SEED)
    label, locked = told
    return _asked(
        workspace, "field", label, ids, {name: everybody[name] for name in kept},
        fitted.probability, (likelihood, _share), _strongest(fitted, everybody, kept), locked,
        exact,
    )  # fmt: skip


def _card(
    workspace: Workspace,
    ids: NDArray[np.int64],
    everybody: Mapping[str, Column],
    learned: Learned,
    label: str,
    locked: tuple[str, ...],
) -> Asked:
    columns, kept, truth = learned
    card = learn_scorecard(columns, kept, truth, Scale())
    if card is None:
        raise NoModelToAsk()
    order = sorted(card.binnings, key=lambda name: -card.binnings[name].iv)

    def level(points: float) -> str:
        rate = float(card.scale.bad_rate(np.array([points]))[0])
        return _("bad {share}").format(share=percent(rate))

    def shown(points: float) -> str:
        return _("{n} points").format(n=round(points))

    return _asked(
        workspace, "scorecard", _("Scorecard: {field}").format(field=label), ids,
        {name: everybody[name] for name in card.binnings}, card.scores, (level, shown),
        tuple(order), locked, True,
    )  # fmt: skip


def _share(probability: float) -> str:
    return percent(probability, 0)


def _asked(
    workspace: Workspace,
    kind: str,
    title: str,
    ids: NDArray[np.int64],
    columns: Mapping[str, Column],
    figure: Callable[[Mapping[str, Column]], NDArray[np.float64]],
    words: tuple[Callable[[float], str], Callable[[float], str]],
    fields: tuple[str, ...],
    locked: tuple[str, ...],
    exact: bool,
) -> Asked:
    currency = workspace.settings.currency
    worst = figure(columns) * (1 if kind == "scorecard" else -1)  # few points are bad
    first = ids[np.argsort(worst, kind="stable")[:_MOST_CUSTOMERS]].tolist()
    named = names(workspace, first)
    customers = tuple((each, " ".join(named[each])) for each in first)
    choices = [
        choice
        for name in fields
        if name not in _PAST and (choice := _choice(name, columns[name], currency)) is not None
    ]
    return Asked(kind, title, ids, columns, figure, *words, customers,
                 tuple(choices[:_MOST_FIELDS]), locked, exact, currency)  # fmt: skip


def _strongest(
    model: Any, columns: Mapping[str, Column], fields: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the fields by how much they move the model, on a sample of customers."""
    from profiler_app.analysis.prediction.reasons import contributions, drivers

    size = len(columns[fields[0]])
    rows = np.arange(size)[:: max(1, -(-size // _SAMPLE))]
    mine = {name: columns[name] for name in fields}
    return tuple(name for name, _much in drivers(contributions(model, mine, fields, rows), fields))


def _choice(name: str, column: Column, currency: str) -> Choice | None:
    field = find_field(name)
    if field is None or column.kind in ("list", "date") or not column.known.any():
        return None
    values = _values(column)
    told = {_words(name, value, currency): value for value in values}  # one of each wording
    if len(told) == 1:
        return None  # nothing to choose from
    return Choice(name, field.label, tuple((value, words) for words, value in told.items()))


def _values(column: Column) -> list[Any]:
    known = column.values[column.known]
    if column.kind == "bool":
        return [True, False]
    if column.kind in CODED:
        codes, counts = np.unique(known, return_counts=True)
        often = codes[counts >= _LEAST_OF_VALUE]
        often = often[np.argsort(-counts[counts >= _LEAST_OF_VALUE], kind="stable")]
        return [column.labels[int(code)] for code in often[:_MOST_VALUES]]
    found = np.quantile(known.astype(np.float64), _QUANTILES, method="nearest")
    whole = column.kind in ("int", "money")
    return [int(each) if whole else float(each) for each in found]


def _words(name: str, value: Any, currency: str) -> str:
    field = find_field(name)
    assert field is not None
    return show(field, value, currency=currency)
