"""Age, industry and size of a company."""

from __future__ import annotations

import numpy as np

from profiler_app.analysis.columns import NULL_INT
from profiler_app.analysis.features.view import Features, Found, View
from profiler_app.analysis.rows import IntArray
from profiler_app.domain.fields import options
from profiler_app.domain.industries import company_size, industry

DAYS_OF_YEAR = 365.25


def company(view: View) -> Features:
    """Compute the features of the company register."""
    founded = view.people["established_on"]
    known = (founded != NULL_INT) & (founded <= view.today)
    return {
        "company_age_years": Found(
            (view.today - np.where(known, founded, view.today)) / DAYS_OF_YEAR, known
        ),
        "industry_section": _section(view),
        "size_class": _size(view),
    }


def _section(view: View) -> Found:
    coded = view.people.text("industry")
    sections = [industry(label).derived.get("section") for label in coded.labels]
    labels = tuple(sorted({section for section in sections if section}))
    meaning = [labels.index(section) if section else -1 for section in sections]
    code = np.array([*meaning, -1])[coded.codes]
    return Found(code, code >= 0, labels)


def _size(view: View) -> Found:
    """Classify the companies one by one (the rule is written for one); persons cost nothing."""
    sizes = tuple(option.id for option in options("size_class"))
    coded = view.people.text("industry")
    codes = [industry(label).value for label in coded.labels]
    figures = [view.people[name] for name in ("employees", "revenue", "total_assets")]
    result = np.full(view.size, -1, np.int64)
    there = view.in_groups("company:trade", "company:bank") & (coded.codes >= 0)
    for position in np.flatnonzero(there).tolist():
        code = codes[coded.codes[position]]
        if code:
            employees, revenue, assets = (_figure(column, position) for column in figures)
            size = company_size(code, employees=employees, revenue=revenue, assets=assets).value
            result[position] = sizes.index(size) if size else -1
    return Found(result, result >= 0, sizes)


def _figure(column: IntArray, position: int) -> int | None:
    value = int(column[position])
    return None if value == NULL_INT else value
