"""Effort against value by tier, and the capacity of the team (STR-03).

The capacity is a fact of the user, written by an operation, so it can be undone.
"""

from __future__ import annotations

from dataclasses import asdict

import numpy as np

from profiler_app.domain.effort import FAMILIES, Capacity, EffortMatrix, TierEffort, proposed
from profiler_app.domain.progress import Progress
from profiler_app.domain.tags import known_tags
from profiler_app.domain.text import N_
from profiler_app.jobs.columns import ColumnSource
from profiler_app.store.connect import Connection
from profiler_app.store.segments import give_up_choice, read_choice, write_choice
from profiler_app.store.workspace import Workspace

KIND = "capacity"


def effort_matrix(source: ColumnSource, capacity: Capacity | None = None) -> EffortMatrix:
    """Return every tier somebody stands on; ``capacity`` in place of the saved one."""
    chosen = capacity or saved_capacity(source.workspace.connection)
    figures = ("contribution_12m", "interactions_12m")
    columns = source.columns(figures)
    if len(columns) < len(figures):  # nothing was computed yet
        return EffortMatrix((), chosen)
    tiers = []
    for family in FAMILIES:
        tags = [tag for tag in known_tags().values() if tag.exclusive_group == family]
        tags.sort(key=lambda tag: tag.priority or 0)
        held = source.tags([tag.id for tag in tags])
        for rank, tag in enumerate(tags):
            inside = held[tag.id].true
            if not inside.any():
                continue
            sums = [
                int(np.where(inside & column.known, column.values, 0).sum())
                for column in (columns[name] for name in figures)
            ]
            tiers.append(TierEffort(tag.id, rank, int(inside.sum()), *sums))
    return EffortMatrix(proposed(tiers, chosen), chosen)


def saved_capacity(connection: Connection) -> Capacity | None:
    """Return the capacity the user entered."""
    stored = read_choice(connection, KIND)
    return None if stored is None else Capacity(stored["people"], stored["a_month"])


def save_capacity(progress: Progress, workspace: Workspace, capacity: Capacity | None) -> int:
    """Keep a capacity, or none (None), as one operation; return it."""
    progress.step(0.0, N_("Saving"))
    if capacity is None:
        return give_up_choice(workspace, KIND)
    return write_choice(workspace, KIND, asdict(capacity), {"people": capacity.people})
