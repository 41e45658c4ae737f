"""The demonstration workspace: built-in sample data under a passphrase everybody knows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.text import N_, Language, in_language, pgettext
from profiler_app.ingest.sample import Sample, make_sample
from profiler_app.jobs.refreshing import refresh
from profiler_app.jobs.sample_campaign import FEWEST_CUSTOMERS, add_sample_campaign
from profiler_app.jobs.workspaces import remove_workspace
from profiler_app.store.customers import customer_number
from profiler_app.store.ledger import operation
from profiler_app.store.workspace import Workspace, create_workspace

DEMO_PASSPHRASE = "zhike-demo"
"""Known to everybody on purpose: the first start asks nothing, and the data is nobody's."""

_STEP = 2_000


def create_demo(
    progress: Progress,
    path: Path,
    *,
    language: Language = "zh",
    customers: int = 5_000,
    seed: int = 7,
    today: date,
    weeks: int = 0,
) -> None:
    """Make a workspace of sample data at ``path`` and compute its features and tags.

    They are also computed as they were on each of ``weeks`` weeks before, so that there is
    something to compare with. The same arguments give the same facts. A file that exists is
    never touched; when the work is cancelled or fails, nothing is left behind.
    """
    progress.step(0.0, N_("Making the workspace"))
    with in_language(language):
        name = pgettext("sample workspace", "Jiangnan Home")
    unfinished = path.with_name(path.name + ".unfinished")
    remove_workspace(unfinished)
    noon = datetime.combine(today, time(4), UTC)
    try:
        with create_workspace(
            unfinished,
            DEMO_PASSPHRASE,
            name=name,
            language=language,
            prefix="DEMO",
            clock=lambda: noon,
        ) as workspace:
            fill(
                Part(progress, 0.02, 0.6),
                workspace,
                make_sample(language=language, customers=customers, seed=seed, today=today),
                customers,
            )
            share = 0.37 / (weeks + 1)
            for done, ago in enumerate(range(weeks, -1, -1)):
                part = Part(progress, 0.6 + done * share, 0.6 + (done + 1) * share)
                refresh(part, workspace, as_of=today - timedelta(weeks=ago))
            if customers >= FEWEST_CUSTOMERS:
                add_sample_campaign(
                    Part(progress, 0.97, 0.98), workspace, language=language, today=today
                )
                refresh(Part(progress, 0.98, 1.0), workspace, as_of=today)  # of its members only
        unfinished.replace(path)
    finally:
        remove_workspace(unfinished)


def fill(progress: Progress, workspace: Workspace, sample: Sample, customers: int) -> None:
    """Write a sample into an empty workspace as one operation."""
    prefix = workspace.settings.prefix
    with operation(workspace, "sample", {"customers": customers}) as opened:
        for table, columns, rows in sample.tables():
            if table == "customer":
                rows = _with_number(prefix, _counting(progress, rows, customers), columns)
            keep = [i for i, name in enumerate(columns) if name != "id"]
            opened.insert(
                table,
                [columns[i] for i in keep],
                (tuple(row[i] for i in keep) for row in rows),
            )
            progress.step(0.5, N_("Writing sample records"))


def _counting(
    progress: Progress, rows: Iterator[tuple[Any, ...]], total: int
) -> Iterator[tuple[Any, ...]]:
    for i, row in enumerate(rows):
        if i % _STEP == 0:
            progress.step(0.5 * i / total, N_("Writing sample customers"))
        yield row


def _with_number(
    prefix: str, rows: Iterator[tuple[Any, ...]], columns: list[str]
) -> Iterator[tuple[Any, ...]]:
    own, place = columns.index("id"), columns.index("number")
    return ((*row[:place], customer_number(prefix, row[own]), *row[place + 1 :]) for row in rows)
