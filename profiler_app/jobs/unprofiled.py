"""Of whom nothing may be inferred: no model learns from them and none foretells them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from profiler_app.domain.childhood import children_born_after
from profiler_app.domain.dates import to_day
from profiler_app.domain.tags import NO_PROFILING
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.contact_rules import not_agreed
from profiler_app.jobs.judging import business_day
from profiler_app.store.consents import born_after
from profiler_app.store.runs import last_run
from profiler_app.store.workspace import Workspace


def not_profiled(workspace: Workspace) -> NDArray[np.int64]:
    """Return who may not be profiled (ids, sorted), whatever happened since the last refresh.

    Before the first refresh those who said no and children; after it everybody without a basis.
    """
    if last_run(workspace.connection) is not None:
        source = ColumnSource(workspace)
        found: NDArray[np.int64] = source.ids()[source.tags([NO_PROFILING])[NO_PROFILING].true]
        return found
    today = business_day(workspace)
    said_no = not_agreed(workspace.connection, to_day(today.isoformat()), ("profiling",))
    children = born_after(workspace.connection, children_born_after(today).isoformat())
    return np.union1d(said_no, np.array(children, np.int64))
