"""Writing the customers of a list into a file, off the GUI thread."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from profiler_app.domain.fields import fields
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import _
from profiler_app.jobs import lists
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.workspaces import Workspace

FIELDS = (
    "kind",
    "lifecycle",
    "monetary_all",
    "aum_mavg",
    "deposit_mavg",
    "last_order_on",
    "owner_rm",
    "mobile",
)
"""What is written beside number and name; telephone numbers are masked."""

_BLOCK = 1000


def export_customers(progress: Progress, workspace: Workspace, ids: Any, path: Path) -> int:
    """Write customers (int64 array of ids) in their order and return how many."""
    source = ColumnSource(workspace)
    rows = []
    for first in range(0, len(ids), _BLOCK):
        progress.step(0.9 * first / len(ids), _("Reading customers"))
        block = np.asarray(ids)[first : first + _BLOCK].tolist()
        rows += lists.rows(workspace, source, block, FIELDS)
    progress.step(0.9, _("Writing the file"))
    return lists.export(path, rows, [fields()[name] for name in FIELDS])
