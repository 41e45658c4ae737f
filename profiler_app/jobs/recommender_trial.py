"""How well recommendations learnt from one file foretell the purchases of another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from profiler_app.domain.errors import TableProblem, TooLittleData
from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.recommending import Method, TrialReport
from profiler_app.domain.text import N_, _
from profiler_app.ingest.table_words import CUSTOMER_COLUMNS, ITEM_COLUMNS
from profiler_app.jobs.plain_tables import PlainTable, read_plain

if TYPE_CHECKING:
    from profiler_app.analysis.recommending.hits import Hits
    from profiler_app.analysis.recommending.models import Model
    from profiler_app.analysis.recommending.purchases import Bought

MOST_SOLVED = 5_000
"""So many customers or items, whichever are fewer, can be solved in seconds."""

_PAIR = 2

Pair = tuple[str, str]


def try_recommender(progress: Progress, train: Path, test: Path) -> TrialReport:
    """Learn from the pairs (customer, item) of ``train`` and look for those of ``test``.

    Pairs of the test are not learnt from where the training file holds them too. Customers and
    items are the columns named so, else the first two. Raises TableProblem or TooLittleData.
    """
    hidden = _pairs(read_plain(Part(progress, 0.0, 0.1), test))
    withheld = set(hidden)
    seen = _pairs(read_plain(Part(progress, 0.1, 0.4), train))
    learnt = [pair for pair in seen if pair not in withheld]
    users = {name: place for place, name in enumerate(sorted({pair[0] for pair in learnt}))}
    items = {name: place for place, name in enumerate(sorted({pair[1] for pair in learnt}))}
    known = sorted(
        (users[user], items[item]) for user, item in withheld if user in users and item in items
    )
    if not known:
        raise TooLittleData(what=_("The trial"), needed=_("one known customer"), found=0)
    progress.step(0.4, N_("Learning what goes together"))
    bought = _bought(learnt, users, items)
    tried = methods_tried(Part(progress, 0.4, 1.0), bought, np.array(known, np.int64))
    return TrialReport(
        customers=len(users),
        items=len(items),
        purchases=len(learnt),
        withheld=len(seen) - len(learnt),
        tested=len(known),
        not_tested=len(withheld) - len(known),
        methods=tuple(as_method(each) for each in tried),
    )


def methods_tried(progress: Progress, bought: Bought, hidden: NDArray[np.int64]) -> list[Hits]:
    """Measure every method; ``hidden`` has rows of a customer and the item bought next."""
    from profiler_app.analysis.recommending.hits import measure
    from profiler_app.analysis.recommending.models import BestSellers, Ease, ItemToItem

    histories = bought.matrix()[hidden[:, 0]]
    found = []
    kinds: list[Callable[[Bought], Model]] = [BestSellers.of, ItemToItem.of]
    if min(bought.customers, bought.items) <= MOST_SOLVED:
        kinds.append(Ease.of)
    for nth, learn in enumerate(kinds):
        progress.step(nth / len(kinds), N_("Learning what goes together"))
        found.append(measure(learn(bought), histories, hidden[:, 1]))
    return found


def as_method(hits: Hits) -> Method:
    """Return a measured method as reports show it."""
    return Method(hits.method, hits.customers, hits.rate, hits.gain, hits.rank, hits.coverage)


def _bought(pairs: list[Pair], users: dict[str, int], items: dict[str, int]) -> Bought:
    from profiler_app.analysis.recommending.purchases import Bought

    customer = np.array([users[user] for user, _item in pairs], np.int64)
    item = np.array([items[item] for _user, item in pairs], np.int64)
    return Bought(customer, item, len(users), len(items))


def _pairs(table: PlainTable) -> list[Pair]:
    """Return customer and item of every line that has both."""
    if len(table.headers) < _PAIR:
        reason = _("customers and items need a column each.")
        raise TableProblem(file=table.name, reason=reason)
    users = table.first_of(CUSTOMER_COLUMNS) or table.columns[0]
    items = table.first_of(ITEM_COLUMNS) or table.columns[1]
    return [(user, item) for user, item in zip(users, items, strict=True) if user and item]
