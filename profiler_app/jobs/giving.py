"""Who is given a tag by hand: those who have it already, and the members of a segment."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from profiler_app.domain.rules.wording import quoted
from profiler_app.domain.tags import TagDefinition
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.judging import judge
from profiler_app.jobs.looking_up import LookedUp, recall
from profiler_app.jobs.ruling import parse_known
from profiler_app.store.tagged import given_by_hand
from profiler_app.store.workspace import Workspace


def can_be_given(tag: TagDefinition) -> bool:
    """Return whether people may give a tag: one in use, neither sensitive nor of a model."""
    return tag.kind in ("manual", "rule") and not tag.sensitive and not tag.retired


def given(
    workspace: Workspace, source: ColumnSource, tag: str, *, today: date, most: int
) -> LookedUp:
    """Return customers somebody gave a tag, at most so many, and how many there are."""
    ids = sorted(given_by_hand(workspace.connection, tag, today))
    return LookedUp(recall(workspace, source, ids[:most], today=today).rows, len(ids))


def members(workspace: Workspace, source: ColumnSource, segment: str) -> NDArray[np.int64]:
    """Return the ids of a segment, by its name. Raises RuleProblem."""
    rule = parse_known(workspace, f"in_segment({quoted(segment)})")
    found: NDArray[np.int64] = source.ids()[judge(source, rule).true]
    return found
