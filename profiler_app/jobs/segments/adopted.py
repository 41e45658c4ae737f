"""The clusters a user adopted: frozen centres, applied to whoever is looked at.

What is kept is a fact (the centres and the names of the groups), written by an operation, so it
can be undone. Who belongs to a group follows from it and from the features of the last run: it
is the column ``cluster``, which rules name like any other field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from profiler_app.analysis.clustering.finding import assign
from profiler_app.analysis.columns import Column
from profiler_app.domain.models import ClusterParameters
from profiler_app.domain.progress import Progress
from profiler_app.domain.rules.wording import quoted
from profiler_app.domain.text import N_
from profiler_app.store import runs
from profiler_app.store.connect import Connection
from profiler_app.store.segments import read_choice, write_choice
from profiler_app.store.workspace import Workspace

KIND = "clusters"


@dataclass(frozen=True, slots=True)
class Adopted:
    """The groups in force: their names, and what puts a customer into one."""

    names: tuple[str, ...]
    parameters: ClusterParameters


def adopted(connection: Connection) -> Adopted | None:
    """Return the groups in force, None when none were adopted."""
    stored = read_choice(connection, KIND)
    if stored is None:
        return None
    return Adopted(tuple(stored["names"]), ClusterParameters.from_json(stored["parameters"]))


def adopt(
    progress: Progress, workspace: Workspace, names: Sequence[str], parameters: ClusterParameters
) -> int:
    """Put groups in force, as an operation that can be undone; return the operation."""
    progress.step(0.0, N_("Saving"))
    value = {"names": list(names), "parameters": asdict(parameters)}
    return write_choice(workspace, KIND, value, {"k": len(names)})


def last_run_number(connection: Connection) -> int | None:
    """Return the number of the last run: groups found before it are of earlier data."""
    run = runs.last_run(connection)
    return None if run is None else run.id


def cluster_rule(name: str) -> str:
    """Return the rule of a group that is in force."""
    return f"cluster == {quoted(name)}"


def cluster_column(
    connection: Connection, columns: Callable[[Iterable[str]], dict[str, Column]], size: int
) -> Column | None:
    """Return the group of everybody; unknown where most of its fields are; None without any."""
    found = adopted(connection)
    if found is None:
        return None
    fields = found.parameters.fields
    read = columns(fields)
    nothing = Column("num", np.zeros(size), np.zeros(size, np.bool_))
    group = assign({name: read.get(name, nothing) for name in fields}, found.parameters)
    known = group >= 0
    return Column("text", np.where(known, group, 0).astype(np.int32), known, found.names)
