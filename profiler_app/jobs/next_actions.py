"""What to do next for all customers, by the rules of the catalog, consent and fatigue.

Score = base x (0.6 + 0.8 x value percentile, 0.3 if not known) x urgency, where urgency rises from
1 to 1.5 within the last 30 days. At most three actions for a customer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.domain.dates import to_day
from profiler_app.domain.errors import CampaignProblem
from profiler_app.domain.next_actions import (
    HELD_BACK,
    ActionRule,
    NextAction,
    NextActions,
    action_rules,
)
from profiler_app.domain.progress import Progress, Silent
from profiler_app.domain.tags import known_tags, said_of
from profiler_app.domain.text import N_, _
from profiler_app.jobs import lists
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.contact_rules import complaining, contacts, not_agreed, refused_channel
from profiler_app.store.activity import read_columns
from profiler_app.store.customers import file_keys, read_customers
from profiler_app.store.runs import last_run
from profiler_app.store.workspace import Workspace

MOST_EACH = 3
DISMISSED = "action_put_off"
"""The source of tasks that only say until when an action must not come again."""
MOST_CONTACTS = 2
UNKNOWN_VALUE = 0.3
SOON = 30.0
NO_MARKETING = ("no_marketing", "no_contact_corp", "complaint_open", "m_do_not_disturb_season")


@dataclass(frozen=True, slots=True)
class _Found:
    """An action of one customer (a place among all ids)."""

    place: int
    rule: ActionRule
    score: float
    against: str = ""


def next_actions(
    progress: Progress,
    workspace: Workspace,
    *,
    today: date,
    limit: int = 30,
    only: Collection[int] | None = None,
) -> NextActions:
    """Return the ``limit`` most urgent actions, of ``only`` some customers. Nothing is saved.

    Raises CampaignProblem when nothing was worked out yet.
    """
    run = last_run(workspace.connection)
    if run is None:
        reason = _("nobody knows yet who agreed and who complained. Refresh the workspace first.")
        raise CampaignProblem(reason=reason)
    source = ColumnSource(workspace)
    held_back: Counter[str] = Counter()
    found: list[_Found] = []
    stopped_ones: list[_Found] = []
    barred = _barred(workspace, source, today)
    groups = _groups(source)
    weight = _weight(source)
    rules = action_rules()
    for nth, rule in enumerate(rules):
        progress.step(0.1 + 0.8 * nth / len(rules), N_("Looking what is to be done"))
        holds = lists.holds(source, rule.rule).true & np.isin(groups, [*rule.applies_to])
        scores = rule.base * weight * _urgency(source, rule)
        for reason in HELD_BACK:
            stopped = holds & _stops(workspace, source, reason, rule, barred, today)
            held_back[reason] += int(stopped.sum())
            stopped_ones += _first(stopped, rule, scores, limit, reason, only, source)
            holds &= ~stopped
        found += [
            _Found(place, rule, float(scores[place])) for place in np.flatnonzero(holds).tolist()
        ]
    shown = _most_urgent(found)
    if only is not None:
        ids = source.ids()
        shown = [each for each in shown if int(ids[each.place]) in only]
    return NextActions(
        as_of=today,
        tags_as_of=date.fromisoformat(run.as_of),
        total=len(shown),
        held_back={reason: held_back[reason] for reason in HELD_BACK},
        actions=_written(workspace, source, shown[:limit], barred, today),
        withheld=_written(workspace, source, _by_score(stopped_ones)[:limit], barred, today),
    )


def _first(
    stopped: NDArray[np.bool_],
    rule: ActionRule,
    scores: NDArray[np.float64],
    limit: int,
    reason: str,
    only: Collection[int] | None,
    source: ColumnSource,
) -> list[_Found]:
    """Return the most urgent of those held back; of whom nothing may be inferred nothing is."""
    if reason == "no_profiling":
        return []
    places = np.flatnonzero(stopped)
    if only is not None:
        places = places[np.isin(source.ids()[places], [*only])]
    best = places[np.argsort(-scores[places], kind="stable")][:limit]
    return [_Found(place, rule, float(scores[place]), reason) for place in best.tolist()]


def first_steps(workspace: Workspace, customers: Collection[int], *, today: date) -> dict[int, str]:
    """Return the most urgent action of some customers in words; who has none is left out."""
    wanted = frozenset(customers)
    most = MOST_EACH * len(wanted)
    ids = {key: customer for customer, key in file_keys(workspace.connection).items()}
    found = next_actions(Silent(), workspace, today=today, limit=most, only=wanted)
    return {ids[each.customer]: each.text for each in reversed(found.actions)}


def _barred(
    workspace: Workspace, source: ColumnSource, today: date
) -> dict[str, NDArray[np.bool_]]:
    """Return who is barred by consent and by contacts, by reason, over all ids."""
    connection, ids = workspace.connection, source.ids()
    day = to_day(today.isoformat())
    tags = source.tags(["no_profiling", *NO_MARKETING])
    no = np.isin(ids, not_agreed(connection, day)) | np.isin(ids, complaining(connection))
    for tag in NO_MARKETING:
        no = no | tags[tag].true
    found = {"no_profiling": tags["no_profiling"].true, "no_marketing": no}
    for channel in {each for rule in action_rules() if rule.marketing for each in rule.channels}:
        found[_refused(channel)] = np.isin(ids, refused_channel(connection, day, channel))
    for days in {rule.answered_days for rule in action_rules() if rule.answered_days}:
        found[_answered(days)] = np.isin(ids, contacts(connection, day - days, day))
    for days in (7, 30):
        who, many = np.unique(contacts(connection, day - days, day), return_counts=True)
        found[f"contacted_{days}d"] = np.isin(ids, who[many >= MOST_CONTACTS])
    return found


def _stops(
    workspace: Workspace,
    source: ColumnSource,
    reason: str,
    rule: ActionRule,
    barred: dict[str, NDArray[np.bool_]],
    today: date,
) -> NDArray[np.bool_]:
    """Return for whom a reason holds an action back; service goes on where marketing may not."""
    if reason == "task":
        return np.isin(source.ids(), _with_task(workspace, rule.task))
    if reason == "answered":
        return barred.get(_answered(rule.answered_days), np.zeros(len(source.ids()), np.bool_))
    if reason == "dismissed":
        return np.isin(source.ids(), _put_off(workspace, rule, today))
    if reason == "no_channel":
        closed = [barred[_refused(each)] for each in rule.channels if rule.marketing]
        return np.logical_and.reduce(closed) if closed else np.zeros(len(source.ids()), np.bool_)
    only_marketing = reason in ("no_marketing", "contacted_30d")
    urgent = reason == "contacted_7d" and rule.id == "complaint"
    if (only_marketing and not rule.marketing) or urgent:
        return np.zeros(len(source.ids()), np.bool_)
    return barred[reason]


def _answered(days: int) -> str:
    return f"answered:{days}"


def _refused(channel: str) -> str:
    return f"refused:{channel}"


def _with_task(workspace: Workspace, kind: str) -> NDArray[np.int64]:
    """Return whose open task is of a kind."""
    rows: Any = read_columns(workspace.connection, "task", ("customer_id", "kind", "state"))
    wanted = [
        (label == kind, rows["kind"][0] == place) for place, label in enumerate(rows["kind"][1])
    ]
    same = next((codes for is_kind, codes in wanted if is_kind), None)
    if same is None:
        return np.empty(0, np.int64)
    done = [place for place, label in enumerate(rows["state"][1]) if label in ("done", "cancelled")]
    found: NDArray[np.int64] = rows["customer_id"][same & ~np.isin(rows["state"][0], done)]
    return found


def _put_off(workspace: Workspace, rule: ActionRule, today: date) -> NDArray[np.int64]:
    """Return for whom somebody put an action off or refused it, to a day after today."""
    names = ("customer_id", "dedupe_key", "source", "due_on")
    rows: Any = read_columns(workspace.connection, "task", names)
    chosen = rows["due_on"] > to_day(today.isoformat())
    for name, wanted in (("dedupe_key", action_key(rule.id)), ("source", DISMISSED)):
        codes, labels = rows[name]
        chosen &= codes == (labels.index(wanted) if wanted in labels else -2)
    found: NDArray[np.int64] = rows["customer_id"][chosen]
    return found


def action_key(rule: str) -> str:
    """Return the mark of tasks that come from a rule."""
    return f"action:{rule}"


def _groups(source: ColumnSource) -> NDArray[Any]:
    """Return what everybody is, as ``person:trade``."""
    columns = source.columns(("kind", "line"))
    parts = []
    for name, usual in (("kind", "person"), ("line", "trade")):
        column = columns[name]
        labels = np.array([*column.labels, usual])
        parts.append(labels[np.where(column.known, column.values, len(labels) - 1)])
    return np.char.add(np.char.add(parts[0], ":"), parts[1])


def _weight(source: ColumnSource) -> NDArray[np.float64]:
    column = source.columns(["value_pct"]).get("value_pct")
    if column is None:
        return np.full(len(source.ids()), 0.6 + 0.8 * UNKNOWN_VALUE)
    found: NDArray[np.float64] = 0.6 + 0.8 * np.where(column.known, column.values, UNKNOWN_VALUE)
    return found


def _urgency(source: ColumnSource, rule: ActionRule) -> NDArray[np.float64]:
    column = source.columns([rule.days_left]).get(rule.days_left) if rule.days_left else None
    if column is None:
        return np.ones(len(source.ids()))
    near = 1 - np.clip(column.values, 0, SOON) / SOON
    return np.where(column.known, 1 + 0.5 * near, 1.0)


def _most_urgent(found: list[_Found]) -> list[_Found]:
    """Return at most three actions for a customer, the most urgent first."""
    taken: Counter[int] = Counter()
    kept = []
    for each in _by_score(found):
        taken[each.place] += 1
        if taken[each.place] <= MOST_EACH:
            kept.append(each)
    return kept


def _by_score(found: list[_Found]) -> list[_Found]:
    return sorted(found, key=lambda each: (-each.score, each.place))


def _written(
    workspace: Workspace,
    source: ColumnSource,
    shown: list[_Found],
    barred: dict[str, NDArray[np.bool_]],
    today: date,
) -> tuple[NextAction, ...]:
    ids = source.ids()
    names = sorted({name for each in shown for name in slots(each.rule)} | {"lifecycle"})
    columns = source.columns(names)
    held = source.tags(sorted({tag for each in shown for tag in each.rule.rule.tags}))
    keys = file_keys(workspace.connection)
    people = read_customers(
        workspace.connection, [int(ids[each.place]) for each in shown], ["name"]
    )
    currency = workspace.settings.currency
    found = []
    for each in shown:
        customer = int(ids[each.place])
        values = {name: column.value(each.place) for name, column in columns.items()}
        found.append(
            NextAction(
                customer=keys[customer],
                name=str(people[customer][0] or ""),
                rule=each.rule.id,
                text=said_of(each.rule.texts, values, currency=currency),
                score=each.score,
                due_on=today + timedelta(days=each.rule.due_days),
                channels=tuple(
                    channel
                    for channel in each.rule.channels
                    if not each.rule.marketing or not barred[_refused(channel)][each.place]
                ),
                marketing=each.rule.marketing,
                lifecycle=values.get("lifecycle"),
                why=tuple(
                    known_tags()[tag].label
                    for tag in sorted(each.rule.rule.tags)
                    if tag in held and held[tag].true[each.place]
                ),
                why_not=each.against,
            )
        )
    return tuple(found)


def slots(rule: ActionRule) -> set[str]:
    """Return the fields a text of the rule has places for."""
    parts = [part.split("}")[0] for part in rule.texts["zh"].split("{")[1:]]
    return {part.split(":")[0] for part in parts}
