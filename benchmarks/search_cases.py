"""Searching customers: fragments of every kind, and scans that check the hits."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from benchmarks.timing import opened, p50, p95, rows_of, times

KINDS = ("one sign", "two signs", "end of a name", "initials", "pinyin", "phone tail", "number")
EACH, CHECKED = 100, 8


def search_all(path: str) -> dict[str, float]:
    """Search for fragments of every kind and compare some with a scan."""
    from profiler_app.domain.listing import ListQuery
    from profiler_app.jobs import lists
    from profiler_app.jobs.columns import ColumnSource

    figures: dict[str, float] = {"wrong": 0}
    with opened(path) as workspace:
        source = ColumnSource(workspace)

        def find(text: str) -> Any:
            return lists.find(workspace, source, ListQuery(search=text))

        parts = _fragments(workspace.connection)
        for each in parts.values():
            find(each[-1])  # the first one reads the index into memory
        for kind, each in parts.items():
            taken = times(find, each)
            figures |= {f"{kind} p50": p50(taken), f"{kind} p95": p95(taken)}
        checked = [text for each in parts.values() for text in each[:CHECKED]]
        for text, hits in _scans(workspace.connection, checked).items():
            figures["wrong"] += len(hits ^ set(find(text).ids.tolist()))
    return figures


def _fragments(connection: Any) -> dict[str, list[str]]:
    from profiler_app.jobs.pinyin import readings_of

    dice = random.Random(7)
    size = connection.execute("SELECT max(id) FROM customer").fetchone()[0]
    rows: list[tuple[str, str, str]] = []
    while len(rows) < EACH:
        row = connection.execute(
            "SELECT name, mobile, number FROM customer WHERE id = ? AND mobile NOT NULL "
            "AND merged_into IS NULL",
            (dice.randint(1, size),),
        ).fetchone()
        rows += [row] if row else []
    found: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for name, mobile, number in rows:
        reading = dice.choice(readings_of(name))
        initials = "".join(syllable[0] for syllable in reading)
        begin = dice.randrange(len(reading))
        parts = (
            *(dice.choice(name), name[:2], name[-2:], initials[: dice.randint(1, 3)]),
            "".join(reading[begin:])[: dice.randint(2, 8)],
            *(mobile[-4:], number),
        )
        for kind, part in zip(KINDS, parts, strict=True):
            found[kind].append(part)
    return found


def _scans(connection: Any, texts: Sequence[str]) -> dict[str, set[int]]:
    """Return who each text finds, by scans that know nothing of an index."""
    found: dict[str, set[int]] = {}
    for text in texts:
        tail = text if text.isdecimal() and len(text) > 2 else None
        number = text.upper() if text.isascii() and len(text) > 2 else None
        rows = connection.execute(
            "SELECT id FROM customer WHERE merged_into IS NULL AND (name LIKE ?1 "
            "OR short_name LIKE ?1 OR mobile LIKE ?2 OR phone LIKE ?2 OR mobile LIKE ?3 "
            "OR mobile LIKE '+86' || ?3 OR phone LIKE ?3 OR number LIKE ?4 OR number LIKE ?5 "
            "OR mobile LIKE ?5 OR member_no GLOB ?6 OR core_cust_no GLOB ?6 OR email LIKE ?5 "
            "OR cn_id = ?7 OR uscc = ?7)",
            (
                *(f"%{text}%", tail and f"%{tail}", tail and f"{tail}%"),
                *(number and f"%{number}", number and f"{number}%", number and f"{text}*", number),
            ),
        )
        found[text] = {row[0] for row in rows_of(rows)}
    letters = [text for text in texts if text.isascii() and text.isalnum()]
    _spell(connection, [text.lower() for text in letters], found)
    return found


def _spell(connection: Any, letters: Sequence[str], found: dict[str, set[int]]) -> None:
    from profiler_app.jobs.pinyin import readings_of

    names: dict[str, list[int]] = {}
    rows = connection.execute("SELECT id, name FROM customer WHERE merged_into IS NULL")
    for customer, name in rows_of(rows):
        names.setdefault(name, []).append(customer)
    for name, customers in names.items():
        for reading in readings_of(name):
            for text in letters:
                if _sounds_like(reading, text):
                    found[text].update(customers)


def _sounds_like(reading: Sequence[str], text: str) -> bool:
    initials = "".join(syllable[0] for syllable in reading)
    if len(text) == 1:
        return initials.startswith(text)
    rests = ("".join(reading[at:]) for at in range(len(reading)))
    return text in initials or any(rest.startswith(text) for rest in rests)
