"""The catalog of tags with what each one means and how many carry it."""

from __future__ import annotations

from typing import Any

import numpy as np

from profiler_app.analysis.columns import BoolArray
from profiler_app.domain.rules import to_sentence
from profiler_app.domain.tags import TagDefinition, known_tags
from profiler_app.domain.text import LANGUAGES, _, in_language
from profiler_app.jobs.columns import ColumnSource
from profiler_app.store import runs
from profiler_app.store.workspace import Workspace


def tag_catalog(workspace: Workspace) -> dict[str, Any]:
    """Return every tag with its rule in words and its coverage in the last run.

    ``coverage`` is the share of the customers the tag is meant for who carry it, None while
    there are none or nothing was computed. ``hint`` is ``never`` (nobody carries it) or
    ``always`` (everybody it is meant for does).
    """
    connection = workspace.connection
    run = runs.last_run(connection)
    counts = runs.tag_counts(connection)
    meant = customers_by_kind(ColumnSource(workspace))
    rows = []
    for tag in known_tags().values():
        holding, unknown = counts.get(tag.id, (0, 0))
        meant_for = sum(meant.get(kind, 0) for kind in tag.applies_to)
        computed = run is not None and tag.id in counts
        hint = ""
        if computed and meant_for:
            hint = "never" if not holding else "always" if holding == meant_for else ""
        rows.append(
            {
                **_definition(tag, workspace.settings.currency),
                "count": holding if computed else None,
                "unknown": unknown if computed else None,
                "meant_for": meant_for,
                "coverage": holding / meant_for if computed and meant_for else None,
                "hint": hint,
            }
        )
    return {"as_of": None if run is None else run.as_of, "tags": rows}


def _definition(tag: TagDefinition, currency: str) -> dict[str, Any]:
    sentences = {}
    for language in LANGUAGES:
        with in_language(language):
            said = _("Given by hand only.")
            sentences[language] = (
                said if tag.rule is None else to_sentence(tag.rule, currency=currency)
            )
    return {
        "tag": tag.id,
        "label": tag.label,
        "names": dict(tag.names),
        "group": tag.group,
        "kind": tag.kind,
        "rule": tag.expr,
        "parameters": dict(tag.parameters),
        "sentence": sentences,
        "applies_to": sorted(tag.applies_to),
        "exclusive_group": tag.exclusive_group,
        "priority": tag.priority,
        "refresh": tag.refresh,
        "valid_days": tag.ttl_days,
        "sensitive": tag.sensitive,
        "version": tag.version,
        "status": "retired" if tag.retired else "active",
        "asks_for": sorted(tag.rule.tags) if tag.rule else [],
        "reads": sorted(tag.rule.fields) if tag.rule else [],
    }


def customers_by_kind(source: ColumnSource, *, without: BoolArray | None = None) -> dict[str, int]:
    """Return how many customers there are of each kind and line (``person:trade`` ...).

    ``without`` are customers to leave out.
    """
    columns = source.columns(["kind", "line"])
    kind, line = columns["kind"], columns["line"]
    places = kind.values.astype(np.int64) * max(len(line.labels), 1) + line.values
    known = kind.known & line.known
    if without is not None:
        known = known & ~without
    counts = np.bincount(places[known], minlength=len(kind.labels) * max(len(line.labels), 1))
    return {
        f"{kind.labels[at // len(line.labels)]}:{line.labels[at % len(line.labels)]}": n
        for at, n in enumerate(counts.tolist())
        if n
    }
