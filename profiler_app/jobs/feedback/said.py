"""Feedback as columns, and the few rows of it that are shown as texts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import NULL_INT
from profiler_app.domain.dates import from_day, to_day
from profiler_app.domain.feedback import SaidText
from profiler_app.domain.fields import option_label
from profiler_app.jobs.feedback.judging import MOODS, Judged
from profiler_app.store.activity import read_columns
from profiler_app.store.customers import read_customers
from profiler_app.store.neighbours import rows_by_id
from profiler_app.store.workspace import Workspace

_COLUMNS = (
    *("id", "customer_id", "day", "kind", "product_id", "rating"),
    *("sentiment_label", "topics", "status", "closed_on"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """Feedback up to a day, a row each; ``place`` is that of the customer among all ids.

    ``mood`` is the code of ``MOODS``: what a person or a file said, else what was judged.
    """

    UNKNOWN: ClassVar[int] = MOODS.index("unknown")
    NEGATIVE: ClassVar[int] = MOODS.index("negative")

    ids: NDArray[Any]
    place: NDArray[Any]
    day: NDArray[Any]
    month: NDArray[Any]
    kinds: NDArray[Any]
    products: NDArray[Any]
    rating: NDArray[Any]
    mood: NDArray[Any]
    judged: NDArray[Any]
    topics: NDArray[Any]
    is_open: NDArray[Any]
    closed_on: NDArray[Any]

    def where(self, mask: NDArray[np.bool_]) -> Said:
        """Return some of the rows."""
        return self.ordered(np.flatnonzero(mask))

    def ordered(self, rows: NDArray[Any]) -> Said:
        """Return some rows in another order."""
        return Said(*(getattr(self, name)[rows] for name in self.__slots__))

    def kind_is(self, kind: str) -> NDArray[np.bool_]:
        """Return which rows are of a kind."""
        return np.asarray(self.kinds == kind)


def read_said(workspace: Workspace, ids: NDArray[Any], today: date) -> Said:
    """Read the feedback of customers who are there (``ids``), as it was on a day."""
    columns: Any = read_columns(workspace.connection, "feedback", _COLUMNS)
    owner, day = columns["customer_id"], columns["day"]
    place = np.minimum(np.searchsorted(ids, owner), max(len(ids) - 1, 0))
    last = to_day(today.isoformat())
    kept = np.flatnonzero(
        (ids[place] == owner) & (day <= last) if len(ids) else np.zeros(len(owner), bool)
    )
    status, closed_on = _words(columns["status"])[kept], columns["closed_on"][kept]
    closed_by_now = (status == "closed") & ~(closed_on > last)
    own, judged = columns["id"][kept], Judged(workspace)
    moods = judged.moods(own)
    told = _words(columns["sentiment_label"])[kept]
    for code, mood in enumerate(MOODS):
        moods[told == mood] = code
    return Said(
        ids=own,
        place=place[kept],
        day=day[kept],
        month=_months(day[kept]),
        kinds=_words(columns["kind"])[kept],
        products=_products(workspace, columns["product_id"][kept]),
        rating=columns["rating"][kept],
        mood=np.maximum(moods, 0),
        judged=judged.moods(own),
        topics=_topics(_words(columns["topics"])[kept], judged.topics(own)),
        is_open=~closed_by_now,
        closed_on=np.where(closed_by_now, closed_on, NULL_INT),
    )


def texts_of(workspace: Workspace, said: Said, today: date) -> list[SaidText]:
    """Return rows as they are shown, in their order."""
    stored = {
        row["id"]: row for row in rows_by_id(workspace.connection, "feedback", said.ids.tolist())
    }
    owners = sorted({row["customer_id"] for row in stored.values()})
    names = read_customers(workspace.connection, owners, ("name", "number"))
    return [
        _text(stored[number], names, said, at, today)
        for at, number in enumerate(said.ids.tolist())
        if number in stored
    ]


def _text(row: dict[str, Any], names: Any, said: Said, at: int, today: date) -> SaidText:
    name, number = names.get(row["customer_id"], (None, None))
    day = from_day(row["day"])
    due = row["due_on"] or ""
    judged = int(said.judged[at])
    is_open = bool(said.is_open[at])
    return SaidText(
        row=row["id"],
        customer=row["customer_id"],
        name=str(name or number or ""),
        day=day.isoformat(),
        kind=row["kind"] or "",
        kind_name=option_label("feedback_kind", row["kind"] or ""),
        channel=option_label("contact_channel", row["channel"] or ""),
        product=str(said.products[at]),
        rating=row["rating"],
        text=row["text"] or "",
        topics=said.topics[at],
        judged=MOODS[judged] if judged >= 0 else "",
        told=row["sentiment_label"] if row["sentiment_label"] in MOODS else "",
        status="open" if is_open else "closed",
        due=due,
        closed="" if is_open else row["closed_on"] or "",
        resolution=row["resolution"] or "",
        days=(today - day).days,
        overdue=is_open and bool(due) and due < today.isoformat(),
    )


def _words(texts: tuple[NDArray[Any], tuple[str, ...]]) -> NDArray[Any]:
    codes, labels = texts
    return np.asarray(np.array([*labels, ""], object)[codes])


def _months(days: NDArray[Any]) -> NDArray[Any]:
    different, inverse = np.unique(days, return_inverse=True)
    names = [f"{from_day(day):%Y-%m}" for day in different.tolist()]
    return np.array([*names, ""], object)[inverse]


def _products(workspace: Workspace, products: NDArray[Any]) -> NDArray[Any]:
    different, inverse = np.unique(products, return_inverse=True)
    known = [number for number in different.tolist() if number != NULL_INT]
    names = {
        row["id"]: row["name"] or row["code"] or ""
        for row in rows_by_id(workspace.connection, "product", known)
    }
    return np.array([*(names.get(n, "") for n in different.tolist()), ""], object)[inverse]


def _topics(stored: NDArray[Any], judged: list[tuple[str, ...]]) -> NDArray[Any]:
    """Return the topics of each row: those it came with, else those its text is about."""
    read = {text: _read(text) for text in set(stored.tolist())}
    found = np.empty(len(judged), object)
    for at, (text, own) in enumerate(zip(stored.tolist(), judged, strict=True)):
        found[at] = read[text] or own
    return found


def _read(text: str) -> tuple[str, ...]:
    return tuple(str(each) for each in json.loads(text)) if text.startswith("[") else ()
