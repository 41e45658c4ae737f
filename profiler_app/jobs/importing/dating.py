"""The business date of a file: from when what it says is."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Final

from profiler_app.domain.imports import FileFacts, ImportRequest
from profiler_app.store.imports import dated_before
from profiler_app.store.workspace import Workspace

_DAY_IN_NAME: Final = re.compile(r"(?<!\d)(20\d\d)\D?(0[1-9]|1[0-2])\D?([0-2]\d|3[01])(?!\d)")


def business_date(workspace: Workspace, request: ImportRequest, facts: FileFacts) -> str:
    """Return the business date of a file as ISO text (a date, or a time in UTC).

    It is what is asked for, else the day in the name of the file, else when the file was last
    written; a file that was imported before keeps its date, however often it was copied since.
    """
    if request.as_of is not None:
        return request.as_of.isoformat()
    named = day_in_name(facts.name)
    if named is not None:
        return named.isoformat()
    known = dated_before(workspace.connection, facts.sha256)
    if known is not None:
        return known
    written = datetime.fromtimestamp(request.paths[0].stat().st_mtime, UTC)
    return min(written, workspace.clock()).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def day_in_name(name: str) -> date | None:
    """Return the last day a file name holds (客户_20260131.csv), or None."""
    for year, month, day in reversed(_DAY_IN_NAME.findall(name)):
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None
