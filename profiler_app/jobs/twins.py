"""Customers like a given one, and why they are alike."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from profiler_app.analysis.columns import Column
from profiler_app.analysis.likeness import Alike, alike, telling
from profiler_app.domain.fields import fields
from profiler_app.domain.likeness import CannotCompare, Likeness, Twin, Twins
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_, _
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.likeness_fields import (
    compared_fields,
    need_run,
    of_group,
    place_of,
    shown,
)
from profiler_app.store.customers import read_customers
from profiler_app.store.workspace import Workspace

COUNT = 20
_REASONS = 3
_ALIKE, _UNLIKE = 0.85, 0.6


def find_twins(
    progress: Progress, workspace: Workspace, customer: int, *, count: int = COUNT
) -> Twins:
    """Return the ``count`` customers of the same kind and line most like one, with the reasons.

    Those who did not allow profiling are neither compared nor found. Raises CannotCompare, and
    TooLittleData before the first refresh.
    """
    progress.step(0.0, N_("Reading features"))
    need_run(workspace)
    own = read_customers(workspace.connection, [customer], ("number", "name", "kind", "line"))
    number, name, kind, line = own[customer]
    group = f"{kind}:{line}"
    source = ColumnSource(workspace)
    chosen = of_group(source, group)
    here = place_of(source, customer)
    if not chosen[here]:
        raise CannotCompare(reason=_("this customer did not allow profiling."))
    places = np.flatnonzero(chosen)
    wanted = [field.id for field in compared_fields(group)]
    columns = {n: column.take(places) for n, column in source.columns(wanted).items()}
    progress.step(0.5, N_("Comparing"))
    mine = int(np.searchsorted(places, here))
    found = alike(columns, mine)
    total = np.where(np.isnan(found.total), -1.0, found.total)
    total[mine] = -1.0
    order = np.argsort(-total, kind="stable")[:count]
    best = [at for at in order.tolist() if total[at] >= 0]
    ids = source.ids()[places]
    rows = read_customers(workspace.connection, ids[best].tolist(), ("number", "name"))
    weights = {n: telling(part) for n, part in found.parts.items()}
    currency = workspace.settings.currency
    return Twins(
        number,
        name,
        len(places) - 1,
        tuple(fields()[n].label for n in found.parts),
        tuple(
            Twin(
                customer=int(ids[at]),
                number=rows[int(ids[at])][0],
                name=rows[int(ids[at])][1],
                likeness=round(float(total[at]), 4),
                why=_why(found, weights, columns, (mine, at), currency),
                but=_but(found, columns, (mine, at), currency),
            )
            for at in best
        ),
    )


def _why(
    found: Alike,
    weights: Mapping[str, float],
    columns: Mapping[str, Column],
    pair: tuple[int, int],
    currency: str,
) -> tuple[Likeness, ...]:
    """Return what both share that few share."""
    near = [(n, float(part[pair[1]])) for n, part in found.parts.items() if part[pair[1]] >= _ALIKE]
    near.sort(key=lambda each: -each[1] * weights[each[0]])
    return tuple(_likeness(n, share, columns, pair, currency) for n, share in near[:_REASONS])


def _but(
    found: Alike, columns: Mapping[str, Column], pair: tuple[int, int], currency: str
) -> Likeness | None:
    far = [(float(part[pair[1]]), n) for n, part in found.parts.items() if part[pair[1]] < _UNLIKE]
    if not far:
        return None
    share, name = min(far)
    return _likeness(name, share, columns, pair, currency)


def _likeness(
    name: str, share: float, columns: Mapping[str, Column], pair: tuple[int, int], currency: str
) -> Likeness:
    field = fields()[name]
    mine, theirs = (shown(field, columns[name].value(at), currency) for at in pair)
    if mine == theirs:
        words = _("{field}: both {value}").format(field=field.label, value=mine)
    else:
        words = _("{field}: {mine} and {theirs}").format(
            field=field.label, mine=mine or "—", theirs=theirs or "—"
        )
    return Likeness(name, field.label, round(share, 4), words)
