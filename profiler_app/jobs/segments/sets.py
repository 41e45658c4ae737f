"""Segments as sets: saved live or as a snapshot, what they share, how they differ from the rest."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from profiler_app.analysis.columns import BoolArray
from profiler_app.analysis.differences import Difference, combinations, difference
from profiler_app.domain.errors import RuleProblem
from profiler_app.domain.fields import Field, fields
from profiler_app.domain.progress import Progress
from profiler_app.domain.rules import Rule, parse, to_text
from profiler_app.domain.rules.showing import show
from profiler_app.domain.saved_segments import OverlapPair, OverlapTable
from profiler_app.domain.tags import known_tags
from profiler_app.domain.text import N_, _
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.judging import business_day, judge, snapshot_members
from profiler_app.jobs.ruling import parse_known, said
from profiler_app.store.ledger import operation
from profiler_app.store.segments import (
    SAVED_RULE,
    SNAPSHOT,
    SegmentRow,
    numbers_of_ids,
    read_segments,
)
from profiler_app.store.workspace import Workspace

MOST_COMPARED = 12


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """A segment (or a rule that was typed) with its members.

    ``frozen_on`` is the day of a snapshot, None for what is looked at anew.
    """

    name: str
    rule: Rule
    members: BoolArray
    unknown: BoolArray
    frozen_on: str | None = None


def group_named(workspace: Workspace, source: ColumnSource, text: str) -> Group:
    """Return the segment of this name (or key), or whom a typed rule holds for.

    Raises RuleProblem for what is neither.
    """
    row, kind = _row(workspace, text)
    if row is None:
        return _group(source, text, parse_known(workspace, text))
    if kind == SNAPSHOT:
        stored = json.loads(row.rule)
        rule = parse(stored["rule"], tags=known_tags())
        frozen = snapshot_members(source, row.rule)
        return Group(row.name, rule, frozen.true, frozen.unknown, stored["as_of"])
    return _group(source, row.name, parse(row.rule, tags=known_tags()), within=(row.key,))


def _group(source: ColumnSource, name: str, rule: Rule, *, within: tuple[str, ...] = ()) -> Group:
    verdict = judge(source, rule, within=within)
    return Group(name, rule, verdict.true, verdict.unknown)


def _row(workspace: Workspace, text: str) -> tuple[SegmentRow | None, str]:
    for kind in (SAVED_RULE, SNAPSHOT):
        for row in read_segments(workspace.connection, kind):
            if text.strip() in (row.key, row.name):
                return row, kind
    return None, ""


def keep_segment(
    progress: Progress, workspace: Workspace, name: str, where: str, *, static: bool
) -> int:
    """Save a segment under a name, in place of one of the same name; return the operation.

    ``static`` keeps who is in it today (by customer number) instead of looking anew each time.
    Raises RuleProblem for a rule that is none or that would ask for the segment itself.
    """
    progress.step(0.0, N_("Saving"))
    if not name.strip():
        raise RuleProblem(position=0, reason=_("a segment needs a name"))
    rule = parse_known(workspace, where)
    row, _kind = _row(workspace, name)
    source = ColumnSource(workspace)
    members = judge(source, rule, within=(row.key,) if row else ()).true
    text = to_text(rule)
    if static:
        ids = source.ids()[members].tolist()
        kept = {
            "rule": text,
            "as_of": business_day(workspace).isoformat(),
            "customers": numbers_of_ids(workspace.connection, ids),
        }
        text = json.dumps(kept, ensure_ascii=False)
    cells = {"name": name.strip(), "rule": text, "kind": SNAPSHOT if static else SAVED_RULE}
    with operation(workspace, "segment", {"name": cells["name"]}) as opened:
        if row is None:
            key = f"s{opened.next_id('segment')}"
            opened.insert_one("segment", {"key": key, "status": "active", **cells})
        else:
            opened.update("segment", row.id, cells)
    return opened.id


def segment_report(workspace: Workspace, name: str) -> dict[str, Any]:
    """Return what a segment is and holds; of a snapshot also who came and went since."""
    source = ColumnSource(workspace)
    group = group_named(workspace, source, name)
    found: dict[str, Any] = {
        "name": group.name,
        "kind": "live" if group.frozen_on is None else "snapshot",
        "rule": to_text(group.rule),
        "sentence": said(group.rule, workspace.settings.currency),
        "count": int(group.members.sum()),
        "unknown": int(group.unknown.sum()),
        "total": len(group.members),
        "sales_share": _sales_share(source, group.members),
        "as_of": business_day(workspace).isoformat(),
    }
    if group.frozen_on is not None:
        now = judge(source, group.rule).true
        ids = source.ids()
        found |= {
            "frozen_on": group.frozen_on,
            "new": numbers_of_ids(workspace.connection, ids[now & ~group.members].tolist()),
            "left": numbers_of_ids(workspace.connection, ids[group.members & ~now].tolist()),
        }
    return found


def _sales_share(source: ColumnSource, members: BoolArray) -> float | None:
    column = source.columns(["monetary_12m"]).get("monetary_12m")
    if column is None:
        return None
    sales = np.where(column.known, column.values, 0)
    total = int(sales.sum())
    return float(sales[members].sum()) / total if total else None


# -- what segments share


def overlap_report(workspace: Workspace, names: Sequence[str]) -> dict[str, Any]:
    """Return sizes, pairs (both, Jaccard) and exact combinations of up to twelve segments.

    A combination counts those of whom every one of the segments can be told; ``untold`` are in
    one of them, but of another one it is unknown. Without names all saved segments are compared.
    Raises RuleProblem where there are too many or too few.
    """
    source = ColumnSource(workspace)
    rows = [
        row for kind in (SAVED_RULE, SNAPSHOT) for row in read_segments(workspace.connection, kind)
    ]
    chosen = list(names) or [row.name for row in rows]
    if not 2 <= len(chosen) <= MOST_COMPARED:
        reason = _("name 2 to {most} segments or rules; here are {n}")
        raise RuleProblem(position=0, reason=reason.format(most=MOST_COMPARED, n=len(chosen)))
    groups = [group_named(workspace, source, name) for name in chosen]
    members = {group.name: group.members for group in groups}
    doubt = np.logical_or.reduce([group.unknown for group in groups])
    told = {name: inside & ~doubt for name, inside in members.items()}
    anywhere = np.logical_or.reduce(list(members.values()))
    return {
        "sizes": {name: int(inside.sum()) for name, inside in members.items()},
        "pairs": [
            _pair(one, other, members)
            for i, one in enumerate(members)
            for other in list(members)[i + 1 :]
        ],
        "combinations": [
            {"segments": list(inside), "count": count} for inside, count in combinations(told)
        ],
        "untold": int((anywhere & doubt).sum()),
        "total": len(source.ids()),
    }


def overlap_table(workspace: Workspace, names: Sequence[str]) -> OverlapTable:
    """Return the overlap of two to twelve segments for the page. Raises RuleProblem."""
    found = overlap_report(workspace, names)
    order = list(found["sizes"])
    place = {name: at for at, name in enumerate(order)}
    return OverlapTable(
        tuple(order),
        tuple(found["sizes"].values()),
        tuple(
            OverlapPair(
                place[pair["segments"][0]],
                place[pair["segments"][1]],
                pair["both"],
                pair["jaccard"],
            )
            for pair in found["pairs"]
        ),
        tuple(
            (tuple(place[name] for name in each["segments"]), each["count"])
            for each in found["combinations"]
        ),
        found["untold"],
    )


def _pair(one: str, other: str, members: Mapping[str, BoolArray]) -> dict[str, Any]:
    both = int((members[one] & members[other]).sum())
    either = int((members[one] | members[other]).sum())
    return {"segments": [one, other], "both": both, "jaccard": both / either if either else None}


# -- a segment and the rest


def compared_fields() -> list[Field]:
    """Return the fields in which groups are compared: nothing sensitive, no identifiers."""
    return [
        field
        for field in fields().values()
        if field.sensitivity in ("S0", "S1")
        and field.place != "rows"
        and field.kind != "ref"
        and (field.kind != "text" or field.id in ("fav_category", "industry_section"))
    ]


def rest_report(progress: Progress, workspace: Workspace, text: str) -> dict[str, Any]:
    """Compare a segment with everybody else in all fields, the most different first."""
    source = ColumnSource(workspace)
    group = group_named(workspace, source, text)
    currency = workspace.settings.currency
    candidates = compared_fields()
    rows = []
    for at, field in enumerate(candidates):
        progress.step(at / len(candidates), N_("Comparing"))
        column = source.columns([field.id]).get(field.id)
        found = None if column is None else difference(column, group.members)
        if found is not None and found.distance > 0:
            rows.append({"field": field.id, "label": field.label, **_said(field, found, currency)})
    rows.sort(key=lambda row: (-row["distance"], row["field"]))
    return {
        "segment": group.name,
        "count": int(group.members.sum()),
        "rest": int((~group.members).sum()),
        "fields": rows,
    }


def _said(field: Field, found: Difference, currency: str) -> dict[str, Any]:
    told = asdict(found)
    if found.value:  # shares of a value
        named = found.value == "true"
        shown = show(field, True if named and field.kind == "bool" else found.value)
        texts = (f"{shown} {found.inside:.0%}", f"{shown} {found.outside:.0%}")
    else:
        texts = (
            show(field, _typed(field, found.inside), currency=currency),
            show(field, _typed(field, found.outside), currency=currency),
        )
        if field.kind == "money":
            told |= {"inside": found.inside / 100, "outside": found.outside / 100}
    return {**told, "display_inside": texts[0], "display_outside": texts[1]}


def _typed(field: Field, value: float) -> float | int:
    return round(value) if field.kind in ("money", "date", "int") else value
