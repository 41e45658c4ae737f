"""The list of customers: search, order, rules, facets, the card, and the table on the screen."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from benchmarks import generating
from benchmarks.drawing import AS_OF
from benchmarks.measuring import Bar, Experiment, Scale, worker

KINDS = ("one sign", "two signs", "end of a name", "initials", "pinyin", "phone tail", "number")
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
_EACH, _CHECKED, _CARDS, _STEPS = 100, 8, 30, 200
_SCREEN, _NOTCH = 50, 144


def experiments(scale: Scale) -> Sequence[Experiment]:
    """Return search, index, order, rules, card and table on the encrypted workspace."""
    path = str(generating.workspace(scale.customers, scale.orders))
    return [_searching(path), _indexing(path), _listing(path), _showing(path)]


def _searching(path: str) -> Experiment:
    ours = worker("search", "benchmarks.lists:search_all", path=path)
    bars = [Bar(f"Search: {kind}, p95", f"search.{kind} p95", None, 10, "ms") for kind in KINDS]
    medians = [
        Bar(f"Search: {kind}, p50", f"search.{kind} p50", None, None, "ms") for kind in KINDS
    ]
    wrong = Bar("Search: hits that differ from a scan's", "search.wrong", None, 0, "customers")
    return Experiment(
        cases=(ours,),
        bars=(*bars, *medians, wrong),
        remark=f"Search: {_EACH} fragments of each kind, all hits in the order of the list; hits "
        f"of {_CHECKED} of each kind compared with a LIKE scan (sounds: with every name spelled).",
    )


def _indexing(path: str) -> Experiment:
    ours = worker("index", "benchmarks.lists:build_index", path=path)
    peer = worker("fts5", "benchmarks.lists:build_trigrams", path=path)
    whole = worker("columns", "benchmarks.lists:build_columns", path=path)
    return Experiment(
        cases=(peer, ours, whole),
        bars=(
            Bar("Search index with pinyin", "index.seconds", "fts5.seconds", 1.5),
            Bar("The same, CPU", "index.cpu_seconds", "fts5.cpu_seconds", 1.5),
            Bar("With all other columns of customers", "columns.seconds", "fts5.seconds", None),
        ),
        remark="Index: the peer is an FTS5 trigram table (external content) over the same ten "
        "fields in the same encrypted file; it finds no name of two signs.",
        runs=1,
    )


def _listing(path: str) -> Experiment:
    ours = worker("list", "benchmarks.lists:use_list", path=path)
    rules = (
        (Bar(f"Count: {rule}", f"list.cold {i}", None, 150, "ms"),
         Bar(f"Count again: {rule}", f"list.warm {i}", None, 150, "ms"))
        for i, rule in enumerate(RULES)
    )  # fmt: skip
    return Experiment(
        cases=(ours,),
        bars=(
            Bar("List opened: all ids in order, rows of a screen", "list.open", None, 0.5),
            Bar("Jump to nine tenths: the rows, p95", "list.jump", None, 5, "ms"),
            *(Bar(f"Sort by {name}", f"list.sort {name}", f"list.sql {name}", 0.5, "ms")
              for name in SORTS),
            *chain.from_iterable(rules),
            *(Bar(f"Facet {name}, first time", f"list.facet {name}", None, 150, "ms")
              for name in FACETS),
            Bar("Profile card, p95", "list.card", None, 150, "ms"),
            Bar("Memory", "list.rss", None, 1000, "MB"),
        ),
        remark="Sort: a column not in memory yet, beside SELECT id ... ORDER BY in the same file. "
        "Count: of all customers, with nothing in memory, then again.",
    )  # fmt: skip


def _showing(path: str) -> Experiment:
    case = worker("page", "benchmarks.lists:show_page", path=path)
    return Experiment(
        cases=(case,),
        bars=(
            Bar("Page shown until its rows are there", "page.open", None, 0.5),
            Bar("Scroll by a notch of the wheel, p50", "page.step p50", None, None, "ms"),
            Bar("Scroll by a notch of the wheel, p95", "page.step p95", None, 8, "ms"),
            Bar("Scroll by a whole page, p95", "page.leap p95", None, None, "ms"),
        ),
        remark="Page: the page of customers, 1200 x 800, offscreen; a step is painted before the "
        "clock is read. Whole pages paint every row anew.",
    )


# -- children


def _opened(path: str, *, readonly: bool = True) -> Any:
    from profiler_app.jobs.workspaces import open_workspace

    return open_workspace(Path(path), generating.PASSPHRASE, readonly=readonly)


def _times(work: Callable[[Any], object], things: Sequence[Any]) -> list[float]:
    """Return how many milliseconds the work took for each thing, ascending."""
    taken = []
    for thing in things:
        began = time.perf_counter()
        work(thing)
        taken.append((time.perf_counter() - began) * 1e3)
    return sorted(taken)


def _p50(times: Sequence[float]) -> float:
    return times[len(times) // 2]


def _p95(times: Sequence[float]) -> float:
    return times[int(len(times) * 0.95)]


def search_all(path: str) -> dict[str, float]:
    """Search for fragments of every kind and compare some with a scan."""
    from profiler_app.domain.listing import ListQuery
    from profiler_app.jobs import lists
    from profiler_app.jobs.columns import ColumnSource

    figures: dict[str, float] = {"wrong": 0}
    with _opened(path) as workspace:
        source = ColumnSource(workspace)

        def find(text: str) -> Any:
            return lists.find(workspace, source, ListQuery(search=text))

        parts = _fragments(workspace.connection)
        for each in parts.values():
            find(each[-1])  # the first one reads the index into memory
        for kind, each in parts.items():
            times = _times(find, each)
            figures |= {f"{kind} p50": _p50(times), f"{kind} p95": _p95(times)}
        checked = [text for each in parts.values() for text in each[:_CHECKED]]
        for text, hits in _scans(workspace.connection, checked).items():
            figures["wrong"] += len(hits ^ set(find(text).ids.tolist()))
    return figures


def _fragments(connection: Any) -> dict[str, list[str]]:
    from profiler_app.jobs.pinyin import readings_of

    dice = random.Random(7)
    size = connection.execute("SELECT max(id) FROM customer").fetchone()[0]
    rows: list[tuple[str, str, str]] = []
    while len(rows) < _EACH:
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
        found[text] = {row[0] for row in _each(rows)}
    letters = [text for text in texts if text.isascii() and text.isalnum()]
    _spell(connection, [text.lower() for text in letters], found)
    return found


def _spell(connection: Any, letters: Sequence[str], found: dict[str, set[int]]) -> None:
    from profiler_app.jobs.pinyin import readings_of

    names: dict[str, list[int]] = {}
    rows = connection.execute("SELECT id, name FROM customer WHERE merged_into IS NULL")
    for customer, name in _each(rows):
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


def _each(cursor: Any) -> Iterator[Any]:
    return chain.from_iterable(iter(lambda: cursor.fetchmany(5_000), []))


def build_index(path: str) -> dict[str, float]:
    """Make the search index anew, as the refresh does."""
    from profiler_app.jobs import indexing, searching

    return _build(path, lambda opened: indexing.make(
        generating.Quiet(), opened, searching.SEARCHED))  # fmt: skip


def build_columns(path: str) -> dict[str, float]:
    """Make the search index and all columns anew, as the refresh does."""
    from profiler_app.domain.fields import fields
    from profiler_app.jobs import indexing

    names = [field.id for field in fields().values() if field.place in ("column", "attribute")]
    return _build(path, lambda opened: indexing.make(generating.Quiet(), opened, names))


def build_trigrams(path: str) -> dict[str, float]:
    """Make an FTS5 trigram index over the same fields."""
    from profiler_app.jobs import searching

    def make(opened: Any) -> None:
        names = ", ".join(searching.SEARCHED)
        with opened.writing():
            opened.connection.execute(
                f"CREATE VIRTUAL TABLE trigrams USING fts5({names}, content = 'customer', "
                "content_rowid = 'id', tokenize = 'trigram')"
            )
            opened.connection.execute("INSERT INTO trigrams(trigrams) VALUES('rebuild')")

    return _build(path, make)


def _build(path: str, make: Callable[[Any], object]) -> dict[str, float]:
    with tempfile.TemporaryDirectory(dir=generating.folder()) as place:
        own = Path(place) / "own.zhike"
        generating.copy(Path(path), own)
        with _opened(str(own), readonly=False) as opened:
            opened.connection.execute("SELECT count(name) FROM customer").fetchone()
            began, cpu = time.perf_counter(), time.process_time()
            make(opened)
            return {
                "seconds": time.perf_counter() - began,
                "cpu_seconds": time.process_time() - cpu,
            }


def use_list(path: str) -> dict[str, float]:
    """Open the list, jump, sort, count rules and facets, read cards."""
    from profiler_app.domain.listing import ListQuery
    from profiler_app.jobs import cards, lists
    from profiler_app.jobs.columns import ColumnSource

    figures: dict[str, float] = {}
    dice = random.Random(7)
    with _opened(path) as workspace:
        source = ColumnSource(workspace)
        began = time.perf_counter()
        ids = lists.find(workspace, source, ListQuery()).ids
        _rows(workspace, source, ids[:_SCREEN])
        figures["open"] = time.perf_counter() - began
        places = [int(len(ids) * 0.9) - dice.randrange(len(ids) // 10) for _ in range(_EACH)]
        figures["jump"] = _p95(
            _times(lambda at: _rows(workspace, source, ids[at : at + _SCREEN]), places)
        )
        for name in SORTS:
            figures |= _sort(workspace, name)
        for i, rule in enumerate(RULES):
            source = ColumnSource(workspace)
            source.ids()
            figures[f"cold {i}"] = _times(partial(lists.count, source), [rule])[0]
            figures[f"warm {i}"] = _p50(_times(partial(lists.count, source), [rule] * 5))
        for name in FACETS:
            source = ColumnSource(workspace)
            source.ids()
            figures[f"facet {name}"] = _times(partial(lists.facet, source), [name])[0]
        some = dice.sample(ids.tolist(), _CARDS)
        figures["card"] = _p95(
            _times(lambda customer: cards.read_card(workspace, customer, as_of=AS_OF), some)
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
    ours = _times(lambda query: lists.find(workspace, source, query), [query])[0]
    sql = f'SELECT id FROM customer ORDER BY "{name}"'
    peer = _times(lambda sql: sum(1 for _ in _each(workspace.connection.execute(sql))), [sql])[0]
    return {f"sort {name}": ours, f"sql {name}": peer}


def show_page(path: str) -> dict[str, float]:
    """Show the page of customers and scroll it."""
    import os

    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    from profiler_app.jobs.workspaces import file_key, read_settings
    from profiler_app.ui.appearance import apply_look
    from profiler_app.ui.desk import Desk
    from profiler_app.ui.pages.customers.page import CustomersPage
    from profiler_app.ui.preferences import Preferences

    application = QApplication([])
    key = file_key(Path(path), generating.PASSPHRASE)
    with tempfile.TemporaryDirectory() as place:
        preferences = Preferences(Path(place) / "window.ini")
        apply_look(preferences)
        settings = read_settings(Path(path), key)
        desk = Desk(
            Path(path), key, settings=settings, preferences=preferences, today=lambda: AS_OF
        )
        began = time.perf_counter()
        page = CustomersPage(desk)
        page.resize(1200, 800)
        page.show()
        model = page.table.customers
        while not model.rowCount() or model.customer(0) is None:
            application.processEvents()
            time.sleep(0.001)
        application.processEvents()
        figures = {"open": time.perf_counter() - began, **_scroll(application, page.table)}
        page.close()
        desk.shut_down()
    return figures


def _scroll(application: Any, table: Any) -> dict[str, float]:
    """Scroll by notches and by whole pages; between steps the rows are read."""
    bar = table.verticalScrollBar()

    def move(by: int) -> None:
        bar.setValue(bar.value() + by)
        application.processEvents()

    def moves(by: int) -> list[float]:
        taken = []
        for _step in range(_STEPS):
            taken += _times(move, [by])
            until = time.perf_counter() + 0.02
            while time.perf_counter() < until:
                application.processEvents()
                time.sleep(0.001)
        return sorted(taken)

    notches, leaps = moves(_NOTCH), moves(table.viewport().height())
    return {"step p50": _p50(notches), "step p95": _p95(notches), "leap p95": _p95(leaps)}
