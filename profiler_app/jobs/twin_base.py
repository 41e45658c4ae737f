"""A fictitious workspace with the shapes of this one, for training and for reports of faults.

Nobody in it exists. Distributions, correlations and the rhythm of orders are those of the customers
who allow profiling; names and numbers are invented, and none of them is anybody's here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.imitating import SHARED, Nearness, Trait, imitate
from profiler_app.domain.dates import to_day
from profiler_app.domain.errors import TooLittleData, WorkspaceExists
from profiler_app.domain.export_reasons import ExportReason
from profiler_app.domain.insights import COUNTED
from profiler_app.domain.passphrases import ENOUGH, strength
from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.resources import catalog
from profiler_app.domain.text import N_, _
from profiler_app.jobs.export_notes import noted
from profiler_app.jobs.handover import WeakPassphrase
from profiler_app.jobs.handover_scope import chosen_customers
from profiler_app.jobs.purchases import read_purchases
from profiler_app.jobs.refreshing import refresh
from profiler_app.jobs.twin_rhythms import RHYTHM, invented_orders, rhythms
from profiler_app.jobs.workspaces import remove_workspace
from profiler_app.store import shapes
from profiler_app.store.customers import customer_number
from profiler_app.store.ledger import Operation, operation
from profiler_app.store.workspace import Workspace, create_workspace

FEWEST: Final = 50
"""A group of fewer customers (private or company, trade or bank) is not imitated."""
_PER_CATEGORY: Final = 3
_PREFIX: Final = "TWIN"


@dataclass(frozen=True, slots=True)
class TwinBase:
    """What was made. ``left_out`` customers are in groups too small to be imitated.

    ``nearness`` is that of the group that comes nearest; ``correlation_gap`` the largest difference
    between a rank correlation here and there.
    """

    file: str
    customers: int
    orders: int
    left_out: int
    nearness: Nearness
    correlation_gap: float

    @property
    def sentence(self) -> str:
        """How near it comes to anybody real, in words."""
        text = _(
            "{customers} invented customers with {orders} orders. Nobody is nearer to somebody "
            "real than {least:.2f} (median {middle:.2f}; real people among each other "
            "{real:.2f}); correlations differ by {gap:.2f} at most."
        )
        near = self.nearness
        return text.format(
            customers=f"{self.customers:,}",
            orders=f"{self.orders:,}",
            least=near.least,
            middle=near.middle,
            real=near.between_real,
            gap=self.correlation_gap,
        )


def make_twin_base(
    progress: Progress,
    workspace: Workspace,
    path: Path,
    passphrase: str,
    *,
    reason: ExportReason,
    today: date,
    seed: int = 1,
) -> TwinBase:
    """Write a workspace of invented customers and refresh it; the history notes it.

    The same seed over the same facts gives the same people. Raises WeakPassphrase, TooLittleData,
    WorkspaceExists, ReadOnlyPlace or DiskFull; nothing is left behind then.
    """
    if path.exists():
        raise WorkspaceExists(file=str(path))
    if strength(passphrase, (workspace.settings.name,)).score < ENOUGH:
        raise WeakPassphrase()
    progress.step(0.0, N_("Reading shapes"))
    dice = np.random.default_rng(seed)
    groups, left_out = _groups(progress, workspace, today)
    unfinished = path.with_name(path.name + ".unfinished")
    remove_workspace(unfinished)
    try:
        with (
            noted(workspace, reason, "twin") as note,
            create_workspace(
                unfinished,
                passphrase,
                name=_("Training base"),
                currency=workspace.settings.currency,
                language=workspace.settings.language,
                prefix=_PREFIX,
                clock=workspace.clock,
            ) as twin,
        ):
            progress.step(0.3, N_("Inventing customers"))
            writer = _Writer(workspace, twin, today, dice)
            nearest, gap = writer.write(groups)
            refresh(Part(progress, 0.5, 1.0), twin, as_of=today)
            note.rows = writer.customers
        unfinished.replace(path)
    finally:
        remove_workspace(unfinished)
    return TwinBase(path.name, writer.customers, writer.orders, left_out, nearest, gap)


def _groups(
    progress: Progress, workspace: Workspace, today: date
) -> tuple[list[tuple[str, str, list[Trait]]], int]:
    """Return kind, line and traits of every group that is large enough, and who is in none."""
    ids = np.sort(chosen_customers(workspace, where=COUNTED))
    rows = shapes.traits(workspace.connection, ids.tolist())
    bought = read_purchases(Part(progress, 0.0, 0.2), workspace.connection)
    found = rhythms(bought, ids, to_day(today.isoformat()))
    groups, left_out = [], 0
    for kind, line in sorted({(row[1], row[2]) for row in rows}):
        places = [at for at, row in enumerate(rows) if row[1:3] == (kind, line)]
        if len(places) < FEWEST:
            left_out += len(places)
            continue
        groups.append((kind, line, _traits([rows[at] for at in places], found, places, today)))
    if not groups:
        raise TooLittleData(what=_("A training base"), needed=FEWEST, found=len(ids))
    return groups, left_out


def _traits(
    rows: list[tuple[Any, ...]],
    found: Mapping[str, Any],
    places: list[int],
    today: date,
) -> list[Trait]:
    made: list[Trait] = []
    for at, name in enumerate(shapes.TEXTS, 3):
        made.append(Trait(name, [row[at] for row in rows], False))
    for at, name in enumerate(shapes.NUMBERS, 3 + len(shapes.TEXTS)):
        made.append(Trait(name, np.array([_number(row[at], today) for row in rows]), True))
    made += [Trait(name, _filled(found[name][places]), True) for name in RHYTHM]
    return made


def _filled(values: NDArray[Any]) -> NDArray[Any]:
    """Let who never bought twice have the middle rhythm: how often he buys says enough."""
    known = values[~np.isnan(values)]
    return np.where(np.isnan(values), np.median(known) if len(known) else 0.0, values)


def _number(cell: Any, today: date) -> float:
    """Days as days before today, numbers as they are."""
    if cell is None:
        return float("nan")
    if isinstance(cell, str):
        try:
            return float((today - date.fromisoformat(cell)).days)
        except ValueError:
            return float("nan")
    return float(cell)


class _Writer:
    """Writes invented customers, their goods and their orders."""

    def __init__(
        self, real: Workspace, twin: Workspace, today: date, dice: np.random.Generator
    ) -> None:
        self._twin, self._today, self._dice = twin, today, dice
        self._taken = shapes.real_words(real.connection)
        self._categories = shapes.categories(real.connection, SHARED)
        self._words = catalog("sample_zh" if real.settings.language == "zh" else "sample_en")
        self.customers = self.orders = 0

    def write(self, groups: list[tuple[str, str, list[Trait]]]) -> tuple[Nearness, float]:
        """Write everybody as one operation; return the nearest group and the widest gap."""
        nearest, gap = None, 0.0
        with operation(self._twin, "sample") as opened:
            goods = self._write_goods(opened)
            for kind, line, traits in groups:
                count = len(traits[0].values)
                people, near, own_gap = imitate(traits, count, self._dice)
                gap = max(gap, own_gap)
                nearest = near if nearest is None or near.least < nearest.least else nearest
                self._write_people(opened, (kind, line), people, goods)
            opened.facts["customers"] = self.customers
        assert nearest is not None
        return nearest, gap

    def _write_goods(self, opened: Operation) -> list[tuple[int, float]]:
        """Write three goods of every category; return their ids with their shares."""
        goods: list[tuple[int, float]] = []
        total = sum(count for _name, count in self._categories) or 1
        for name, count in self._categories:
            for nth in range(1, _PER_CATEGORY + 1):
                cells = {"code": f"T{len(goods) + 1:04d}", "name": f"{name} {nth}"}
                row = opened.insert_one("product", {**cells, "category": name, "active": 1})
                goods.append((row, count / total / _PER_CATEGORY))
        return goods

    def _write_people(
        self,
        opened: Operation,
        group: tuple[str, str],
        people: Mapping[str, Any],
        goods: list[tuple[int, float]],
    ) -> None:
        first = opened.next_id("customer")
        count = len(people["orders"])
        rows = [self._person(group, people, at, first + at) for at in range(count)]
        if not rows:
            return
        names = [*rows[0]]
        opened.insert("customer", names, ([row[name] for name in names] for row in rows))
        consents = (
            (first + at, "profiling", "profiling", "granted", "form", self._today.isoformat())
            for at in range(count)
        )
        columns = ["customer_id", "purpose", "scope", "state", "method", "granted_on"]
        opened.insert("consent", columns, consents)
        lines = [*self._orders(people, first, goods)]
        columns = ["customer_id", "order_no", "content_key", "day", "kind", "product_id"]
        columns += ["quantity", "gross", "net", "status"]
        opened.insert("order_line", columns, lines)
        self.customers += count
        self.orders += len(lines)

    def _orders(
        self, people: Mapping[str, Any], first: int, goods: list[tuple[int, float]]
    ) -> Iterator[tuple[Any, ...]]:
        today = to_day(self._today.isoformat())
        shares = np.array([share for _row, share in goods])
        for at in range(len(people["orders"])):
            rhythm = {name: float(people[name][at]) for name in RHYTHM}
            for nth, (day, net) in enumerate(invented_orders(rhythm, today, self._dice)):
                good = int(self._dice.choice(len(goods), p=shares)) if goods else None
                number = f"T{first + at}-{nth + 1}"
                product = None if good is None else goods[good][0]
                key = (first + at) * 10_000 + nth
                yield (first + at, number, key, day, "sale", product, 1.0, net, net, "done")

    def _person(
        self, group: tuple[str, str], people: Mapping[str, Any], at: int, number: int
    ) -> dict[str, Any]:
        kind, line = group
        texts = {name: people[name][at] for name in shapes.TEXTS}
        numbers = {name: float(people[name][at]) for name in shapes.NUMBERS}
        name = self._name(kind, texts["gender"], number)
        return {
            "number": customer_number(_PREFIX, number),
            "kind": kind,
            "line": line,
            "name": name,
            "mobile": self._mobile() if kind == "person" else None,
            **texts,
            "birth_date": self._day(numbers["birth_date"]),
            "relation_since": self._day(numbers["relation_since"]),
            "employees": _whole(numbers["employees"]),
            "household_size": _whole(numbers["household_size"]),
        }

    def _name(self, kind: str, gender: str | None, number: int) -> str:
        words, dice = self._words, self._dice
        for _try in range(20):
            if kind == "company":
                parts = {
                    "city": dice.choice([each["short"] for each in words["cities"]]),
                    "brand": dice.choice(words["brands"]),
                    "trade": dice.choice([each["name"] for each in words["trades"]]),
                    "suffix": dice.choice(words["legal_forms"]),
                }
                name = words["company"].format(**parts)
            else:
                given = words["given_female" if gender == "F" else "given_male"]
                surname = words["surnames"][int(dice.integers(len(words["surnames"])))][0]
                name = words["name_order"].format(surname=surname, given=dice.choice(given))
            if name not in self._taken:
                return str(name)
        return _("Invented {n}").format(n=number)

    def _mobile(self) -> str:
        """Return a number of a range that is given to nobody."""
        while True:
            number = f"+86168{int(self._dice.integers(10**8)):08d}"
            if number not in self._taken:
                return number

    def _day(self, before: float) -> str | None:
        if np.isnan(before):
            return None
        day = self._today - timedelta(days=max(0, round(before)))
        return day.isoformat()


def _whole(number: float) -> int | None:
    return None if np.isnan(number) else max(0, round(number))
