"""Tags and segments: fifty rules evaluated and stored, live counts, overlaps, one new order."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import generating
from benchmarks.drawing import AS_OF
from benchmarks.measuring import Bar, Experiment, Scale, worker
from benchmarks.timing import opened, p50, p95, times

RULES, COMPARED, SEGMENTS = 50, 40, 12
_FIELDS = {  # name, least and largest value, in minor units where it is an amount
    "recency_days": (0, 700),
    "freq_12m": (0, 30),
    "monetary_12m": (0, 3_000_000),
    "age": (18, 90),
    "complaints_12m": (0, 6),
    "contribution_12m": (0, 900_000),
    "birthday_in_days": (0, 366),
    "aum_mavg": (0, 90_000_000),
}
_MONEY = ("monetary_12m", "contribution_12m", "aum_mavg")
LIVE = (
    "monetary_12m >= {n} and recency_days <= 60",
    "gender == 'F' and age >= 30 and monetary_12m >= {n}",
    "(has('rfm_imp_value') or has('lc_lost')) and monetary_12m >= {n}",
    "count(purchases, 90) >= 2 and monetary_12m >= {n}",
)


def experiments(scale: Scale) -> Sequence[Experiment]:
    """Return fifty rules beside one INSERT..SELECT each, and the work of the builder."""
    path = str(generating.workspace(scale.customers, scale.orders))
    live = 30.0 if scale.customers <= 100_000 else 150.0
    return [
        Experiment(
            cases=(
                worker("rows", "benchmarks.tagging:rows_of_tags", customers=scale.customers),
                worker("bits", "benchmarks.tagging:bits_of_tags", customers=scale.customers),
            ),
            bars=(
                Bar(
                    f"{RULES} rules evaluated and stored, CPU", "bits.seconds", "rows.seconds", 0.1
                ),
                Bar("The room they take", "bits.bytes", "rows.bytes", 0.1, "MB"),
                Bar("Pairs that differ", "bits.different", None, 0, "pairs"),
                Bar("Customers with both of two tags, p95", "bits.and", None, 5, "ms"),
                Bar("Customers with one of two tags, p95", "bits.or", None, 5, "ms"),
            ),
            remark=f"Rules: {RULES} of two or three conditions over eight columns in memory, "
            "stored as the tags of a run in an encrypted workspace; the peer is a table of "
            "(tag, customer) in an encrypted file of the same key, filled by one INSERT..SELECT "
            "for each rule from a table with the same columns, in one transaction. Both and one of "
            "two tags: counted in the stored bits of the tags, which are in memory.",
        ),
        Experiment(
            cases=(worker("builder", "benchmarks.tagging:use_builder", path=path),),
            bars=(
                *(
                    bar
                    for i, rule in enumerate(LIVE)
                    for bar in (
                        Bar(
                            f"Live count: {rule.format(n='…')}",
                            f"builder.live {i}",
                            None,
                            live,
                            "ms",
                        ),
                        Bar("… p95", f"builder.worst {i}", None, None, "ms"),
                    )
                ),
                Bar("Counts at every step, p95", "builder.steps", None, None, "ms"),
                Bar("Seven samples with reasons, p95", "builder.samples", None, None, "ms"),
                Bar(f"Overlap of {SEGMENTS} rules", "builder.overlap", None, None, "ms"),
                Bar("Memory", "builder.rss", None, 1_000, "MB"),
            ),
            remark="Live count: the number, the share and the sales after the value of one "
            "condition was changed, median of 20; what the rule reads is in memory from the count "
            "before.",
            runs=1,
        ),
        Experiment(
            cases=(worker("order", "benchmarks.tagging:one_new_order", path=path),),
            bars=(
                Bar("One new order: the card with the new tags", "order.card", None, 200, "ms"),
                Bar("One new order: tags stored for every list", "order.ms", None, 200, "ms"),
                Bar("… processor time", "order.cpu", None, None, "ms"),
            ),
            remark="One new order: from the order in the ledger to the card of its customer, whose "
            "features and tags are computed anew; and to the stored tags of everybody, features "
            "and search index included. Medians of 7; every 33rd such run writes the rows of all "
            "tags anew.",
            runs=1,
        ),
    ]


# -- fifty rules


def _conditions() -> Iterator[tuple[str, list[tuple[str, str, int]]]]:
    """Yield how the conditions of each rule are joined, and the conditions."""
    dice = random.Random(11)
    for _rule in range(RULES):
        parts = []
        for name in dice.sample(sorted(_FIELDS), dice.choice((2, 3))):
            low, high = _FIELDS[name]
            step = 100 if name in _MONEY else 1
            limit = low + dice.randrange((high - low) // step) * step
            parts.append((name, dice.choice((">=", "<")), limit))
        yield dice.choice(("and", "or")), parts


def _rule_text(join: str, parts: list[tuple[str, str, int]]) -> str:
    said = (
        f"{name} {sign} {limit // 100 if name in _MONEY else limit}" for name, sign, limit in parts
    )
    return f" {join} ".join(said)


def _drawn(customers: int) -> dict[str, Any]:
    import numpy as np

    dice = np.random.default_rng(5)
    return {
        name: dice.integers(low, high, customers, dtype=np.int64)
        for name, (low, high) in _FIELDS.items()
    }


def bits_of_tags(customers: int) -> dict[str, float]:
    """Evaluate the rules and store their tags as a run; count what two tags share."""
    import numpy as np

    from profiler_app.analysis.columns import Column
    from profiler_app.analysis.evaluation import evaluate
    from profiler_app.domain.fields import fields
    from profiler_app.domain.rules import parse
    from profiler_app.jobs.workspaces import create_workspace
    from profiler_app.store.runs import TagBits, save_run

    drawn = _drawn(customers)
    known = np.ones(customers, np.bool_)
    columns = {name: Column(fields()[name].kind, cells, known) for name, cells in drawn.items()}
    rules = [parse(_rule_text(*each)) for each in _conditions()]
    ids = np.arange(1, customers + 1)
    path = _fresh("tag-bits.zhike")
    with create_workspace(path, generating.PASSPHRASE, name="Tags", prefix="BNCH") as workspace:
        _settle(workspace.connection)
        before = path.stat().st_size
        began = time.process_time()
        bits = TagBits([f"t{at}" for at in range(RULES)], customers)
        for at, rule in enumerate(rules):
            answer = evaluate(rule, columns, tags={}, size=customers)
            bits.put(ids, {f"t{at}": (answer.true, answer.unknown)})
        with workspace.writing():
            save_run(workspace, as_of=AS_OF.isoformat(), operation=0, customers=customers,
                     tags=bits, counts={}, context={})  # fmt: skip
        seconds = time.process_time() - began
        _settle(workspace.connection)
        size = path.stat().st_size - before
        wrong = sum(
            abs(bits.counts(f"t{at}")[0] - int(_plainly(drawn, *each).sum()))
            for at, each in enumerate(_conditions())
        )
        stored = TagBits.stored(workspace.connection, bits.tags)
    pairs = [(f"t{at}", f"t{at + 1}") for at in range(0, COMPARED, 2)]
    packed = {tag: stored.rows(tag)[0] for pair in pairs for tag in pair}
    pairs *= 5
    both = times(lambda p: int(np.bitwise_count(packed[p[0]] & packed[p[1]]).sum()), pairs)
    one = times(lambda p: int(np.bitwise_count(packed[p[0]] | packed[p[1]]).sum()), pairs)
    path.unlink()
    return {"seconds": seconds, "bytes": size / 1e6, "different": float(wrong),
            "and": p95(both), "or": p95(one)}  # fmt: skip


def _plainly(drawn: dict[str, Any], join: str, parts: list[tuple[str, str, int]]) -> Any:
    import numpy as np

    found = [
        drawn[name] >= limit if sign == ">=" else drawn[name] < limit for name, sign, limit in parts
    ]
    return (np.logical_and if join == "and" else np.logical_or).reduce(found)


def rows_of_tags(customers: int) -> dict[str, float]:
    """Fill a table of (tag, customer) by one INSERT..SELECT for each rule."""
    from profiler_app.jobs.workspaces import create_workspace

    drawn = _drawn(customers)
    path = _fresh("tag-rows.zhike")
    with create_workspace(path, generating.PASSPHRASE, name="Tags", prefix="BNCH") as workspace:
        connection = workspace.connection
        names = ", ".join(_FIELDS)
        marks = ", ".join("?" for _name in _FIELDS)
        with workspace.writing():
            connection.execute(f"CREATE TABLE b_customer(id INTEGER PRIMARY KEY, {names})")
            rows = zip(range(1, customers + 1), *(c.tolist() for c in drawn.values()), strict=True)
            connection.executemany(f"INSERT INTO b_customer VALUES(?, {marks})", rows)
            connection.execute(
                "CREATE TABLE b_tag(tag TEXT, customer_id INTEGER, PRIMARY KEY(tag, customer_id)) "
                "WITHOUT ROWID"
            )
        _settle(connection)
        before = path.stat().st_size
        began = time.process_time()
        with workspace.writing():
            for at, (join, parts) in enumerate(_conditions()):
                where = f" {join} ".join(f"{name} {sign} {n}" for name, sign, n in parts)
                connection.execute(
                    f"INSERT INTO b_tag SELECT 't{at}', id FROM b_customer WHERE {where}"
                )
        seconds = time.process_time() - began
        _settle(connection)
        size = path.stat().st_size - before
    path.unlink()
    return {"seconds": seconds, "bytes": size / 1e6}


def _fresh(name: str) -> Path:
    path = generating.folder() / name
    for each in (path, path.with_name(f"{name}-wal"), path.with_name(f"{name}-shm")):
        each.unlink(missing_ok=True)
    return path


def _settle(connection: Any) -> None:
    """Bring everything into the file itself, so that its size can be told."""
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


# -- the builder


def use_builder(path: str) -> dict[str, float]:
    """Change a value of rules and count, show samples, and compare twelve rules."""
    from profiler_app.domain.rules import parse
    from profiler_app.domain.rules.drafting import draft_of
    from profiler_app.domain.tags import known_tags
    from profiler_app.jobs.columns import ColumnSource
    from profiler_app.jobs.segments.previewing import preview_rule, samples, step_counts
    from profiler_app.jobs.segments.sets import overlap_report

    figures: dict[str, float] = {}
    values = list(range(100, 2_100, 100))
    with opened(path) as workspace:
        source = ColumnSource(workspace)
        for i, rule in enumerate(LIVE):
            preview_rule(source, rule.format(n=1))
            taken = times(partial(_counted, source, rule), values)
            figures |= {f"live {i}": p50(taken), f"worst {i}": p95(taken)}
        drafts = [draft_of(parse(LIVE[1].format(n=value), tags=known_tags())) for value in values]
        figures["steps"] = p95(times(lambda draft: step_counts(source, draft), drafts))
        figures["samples"] = p95(
            times(lambda batch: samples(workspace, source, LIVE[1].format(n=500), batch=batch),
                  range(10))
        )  # fmt: skip
        rules = [f"monetary_12m >= {500 * (at + 1)} and age >= {20 + at}" for at in range(SEGMENTS)]
        figures["overlap"] = times(lambda names: overlap_report(workspace, names), [rules])[0]
    return figures


def _counted(source: Any, rule: str, value: int) -> None:
    from profiler_app.jobs.segments.previewing import preview_rule

    preview_rule(source, rule.format(n=value))


# -- one new order


def one_new_order(path: str) -> dict[str, float]:
    """Add an order for a customer and compute what follows."""
    from decimal import Decimal

    from profiler_app.jobs import cards
    from profiler_app.jobs.recording import Purchase, add_order
    from profiler_app.jobs.refreshing import refresh
    from profiler_app.store.customers import customer_ids

    target = generating.folder() / "one-new-order.zhike"
    generating.copy(Path(path), target)
    taken, cards_taken, worked = [], [], []
    with opened(str(target), readonly=False) as workspace:
        ids = customer_ids(workspace.connection).tolist()
        bought = Purchase(AS_OF, "Benchmark", Decimal(1), None, 5_000, "store")
        for customer in random.Random(9).sample(ids, 8):
            add_order(generating.Quiet(), workspace, customer, bought, today=AS_OF)
            began = time.perf_counter()
            cards.read_card(workspace, customer, as_of=AS_OF)
            cards_taken.append((time.perf_counter() - began) * 1e3)
            began, cpu = time.perf_counter(), time.process_time()
            report = refresh(generating.Quiet(), workspace, as_of=AS_OF)
            taken.append((time.perf_counter() - began) * 1e3)
            worked.append((time.process_time() - cpu) * 1e3)
            if report.computed != 1:
                raise RuntimeError(f"{report.computed} customers were computed")
    target.unlink()
    # the first one reads what the others find in memory
    parts = {"card": cards_taken, "ms": taken, "cpu": worked}
    return {name: p50(sorted(found[1:])) for name, found in parts.items()}
