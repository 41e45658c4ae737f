"""The market of companies: size class by industry section (SEG-04)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Column
from profiler_app.domain.segmentation import Market, MarketCell
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.segments.saved import sales_of


def market(source: ColumnSource) -> Market:
    """Return the companies by size class and industry section (SEG-04)."""
    names = ["kind", "size_class", "industry_section", "category_count_12m", "product_kinds"]
    columns = source.columns(names)
    kind = columns["kind"]
    company = kind.known & np.isin(
        kind.values, [i for i, name in enumerate(kind.labels) if name == "company"]
    )
    size, sizes = _labelled(columns, "size_class", company)
    section, sections = _labelled(columns, "industry_section", company)
    sales = sales_of(source)[company]
    place = size * len(sections) + section
    counts = np.bincount(place, minlength=len(sizes) * len(sections))
    amounts = np.bincount(place, weights=sales, minlength=len(sizes) * len(sections))
    kinds = _kinds(columns, len(company))[company]
    buying = np.bincount(place[kinds > 0], minlength=len(counts))
    held = np.bincount(place, weights=kinds, minlength=len(counts))
    cells = tuple(
        MarketCell(
            sizes[at // len(sections)],
            sections[at % len(sections)],
            int(counts[at]),
            round(float(amounts[at])),
            int(buying[at]),
            float(held[at]) / int(counts[at]),
        )
        for at in np.flatnonzero(counts).tolist()
    )
    return Market(int(company.sum()), sizes, sections, cells)


def _kinds(columns: Mapping[str, Column], size: int) -> NDArray[np.int64]:
    """Return how many categories each bought in a year, or how many product kinds he holds."""
    kinds = np.zeros(size, np.int64)
    for name in ("category_count_12m", "product_kinds"):
        column = columns.get(name)
        if column is not None:
            kinds = np.maximum(kinds, np.where(column.known, column.values, 0))
    return kinds


def _labelled(
    columns: Mapping[str, Column], name: str, chosen: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """Return the code of each chosen customer and the labels, the last one empty: not known."""
    column = columns.get(name)
    if column is None:
        return np.zeros(int(chosen.sum()), np.int64), ("",)
    labels = (*column.labels, "")
    codes = np.where(column.known, column.values.astype(np.int64), len(column.labels))
    return codes[chosen], labels
