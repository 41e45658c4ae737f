"""Spellings of a column that mean one value: finding them, and writing one for all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np

from profiler_app.analysis.quality import variants
from profiler_app.analysis.quality.texts import plain
from profiler_app.analysis.quality.variants import Spelling, Variants
from profiler_app.domain.fields import fields
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_, _
from profiler_app.jobs.bulk import Changed
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.quality.changes import Change, Preview, preview, write
from profiler_app.jobs.quality.rules import variants_of
from profiler_app.store.workspace import Workspace

__all__ = ["METHODS", "Spelling", "Variants"]

METHODS = variants.METHODS
"""By method: what it overlooks, from strict to lax (texts to be translated)."""
_NEVER = frozenset({"number", "member_no", "core_cust_no", "birth_lunar", "best_time", "address"})


def spelled_fields() -> tuple[str, ...]:
    """Return the free texts whose spellings can be looked at; identifiers are none."""
    return tuple(
        field.id
        for field in fields().values()
        if field.kind == "text"
        and field.place in ("column", "attribute")
        and field.sensitivity in ("S0", "S1")
        and field.id not in _NEVER
    )


def find_groups(source: ColumnSource, name: str, method: str) -> tuple[Variants, ...]:
    """Return groups of spellings of a field, those with the most odd customers first."""
    column = source.read_once(name)
    return () if column is None else variants_of(column, method)


def replaced(source: ColumnSource, name: str, values: Mapping[str, str]) -> list[Change]:
    """Return the changes that write other texts for some texts of a field."""
    column = source.read_once(name)
    if column is None or not len(column.labels):
        return []
    target = [values.get(text, text) for text in plain(column.labels)]
    odd = np.array([new != old for new, old in zip(target, plain(column.labels), strict=True)])
    places = np.flatnonzero(column.known & odd[column.values])
    ids, codes = source.ids()[places].tolist(), column.values[places].tolist()
    return [Change(each, name, target[code]) for each, code in zip(ids, codes, strict=True)]


def preview_unify(
    workspace: Workspace, source: ColumnSource, name: str, values: Mapping[str, str]
) -> Preview:
    """Return whose values would change."""
    return preview(workspace, source, replaced(source, name, values))


def unify(
    progress: Progress,
    workspace: Workspace,
    name: str,
    values: Mapping[str, str],
    *,
    today: date,
) -> Changed:
    """Write one spelling for several, as one operation."""
    progress.step(0.0, N_("Checking the data"))
    changes = replaced(ColumnSource(workspace), name, values)
    what = _("{field}: several spellings of one value").format(field=fields()[name].label)
    return write(progress, workspace, changes, what=what, today=today)
