"""Storing what a model found, and noting in the history that it ran."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.domain.model_log import ModelRun
from profiler_app.domain.reports import Report, in_every_language
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.foresight.watching import runs_like, spread_of, with_runs
from profiler_app.jobs.printing import login_name
from profiler_app.store import runs
from profiler_app.store.ledger import operation
from profiler_app.store.model_runs import Foretold, save_model_run
from profiler_app.store.workspace import Workspace


def save_run(
    workspace: Workspace,
    page: Callable[[], Report],
    run: ModelRun,
    columns: Mapping[str, Foretold],
    *,
    forget: tuple[str, ...] = (),
    more: Mapping[str, Any] | None = None,
    foretold: NDArray[np.float64] | None = None,
) -> Report:
    """Store what a model found, and note in the history that it ran: both, or neither.

    ``foretold`` of the customers is compared with that of earlier runs. Returns the report.
    """
    noted = replace(run, since=_first_purchase(workspace), by=login_name())
    earlier = runs_like(workspace, noted)
    noted = replace(noted, spread=spread_of(foretold, earlier))
    report = in_every_language(lambda: with_runs(page(), [*earlier, noted]))
    with operation(workspace, "model_run", noted.facts()):
        save_model_run(
            workspace,
            run.model,
            as_of=run.as_of,
            report={**report.without_people(), **(more or {})},
            columns=columns,
            forget=forget,
        )
    return report


def _first_purchase(workspace: Workspace) -> str:
    """Return the day of the first purchase the models saw, empty without any."""
    run = runs.last_run(workspace.connection)
    column = ColumnSource(workspace).columns(["first_order_days"]).get("first_order_days")
    if run is None or column is None or not column.known.any():
        return ""
    days = int(column.values[column.known].max())
    return (date.fromisoformat(run.as_of) - timedelta(days=days)).isoformat()
