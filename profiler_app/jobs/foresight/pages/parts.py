"""What the pages of models share: names, bars, sentences and reasons."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Column
from profiler_app.domain.fields import find_field
from profiler_app.domain.insights import Chart, Mark
from profiler_app.domain.predicting import Told
from profiler_app.domain.reports import Section
from profiler_app.domain.rules.showing import show
from profiler_app.domain.text import _, with_minus
from profiler_app.store.customers import read_customers
from profiler_app.store.workspace import Workspace

MOST_ROWS = 200
MOST_DRIVERS = 10
_REASONS = 3


def names(workspace: Workspace, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Return number and name of customers by id."""
    found = read_customers(workspace.connection, ids, ("number", "name"))
    return {customer: (str(code), str(name)) for customer, (code, name) in found.items()}


def bars(
    key: str, title: str, rows: Sequence[tuple[str, float, str, str]], note: str = ""
) -> Chart:
    """Return a chart of bars; a row is its label, its length, what is shown, and a note."""
    marks = tuple(
        Mark(label, value, shown, 0, note=said, ink="0") for label, value, shown, said in rows
    )
    return Chart(key, "bars", title, note, marks)


def told(title: str, found: Sequence[Told]) -> list[Section]:
    """Return a section of sentences, none where there is nothing to say."""
    return [Section(title, tuple(each.sentence for each in found))] if found else []


def reasons_of(
    workspace: Workspace, columns: Mapping[str, Column], names: Sequence[str]
) -> Callable[[NDArray[np.float64], int], list[str]]:
    """Return what tells the strongest reasons of a row, in its own values beside the usual.

    It is given what each field adds to the log odds of the row, and the place of the row.
    """
    from profiler_app.analysis.prediction.reasons import usual_value

    usual = {name: usual_value(columns[name]) for name in names}

    def said(added: NDArray[np.float64], at: int) -> list[str]:
        top = [i for i in np.argsort(-added, kind="stable")[:_REASONS] if added[i] > 0]
        return [_reason(workspace, columns[names[i]], names[i], at, usual[names[i]]) for i in top]

    return said


def _reason(workspace: Workspace, column: Column, name: str, at: int, usual: Any) -> str:
    middle, known = usual
    plain = (middle.item() if hasattr(middle, "item") else middle) if known else None
    return reason_words(name, column.value(at), plain, currency=workspace.settings.currency)


def reason_words(name: str, value: Any, usual: Any, *, currency: str) -> str:
    """Return a field with its value beside the usual one; None: not known."""
    field = find_field(name)
    assert field is not None
    said = _("unknown") if value is None else show(field, value, currency=currency)
    if usual is None:
        return with_minus(_("{field} {value}").format(field=field.label, value=said))
    text = _("{field} {value} (usually {usual})")
    beside = show(field, usual, currency=currency)
    return with_minus(text.format(field=field.label, value=said, usual=beside))
