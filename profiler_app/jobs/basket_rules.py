"""Association rules: of the orders of a workspace, or of a file that is not imported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from profiler_app.analysis.distinct import distinct
from profiler_app.domain.baskets import BasketReport
from profiler_app.domain.errors import TableProblem, TooLittleData, TooManyRules
from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.text import N_, _
from profiler_app.jobs.bought_products import BoughtProducts, read_bought
from profiler_app.jobs.plain_tables import is_ragged, read_lines, read_plain
from profiler_app.jobs.unprofiled import not_profiled
from profiler_app.store.workspace import Workspace

if TYPE_CHECKING:
    from profiler_app.analysis.baskets.itemsets import Baskets

LEAST_BASKETS = 50
_FEW_LINES = 1.5
_SPAN = 90
_PAIR = 2


def rules_of_workspace(
    progress: Progress,
    workspace: Workspace,
    *,
    support: float,
    confidence: float,
    shortest: int = 2,
    by: str = "name",
) -> BasketReport:
    """Find what customers buy together; ``by`` is ``name`` or ``category`` of the products.

    A basket is an order. Where orders hardly ever have several lines, it is what a customer bought
    in 90 days. Who may not be profiled is left out. Raises TooLittleData or TooManyRules.
    """
    bought = read_bought(Part(progress, 0.0, 0.5), workspace.connection)
    bought = bought.only(~np.isin(bought.customer, not_profiled(workspace)))
    baskets, unit = _of_orders(bought, by)
    if baskets.size < LEAST_BASKETS:
        raise TooLittleData(
            what=_("Finding rules"),
            needed=_("{n} baskets").format(n=LEAST_BASKETS),
            found=baskets.size,
        )
    return _found(Part(progress, 0.5, 1.0), baskets, unit, support, confidence, shortest)


def rules_of_file(
    progress: Progress,
    path: Path,
    *,
    support: float,
    confidence: float,
    shortest: int = 1,
    form: str = "auto",
) -> BasketReport:
    """Find rules among the baskets of a file; ``form`` is one of ``domain.baskets.FORMS``.

    Raises UnreadableFile, NothingToImport, TableProblem or TooManyRules.
    """
    reading = Part(progress, 0.0, 0.5)
    if form == "baskets" or (form == "auto" and is_ragged(path)):
        lines = read_lines(reading, path)
        baskets, unit = _numbered(range(len(lines)), lines, len(lines)), "line"
    else:
        table = read_plain(reading, path)
        if form == "pairs" or (form == "auto" and len(table.headers) == _PAIR):
            if len(table.headers) < _PAIR:
                reason = _("baskets and items need a column each.")
                raise TableProblem(file=path.name, reason=reason)
            baskets, unit = _of_pairs(table.columns[0], table.columns[1]), "key"
        else:
            baskets, unit = _of_attributes(table.headers, table.columns), "line"
    return _found(Part(progress, 0.5, 1.0), baskets, unit, support, confidence, shortest)


def _found(
    progress: Progress,
    baskets: Baskets,
    unit: str,
    support: float,
    confidence: float,
    shortest: int,
) -> BasketReport:
    from profiler_app.analysis.baskets.itemsets import MOST_SETS, TooManySets, frequent
    from profiler_app.analysis.baskets.rules import rules_of

    progress.step(0.0, N_("Looking for what goes together"))
    try:
        itemsets = frequent(baskets, support)
    except TooManySets as problem:
        raise TooManyRules(support=support, n=MOST_SETS) from problem
    progress.step(0.7, N_("Looking for what goes together"))
    rules = rules_of(
        itemsets, baskets.names, baskets.size, confidence=confidence, shortest=shortest
    )
    return BasketReport(
        unit=unit,
        baskets=baskets.size,
        items=len(baskets.names),
        support=support,
        confidence=confidence,
        shortest=shortest,
        itemsets=len(itemsets),
        rules=tuple(rules),
    )


def _of_orders(bought: BoughtProducts, by: str) -> tuple[Baskets, str]:
    from profiler_app.analysis.baskets.itemsets import Baskets

    labels = [each.category if by == "category" else each.name for each in bought.products]
    names = tuple(sorted({label for label in labels if label}))
    places = {name: place for place, name in enumerate(names)}
    codes = np.array([places.get(label, -1) for label in labels] or [-1], np.int64)
    item = codes[bought.product]
    known = item >= 0
    baskets = int(bought.order.max()) + 1 if len(bought.order) else 0
    lines = len(distinct(bought.order[known] * max(len(names), 1) + item[known]))
    if not baskets or lines / len(distinct(bought.order[known])) >= _FEW_LINES:
        return Baskets(names, *_dense(bought.order[known], item[known])), "order"
    spans = (int(bought.day.max()) - bought.day) // _SPAN
    keys = bought.customer * (int(spans.max()) + 1) + spans
    return Baskets(names, *_dense(keys[known], item[known])), "customer"


def _dense(keys: Any, items: Any) -> tuple[Any, Any, int]:
    """Number the baskets from 0."""
    found, basket = np.unique(keys, return_inverse=True)
    return basket.astype(np.int64), items, len(found)


def _of_pairs(keys: Sequence[str], items: Sequence[str]) -> Baskets:
    numbers: dict[str, int] = {}
    baskets = [numbers.setdefault(key, len(numbers)) for key in keys]
    return _numbered(baskets, ([item] if item else [] for item in items), len(numbers))


def _of_attributes(headers: Sequence[str], columns: Sequence[Sequence[str]]) -> Baskets:
    """Make an item of every value of a column, "column=value"; an empty cell is none."""
    lines = (
        [f"{header}={cell}" for header, cell in zip(headers, cells, strict=True) if cell]
        for cells in zip(*columns, strict=True)
    )
    return _numbered(range(len(columns[0])), lines, len(columns[0]))


def _numbered(baskets: Iterable[int], items: Iterable[Iterable[str]], size: int) -> Baskets:
    from profiler_app.analysis.baskets.itemsets import Baskets

    places: dict[str, int] = {}
    of_basket: list[int] = []
    of_item: list[int] = []
    for basket, line in zip(baskets, items, strict=True):
        for item in line:
            of_basket.append(basket)
            of_item.append(places.setdefault(item, len(places)))
    return Baskets(tuple(places), np.array(of_basket, np.int64), np.array(of_item, np.int64), size)
