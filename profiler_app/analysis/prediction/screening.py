"""Which fields a model may learn from: leaks, identifiers, sensitive and empty ones stay out.

A leak is a field that is known only after the label. No statistics can prove that; what is named
here are the traces: a field that alone tells nearly all, one that is filled only for one label,
one whose small (or large) values rule a label out while it is far stronger than a thing known
beforehand usually is, one whose name says "afterwards", one dated after the moment of the row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as made_by
from typing import Any, Final

import numpy as np

from profiler_app.analysis.columns import Column
from profiler_app.analysis.prediction.measures import TruthArray
from profiler_app.analysis.prediction.sensitive import is_sensitive, words_of
from profiler_app.analysis.prediction.strength import CODED, Strength, strength_of

LEAKS: Final = frozenset(("separates", "filled_after", "closed_end", "named_after", "dated_after"))
"""Codes of findings that mean "known only after the label"."""

_SEPARATES = 0.97
_STRONG = 0.75
_MOSTLY_DIFFERENT = 0.9
_FEWEST = 50
_LATE = 0.5
_AFTER = re.compile(
    r"duration|talk_?time|call_?length|(churn|cancel\w*|close[ds]?|closing|terminat\w*|exit|leav\w*)"
    r"_?(reason|date|day|on|at|score|category|code)|charge_?off|write_?off|recover|collection"
    r"|settle|result|resolution|通话时长|时长|原因|销户|注销|退订|离网|流失日|终止|结果|核销|回收|催收",
    re.IGNORECASE,
)
_NUMBERING = frozenset((
    "id", "ids", "no", "nr", "num", "number", "code", "key", "uuid", "guid", "rownames",
    "index", "row",
))  # fmt: skip
_NUMBERING_ZH = re.compile("编号|序号|号码|账号|卡号|证件|手机|电话|客户号")


@dataclass(frozen=True, slots=True)
class Finding:
    """A field that was left out: why, with the figures behind it."""

    code: str
    field: str
    facts: Mapping[str, Any] = made_by(default_factory=dict)


def screen(
    columns: Mapping[str, Column],
    truth: TruthArray,
    *,
    target: str,
    time: str | None = None,
    locked: frozenset[str] = frozenset(),
    report: Callable[[float], None] = lambda _share: None,
) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """Return the fields to learn from, and why each of the others stays out.

    ``time`` is the field with the moment of a row: it orders the rows and is not learned from.
    ``locked`` are fields that are sensitive whatever their name is.
    """
    kept, findings = [], []
    for i, (name, column) in enumerate(columns.items()):
        report(i / len(columns))
        if name == time:
            found: Finding | None = Finding("time", name)
        elif name in locked or is_sensitive(name):
            found = Finding("sensitive", name)
        else:
            found = _no_use(name, column) or _leak(name, columns, truth, target, time)
        if found is None:
            kept.append(name)
        else:
            findings.append(found)
    return tuple(kept), tuple(findings)


def _no_use(name: str, column: Column) -> Finding | None:
    known = column.values[column.known]
    different = len(np.unique(known))
    if not len(known):
        return Finding("empty", name)
    if different == 1 and column.known.all():
        return Finding("constant", name)
    if _is_identifier(name, column, different, len(known)):
        return Finding("identifier", name, {"different": different, "n": len(known)})
    return None


def _is_identifier(name: str, column: Column, different: int, known: int) -> bool:
    if known < _FEWEST or different < _MOSTLY_DIFFERENT * known:
        return False
    if column.kind in CODED:
        return True
    if column.kind == "date":
        return False
    values = np.sort(column.values[column.known].astype(np.float64))
    if not np.all(values == np.round(values)):
        return False
    in_steps = different == known and bool(np.all(np.diff(values) == 1))
    return in_steps or bool(_NUMBERING & {*words_of(name)} or _NUMBERING_ZH.search(name))


def _leak(
    name: str,
    columns: Mapping[str, Column],
    truth: TruthArray,
    target: str,
    time: str | None,
) -> Finding | None:
    column = columns[name]
    if time is not None and column.kind == "date":
        late = _share_later(column, columns[time])
        if late >= _LATE:
            return Finding("dated_after", name, {"share": late, "time": time})
    strength = strength_of(column, truth)
    if strength.missing_auc >= _SEPARATES:
        return Finding("filled_after", name, {"auc": strength.missing_auc})
    if strength.auc >= _SEPARATES:
        return Finding("separates", name, {"auc": strength.auc})
    if strength.auc >= _STRONG and strength.closed is not None:
        return Finding("closed_end", name, _closed_facts(strength))
    named = bool(_AFTER.search(name)) or _holds_target(name, target)
    if named and (strength.auc >= _STRONG or strength.closed is not None):
        return Finding("named_after", name, {"auc": strength.auc})
    return None


def _closed_facts(strength: Strength) -> dict[str, Any]:
    end = strength.closed
    if end is None:
        return {}
    return {
        "auc": strength.auc,
        "rows": end.rows,
        "found": end.found,
        "expected": round(end.expected),
        "label": end.label,
        "low": end.low,
        "value": end.value,
    }


def _share_later(column: Column, time: Column) -> float:
    both = column.known & time.known
    return float((column.values[both] > time.values[both]).mean()) if both.any() else 0.0


def _holds_target(name: str, target: str) -> bool:
    mine, wanted = words_of(name), words_of(target)
    if wanted and max(map(len, wanted)) > 2:
        return {*wanted} <= {*mine}
    return len(target) > 1 and not target.isascii() and target in name
