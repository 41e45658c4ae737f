"""The feedback of the customers of a filter, as figures and lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from statistics import median
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import NULL_INT
from profiler_app.domain.dates import from_day, to_day
from profiler_app.domain.feedback import (
    MONTHS,
    FeedbackView,
    IdeaLine,
    MonthVoice,
    ProductTopic,
    SaidText,
    TopicLine,
)
from profiler_app.jobs import lists
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.feedback.judging import judged_run
from profiler_app.jobs.feedback.said import Said, read_said, texts_of
from profiler_app.jobs.surveys.results import net_promoters
from profiler_app.store.feedback import answered_numbers
from profiler_app.store.workspace import Workspace

_MOST_TEXTS: Final = 500
_SATISFIED: Final = 4
_NPS, _CSAT = ("nps_last", "nps"), ("csat_last", "csat")


def feedback_view(
    workspace: Workspace, source: ColumnSource, *, where: str = "", today: date
) -> FeedbackView:
    """Return what the customers of a filter said in the last twelve months, today's the last.

    Figures leave out who did not allow profiling. Raises RuleProblem for a filter that is none.
    """
    chosen, counted = _masks(source, where)
    said = read_said(workspace, source.ids(), today)
    months = months_until(today)
    inside = counted_said(source, said, where, months[0])
    open_ = said.where(_inside(said, chosen) & said.is_open & said.kind_is("complaint"))
    ideas = said.where(_inside(said, counted) & said.kind_is("suggestion"))
    answers = _answers(workspace, source.ids(), counted, months, today)
    newest = inside.ordered(np.lexsort((-inside.ids, -inside.day))[:_MOST_TEXTS])
    told = inside.mood != said.UNKNOWN
    oldest = open_.ordered(np.argsort(open_.day, kind="stable")[:_MOST_TEXTS])
    complaints = texts_of(workspace, oldest, today)
    nps = net_promoters([number for _month, number in answers[0]])
    csat = [number for _month, number in answers[1]]
    return FeedbackView(
        as_of=today.isoformat(),
        where=where,
        months=tuple(_month(month, inside, answers) for month in months),
        all_texts=len(inside.ids),
        customers=len(np.unique(inside.place)),
        withheld=int((chosen & ~counted).sum()),
        rating=_mean(inside.rating),
        rated=int((inside.rating != NULL_INT).sum()),
        negative=float((inside.mood[told] == said.NEGATIVE).mean()) if told.any() else None,
        nps=None if nps is None else (nps.score, nps.low, nps.high, len(answers[0])),
        satisfied=(sum(n >= _SATISFIED for n in csat) / len(csat), len(csat)) if csat else None,
        topics=tuple(_topics(workspace, inside, today)),
        products=tuple(_products(inside, months)),
        ideas=tuple(_ideas(ideas)),
        idea_texts=tuple(texts_of(workspace, ideas.ordered(_ideas_first(ideas)), today)),
        open_complaints=len(open_.ids),
        complaints=tuple(sorted(complaints, key=lambda c: (not c.overdue, c.due or "9", c.day))),
        texts=tuple(texts_of(workspace, newest, today)),
        judged=judged_run(workspace),
    )


def counted_said(source: ColumnSource, said: Said, where: str, first_month: str) -> Said:
    """Return what those who may be counted said since a month began."""
    _chosen, counted = _masks(source, where)
    return said.where(_inside(said, counted) & (said.day >= _first_day(first_month)))


def _ideas_first(ideas: Said) -> NDArray[Any]:
    """Return the order of suggestions: the open ones first, then the newest."""
    return np.lexsort((-ideas.ids, -ideas.day, ~ideas.is_open))[:_MOST_TEXTS]


def _masks(source: ColumnSource, where: str) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return who fits the filter, and who of them may be counted."""
    rule = lists.parse_filter(where)
    everyone = np.ones(len(source.ids()), np.bool_)
    chosen = everyone if rule is None else np.asarray(lists.holds(source, rule).true)
    stage = source.columns(["lifecycle"]).get("lifecycle")
    return chosen, chosen if stage is None else np.asarray(chosen & stage.known)


