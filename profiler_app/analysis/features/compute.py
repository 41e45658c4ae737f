"""All features of all customers, or of one, by the same code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import NULL_INT, Column
from profiler_app.analysis.completeness import completeness
from profiler_app.analysis.facts import Facts
from profiler_app.analysis.features.assets import assets
from profiler_app.analysis.features.bank import bank
from profiler_app.analysis.features.behaviour import behaviour
from profiler_app.analysis.features.company import company
from profiler_app.analysis.features.compliance import compliance
from profiler_app.analysis.features.contacts import contacts
from profiler_app.analysis.features.credit import credit
from profiler_app.analysis.features.flows import flows
from profiler_app.analysis.features.holdings import Holdings
from profiler_app.analysis.features.intervals import intervals
from profiler_app.analysis.features.orders import orders
from profiler_app.analysis.features.person import person
from profiler_app.analysis.features.population import learn, sample
from profiler_app.analysis.features.preferences import preferences
from profiler_app.analysis.features.relations import relations
from profiler_app.analysis.features.scores import scores
from profiler_app.analysis.features.stages import History, stages
from profiler_app.analysis.features.statements import statements
from profiler_app.analysis.features.timeliness import timeliness
from profiler_app.analysis.features.value import ranked, value
from profiler_app.analysis.features.view import GROUPS, Context, Features, Found, View
from profiler_app.analysis.features.voice import voice
from profiler_app.domain.fields import Field, fields

_OF_ROWS: tuple[Callable[[View], Features], ...] = (
    orders,
    intervals,
    preferences,
    behaviour,
    assets,
    person,
    company,
    statements,
    contacts,
    relations,
    voice,
    compliance,
)
_OF_HOLDINGS: tuple[Callable[[View, Holdings], Features], ...] = (bank, flows, credit, value)

_DTYPES = {"num": np.float64, "ratio": np.float64, "bool": np.bool_}
_CODED = frozenset({"text", "enum", "code"})


@dataclass(frozen=True, slots=True, eq=False)
class FeatureRun:
    """Features by name, and what the run learned about the population."""

    columns: Mapping[str, Column]
    context: Context


def compute_features(
    facts: Facts,
    *,
    as_of: date,
    context: Context | None = None,
    history: History | None = None,
) -> FeatureRun:
    """Compute every feature that follows from facts dated on or before ``as_of``.

    Customers are placed in the population of ``context``; without one, the facts are taken to be
    the population. ``history`` is what earlier runs said about the stage of life. A feature is
    unknown for customers it does not apply to. Results of models (such as ``churn_prob``) are not
    computed here.
    """
    frozen = context or learn([sample(facts, as_of=as_of)], as_of=as_of)
    view = View(facts, as_of, frozen)
    held = Holdings(view)
    found: Features = {}
    for group in _OF_ROWS:
        found |= group(view)
    for holdings_group in _OF_HOLDINGS:
        found |= holdings_group(view, held)
    found |= ranked(view, found, frozen)
    found |= scores(view, found, frozen.rfm)
    found |= stages(view, found, held, history=history)
    found |= _quality(view, found)
    catalog = fields()
    columns = {name: _column(catalog[name], value, view) for name, value in found.items()}
    return FeatureRun(columns, frozen)


def _quality(view: View, found: Features) -> Features:
    """Compute how complete and how fresh a profile is and for how long nobody touched it."""
    share = completeness(view.facts, view.group, groups=GROUPS, until=view.today)
    talks, changed = view.rows("interaction"), view.people["updated_on"]
    known = changed != NULL_INT
    latest = np.maximum(np.where(talks.any(), talks.highest(talks["day"]), NULL_INT), changed)
    age = view.today - np.where(known, np.minimum(latest, view.today), view.today)
    untouched = Found(age, known)
    return {
        "completeness": view.always(share),
        "stale_days": untouched,
        "timeliness": timeliness(view, found, touched=untouched),
    }


def _column(field: Field, found: Found, view: View) -> Column:
    applies = [group in field.applies_to for group in GROUPS]
    known = found.known & np.array([*applies, False])[view.group]
    dtype: type = np.int32 if field.kind in _CODED else _DTYPES.get(field.kind, np.int64)
    values: NDArray[Any] = np.where(known, found.values, 0).astype(dtype, copy=False)
    return Column(field.kind, values, known, found.labels)
