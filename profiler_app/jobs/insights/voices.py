"""What customers say: feedback by kind, complaints by topic, topics by stage of life."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.domain.feedback import topic_name
from profiler_app.domain.fields import options
from profiler_app.domain.insights import Chart, Mark
from profiler_app.domain.rules.wording import quoted
from profiler_app.domain.text import _
from profiler_app.jobs.insights.crowd import Crowd
from profiler_app.jobs.insights.words import percent
from profiler_app.store.activity import read_columns
from profiler_app.store.customers import read_customers
from profiler_app.store.workspace import Workspace

VOICES = ("said", "complaints", "voices")
"""The keys of these charts."""

_YEAR = 365
_MOST_LISTED = 400
"""So many customers are listed by their numbers, where no rule could name them."""

Said = list[tuple[int, str, list[str]]]
"""What was said: place of the customer, kind of feedback, topics."""


def voices(workspace: Workspace, crowd: Crowd) -> tuple[Chart, ...]:
    """Return complaints of a year by topic, all feedback by kind, and topics by stage of life."""
    said = _said(workspace, crowd)
    return _kinds(said), _complaints(workspace, crowd, said), _by_stage(workspace, crowd, said)


def voice_chart(workspace: Workspace, crowd: Crowd, key: str) -> Chart | None:
    """Return one chart of what customers say by its key; none of another."""
    said = _said(workspace, crowd)
    match key:
        case "said":
            return _kinds(said)
        case "complaints":
            return _complaints(workspace, crowd, said)
        case "voices":
            return _by_stage(workspace, crowd, said)
    return None


def _said(workspace: Workspace, crowd: Crowd) -> Said:
    columns: Any = read_columns(
        workspace.connection, "feedback", ("customer_id", "day", "kind", "topics")
    )
    ids = crowd.source.ids()
    place = np.searchsorted(ids, columns["customer_id"])
    place = np.minimum(place, max(len(ids) - 1, 0))
    mine = np.zeros(len(place), np.bool_)
    if len(ids):
        mine = (ids[place] == columns["customer_id"]) & crowd.mask[place]
    mine &= (columns["day"] > crowd.today - _YEAR) & (columns["day"] <= crowd.today)
    kinds, topics = (_words(columns[name]) for name in ("kind", "topics"))
    rows = np.flatnonzero(mine).tolist()
    return [(int(place[at]), kinds[at], _topics(topics[at])) for at in rows]


def _words(texts: tuple[NDArray[Any], tuple[str, ...]]) -> list[str]:
    codes, labels = texts
    return [labels[code] if code >= 0 else "" for code in codes.tolist()]


def _topics(text: str) -> list[str]:
    return [str(each) for each in json.loads(text)] if text.startswith("[") else []


def _kinds(said: Said) -> Chart:
    title = _("What customers say")
    marks = []
    for option in options("feedback_kind"):
        who = {place for place, kind, _topics_ in said if kind == option.id}
        n = sum(1 for _place, kind, _topics_ in said if kind == option.id)
        rule = f"count(feedbacks where kind == '{option.id}', {_YEAR}) > 0"
        marks.append(Mark(option.label, float(len(who)), f"{len(who):,}", len(who), rule,
                          note=_("{n} times").format(n=f"{n:,}")))  # fmt: skip
    marks = [mark for mark in marks if mark.customers]
    empty = _("No feedback in the last 12 months. Import complaints, reviews and suggestions.")
    people = len({place for place, _kind, _topics_ in said})
    return Chart("said", "bars", title, _("12 months"), tuple(marks), n=people,
                 empty=empty)  # fmt: skip


def _complaints(workspace: Workspace, crowd: Crowd, said: Said) -> Chart:
    title = _("Complaints by topic")
    who: dict[str, set[int]] = {}
    for place, kind, topics in said:
        for topic in topics if kind == "complaint" else ():
            who.setdefault(topic, set()).add(place)
    marks = [
        Mark(topic_name(topic), float(len(places)), f"{len(places):,}", len(places),
             _listed(workspace, crowd, places), ink="3")
        for topic, places in sorted(who.items(), key=lambda each: (-len(each[1]), each[0]))[:8]
    ]  # fmt: skip
    empty = _("No complaint names a topic in the last 12 months.")
    n = len(set().union(*who.values())) if who else 0
    return Chart("complaints", "bars", title, _("12 months"), tuple(marks), n=n,
                 empty=empty)  # fmt: skip


def _listed(workspace: Workspace, crowd: Crowd, places: set[int]) -> str:
    """Return a rule that names some customers by their numbers; empty for too many."""
    if len(places) > _MOST_LISTED:
        return ""
    ids = crowd.source.ids()[sorted(places)].tolist()
    found = read_customers(workspace.connection, ids, ("number",))
    numbers = sorted(str(cells[0]) for cells in found.values())
    return f"number in [{', '.join(quoted(each) for each in numbers)}]"


def _by_stage(workspace: Workspace, crowd: Crowd, said: Said) -> Chart:
    """Return for each stage of life the share of its customers who named a topic."""
    title = _("Topics by stage of life")
    stage = crowd.column("lifecycle")
    totals: dict[str, set[int]] = {}
    for place, _kind, topics in said:
        for topic in topics:
            totals.setdefault(topic, set()).add(place)
    named = sorted(totals, key=lambda topic: (-len(totals[topic]), topic))[:7]
    if stage is None or not named:
        return Chart("voices", "heat", title, empty=_("No feedback names a topic yet."))
    marks, rows = [], []
    for option in options("lifecycle"):
        codes = [at for at, label in enumerate(stage.labels) if label == option.id]
        inside = stage.known & np.isin(stage.values, codes)
        size = int(inside.sum())
        if not size:
            continue
        rows.append((option.label, f"{size:,}"))
        for column, topic in enumerate(named):
            places = {place for place in totals[topic] if inside[place]}
            share = len(places) / size
            label = f"{option.label} · {topic_name(topic)}"
            marks.append(
                Mark(label, share, percent(share), len(places),
                     _listed(workspace, crowd, places) if places else "",
                     row=len(rows) - 1, column=column)
            )  # fmt: skip
    heads = tuple(topic_name(topic) for topic in named)
    n = len(set().union(*totals.values()))
    return Chart("voices", "heat", title, _("share of the customers, 12 months"), tuple(marks),
                 tuple(rows), heads, n=n)  # fmt: skip
