"""Using the list of customers without a window: open, jump, sort, rules, facets, cards."""

from __future__ import annotations

import random
import time
from functools import partial
from typing import Any

from benchmarks.drawing import AS_OF
from benchmarks.timing import opened, p50, p95, rows_of, times

SORTS = ("name", "mobile", "city", "annual_income", "birth_date")
RULES = (
    "gender == 'F'",
    "age >= 30 and age < 40 and gender == 'F'",
    "contains(name, '伟')",
    "contains(address, '路')",
    "startswith(mobile, '+861')",
    "monetary_12m > 5000 and recency_days < 60 and has('lc_growth')",
    "has('rfm_imp_value') or has('lc_lost')",
)
FACETS = ("gender", "city", "lifecycle", "occupation")
_SHOWN = ("short_name", "lifecycle", "monetary_all", "aum_mavg", "deposit_mavg", "last_order_on")
_JUMPS, _CARDS, _SCREEN = 100, 30, 50


def use_list(path: str) -> dict[str, float]:
    """Open the list, jump, sort, count rules and facets, read cards."""
    from profiler_app.domain.listing import ListQuery
    from profiler_app.jobs import cards, lists
    from profiler_app.jobs.columns import ColumnSource

    figures: dict[str, float] = {}
    dice = random.Random(7)
    with opened(path) as workspace:
        source = ColumnSource(workspace)
        began = time.perf_counter()
        ids = lists.find(workspace, source, ListQuery()).ids
        _rows(workspace, source, ids[:_SCREEN])
        figures["open"] = time.perf_counter() - began
        places = [int(len(ids) * 0.9) - dice.randrange(len(ids) // 10) for _ in range(_JUMPS)]
        figures["jump"] = p95(
            times(lambda at: _rows(workspace, source, ids[at : at + _SCREEN]), places)
        )
        for name in SORTS:
            figures |= _sort(workspace, name)
        for i, rule in enumerate(RULES):
            source = ColumnSource(workspace)
            source.ids()
            figures[f"cold {i}"] = times(partial(lists.count, source), [rule])[0]
            figures[f"warm {i}"] = p50(times(partial(lists.count, source), [rule] * 5))
        for name in FACETS:
            source = ColumnSource(workspace)
            source.ids()
            figures[f"facet {name}"] = times(partial(lists.facet, source), [name])[0]
        some = dice.sample(ids.tolist(), _CARDS)
        figures["card"] = p95(
            times(lambda customer: cards.read_card(workspace, customer, as_of=AS_OF), some)
        )
    return figures


def _rows(workspace: Any, source: Any, ids: Any) -> None:
    from profiler_app.jobs import lists

    lists.rows(workspace, source, ids.tolist(), _SHOWN, with_tags=True)


def _sort(workspace: Any, name: str) -> dict[str, float]:
    from profiler_app.domain.listing import ListQuery
    from profiler_app.jobs import lists
    from profiler_app.jobs.columns import ColumnSource

    source = ColumnSource(workspace)
    source.ids()
    query = ListQuery(sort=name)
    ours = times(lambda query: lists.find(workspace, source, query), [query])[0]
    sql = f'SELECT id FROM customer ORDER BY "{name}"'
    peer = times(lambda sql: sum(1 for _ in rows_of(workspace.connection.execute(sql))), [sql])[0]
    return {f"sort {name}": ours, f"sql {name}": peer}
