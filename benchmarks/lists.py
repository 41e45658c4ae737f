"""The list of customers: search, order, rules, facets, the card, and the table on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from benchmarks import generating
from benchmarks.list_cases import FACETS, RULES, SORTS
from benchmarks.measuring import Bar, Experiment, Scale, worker
from benchmarks.search_cases import CHECKED, EACH, KINDS


def experiments(scale: Scale) -> Sequence[Experiment]:
    """Return search, index, order, rules, card and table on the encrypted workspace."""
    path = str(generating.workspace(scale.customers, scale.orders))
    return [_searching(path), _indexing(path), _listing(path), _measuring(path), _showing(path)]


def _searching(path: str) -> Experiment:
    ours = worker("search", "benchmarks.search_cases:search_all", path=path)
    bars = [Bar(f"Search: {kind}, p95", f"search.{kind} p95", None, 10, "ms") for kind in KINDS]
    medians = [
        Bar(f"Search: {kind}, p50", f"search.{kind} p50", None, None, "ms") for kind in KINDS
    ]
    wrong = Bar("Search: hits that differ from a scan's", "search.wrong", None, 0, "customers")
    return Experiment(
        cases=(ours,),
        bars=(*bars, *medians, wrong),
        remark=f"Search: {EACH} fragments of each kind, all hits in the order of the list; hits "
        f"of {CHECKED} of each kind compared with a LIKE scan (sounds: with every name spelled).",
    )


def _indexing(path: str) -> Experiment:
    ours = worker("index", "benchmarks.index_cases:build_index", path=path)
    peer = worker("fts5", "benchmarks.index_cases:build_trigrams", path=path)
    whole = worker("columns", "benchmarks.index_cases:build_columns", path=path)
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
    ours = worker("list", "benchmarks.list_cases:use_list", path=path)
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


def _measuring(path: str) -> Experiment:
    case = worker("quality", "benchmarks.quality_cases:measure_quality", path=path)
    return Experiment(
        cases=(case,),
        bars=(
            Bar("Quality of the whole book measured", "quality.seconds", None, 15),
            Bar("Eight facets, first time", "quality.first", None, 1000, "ms"),
            Bar("Filter by three facets and count eight, p50", "quality.facets", None, 100, "ms"),
            Bar("Memory of both", "quality.rss", None, 1000, "MB"),
        ),
        remark="Quality: five aspects of every record, all rules, duplicates and sources. Facets: "
        "two values chosen in each of three.",
    )


def _showing(path: str) -> Experiment:
    case = worker("page", "benchmarks.page_cases:show_page", path=path)
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
