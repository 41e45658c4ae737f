"""Why one customer is in a segment or not, condition by condition, and what would change it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from profiler_app.analysis.explanation import Explanation, Leaf
from profiler_app.domain.rules import Rule
from profiler_app.jobs import ruling
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.judging import snapshot_members
from profiler_app.jobs.segments.saved import all_segments, rule_of
from profiler_app.store.customers import read_customers
from profiler_app.store.segments import SNAPSHOT
from profiler_app.store.workspace import Workspace

__all__ = ["Leaf", "WhyInside", "why_held", "why_inside"]


@dataclass(frozen=True, slots=True, eq=False)
class WhyInside:
    """One customer and a segment.

    ``kept`` says whether a snapshot holds him (None: the segment is live); the explanation is
    about the rule and the customer of now.
    """

    customer: int
    number: str
    name: str
    kept: bool | None
    explanation: Explanation


def why_inside(workspace: Workspace, source: ColumnSource, number: int, customer: int) -> WhyInside:
    """Explain the membership of a customer. Raises RuleProblem for a rule that is none any more."""
    row, kind = next(each for each in all_segments(workspace.connection) if each[0].id == number)
    rule = rule_of(row, kind)
    kept = None
    if kind == SNAPSHOT:
        place = int(np.searchsorted(source.ids(), customer))
        kept = bool(snapshot_members(source, row.rule).true[place])
    return _explained(workspace, source, rule, customer, kept)


def why_held(workspace: Workspace, source: ColumnSource, text: str, customer: int) -> WhyInside:
    """Explain a rule that is not saved for a customer. Raises RuleProblem."""
    rule = ruling.parse_known(workspace, text)
    return _explained(workspace, source, rule, customer, None)


def _explained(
    workspace: Workspace, source: ColumnSource, rule: Rule, customer: int, kept: bool | None
) -> WhyInside:
    explanation = ruling.explained(workspace, source, rule, customer)
    own, name = read_customers(workspace.connection, [customer], ("number", "name"))[customer]
    return WhyInside(customer, own, name, kept, explanation)