def _inside(said: Said, mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return mask[said.place] if len(mask) else np.zeros(len(said.ids), np.bool_)


def months_until(today: date) -> list[str]:
    """Return the last twelve months (``YYYY-MM``), the oldest first."""
    last = today.year * 12 + today.month - 1
    return [f"{at // 12:04d}-{at % 12 + 1:02d}" for at in range(last - MONTHS + 1, last + 1)]


def _first_day(month: str) -> int:
    return to_day(f"{month}-01")


def _mean(ratings: NDArray[Any]) -> float | None:
    known = ratings[ratings != NULL_INT]
    return float(known.mean()) if len(known) else None


# -- months

Answers = tuple[list[tuple[str, int]], list[tuple[str, int]]]


def _answers(
    workspace: Workspace,
    ids: NDArray[Any],
    counted: NDArray[np.bool_],
    months: Sequence[str],
    today: date,
) -> Answers:
    """Return month and number of the answers about recommendation, and about satisfaction."""
    found: Answers = ([], [])
    rows = answered_numbers(
        workspace.connection, (*_NPS, *_CSAT),
        after=_first_day(months[0]) - 1, until=to_day(today.isoformat()),
    )  # fmt: skip
    mine = set(ids[counted].tolist())
    for customer, day, field, value in rows:
        nps = field in _NPS
        low, high = (0, 10) if nps else (1, 5)
        if customer in mine and value.isascii() and value.isdigit() and low <= int(value) <= high:
            found[0 if nps else 1].append((f"{from_day(day):%Y-%m}", int(value)))
    return found


def _month(month: str, said: Said, answers: Answers) -> MonthVoice:
    inside = said.month == month
    nps = [number for when, number in answers[0] if when == month]
    csat = [number for when, number in answers[1] if when == month]
    score = net_promoters(nps)
    return MonthVoice(
        month,
        int(inside.sum()),
        _mean(said.rating[inside]),
        None if score is None else score.score,
        len(nps),
        sum(n >= _SATISFIED for n in csat) / len(csat) if csat else None,
        len(csat),
    )


# -- topics, products, ideas


def _grouped(keys: Iterable[tuple[Any, int]]) -> dict[Any, list[int]]:
    groups: dict[Any, list[int]] = defaultdict(list)
    for key, at in keys:
        groups[key].append(at)
    return groups


def _figures(said: Said, rows: list[int]) -> tuple[int, int, float | None, float | None]:
    """Return texts, customers, the share that sounds dissatisfied, and the mean rating."""
    places = np.array(rows)
    mood = said.mood[places]
    told = mood[mood != said.UNKNOWN]
    negative = float((told == said.NEGATIVE).mean()) if len(told) else None
    return len(rows), len(np.unique(said.place[places])), negative, _mean(said.rating[places])


def _topics(workspace: Workspace, said: Said, today: date) -> list[TopicLine]:
    groups = _grouped((topic, at) for at, each in enumerate(said.topics) for topic in each or ("",))
    newest = {topic: max(rows, key=lambda at: (said.day[at], said.ids[at]))
              for topic, rows in groups.items()}  # fmt: skip
    order = list(newest)
    shown = texts_of(workspace, said.ordered(np.array([newest[t] for t in order], np.int64)), today)
    examples = dict(zip(order, (each.text for each in shown), strict=True))
    lines = [
        TopicLine(topic, *_figures(said, rows), examples[topic]) for topic, rows in groups.items()
    ]
    return sorted(lines, key=lambda line: (not line.topic, -line.texts, line.topic))


def _products(said: Said, months: Sequence[str]) -> list[ProductTopic]:
    groups = _grouped(
        ((said.products[at], topic), at)
        for at, each in enumerate(said.topics)
        for topic in each or ("",)
    )
    lines = []
    for (product, topic), rows in groups.items():
        counts = [0] * len(months)
        for at in rows:
            counts[months.index(str(said.month[at]))] += 1
        lines.append(ProductTopic(product, topic, *_figures(said, rows), tuple(counts)))
    return sorted(lines, key=lambda line: (not line.product, -line.texts, line.product, line.topic))


def _ideas(said: Said) -> list[IdeaLine]:
    groups = _grouped((product, at) for at, product in enumerate(said.products))
    lines = []
    for product, rows in groups.items():
        places = np.array(rows)
        open_ = int(said.is_open[places].sum())
        took = (said.closed_on - said.day)[places][said.closed_on[places] != NULL_INT]
        days = float(median(took.tolist())) if len(took) else None
        people = len(np.unique(said.place[places]))
        lines.append(IdeaLine(product, len(rows), people, len(rows) - open_, open_, days))
    return sorted(lines, key=lambda line: (not line.product, -line.ideas, line.product))


def idea_texts(view: FeedbackView, product: str) -> list[SaidText]:
    """Return the suggestions about a product, the open ones first."""
    return [each for each in view.idea_texts if each.product == product]
