"""What to offer a customer next: learnt from everybody who may be profiled, tried, with reasons.

The method is chosen by a trial on the workspace itself: of every customer with several products the
last new one is hidden, and the method that finds it most often among ten is used.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.domain.dates import to_day
from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.recommending import (
    Method,
    Offer,
    Product,
    Reason,
    Recommendations,
    WhyNot,
    best_method,
)
from profiler_app.domain.text import N_
from profiler_app.jobs.bought_products import BoughtProducts, read_bought, read_held
from profiler_app.jobs.cards.subject import Subject, read_subject
from profiler_app.jobs.recommender_trial import as_method, methods_tried
from profiler_app.jobs.service_prompts import service_prompts
from profiler_app.jobs.suitability import blocks, unsuitable
from profiler_app.jobs.unprofiled import not_profiled
from profiler_app.store.activity import read_columns, says
from profiler_app.store.customers import file_keys
from profiler_app.store.workspace import Workspace

if TYPE_CHECKING:
    from profiler_app.analysis.recommending.histories import FirstTimes
    from profiler_app.analysis.recommending.models import Model

LEAST_TESTED = 50
MOST_TESTED = 2_000
SHOWN = 5
_MOST_EXCLUDED = 10
_LEAST_PEERS = 200
_EARLY = 0.5
"""Before half the usual time is over nobody is offered the same again."""


@dataclass(frozen=True, eq=False)
class _Learnt:
    """What was learnt from all customers; customers are numbered from 0 in ``numbers``."""

    products: tuple[Product, ...]
    numbers: NDArray[np.int64]
    times: FirstTimes
    gaps: NDArray[np.float64]
    methods: tuple[Method, ...]
    model: Model


def recommend(
    progress: Progress, workspace: Workspace, customer: int, *, today: date, shown: int = SHOWN
) -> Recommendations:
    """Return what to offer a customer, what to offer again, what not and why. Nothing is saved.

    Raises CustomerNotFound.
    """
    progress.step(0.0, N_("Reading the customer"))
    subject = read_subject(workspace, customer, as_of=today)
    name = file_keys(workspace.connection)[customer]
    stops = blocks(subject)
    prompts = service_prompts(subject)
    if stops:
        return Recommendations(name, today, blocked=stops, service=prompts)
    if subject.line == "bank":
        bought = read_held(workspace.connection)
    else:
        bought = read_bought(Part(progress, 0.1, 0.4), workspace.connection)
    learnt = _learn(Part(progress, 0.4, 0.9), _usable(workspace, bought, today))
    if learnt is None:
        return Recommendations(name, today, service=prompts)
    return _offers(workspace, learnt, subject, name, prompts, shown)


def try_methods(
    progress: Progress, workspace: Workspace, *, today: date
) -> tuple[tuple[Method, ...], int, int]:
    """Try every method on what customers bought last; return them, the customers, the products.

    Without enough customers who bought several products there are no methods.
    """
    bought = read_bought(Part(progress, 0.0, 0.4), workspace.connection)
    learnt = _learn(Part(progress, 0.4, 1.0), _usable(workspace, bought, today))
    if learnt is None:
        return (), 0, len(bought.products)
    return learnt.methods, len(learnt.numbers), len(learnt.products)


def _usable(workspace: Workspace, bought: BoughtProducts, today: date) -> BoughtProducts:
    """Leave out what is dated later, and customers of whom nothing may be inferred."""
    kept = bought.day <= to_day(today.isoformat())
    return bought.only(kept & ~np.isin(bought.customer, not_profiled(workspace)))


def _learn(progress: Progress, bought: BoughtProducts) -> _Learnt | None:
    from profiler_app.analysis.recommending.histories import FirstTimes
    from profiler_app.analysis.recommending.models import BestSellers, Ease, ItemToItem

    if not len(bought.customer):
        return None
    numbers, owner = np.unique(bought.customer, return_inverse=True)
    times = FirstTimes.of(owner.astype(np.int64), bought.product, bought.day)
    sizes = len(numbers), len(bought.products)
    hidden = times.last_new()
    hidden = hidden[:: -(-len(hidden) // MOST_TESTED) or 1]
    methods: tuple[Method, ...] = ()
    chosen = "popularity"
    if len(hidden) >= LEAST_TESTED:
        pairs = np.stack([times.customer[hidden], times.item[hidden]], axis=1)
        tried = methods_tried(progress, times.without(hidden, *sizes), pairs)
        methods = tuple(map(as_method, tried))
        chosen = best_method(methods).name
    everything = times.without(np.empty(0, np.int64), *sizes)
    learn: Any = {"item_item": ItemToItem.of, "ease": Ease.of}.get(chosen, BestSellers.of)
    gaps = times.bought_again(sizes[1])
    return _Learnt(bought.products, numbers, times, gaps, methods, learn(everything))


def _offers(
    workspace: Workspace,
    learnt: _Learnt,
    subject: Subject,
    name: str,
    prompts: tuple[Any, ...],
    shown: int,
) -> Recommendations:
    """Score all products and sort them into offers, offers of the same again, and why not."""
    today = to_day(subject.as_of.isoformat())
    own = np.flatnonzero(learnt.numbers[learnt.times.customer] == subject.customer)
    items, last = learnt.times.item[own], learnt.times.last[own]
    cold = not len(own)
    history = _row(items, last, today, len(learnt.products))
    place, scores = "", learnt.model.scores(history)[0]
    if cold:
        place, scores = _peer_counts(workspace, learnt, subject)
    since = dict(zip(items.tolist(), (today - last).tolist(), strict=True))
    offers: list[Offer] = []
    again: list[Offer] = []
    excluded: list[WhyNot] = []
    for item in np.argsort(-scores, kind="stable").tolist():
        product = learnt.products[item]
        why_not = unsuitable(product, subject) or _held(learnt, item, since)
        if why_not is not None:
            excluded.append(WhyNot(product.name, why_not))
        elif item in since:
            facts = {"days": since[item], "usual": round(float(learnt.gaps[item]))}
            again.append(Offer(product.name, product.category, 0.0, Reason("again", facts)))
        elif len(offers) < shown and scores[item] > 0:
            reason = _peer_reason(place) if cold else _reason(learnt, history, item)
            offers.append(Offer(product.name, product.category, float(scores[item]), reason))
    excluded = [each for each in excluded if each.reason.code != "other_line"]
    return Recommendations(
        customer=name,
        as_of=subject.as_of,
        method=learnt.model.name,
        methods=learnt.methods,
        cold_start=cold,
        offers=tuple(offers),
        again=tuple(sorted(again, key=_off_time)[:shown]),
        excluded=tuple(excluded[:_MOST_EXCLUDED]),
        service=prompts,
        confirm=(subject.value("age") or 0) >= 65 and subject.line == "bank",
    )


def _off_time(offer: Offer) -> float:
    """Return how far a product is from the usual day to buy it again, early or late."""
    facts = offer.reason.facts
    return abs(math.log(max(facts["days"], 1) / max(facts["usual"], 1)))


def _row(items: Any, last: Any, today: int, size: int) -> Any:
    """Return the history of one customer as a row of weights."""
    from profiler_app.analysis.recommending.histories import weights
    from profiler_app.analysis.recommending.purchases import as_matrix

    row = as_matrix(np.zeros(len(items), np.int64), items, 1, size)
    if len(items):
        order = np.argsort(items)
        row.sort_indices()
        row.data[:] = weights(last, today)[order]
    return row


def _held(learnt: _Learnt, item: int, since: dict[int, int]) -> Reason | None:
    """Return why what somebody has is not offered now, None when it may be."""
    if item not in since:
        return None
    usual = float(learnt.gaps[item])
    if np.isnan(usual):
        return Reason("held", {"days": since[item]})
    if since[item] < _EARLY * usual:
        return Reason("recent", {"days": since[item], "usual": round(usual)})
    return None


def _reason(learnt: _Learnt, history: Any, item: int) -> Reason:
    """Return the bought product that speaks most for an item, or how many bought it."""
    times = learnt.times
    parts = learnt.model.parts(history, item)
    best = int(np.argmax(parts))
    if parts[best] > 0:
        owners = times.customer[times.item == best]
        both = int(np.isin(times.customer[times.item == item], owners).sum())
        if both:
            facts = {"other": learnt.products[best].name, "share": both / len(owners), "n": both}
            return Reason("together", facts)
    buyers = int((times.item == item).sum())
    return Reason("popular", {"n": buyers, "share": buyers / len(learnt.numbers)})


def _peer_reason(place: str) -> Reason:
    return Reason("peers_place", {"place": place}) if place else Reason("peers")


def _peer_counts(
    workspace: Workspace, learnt: _Learnt, subject: Subject
) -> tuple[str, NDArray[np.float64]]:
    """Return what customers of the same kind (and province, if there are enough) bought."""
    columns: Any = read_columns(workspace.connection, "customer", ("id", "kind", "province"))
    same = says(columns["kind"], subject.kind)
    buyers = np.isin(columns["id"], learnt.numbers)
    province = subject.own["province"]
    near = same & says(columns["province"], province) if province else same
    place = str(province) if province and int((near & buyers).sum()) >= _LEAST_PEERS else ""
    peers = columns["id"][(near if place else same) & buyers]
    mine = np.isin(learnt.numbers[learnt.times.customer], peers)
    counts = np.bincount(learnt.times.item[mine], minlength=len(learnt.products))
    return place, counts.astype(np.float64)
